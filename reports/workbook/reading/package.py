"""A workbook as the zip archive it is: looked over before anything in it is trusted.

The central directory comes from ``zipfile``; the parts are inflated here, each never further than the
directory says, because a bomb is a bomb before the library's own check at the end of a part.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from reports.workbook.reading.refusals import MEBIBYTE, FileRefused, Limits, Refusal, broken_is_refused
from reports.workbook.reading.xml_parts import check_start

_PIECE = 32 * 1024
_MOST_PARTS = 2_000
_LARGEST_DIRECTORY = MEBIBYTE
_RATIO_MATTERS_FROM = 10 * MEBIBYTE
_LARGEST_RATIO = 400
_ENCRYPTED = 0x1
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_END_RECORD = struct.Struct("<4s6xHII")
_LARGE_LOCATOR_SIZE = 20
_LONGEST_COMMENT = 65_535
_XML_ENDINGS = (".xml", ".rels")


class Package:
    """The parts of a workbook by name, in any case of letters, each inflated when asked for."""

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._stream = stream
        with broken_is_refused():
            self._size = _check_directory_size(stream)
            with ZipFile(stream) as archive:
                infos = archive.infolist()
                self._directory_start = archive.start_dir
            self._parts = _by_name(infos)
            _check_declared(infos, limits)
            self._starts = self._data_starts(infos)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def check_parts(self) -> None:
        """Inflate every part to its end, and refuse a document type in any XML part, read or not."""
        for name, info in self._parts.items():
            pieces = self.pieces(name)
            if name.endswith(_XML_ENDINGS):
                check_start(pieces, info.filename)
            for _piece in pieces:
                pass

    def pieces(self, name: str) -> Iterator[bytes]:
        """Inflate a part piece by piece; refuse it where it isn't as long as the directory says."""
        info = self._parts.get(name.lower())
        if info is None:
            raise FileRefused(Refusal.BROKEN, read=name)
        length = checksum = 0
        with broken_is_refused(info.filename):
            for piece in self._inflated(info):
                length += len(piece)
                if length > info.file_size:
                    raise FileRefused(Refusal.LYING_SIZES, read=info.filename, limit=info.file_size)
                checksum = zlib.crc32(piece, checksum)
                yield piece
        if length != info.file_size:
            raise FileRefused(Refusal.LYING_SIZES, read=info.filename, limit=info.file_size)
        if checksum != info.CRC:
            raise FileRefused(Refusal.BROKEN, read=info.filename)

    def _data_starts(self, infos: list[ZipInfo]) -> dict[str, int]:
        """Where each part's data begins; parts that share bytes are a bomb."""
        starts = {}
        end = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < end:
                raise FileRefused(Refusal.ZIP_BOMB, read=info.filename)
            self._stream.seek(info.header_offset)
            signature, name_length, extra_length = _LOCAL_HEADER.unpack(self._stream.read(_LOCAL_HEADER.size))
            start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
            end = start + info.compress_size
            if signature != b"PK\x03\x04" or end > self._directory_start:
                raise FileRefused(Refusal.BROKEN, read=info.filename)
            starts[info.filename] = start
        return starts

    def _inflated(self, info: ZipInfo) -> Iterator[bytes]:
        if info.compress_type == ZIP_STORED:
            yield from self._stored(info)
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for packed in self._stored(info):
            while packed and not inflater.eof:
                yield inflater.decompress(packed, _PIECE)
                packed = inflater.unconsumed_tail
        while not inflater.eof:
            rest = inflater.decompress(inflater.unconsumed_tail, _PIECE)
            if not rest:
                raise FileRefused(Refusal.BROKEN, read=info.filename)
            yield rest

    def _stored(self, info: ZipInfo) -> Iterator[bytes]:
        position = self._starts[info.filename]
        left = info.compress_size
        while left:
            self._stream.seek(position)
            piece = self._stream.read(min(left, _PIECE))
            if not piece:
                raise EOFError
            position += len(piece)
            left -= len(piece)
            yield piece


def _check_directory_size(stream: BinaryIO) -> int:
    """Refuse a directory of more parts than a workbook has before it is read; return the file's size."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _LONGEST_COMMENT - _END_RECORD.size - 2 - _LARGE_LOCATOR_SIZE))
    tail = stream.read()
    end_record = tail.rindex(b"PK\x05\x06")
    _signature, parts, directory_size, _start = _END_RECORD.unpack_from(tail, end_record)
    large = tail[max(0, end_record - _LARGE_LOCATOR_SIZE) : end_record].startswith(b"PK\x06\x07")
    if large or parts > _MOST_PARTS or directory_size > _LARGEST_DIRECTORY:
        raise FileRefused(Refusal.ZIP_BOMB, read=parts, limit=_MOST_PARTS)
    return size


def _by_name(infos: list[ZipInfo]) -> dict[str, ZipInfo]:
    parts: dict[str, ZipInfo] = {}
    for info in infos:
        name = info.orig_filename
        if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
            raise FileRefused(Refusal.UNSAFE_NAMES, read=name)
        if name.lower() in parts:
            raise FileRefused(Refusal.BROKEN, read=name)
        parts[name.lower()] = info
    return parts


def _check_declared(infos: list[ZipInfo], limits: Limits) -> None:
    """Refuse what the directory itself admits: too many parts, too much in them, encrypted."""
    if len(infos) > _MOST_PARTS:
        raise FileRefused(Refusal.ZIP_BOMB, read=len(infos), limit=_MOST_PARTS)
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused(Refusal.PASSWORD_PROTECTED, read=info.filename)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise FileRefused(Refusal.BROKEN, read=info.filename)
        if info.file_size > max(_RATIO_MATTERS_FROM, _LARGEST_RATIO * info.compress_size):
            raise FileRefused(Refusal.ZIP_BOMB, read=info.filename)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked:
        raise FileRefused(Refusal.UNPACKS_TOO_LARGE, read=unpacked, limit=limits.unpacked)

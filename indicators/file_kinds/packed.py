"""Office documents, which are zip archives: looked over to their end before one is taken.

Nothing in them is unpacked anywhere; what is inflated is counted and dropped.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo
from zlib import error as DeflateError

from indicators.file_kinds.kinds import DOCX, ODS, ODT, PPTX, XLSX, Kind
from indicators.file_kinds.refusals import FileRefused, Foreign, Refusal

_MEBIBYTE = 1024 * 1024
_PIECE = 64 * 1024
_MOST_PARTS = 5_000
_LARGEST_DIRECTORY = _MEBIBYTE
_MOST_UNPACKED = 200 * _MEBIBYTE
_RATIO_MATTERS_FROM = 10 * _MEBIBYTE
_LARGEST_RATIO = 400
_ENCRYPTED = 0x1
_LOCAL_HEADER_SIZE = 30
_END_RECORD = struct.Struct("<4s6xHII")
_LARGE_LOCATOR_SIZE = 20
_LONGEST_COMMENT = 65_535

_CONTENT_TYPES = "[Content_Types].xml"
_MACROS = "vbaproject.bin"
_MANIFEST = "META-INF/manifest.xml"
_MACRO_FOLDERS = ("Basic/", "Scripts/")
_OPEN_XML: tuple[tuple[str, bytes, Kind], ...] = (
    ("xl/", b"spreadsheetml.sheet.main+xml", XLSX),
    ("word/", b"wordprocessingml.document.main+xml", DOCX),
    ("ppt/", b"presentationml.presentation.main+xml", PPTX),
)
_DAMAGE = (
    BadZipFile,
    DeflateError,
    struct.error,
    ValueError,
    LookupError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


def packed_kind(stream: BinaryIO) -> Kind:
    """The kind of document that the archive is. Raises FileRefused."""
    with _damage_is_refused():
        _check_directory_size(stream)
        with ZipFile(stream) as archive:
            infos = archive.infolist()
            _check_declared(infos)
            kind = _kind_by_parts(archive)
            for info in infos:
                _check_length(archive, info)
    return kind


@contextmanager
def _damage_is_refused(part: str = "") -> Iterator[None]:
    """Turns whatever a damaged archive makes the standard library say into FileRefused."""
    try:
        yield
    except _DAMAGE as error:
        raise FileRefused(Refusal.BROKEN, part) from error


def _check_directory_size(stream: BinaryIO) -> None:
    """Refuses a directory of more parts than a document has, before it is read."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _LONGEST_COMMENT - _END_RECORD.size - 2 - _LARGE_LOCATOR_SIZE))
    tail = stream.read()
    end_record = tail.rindex(b"PK\x05\x06")
    _signature, parts, directory_size, _start = _END_RECORD.unpack_from(tail, end_record)
    large = tail[max(0, end_record - _LARGE_LOCATOR_SIZE) : end_record].startswith(b"PK\x06\x07")
    if large or parts > _MOST_PARTS or directory_size > _LARGEST_DIRECTORY:
        raise FileRefused(Refusal.ZIP_BOMB)


def _check_declared(infos: list[ZipInfo]) -> None:
    """Refuses what the directory itself admits: encrypted parts, parts on top of each other, too much."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        name = info.filename
        if info.flag_bits & _ENCRYPTED:
            raise FileRefused(Refusal.PROTECTED, name)
        if info.header_offset < end or info.file_size > max(
            _RATIO_MATTERS_FROM, _LARGEST_RATIO * info.compress_size
        ):
            raise FileRefused(Refusal.ZIP_BOMB, name)
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise FileRefused(Refusal.BROKEN, name)
        end = info.header_offset + _LOCAL_HEADER_SIZE + info.compress_size
    if sum(info.file_size for info in infos) > _MOST_UNPACKED:
        raise FileRefused(Refusal.ZIP_BOMB)
    if len({info.filename for info in infos}) < len(infos):
        raise FileRefused(Refusal.BROKEN)


def _kind_by_parts(archive: ZipFile) -> Kind:
    names = archive.namelist()
    if _CONTENT_TYPES in names:
        return _open_xml(names, _beginning(archive, _CONTENT_TYPES))
    if names and names[0] == "mimetype":
        return _open_document(archive, names)
    raise FileRefused(Refusal.NOT_TAKEN, Foreign.ZIP)


def _beginning(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(_MEBIBYTE)


def _open_xml(names: list[str], types: bytes) -> Kind:
    if b"macroEnabled" in types or any(name.lower().endswith(_MACROS) for name in names):
        raise FileRefused(Refusal.MACROS)
    for folder, mark, kind in _OPEN_XML:
        if mark in types and any(name.startswith(folder) for name in names):
            return kind
    raise FileRefused(Refusal.NOT_TAKEN, Foreign.ZIP)


def _open_document(archive: ZipFile, names: list[str]) -> Kind:
    declared = _beginning(archive, "mimetype").strip().decode("ascii", "replace")
    found = [kind for kind in (ODS, ODT) if kind.content_type == declared]
    if not found:
        raise FileRefused(Refusal.NOT_TAKEN, Foreign.ZIP)
    if _MANIFEST in names and b"encryption-data" in _beginning(archive, _MANIFEST):
        raise FileRefused(Refusal.PROTECTED)
    if any(name.startswith(_MACRO_FOLDERS) for name in names):
        raise FileRefused(Refusal.MACROS)
    return found[0]


def _check_length(archive: ZipFile, info: ZipInfo) -> None:
    """Refuses a part that is not what the directory says: its length or its checksum differs."""
    with _damage_is_refused(info.filename), archive.open(info) as part:
        left = info.file_size
        while piece := part.read(_PIECE):
            left -= len(piece)
    if left:
        raise FileRefused(Refusal.BROKEN, info.filename)

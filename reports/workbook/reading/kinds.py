"""Tells by its content, not by its name, what kind of file was uploaded."""

from enum import StrEnum
from typing import BinaryIO

from reports.workbook.reading.refusals import FileRefused, Refusal

_HEAD_LENGTH = 512
_COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
_COMPOUND_ENTRY_SIZE = 128
_TEXT_CONTROLS = b"\t\n\x0b\x0c\r"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_OTHER_FILES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!", "RAR"),
)
_MARKUP = ((b"<!doctype html", "HTML"), (b"<html", "HTML"), (b"<table", "HTML"), (b"<?xml", "XML"))


class TableKind(StrEnum):
    """The two kinds of file that are read."""

    XLSX = "xlsx"
    CSV = "csv"


def kind_of(stream: BinaryIO) -> TableKind:
    """Return the kind, or refuse a file of another kind by that kind's name."""
    stream.seek(0)
    head = stream.read(_HEAD_LENGTH)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return TableKind.XLSX
    if head.startswith(_COMPOUND_FILE):
        raise _compound_refusal(stream)
    for start, name in _OTHER_FILES:
        if head.startswith(start):
            raise FileRefused(Refusal.NOT_A_WORKBOOK, read=name)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for start, name in _MARKUP:
        if text.startswith(start):
            raise FileRefused(Refusal.NOT_A_WORKBOOK, read=name)
    if not head.startswith(_UTF16_BOMS) and any(byte < 32 and byte not in _TEXT_CONTROLS for byte in head):
        raise FileRefused(Refusal.NOT_A_WORKBOOK)
    return TableKind.CSV


def _compound_refusal(stream: BinaryIO) -> FileRefused:
    """The container of Office before 2007, and of encrypted workbooks since: its entries tell which."""
    stream.seek(0)
    content = stream.read()
    if _has_entry(content, "EncryptedPackage"):
        return FileRefused(Refusal.PASSWORD_PROTECTED)
    if _has_entry(content, "Workbook") or _has_entry(content, "Book"):
        return FileRefused(Refusal.OLD_XLS)
    return FileRefused(Refusal.NOT_A_WORKBOOK, read="Word" if _has_entry(content, "WordDocument") else "OLE")


def _has_entry(content: bytes, name: str) -> bool:
    pattern = f"{name}\0".encode("utf-16-le")
    position = content.find(pattern)
    while position > 0 and position % _COMPOUND_ENTRY_SIZE:
        position = content.find(pattern, position + 1)
    return position > 0

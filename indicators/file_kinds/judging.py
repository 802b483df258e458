"""The judgement over a file: its kind by its content, and whether its name says the same."""

from __future__ import annotations

from typing import BinaryIO

from indicators.file_kinds.kinds import Kind
from indicators.file_kinds.names import ending_of
from indicators.file_kinds.packed import packed_kind
from indicators.file_kinds.refusals import FileRefused, Foreign, Refusal
from indicators.file_kinds.signatures import HEAD, PACKED, kind_by_head
from indicators.file_kinds.texts import text_kind

MEBIBYTE = 1024 * 1024
LARGEST = 10 * MEBIBYTE
"""Bytes of a file."""


def judge(stream: BinaryIO, *, size: int, name: str) -> Kind:
    """The kind of the file. Reads nothing of one that is empty or too large. Raises FileRefused."""
    if size == 0:
        raise FileRefused(Refusal.EMPTY)
    if size > LARGEST:
        raise FileRefused(Refusal.TOO_LARGE, size)
    ending = ending_of(name)
    kind = _kind_by_content(stream, ending)
    if ending not in kind.endings:
        raise FileRefused(Refusal.WRONG_ENDING, kind)
    return kind


def _kind_by_content(stream: BinaryIO, ending: str) -> Kind:
    stream.seek(0)
    head = stream.read(HEAD)
    if head.startswith(PACKED) and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return packed_kind(stream)
    found = kind_by_head(head)
    if isinstance(found, Foreign):
        raise FileRefused(Refusal.NOT_TAKEN, found)
    return found or text_kind(stream, ending)

"""What the first bytes of a file say that it is."""

from __future__ import annotations

from indicators.file_kinds.kinds import JPEG, PDF, PNG, WEBP, Kind
from indicators.file_kinds.refusals import Foreign

HEAD = 64
"""How many bytes are looked at."""
PACKED = b"PK"

_KINDS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
)
_FOREIGN: tuple[tuple[bytes, Foreign], ...] = (
    (b"MZ", Foreign.WINDOWS_PROGRAM),
    (b"\x7fELF", Foreign.PROGRAM),
    (b"\xfe\xed\xfa", Foreign.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Foreign.PROGRAM),
    (b"\xca\xfe\xba\xbe", Foreign.PROGRAM),
    (b"#!", Foreign.SCRIPT),
    (b"\x1f\x8b", Foreign.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Foreign.ARCHIVE),
    (b"Rar!", Foreign.ARCHIVE),
    (b"BZh", Foreign.ARCHIVE),
    (b"\xfd7zXZ", Foreign.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Foreign.OLD_OFFICE),
    (b"{\\rtf", Foreign.RTF),
    (b"GIF8", Foreign.OTHER_PICTURE),
    (b"BM", Foreign.OTHER_PICTURE),
    (b"II*\0", Foreign.OTHER_PICTURE),
    (b"MM\0*", Foreign.OTHER_PICTURE),
)
_CAN_BE_TEXT = (b"MZ", b"BM", b"BZh", b"GIF8", b"Rar!")
"""Two or three letters with which a text may well begin; only with a byte of no text among the first."""
_PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"avif")


def kind_by_head(head: bytes) -> Kind | Foreign | None:
    """The kind whose mark the file begins with; None when it is to be looked into further."""
    for mark, kind in _KINDS:
        if head.startswith(mark):
            return kind
    for mark, foreign in _FOREIGN:
        if head.startswith(mark) and (mark not in _CAN_BE_TEXT or _is_binary(head)):
            return foreign
    if head[:4] == b"RIFF":
        return WEBP if head[8:12] == b"WEBP" else Foreign.FILM
    if head[4:8] == b"ftyp":
        return Foreign.OTHER_PICTURE if head[8:12] in _PICTURE_BRANDS else Foreign.FILM
    return None


def _is_binary(head: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 32 for byte in head)

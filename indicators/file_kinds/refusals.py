"""Why a file is refused, and what else files turn out to be."""

from __future__ import annotations

from enum import StrEnum

from indicators.file_kinds.kinds import Kind


class Refusal(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_TAKEN = "not_taken"
    WRONG_ENDING = "wrong_ending"
    ENCODING = "encoding"
    PROTECTED = "protected"
    MACROS = "macros"
    ZIP_BOMB = "zip_bomb"
    BROKEN = "broken"


class Foreign(StrEnum):
    """Kinds of files that are known and not taken."""

    SVG = "svg"
    HTML = "html"
    XML = "xml"
    WINDOWS_PROGRAM = "windows_program"
    PROGRAM = "program"
    SCRIPT = "script"
    ZIP = "zip"
    ARCHIVE = "archive"
    OLD_OFFICE = "old_office"
    RTF = "rtf"
    OTHER_PICTURE = "other_picture"
    FILM = "film"
    UNKNOWN = "unknown"


class FileRefused(Exception):
    """A file that is not taken.

    ``read`` is what was found: bytes for TOO_LARGE, a kind for NOT_TAKEN and WRONG_ENDING, else the name of
    the part of the file that is at fault; it may be empty.
    """

    def __init__(self, code: Refusal, read: Kind | Foreign | int | str = "") -> None:
        super().__init__(code, read)
        self.code = code
        self.read = read

"""Texts of a workbook: the escapes that Excel writes, and the table of texts that cells share."""

import re
from array import array
from collections.abc import Iterable

from reports.workbook.reading.refusals import LONGEST_TEXT, FileRefused, Refusal
from reports.workbook.reading.xml_parts import PartReader

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Decode ``_x000D_`` and the like, except to characters that no text has (NUL, half a surrogate)."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    printable = code >= 0x20 and not 0xD800 <= code <= 0xDFFF and code < 0xFFFE
    return chr(code) if printable or code in (0x09, 0x0A, 0x0D) else match[0]


class SharedTexts:
    """The texts of ``sharedStrings.xml`` by number, held as bytes: a tenth of what a list of str takes."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("L", [0])

    def append(self, text: str) -> None:
        """Add the next text."""
        self._bytes += text.encode()
        self._ends.append(len(self._bytes))

    def __getitem__(self, number: int) -> str:
        if number < 0:
            raise IndexError(number)
        return self._bytes[self._ends[number] : self._ends[number + 1]].decode()


def read_shared_texts(pieces: Iterable[bytes], part: str) -> SharedTexts:
    """Read the table; the runs of a rich text are joined, and how a text is pronounced is left out."""
    reader = _SharedTextsReader(part)
    reader.read(pieces)
    return reader.texts


class _SharedTextsReader(PartReader):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.texts = SharedTexts()
        self._text = ""
        self._collects = False
        self._pronounced = False

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            self._text = ""
        elif name == "t":
            self._collects = not self._pronounced
        elif name == "rPh":
            self._pronounced = True

    def characters(self, data: str) -> None:
        if self._collects:
            self._text += data
            if len(self._text) > LONGEST_TEXT:
                raise FileRefused(Refusal.TEXT_TOO_LONG, read=f"{self._text[:40]}…", limit=LONGEST_TEXT)

    def ended(self, name: str) -> None:
        if name == "t":
            self._collects = False
        elif name == "rPh":
            self._pronounced = False
        elif name == "si":
            self.texts.append(unescaped(self._text))

"""Parses the XML parts of a workbook piece by piece, and refuses what no workbook has in them.

No part has a document type, so no entity is ever declared, expanded or fetched. Expat itself is used, and
not a tree, because a tree holds a whole row of a million cells before anyone can refuse it.
"""

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers.expat import ParserCreate, XMLParserType

from reports.workbook.reading.refusals import MEBIBYTE, FileRefused, Refusal, broken_is_refused

_LONGEST_TOKEN = MEBIBYTE
_MOST_ELEMENTS = 3_000_000
DEEPEST = 200
"""How deep elements may lie in each other."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATIONSHIP_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)


def guarded_parser(part: str) -> XMLParserType:
    """Return a parser that names elements ``namespace}local`` and refuses any document type."""

    def refuse(*_declaration: object) -> NoReturn:
        raise FileRefused(Refusal.EXTERNAL_ENTITY, read=part)

    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: XMLParserType, chunks: Iterable[bytes], part: str) -> Iterator[None]:
    """Feed the parser and pause after each piece; the parser never holds back more than one short token."""
    fed = 0
    with broken_is_refused(part):
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _LONGEST_TOKEN + len(chunk):
                raise FileRefused(Refusal.BROKEN, read=part)
            yield
        parser.Parse(b"", True)
        yield


def check_start(pieces: Iterable[bytes], part: str) -> None:
    """Parse as far as the root, before which alone a document type can stand."""
    parser = guarded_parser(part)
    roots: list[str] = []
    parser.StartElementHandler = lambda name, _attributes: roots.append(name)
    parsing = feed(parser, pieces, part)
    while not roots and next(parsing, parser) is not parser:
        pass


class PartReader:
    """Reads one of the smaller parts: a subclass hears of elements by their local names.

    Only so many elements, and so deep, as a part of a spreadsheet can have: each costs time, each open one
    memory.
    """

    def __init__(self, part: str) -> None:
        self.part = part
        self._depth = 0
        self._elements = 0

    def read(self, pieces: Iterable[bytes]) -> None:
        """Parse the part to its end."""
        parser = guarded_parser(self.part)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self.characters
        for _piece in feed(parser, pieces, self.part):
            pass

    def started(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def characters(self, data: str) -> None:
        """Text stands in the element that began last."""

    def ended(self, name: str) -> None:
        """An element ends."""

    def broken(self) -> FileRefused:
        """The refusal of a part that no spreadsheet program writes."""
        return FileRefused(Refusal.BROKEN, read=self.part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > _MOST_ELEMENTS:
            raise self.broken()
        self.started(name.rpartition("}")[2], attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.ended(name.rpartition("}")[2])

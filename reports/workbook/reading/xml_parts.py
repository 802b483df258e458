"""Parses the XML parts of a workbook piece by piece, and refuses what no workbook has in them.

No part has a document type, so no entity is ever declared, expanded or fetched. Expat itself is used, and
not a tree, because a tree holds a whole row of a million cells before anyone can refuse it.
"""

from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers.expat import ParserCreate, XMLParserType

from reports.workbook.reading.refusals import MEBIBYTE, FileRefused, Refusal, broken_is_refused

_LONGEST_TOKEN = MEBIBYTE

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


def parse(parser: XMLParserType, chunks: Iterable[bytes], part: str) -> None:
    """Feed the parser all at once."""
    for _piece in feed(parser, chunks, part):
        pass

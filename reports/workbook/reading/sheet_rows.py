"""Streams the filled rows of one sheet of a workbook.

Expat's events are read directly: openpyxl's own rows can't tell a formula without a value from an empty
cell, hold every row whole before it can be refused, and take twice the time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from xml.parsers.expat import XMLParserType

from openpyxl.utils.cell import column_index_from_string

from reports.workbook.reading.cells import (
    CellFault,
    Value,
    bad_cell,
    iso_moment,
    moment,
    number,
)
from reports.workbook.reading.package import Package
from reports.workbook.reading.refusals import LONGEST_TEXT, FileRefused, Limits, Refusal, RowCount
from reports.workbook.reading.styles import DateFormats
from reports.workbook.reading.texts import SharedTexts, unescaped
from reports.workbook.reading.xml_parts import MAIN, STRICT_MAIN, feed, guarded_parser

Row = tuple[int, tuple[Value, ...]]

_KEPT = 16 * 1024
_LAST_ROW = 1_048_576
_LAST_COLUMN = 16_384


@dataclass(frozen=True, slots=True)
class Book:
    """What the cells of every sheet refer to."""

    texts: SharedTexts
    formats: DateFormats
    epoch: datetime


def sheet_rows(
    package: Package, *, part: str, sheet: str, book: Book, limits: Limits, count: RowCount
) -> Iterator[Row]:
    """Yield number and values of each row that isn't empty, as the sheet is parsed."""
    parser = guarded_parser(part)
    reader = _SheetReader(parser, part, sheet, book, limits, count)
    count.begin(sheet)
    count.expect(sheet, _filled_rows(package.pieces(part)))
    for _piece in feed(parser, package.pieces(part), part):
        yield from reader.rows
        reader.rows.clear()
    if not reader.complete:
        raise FileRefused(Refusal.BROKEN, read=part, sheet=sheet)


def _filled_rows(pieces: Iterable[bytes]) -> int:
    """Count the rows with a value by their end tags, ten times faster than by parsing.

    Enough to refuse a long sheet at once; whatever is written too strangely for it is counted as it is read.
    """
    count = 0
    rest = b""
    for piece in pieces:
        *rows, rest = (rest + piece).split(b"row>")
        count += sum(b"v>" in row or b"is>" in row for row in rows)
        rest = rest[-_KEPT:]
    return count


@cache
def _column(letters: str) -> int:
    """The number of a column; what isn't one makes a ValueError."""
    column = int(column_index_from_string(letters))
    if column > _LAST_COLUMN:
        raise ValueError(letters)
    return column


class _SheetReader:
    """Expat's handlers. A cell takes five calls of them, so they do little and in few steps."""

    def __init__(
        self, parser: XMLParserType, part: str, sheet: str, book: Book, limits: Limits, count: RowCount
    ) -> None:
        self.rows: list[Row] = []
        self.complete = False
        self._parser = parser
        self._part = part
        self._sheet = sheet
        self._book = book
        self._limits = limits
        self._count = count
        self._row = 0
        self._row_text = "0"
        self._column = 0
        self._values: list[Value] = []
        self._cell: dict[str, str] = {}
        self._text: str | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._pronounced = False
        self._namespace = ""
        parser.StartElementHandler = self._start_outside

    def _start_outside(self, name: str, _attributes: dict[str, str]) -> None:
        """Before the cells: the root tells the namespace, ``sheetData`` brings the cells."""
        if not self._namespace:
            self._namespace, _, local = name.rpartition("}")
            if self._namespace not in (MAIN, STRICT_MAIN) or local != "worksheet":
                raise self._refusal(Refusal.BROKEN, self._part)
        elif name == f"{self._namespace}}}sheetData":
            self._c, self._v, self._f, self._t, self._row_name, self._phonetic, self._data = (
                f"{self._namespace}}}{local}" for local in ("c", "v", "f", "t", "row", "rPh", "sheetData")
            )
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._c:
            self._cell = attributes
            self._value = self._formula = None
        elif name in (self._v, self._t, self._f):
            self._text = ""
        elif name == self._row_name:
            self._begin_row(attributes)
        elif name == self._phonetic:
            self._pronounced = True

    def _characters(self, data: str) -> None:
        if self._text is not None:
            self._text = text = self._text + data
            if len(text) > LONGEST_TEXT:
                raise self._refusal(Refusal.TEXT_TOO_LONG, f"{text[:40]}…", LONGEST_TEXT)

    def _end(self, name: str) -> None:
        if name == self._v:
            self._value = self._text
            self._text = None
        elif name == self._c:
            self._end_cell()
        elif name == self._row_name:
            self._end_row()
        else:
            self._end_other(name)

    def _end_other(self, name: str) -> None:
        if name == self._t:
            if not self._pronounced:
                self._value = (self._value or "") + (self._text or "")
            if len(self._value or "") > LONGEST_TEXT:
                raise self._refusal(Refusal.TEXT_TOO_LONG, f"{(self._value or '')[:40]}…", LONGEST_TEXT)
            self._text = None
        elif name == self._f:
            self._formula = self._text
            self._text = None
        elif name == self._phonetic:
            self._pronounced = False
        elif name == self._data:
            self.complete = True
            self._parser.StartElementHandler = None
            self._parser.EndElementHandler = None
            self._parser.CharacterDataHandler = None

    def _begin_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r") or self._row + 1)
        if not self._row < row <= _LAST_ROW:
            raise self._refusal(Refusal.BROKEN, self._part)
        self._row = row
        self._row_text = str(row)
        self._column = 0
        self._values = []

    def _end_row(self) -> None:
        if self._values:
            self._count.add(self._sheet, self._row)
            self.rows.append((self._row, tuple(self._values)))

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        column = _column(reference.removesuffix(self._row_text)) if reference else self._column + 1
        if column <= self._column:
            raise self._refusal(Refusal.BROKEN, self._part)
        before = self._column
        self._column = column
        if self._value is None and self._formula is None:
            return
        value = self._converted()
        if value is None:
            return
        if column > self._limits.columns:
            raise self._column_refusal(column, before)
        values = self._values
        if len(values) < column - 1:
            values.extend([None] * (column - 1 - len(values)))
        values.append(value)

    def _converted(self) -> Value:
        text = self._value
        kind = self._cell.get("t", "n")
        if self._formula is not None and not text and (text is None or kind != "str"):
            return bad_cell(CellFault.FORMULA_WITHOUT_VALUE, f"={self._formula}")
        if not text:
            return None
        if kind == "n":
            style = self._cell.get("s")
            formats = self._book.formats
            if style in formats.dates:
                return moment(text, epoch=self._book.epoch, elapsed=style in formats.elapsed)
            return number(text)
        return self._other_value(kind, text)

    def _other_value(self, kind: str, text: str) -> Value:
        if kind == "s":
            text = self._book.texts[int(text)]
        elif kind in ("str", "inlineStr"):
            text = unescaped(text)
        elif kind == "b" and text in ("0", "1", "false", "true"):
            return text in ("1", "true")
        elif kind == "e":
            return bad_cell(CellFault.ERROR_CELL, text)
        elif kind == "d":
            return iso_moment(text)
        else:
            raise self._refusal(Refusal.BROKEN, self._part)
        return None if text.isspace() or not text else text

    def _column_refusal(self, column: int, before: int) -> FileRefused:
        """Far is what stands alone, further from its neighbour than a whole sheet may be wide."""
        limit = self._limits.columns
        code = Refusal.FAR_CELL if column - before > limit else Refusal.TOO_MANY_COLUMNS
        return self._refusal(code, column, limit, column)

    def _refusal(
        self, code: Refusal, read: str | int, limit: int | None = None, column: int | None = None
    ) -> FileRefused:
        return FileRefused(
            code, read=read, limit=limit, sheet=self._sheet, row=self._row or None, column=column
        )

"""Expat's handlers for one sheet of a workbook.

Expat's events are read directly: openpyxl's own rows can't tell a formula without a value from an empty
cell, hold every row whole before it can be refused, and take half as long again.
"""

from functools import cache
from xml.parsers.expat import XMLParserType

from openpyxl.utils.cell import column_index_from_string

from reports.workbook.reading.cell_values import Book, cell_value
from reports.workbook.reading.cells import Value
from reports.workbook.reading.refusals import LAST_ROW, LONGEST_TEXT, FileRefused, Limits, Refusal, RowCount
from reports.workbook.reading.xml_parts import DEEPEST, MAIN, STRICT_MAIN

Row = tuple[int, tuple[Value, ...]]

_LAST_COLUMN = 16_384
_MOST_EMPTY = 1_000_000
_ELEMENTS_OF_A_CELL = 4


@cache
def _column(letters: str) -> int:
    """The number of a column; what isn't one makes a ValueError."""
    return int(column_index_from_string(letters))


class SheetReader:
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
        self.row = 0
        self._row_text = "0"
        self._column = 0
        self._values: list[Value] = []
        self._cell: dict[str, str] = {}
        self._in_row = self._in_cell = False
        self._text: str | None = None
        self._value: str | None = None
        self._formula: str | None = None
        self._pronounced = False
        self._depth = 0
        self._spare = _MOST_EMPTY
        self._namespace = ""
        parser.StartElementHandler = self._start_outside
        parser.EndElementHandler = self._end_outside

    def _start_outside(self, name: str, _attributes: dict[str, str]) -> None:
        """Before the cells and after: the root tells the namespace, ``sheetData`` brings the cells."""
        self._start_other()
        if not self._namespace:
            self._namespace, _, local = name.rpartition("}")
            if self._namespace not in (MAIN, STRICT_MAIN) or local != "worksheet":
                raise self._broken()
        elif name == f"{self._namespace}}}sheetData" and not self.complete:
            self._c, self._v, self._f, self._t, self._row_name, self._phonetic, self._data = (
                f"{self._namespace}}}{local}" for local in ("c", "v", "f", "t", "row", "rPh", "sheetData")
            )
            self._parser.StartElementHandler = self._start
            self._parser.EndElementHandler = self._end
            self._parser.CharacterDataHandler = self._characters

    def _end_outside(self, _name: str) -> None:
        self._depth -= 1

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """An element among the cells; none of them holds another one of its kind."""
        if name == self._c:
            if self._in_cell or not self._in_row:
                raise self._broken()
            self._in_cell = True
            self._cell = attributes
            self._value = self._formula = None
        elif name in (self._v, self._t, self._f):
            if self._text is not None or not self._in_cell:
                raise self._broken()
            self._text = ""
        elif name == self._row_name:
            self._begin_row(attributes)
        else:
            self._pronounced = self._pronounced or name == self._phonetic
            self._start_other()

    def _start_other(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._broken()
        self._count_element()

    def _count_element(self) -> None:
        """Empty cells and other elements take time as well, so only so many may stand beside filled ones."""
        self._spare -= 1
        if self._spare < 0:
            raise FileRefused(Refusal.TOO_MANY_CELLS, limit=_MOST_EMPTY)

    def _characters(self, data: str) -> None:
        if self._text is not None:
            self._text = text = self._text + data
            if len(text) > LONGEST_TEXT:
                raise FileRefused(Refusal.TEXT_TOO_LONG, read=f"{text[:40]}…", limit=LONGEST_TEXT)

    def _end(self, name: str) -> None:
        if name == self._v:
            if self._value is not None:
                raise self._broken()
            self._value = self._text
            self._text = None
        elif name == self._c:
            self._end_cell()
            self._in_cell = False
        elif name == self._row_name:
            self._end_row()
        elif name == self._t:
            self._end_text()
        elif name == self._f:
            self._formula = self._text
            self._text = None
            self._count_element()
        else:
            self._end_other(name)

    def _end_text(self) -> None:
        """The runs of a rich text are joined; how it is pronounced is left out."""
        if not self._pronounced:
            self._value = (self._value or "") + (self._text or "")
            if len(self._value) > LONGEST_TEXT:
                raise FileRefused(Refusal.TEXT_TOO_LONG, read=f"{self._value[:40]}…", limit=LONGEST_TEXT)
        self._text = None
        self._count_element()

    def _end_other(self, name: str) -> None:
        self._depth -= 1
        if name == self._phonetic:
            self._pronounced = False
        elif name == self._data:
            self.complete = True
            self._parser.StartElementHandler = self._start_outside
            self._parser.EndElementHandler = self._end_outside
            self._parser.CharacterDataHandler = None

    def _begin_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r") or self.row + 1)
        if not self.row < row <= LAST_ROW or self._in_row:
            raise self._broken()
        self.row = row
        self._row_text = str(row)
        self._column = 0
        self._values = []
        self._in_row = True

    def _end_row(self) -> None:
        if self._values:
            self._count.add(self._sheet, self.row)
            self.rows.append((self.row, tuple(self._values)))
        self._in_row = False
        self._count_element()

    def _end_cell(self) -> None:
        reference = self._cell.get("r")
        column = _column(reference.removesuffix(self._row_text)) if reference else self._column + 1
        if not self._column < column <= _LAST_COLUMN:
            raise self._broken()
        before = self._column
        self._column = column
        value = (
            None
            if self._value is None and self._formula is None
            else cell_value(self._cell, self._value, self._formula, self._book)
        )
        if value is None:
            self._count_element()
            return
        self._spare += _ELEMENTS_OF_A_CELL
        if column > self._limits.columns:
            raise self._column_refusal(column, before)
        values = self._values
        if len(values) < column - 1:
            values.extend([None] * (column - 1 - len(values)))
        values.append(value)

    def _column_refusal(self, column: int, before: int) -> FileRefused:
        """Far is what stands alone, further from its neighbour than a whole sheet may be wide."""
        limit = self._limits.columns
        code = Refusal.FAR_CELL if column - before > limit else Refusal.TOO_MANY_COLUMNS
        return FileRefused(code, read=column, limit=limit, column=column)

    def _broken(self) -> FileRefused:
        return FileRefused(Refusal.BROKEN, read=self._part)

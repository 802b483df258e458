"""The sheets that an import reads: a protected head, then a row for each thing, open for changes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.workbook.columns import Column, Kind, Sheet
from reports.workbook.contents import Values
from reports.workbook.writing.checks import FLAGS, check_of
from reports.workbook.writing.looks import DATE_FORMAT, MUTED, Looks, number_format, write_text
from reports.workbook.writing.places import Place, last_row

Progress = Callable[[int], None]
"""Told how many more rows have been written."""

NARROWEST, WIDEST, ROOM = 8, 50, 3
MEASURED_ROWS = 2000
"""How many rows decide the width of a column."""

PROTECTION = {
    "sort": True,
    "autofilter": True,
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
}
VALUES_OF_AN_INDICATOR = {
    "Indicators": ("natural_min", "natural_max", "worst_value", "baseline"),
    "Years": ("target", "target_upper", "achievement"),
}
"""Numbers in the unit of measure of the row's indicator, shown with its decimals."""


def write_sheet(
    book: Workbook,
    looks: Looks,
    sheet: Sheet,
    rows: Iterable[Values],
    *,
    places: Mapping[str, Place],
    decimals: Mapping[str, int | None],
    progress: Progress | None = None,
) -> None:
    """Writes a sheet with its rows. decimals: those that each indicator shows at least, by its code.

    places: where the rows of the sheets stand whose codes a list offers.
    """
    page, in_order = book.add_worksheet(sheet.name), iter(rows)
    cells = _Cells(page, looks, sheet, decimals)
    first = list(islice(in_order, MEASURED_ROWS))
    _lay_out(page, cells, sheet, first)
    for column, each in enumerate(sheet.columns):
        page.write_string(0, column, each.name, looks.head)
    written = 0
    for written, row in enumerate(chain(first, in_order), start=1):
        cells.write(row, written)
        if progress:
            progress(1)
    page.autofilter(0, 0, max(written, 1), len(sheet.columns) - 1)
    for column, each in enumerate(sheet.columns):
        page.data_validation(1, column, last_row(written) - 1, column, check_of(sheet, each, places))


def _lay_out(page: Worksheet, cells: _Cells, sheet: Sheet, rows: Sequence[Values]) -> None:
    """Column widths, frozen and repeated head, protection. Empty cells below are as open as the rows."""
    for number, column in enumerate(sheet.columns):
        width = _width(column, (row[column.name] for row in rows))
        page.set_column(number, number, width, cells.look(column, ""))
    page.set_row(0, 24)
    page.freeze_panes(1, 1)
    page.protect("", PROTECTION)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")


class _Cells:
    """Writes the rows of one sheet; each look of its columns is made once."""

    def __init__(
        self, page: Worksheet, looks: Looks, sheet: Sheet, decimals: Mapping[str, int | None]
    ) -> None:
        self._page, self._looks, self._sheet, self._decimals = page, looks, sheet, decimals
        self._in_units = VALUES_OF_AN_INDICATOR.get(sheet.name, ())
        self._made: dict[tuple[str, str], Format] = {}

    def write(self, row: Values, number: int) -> None:
        """Writes a row; number: counted from 0."""
        shown = self._decimals.get(row.get("indicator") or row.get("code") or "") if self._in_units else None
        for place, column in enumerate(self._sheet.columns):
            value = row[column.name]
            if value is None or value in ("", ()):
                continue
            shows = ""
            if column.kind is Kind.NUMBER:
                shows = number_format(value, shown if column.name in self._in_units else None)
            self._write(number, place, column, value, self.look(column, shows))

    def _write(self, row: int, place: int, column: Column, value: Any, look: Format) -> None:
        if column.kind is Kind.PERIOD:
            value = value if isinstance(value, int) else f"{value[0]}-{value[1]}"
        elif column.kind is Kind.CODES:
            value = ", ".join(value)
        elif column.kind is Kind.FLAG:
            value = FLAGS[0] if value else FLAGS[1]
        if isinstance(value, str):
            write_text(self._page, row, place, value, look)
        elif isinstance(value, datetime.date):
            self._page.write_datetime(row, place, value, look)
        else:
            self._page.write_number(row, place, value, look)

    def look(self, column: Column, shows: str) -> Format:
        """How a cell of the column looks. shows: the number format of a number; empty: there is none."""
        key = (column.name, shows)
        if key not in self._made:
            self._made[key] = _look(self._looks, column, shows)
        return self._made[key]


def _look(looks: Looks, column: Column, shows: str) -> Format:
    properties: dict[str, Any] = {"locked": False}
    if column.kind in (Kind.TEXT, Kind.CODES):
        properties["text_wrap"] = True
    if column.kind in (Kind.TEXT, Kind.CODE, Kind.CODES, Kind.EMAIL, Kind.CHOICE):
        properties["num_format"] = "@"
    elif column.kind is Kind.DATE:
        properties["num_format"] = DATE_FORMAT
    elif shows:
        properties["num_format"] = shows
    if not column.is_read:
        properties["font_color"] = MUTED
        properties["italic"] = True
    return looks.of(**properties)


def _width(column: Column, values: Iterable[Any]) -> int:
    """As wide as its longest line, within bounds; the head has room for the arrow of the filter."""
    longest = max((_length(value) for value in values), default=0)
    return min(max(longest + 1, len(column.name) + ROOM, NARROWEST), WIDEST)


def _length(value: Any) -> int:
    if isinstance(value, str):
        return max(map(len, value.split("\n")))
    if isinstance(value, tuple):
        return len(", ".join(map(str, value)))
    return 0 if value is None else len(format(value, "")) + len(str(value)) // 4

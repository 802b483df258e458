"""The sheets that an import reads: a protected head, then a row for each thing, open for changes."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from reports.workbook.columns import Column, Kind, Sheet
from reports.workbook.contents import Values
from reports.workbook.writing.checks import FLAGS, check_of
from reports.workbook.writing.looks import DATE_FORMAT, MUTED, Looks, number_format, write_text
from reports.workbook.writing.places import Place

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
    rows: Sequence[Values],
    *,
    places: Mapping[str, Place],
    decimals: Mapping[str, int | None],
    progress: Progress | None = None,
) -> None:
    """Writes a sheet with its rows. decimals: those that each indicator shows at least, by its code."""
    page = book.add_worksheet(sheet.name)
    last_row = places[sheet.name].last_row
    _lay_out(page, looks, sheet, rows)
    for number, column in enumerate(sheet.columns):
        page.write_string(0, number, column.name, looks.head)
        page.data_validation(1, number, last_row - 1, number, check_of(sheet, column, places))
    for number, row in enumerate(rows, start=1):
        _write_row(page, looks, sheet, row, number, decimals)
        if progress:
            progress(1)


def _lay_out(page: Worksheet, looks: Looks, sheet: Sheet, rows: Sequence[Values]) -> None:
    """Column widths, frozen and repeated head, protection. Empty cells below are as open as the rows."""
    for number, column in enumerate(sheet.columns):
        width = _width(column, (row[column.name] for row in rows[:MEASURED_ROWS]))
        page.set_column(number, number, width, _look(looks, column, None, None))
    page.set_row(0, 24)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)
    page.protect("", PROTECTION)
    page.set_landscape()
    page.set_paper(9)
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)
    page.set_footer("&L&A&R&P / &N")


def _write_row(
    page: Worksheet,
    looks: Looks,
    sheet: Sheet,
    row: Values,
    number: int,
    decimals: Mapping[str, int | None],
) -> None:
    in_units = VALUES_OF_AN_INDICATOR.get(sheet.name, ())
    shown = decimals.get(row.get("indicator") or row.get("code") or "") if in_units else None
    for place, column in enumerate(sheet.columns):
        value = row[column.name]
        look = _look(looks, column, value, shown if column.name in in_units else None)
        _write_cell(page, number, place, column, value, look)


def _write_cell(page: Worksheet, row: int, place: int, column: Column, value: Any, look: Any) -> None:
    if value is None or value in ("", ()):
        return
    if column.kind is Kind.PERIOD:
        value = value if isinstance(value, int) else f"{value[0]}-{value[1]}"
    elif column.kind is Kind.CODES:
        value = ", ".join(value)
    elif column.kind is Kind.FLAG:
        value = FLAGS[0] if value else FLAGS[1]
    if isinstance(value, str):
        write_text(page, row, place, value, look)
    elif isinstance(value, datetime.date):
        page.write_datetime(row, place, value, look)
    else:
        page.write_number(row, place, value, look)


def _look(looks: Looks, column: Column, value: Any, decimals: int | None) -> Any:
    properties: dict[str, Any] = {"locked": False}
    if column.kind in (Kind.TEXT, Kind.CODES):
        properties["text_wrap"] = True
    if column.kind in (Kind.TEXT, Kind.CODE, Kind.CODES, Kind.EMAIL, Kind.CHOICE):
        properties["num_format"] = "@"
    elif column.kind is Kind.DATE:
        properties["num_format"] = DATE_FORMAT
    elif column.kind is Kind.NUMBER and (value is not None or decimals is not None):
        properties["num_format"] = number_format(value, decimals)
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

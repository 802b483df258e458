"""Where the rows of the workbook stand, so that formulas find them. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

from reports.workbook.columns import Sheet
from reports.workbook.contents import Values
from reports.workbook.sheets import BY_NAME

SPARE_ROWS = 1000
"""Rows below the last one that take new rows: within lists, checks and look-ups."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sheet of the workbook as formulas see it: rows count from 1, the head is row 1."""

    sheet: Sheet
    rows: Mapping[Hashable, int]
    last_row: int
    letters: Mapping[str, str]

    def column(self, name: str) -> str:
        """The cells of a column from row 1 to the last spare row: `Years!$C$1:$C$40`."""
        letter = self.letters[name]
        return f"{self.sheet.name}!${letter}$1:${letter}${self.last_row}"

    def below_head(self, name: str) -> str:
        """The same without the head."""
        letter = self.letters[name]
        return f"{self.sheet.name}!${letter}$2:${letter}${self.last_row}"

    def cell(self, name: str, row: int) -> str:
        """One cell: `Years!$C$7`."""
        return f"{self.sheet.name}!${self.letters[name]}${row}"

    def entries(self, name: str) -> str:
        """What is written in the column, without the empty rows below: the source of a list of codes."""
        cells = self.below_head(name)
        return f"=OFFSET({self.cell(name, 2)},0,0,MAX(1,COUNTA({cells})),1)"


def place_of(name: str, rows: Sequence[Values]) -> Place:
    """Where the rows of a sheet stand, by the values of their key."""
    sheet = BY_NAME[name]
    by_key: dict[Hashable, int] = {
        tuple(row[each] for each in sheet.key): number for number, row in enumerate(rows, start=2)
    }
    letters = {name: xl_col_to_name(number) for number, name in enumerate(sheet.names)}
    return Place(sheet, by_key, last_row(len(rows)), letters)


def last_row(rows: int) -> int:
    """The last spare row below so many rows, counted from 1."""
    return 1 + rows + SPARE_ROWS

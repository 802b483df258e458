"""Whether what a row refers to is there: codes, initiatives, years. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from reports.workbook.importing.places import (
    INITIATIVES,
    OBJECTIVES,
    PERSPECTIVES,
    PLAN_SHEET,
    REFERENCES,
    WEIGHTS,
    WORK,
    YEARS,
    Present,
    keys_of,
    year_of,
)
from reports.workbook.importing.refusals import Fault, Refusal
from reports.workbook.importing.rows import FileContents, FileRow, FileSheet, Key
from reports.workbook.importing.values import EMPTY, shown_value
from reports.workbook.sheets import PERSPECTIVE
from scorecards.models import FIRST_YEAR

BEFORE_PLAN = frozenset({"achievement", "note", "weight"})
"""What a year before the plan has of the sheet Years."""


class References:
    """What the rows of one sheet may refer to."""

    def __init__(self, file: FileSheet, contents: FileContents, present: Present, years: range) -> None:
        self.file, self.name, self.years = file, file.sheet.name, years
        self.span = f"{years.start}-{years.stop - 1}"
        self._contents, self._present = contents, present
        self._keys: dict[str, frozenset[Key]] = {}
        self._columns = [
            (column.name, sheet, {key[0] for key in self._known(sheet)})
            for column in file.columns
            if (sheet := REFERENCES.get((self.name, column.name))) is not None
        ]
        self._of_plan_only = {
            column.name: EMPTY[column.kind]
            for column in file.columns
            if column.is_read and column.name not in BEFORE_PLAN and column.name not in file.sheet.key
        }

    def refusals(self, row: FileRow) -> Iterator[Refusal]:
        """What the row refers to although it is nowhere."""
        yield from self._unknown_codes(row)
        if self.name == WEIGHTS:
            yield from self._unknown_weighed(row)
        if self.name == WORK:
            yield from self._unknown_initiative(row)
        year = year_of(self.name, row)
        if year is not None and year not in self.years:
            yield from self._other_year(row, year)

    def _known(self, sheet: str) -> frozenset[Key]:
        if sheet not in self._keys:
            self._keys[sheet] = keys_of(sheet, self._contents, self._present)
        return self._keys[sheet]

    def _unknown_codes(self, row: FileRow) -> Iterator[Refusal]:
        for name, sheet, known in self._columns:
            value = row.values[name]
            for code in value if isinstance(value, tuple) else (value,):
                if code and code not in known:
                    yield self.file.refusal(Fault.UNKNOWN_CODE, row, name, code, sheet)

    def _unknown_weighed(self, row: FileRow) -> Iterator[Refusal]:
        kind, code, _year = row.key
        sheet = PERSPECTIVES if kind == PERSPECTIVE else OBJECTIVES
        if (code,) not in self._known(sheet):
            yield self.file.refusal(Fault.UNKNOWN_CODE, row, "code", code, sheet)

    def _unknown_initiative(self, row: FileRow) -> Iterator[Refusal]:
        indicator, initiative, *_rest = row.key
        if (indicator, initiative) not in self._known(INITIATIVES):
            yield self.file.refusal(Fault.UNKNOWN_INITIATIVE, row, "initiative", initiative, indicator)

    def _other_year(self, row: FileRow, year: int) -> Iterator[Refusal]:
        """A year outside the plan; some sheets have years before it as well."""
        if self.name not in (YEARS, PLAN_SHEET) or not FIRST_YEAR <= year < self.years.start:
            column = "period" if self.name == PLAN_SHEET else "year"
            yield self.file.refusal(Fault.OUTSIDE_PLAN, row, column, str(year), self.span)
        elif self.name == YEARS:
            for name, empty in self._of_plan_only.items():
                if row.values[name] != empty:
                    read = shown_value(row.values[name])
                    yield self.file.refusal(Fault.BEFORE_PLAN, row, name, read, self.span)

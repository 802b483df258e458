"""Which changes are refused although they can be read: closed years, rights, incomplete rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from organizations.permissions import Allowed, Denied
from reports.workbook.columns import Right
from reports.workbook.importing.changes import CellChange
from reports.workbook.importing.places import PLAN_SHEET, YEARS, year_of
from reports.workbook.importing.refusals import Fault, Refusal
from reports.workbook.importing.rows import FileRow, FileSheet, key_text
from reports.workbook.importing.values import shown_value
from reports.workbook.sheets import PLAN, SETTINGS


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the rows are held against.

    may: whether the person may change what a right covers. people: addresses that can be owners. closed:
    years that nothing changes in. years: of the plan.
    """

    may: Callable[[Right], Allowed | Denied]
    people: frozenset[str]
    closed: frozenset[int]
    years: range


class Guard:
    """What may change in the rows of one sheet."""

    def __init__(self, file: FileSheet, around: Surroundings) -> None:
        self.file, self.sheet, self.around = file, file.sheet, around
        self._answer = cache(lambda name, year: around.may(self._right(name, year)))
        brought = file.names
        self._missing = [
            each.name for each in self.sheet.columns if each.required and each.name not in brought
        ]

    def refusals(self, row: FileRow, cells: Sequence[CellChange], *, is_new: bool) -> Iterator[Refusal]:
        """What is closed or not allowed, cell by cell; of a new row that is neither, what it lacks."""
        names = [cell.column for cell in cells] or [self.sheet.key[-1]]
        year = year_of(self.sheet.name, row)
        if year is not None and year in self.around.closed:
            for name in names:
                yield self.file.refusal(Fault.YEAR_CLOSED, row, name, _read(row, name), str(year))
            return
        stands = {cell.column: shown_value(cell.old) for cell in cells}
        denied = list(self._denied(row, names, year, stands))
        yield from denied
        if is_new and self._missing and not denied:
            expected = ", ".join(self._missing)
            yield self.file.refusal(Fault.NEW_ROW_INCOMPLETE, row, "", key_text(row.key), expected)

    def _denied(
        self, row: FileRow, names: Sequence[str], year: int | None, stands: Mapping[str, str]
    ) -> Iterator[Refusal]:
        for name in names:
            answer = self._answer(name, year)
            if isinstance(answer, Denied):
                read, stood = _read(row, name), stands.get(name, "")
                yield self.file.refusal(Fault.NOT_ALLOWED, row, name, read, stood, answer.reason)

    def _right(self, name: str, year: int | None) -> Right:
        """Who may change the cell: what lies before the plan is part of the plan, the plan itself of all."""
        if self.sheet.name == YEARS and year is not None and year < self.around.years.start:
            return PLAN
        if self.sheet.name == PLAN_SHEET and year is None:
            return SETTINGS
        return self.sheet.right_of(name)


def _read(row: FileRow, name: str) -> str:
    return shown_value(row.values.get(name))

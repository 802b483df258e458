"""What a file would change: its rows beside those that stand there. Pure: it reads no database.

Rows that the file does not have stay as they are; an import deletes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from organizations.permissions import Allowed, Denied
from reports.workbook.columns import Kind, Right
from reports.workbook.importing.refusals import Fault, Notice, NoticeKind, Refusal
from reports.workbook.importing.rows import FileContents, FileRow, FileSheet, Key, Values, key_text, letters
from reports.workbook.importing.values import EMPTY
from reports.workbook.sheets import BY_NAME, OBJECTIVE, PERSPECTIVE, PLAN, SHEETS

PLAN_SHEET, YEARS, WEIGHTS, WORK = "Plan", "Years", "Weights", "WorkPrograms"
OF_PLAN_ROW = frozenset({"name", "note", "weighting", "scheme", "scheme_version"})
OF_YEAR_ROW = frozenset({"weighting", "scheme", "scheme_version", "threshold", "threshold_reason"})
BEFORE_PLAN = frozenset({"achievement", "note", "weight"})
REFERENCES = {
    ("Objectives", "perspective"): "Perspectives",
    ("Objectives", "statements"): "Statements",
    ("Links", "cause"): "Objectives",
    ("Links", "effect"): "Objectives",
    ("Indicators", "objective"): "Objectives",
    ("Years", "indicator"): "Indicators",
    ("Initiatives", "indicator"): "Indicators",
    ("WorkPrograms", "indicator"): "Indicators",
}
"""Columns whose codes must stand in another sheet, in the file or already there."""

Present = Mapping[str, Mapping[Key, Values]]


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


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that would change: column, old and new value."""

    column: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that would be new or change. values: all that the file says in the row, owners put right."""

    sheet: FileSheet
    number: int
    key: Key
    is_new: bool
    values: Values
    cells: tuple[CellChange, ...]

    @property
    def changed(self) -> Values:
        """The new values of the cells that change, by column."""
        return {cell.column: cell.new for cell in self.cells}


@dataclass(slots=True)
class Comparison:
    """All that a file would change, by sheet in the order of the sheets, and what is refused of it."""

    changes: dict[str, list[RowChange]] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    refusals: list[Refusal] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def all_changes(self) -> Iterator[RowChange]:
        """Every change, sheet by sheet."""
        for changes in self.changes.values():
            yield from changes

    def fingerprint(self) -> str:
        """A mark of what would be written over what: whoever sends it back has seen these very changes."""
        digest = hashlib.sha256()
        for change in self.all_changes():
            cells = [(cell.column, _canonical(cell.old), _canonical(cell.new)) for cell in change.cells]
            digest.update(repr((change.sheet.sheet.name, change.key, change.is_new, cells)).encode())
        return digest.hexdigest()


def compare(contents: FileContents, present: Present, around: Surroundings) -> Comparison:
    """Holds every row of the file against what is there."""
    comparison = Comparison()
    codes = {name: _codes(name, contents, present) for name in set(REFERENCES.values())}
    for sheet in SHEETS:
        if sheet.name in contents.sheets:
            rows = _SheetComparison(contents.sheets[sheet.name], contents, present, around, codes, comparison)
            rows.run()
    return comparison


def _codes(sheet: str, contents: FileContents, present: Present) -> frozenset[str]:
    there = {key[0] for key in present.get(sheet, {})}
    if sheet in contents.sheets:
        there |= {row.key[0] for row in contents.sheets[sheet].rows}
    return frozenset(there)


def _canonical(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else repr(value)


class _SheetComparison:
    """The rows of one sheet, held against what is there."""

    def __init__(
        self,
        file: FileSheet,
        contents: FileContents,
        present: Present,
        around: Surroundings,
        codes: Mapping[str, frozenset[str]],
        into: Comparison,
    ) -> None:
        self.file, self.sheet, self.name = file, file.sheet, file.sheet.name
        self.contents, self.present, self.around, self.into = contents, present, around, into
        self.there = present.get(self.name, {})
        self.compared = [
            column.name for column in file.columns if column.is_read and column.name not in self.sheet.key
        ]
        self.referring = [
            (column.name, codes[REFERENCES[self.name, column.name]])
            for column in file.columns
            if (self.name, column.name) in REFERENCES
        ]
        self.emails = {column.name for column in file.columns if column.kind is Kind.EMAIL}
        self.keeping = {column.name for column in file.columns if column.blank_keeps or file.blank_keeps}
        self.empty = {column.name: EMPTY[column.kind] for column in self.sheet.columns}
        self.letter = {column.name: letters(place) for place, column in enumerate(file.columns)}
        self.changes: list[RowChange] = []

    def run(self) -> None:
        """Compares every row; what is the same is only counted."""
        unchanged = 0
        for row in self.file.rows:
            if not self._refers_well(row):
                continue
            unchanged += not self._compare(row)
        self.into.changes[self.name] = self.changes
        self.into.unchanged[self.name] = unchanged

    def _compare(self, row: FileRow) -> bool:
        """Whether the row changes something or is refused."""
        old = self.there.get(row.key)
        base = self._base(row) if old is None else old
        values = self._with_known_owners(row, base)
        cells = tuple(
            CellChange(name, base.get(name), values[name])
            for name in self._columns_of(row)
            if values[name] != base.get(name)
            and not (name in self.keeping and values[name] == self.empty[name])
        )
        is_new = old is None and not (self.name == WEIGHTS and not cells)
        if not cells and not (is_new and self._stands_alone(row)):
            return False
        if self._refused(row, cells, is_new):
            return True
        self.changes.append(RowChange(self.file, row.number, row.key, is_new, values, cells))
        return True

    def _base(self, row: FileRow) -> Values:
        """What a row that is not there yet begins with."""
        base = dict(self.empty)
        if self.name == YEARS:
            base["weight"] = self._default_weight("Indicators", row.key[0])
        elif self.name == PLAN_SHEET and isinstance(row.key[0], int):
            base |= self._plan_row()
        elif self.name == WEIGHTS:
            sheet = "Perspectives" if row.key[0] == PERSPECTIVE else "Objectives"
            base["weight"] = self._default_weight(sheet, row.key[1])
        return base

    def _plan_row(self) -> Values:
        """The rules with which a year begins: those of the plan, as the file says, else as they stand."""
        stands = next((values for key, values in self.there.items() if isinstance(key[0], tuple)), {})
        said = next((row.values for row in self.file.rows if isinstance(row.key[0], tuple)), {})
        return {name: said.get(name, stands.get(name)) for name in ("weighting", "scheme", "scheme_version")}

    def _default_weight(self, sheet: str, code: str) -> Decimal:
        """The weight with which a year begins: as the file says it, else as it stands, else 1."""
        stands = self.present.get(sheet, {}).get((code,), {}).get("weight") or Decimal(1)
        file = self.contents.sheets.get(sheet)
        if file is None or "weight" not in file.names:
            return stands
        said = next((row.values["weight"] for row in file.rows if row.key == (code,)), None)
        return stands if said is None else said

    def _columns_of(self, row: FileRow) -> list[str]:
        """The columns that say something in this row."""
        if self.name == PLAN_SHEET:
            of_row = OF_YEAR_ROW if isinstance(row.key[0], int) else OF_PLAN_ROW
            return [name for name in self.compared if name in of_row]
        return self.compared

    def _stands_alone(self, row: FileRow) -> bool:
        """Whether a new row counts although it says nothing beside its key."""
        return self.name not in (YEARS, WEIGHTS)

    def _with_known_owners(self, row: FileRow, base: Values) -> Values:
        """The values of the row; nobody instead of an owner whom the organization does not know."""
        unknown = {
            name: row.values[name]
            for name in self.emails
            if row.values[name]
            and row.values[name] not in self.around.people
            and row.values[name] != base.get(name)
        }
        for name, email in unknown.items():
            self.into.notices.append(
                Notice(NoticeKind.UNKNOWN_OWNER, self.file.title, row.number, self.letter[name], email)
            )
        return {**row.values, **{name: base.get(name) or "" for name in unknown}} if unknown else row.values

    def _refers_well(self, row: FileRow) -> bool:
        """Whether the codes in the row stand somewhere; otherwise they are refused."""
        is_sound = True
        for name, known in self.referring:
            value = row.values[name]
            codes = value if isinstance(value, tuple) else (value,)
            for code in codes:
                if code and code not in known:
                    self._refuse(Fault.UNKNOWN_CODE, row, name, code, REFERENCES[self.name, name])
                    is_sound = False
        return is_sound and self._year_fits(row) and self._weighed_is_known(row)

    def _year_fits(self, row: FileRow) -> bool:
        """Whether the year of the row belongs to the plan, or lies before it where that is possible."""
        year = self._year_of(row)
        if year is None or year in self.around.years:
            return True
        if self.name in (YEARS, PLAN_SHEET) and 1900 <= year < self.around.years.start:
            too_much = [
                name
                for name in self.compared
                if self.name == YEARS and name not in BEFORE_PLAN and row.values[name] != self.empty[name]
            ]
            for name in too_much:
                self._refuse(Fault.OUTSIDE_PLAN, row, name, str(year), self._span())
            return not too_much
        column = "period" if self.name == PLAN_SHEET else "year"
        self._refuse(Fault.OUTSIDE_PLAN, row, column, str(year), self._span())
        return False

    def _span(self) -> str:
        years = self.around.years
        return f"{years.start}-{years.stop - 1}"

    def _weighed_is_known(self, row: FileRow) -> bool:
        if self.name != WEIGHTS:
            return True
        kind, code, _year = row.key
        sheet = {PERSPECTIVE: "Perspectives", OBJECTIVE: "Objectives"}[kind]
        if code in _codes(sheet, self.contents, self.present):
            return True
        self._refuse(Fault.UNKNOWN_CODE, row, "code", code, sheet)
        return False

    def _year_of(self, row: FileRow) -> int | None:
        """The year that the row is about, if it is about one."""
        if self.name in (YEARS, WEIGHTS, WORK):
            return int(row.values["year"])
        if self.name == PLAN_SHEET and isinstance(row.key[0], int):
            return int(row.key[0])
        return None

    def _refused(self, row: FileRow, cells: tuple[CellChange, ...], is_new: bool) -> bool:
        """Refuses what is closed, not allowed, or incomplete; whether there was something."""
        before = len(self.into.refusals)
        year = self._year_of(row)
        names = [cell.column for cell in cells] or [self.sheet.key[-1]]
        if year in self.around.closed:
            for name in names:
                self._refuse(Fault.YEAR_CLOSED, row, name, _read(row, name), str(year))
        else:
            for name in names:
                answer = self.around.may(self._right(row, name, year))
                if isinstance(answer, Denied):
                    self._refuse(Fault.NOT_ALLOWED, row, name, _read(row, name), detail=answer.reason)
        if is_new and not len(self.into.refusals) > before:
            brought = self.file.names
            missing = [each.name for each in self.sheet.columns if each.required and each.name not in brought]
            if missing:
                self._refuse(Fault.NEW_ROW_INCOMPLETE, row, "", key_text(row.key), ", ".join(missing))
        return len(self.into.refusals) > before

    def _right(self, row: FileRow, name: str, year: int | None) -> Right:
        if self.name == YEARS and year is not None and year < self.around.years.start:
            return PLAN
        if self.name == PLAN_SHEET and year is None:
            return BY_NAME["Perspectives"].right
        return self.sheet.right_of(name)

    def _refuse(
        self, fault: Fault, row: FileRow, name: str, read: str, expected: str = "", detail: Any = None
    ) -> None:
        self.into.refusals.append(
            Refusal(
                fault,
                self.file.title,
                row.number,
                self.letter.get(name, ""),
                name,
                read=read,
                expected=expected,
                detail=detail,
            )
        )


def _read(row: FileRow, name: str) -> str:
    value = row.values.get(name)
    return key_text((value,)) if value not in (None, ()) else ""


def years_named(contents: FileContents) -> Iterable[int]:
    """Every year that a row of the file is about, years before the plan included."""
    for name in (YEARS, WEIGHTS, WORK):
        if name in contents.sheets:
            yield from (row.values["year"] for row in contents.sheets[name].rows)

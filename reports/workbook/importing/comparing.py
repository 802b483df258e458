"""What a file would change: its rows beside those that stand there. Pure: it reads no database.

Rows that the file does not have stay as they are; an import deletes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from reports.workbook.columns import Kind
from reports.workbook.importing.beginnings import Beginnings
from reports.workbook.importing.changes import CellChange, Comparison, RowChange
from reports.workbook.importing.guarding import Guard, Surroundings
from reports.workbook.importing.places import PLAN_SHEET, WEIGHTS, YEARS, Present
from reports.workbook.importing.referring import References
from reports.workbook.importing.refusals import Fault, Notice, NoticeKind, Refusal
from reports.workbook.importing.rows import FileContents, FileRow, FileSheet, Key, Values
from reports.workbook.importing.values import EMPTY, shown_value
from reports.workbook.sheets import SHEETS

__all__ = ["CellChange", "Comparison", "RowChange", "Surroundings", "compare"]

OF_PLAN_ROW = frozenset({"name", "note", "weighting", "scheme", "scheme_version"})
OF_YEAR_ROW = frozenset({"weighting", "scheme", "scheme_version", "threshold", "threshold_reason"})
SAYING_SOMETHING = frozenset({YEARS, WEIGHTS})
"""Sheets whose rows are there with their keys: a new one counts only by what it says beside its key."""


Stream = Iterable[tuple[Key, Values]]
"""Rows that stand there with their keys, to be read once."""


def compare(
    contents: FileContents, present: Present, around: Surroundings, years: Stream | None = None
) -> Comparison:
    """Holds every row of the file against what is there.

    years: what is there of the sheet Years, where that is not among the present: there may be 100,000 of it,
    and nothing else refers to it.
    """
    comparison = Comparison()
    for sheet in SHEETS:
        if sheet.name in contents.sheets:
            stream = years if sheet.name == YEARS else None
            file = contents.sheets[sheet.name]
            _SheetComparison(file, contents, present, around, comparison).run(stream)
    return comparison


class _SheetComparison:
    """The rows of one sheet, held against what is there."""

    def __init__(
        self,
        file: FileSheet,
        contents: FileContents,
        present: Present,
        around: Surroundings,
        into: Comparison,
    ) -> None:
        self.file, self.sheet, self.name = file, file.sheet, file.sheet.name
        self.there = present.get(self.name, {})
        self.references = References(file, contents, present, around.years)
        self.beginnings = Beginnings(self.name, contents, present)
        self.guard = Guard(file, around)
        self.owners = _Owners(file, around.people)
        self.into = into
        self.compared = [
            column.name for column in file.columns if column.is_read and column.name not in self.sheet.key
        ]
        self.keeping = {column.name for column in file.columns if column.blank_keeps or file.blank_keeps}
        self.empty = {column.name: EMPTY[column.kind] for column in self.sheet.columns}

    def run(self, stream: Stream | None) -> None:
        """Compares every row; what is the same is only counted. stream: what stands there, if not present."""
        changes, unchanged = [], 0
        for row, stands in self._pairs(stream):
            before = len(self.into.refusals)
            self.into.refusals += self.references.refusals(row)
            if self.name == PLAN_SHEET:
                self.into.refusals += self._misplaced(row)
            change = self._change(row, stands)
            if change is None:
                unchanged += len(self.into.refusals) == before
                continue
            if len(self.into.refusals) == before:
                self.into.refusals += self.guard.refusals(row, change.cells, is_new=change.is_new)
            if len(self.into.refusals) == before:
                changes.append(change)
        changes.sort(key=attrgetter("number"))
        self.into.changes[self.name], self.into.unchanged[self.name] = changes, unchanged
        self.into.notices += self.owners.notices()

    def _pairs(self, stream: Stream | None) -> Iterator[tuple[FileRow, Values | None]]:
        """Each row of the file with what stands there of it; in the order of the stream, new ones last."""
        if stream is None:
            yield from ((row, self.there.get(row.key)) for row in self.file.rows)
            return
        rows = {row.key: row for row in self.file.rows}
        for key, stands in stream:
            if (row := rows.pop(key, None)) is not None:
                yield row, stands
        yield from ((row, None) for row in rows.values())

    def _change(self, row: FileRow, old: Values | None) -> RowChange | None:
        """What the row changes; None where everything stands there already. old: what stands there."""
        base = self.beginnings.of(row.key) if old is None else old
        values = self.owners.known(row, base)
        cells = []
        for name in self._columns_of(row):
            stands, comes = base[name], values[name]
            if comes != stands and not (name in self.keeping and comes == self.empty[name]):
                cells.append(CellChange(name, stands, comes))
        if not cells and (old is not None or self.name in SAYING_SOMETHING):
            return None
        return RowChange(self.file, row.number, row.key, old is None, values, tuple(cells))

    def _columns_of(self, row: FileRow) -> list[str]:
        """The columns that say something in this row."""
        if self.name != PLAN_SHEET:
            return self.compared
        of_row = OF_YEAR_ROW if isinstance(row.key[0], int) else OF_PLAN_ROW
        return [name for name in self.compared if name in of_row]

    def _misplaced(self, row: FileRow) -> Iterator[Refusal]:
        """Cells that say something where it would be lost: rules of a year in the plan's row, and so on."""
        for name in set(self.compared).difference(self._columns_of(row)):
            if row.values[name] != self.empty[name]:
                read = shown_value(row.values[name])
                yield self.file.refusal(Fault.NOT_IN_THIS_ROW, row, name, read)


class _Owners:
    """Puts right whom the organization does not know, and tells of each address once."""

    def __init__(self, file: FileSheet, people: frozenset[str]) -> None:
        self.file, self.people = file, people
        self.columns = [column.name for column in file.columns if column.kind is Kind.EMAIL]
        self.rows: dict[tuple[str, str], list[int]] = {}

    def known(self, row: FileRow, base: Values) -> Values:
        """The values of the row; whoever is there already instead of an owner whom nobody knows."""
        values = row.values
        for name in self.columns:
            email, stands = row.values[name], base.get(name) or ""
            if email and email != stands and email not in self.people:
                self.rows.setdefault((name, email), []).append(row.number)
                values = {**values, name: stands}
        return values

    def notices(self) -> Iterator[Notice]:
        """Each unknown address, where it came up first and how often."""
        for (name, email), rows in self.rows.items():
            letter = self.file.letter(name)
            yield Notice(NoticeKind.UNKNOWN_OWNER, self.file.title, rows[0], letter, email, len(rows))

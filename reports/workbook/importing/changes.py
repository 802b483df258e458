"""What a file would change, cell by cell. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from reports.workbook.importing.refusals import Notice, Refusal
from reports.workbook.importing.rows import FileSheet, Key, Values

NOTHING = (None, "", ())


class CellChange(NamedTuple):
    """A cell that would change: column, old and new value."""

    column: str
    old: Any
    new: Any

    @property
    def replaces(self) -> bool:
        """Whether something stands there now."""
        return self.old not in NOTHING

    @property
    def empties(self) -> bool:
        """Whether something stands there now and nothing would."""
        return self.replaces and self.new in NOTHING


class RowChange(NamedTuple):
    """A row that would be new or change. values: all that the file says in the row, owners put right."""

    sheet: FileSheet
    number: int
    key: Key
    is_new: bool
    values: Values
    cells: tuple[CellChange, ...]

    @property
    def emptied(self) -> int:
        """How many cells hold something now and would hold nothing."""
        return sum(cell.empties for cell in self.cells)

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

    @property
    def emptied(self) -> int:
        """How many cells that hold something now would hold nothing."""
        return sum(change.emptied for change in self.all_changes())

    def fingerprint(self) -> str:
        """A mark of what would be written over what: whoever sends it back has seen these very changes."""
        digest = hashlib.sha256()
        for change in self.all_changes():
            cells = [(cell.column, _canonical(cell.old), _canonical(cell.new)) for cell in change.cells]
            digest.update(repr((change.sheet.sheet.name, change.key, change.is_new, cells)).encode())
        return digest.hexdigest()


def _canonical(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else repr(value)

"""The columns of a performance sheet, shown and hidden, and the names of its cells. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_col_to_name

Value = str | int | float | Decimal
Cells = dict[str, tuple[str, Value]]
"""By the name of the column: the formula (empty: none) and the figure."""

REACHED = "●"
BEFORE_LEVELS = ("code", "name", "unit", "baseline", "target", "achievement", "attainment", "status")
AFTER_LEVELS = ("weight", "score")
STEPS = (
    *("indicator_row", "year_row", "polarity", "lower", "upper", "worst", "applies"),
    *("has_target", "counted", "reported", "reference", "gap", "yardstick", "percent", "level"),
    *("best", "best_reference", "best_gap", "best_yardstick", "best_percent", "best_level"),
    *("own_weight", "exact_weight", "exact_score"),
    *("weight_row", "objective_weight", "perspective_weight", "siblings", "objective_share"),
)
"""The hidden columns in which a score is worked out step by step."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a performance sheet; the levels differ from scheme to scheme."""

    levels: tuple[int, ...]

    @property
    def shown(self) -> tuple[str, ...]:
        return (*BEFORE_LEVELS, *(f"level {level}" for level in self.levels), *AFTER_LEVELS)

    @property
    def first_step(self) -> int:
        """The number of the first hidden column; an empty one stands before it."""
        return len(self.shown) + 1

    def number(self, name: str) -> int:
        """The number of a column, from 0."""
        shown = self.shown
        return shown.index(name) if name in shown else self.first_step + STEPS.index(name)

    def cell(self, name: str, row: int) -> str:
        """A cell in this sheet; rows count from 1."""
        return f"${xl_col_to_name(self.number(name))}${row}"

    def range(self, name: str, first: int, last: int) -> str:
        """The cells of a column from one row to another."""
        return f"{self.cell(name, first)}:{self.cell(name, last)}"


@dataclass(frozen=True, slots=True)
class Block:
    """Where a group stands: its own row, and those of what is in it up to `last`."""

    row: int
    last: int

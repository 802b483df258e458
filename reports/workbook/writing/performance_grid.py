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


def level_column(level: int) -> str:
    """The name of the column in which a level is marked."""
    return f"level {level}"


class Grid:
    """The columns of a performance sheet; the levels differ from scheme to scheme."""

    def __init__(self, levels: tuple[int, ...]) -> None:
        self.levels = levels
        self.shown = (*BEFORE_LEVELS, *map(level_column, levels), *AFTER_LEVELS)
        self.first_step = len(self.shown) + 1
        """The number of the first hidden column; an empty one stands before it."""
        numbers = enumerate(STEPS, start=self.first_step)
        self._numbers = {name: number for number, name in (*enumerate(self.shown), *numbers)}
        self._letters = {name: xl_col_to_name(number) for name, number in self._numbers.items()}

    def number(self, name: str) -> int:
        """The number of a column, from 0."""
        return self._numbers[name]

    def letter(self, name: str) -> str:
        """The letter of a column."""
        return self._letters[name]

    def cell(self, name: str, row: int) -> str:
        """A cell in this sheet; rows count from 1."""
        return f"{self._letters[name]}{row}"

    def range(self, name: str, first: int, last: int) -> str:
        """The cells of a column from one row to another."""
        letter = self._letters[name]
        return f"{letter}{first}:{letter}{last}"


@dataclass(frozen=True, slots=True)
class Block:
    """Where a group stands: its own row, and those of what is in it up to `last`."""

    row: int
    last: int

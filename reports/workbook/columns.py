"""What a column of the workbook holds, and who may change it. The sheets themselves are in `sheets.py`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise

from organizations.numbers import MAX_DECIMALS
from organizations.permissions import Action


class Kind(StrEnum):
    """The kinds of values that cells hold, with the Python type that stands for each."""

    TEXT = "text"  # str, line ends as \n, no white space around it; empty is ""
    CODE = "code"  # str
    CODES = "codes"  # tuple of str, written with commas between them
    CHOICE = "choice"  # str, one of the column's choices; empty is ""
    FLAG = "flag"  # bool, written "yes" or "no"
    NUMBER = "number"  # Decimal or None
    WHOLE = "whole"  # int or None
    DATE = "date"  # datetime.date or None
    EMAIL = "email"  # str in lower case; empty is ""
    PERIOD = "period"  # the plan: (first year, last year), written "2012-2013"; a year of it: int


@dataclass(frozen=True, slots=True)
class Right:
    """Who may change a cell: the action on the unit, or on what belongs to the whole organization."""

    action: Action
    whole_organization: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `name` stands in the head, the same in every language; `explained` in the Read me.

    required: an empty cell is refused. decimals: the most that a number may have. longest: of a text.
    field: where a service tells its errors, when that isn't the column's name. right: who may change it,
    when that isn't as in the rest of the sheet. is_read: the import takes it (else it only informs).
    blank_keeps: an empty cell leaves what stands there, because there is always something.
    """

    name: str
    kind: Kind
    explained: str | Promise
    required: bool = False
    choices: tuple[str, ...] = ()
    decimals: int = MAX_DECIMALS
    longest: int = 2000
    field: str = ""
    right: Right | None = None
    is_read: bool = True
    blank_keeps: bool = False

    @property
    def service_field(self) -> str:
        """The name under which services report an error of this column."""
        return self.field or self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its columns in their order, and those that tell one row from another."""

    name: str
    explained: str | Promise
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    right: Right

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    def right_of(self, name: str) -> Right:
        """Who may change cells of the column of that name."""
        return self.column(name).right or self.right

    @property
    def names(self) -> tuple[str, ...]:
        """The head of the sheet."""
        return tuple(column.name for column in self.columns)

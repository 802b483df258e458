"""What an import refuses, and where: codes and what was read. `words.py` makes sentences of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reports.workbook.importing.values import CellRefused


class Fault(StrEnum):
    """Why something of a file is refused."""

    CELL = "cell"  # by itself: detail is the CellRefused
    UNKNOWN_HEAD = "unknown_head"
    AMBIGUOUS_HEAD = "ambiguous_head"
    UNKNOWN_COLUMN = "unknown_column"
    COLUMN_TWICE = "column_twice"
    COLUMN_MISSING = "column_missing"
    BESIDE_TABLE = "beside_table"
    YEAR_NEEDED = "year_needed"
    ROW_TWICE = "row_twice"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_INITIATIVE = "unknown_initiative"
    OUTSIDE_PLAN = "outside_plan"
    BEFORE_PLAN = "before_plan"
    NOT_IN_THIS_ROW = "not_in_this_row"
    YEAR_CLOSED = "year_closed"
    NOT_ALLOWED = "not_allowed"  # expected is what stands in the cell, detail the reason
    NEW_ROW_INCOMPLETE = "new_row_incomplete"
    PLAN_ROW_MISSING = "plan_row_missing"
    PLAN_OVERLAPS = "plan_overlaps"
    SAID_BY_SERVICE = "said_by_service"  # detail is the sentence


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that can't be taken: sheet, row and column letters (empty and None where it is about more),
    what was read, and what is expected or the sentence of whoever refused it.
    """

    fault: Fault
    sheet: str
    row: int | None = None
    column: str = ""
    name: str = ""
    read: str = ""
    expected: str = ""
    detail: Any = None


def letters(place: int) -> str:
    """The letters of a column, from its place counted from 0."""
    text, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def cell_refusal(error: CellRefused, sheet: str, row: int, column: str) -> Refusal:
    """The refusal of a cell that can't be read."""
    return Refusal(Fault.CELL, sheet, row, column, error.column.name, error.read, detail=error)


class NoticeKind(StrEnum):
    """What a reader of the report should know although nothing is refused."""

    UNKNOWN_OWNER = "unknown_owner"
    IGNORED_SHEET = "ignored_sheet"
    OTHER_UNIT = "other_unit"
    TAKEN_BACK = "taken_back"  # rows is how many approvals end


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing: where it was first, what was read, and in how many rows."""

    kind: NoticeKind
    sheet: str
    row: int | None = None
    column: str = ""
    read: str = ""
    rows: int = 1

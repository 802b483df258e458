"""The years of a plan as columns of a table, and what stands in its cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Indicator
from indicators.scoring import Status
from indicators.year_results import PlanYear
from performance.words import STATUS_WORDS

NOTHING = "–"
REACHED = (Status.BELOW, Status.ON, Status.ABOVE)

History = Mapping[int, Mapping[int, Decimal]]
"""The achievements before the plan by indicator and year."""


@dataclass(frozen=True, slots=True)
class Column:
    """A year. `before`: history before the plan; `complete`: nothing that is expected is missing."""

    year: int
    before: bool = False
    current: bool = False
    closed: bool = False
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure with its status, or the word for why there is none. `note`: how much of it is reported."""

    column: Column
    text: str = ""
    status: str = ""
    word: str = ""
    note: str = ""


def columns(years: Iterable[PlanYear], current: int, history: History | None = None) -> tuple[Column, ...]:
    """The years of the plan, after those of the history."""
    before = sorted({year for known in (history or {}).values() for year in known})
    of_plan = (
        Column(
            each.scorecard_year.year,
            current=each.scorecard_year.year == current,
            closed=each.scorecard_year.is_closed,
            complete=each.result.complete,
        )
        for each in years
    )
    return (*(Column(year, before=True) for year in before), *of_plan)


def status_cell(column: Column, status: Status, text: str = "", note: str = "") -> Cell:
    """A cell with the shape and the word of a status; without a text the word stands in its place."""
    return Cell(column, text, status.value, str(STATUS_WORDS[status]), note)


def measured_indicators(years: Sequence[PlanYear]) -> tuple[Indicator, ...]:
    """Every indicator that some of the years measure, as the latest of them knows it and in its order."""
    found: dict[int, Indicator] = {}
    for each in reversed(years):
        for row in each.measurements:
            found.setdefault(row.indicator_id, row.indicator)
    return tuple(found.values())

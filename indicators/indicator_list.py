"""The indicator list (table 3 of the paper): a scorecard-year's rows, filtered, grouped by perspective."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.entry_grid import POLARITY_ICONS
from indicators.models import Indicator, Measurement
from indicators.scorecard_year import ObjectiveGroup, Row, ScorecardYearTable
from organizations.numbers import format_number
from scorecards.models import Perspective


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; an empty text does not filter. perspective is a code."""

    perspective: str = ""
    status: str = ""
    polarity: str = ""
    q: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.perspective or self.status or self.polarity or self.q)

    def accept(self, row: Row) -> bool:
        """Whether the row is among what was asked for."""
        return self.status in ("", row.result.status.value) and self.accept_indicator(row.indicator)

    def accept_indicator(self, indicator: Indicator) -> bool:
        """Whether the indicator is among what was asked for, whatever its status in a year."""
        searched = _searched(indicator)
        return (
            self.perspective in ("", indicator.objective.perspective.code)
            and self.polarity in ("", indicator.polarity)
            and all(word in searched for word in self.q.casefold().split())
        )


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list; `first` and `last` tell its place among the indicators of its objective."""

    row: Row
    target: str
    first: bool
    last: bool

    @property
    def polarity_icon(self) -> str:
        """The arrow that stands for the indicator's polarity."""
        return POLARITY_ICONS[self.row.indicator.polarity]


@dataclass(frozen=True, slots=True)
class ListGroup:
    """A perspective with its rows that the filters accept."""

    perspective: Perspective
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """The filtered list: its groups, how many rows they hold and how many indicators there are."""

    groups: tuple[ListGroup, ...]
    shown: int
    total: int


def filter_indicators(table: ScorecardYearTable, filters: Filters) -> IndicatorTable:
    """The rows that the filters accept, by perspective; perspectives left without rows are left out."""
    groups = []
    for group in table.perspectives:
        rows = tuple(
            row for objective in group.objectives for row in _rows(objective) if filters.accept(row.row)
        )
        if rows:
            groups.append(ListGroup(group.perspective, rows))
    return IndicatorTable(
        groups=tuple(groups),
        shown=sum(len(group.rows) for group in groups),
        total=len(table.rows),
    )


def target_text(measurement: Measurement, decimals: int | None) -> str:
    """The target as the active language writes it, a range with both of its ends; empty without one."""
    lower = format_number(measurement.target, decimals=decimals)
    if measurement.target_upper is None:
        return lower
    return f"{lower} – {format_number(measurement.target_upper, decimals=decimals)}"


def _rows(group: ObjectiveGroup) -> list[ListRow]:
    last = len(group.rows) - 1
    return [
        ListRow(
            row=row,
            target=target_text(row.measurement, row.indicator.decimals),
            first=place == 0,
            last=place == last,
        )
        for place, row in enumerate(group.rows)
    ]


def _searched(indicator: Indicator) -> str:
    texts = (
        indicator.code,
        indicator.name,
        indicator.unit_of_measure,
        indicator.person_responsible,
        indicator.objective.code,
        indicator.objective.name,
    )
    return " ".join(texts).casefold()

"""The overview as its page prints it: tiles, and what is below target."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from indicators.scorecard_year import PerspectiveGroup, Row, ScorecardYearTable
from indicators.scoring import Status
from organizations.numbers import format_number
from performance.tables import against_threshold, target_text, value_text

MOST_BELOW = 8
"""So many of those furthest below target stand on the overview; the table has them all."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A perspective: its points, its index and how many of its indicators stand where."""

    name: str
    tone: int
    points: str
    index: str
    status: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class BelowLine:
    """An indicator below target: what was aimed at and what was reached."""

    code: str
    name: str
    unit: str
    tone: int
    target: str
    achievement: str
    attainment: str
    url: str
    is_unanswered: bool


def tiles(table: ScorecardYearTable) -> tuple[Tile, ...]:
    """A tile for each perspective of the plan."""
    return tuple(_tile(group) for group in table.perspectives)


def below_target(
    table: ScorecardYearTable, url: Callable[[int], str], unanswered: Collection[int]
) -> tuple[BelowLine, ...]:
    """What is below target, the lowest attainment first. unanswered: the measurements without an answer."""
    below = [row for row in table.rows if row.result.status is Status.BELOW]
    below.sort(key=lambda row: row.result.result.attainment or Decimal(0))
    return tuple(_below_line(row, url, unanswered) for row in below[:MOST_BELOW])


def count_missing(table: ScorecardYearTable) -> int:
    """How many achievements are expected and not reported."""
    return table.result.expected - table.result.reported


def _tile(group: PerspectiveGroup) -> Tile:
    subtotal = group.subtotal
    statuses = [row.result.status for row in group.rows]
    counts = ((status.value, statuses.count(status)) for status in Status)
    return Tile(
        name=group.perspective.name,
        tone=group.perspective.tone,
        points=against_threshold(subtotal),
        index="–" if subtotal.index is None else f"{format_number(subtotal.index, decimals=2)} %",
        status=subtotal.status.value if subtotal.expected else Status.NO_TARGET.value,
        counts=tuple((status, count) for status, count in counts if count),
    )


def _below_line(row: Row, url: Callable[[int], str], unanswered: Collection[int]) -> BelowLine:
    indicator, measurement = row.indicator, row.measurement
    return BelowLine(
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        tone=row.perspective.tone,
        target=target_text(measurement.target, measurement.target_upper, indicator.decimals),
        achievement=value_text(measurement.achievement, indicator.decimals),
        attainment=value_text(row.result.result.attainment, 2),
        url=url(measurement.pk),
        is_unanswered=measurement.pk in unanswered,
    )

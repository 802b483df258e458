"""The overview as its page prints it: tiles, trend, and what is below target."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.scorecard_year import PerspectiveGroup, Row, ScorecardYearTable
from indicators.scoring import Status
from indicators.year_results import PlanYear
from organizations.numbers import format_number
from performance.figures import shown
from performance.tables import against_threshold, target_text, value_text
from performance.words import VERDICT_WORDS

MOST_BELOW = 8
"""So many of those furthest below target stand on the overview; the table has them all."""
TREND_HEIGHT, TREND_STEP, BAR_WIDTH = 120, 88, 40


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
class TrendYear:
    """A plan year with its verdict; `bar_*` place its bar in the small chart, None without an index."""

    year: int
    url: str
    current: bool
    index: str
    total: str
    threshold: str
    verdict: str
    reported: int
    expected: int
    bar_x: int
    bar_y: int
    bar_height: int | None
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Trend:
    """The index over the plan's years, as rows and as a small chart with a line at 100."""

    years: tuple[TrendYear, ...]
    width: int
    height: int
    baseline_y: int
    line_y: int

    @property
    def has_bars(self) -> bool:
        """Whether some year has an index to draw."""
        return any(year.bar_height is not None for year in self.years)


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


def trend(years: Iterable[PlanYear], current: int, url: Callable[[int], str]) -> Trend:
    """The indexes of the years, drawn up to the highest of them (at least 100)."""
    chosen = list(years)
    top = max([Decimal(100), *(each.result.index for each in chosen if each.result.index is not None)])

    def height(index: Decimal) -> int:
        return int(index * TREND_HEIGHT / top)

    return Trend(
        years=tuple(
            _trend_year(place, each, each.scorecard_year.year == current, url, height)
            for place, each in enumerate(chosen)
        ),
        width=TREND_STEP * len(chosen) + 44,
        height=TREND_HEIGHT + 44,
        baseline_y=TREND_HEIGHT + 22,
        line_y=TREND_HEIGHT + 22 - height(Decimal(100)),
    )


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


def _trend_year(
    place: int,
    plan_year: PlanYear,
    current: bool,
    url: Callable[[int], str],
    height: Callable[[Decimal], int],
) -> TrendYear:
    year, result = plan_year.scorecard_year.year, plan_year.result
    bar_height = None if result.index is None else height(result.index)
    bar_x = place * TREND_STEP + (TREND_STEP - BAR_WIDTH) // 2
    bar_y = TREND_HEIGHT + 22 - (bar_height or 0)
    return TrendYear(
        year=year,
        url=url(year),
        current=current,
        index=_("none yet") if result.index is None else format_number(result.index, decimals=2),
        total=format_number(result.shown(result.total)),
        threshold=shown(result.threshold),
        verdict=str(VERDICT_WORDS[result.verdict]),
        reported=result.reported,
        expected=result.expected,
        bar_x=bar_x,
        bar_y=bar_y,
        bar_height=bar_height,
        label_x=bar_x + BAR_WIDTH // 2,
        label_y=bar_y - 6,
    )

"""Each indicator's achievements against its targets over the years, those before the plan included."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Indicator
from indicators.scoring import RowResult, Status
from indicators.year_results import PlanYear
from performance.tables import target_text, value_text
from performance.trend_cells import NOTHING, REACHED, Cell, Column, History, status_cell
from performance.trend_charts import Point, sparkline
from scorecards.models import Perspective


@dataclass(frozen=True, slots=True)
class IndicatorLines:
    """An indicator: its achievements and below them its targets.

    `chart`: both as JSON, empty without any achievement; `picture`: its name.
    """

    picture: str
    code: str
    name: str
    unit: str
    url: str
    objective: str
    achievements: tuple[Cell, ...]
    targets: tuple[Cell, ...]
    chart: str


@dataclass(frozen=True, slots=True)
class IndicatorGroup:
    """A perspective with its indicators, in the order of its objectives."""

    name: str
    tone: int
    lines: tuple[IndicatorLines, ...]


@dataclass(frozen=True, slots=True)
class _Year:
    """A year of an indicator: the row of a plan year, or an achievement before the plan; either may lack."""

    column: Column
    decimals: int | None
    row: RowResult | None = None
    before: Decimal | None = None

    @property
    def achievement(self) -> Decimal | None:
        return self.row.result.trace.inputs.achievement if self.row else self.before

    @property
    def achievement_cell(self) -> Cell:
        status = self.row.status if self.row else None
        if status in (Status.MISSING, Status.NOT_APPLICABLE):
            return status_cell(self.column, status)
        text = value_text(self.achievement, self.decimals)
        return (
            status_cell(self.column, status, text)
            if status in REACHED
            else Cell(self.column, text or NOTHING)
        )

    @property
    def target_cell(self) -> Cell:
        if self.row is None:
            return Cell(self.column, NOTHING)
        inputs = self.row.result.trace.inputs
        if not inputs.has_target:
            return status_cell(self.column, Status.NO_TARGET)
        return Cell(self.column, target_text(inputs.target, inputs.target_upper, self.decimals))

    @property
    def point(self) -> Point:
        if self.row is None:
            return Point(self.before)
        inputs = self.row.result.trace.inputs
        if self.row.status is Status.NOT_APPLICABLE:
            return Point()
        return Point(inputs.achievement, inputs.target, inputs.target_upper, self.row.status.value)


def indicator_groups(
    indicators: Iterable[Indicator],
    years: Sequence[PlanYear],
    *,
    heads: Sequence[Column],
    history: History,
    url: Callable[[int], str],
) -> tuple[IndicatorGroup, ...]:
    """The indicators in their order. heads: the years before and of the plan; url: of a KPI sheet by key."""
    rows = _rows_by_indicator(years)
    groups: dict[Perspective, list[IndicatorLines]] = {}
    for indicator in indicators:
        found, before = rows.get(indicator.pk, {}), history.get(indicator.pk, {})
        of_years = [
            _Year(head, indicator.decimals, found.get(head.year), before.get(head.year)) for head in heads
        ]
        groups.setdefault(indicator.objective.perspective, []).append(_lines(indicator, of_years, url))
    return tuple(IndicatorGroup(each.name, each.tone, tuple(lines)) for each, lines in groups.items())


def _rows_by_indicator(years: Iterable[PlanYear]) -> dict[int, dict[int, RowResult]]:
    """The scored rows of each indicator by year."""
    found: dict[int, dict[int, RowResult]] = {}
    for each in years:
        indicators: dict[Hashable, int] = {row.pk: row.indicator_id for row in each.measurements}
        for row in each.result.rows:
            found.setdefault(indicators[row.key], {})[each.scorecard_year.year] = row
    return found


def _lines(indicator: Indicator, years: Sequence[_Year], url: Callable[[int], str]) -> IndicatorLines:
    return IndicatorLines(
        picture=f"spark-indicator-{indicator.pk}",
        code=indicator.code,
        name=indicator.name,
        unit=indicator.unit_of_measure,
        url=url(indicator.pk),
        objective=str(indicator.objective),
        achievements=tuple(year.achievement_cell for year in years),
        targets=tuple(year.target_cell for year in years),
        chart=sparkline([year.point for year in years]),
    )

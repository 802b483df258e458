"""The trends of a scorecard as their page prints them, made of the results of its unit's years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from indicators.indicator_list import Filters
from indicators.year_results import PlanYear
from performance.trend_cells import Column, History, columns, measured_indicators
from performance.trend_charts import has_line, index_chart, total_chart
from performance.trend_indicators import IndicatorGroup, indicator_groups
from performance.trend_results import ResultGroup, result_groups
from performance.trend_words import trend_answer
from performance.trend_years import PlanLines, plan_lines
from scorecards.models import Perspective, Scorecard


@dataclass(frozen=True, slots=True)
class Source:
    """What the page is made of: all years of the unit, and of the scorecard also those before its plan.

    `current`: the year of the page.
    """

    scorecard: Scorecard
    current: int
    unit_years: tuple[PlanYear, ...]
    history: History

    @property
    def years(self) -> tuple[PlanYear, ...]:
        """The years of the scorecard's plan."""
        pk = self.scorecard.pk
        return tuple(each for each in self.unit_years if each.scorecard_year.scorecard_id == pk)

    @property
    def perspectives(self) -> tuple[Perspective, ...]:
        """Those with indicators, in their order."""
        found = (indicator.objective.perspective for indicator in measured_indicators(self.years))
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Trends:
    """The page. `index_chart` and `total_chart` are empty while there is no line to draw.

    `plans`: all years of the unit by plan. The rest is about the plan of the page's year: `results` by
    perspective and objective in its `years`, `indicators` also in those before (`all_years`), so many of
    them `shown` of `total`.
    """

    answer: str
    plans: tuple[PlanLines, ...]
    index_chart: str
    total_chart: str
    years: tuple[Column, ...]
    results: tuple[ResultGroup, ...]
    all_years: tuple[Column, ...]
    indicators: tuple[IndicatorGroup, ...]
    shown: int
    total: int

    @property
    def indicator_columns(self) -> int:
        """All columns of the table of indicators: name, picture, what a row tells, years."""
        return 3 + len(self.all_years)

    @property
    def other_plans(self) -> tuple[PlanLines, ...]:
        """The plans that the page tells nothing of but their years."""
        return tuple(plan for plan in self.plans if not plan.current)


def build_trends(
    source: Source, filters: Filters, *, page_url: Callable[[int], str], sheet_url: Callable[[int], str]
) -> Trends:
    """Words and figures in the active language. page_url: of a year; sheet_url: of an indicator's key."""
    years = source.years
    has_lines = has_line(source.unit_years)
    indicators = measured_indicators(years)
    accepted = [each for each in indicators if filters.accept_indicator(each)]
    heads = columns(years, source.current, source.history)
    return Trends(
        answer=trend_answer(years),
        plans=plan_lines(source.unit_years, source.current, page_url),
        index_chart=index_chart(source.unit_years) if has_lines else "",
        total_chart=total_chart(source.unit_years) if has_lines else "",
        years=columns(years, source.current),
        results=result_groups(years, source.current),
        all_years=heads,
        indicators=indicator_groups(accepted, years, heads=heads, history=source.history, url=sheet_url),
        shown=len(accepted),
        total=len(indicators),
    )

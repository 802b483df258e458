"""The years of a unit one below the other: index, total, threshold and verdict, as its page prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.scoring import YearResult
from indicators.year_results import PlanYear
from organizations.numbers import format_number
from performance.figures import shown
from performance.trend_charts import known_total
from performance.words import VERDICT_SHAPES, VERDICT_WORDS


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year. `total` is empty while nothing counts yet, `possible` once nothing is open any more.

    `current`: it is the year of the page; `shape`: the status whose shape stands beside the verdict.
    """

    year: int
    url: str
    current: bool
    closed: bool
    complete: bool
    reported: int
    expected: int
    index: str
    total: str
    threshold: str
    possible: str
    verdict: str
    shape: str


@dataclass(frozen=True, slots=True)
class PlanLines:
    """A plan with its years."""

    name: str
    lines: tuple[YearLine, ...]

    @property
    def url(self) -> str:
        """The page of its last year."""
        return self.lines[-1].url

    @property
    def current(self) -> bool:
        """Whether the year of the page is one of its years."""
        return any(line.current for line in self.lines)


def plan_lines(years: Iterable[PlanYear], current: int, url: Callable[[int], str]) -> tuple[PlanLines, ...]:
    """The years under their plans. url: the page of a year."""
    names: dict[int, str] = {}
    lines: dict[int, list[YearLine]] = {}
    for each in years:
        plan = each.scorecard_year.scorecard.plan
        names[plan.pk] = plan.name
        lines.setdefault(plan.pk, []).append(_line(each, current, url))
    return tuple(PlanLines(name, tuple(lines[pk])) for pk, name in names.items())


def _line(plan_year: PlanYear, current: int, url: Callable[[int], str]) -> YearLine:
    year, result = plan_year.scorecard_year, plan_year.result
    return YearLine(
        year=year.year,
        url=url(year.year),
        current=year.year == current,
        closed=year.is_closed,
        complete=result.complete,
        reported=result.reported,
        expected=result.expected,
        index="" if result.index is None else format_number(result.index, decimals=2),
        total=format_number(known_total(result)),
        threshold=shown(result.threshold) if result.expected else "",
        possible="" if result.complete else _possible(result),
        verdict=str(VERDICT_WORDS[result.verdict]) if result.expected else "",
        shape=VERDICT_SHAPES[result.verdict],
    )


def _possible(result: YearResult) -> str:
    lowest, highest = result.shown(result.lowest), result.shown(result.highest)
    return _("%(lowest)s to %(highest)s still possible") % {
        "lowest": format_number(lowest),
        "highest": format_number(highest),
    }

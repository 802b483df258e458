"""The sentence that answers how it went over the years."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from indicators.scoring import Inputs, YearRules, score_year
from indicators.year_results import PlanYear
from performance.trend_words import trend_answer
from scorecards.models import ScorecardYear
from scorecards.schemes import PAPER_3
from tests.indicators.berdikari import just_below, measurements, on_target, one_step_better, reported

Achieve = Callable[[Inputs], Decimal | None]


def nothing(_inputs: Inputs) -> None:
    """No achievement at all."""


def first_of(achieve: Achieve, count: int) -> list[Achieve]:
    return [achieve] * count + [nothing] * (20 - count)


def year(number: int, *achieve: Achieve) -> PlanYear:
    """A year of PT Berdikari with one way of achieving for all indicators, or one for each."""
    ways = achieve if len(achieve) > 1 else achieve * 20
    rows = [reported([row], way)[0] for row, way in zip(measurements(2013), ways, strict=True)]
    return PlanYear(ScorecardYear(year=number), score_year(YearRules(PAPER_3), rows))


@pytest.mark.parametrize(
    ("years", "sentence"),
    [
        (
            [year(2012, on_target), year(2013, one_step_better)],
            "The index rose from 100 in 2012 to 137.5 in 2013; good in both years.",
        ),
        (
            [year(2012, on_target), year(2013, just_below)],
            "The index fell from 100 in 2012 to 50 in 2013; good in 1 of 2 years.",
        ),
        (
            [year(2012, just_below), year(2013, just_below)],
            "The index is 50 in 2013 as in 2012; good in none of them.",
        ),
        (
            [year(2012, just_below), year(2013, on_target), year(2014, on_target)],
            "The index rose from 50 in 2012 to 100 in 2014; good in 2 of 3 years.",
        ),
        (
            [year(each, on_target) for each in range(2012, 2022)],
            "The index is 100 in 2021 as in 2012; good in all 10 years.",
        ),
    ],
)
def test_it_tells_the_movement_and_the_verdicts(years: list[PlanYear], sentence: str) -> None:
    assert trend_answer(years) == sentence


def test_an_incomplete_year_says_how_much_of_it_is_reported() -> None:
    years = [year(2012, on_target), year(2013, *first_of(on_target, 12))]
    assert trend_answer(years) == (
        "The index is 100 in 2013 so far (12 of 20 reported) as in 2012; "
        "good in 1 of 2 years, undecided in 1."
    )


def test_a_year_without_anything_is_left_out() -> None:
    years = [year(2012, on_target), year(2013, nothing), year(2014, one_step_better), year(2015, nothing)]
    assert trend_answer(years) == "The index rose from 100 in 2012 to 137.5 in 2014; good in both years."


def test_while_nothing_is_decided_that_is_said() -> None:
    years = [year(each, *first_of(on_target, 12)) for each in (2012, 2013)]
    assert trend_answer(years).endswith("; none of them decided yet.")


@pytest.mark.parametrize(
    ("achieve", "beginning"),
    [
        ([on_target], "2012 is the only year with an index: 100, good."),
        ([just_below], "2012 is the only year with an index: 50, not good yet."),
        (
            first_of(on_target, 12),
            "2012 so far (12 of 20 reported) is the only year with an index: 100, undecided.",
        ),
    ],
)
def test_one_year_alone_says_what_makes_a_trend(achieve: list[Achieve], beginning: str) -> None:
    answer = trend_answer([year(2012, *achieve), year(2013, nothing)])
    assert answer == f"{beginning} The next one makes a trend."


@pytest.mark.parametrize("years", [[], [year(2012, nothing)]])
def test_without_any_index_it_says_when_the_trend_begins(years: list[PlanYear]) -> None:
    assert trend_answer(years) == "No year has an index yet: the trend begins with the first achievements."

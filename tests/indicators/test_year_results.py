"""The results of all years of a unit, and the achievements before a plan."""

from decimal import Decimal

import pytest

from indicators.year_results import load_history, load_plan_years, load_unit_years
from scorecards.models import Scorecard
from tests.factories import (
    IndicatorFactory,
    ObjectiveFactory,
    PerspectiveFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    UnitFactory,
)
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari, measure, of_size


def later_scorecard(unit, *, first_year: int = 2014, last_year: int = 2015) -> Scorecard:
    """An empty scorecard of the unit in a later plan, with its years."""
    plan = PlanFactory(organization=unit.organization, first_year=first_year, last_year=last_year)
    card = ScorecardFactory(plan=plan, unit=unit)
    for year in plan.years:
        ScorecardYearFactory(scorecard=card, year=year)
    return card


def test_the_years_of_a_unit_are_those_of_all_its_plans_in_order(cast):
    later_scorecard(cast.unit)
    berdikari(cast.unit, achieve={2012: on_target, 2013: just_below})
    years = load_unit_years(cast.unit)
    assert [(each.scorecard_year.year, each.result.total) for each in years] == [
        (2012, 40),
        (2013, 20),
        (2014, 0),
        (2015, 0),
    ]


def test_they_have_the_results_that_their_scorecards_have(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    assert [each.result for each in load_unit_years(cast.unit)] == [
        each.result for each in load_plan_years(card)
    ]


def test_the_years_of_other_units_are_left_out(cast):
    later_scorecard(UnitFactory(parent=cast.unit))
    assert load_unit_years(cast.unit) == ()


def test_years_before_the_plan_have_no_result(cast):
    card = later_scorecard(cast.unit)
    ScorecardYearFactory(scorecard=card, year=2011)
    assert [each.scorecard_year.year for each in load_unit_years(cast.unit)] == [2014, 2015]


def test_what_a_year_was_scored_from_has_the_keys_of_its_rows(cast):
    berdikari(cast.unit, achieve={2012: on_target})
    year, _next = load_unit_years(cast.unit)
    assert [row.pk for row in year.measurements] == [row.key for row in year.result.rows]


@pytest.mark.parametrize("years", [2, 10])
def test_they_take_four_queries_whatever_their_number_while_all_are_open(
    cast, years, django_assert_num_queries
):
    card = later_scorecard(cast.unit, last_year=2013 + years)
    PerspectiveFactory(plan=card.plan)
    of_size(card, 20)
    with django_assert_num_queries(4):
        for year in load_unit_years(cast.unit):
            assert {row.indicator.objective.perspective.plan_id for row in year.measurements} == {
                card.plan_id
            }


def test_history_has_the_achievements_before_the_plan_alone(scorecard, django_assert_num_queries):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    indicator, without = IndicatorFactory.create_batch(2, objective=objective)
    for number, achieved in ((2010, Decimal(7)), (2011, None)):
        year = ScorecardYearFactory(scorecard=scorecard, year=number)
        measure(indicator, year, None, lambda inputs, achieved=achieved: achieved)
        measure(without, year, None)
    measure(indicator, scorecard.years.get(year=2012), Decimal(9), on_target)
    with django_assert_num_queries(1):
        assert load_history(scorecard) == {indicator.pk: {2010: Decimal(7)}}

"""The plan check's rules about weights, thresholds and work: plans with the flaw, and without it."""

from decimal import Decimal

import pytest

from indicators.plan_check import PlanFacts
from indicators.plan_check.plan import InitiativeFacts, WorkProgramFacts
from scorecards.schemes import WeightingMode
from tests.indicators.plans import (
    NOTHING,
    PAID,
    found,
    indicator,
    objective,
    of_one,
    perspective,
    plan,
    plan_of,
    planned,
    year,
)


def weighted(*counts: int, **fields) -> PlanFacts:
    """A plan of perspectives with so many indicators each."""
    return plan(
        perspectives=tuple(
            perspective(key, objective(key, *(indicator(100 * key + place) for place in range(count))))
            if count
            else perspective(key)
            for key, count in enumerate(counts, start=1)
        ),
        links=(),
        **fields,
    )


def test_a_perspective_with_40_percent_of_the_total_is_lopsided():
    assert found("lopsided-weights", weighted(2, 2, 3, 3, 0)) == NOTHING
    assert found("lopsided-weights", weighted(2, 2, 2, 4)) == {
        "P4": {"years": ("2012", "2013"), "shares": ("40", "40")}
    }


def test_a_perspective_is_lopsided_only_in_the_years_in_which_it_is():
    light = year(2012, weighting_mode=WeightingMode.HIERARCHICAL, **shares(1, 1, 1))
    heavy = year(2013, weighting_mode=WeightingMode.HIERARCHICAL, **shares(2, 1, 3))
    seen = found("lopsided-weights", weighted(9, 1, 1, years=(light, heavy)))
    assert seen == {"P3": {"years": ("2013",), "shares": ("50",)}}


def shares(*weights: int) -> dict[str, object]:
    by_key = {key: Decimal(weight) for key, weight in enumerate(weights, start=1)}
    return {"perspective_weights": by_key, "objective_weights": dict.fromkeys(by_key, Decimal(1))}


@pytest.mark.parametrize(
    "facts",
    [
        weighted(399, 301, 300),
        weighted(5, 5),
        weighted(9, 1, 0),
        weighted(9, 1, 1, years=(year(2012, weighting_mode=WeightingMode.HIERARCHICAL, **shares(0, 0, 0)),)),
        weighted(9, 1, 1, years=()),
    ],
    ids=["below 40", "two perspectives", "two hold something", "nothing weighs", "no years"],
)
def test_a_perspective_below_40_percent_or_among_fewer_than_three_is_not_lopsided(facts):
    assert found("lopsided-weights", facts) == NOTHING


def test_a_fixed_threshold_that_differs_from_the_derived_one_is_found_in_its_year():
    years = (year(2012, fixed_threshold=Decimal("42.00")), year(2013))
    facts = plan_of(*(indicator(key) for key in range(20)), years=years)
    assert found("fixed-threshold-differs", facts) == {"2012": {"fixed": "42", "derived": "40"}}


@pytest.mark.parametrize(
    "facts",
    [
        plan_of(indicator(1), indicator(2), years=(year(2012, fixed_threshold=Decimal("4.000")),)),
        plan_of(indicator(1)),
        plan_of(indicator(years=planned(None, None)), years=(year(2012, fixed_threshold=Decimal(2)),)),
    ],
    ids=["equal", "derived", "nothing counted"],
)
def test_a_threshold_that_is_the_derived_one_is_not_found(facts):
    assert found("fixed-threshold-differs", facts) == NOTHING


def test_an_indicator_without_initiative_is_found():
    assert of_one("indicator-without-initiative", indicator(initiatives=())) == {}


def test_an_indicator_with_an_initiative_is_not_found():
    assert of_one("indicator-without-initiative", indicator()) is None


def test_an_initiative_without_work_program_or_budget_in_a_year_is_found():
    promised = InitiativeFacts("Promise")
    unpaid = InitiativeFacts("Poster", (WorkProgramFacts(2012, Decimal(0)), WorkProgramFacts(2013, None)))
    assert of_one("budget-missing", indicator(initiatives=(promised, PAID, unpaid))) == {
        "initiatives": ("Promise", "Poster"),
        "without_program": ("2012, 2013", ""),
        "without_budget": ("", "2013"),
    }


@pytest.mark.parametrize(
    ("this_year", "due"), [(2011, "2012"), (2012, "2012"), (2013, "2012, 2013"), (2050, "2012, 2013")]
)
def test_a_budget_is_due_from_the_first_year_of_the_plan_up_to_this_one(this_year, due):
    seen = of_one("budget-missing", indicator(initiatives=(InitiativeFacts("Poster"),)), this_year=this_year)
    assert seen["without_program"] == (due,)


@pytest.mark.parametrize(
    "facts",
    [
        plan_of(indicator()),
        plan_of(indicator(initiatives=())),
        plan_of(indicator(initiatives=(InitiativeFacts("Poster"),)), years=()),
        plan_of(
            indicator(initiatives=(InitiativeFacts("Poster"),)),
            years=(year(2012, closed=True), year(2013, closed=True)),
        ),
    ],
    ids=["paid", "no initiative", "no years", "closed"],
)
def test_an_initiative_with_a_budget_in_each_year_that_is_due_is_not_found(facts):
    assert found("budget-missing", facts) == NOTHING


def test_what_was_stopped_needs_no_budget():
    stopped = tuple(WorkProgramFacts(number, None, stopped=True) for number in (2012, 2013))
    half = InitiativeFacts("Half", (WorkProgramFacts(2012, Decimal(1)), stopped[1]))
    assert of_one("budget-missing", indicator(initiatives=(InitiativeFacts("All", stopped), half))) is None


def test_an_initiative_that_was_stopped_is_not_planned_any_further():
    stopped = InitiativeFacts("Poster", (WorkProgramFacts(2012, None, stopped=True),))
    assert of_one("budget-missing", indicator(initiatives=(stopped,))) is None


def test_what_goes_on_beside_a_stopped_work_program_needs_its_budget():
    programs = (*PAID.work_programs, WorkProgramFacts(2013, None), WorkProgramFacts(2012, None, stopped=True))
    seen = of_one("budget-missing", indicator(initiatives=(InitiativeFacts("Poster", programs),)))
    assert seen["without_budget"] == ("2013",)


def test_weights_and_thresholds_of_closed_years_are_not_found():
    closed = (year(2012, closed=True, fixed_threshold=Decimal(1)),)
    facts = weighted(2, 2, 2, 4, years=closed)
    assert [found(rule, facts) for rule in ("lopsided-weights", "fixed-threshold-differs")] == [NOTHING] * 2

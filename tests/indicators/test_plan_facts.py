"""The facts of a plan: everything that the rules need, of one scorecard, in a fixed number of queries."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.models import Measurement
from indicators.plan_check import SubjectKind, check_plan
from indicators.plan_check.plan import InitiativeFacts, PlannedYear, WorkProgramFacts
from indicators.plan_facts import load_plan_facts
from scorecards.models import ObjectiveStatement, Perspective
from tests.factories import (
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    ObjectiveWeightFactory,
    PerspectiveWeightFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    StatementFactory,
    UnitFactory,
    WorkProgramFactory,
)
from tests.indicators.scorecards import of_size


@pytest.fixture
def objective(scorecard):
    return ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.get(code="C"))


def year_of(scorecard, year):
    return scorecard.years.get(year=year)


def only_indicator(scorecard):
    [indicator] = load_plan_facts(scorecard).indicators
    return indicator


@pytest.mark.parametrize("indicators", [20, 200])
def test_facts_take_eleven_queries_whatever_the_number_of_indicators(
    scorecard, indicators, django_assert_num_queries
):
    of_size(scorecard, indicators)
    [first, second, *_rest] = scorecard.objectives.all()
    ObjectiveLinkFactory(cause=second, effect=first)
    InitiativeFactory.create_batch(indicators // 10, indicator=first.indicators.first())
    with django_assert_num_queries(11):
        facts = load_plan_facts(scorecard)
        check_plan(facts)
    assert len(facts.indicators) == indicators


def test_perspectives_objectives_and_indicators_come_in_their_order(scorecard):
    customer, financial = (scorecard.plan.perspectives.get(code=code) for code in "CF")
    ObjectiveFactory(scorecard=scorecard, perspective=customer, code="SS3", order=1)
    ObjectiveFactory(scorecard=scorecard, perspective=financial, code="SS2", order=2)
    first = ObjectiveFactory(scorecard=scorecard, perspective=financial, code="SS1", order=1)
    for order, code in ((2, "SS1-2"), (1, "SS1-1")):
        IndicatorFactory(objective=first, code=code, order=order)
    facts = load_plan_facts(scorecard)
    assert [each.subject.code for each in facts.perspectives] == ["F", "C", "P", "L"]
    assert [each.subject.code for each in facts.objectives] == ["SS1", "SS2", "SS3"]
    assert [each.subject.code for each in facts.indicators] == ["SS1-1", "SS1-2"]


def test_another_scorecard_of_the_plan_leaves_nothing_in_the_facts(scorecard, cast):
    desks = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    cause = ObjectiveFactory(scorecard=desks)
    ObjectiveLinkFactory(cause=cause, effect=ObjectiveFactory(scorecard=desks))
    MeasurementFactory(scorecard_year=ScorecardYearFactory(scorecard=desks), indicator__objective=cause)
    facts = load_plan_facts(scorecard)
    assert (facts.objectives, facts.links) == ((), ())


def test_a_statement_is_served_by_an_objective_of_any_unit_of_the_plan(scorecard, cast):
    served, orphan = StatementFactory.create_batch(2, plan=scorecard.plan)
    desks = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    ObjectiveStatement.objects.create(objective=ObjectiveFactory(scorecard=desks), statement=served)
    facts = load_plan_facts(scorecard)
    assert {each.subject.key: each.served for each in facts.statements} == {served.pk: True, orphan.pk: False}


def test_an_objective_is_derived_from_a_statement_or_from_an_objective_of_the_unit_above(scorecard, cast):
    above = ObjectiveFactory(scorecard=scorecard)
    desks = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=cast.unit))
    ticked, supporting, orphan = ObjectiveFactory.create_batch(3, scorecard=desks)
    ObjectiveStatement.objects.create(objective=ticked, statement=StatementFactory(plan=scorecard.plan))
    supporting.parent = above
    supporting.save()
    derived = {each.subject.key: each.derived for each in load_plan_facts(desks).objectives}
    assert derived == {ticked.pk: True, supporting.pk: True, orphan.pk: False}


def test_an_objective_with_an_owner_is_owned(scorecard, cast):
    ObjectiveFactory(scorecard=scorecard, owner=cast.staff)
    assert [each.owned for each in load_plan_facts(scorecard).objectives] == [True]


def test_the_sheet_is_filled_where_it_says_more_than_blanks(scorecard, objective):
    IndicatorFactory(objective=objective, definition="What it is", formula=" \n", person_responsible="Head")
    assert only_indicator(scorecard).filled == {"unit_of_measure", "definition", "person_responsible"}


def test_the_plan_years_stand_apart_from_the_history(scorecard, objective):
    indicator = IndicatorFactory(objective=objective, baseline=Decimal(5), worst_value=Decimal(0))
    before = {
        2010: {"achievement": Decimal(3)},
        2011: {"achievement": None},
    }
    for year, figures in before.items():
        past = ScorecardYearFactory(scorecard=scorecard, year=year)
        MeasurementFactory(indicator=indicator, scorecard_year=past, target=None, **figures)
    MeasurementFactory(
        indicator=indicator, scorecard_year=year_of(scorecard, 2012), target=Decimal("7.5"), weight=2
    )
    MeasurementFactory(
        indicator=indicator,
        scorecard_year=year_of(scorecard, 2013),
        target=None,
        state=Measurement.State.NOT_APPLICABLE,
        state_reason="Stopped",
    )
    facts = only_indicator(scorecard)
    assert facts.history == {2010: 3}
    assert facts.years == (
        PlannedYear(2012, Decimal("7.5"), weight=Decimal(2)),
        PlannedYear(2013, None, applies=False),
    )
    assert (facts.baseline, facts.worst, facts.natural_min) == (5, 0, None)


def test_initiatives_come_with_their_work_programs_and_budgets(scorecard, objective):
    indicator = IndicatorFactory(objective=objective)
    posters = InitiativeFactory(indicator=indicator, name="Posters", order=1)
    InitiativeFactory(indicator=indicator, name="Talks", order=2)
    for year, budget in ((2013, None), (2012, Decimal("0.00"))):
        WorkProgramFactory(initiative=posters, scorecard_year=year_of(scorecard, year), budget=budget)
    assert only_indicator(scorecard).initiatives == (
        InitiativeFacts("Posters", (WorkProgramFacts(2012, Decimal(0)), WorkProgramFacts(2013, None))),
        InitiativeFacts("Talks"),
    )


def test_the_years_are_those_of_the_plan_with_their_rules_and_weights(scorecard, objective, cast):
    ScorecardYearFactory(scorecard=scorecard, year=2011)
    other = ObjectiveFactory(scorecard=scorecard, perspective=objective.perspective, default_weight=4)
    year = year_of(scorecard, 2012)
    year.fixed_threshold, year.fixed_threshold_reason = Decimal(42), "Decreed"
    year.closed_at, year.closed_by = "2014-01-01T00:00Z", cast.administrator
    year.save()
    ObjectiveWeightFactory(scorecard_year=year, objective=objective, weight=3)
    PerspectiveWeightFactory(scorecard_year=year, perspective=objective.perspective, weight=2)
    first, second = load_plan_facts(scorecard).years
    assert (first.year, first.fixed_threshold, first.closed) == (2012, 42, True)
    assert first.objective_weights == {objective.pk: 3, other.pk: 4}
    assert first.perspective_weights[objective.perspective_id] == 2
    assert (second.year, second.fixed_threshold, second.closed) == (2013, None, False)
    assert second.objective_weights == {objective.pk: 1, other.pk: 4}


def test_a_perspective_is_the_same_subject_in_both_languages(scorecard):
    Perspective.objects.filter(plan=scorecard.plan, code="F").update(name_id="Finansial", name_en="Financial")
    Perspective.objects.filter(plan=scorecard.plan, code="C").update(name_id="", name_en="Customer")
    with override("id"):
        in_indonesian = [each.subject for each in load_plan_facts(scorecard).perspectives]
    financial, customer, *_rest = [each.subject for each in load_plan_facts(scorecard).perspectives]
    assert [financial, customer] == in_indonesian[:2]
    assert (financial.name, financial.name_en) == ("Finansial", "Financial")
    assert (customer.name, customer.name_en) == ("Customer", "")
    assert financial.kind is SubjectKind.PERSPECTIVE

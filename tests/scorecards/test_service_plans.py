"""Plans, scorecards and their years."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from scorecards import services
from scorecards.models import ObjectiveWeight, PerspectiveWeight, ScorecardYear
from tests.factories import (
    ObjectiveFactory,
    OrganizationFactory,
    PerspectiveFactory,
    PlanFactory,
    RootUnitFactory,
    ScorecardFactory,
    ScoringSchemeFactory,
    UnitFactory,
)


@pytest.fixture
def organization(db):
    return OrganizationFactory()


def make_plan(organization, first_year, last_year, **fields):
    scheme = fields.pop("scheme", None) or ScoringSchemeFactory(organization=organization)
    fields.setdefault("name", "Plan")
    return services.create_plan(
        organization=organization,
        first_year=first_year,
        last_year=last_year,
        scheme=scheme,
        by=None,
        **fields,
    )


@pytest.mark.parametrize("years", [(2013, 2015), (2010, 2012), (2012, 2012), (2000, 2029)])
def test_plans_of_one_organization_share_no_year(organization, years):
    make_plan(organization, 2012, 2013, name="Renstra")
    with pytest.raises(ValidationError, match="“Renstra” already covers 2012 to 2013"):
        make_plan(organization, *years)


def test_plans_follow_each_other(organization):
    make_plan(organization, 2012, 2013)
    assert make_plan(organization, 2014, 2015).pk


def test_another_organization_plans_the_same_years(organization):
    make_plan(organization, 2012, 2013)
    assert make_plan(OrganizationFactory(), 2012, 2013).pk


def test_a_plan_uses_no_scheme_of_another_organization(organization):
    with pytest.raises(ValidationError, match="another organization"):
        make_plan(organization, 2012, 2013, scheme=ScoringSchemeFactory())


def test_a_plan_ends_after_it_begins(organization):
    with pytest.raises(ValidationError, match="can't be before the first"):
        make_plan(organization, 2013, 2012)


def test_a_plan_leaves_a_trace_of_who_made_it(cast):
    plan = services.create_plan(
        organization=cast.unit.organization,
        name="Renstra",
        first_year=2012,
        last_year=2013,
        scheme=ScoringSchemeFactory(organization=cast.unit.organization),
        by=cast.administrator,
    )
    assert plan.history.get().history_user == cast.administrator


def test_changed_defaults_of_a_plan_leave_its_years_alone(scorecard):
    services.change_plan(scorecard.plan, by=None, weighting_mode="hierarchical")
    assert set(scorecard.years.values_list("weighting_mode", flat=True)) == {"equal"}


def test_an_unchanged_plan_leaves_no_trace(scorecard):
    services.change_plan(scorecard.plan, by=None, name=scorecard.plan.name)
    assert scorecard.plan.history.count() == 1


def test_a_changed_plan_raises_the_version_of_its_scorecards(scorecard):
    services.change_plan(scorecard.plan, by=None, note="Read this first.")
    scorecard.refresh_from_db()
    assert scorecard.version == 2


def test_a_scorecard_gets_a_year_for_each_year_of_the_plan(organization):
    plan = PlanFactory(organization=organization, weighting_mode="hierarchical")
    scorecard = services.create_scorecard(plan=plan, unit=RootUnitFactory(organization=organization), by=None)
    rules = list(scorecard.years.order_by("year").values_list("year", "weighting_mode", "scheme"))
    assert rules == [(2012, "hierarchical", plan.scheme_id), (2013, "hierarchical", plan.scheme_id)]


def test_a_new_scorecard_copies_the_default_weights_of_the_perspectives(organization):
    plan = PlanFactory(organization=organization)
    PerspectiveFactory(plan=plan, default_weight=3)
    services.create_scorecard(plan=plan, unit=RootUnitFactory(organization=organization), by=None)
    assert list(PerspectiveWeight.objects.values_list("weight", flat=True)) == [3, 3]


def test_weights_made_with_a_year_leave_a_trace(organization):
    plan = PlanFactory(organization=organization)
    PerspectiveFactory(plan=plan)
    services.create_scorecard(plan=plan, unit=RootUnitFactory(organization=organization), by=None)
    assert PerspectiveWeight.history.count() == 2


def test_a_unit_has_one_scorecard_in_a_plan(scorecard):
    with pytest.raises(ValidationError, match="already has a scorecard"):
        services.create_scorecard(plan=scorecard.plan, unit=scorecard.unit, by=None)


def test_a_unit_of_another_organization_gets_no_scorecard(scorecard):
    with pytest.raises(ValidationError, match="another organization"):
        services.create_scorecard(plan=scorecard.plan, unit=RootUnitFactory(), by=None)


def test_a_retired_unit_gets_no_scorecard(scorecard):
    retired = UnitFactory(parent=scorecard.unit, active=False)
    with pytest.raises(ValidationError, match="retired"):
        services.create_scorecard(plan=scorecard.plan, unit=retired, by=None)


def test_years_before_the_plan_are_added_once(scorecard):
    services.add_history_years(scorecard, [2009, 2010], by=None)
    years = services.add_history_years(scorecard, [2009, 2010, 2011], by=None)
    assert [year.year for year in years] == [2009, 2010, 2011]
    assert ScorecardYear.objects.filter(scorecard=scorecard).count() == 5


def test_a_year_before_the_plan_has_weights_too(scorecard):
    ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first(), default_weight=2)
    (year,) = services.add_history_years(scorecard, [2011], by=None)
    assert year.perspective_weights.count() == 4
    assert [row.weight for row in year.objective_weights.all()] == [2]


def test_a_year_of_the_plan_is_no_history(scorecard):
    with pytest.raises(ValidationError, match="2012 is not before the plan"):
        services.add_history_years(scorecard, [2011, 2012], by=None)


def test_a_year_outside_the_calendar_is_refused(scorecard):
    with pytest.raises(ValidationError):
        services.add_history_years(scorecard, [3], by=None)


def test_missing_weights_of_a_year_are_filled_and_present_ones_kept(scorecard):
    year = scorecard.years.get(year=2012)
    kept = PerspectiveWeight.objects.create(
        scorecard_year=year, perspective=scorecard.plan.perspectives.first(), weight=7
    )
    services.make_year_weights([year], by=None)
    assert year.perspective_weights.count() == 4
    assert year.perspective_weights.get(pk=kept.pk).weight == 7
    assert not ObjectiveWeight.objects.exists()


def queries_of_a_new_year(scorecard, year):
    with CaptureQueriesContext(connection) as captured:
        services.add_history_years(scorecard, [year], by=None)
    return len(captured)


def test_making_a_year_takes_the_same_queries_for_many_perspectives(scorecard):
    few = queries_of_a_new_year(scorecard, 2011)
    PerspectiveFactory.create_batch(20, plan=scorecard.plan)
    assert queries_of_a_new_year(scorecard, 2010) == few


def test_a_scorecard_of_another_plan_is_not_touched_by_a_change(scorecard):
    other = ScorecardFactory()
    services.change_plan(scorecard.plan, by=None, note="New")
    other.refresh_from_db()
    assert other.version == 1


@pytest.mark.parametrize(
    ("first", "last", "message"),
    [
        (1899, 2012, "Read “1899”; expected a year from 1900 to 2100."),
        (2012, 2101, "Read “2101”; expected a year from 1900 to 2100."),
        (2013, 2012, "The last year can't be before the first."),
        (2012, 2042, "A plan has at most 30 years."),
    ],
)
def test_a_plan_with_impossible_years_says_what_is_wrong(organization, first, last, message):
    with pytest.raises(ValidationError) as refusal:
        make_plan(organization, first, last)
    with translation.override("en"):
        assert refusal.value.messages == [message]

"""Deleting a plan made by mistake: what goes with it, what keeps it, and what the page says."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators import services
from indicators.models import Measurement
from scorecards.models import Plan, ScorecardYear, Statement
from tests.factories import PlanFactory, ScorecardFactory, UnitFactory
from tests.indicators.full_plans import CONTENTS, full_plan, rows_of, said


@pytest.fixture
def source(cast):
    """A plan of 2012 and 2013 with everything in it, achievements included."""
    return full_plan(cast.unit, people=[cast.administrator, cast.viewer]).plan


@pytest.fixture
def copy(source, cast):
    """Its copy for 2014 and 2015, whose years are empty."""
    return services.copy_plan(source, name="Next", first_year=2014, last_year=2015, by=cast.administrator)


def address(plan, unit):
    return reverse("indicators:plan-delete", args=["ACME", unit.code, 2012, plan.pk])


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def achieve(plan):
    row = Measurement.objects.filter(scorecard_year__scorecard__plan=plan, scorecard_year__year=2014).first()
    Measurement.objects.filter(pk=row.pk).update(achievement=0)
    return row


def test_a_mistaken_copy_goes_whole_and_the_old_plan_stays_as_it_is(cast, source, copy):
    before = {model: [said(row) for row in rows_of(model, source)] for model in CONTENTS}
    services.delete_plan_with_scorecards(copy, by=cast.administrator)
    assert list(Plan.objects.all()) == [source]
    assert {model: [said(row) for row in rows_of(model, source)] for model in CONTENTS} == before
    assert not ScorecardYear.objects.exclude(scorecard__plan=source).exists()


def test_everything_that_goes_leaves_a_trace_with_its_reason(cast, copy):
    rows = {model: len(rows_of(model, copy)) for model in CONTENTS}
    services.delete_plan_with_scorecards(copy, by=cast.administrator, reason="By mistake")
    traces = {"history_type": "-", "history_user": cast.administrator, "history_change_reason": "By mistake"}
    assert {model: model.history.filter(**traces).count() for model in CONTENTS} == rows
    assert Plan.history.filter(id=copy.pk, **traces).exists()


def test_the_years_are_free_again(cast, source, copy):
    services.delete_plan_with_scorecards(copy, by=cast.administrator)
    again = services.copy_plan(source, name="Again", first_year=2014, last_year=2016, by=cast.administrator)
    assert list(again.years) == [2014, 2015, 2016]


@pytest.mark.parametrize("what", ["achievement", "closed"])
def test_a_plan_whose_own_year_holds_an_achievement_or_is_closed_stays(what, cast, copy):
    if what == "achievement":
        achieve(copy)
        reason = r"The year 2014 holds achievements \(.+\)\. Clear them first"
    else:
        row = ScorecardYear.objects.filter(scorecard__plan=copy, year=2015)
        row.update(closed_at="2016-01-01T00:00:00Z", closed_by=cast.administrator)
        reason = "The year 2015 is closed"
    with pytest.raises(ValidationError, match=reason):
        services.delete_plan_with_scorecards(copy, by=cast.administrator)
    assert Statement.objects.filter(plan=copy).exists()


def test_a_plan_is_not_deleted_twice(cast, copy):
    services.delete_plan_with_scorecards(Plan.objects.get(pk=copy.pk), by=cast.administrator)
    with pytest.raises(ValidationError, match="deleted this plan"):
        services.delete_plan_with_scorecards(copy, by=cast.administrator)


def test_the_page_says_what_goes_and_asks_for_a_reason(cast, copy, sign_in):
    html = read(sign_in(cast.administrator), address(copy, cast.unit))
    said_there = (
        "Delete the plan “Next”?",
        f"1 scorecard with its years and weights: {cast.unit.name}",
        f"{len(rows_of(Statement, copy))} statements",
        "6 indicators with their KPI sheets",
        "30 achievements of the years before the plan (2009, 2010, 2011, 2012, 2013)",
        'name="reason"',
    )
    assert [words for words in said_there if words not in html] == []


def test_the_page_names_a_few_of_many_scorecards(cast, sign_in):
    plan = PlanFactory(organization=cast.unit.organization, first_year=2030, last_year=2031)
    for _each in range(11):
        ScorecardFactory(plan=plan, unit=UnitFactory(parent=cast.unit))
    html = read(sign_in(cast.administrator), address(plan, cast.unit))
    assert "11 scorecards with their years and weights" in html
    assert ", …" in html


def test_an_administrator_deletes_the_plan_and_is_back_at_the_list(cast, source, copy, sign_in):
    answer = sign_in(cast.administrator).post(address(copy, cast.unit), {"reason": "By mistake"})
    assert answer["Location"] == reverse("scorecards:plans", args=["ACME", cast.unit.code, 2012])
    assert list(Plan.objects.all()) == [source]


def test_an_empty_plan_is_deleted_without_further_words(cast, sign_in):
    plan = PlanFactory(organization=cast.unit.organization, first_year=2030, last_year=2031)
    client = sign_in(cast.administrator)
    assert "Nothing else depends on it." in read(client, address(plan, cast.unit))
    client.post(address(plan, cast.unit))
    assert not Plan.objects.exists()


def test_the_page_of_a_plan_that_stays_leads_to_the_achievements_that_keep_it(cast, copy, sign_in):
    achieve(copy)
    client = sign_in(cast.administrator)
    html = read(client, address(copy, cast.unit))
    assert reverse("indicators:entry", args=["ACME", cast.unit.code, 2014]) in html
    assert "btn-danger" not in html
    assert client.post(address(copy, cast.unit)).status_code == 422
    assert Plan.objects.filter(pk=copy.pk).exists()


def test_a_plan_of_another_organization_is_not_found(cast, sign_in):
    assert sign_in(cast.administrator).get(address(PlanFactory(), cast.unit)).status_code == 404

"""Bringing the history of a copied plan up to date with what the plan before has got meanwhile."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators import services
from indicators.models import Indicator, Measurement
from scorecards.models import Scorecard, ScorecardYear
from tests.indicators.full_plans import full_plan
from tests.indicators.scorecards import of_size


@pytest.fixture
def early(cast):
    """The scorecard of a plan for 2014 and 2015, copied while the year 2013 before it was empty."""
    source = full_plan(cast.unit, people=[cast.administrator]).plan
    indicators = Indicator.objects.filter(objective__scorecard__plan=source)
    indicators.update(baseline_method="mean", baseline_span=3, baseline_inputs={}, baseline=None)
    of_2013(source).update(achievement=None, level=None, attainment=None)
    plan = services.copy_plan(source, name="Next", first_year=2014, last_year=2015, by=cast.administrator)
    of_2013(source).update(achievement=Decimal(7))
    return Scorecard.objects.select_related("plan", "unit").get(plan=plan)


def of_2013(plan):
    return Measurement.objects.filter(scorecard_year__scorecard__plan=plan, scorecard_year__year=2013)


def place(unit, year=2014):
    return reverse("indicators:history-refresh", args=["ACME", unit.code, year])


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_achievements_that_came_later_are_brought_along_and_baselines_computed(cast, early):
    done = services.refresh_history(early, by=cast.staff)
    assert (done.achievements, done.baselines) == (6, 6)
    assert set(of_2013(early.plan).values_list("achievement", flat=True)) == {Decimal(7)}
    rules = Indicator.objects.filter(objective__scorecard=early)
    assert not rules.filter(baseline=None).exists()
    assert [*rules.first().baseline_inputs] == ["2011", "2012", "2013"]


def test_each_leaves_a_trace_of_who_brought_it(cast, early):
    services.refresh_history(early, by=cast.staff)
    for row in of_2013(early.plan):
        assert row.history.first().history_user == cast.staff


def test_what_differs_is_replaced_and_what_the_earlier_plan_lacks_stays(cast, early):
    services.refresh_history(early, by=cast.staff)
    source = Scorecard.objects.exclude(pk=early.pk).get().plan
    first, second = (row.pk for row in of_2013(source)[:2])
    Measurement.objects.filter(pk=first).update(achievement=Decimal(8))
    Measurement.objects.filter(pk=second).update(achievement=None, level=None, attainment=None)
    assert services.refresh_history(early, by=cast.staff).achievements == 1
    assert sorted(of_2013(early.plan).values_list("achievement", flat=True)) == [Decimal(7)] * 5 + [
        Decimal(8)
    ]


def test_a_baseline_that_has_a_value_stays_as_it_is(cast, early):
    Indicator.objects.filter(objective__scorecard=early).update(
        baseline_method="decreed", baseline_span=None, baseline=Decimal(3)
    )
    assert services.refresh_history(early, by=cast.staff).baselines == 0
    kept = Indicator.objects.filter(objective__scorecard=early).values_list("baseline", flat=True)
    assert set(kept) == {Decimal(3)}


def test_indicators_are_the_same_by_their_codes_and_those_of_their_objectives(cast, early):
    renamed = Indicator.objects.filter(objective__scorecard=early).first()
    Indicator.objects.filter(pk=renamed.pk).update(code="OTHER")
    assert services.refresh_history(early, by=cast.staff).achievements == 5
    assert of_2013(early.plan).filter(indicator=renamed, achievement__isnull=False).count() == 0


def test_a_second_time_nothing_changes_and_leaves_no_trace(cast, early):
    services.refresh_history(early, by=cast.staff)
    before = Measurement.history.count()
    assert services.refresh_history(early, by=cast.staff).achievements == 0
    assert Measurement.history.count() == before


def test_a_value_that_the_sheet_does_not_allow_names_its_indicator_and_nothing_is_written(cast, early):
    narrow = Indicator.objects.filter(objective__scorecard=early).last()
    Indicator.objects.filter(pk=narrow.pk).update(natural_max=Decimal(5), natural_min=None, worst_value=None)
    with pytest.raises(ValidationError, match=f"{narrow.code}: 2013"):
        services.refresh_history(early, by=cast.staff)
    assert not of_2013(early.plan).filter(achievement__isnull=False).exists()


def test_a_closed_year_before_the_plan_does_not_change(cast, early):
    services.refresh_history(early, by=cast.staff)
    of_2013(Scorecard.objects.exclude(pk=early.pk).get().plan).update(achievement=Decimal(9))
    years = ScorecardYear.objects.filter(scorecard=early, year=2013)
    years.update(closed_at="2016-01-01T00:00:00Z", closed_by=cast.administrator)
    with pytest.raises(ValidationError, match="The year 2013 is closed"):
        services.refresh_history(early, by=cast.staff)


def test_the_page_shows_what_would_change_and_brings_it(cast, early, sign_in):
    client = sign_in(cast.staff)
    html = read(client, place(cast.unit))
    assert "6 achievements of “Renstra 2012-2013” are not in the history of “Next” yet, or differ." in html
    assert not of_2013(early.plan).filter(achievement__isnull=False).exists()
    answer = client.post(place(cast.unit), follow=True).content.decode()
    assert "6 achievements have been brought along. 6 baselines have been computed." in answer
    assert "Bring it up to date" not in read(client, place(cast.unit))


def test_a_refusal_is_told_on_the_page(cast, early, sign_in):
    Indicator.objects.filter(objective__scorecard=early).update(
        natural_max=Decimal(5), natural_min=None, worst_value=None
    )
    answer = sign_in(cast.staff).post(place(cast.unit))
    assert (answer.status_code, ": 2013" in answer.content.decode()) == (422, True)


def test_the_first_plan_of_a_unit_has_nothing_to_catch_up_with(cast, early, sign_in):
    html = read(sign_in(cast.staff), place(cast.unit, 2012))
    assert "has no scorecard in an earlier plan" in html
    assert "Bring it up to date" not in html


@pytest.mark.parametrize(("who", "offered"), [("staff", True), ("viewer", False)])
def test_the_list_of_plans_offers_it_for_plans_that_follow_another(cast, early, sign_in, who, offered):
    html = read(sign_in(cast.by_name(who)), reverse("scorecards:plans", args=["ACME", cast.unit.code, 2012]))
    assert (place(cast.unit) in html) is offered
    assert place(cast.unit, 2012) not in html


@pytest.mark.parametrize("indicators", [20, 200])
def test_the_page_costs_the_same_in_a_large_plan(cast, scorecard, sign_in, indicators):
    of_size(scorecard, indicators)
    services.copy_plan(scorecard.plan, name="Next", first_year=2014, last_year=2015, by=cast.administrator)
    Measurement.objects.filter(scorecard_year__scorecard__plan__name="Next").update(achievement=None)
    client = sign_in(cast.staff)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(place(cast.unit))
    assert len(page.context["changes"]) >= indicators
    assert len(captured) == 10

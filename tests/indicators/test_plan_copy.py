"""Copying a plan to a new period: what goes along, what becomes history, and what begins empty."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.copying import name_for_years, new_baseline
from indicators.models import Evidence, Indicator, Initiative, Measurement, WorkProgram
from indicators.scorecard_year import load_scorecard_year
from indicators.services.copies import copy_plan
from organizations.services import remove_membership
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    Statement,
)
from tests.factories import ObjectiveFactory, PlanFactory, ScorecardFactory, UnitFactory, UserFactory
from tests.indicators.full_plans import CONTENTS, full_plan, rows_of, said
from tests.indicators.scorecards import of_size

WHOLE = (Statement, Perspective, ObjectiveStatement, ObjectiveLink, Initiative)
BASELINE = {"baseline", "baseline_method", "baseline_span", "baseline_inputs", "baseline_note"}


@pytest.fixture(params=[1, 2, 3])
def source(request, cast):
    return full_plan(cast.unit, seed=request.param, people=[cast.administrator, cast.viewer]).plan


@pytest.fixture
def small(cast):
    return full_plan(cast.unit, people=[cast.administrator, cast.viewer]).plan


@pytest.fixture
def copied(cast):
    def of(plan, first_year=2014, last_year=2015, name="Next"):
        return copy_plan(plan, name=name, first_year=first_year, last_year=last_year, by=cast.administrator)

    return of


def pairs(model, old, new):
    """The plan's rows of the model, each with its copy."""
    return list(zip(rows_of(model, old), rows_of(model, new), strict=True))


def measured(plan, **filters):
    rows = Measurement.objects.filter(scorecard_year__scorecard__plan=plan, **filters)
    return rows.order_by("scorecard_year__year", "pk")


def url(plan, unit=None):
    unit = unit or plan.scorecards.first().unit
    return reverse("indicators:plan-copy", args=["ACME", unit.code, 2012, plan.pk])


def test_the_new_plan_has_the_rules_and_the_note_of_the_old_one(source, copied):
    new = copied(source)
    assert (new.name, new.first_year, new.last_year) == ("Next", 2014, 2015)
    besides = {"name", "first_year", "last_year"}
    assert said(new, besides) == said(source, besides)


@pytest.mark.parametrize("model", WHOLE)
def test_what_is_copied_whole_says_the_same_in_every_field(model, source, copied):
    new = copied(source)
    found = pairs(model, source, new)
    assert found
    assert [said(each, {"plan"}) for _old, each in found] == [said(each, {"plan"}) for each, _new in found]


def test_objectives_and_scorecards_say_the_same(source, copied):
    new = copied(source)
    for old, copy in [*pairs(Objective, source, new), *pairs(Scorecard, source, new)]:
        assert said(copy, {"plan", "scorecard", "version"}) == said(old, {"plan", "scorecard", "version"})


def test_the_whole_kpi_sheet_goes_along_but_for_the_baseline(source, copied):
    for old, copy in pairs(Indicator, source, copied(source)):
        assert said(copy, BASELINE) == said(old, BASELINE)


def test_nothing_of_the_new_plan_leads_back_to_the_old_one(source, copied):
    new = copied(source)
    assert all(row.perspective.plan == row.scorecard.plan == new for row in rows_of(Objective, new))
    assert all(row.statement.plan == row.objective.scorecard.plan for row in rows_of(ObjectiveStatement, new))
    assert all(row.cause.scorecard == row.effect.scorecard for row in rows_of(ObjectiveLink, new))


def test_the_years_of_the_new_plan_are_open_and_empty_and_weigh_by_default(source, copied):
    new = copied(source)
    years = ScorecardYear.objects.filter(scorecard__plan=new, year__gte=2014)
    rules = {(year.weighting_mode, year.scheme, year.fixed_threshold, year.closed_at) for year in years}
    assert rules == {(source.weighting_mode, source.scheme, None, None)}
    rows = measured(new, scorecard_year__year__gte=2014).select_related("indicator")
    assert len(rows) == 2 * len(rows_of(Indicator, new))
    blank = Measurement()
    besides = {"indicator", "scorecard_year", "weight"}
    assert [row for row in rows if said(row, besides) != said(blank, besides)] == []
    assert [row for row in rows if row.weight != row.indicator.default_weight] == []


def test_every_year_has_the_default_weight_of_every_perspective_and_objective(source, copied):
    new = copied(source)
    years = ScorecardYear.objects.filter(scorecard__plan=new).count()
    assert years == len([2009, 2010, 2011, 2012, 2013, 2014, 2015])
    for model, weighed in ((PerspectiveWeight, Perspective), (ObjectiveWeight, Objective)):
        expected = sorted([row.default_weight for row in rows_of(weighed, new)] * years)
        assert sorted(row.weight for row in rows_of(model, new)) == expected


def test_achievements_become_history_without_the_targets_they_were_held_to(source, copied):
    new = copied(source)
    old_rows = measured(source, achievement__isnull=False)
    new_rows = measured(new, scorecard_year__year__lt=2014)
    kept = ("achievement", "note", "source", "entered_by", "scorecard_year__year", "indicator__code")
    assert list(new_rows.values_list(*kept)) == list(old_rows.values_list(*kept))
    plain = {(row.target, row.target_upper, row.level, row.state, row.version) for row in new_rows}
    assert plain == {(None, None, None, "draft", 1)}


def test_only_years_before_the_new_plan_become_history(cast, small, copied):
    new = copied(small, first_year=2010, last_year=2011, name="Earlier")
    assert set(measured(new, achievement__isnull=False).values_list("scorecard_year__year", flat=True)) == {
        2009
    }


def test_the_past_of_a_copied_copy_goes_along_too(small, copied):
    second = copied(copied(small), 2016, 2017)
    years = measured(second, achievement__isnull=False).values_list("scorecard_year__year", flat=True)
    assert set(years) == {2009, 2010, 2011, 2012, 2013}
    assert set(Indicator.objects.filter(objective__scorecard__plan=second).values_list("baseline")) == {
        (None,)
    }


def test_stored_scores_and_baselines_of_the_copy_are_what_the_rules_give(source, copied):
    copied(source)
    call_command("rescore", "--check")


def test_a_baseline_is_computed_from_the_last_years_of_the_old_plan(source, copied):
    for old, copy in pairs(Indicator, source, copied(source)):
        past = {
            row.scorecard_year.year: row.achievement
            for row in old.measurements.select_related("scorecard_year")
        }
        is_mean = old.baseline_method == "mean"
        years = range(2014 - (old.baseline_span if is_mean else 1), 2014)
        assert copy.baseline_method == ("mean" if is_mean else "previous")
        assert copy.baseline_span == old.baseline_span
        assert [*copy.baseline_inputs] == [str(year) for year in years]
        exact = sum(past[year] for year in years) / len(years)
        assert abs(copy.baseline - exact) <= Decimal("0.000001")


@pytest.mark.parametrize(
    ("method", "span", "past", "expected"),
    [
        ("decreed", None, {2013: 7}, ("previous", None, Decimal(7), {"2013": "7"})),
        ("decreed", None, {2012: 7}, ("decreed", None, None, {})),
        ("previous", None, {}, ("previous", None, None, {})),
        ("mean", 2, {2012: 4, 2013: 6}, ("mean", 2, Decimal(5), {"2012": "4", "2013": "6"})),
        ("mean", 1, {2012: 4, 2013: 6}, ("mean", 1, Decimal(6), {"2013": "6"})),
        ("mean", 2, {2013: 6}, ("mean", 2, None, {})),
        ("mean", None, {2010: 4, 2013: 6}, ("mean", None, Decimal(5), {"2010": "4", "2013": "6"})),
        ("mean", None, {}, ("mean", None, None, {})),
    ],
)
def test_a_new_baseline_follows_from_the_past_or_is_empty(method, span, past, expected):
    old = Indicator(
        baseline=9,
        baseline_method=method,
        baseline_span=span,
        baseline_inputs={"2010": "1", "2011": "3"},
        baseline_note="Old",
    )
    made = new_baseline(old, {year: Decimal(value) for year, value in past.items()}, 2014)
    names = ("baseline_method", "baseline_span", "baseline", "baseline_inputs")
    assert made == dict(zip(names, expected, strict=True), baseline_note="")


def test_work_programs_and_evidence_stay_behind(small, copied):
    new = copied(small)
    assert rows_of(WorkProgram, new) == rows_of(Evidence, new) == []


def test_objectives_of_units_below_support_the_copies_of_those_above(cast, small, copied):
    above = small.scorecards.get().objectives.first()
    below = ScorecardFactory(plan=small, unit=cast.desk)
    lower = UnitFactory(parent=cast.desk)
    supporter = ObjectiveFactory(scorecard=below, perspective=above.perspective, code="B1", parent=above)
    third = ScorecardFactory(plan=small, unit=lower)
    ObjectiveFactory(scorecard=third, perspective=above.perspective, code="C1", parent=supporter)
    new = copied(small)
    copies = {row.code: row for row in rows_of(Objective, new)}
    assert copies["C1"].parent == copies["B1"]
    assert copies["B1"].parent == copies[above.code]


def test_an_objective_is_copied_before_those_that_support_it_whatever_their_order(cast, small, copied):
    below = ScorecardFactory(plan=small, unit=cast.desk)
    early = small.scorecards.exclude(unit=cast.desk).get().objectives.order_by("pk").first()
    late = ObjectiveFactory(scorecard=below, perspective=early.perspective, code="LATE")
    Objective.objects.filter(pk=early.pk).update(parent=late)
    copies = {row.code: row for row in rows_of(Objective, copied(small))}
    assert copies[early.code].parent == copies["LATE"]


def test_the_scorecard_of_a_retired_unit_stays_behind(cast, small, copied):
    gone = UnitFactory(parent=cast.unit, active=False)
    above = ObjectiveFactory(scorecard=ScorecardFactory(plan=small, unit=gone))
    Objective.objects.filter(scorecard__unit=cast.unit).update(parent=above)
    new = copied(small)
    assert [row.unit for row in rows_of(Scorecard, new)] == [cast.unit]
    assert {row.parent for row in rows_of(Objective, new)} == {None}


def test_an_owner_who_has_left_is_not_named_again(cast, small, copied):
    objectives = Objective.objects.filter(scorecard__plan=small)
    objectives.update(owner=UserFactory())
    objectives.filter(pk=objectives.first().pk).update(owner=cast.person)
    assert {row.owner for row in rows_of(Objective, copied(small))} == {None, cast.person}


def test_who_entered_an_achievement_stays_named_with_it(cast, small, copied):
    remove_membership(cast.viewer.memberships.get(), by=cast.administrator)
    named = measured(copied(small), achievement__isnull=False).values_list("entered_by", flat=True)
    assert cast.viewer.pk in set(named)


def test_the_old_plan_is_only_read_closed_years_included(small, copied):
    before = {model: [said(row) for row in rows_of(model, small)] for model in CONTENTS}
    copied(small)
    assert {model: [said(row) for row in rows_of(model, small)] for model in CONTENTS} == before
    assert ScorecardYear.objects.filter(scorecard__plan=small, closed_at__isnull=False).exists()


def test_everything_that_is_made_leaves_a_trace(cast, small, copied):
    before = {model: model.history.count() for model in CONTENTS}
    new = copied(small)
    made = {model: len(rows_of(model, new)) for model in CONTENTS}
    assert {model: model.history.count() - before[model] for model in CONTENTS} == made


def test_the_new_years_can_be_scored(source, copied):
    new = copied(source)
    table = load_scorecard_year(ScorecardYear.objects.get(scorecard__plan=new, year=2014))
    assert {row.result.status for row in table.rows} == {"no_target"}


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [(2013, 2015, "first_year"), (2015, 2014, "last_year"), (2014, 2050, "last_year")],
)
def test_years_that_a_plan_can_not_have_are_refused_and_nothing_is_made(small, copied, first, last, field):
    with pytest.raises(ValidationError) as refused:
        copied(small, first, last)
    assert [*refused.value.error_dict] == [field]
    assert Plan.objects.count() == 1


def test_a_plan_that_is_gone_is_not_copied(cast, copied):
    plan = PlanFactory(organization=cast.unit.organization)
    Plan.objects.filter(pk=plan.pk).delete()
    with pytest.raises(ValidationError, match="deleted this plan"):
        copied(plan)


@pytest.mark.parametrize("indicators", [20, 200])
def test_a_plan_of_any_size_is_read_in_as_many_queries(indicators, scorecard, copied):
    of_size(scorecard, indicators)
    with CaptureQueriesContext(connection) as captured:
        copied(scorecard.plan)
    assert sum(1 for query in captured if query["sql"].startswith("SELECT")) == 18


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("Renstra 2012-2013", (2012, 2013), (2014, 2015), "Renstra 2014-2015"),
        ("Renstra 2012-2016", (2012, 2016), (2016, 2020), "Renstra 2016-2020"),
        ("RKT 2012", (2012, 2012), (2013, 2013), "RKT 2013"),
        ("RKT 2012", (2012, 2012), (2013, 2014), "RKT 2013–2014"),
        ("Renstra 2012-2013", (2012, 2013), (2014, 2014), "Renstra 2012-2013 2014"),
        ("Strategy", (2012, 2013), (2014, 2015), "Strategy 2014–2015"),
        ("x" * 200, (2012, 2013), (2014, 2015), "x" * 190 + " 2014–2015"),
    ],
)
def test_the_name_follows_the_years(name, old, new, expected):
    assert name_for_years(name, old, new) == expected


def test_the_page_offers_the_next_years_and_says_what_goes_along(cast, small, sign_in):
    page = sign_in(cast.administrator).get(url(small))
    assert page.context["form"].initial == {
        "name": "Renstra 2014-2015",
        "first_year": 2014,
        "last_year": 2015,
    }
    html = " ".join(page.content.decode().split())
    for words in (
        "6 indicators with their KPI sheets",
        "3 arrows of the map",
        "2009, 2010, 2011, 2012, 2013.",
    ):
        assert words in html


def test_the_page_names_the_retired_units_whose_scorecards_stay_behind(cast, small, sign_in):
    ScorecardFactory(plan=small, unit=UnitFactory(parent=cast.unit, active=False, name="Old works"))
    html = sign_in(cast.administrator).get(url(small, cast.unit)).content.decode()
    assert "a unit that has retired: Old works." in " ".join(html.split())


def test_the_form_copies_the_plan_and_leads_to_the_list_of_plans(cast, small, sign_in):
    sent = {"name": "Renstra II", "first_year": "2014", "last_year": "2016"}
    answer = sign_in(cast.administrator).post(url(small), sent)
    assert answer["Location"] == reverse("scorecards:plans", args=["ACME", cast.unit.code, 2012])
    assert Plan.objects.get(name="Renstra II").scorecards.get().years.count() == 3 + 5


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"name": ""}, "name", "This field is required"),
        ({"name": "x" * 10_000}, "name", "at most 200 characters"),
        ({"name": "a\0b"}, "name", "Null characters"),
        ({"first_year": "x"}, "first_year", "Read “x”; expected a year from 1900 to 2100"),
        ({"first_year": "9" * 30}, "first_year", "expected a year from 1900 to 2100"),
        ({"first_year": "2013"}, "first_year", "already covers 2012 to 2013"),
        ({"last_year": "2013"}, "last_year", "can&#x27;t be before the first"),
        ({"last_year": ""}, "last_year", "This field is required"),
    ],
)
def test_what_can_not_be_read_is_told_at_its_field(cast, small, sign_in, sent, field, said):
    whole = {"name": "Next", "first_year": "2014", "last_year": "2015", **sent}
    answer = sign_in(cast.administrator).post(url(small), whole)
    assert answer.status_code == 422
    assert [*answer.context["form"].errors] == [field]
    assert said in answer.content.decode()
    assert Plan.objects.count() == 1


def test_markup_in_a_name_stays_text(cast, small, sign_in):
    client = sign_in(cast.administrator)
    client.post(url(small), {"name": "<script>x</script>", "first_year": "2014", "last_year": "2015"})
    html = client.get(url(Plan.objects.get(first_year=2014))).content.decode()
    assert "<script>x" not in html


@pytest.mark.parametrize(("who", "shown"), [("administrator", True), ("manager", False), ("viewer", False)])
def test_the_list_of_plans_offers_the_copy_to_those_who_may(cast, small, sign_in, who, shown):
    page = sign_in(cast.by_name(who)).get(reverse("scorecards:plans", args=["ACME", cast.unit.code, 2012]))
    assert (url(small) in page.content.decode()) is shown


@pytest.mark.parametrize("indicators", [20, 200])
def test_the_page_costs_the_same_for_a_plan_of_any_size(indicators, scorecard, cast, sign_in):
    of_size(scorecard, indicators)
    client = sign_in(cast.administrator)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url(scorecard.plan)).status_code == 200
    assert len(captured) == 18


def test_a_copy_made_before_the_last_year_is_complete_keeps_the_rules_and_says_what_lacks(
    cast, small, sign_in
):
    means = Indicator.objects.filter(objective__scorecard__plan=small)
    means.update(baseline_method="mean", baseline_span=3, baseline_inputs={}, baseline=None)
    measured(small, scorecard_year__year=2013).update(achievement=None, level=None, attainment=None)
    client = sign_in(cast.administrator)
    assert "Still without achievements: 2013." in " ".join(client.get(url(small)).content.decode().split())
    sent = {"name": "Next", "first_year": "2014", "last_year": "2015"}
    html = client.post(url(small), sent, follow=True).content.decode()
    assert "6 baselines keep their rules and are still empty." in html
    assert "They lack achievements of these years: 2013." in html
    new = Indicator.objects.filter(objective__scorecard__plan__name="Next")
    kept = new.values_list("baseline_method", "baseline_span", "baseline")
    assert set(kept) == {("mean", 3, None)}


def test_a_copy_whose_baselines_are_all_there_says_nothing_more(cast, small, sign_in):
    sent = {"name": "Next", "first_year": "2014", "last_year": "2015"}
    html = sign_in(cast.administrator).post(url(small), sent, follow=True).content.decode()
    assert "still empty" not in html

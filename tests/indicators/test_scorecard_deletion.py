"""Deleting a scorecard: what goes with it, what keeps it, and where the pages lead to it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Indicator, Initiative, Measurement
from organizations.models import Membership
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    PerspectiveWeight,
    Scorecard,
    ScorecardYear,
)
from scorecards.services import create_objective, create_scorecard
from tests.factories import (
    InitiativeFactory,
    MembershipFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    ScorecardFactory,
    StatementFactory,
)

CONTENTS = (
    Scorecard,
    ScorecardYear,
    PerspectiveWeight,
    ObjectiveWeight,
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    Indicator,
    Measurement,
    Initiative,
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast.administrator


@pytest.fixture
def objective(scorecard, by):
    perspective = scorecard.plan.perspectives.first()
    return create_objective(scorecard=scorecard, perspective=perspective, code="SS1", name="Earn", by=by)


@pytest.fixture
def indicator(objective, by):
    return services.create_indicator(
        objective=objective, code="SS1-1", name="ROI", unit_of_measure="%", by=by
    )


@pytest.fixture
def full(scorecard, objective, indicator, by):
    """The scorecard with one of everything, and a target."""
    other = create_objective(
        scorecard=scorecard, perspective=objective.perspective, code="SS2", name="Sell", by=by
    )
    ObjectiveLinkFactory(cause=other, effect=objective)
    StatementFactory(plan=scorecard.plan).ticks.create(objective=objective)
    InitiativeFactory(indicator=indicator, name="Train people")
    for year in scorecard.years.all():
        PerspectiveWeight.objects.create(scorecard_year=year, perspective=objective.perspective)
    measure(indicator, by, target=Decimal(12))
    return scorecard


def measure(indicator, by, **changes):
    row = indicator.measurements.get(scorecard_year__year=2012)
    return write_measurement(measurement=row, changes=changes, by=by)


def close(scorecard, by):
    scorecard.years.filter(year=2012).update(closed_at=timezone.now(), closed_by=by)


def address(scorecard, unit=None):
    unit = unit or scorecard.unit
    place = [unit.organization.code, unit.code, 2012]
    return reverse("indicators:scorecard-delete", args=[*place, scorecard.plan_id])


def test_everything_in_a_scorecard_goes_with_it(full, by):
    before = {model: model.objects.count() for model in CONTENTS}
    services.delete_scorecard(full, by=by)
    assert 0 not in before.values()
    assert [model.objects.count() for model in CONTENTS] == [0] * len(CONTENTS)


def test_everything_that_goes_leaves_a_trace_with_its_reason(full, by):
    before = {model: model.objects.count() for model in CONTENTS}
    services.delete_scorecard(full, by=by, reason="Made by mistake")
    traces = {"history_type": "-", "history_user": by, "history_change_reason": "Made by mistake"}
    assert {model: model.history.filter(**traces).count() for model in CONTENTS} == before


def test_another_scorecard_of_the_plan_stays_as_it_is(full, cast, by):
    other = create_scorecard(plan=full.plan, unit=cast.desk, by=by)
    perspective = full.plan.perspectives.first()
    theirs = create_objective(scorecard=other, perspective=perspective, code="SS1", name="Earn", by=by)
    services.create_indicator(objective=theirs, code="SS1-1", name="ROI", unit_of_measure="%", by=by)
    services.delete_scorecard(full, by=by)
    assert [Objective.objects.get(), Indicator.objects.get().objective] == [theirs, theirs]
    assert (other.years.count(), Measurement.objects.count(), ObjectiveWeight.objects.count()) == (2, 2, 2)


def test_an_objective_of_a_unit_below_no_longer_supports_what_is_gone(full, objective, cast, by):
    below = ObjectiveFactory(scorecard=ScorecardFactory(plan=full.plan, unit=cast.desk), parent=objective)
    services.delete_scorecard(full, by=by)
    below.refresh_from_db()
    assert (below.parent, below.history.first().history_user) == (None, by)


def test_a_scorecard_that_holds_an_achievement_stays_and_names_it(full, indicator, by):
    measure(indicator, by, achievement=Decimal(0))
    with pytest.raises(ValidationError, match=r"2012 holds achievements \(SS1-1\)\. Clear them first\."):
        services.delete_scorecard(full, by=by)
    assert Measurement.objects.exists()


def test_achievements_of_years_before_the_plan_go_along_and_are_named(full, indicator, by, sign_in):
    services.write_history(indicator=indicator, values={2010: Decimal(3), 2009: Decimal(0)}, by=by)
    html = sign_in(by).get(address(full)).content.decode()
    assert "2 achievements of the years before the plan (2009, 2010)" in html
    services.delete_scorecard(full, by=by)
    assert not Measurement.objects.exists()


def test_a_scorecard_with_a_closed_year_stays(full, by):
    close(full, by)
    with pytest.raises(ValidationError, match="The year 2012 is closed"):
        services.delete_scorecard(full, by=by)


def test_a_scorecard_is_not_deleted_twice(scorecard, by):
    services.delete_scorecard(Scorecard.objects.get(), by=by)
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        services.delete_scorecard(scorecard, by=by)


def test_nothing_is_added_to_a_scorecard_that_is_gone(scorecard, by):
    services.delete_scorecard(Scorecard.objects.get(), by=by)
    perspective = scorecard.plan.perspectives.first()
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        create_objective(scorecard=scorecard, perspective=perspective, code="SS1", name="Earn", by=by)


def test_the_page_lists_what_goes_with_a_scorecard(sign_in, full, by):
    html = sign_in(by).get(address(full)).content.decode()
    said = (
        "Year 2013",
        "SS1 Earn",
        "SS1-1 ROI",
        "SS1-1 in 2012: target 12",
        "Train people",
        "1 tick",
        "1 arrow",
    )
    assert [each for each in said if each not in html] == []


def test_an_administrator_of_the_unit_deletes_its_scorecard(sign_in, scorecard, cast):
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    chief = MembershipFactory(unit=cast.desk, role=Membership.Role.ADMINISTRATOR).user
    answer = sign_in(chief).post(address(card), {"reason": "By mistake"})
    assert answer.status_code == 302
    assert list(Scorecard.objects.all()) == [scorecard]


def test_the_page_says_why_a_scorecard_stays_and_offers_no_button(sign_in, full, indicator, by):
    measure(indicator, by, achievement=Decimal(3))
    close(full, by)
    html = sign_in(by).get(address(full)).content.decode()
    assert "The year 2012 is closed" in html
    assert "The year 2012 holds achievements" in html
    assert "btn-danger" not in html


def test_a_scorecard_that_has_to_stay_is_not_deleted_by_force(sign_in, full, by):
    close(full, by)
    assert sign_in(by).post(address(full)).status_code == 422
    assert Scorecard.objects.exists()


def test_a_unit_without_a_scorecard_in_the_plan_has_no_such_page(sign_in, scorecard, cast, by):
    assert sign_in(by).get(address(scorecard, cast.desk)).status_code == 404


@pytest.mark.parametrize(("who", "shown"), [("administrator", True), ("manager", False)])
def test_the_list_of_plans_offers_the_deletion_to_administrators(sign_in, scorecard, cast, who, shown):
    html = sign_in(cast.by_name(who)).get(reverse("scorecards:plans", args=["ACME", "ACME", 2012]))
    assert (address(scorecard) in html.content.decode()) is shown

"""The emergency admin: what belongs to a year is only read."""

import pytest
from django.urls import reverse

from tests.factories import (
    ObjectiveFactory,
    ObjectiveLinkFactory,
    ObjectiveWeightFactory,
    PerspectiveWeightFactory,
    StatementFactory,
    UserFactory,
)

READ_ONLY = ["perspective", "objective", "scorecard", "scorecardyear", "scoringscheme"]


@pytest.fixture
def superuser(sign_in, db):
    return sign_in(UserFactory(is_staff=True, is_superuser=True))


@pytest.fixture
def rows(scorecard):
    year = scorecard.years.first()
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    return {
        "perspective": objective.perspective,
        "objective": objective,
        "scorecard": scorecard,
        "scorecardyear": year,
        "scoringscheme": year.scheme,
        "perspectiveweight": PerspectiveWeightFactory(scorecard_year=year, perspective=objective.perspective),
        "objectiveweight": ObjectiveWeightFactory(scorecard_year=year, objective=objective),
        "plan": scorecard.plan,
        "statement": StatementFactory(plan=scorecard.plan),
        "objectivelink": ObjectiveLinkFactory(cause=objective, effect__perspective=objective.perspective),
    }


@pytest.mark.parametrize("name", [*READ_ONLY, "perspectiveweight", "objectiveweight"])
def test_year_data_is_shown_and_not_written(superuser, rows, name):
    url = reverse(f"admin:scorecards_{name}_change", args=[rows[name].pk])
    assert superuser.get(url).status_code == 200
    assert superuser.post(url, {}).status_code == 403


@pytest.mark.parametrize("name", [*READ_ONLY, "plan", "statement", "objectivelink", "objectivestatement"])
def test_every_list_opens(superuser, rows, name):
    assert superuser.get(reverse(f"admin:scorecards_{name}_changelist")).status_code == 200


@pytest.mark.parametrize("name", ["plan", "statement", "objectivelink"])
def test_a_row_shows_its_history(superuser, rows, name):
    url = reverse(f"admin:scorecards_{name}_history", args=[rows[name].pk])
    assert superuser.get(url).status_code == 200


def test_plans_are_deleted_by_the_service_alone(superuser, rows):
    url = reverse("admin:scorecards_plan_delete", args=[rows["plan"].pk])
    assert superuser.post(url, {"post": "yes"}).status_code == 403


def test_a_plan_is_not_reverted_to_years_that_it_had(superuser, rows):
    trace = rows["plan"].history.earliest()
    url = reverse("admin:scorecards_plan_simple_history", args=[rows["plan"].pk, trace.pk])
    assert superuser.post(url, {"name": "As it was"}).status_code == 403

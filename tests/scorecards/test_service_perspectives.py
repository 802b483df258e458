"""Perspectives and their weights."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from scorecards import services
from scorecards.locks import YearClosed
from scorecards.models import PerspectiveWeight
from tests.factories import ObjectiveFactory, PlanFactory


def codes(plan):
    return "".join(plan.perspectives.order_by("order").values_list("code", flat=True))


def test_a_business_puts_finance_on_top(db):
    plan = PlanFactory()
    services.create_default_perspectives(plan, by=None)
    assert codes(plan) == "FCPL"


def test_a_public_body_puts_its_stakeholders_on_top(db):
    plan = PlanFactory()
    services.create_default_perspectives(plan, by=None, public_sector=True)
    assert codes(plan) == "SPLF"


def test_a_perspective_named_in_one_language_shows_that_name_in_the_other(db):
    perspective = services.create_perspective(plan=PlanFactory(), code="X", name_id="Finansial", by=None)
    with translation.override("en"):
        assert perspective.name == "Finansial"


def test_a_new_perspective_is_weighed_in_every_year(scorecard):
    perspective = services.create_perspective(
        plan=scorecard.plan, code="X", name_en="Extra", default_weight=2, by=None
    )
    weights = PerspectiveWeight.objects.filter(perspective=perspective)
    assert list(weights.values_list("scorecard_year__year", "weight")) == [(2012, 2), (2013, 2)]


def test_a_new_perspective_leaves_closed_years_alone(scorecard, cast, close):
    close(scorecard, 2012, cast.administrator)
    perspective = services.create_perspective(plan=scorecard.plan, code="X", name_en="Extra", by=None)
    weights = PerspectiveWeight.objects.filter(perspective=perspective)
    assert list(weights.values_list("scorecard_year__year", flat=True)) == [2013]


def test_a_code_is_used_once_in_a_plan_and_the_error_stands_at_it(scorecard):
    with pytest.raises(ValidationError) as caught:
        services.create_perspective(plan=scorecard.plan, code="F", name_en="Again", by=None)
    assert caught.value.message_dict == {"code": ["Another perspective of this plan uses this code."]}


def test_a_perspective_needs_a_name(scorecard):
    with pytest.raises(ValidationError, match="at least one language"):
        services.create_perspective(plan=scorecard.plan, code="X", by=None)


def test_a_changed_default_weight_leaves_the_years_alone(scorecard):
    perspective = services.create_perspective(plan=scorecard.plan, code="X", name_en="Extra", by=None)
    services.change_perspective(perspective, by=None, default_weight=5)
    assert set(perspective.year_weights.values_list("weight", flat=True)) == {1}


@pytest.mark.parametrize(
    ("code", "direction", "expected"),
    [("F", "down", "CFPL"), ("L", "up", "FCLP"), ("F", "up", "FCPL"), ("L", "down", "FCPL")],
)
def test_a_perspective_changes_places_with_its_neighbour(scorecard, code, direction, expected):
    perspective = scorecard.plan.perspectives.get(code=code)
    moved = services.move_perspective(perspective, direction=direction, by=None)
    assert (codes(scorecard.plan), moved) == (expected, expected != "FCPL")


def test_a_perspective_moves_up_or_down_only(scorecard):
    with pytest.raises(ValidationError, match="up or down"):
        services.move_perspective(scorecard.plan.perspectives.first(), direction="left", by=None)


def test_moving_leaves_a_trace_of_both_perspectives(scorecard, cast):
    perspective = scorecard.plan.perspectives.get(code="F")
    services.move_perspective(perspective, direction="down", by=cast.administrator)
    changed = {row.code for row in type(perspective).history.filter(history_type="~")}
    assert changed == {"F", "C"}


def test_a_perspective_that_holds_objectives_stays(scorecard):
    perspective = scorecard.plan.perspectives.get(code="F")
    ObjectiveFactory(scorecard=scorecard, perspective=perspective)
    with pytest.raises(ValidationError, match="holds 1 objective"):
        services.delete_perspective(perspective, by=None)


def test_an_empty_perspective_is_deleted_with_its_weights(scorecard):
    perspective = services.create_perspective(plan=scorecard.plan, code="X", name_en="Extra", by=None)
    services.delete_perspective(perspective, by=None)
    assert codes(scorecard.plan) == "FCPL"
    assert not PerspectiveWeight.objects.filter(perspective_id=perspective.pk).exists()


def test_a_closed_year_keeps_its_perspectives(scorecard, cast, close):
    close(scorecard, 2013, cast.administrator)
    with pytest.raises(YearClosed):
        services.delete_perspective(scorecard.plan.perspectives.first(), by=None)


@pytest.mark.parametrize(
    "write",
    [
        lambda plan: services.create_perspective(plan=plan, code="X", name_en="Extra", by=None),
        lambda plan: services.change_perspective(plan.perspectives.first(), by=None, name_en="New"),
        lambda plan: services.move_perspective(plan.perspectives.first(), direction="down", by=None),
        lambda plan: services.delete_perspective(plan.perspectives.first(), by=None),
    ],
    ids=["create", "change", "move", "delete"],
)
def test_every_change_of_perspectives_raises_the_version(scorecard, write):
    write(scorecard.plan)
    scorecard.refresh_from_db()
    assert scorecard.version == 2

"""Cause-effect links: a graph without cycles."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecards import services
from scorecards.models import ObjectiveLink
from tests.factories import ObjectiveFactory


@pytest.fixture
def objectives(scorecard):
    perspective = scorecard.plan.perspectives.first()
    made = [
        ObjectiveFactory(scorecard=scorecard, perspective=perspective, code=f"SS{n}") for n in range(1, 6)
    ]
    return {objective.code: objective for objective in made}


def link(objectives, cause, effect):
    return services.create_link(cause=objectives[cause], effect=objectives[effect], by=None)


def test_the_message_about_a_cycle_names_its_chain(objectives):
    link(objectives, "SS1", "SS2")
    link(objectives, "SS2", "SS3")
    with pytest.raises(ValidationError, match="circle: SS3 → SS1 → SS2 → SS3"):
        link(objectives, "SS3", "SS1")


def test_two_ways_to_one_effect_are_no_cycle(objectives):
    for cause, effect in (("SS1", "SS2"), ("SS1", "SS3"), ("SS2", "SS4"), ("SS3", "SS4")):
        link(objectives, cause, effect)
    assert ObjectiveLink.objects.count() == 4


def test_an_objective_does_not_drive_itself(objectives):
    with pytest.raises(ValidationError, match="can't drive itself"):
        link(objectives, "SS1", "SS1")


def test_a_link_is_drawn_once(objectives):
    link(objectives, "SS1", "SS2")
    with pytest.raises(ValidationError) as caught:
        link(objectives, "SS1", "SS2")
    assert caught.value.message_dict == {"effect": ["This link is already on the map."]}


def test_a_link_stays_in_its_scorecard(objectives):
    with pytest.raises(ValidationError, match="another scorecard"):
        services.create_link(cause=objectives["SS1"], effect=ObjectiveFactory(), by=None)


def test_a_link_may_be_turned_round(objectives):
    drawn = link(objectives, "SS1", "SS2")
    turned = services.change_link(drawn, cause=objectives["SS2"], effect=objectives["SS1"], by=None)
    assert str(turned).startswith("SS2")


def test_a_changed_link_closes_no_cycle(objectives):
    link(objectives, "SS1", "SS2")
    drawn = link(objectives, "SS2", "SS3")
    with pytest.raises(ValidationError, match="SS2 → SS1 → SS2"):
        services.change_link(drawn, effect=objectives["SS1"], by=None)


def test_a_link_does_not_move_to_another_scorecard(objectives):
    other = ObjectiveFactory()
    effect = ObjectiveFactory(scorecard=other.scorecard)
    with pytest.raises(ValidationError, match="another scorecard"):
        services.change_link(link(objectives, "SS1", "SS2"), cause=other, effect=effect, by=None)


def test_a_deleted_link_leaves_a_trace(objectives, cast):
    services.delete_link(link(objectives, "SS1", "SS2"), by=cast.staff)
    assert ObjectiveLink.history.first().history_user == cast.staff


def test_a_link_is_deleted_once(objectives, cast):
    drawn = link(objectives, "SS1", "SS2")
    services.delete_link(ObjectiveLink.objects.get(), by=cast.staff)
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        services.delete_link(drawn, by=cast.staff)
    assert ObjectiveLink.history.filter(history_type="-").count() == 1


def test_links_raise_the_version(objectives, scorecard):
    drawn = link(objectives, "SS1", "SS2")
    services.change_link(drawn, note="More profit", by=None)
    services.delete_link(drawn, by=None)
    scorecard.refresh_from_db()
    assert scorecard.version == 4


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=12))
def test_no_series_of_links_ever_closes_a_cycle(objectives, pairs):
    ObjectiveLink.objects.all().delete()
    for cause, effect in pairs:
        try:
            link(objectives, f"SS{cause}", f"SS{effect}")
        except ValidationError:
            continue
    edges = set(ObjectiveLink.objects.values_list("cause", "effect"))
    nodes = {objective.pk for objective in objectives.values()}
    while ends := {node for node in nodes if not any(cause == node for cause, _ in edges)}:
        nodes -= ends
        edges = {(cause, effect) for cause, effect in edges if effect not in ends}
    assert not nodes

"""What a card of the strategy map opens: the objective with its indicators of the year."""

import pytest

from indicators.models import Measurement
from scorecards import services
from scorecards.models import Objective
from tests.factories import ObjectiveFactory, ObjectiveLinkFactory, StatementFactory
from tests.indicators.scorecards import of_size
from tests.performance.test_table_page import read


@pytest.fixture
def objective(on_target_in_2012):
    """SS6, which drives SS4 and comes from a mission."""
    objectives = {each.code: each for each in Objective.objects.filter(scorecard=on_target_in_2012)}
    ObjectiveLinkFactory(cause=objectives["SS6"], effect=objectives["SS4"])
    mission = StatementFactory(plan=on_target_in_2012.plan, kind="mission", text="Serve <b>well</b>")
    services.set_tick(objective=objectives["SS6"], statement=mission, ticked=True, by=None)
    return objectives["SS6"]


@pytest.fixture
def address(place, objective):
    return place(f"strategy/map/objectives/{objective.pk}/")


def test_the_indicators_stand_with_target_achievement_and_status(cast, sign_in, place, objective, address):
    row = Measurement.objects.get(indicator__code="SS6-1", scorecard_year__year=2012)
    page = read(sign_in(cast.viewer), address)
    for words in ("SS6-1", row.indicator.name, "Target", "Achievement", "On target"):
        assert words in page
    assert place(f"indicators/{row.indicator_id}/") in page
    assert f"{place('performance/')}#objective-{objective.pk}" in page


def test_what_it_comes_from_and_drives_is_named(cast, sign_in, address):
    page = read(sign_in(cast.viewer), address)
    assert "Serve &lt;b&gt;well&lt;/b&gt;" in page
    assert "Drives" in page
    assert "SS4" in page
    assert "Is driven by" not in page


def test_only_who_may_change_the_plan_is_led_to_the_form(cast, sign_in, address):
    assert "Edit the objective" in read(sign_in(cast.staff), address)
    assert "Edit the objective" not in read(sign_in(cast.viewer), address)


def test_the_side_panel_gets_the_part_alone(cast, sign_in, address):
    response = sign_in(cast.viewer).get(address, headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_an_objective_without_indicators_says_so(cast, sign_in, place, scorecard):
    bare = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    page = read(sign_in(cast.viewer), place(f"strategy/map/objectives/{bare.pk}/"))
    assert "No indicator measures this objective in this year." in page


def test_an_objective_of_another_scorecard_is_not_there(cast, sign_in, place, objective):
    other = ObjectiveFactory()
    assert sign_in(cast.viewer).get(place(f"strategy/map/objectives/{other.pk}/")).status_code == 404


@pytest.mark.parametrize("indicators", [20, 200])
def test_it_takes_the_same_queries_at_any_size(
    indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    key = Objective.objects.filter(scorecard=scorecard).first().pk
    client = sign_in(cast.viewer)
    with django_assert_num_queries(12):
        assert client.get(place(f"strategy/map/objectives/{key}/")).status_code == 200

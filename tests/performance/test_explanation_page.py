"""The explanation of a score: as a page of its own, and in the side panel."""

from decimal import Decimal

import pytest

from indicators.models import Measurement
from tests.factories import ScorecardFactory, ScorecardYearFactory
from tests.indicators.scorecards import of_size
from tests.performance.test_table_page import text_of

IN_PANEL = {"HX-Request": "true"}


@pytest.fixture
def measurement(on_target_in_2012):
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    row.achievement = Decimal("12.9")
    row.save()
    return row


def path_of(measurement: Measurement) -> str:
    return f"performance/{measurement.pk}/explanation/"


def test_the_page_says_why_the_level_is_what_it_is(cast, sign_in, place, measurement):
    page = text_of(sign_in(cast.viewer).get(place(path_of(measurement))))
    assert "12.9 % is above the target of 12.6 % and higher is better: level 3." in page
    assert "Weight 1: contributes 3 of 41." in page
    assert "<html" in page


def test_the_side_panel_gets_the_explanation_without_the_frame(cast, sign_in, place, measurement):
    response = sign_in(cast.viewer).get(place(path_of(measurement)), headers=IN_PANEL)
    assert "level 3." in text_of(response)
    assert "<html" not in text_of(response)
    assert "HX-Request" in response["Vary"]


def test_it_speaks_the_readers_language(cast, sign_in, place, measurement):
    cast.viewer.language = "id"
    cast.viewer.save()
    page = text_of(sign_in(cast.viewer).get(place(path_of(measurement))))
    assert "12,9 %" in page


def test_a_missing_achievement_is_explained_as_missing(cast, sign_in, place, measurement):
    Measurement.objects.filter(pk=measurement.pk).update(achievement=None, level=None, attainment=None)
    page = text_of(sign_in(cast.viewer).get(place(path_of(measurement))))
    assert "There is no achievement yet" in page


def test_an_outsider_finds_nothing(cast, sign_in, place, measurement):
    assert sign_in(cast.outsider).get(place(path_of(measurement))).status_code == 404


def test_a_measurement_of_another_year_is_not_found(cast, sign_in, place, measurement):
    assert sign_in(cast.viewer).get(place(path_of(measurement), year=2013)).status_code == 404


def test_a_person_does_not_find_the_organizations_measurement_at_the_own_desk(
    cast, sign_in, place, measurement
):
    card = ScorecardFactory(plan=measurement.scorecard_year.scorecard.plan, unit=cast.desk)
    ScorecardYearFactory(scorecard=card, year=2012)
    response = sign_in(cast.person).get(place(path_of(measurement), unit=cast.desk))
    assert response.status_code == 404


def test_an_unknown_measurement_is_not_found(cast, sign_in, place, measurement):
    assert sign_in(cast.viewer).get(place("performance/999999999/explanation/")).status_code == 404


def test_it_takes_no_writes(cast, sign_in, place, measurement):
    assert sign_in(cast.administrator).post(place(path_of(measurement))).status_code == 405


@pytest.mark.parametrize("indicators", [20, 200])
def test_it_takes_the_same_queries_at_any_size(
    indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    row = Measurement.objects.filter(scorecard_year__year=2012).first()
    client = sign_in(cast.viewer)
    with django_assert_num_queries(7):
        assert client.get(place(path_of(row)), headers=IN_PANEL).status_code == 200

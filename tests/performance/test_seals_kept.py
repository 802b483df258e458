"""Seals stay: what a seal names is not deleted, also when its year was opened again."""

import pytest
from django.core.exceptions import ValidationError

from indicators import services
from indicators.models import Measurement, Seal, SealUnit
from organizations.services import change_unit, delete_unit
from performance.closing_services import OfMissing, close_year, reopen_year
from scorecards.models import Plan, Scorecard, ScorecardYear
from tests.factories import UnitFactory
from tests.indicators.berdikari import on_target
from tests.indicators.scorecards import berdikari

KEPT = "was closed and opened again: its seal is kept"


@pytest.fixture
def division(cast):
    return UnitFactory(parent=cast.unit, code="DIV")


@pytest.fixture
def reopened(cast, division):
    """A desk's scorecard whose 2012 was sealed below a division, opened again and emptied."""
    change_unit(cast.desk, parent=division, by=cast.administrator)
    cast.desk.refresh_from_db()
    card = berdikari(cast.desk, achieve={2012: on_target})
    year = ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=2012)
    close_year(scorecard_year=year, missing=OfMissing.REFUSE, by=cast.administrator)
    reopen_year(scorecard_year=year, reason="A wrong invoice", by=cast.administrator)
    Measurement.objects.filter(scorecard_year=year).update(
        achievement=None, level=None, attainment=None, target=None, note=""
    )
    return card


def test_a_seal_names_each_unit_of_its_path(reopened, cast, division):
    assert set(SealUnit.objects.values_list("unit", flat=True)) == {cast.unit.pk, division.pk, cast.desk.pk}


def test_a_scorecard_with_a_seal_is_not_deleted(reopened, cast):
    with pytest.raises(ValidationError, match=KEPT):
        services.delete_scorecard(reopened, by=cast.administrator)
    assert Scorecard.objects.filter(pk=reopened.pk).exists()


def test_a_plan_with_a_seal_is_not_deleted(reopened, cast):
    with pytest.raises(ValidationError, match=KEPT):
        services.delete_plan_with_scorecards(reopened.plan, by=cast.administrator)
    assert Plan.objects.filter(pk=reopened.plan_id).exists()


def test_a_year_with_a_seal_does_not_leave_its_plan(reopened, cast):
    with pytest.raises(ValidationError, match=KEPT):
        services.set_plan_years(reopened.plan, first_year=2013, last_year=2013, by=cast.administrator)
    assert reopened.years.filter(year=2012).exists()


def test_a_unit_that_a_seal_names_is_not_deleted_when_nothing_lies_below_it_any_more(
    reopened, cast, division
):
    change_unit(cast.desk, parent=cast.unit, by=cast.administrator)
    with pytest.raises(ValidationError, match=r"Sealed years still belong to it"):
        delete_unit(division, by=cast.administrator)


def test_a_practice_copy_with_a_seal_is_thrown_away_with_it(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    copy = services.make_practice_copy(card, by=cast.administrator)
    year = ScorecardYear.objects.get(scorecard__unit=copy, year=2012)
    close_year(scorecard_year=year, missing=OfMissing.REFUSE, by=cast.administrator)
    services.throw_away(copy.organization, by=cast.administrator)
    assert (Seal.objects.count(), Seal.history.filter(history_type="-").count()) == (0, 1)

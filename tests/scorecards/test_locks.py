"""The lock of a scorecard's years."""

import pytest
from django.utils import timezone

from scorecards.locks import YearClosed, lock_open_years, lock_years
from tests.factories import ScorecardYearFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def years(scorecard):
    """2012 and 2014 are open, 2013 between them is closed."""
    scorecard.plan.last_year = 2014
    scorecard.plan.save()
    ScorecardYearFactory(scorecard=scorecard, year=2014)
    scorecard.years.filter(year=2013).update(closed_at=timezone.now(), closed_by=UserFactory())
    return scorecard


def test_all_years_are_locked_unless_some_are_named(years):
    assert [year.year for year in lock_years(years)] == [2012, 2013, 2014]


def test_a_closed_year_between_those_that_are_asked_for_is_none_of_them(years):
    assert [year.year for year in lock_open_years(years, [2014, 2012])] == [2012, 2014]


def test_a_closed_year_that_is_asked_for_is_refused(years):
    with pytest.raises(YearClosed):
        lock_open_years(years, [2013])


def test_no_years_are_none(years):
    assert lock_years(years, []) == []

"""Closing years, which only a later app does, for tests of what a closed year refuses."""

import pytest
from django.utils import timezone


@pytest.fixture
def close(db):
    """Closes a year of a scorecard."""

    def close_year(scorecard, year, by):
        scorecard.years.filter(year=year).update(closed_at=timezone.now(), closed_by=by)

    return close_year

"""Who looks at performance: pages are read in English unless a test says otherwise."""

from decimal import Decimal as D

import pytest

from tests.factories import MeasurementFactory
from tests.indicators.berdikari import on_target
from tests.indicators.scorecards import berdikari


@pytest.fixture
def place(cast):
    """The address of a page of the cast's root unit, or of another."""

    def address(path: str = "", *, year: int = 2012, unit=None) -> str:
        unit = unit or cast.unit
        return f"/o/{unit.organization.code}/{unit.code}/{year}/{path}"

    return address


@pytest.fixture
def on_target_in_2012(cast):
    """PT Berdikari's printed plan with every achievement of 2012 equal to its target, 2013 empty."""
    return berdikari(cast.unit, achieve={2012: on_target})


@pytest.fixture
def measured(scorecard):
    """Makes a result of 50 against a target of 100, in a year of the scorecard."""

    def make(code: str = "SS1-1", *, year: int = 2012, achievement: str | None = "50"):
        row = MeasurementFactory(
            scorecard_year=scorecard.years.get(year=year),
            indicator__code=code,
            achievement=achievement and D(achievement),
        )
        if achievement is not None:
            row.level, row.attainment = (1, D(50)) if D(achievement) < 100 else (3, D(150))
            row.save()
        return row

    return make

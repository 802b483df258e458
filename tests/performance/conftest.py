"""Who looks at performance: pages are read in English unless a test says otherwise."""

import pytest

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

"""PT Berdikari's scorecard on the live server, two members of staff, and pages as they see them."""

import pytest

from organizations.models import Membership
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.grids import ENTRY
from tests.indicators.scorecards import berdikari


@pytest.fixture
def unit(live_server):
    unit = RootUnitFactory(organization__code="ACME")
    berdikari(unit)
    return unit


@pytest.fixture
def staff(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.STAFF, user__name="Sari").user


@pytest.fixture
def colleague(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.STAFF, user__name="Rina").user


@pytest.fixture
def manager(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.MANAGER, user__name="Budi").user


@pytest.fixture
def open_as(new_page):
    def go(user, path: str = ENTRY, **options):
        page = new_page(**options)
        let_in(page, user)
        page.goto(path)
        return page

    return go


@pytest.fixture
def grid(open_as, staff):
    """The entry page as a member of staff sees it in English."""
    return open_as(staff)

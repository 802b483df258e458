"""Follow-ups in a real browser: a manager writes one, its owner reports it as done, the manager closes it."""

import pytest
from playwright.sync_api import expect

from indicators.measuring import write_measurement
from organizations.models import Membership
from performance.models import FollowUp
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.berdikari import on_target
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE = "/o/ACME/ACME/2012/follow-ups/"


@pytest.fixture
def unit(live_server):
    unit = RootUnitFactory(organization__code="ACME")
    scorecard = berdikari(unit, achieve={2012: on_target})
    row = scorecard.years.get(year=2012).measurements.get(indicator__code="SS1-1")
    write_measurement(measurement=row, changes={"achievement": row.target - 1}, by=None)
    return unit


@pytest.fixture
def open_as(new_page, unit):
    def go(role: str, name: str):
        user = MembershipFactory(unit=unit, role=role, user__name=name).user
        page = new_page(language="en-US")
        let_in(page, user)
        return page

    return go


def test_a_result_is_answered_reported_on_and_closed(open_as) -> None:
    manager = open_as(Membership.Role.MANAGER, "Rina")
    owner = open_as(Membership.Role.VIEWER, "Budi")
    manager.goto(PAGE)
    manager.get_by_role("link", name="Write a follow-up of SS1-1").click()
    manager.get_by_role("textbox", name="Cause").fill("The press stood still")
    manager.get_by_role("textbox", name="Action").fill("Maintain the press")
    manager.get_by_label("Owner").select_option(label="Budi")
    manager.get_by_label("Due date").fill("2013-03-31")
    manager.get_by_role("button", name="Save").click()
    expect(manager.get_by_role("heading", name="Without an answer")).to_have_count(0)

    owner.goto(f"{PAGE}?show=mine")
    owner.get_by_role("link", name="Report progress: Maintain the press").click()
    owner.get_by_label("Reported as done").check()
    owner.get_by_role("textbox", name="Progress").fill("The new plan runs")
    owner.get_by_role("button", name="Save").click()
    expect(owner.locator(".follow-up")).to_contain_text("Reported as done")

    manager.goto("/o/ACME/ACME/2013/follow-ups/")
    manager.get_by_role("link", name="Close: Maintain the press").click()
    manager.get_by_label("Closed: the action is carried out").check()
    manager.get_by_label("Outcome").fill("No standstill since March")
    manager.get_by_role("button", name="Close", exact=True).click()
    expect(manager.locator(".follow-up")).to_have_count(0)
    assert FollowUp.objects.get().status == "closed"

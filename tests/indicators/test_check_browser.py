"""The plan check in a real browser: accept a finding, change its subject, and it stands again."""

import pytest
from playwright.sync_api import expect

from organizations.models import Membership
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/o/ACME/ACME/2013"
FALLS_BACK = "#rule-target-falls-back .check-item"


@pytest.fixture
def page(live_server, new_page):
    """The plan check of PT Berdikari as a member of staff sees it in English."""
    unit = RootUnitFactory(organization__code="ACME")
    berdikari(unit)
    staff = MembershipFactory(unit=unit, role=Membership.Role.STAFF, user__name="Sari").user
    page = new_page(language="en-US")
    let_in(page, staff)
    page.goto(f"{PLACE}/check/")
    return page


def test_an_accepted_finding_is_quiet_until_its_subject_changes(page):
    found = page.locator(FALLS_BACK, has_text="SS14-1")
    found.get_by_role("link", name="Accept").click()
    panel = page.locator("#side-panel")
    panel.get_by_role("button", name="Accept").click()
    expect(panel.locator(".invalid-feedback")).to_contain_text("Say why it may stay as it is.")
    panel.get_by_label("Reason").fill("The new scale begins in 2013")
    panel.get_by_role("button", name="Accept").click()

    expect(page.locator(".check-accepted")).to_contain_text("The new scale begins in 2013")
    expect(found).to_have_count(0)
    expect(page.locator(".answer")).to_contain_text("1 accepted")

    page.goto(f"{PLACE}/plan/")
    row = page.locator('tr[data-row="SS14-1"]')
    mark = row.locator(".check-mark [aria-hidden]")
    before = mark.inner_text()
    row.locator('input[data-column="2013-1"]').fill("79")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-state")).to_have_text("Everything is saved.")
    expect(mark).not_to_have_text(before)

    page.goto(f"{PLACE}/check/")
    expect(found).to_contain_text("Sari accepted it on")
    expect(found).to_contain_text("because “The new scale begins in 2013”, but it has changed since.")

"""The audit trail in a browser: filtered by keyboard, unfolded, and a card for each change on a phone."""

import pytest

from organizations import history
from tests.browser import let_in
from tests.factories import UnitFactory
from tests.reports.audit.conftest import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def changed(cast):
    """A unit that somebody made and renamed."""
    press = UnitFactory(parent=cast.unit, code="PRESS", name="Press")
    press.name = "Press shop with a name that is much too long for one line of a telephone"
    history.save(press, by=cast.staff, reason="Moved")
    return press


def test_the_trail_is_filtered_by_keyboard_and_the_address_keeps_it(new_page, cast, changed):
    page = new_page()
    let_in(page, cast.viewer)
    page.goto(address(cast.unit))
    page.get_by_label("Who", exact=True).fill("staff")
    page.keyboard.press("Enter")
    page.wait_for_url("**who=staff**")
    assert page.locator(".audit-table tbody tr").count() == 1
    assert page.locator(".audit-table del").inner_text() == "Press"


def test_a_change_of_many_fields_unfolds(new_page, cast, changed):
    page = new_page()
    let_in(page, cast.viewer)
    page.goto(f"{address(cast.unit)}?what=unit")
    made = page.get_by_role("row", name="PRESS").nth(1)
    assert not made.get_by_text("PRESS", exact=True).is_visible()
    made.locator("summary").click()
    assert made.get_by_text("PRESS", exact=True).is_visible()


def test_a_phone_shows_each_change_whole(new_page, cast, changed):
    page = new_page(width=390, height=844)
    let_in(page, cast.viewer)
    page.goto(address(cast.unit))
    box = page.locator(".audit-table tbody tr").first.locator("td:last-child").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390

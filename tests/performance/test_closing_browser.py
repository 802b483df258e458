"""Closing a year in a real browser: missing ones, opening again, a change, and what differs."""

import pytest
from playwright.sync_api import expect

from indicators.models import Seal
from organizations.models import Membership
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.berdikari import on_target
from tests.indicators.grids import cell
from tests.indicators.scorecards import berdikari
from tests.performance.test_closing import forget

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/o/ACME/ACME/2012/"
CLOSING = PLACE + "performance/closing/"


@pytest.fixture
def administrator(live_server):
    unit = RootUnitFactory(organization__code="ACME")
    berdikari(unit, achieve={2012: on_target})
    return MembershipFactory(unit=unit, role=Membership.Role.ADMINISTRATOR).user


@pytest.fixture
def page(new_page, administrator):
    opened = new_page(language="en-US")
    let_in(opened, administrator)
    return opened


def close(page, choice: str) -> None:
    page.goto(CLOSING)
    page.get_by_label(choice).check()
    page.get_by_label("Close although").check()
    page.get_by_role("button", name="Close 2012").click()
    expect(page.locator(".toast")).to_contain_text("2012 is closed and sealed.")


def test_a_year_is_closed_opened_again_changed_and_closed_again(page) -> None:
    forget("SS1-1", "SS2-1")
    close(page, "Count as the lowest level")
    expect(page.locator(".answer")).to_contain_text("38 points against 40, not good yet.")

    page.get_by_text("Open 2012 again …").click()
    page.get_by_label("Reason").fill("An achievement came late")
    page.get_by_role("button", name="Open 2012 again").click()
    expect(page.locator(".seal-list")).to_contain_text("“An achievement came late”")

    page.goto(PLACE + "entry/")
    cell(page, "SS1-1").fill("12.6")
    page.keyboard.press("Tab")
    expect(page.locator("#grid-answer")).to_contain_text("19 of 20")

    page.goto(CLOSING)
    page.get_by_label("Mark as not applicable, with a reason").check()
    page.get_by_label("Reason, if they are not applicable").fill("No data this year")
    page.get_by_label("Close although").check()
    page.get_by_role("button", name="Close 2012").click()
    expect(page.locator(".answer")).to_contain_text("38 points against 38, good.")

    page.get_by_role("link", name="What differs from the seal before").click()
    first = page.locator(".difference-table").first
    expect(first).to_contain_text("Not good yet")
    expect(first).to_contain_text("Good")
    expect(page.locator("main")).to_contain_text("No data this year")
    assert Seal.objects.count() == 2


def test_the_reason_is_asked_for_only_where_it_is_kept(page) -> None:
    forget("SS1-1")
    page.goto(CLOSING)
    page.get_by_label("Count as the lowest level").check()
    expect(page.get_by_label("Reason, if they are not applicable")).to_be_hidden()
    page.get_by_label("Mark as not applicable, with a reason").check()
    expect(page.get_by_label("Reason, if they are not applicable")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_of_the_pages_is_cut_off(page, width) -> None:
    forget("SS1-1", "SS2-1")
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(CLOSING)
    assert not is_cut_off(page)
    close(page, "Count as the lowest level")
    for path in ("", "seals/1/", "seals/1/differences/"):
        page.goto(CLOSING + path)
        assert not is_cut_off(page)


def is_cut_off(page) -> bool:
    cut: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return cut

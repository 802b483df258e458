"""The main job in a real browser, on the demo: from vision to verdict."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from indicators.models import Measurement
from reports.demo import loader
from reports.demo.accounts import PASSWORD
from tests.browser import paste, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/o/BERDIKARI/BERDIKARI/2013"
# What is missing in 2013, each at its target; the last two come from a spreadsheet.
TYPED = {
    "SS7-1": "100",
    "SS8-1": "100",
    "SS11-1": "0",
    "SS12-1": "1",
    "SS13-1": "4",
    "SS15-1": "1",
    "SS15-2": "4",
    "SS17-1": "90",
}
PASTED = "70\r\n70\r\n"


@pytest.fixture
def open_as(live_server, new_page):
    loader.load()

    def go(email: str, path: str = "", **options) -> Page:
        page = new_page(language="en-US", **options)
        sign_in(page, email, PASSWORD)
        page.goto(PLACE + path)
        return page

    return go


def achievement(page: Page, code: str):
    return page.locator(f'tr[data-row="{code}"] [data-field="achievement"]')


def enter_what_is_missing(page: Page) -> None:
    for code, text in TYPED.items():
        achievement(page, code).fill(text)
        page.keyboard.press("Enter")
    achievement(page, "SS18-1").focus()
    paste(page, PASTED)
    page.get_by_role("dialog").get_by_role("button", name="Save all").click()


def test_from_missing_values_to_a_verdict_and_to_other_weights(open_as):
    staff = open_as("hr@berdikari.example")
    staff.get_by_role("link", name="Enter achievements").first.click()
    expect(staff.locator(".answer")).to_have_text(
        "2013: 10 of 20 reported, between 30 and 46 points against 40: undecided."
    )
    enter_what_is_missing(staff)
    for code in [*TYPED, "SS18-1", "SS18-2"]:
        expect(staff.locator(f'tr[data-row="{code}"] [id^="status-"]')).to_contain_text("On target")
    expect(staff.locator(".answer")).to_contain_text("20 of 20 reported")
    assert not Measurement.objects.filter(
        scorecard_year__year=2013, achievement=None, target__isnull=False
    ).exclude(scorecard_year__scorecard__unit__organization__code="DINAS")

    manager = open_as("manager@berdikari.example")
    manager.get_by_role("link", name="Performance table").first.click()
    expect(manager.locator(".answer")).to_contain_text("a total of 40 against 40: good")
    expect(manager.locator(".kpi-strip")).to_contain_text("Good")

    administrator = open_as("admin@berdikari.example", "/settings/weights/")
    administrator.locator("input[name=weighting_mode][value=indicator]").check()
    row = administrator.locator("tr", has_text="Return On Investment")
    row.locator("input").fill("3")
    row.locator("input").press("Tab")
    effect = administrator.locator("#rules-effect")
    expect(effect.locator("tr", has_text="Total")).to_contain_text("46")
    expect(effect.locator("tr", has_text="Threshold").first).to_contain_text("44")
    administrator.get_by_role("button", name="Save").click()
    administrator.goto(f"{PLACE}/performance/")
    expect(administrator.locator(".answer")).to_contain_text("a total of 46 against 44: good")


def test_a_level_opens_its_explanation(open_as):
    manager = open_as("manager@berdikari.example", "/performance/")
    line = manager.locator("tr", has_text="Return On Investment")
    line.locator(".level-cell a").first.click()
    expect(manager.locator("#side-panel-body")).to_contain_text(
        "13.2 % is above the target of 13 % and higher is better: level 3."
    )


def test_people_of_another_organization_find_nothing(open_as):
    stranger = open_as("admin@dinas.example")
    for path in ("/", "/performance/", "/entry/", "/strategy/map/", "/settings/people/"):
        answer = stranger.goto(PLACE + path)
        assert answer is not None
        assert answer.status == 404
    stranger.goto("/")
    expect(stranger.locator("body")).not_to_contain_text("Berdikari")


PAGES = [
    "/",
    "/strategy/statements/",
    "/strategy/objectives/",
    "/strategy/map/",
    "/indicators/",
    "/plan/",
    "/entry/",
    "/performance/",
    "/settings/weights/",
    "/settings/schemes/",
    "/settings/people/",
    "/settings/units/",
]


def test_no_page_is_wider_than_its_screen_in_either_language(live_server, new_page):
    loader.load()
    too_wide = []
    for width in (1280, 390):
        for language in ("id-ID", "en-US"):
            page = new_page(language=language, width=width)
            sign_in(page, "admin@berdikari.example", PASSWORD)
            for path in PAGES:
                page.goto(PLACE + path)
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    too_wide.append((path, width, language))
    assert too_wide == []

"""People plan a year's work programs, report one, and see what is overdue."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import let_in
from tests.factories import InitiativeFactory, ObjectiveFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/o/ACME/ACME/2012/initiatives/"
PHONE = 390


@pytest.fixture
def initiatives(scorecard):
    perspective = scorecard.plan.perspectives.first()
    objective = ObjectiveFactory(scorecard=scorecard, perspective=perspective, code="SS1")
    first = InitiativeFactory(indicator__objective=objective, indicator__code="SS1-1", name="Train people")
    return [first, InitiativeFactory(indicator=first.indicator, name="Buy tools")]


def open_page(new_page, user, **options):
    page = new_page(language="en-GB", **options)
    let_in(page, user)
    page.goto(PAGE)
    return page


def test_a_year_is_planned_in_one_click_and_one_work_program_filled_in(new_page, cast, initiatives):
    page = open_page(new_page, cast.staff)
    page.get_by_role("button", name="Plan the initiatives of 2012 (2)").click()
    expect(page.locator(".answer")).to_contain_text("2012: 2 work programs")
    page.get_by_role("rowheader", name="Train people").get_by_role("link").click()
    page.get_by_label("Start", exact=True).fill("2012-02-01")
    page.get_by_label("End", exact=True).fill("2012-05-31")
    page.get_by_label("Budget in Rp").fill("400,000,000")
    page.get_by_label("Spent in Rp").fill("120,000,000")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".answer")).to_have_text(
        "2012: 2 work programs, Rp 120,000,000 of 400,000,000 spent (30 %), 2 overdue."
    )
    expect(page.locator(".total-row")).to_contain_text("400,000,000")
    expect(page.get_by_role("img", name=re.compile("^Train people: .*Overdue$"))).to_be_visible()


def test_done_is_reported_in_the_side_panel_and_means_a_hundred_percent(new_page, cast, initiatives):
    page = open_page(new_page, cast.staff)
    page.get_by_role("button", name="Plan the initiatives of 2012 (2)").click()
    page.get_by_role("link", name="Report the progress of “Buy tools”").click()
    panel = page.locator("#side-panel")
    panel.get_by_label("Status").select_option("done")
    expect(panel.get_by_label("Progress in percent")).to_have_value("100")
    panel.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile("^Buy tools"))
    expect(row).to_contain_text("Done")
    expect(row).to_contain_text("100 %")


def test_the_page_does_not_scroll_sideways_on_a_phone(new_page, cast, initiatives):
    page = open_page(new_page, cast.viewer, width=PHONE, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE

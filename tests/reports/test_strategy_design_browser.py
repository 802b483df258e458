"""A small plan in a real browser: from an empty organization to a printed KPI sheet and a linked map."""

from __future__ import annotations

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from organizations.models import User
from scorecards.models import ObjectiveLink
from tests.browser import sign_in
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
QUESTIONS = "What is the organization called?", "Which years does the plan cover?"


@pytest.fixture
def founder(new_page) -> Page:
    """The administrator of an organization in which nothing stands yet, just signed in."""
    call_command("create_organization", "BATIK", "Batik Lestari", "--admin", "sri@batik.example")
    person = User.objects.get(email="sri@batik.example")
    person.language = "en"
    person.set_password(PASSWORD)
    person.save()
    page = new_page()
    sign_in(page, person.email)
    return page


def go_on(page: Page, question: str) -> None:
    page.locator(".start-save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(question)


def plan_and_first_objectives(page: Page) -> None:
    """The guided start, with one statement of each kind and an objective in each perspective."""
    for question in QUESTIONS:
        go_on(page, question)
    page.get_by_label("First year").fill("2026")
    page.get_by_label("Last year").fill("2027")
    go_on(page, "From which sides do you look at the organization?")
    go_on(page, "What do you want to become?")
    page.get_by_label("Vision").fill("Batik of our town in every wardrobe")
    go_on(page, "What are you there for?")
    page.get_by_label("Missions").fill("Keep the craft alive")
    go_on(page, "What do you want to reach by the end of the plan?")
    page.get_by_label("Goals").fill("Sell twice as much")
    go_on(page, "What has to get better for that?")
    page.get_by_label("Financial").fill("Grow revenue")
    page.get_by_label("Customer").fill("Win new shops")
    page.get_by_label("Internal Business Process").fill("Deliver on time")
    page.get_by_label("Learning and Growth").fill("Train the makers")
    go_on(page, "Your plan stands")


def card(page: Page, code: str):
    return page.locator(f'.map-card[data-code="{code}"]')


def draw_by_mouse(page: Page, cause: str, effect: str) -> None:
    start, end = (card(page, code).bounding_box() for code in (cause, effect))
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 40, steps=8)
    page.mouse.up()
    expect(page.get_by_role("status")).to_have_text(f"{cause} now drives {effect}.")


def draw_by_keyboard(page: Page, cause: str, effect: str) -> None:
    page.get_by_role("button", name="Add a link").press("Enter")
    for code in (cause, effect):
        card(page, code).focus()
        page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"{cause} now drives {effect}.")
    page.keyboard.press("Escape")


def add_indicator(page: Page) -> None:
    """An indicator of the first objective, as the form of the KPI sheet asks for it."""
    page.get_by_role("link", name="Indicator list").first.click()
    page.get_by_role("link", name="Add an indicator").first.click()
    page.locator("select[name=objective]").select_option(label="SS1 Grow revenue")
    page.fill("input[name=code]", "SS1-1")
    page.fill("input[name=name]", "Revenue")
    page.fill("input[name=unit_of_measure]", "million Rp")
    page.locator("form.form-page button[type=submit], main form button[type=submit]").last.click()


def test_from_an_empty_organization_to_a_linked_map_and_a_printed_kpi_sheet(founder):
    plan_and_first_objectives(founder)

    founder.get_by_role("link", name="Statements").first.click()
    tick = founder.get_by_role("checkbox", name="T1 Sell twice as much → SS1 Grow revenue")
    tick.press("Space")
    expect(founder.locator("[data-answer]")).to_contain_text("3 objectives come from no statement")

    founder.get_by_role("link", name="Strategy map").first.click()
    founder.locator("[data-map-tools]").wait_for()
    draw_by_mouse(founder, "SS2", "SS1")
    draw_by_keyboard(founder, "SS3", "SS2")
    drawn = set(ObjectiveLink.objects.values_list("cause__code", "effect__code"))
    assert drawn == {("SS2", "SS1"), ("SS3", "SS2")}

    add_indicator(founder)
    founder.get_by_role("link", name="Plan & targets").first.click()
    for year, target in (("2026", "120"), ("2027", "150")):
        founder.get_by_label(f"Target {year} SS1-1").fill(target)
        founder.keyboard.press("Enter")
    expect(founder.locator("#grid-answer")).to_have_text("1 indicator, targets 2026–2027 complete.")

    founder.get_by_role("link", name="Revenue").first.click()
    expect(founder.locator("main")).to_contain_text("Sell twice as much")
    paper = founder.pdf(prefer_css_page_size=True)
    assert len(PAGE_OF_PDF.findall(paper)) == 1

"""The strategy map in a real browser: links drawn by mouse, finger and keyboard, zoom, and paper."""

import random
import re

import pytest
from playwright.sync_api import expect

from organizations.models import Membership
from scorecards import services
from scorecards.models import Objective, ObjectiveLink
from tests.browser import let_in
from tests.factories import (
    MembershipFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    RootUnitFactory,
    StatementFactory,
)
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")
FOCUSED = "document.activeElement.dataset.code ?? document.activeElement.getAttribute('aria-label')"
WRONG_LINES = """() => {
  const boxes = (what) => [...document.querySelectorAll(what)].map((each) => each.getBoundingClientRect());
  const obstacles = [...boxes(".map-card-box"), ...boxes(".map-lane-title")];
  const inside = ({ x, y }, { left, right, top, bottom }) =>
    x > left + 2 && x < right - 2 && y > top + 2 && y < bottom - 2;
  return [...document.querySelectorAll(".map-arrow-line")].filter((line) => {
    const matrix = line.getScreenCTM();
    return Array.from({ length: 101 }, (_, i) => line.getPointAtLength((line.getTotalLength() * i) / 100))
      .some((point) => obstacles.some((box) => inside(point.matrixTransform(matrix), box)));
  }).length;
}"""


@pytest.fixture
def card():
    """PT Berdikari's scorecard; SS6 drives SS4, SS4 drives SS2, SS2 drives SS1."""
    unit = RootUnitFactory(organization__code="ACME")
    made = berdikari(unit, achieve={2012: lambda inputs: inputs.target})
    objectives = {each.code: each for each in Objective.objects.filter(scorecard=made)}
    for cause, effect in (("SS6", "SS4"), ("SS4", "SS2"), ("SS2", "SS1")):
        ObjectiveLinkFactory(cause=objectives[cause], effect=objectives[effect], note="")
    return made


@pytest.fixture
def open_map(new_page, card):
    """Opens the map as HR staff."""

    def open_page(**options):
        page = new_page(language="en-US", **options)
        let_in(page, MembershipFactory(unit=card.unit, role=Membership.Role.STAFF).user)
        page.goto("/o/ACME/ACME/2012/strategy/map/")
        page.locator("[data-map-tools]").wait_for()
        return page

    return open_page


def pairs():
    return set(ObjectiveLink.objects.values_list("cause__code", "effect__code"))


def find(page, code):
    return page.locator(f'.map-card[data-code="{code}"]')


def line(page):
    return page.locator("[data-map-line]")


def said(page):
    """What a screen reader hears."""
    return page.locator("[data-map-status]")


def overflow(page):
    """How much wider the map is than its frame."""
    return page.locator("[data-strategy-map]").evaluate("each => each.scrollWidth - each.clientWidth")


def drag(page, cause, effect):
    """Takes hold of one card and lets go over another."""
    start, end = (find(page, code).bounding_box() for code in (cause, effect))
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 40, steps=8)
    expect(find(page, effect)).to_have_class(re.compile("is-aimed"))
    page.mouse.up()


def test_links_are_drawn_by_mouse_annotated_and_deleted(open_map):
    page = open_map()
    drag(page, "SS9", "SS6")
    expect(line(page)).to_have_text("SS9 now drives SS6.")
    assert ("SS9", "SS6") in pairs()

    drag(page, "SS1", "SS6")
    expect(page.locator(".toast")).to_have_text("This would go in a circle: SS1 → SS6 → SS4 → SS2 → SS1.")
    assert ("SS1", "SS6") not in pairs()

    page.locator("#map-in-words [data-link]", has_text="SS6").click()
    page.fill("#map-link textarea", "Answers keep customers")
    page.keyboard.press("Escape")
    find(page, "SS1").click()
    expect(page.locator("[data-unsaved]")).to_be_visible()
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#map-in-words")).to_contain_text("Answers keep customers")
    expect(page.locator(".toast")).to_have_count(0)

    page.locator('.map-arrow[aria-label*="Answers"] .map-arrow-reach').click(force=True)
    page.get_by_role("button", name="Delete the link").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(line(page)).to_have_text("SS9 no longer drives SS6.")
    assert ("SS9", "SS6") not in pairs()


def test_a_note_that_somebody_else_changed_meanwhile_stands_beside_what_was_typed(open_map):
    page = open_map()
    page.locator("#map-in-words [data-link]", has_text="SS1").click()
    page.fill("#map-link textarea", "Mine")
    link = ObjectiveLink.objects.get(effect__code="SS1")
    services.change_link(link, note="Theirs", by=None)
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#map-link")).to_contain_text("“Theirs”")
    expect(page.locator("#map-link textarea")).to_have_value("Mine")
    page.get_by_role("button", name="Save note").click()
    expect(page.locator("#map-in-words")).to_contain_text("Mine")


def test_links_are_drawn_and_deleted_by_keyboard_alone(open_map):
    page = open_map()
    find(page, "SS1").focus()
    expect(line(page)).to_contain_text("It is driven by 3: SS2, SS4, SS6.")
    page.keyboard.press("l")
    for key in ("ArrowRight", "ArrowRight", "Escape"):
        page.keyboard.press(key)
    expect(line(page)).to_have_text("Nothing was drawn.")

    page.get_by_role("button", name="Add a link").press("Enter")
    expect(said(page)).to_contain_text("Choose the cause")
    find(page, "SS3").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("SS3 drives …?")
    find(page, "SS2").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("SS3 now drives SS2.")
    assert ("SS3", "SS2") in pairs()
    assert page.evaluate(FOCUSED) == "SS2"

    page.keyboard.press("Escape")
    page.locator('.map-arrow[aria-label^="SS3"]').focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Delete the link").press("Enter")
    page.get_by_role("button", name="Delete", exact=True).press("Enter")
    expect(said(page)).to_have_text("SS3 no longer drives SS2.")
    assert page.evaluate(FOCUSED) == "SS3"


def test_a_card_opens_its_objective_in_the_side_panel_and_closing_leads_back(open_map):
    page = open_map()
    page.get_by_role("button", name="On target").click()
    expect(find(page, "SS6")).to_have_class(re.compile("is-chosen"))
    find(page, "SS6").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#side-panel-body")).to_contain_text("SS6-1")
    expect(page.locator("#side-panel")).to_have_class(re.compile(r"\bshow$"))
    page.keyboard.press("Escape")
    expect(page.locator("#side-panel")).to_be_hidden()
    assert page.evaluate(FOCUSED) == "SS6"
    page.locator(".map-lane-add").first.click()
    expect(page.locator("#side-panel-body [name=name]")).to_be_visible()


def test_arrow_keys_reach_every_card_and_one_of_them_is_in_the_tab_order(open_map):
    page = open_map()
    assert page.locator('.map-card[tabindex="0"]').count() == 1
    page.locator('.map-card[tabindex="0"]').focus()
    reached = {page.evaluate(FOCUSED)}
    for down in range(4):
        for _step in range(6):
            page.keyboard.press("ArrowRight" if down % 2 == 0 else "ArrowLeft")
            reached.add(page.evaluate(FOCUSED))
        for _step in range(6):
            page.keyboard.press("ArrowLeft" if down % 2 == 0 else "ArrowRight")
            reached.add(page.evaluate(FOCUSED))
        page.keyboard.press("ArrowDown")
    assert len(reached) == 18


def test_on_a_phone_the_map_begins_readable_with_its_lanes_named_and_fits_at_a_tap(open_map):
    page = open_map(width=390, height=844, has_touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert find(page, "SS1").bounding_box()["width"] > 100
    assert page.locator(".map-handle-reach").first.bounding_box()["width"] >= 24
    expect(page.locator(".map-pin-title").first).to_be_in_viewport()
    page.get_by_role("button", name="Fit", exact=True).tap()
    assert overflow(page) == 0


def test_on_a_phone_the_map_zooms_and_is_drawn_on_by_tapping(open_map):
    page = open_map(width=390, height=844, has_touch=True)
    for _tap in range(2):
        page.get_by_role("button", name="Zoom in").tap()
    zoomed = page.locator(".strategy-map").bounding_box()["width"]
    assert zoomed > 900
    page.get_by_role("button", name="Add a link").tap()
    find(page, "SS9").tap()
    find(page, "SS6").tap()
    expect(said(page)).to_have_text("SS9 now drives SS6.")
    assert page.locator(".strategy-map").bounding_box()["width"] == zoomed
    page.get_by_role("button", name="Cancel").tap()

    find(page, "SS6").tap()
    expect(line(page)).to_have_text(re.compile(r"SS6 drives 3 objectives: .* Tap it again to open it\."))
    page.get_by_role("button", name="Fit", exact=True).tap()
    page.keyboard.press("+")
    page.keyboard.press("0")
    assert overflow(page) == 0


@pytest.mark.parametrize("more", [0, 42])
def test_the_map_is_printed_on_one_sheet_and_no_arrow_hides(more, open_map, card):
    grow(card, more)
    StatementFactory(plan=card.plan, kind="vision", text="The best parts of the country")
    page = open_map()
    assert page.evaluate(WRONG_LINES) == 0
    page.get_by_role("button", name="Zoom in").click()
    assert len(PAGE_OF_PDF.findall(page.pdf(prefer_css_page_size=True))) == 1


def grow(card, more):
    """More objectives in every perspective, with two links each."""
    perspectives = list(card.plan.perspectives.all())
    for number in range(more):
        name = "Peningkatan Efektivitas Penggunaan Alat Keselamatan Kerja"
        ObjectiveFactory(scorecard=card, perspective=perspectives[number % 4], code=f"M{number}", name=name)
    objectives = list(card.objectives.order_by("-perspective__order", "pk"))
    draw = random.Random(1)
    for _link in range(2 * more):
        cause, effect = sorted(draw.sample(range(len(objectives)), 2))
        ObjectiveLink.objects.get_or_create(cause=objectives[cause], effect=objectives[effect])

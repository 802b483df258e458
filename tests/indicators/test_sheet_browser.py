"""The KPI sheet in a real browser: its chart on the screen and, whole, on one sheet of paper."""

import re

import pytest

from organizations.models import Membership
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Notes what of the chart lies outside its frame while the page is laid out for paper, and the marks' sizes.
WATCH_PRINTING = """() => {
  window.matchMedia("print").addEventListener("change", (event) => {
    if (!event.matches) return;
    const frame = document.querySelector("[data-chart]").getBoundingClientRect();
    const isOutside = (box) => box.left < frame.left - 1 || box.right > frame.right + 1
      || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
    const find = (what) => [...document.querySelectorAll(`[data-chart] ${what}`)];
    window.printed = {
      outside: [...find("svg"), ...find("g text"), ...find("g path")]
        .filter((each) => isOutside(each.getBoundingClientRect())).map((each) => each.outerHTML),
      texts: find("g text").map((each) => each.textContent),
      inks: find("g text").map((each) => each.getAttribute("fill")),
      marks: find("g > path[transform]").map((each) => Math.round(each.getBoundingClientRect().width)),
    };
  });
}"""
PAGE_OF_PDF = re.compile(rb"/Type\s*/Page\b")


PAPER_INK = "#16211f"


@pytest.fixture
def open_sheet(new_page):
    """Opens the sheet of SS7-1 of PT Berdikari, with an achievement in each of its two years."""

    def open_page(**options):
        return open_with(new_page(width=1000, **options))

    return open_page


def open_with(page):
    unit = RootUnitFactory(organization__code="ACME")
    card = berdikari(
        unit, achieve={2012: lambda inputs: inputs.target, 2013: lambda inputs: inputs.target - 2}
    )
    indicator = card.objectives.get(code="SS7").indicators.get()
    let_in(page, MembershipFactory(unit=unit, role=Membership.Role.VIEWER).user)
    page.goto(f"/o/ACME/ACME/2013/indicators/{indicator.pk}/")
    return page


@pytest.fixture
def sheet(open_sheet):
    return open_sheet()


@pytest.fixture
def printed(sheet):
    """What was on the paper, printed as soon as the page was there."""
    sheet.evaluate(WATCH_PRINTING)
    sheet.pdf(prefer_css_page_size=True)
    return sheet.evaluate("window.printed")


def test_nothing_of_the_printed_chart_is_cut_off(printed) -> None:
    assert printed["outside"] == []


def test_the_printed_chart_has_its_years_its_target_and_its_marks(printed) -> None:
    assert {"2012", "2013", "Target 100", "97"} <= set(printed["texts"])
    assert sum(10 <= width <= 12 for width in printed["marks"]) == 2


def test_the_dark_scheme_stays_on_the_screen_when_the_chart_is_printed(open_sheet) -> None:
    sheet = open_sheet(color_scheme="dark")
    sheet.evaluate(WATCH_PRINTING)
    sheet.pdf(prefer_css_page_size=True)
    assert PAPER_INK in sheet.evaluate("window.printed.inks")


def test_a_narrow_paper_shrinks_the_chart_and_cuts_nothing_off(sheet) -> None:
    sheet.evaluate(WATCH_PRINTING)
    sheet.pdf(width="105mm", height="297mm")
    assert sheet.evaluate("window.printed.outside") == []


def test_the_sheet_is_printed_on_one_page(sheet) -> None:
    paper = sheet.pdf(prefer_css_page_size=True)
    assert len(PAGE_OF_PDF.findall(paper)) == 1


def test_after_printing_the_chart_fills_its_place_on_the_screen_again(sheet) -> None:
    chart = sheet.locator("[data-chart] svg")
    before = chart.bounding_box()
    sheet.pdf(prefer_css_page_size=True)
    assert chart.bounding_box() == before

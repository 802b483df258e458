"""The trends in a real browser: pictures drawn from the numbers beside them, on screens of any width."""

import json
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from organizations.models import Membership
from tests.browser import let_in
from tests.factories import (
    MembershipFactory,
    PerspectiveFactory,
    PlanFactory,
    RootUnitFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari, of_size

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRENDS = "/o/ACME/ACME/2012/performance/trends/"
DRAWN_POINTS = """() => window.echarts.getInstanceByDom(document.querySelector('[data-chart="index-data"]'))
  .getOption().series[0].data.map((point) => point.value)"""
INK = "() => getComputedStyle(document.querySelector('.answer')).color"
CUT_OFF = """() => [...document.querySelectorAll(".chart")].flatMap((chart) => {
  const frame = chart.getBoundingClientRect();
  return [...chart.querySelectorAll("text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.left < frame.left - 1 || box.right > frame.right + 1;
  }).map((text) => text.textContent);
})"""


@pytest.fixture
def unit(live_server):
    return RootUnitFactory(organization__code="ACME")


@pytest.fixture
def open_trends(new_page, unit):
    """Opens the page as an auditor; whatever the browser complains about fails the test."""
    complaints: list[str] = []

    def go(**options):
        page = new_page(**{"language": "en-US", **options})
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None,
        )
        let_in(page, MembershipFactory(unit=unit, role=Membership.Role.VIEWER).user)
        page.goto(TRENDS)
        return page

    yield go
    assert complaints == []


@pytest.fixture
def two_years(unit):
    return berdikari(unit, achieve={2012: on_target, 2013: just_below})


@pytest.fixture
def ten_years(unit):
    """Ten years of 20 indicators, every other one reported."""
    plan = PlanFactory(organization=unit.organization, last_year=2021)
    card = ScorecardFactory(plan=plan, unit=unit)
    for year in plan.years:
        ScorecardYearFactory(scorecard=card, year=year)
    PerspectiveFactory(plan=plan)
    of_size(card, 20)
    return card


def test_the_index_is_drawn_from_the_numbers_of_its_table(open_trends, two_years) -> None:
    page = open_trends()
    expect(page.locator('[data-chart="index-data"] svg')).to_be_visible()
    column = page.locator(".trend-years tbody tr td:nth-child(3)").all_inner_texts()
    assert [Decimal(text) for text in column] == [Decimal(str(each)) for each in page.evaluate(DRAWN_POINTS)]


def test_the_picture_of_a_row_is_drawn_when_it_comes_into_view(open_trends, two_years) -> None:
    page = open_trends()
    last = page.locator(".is-indicators .spark").last
    expect(last.locator("svg")).to_have_count(0)
    last.scroll_into_view_if_needed()
    expect(last.locator("svg")).to_be_visible()


def test_the_picture_of_a_row_has_the_numbers_of_the_row(open_trends, two_years) -> None:
    page = open_trends()
    row = page.locator("tr.trend-first", has_text="Total Pendapatan Usaha")
    drawn = json.loads(row.locator("[hidden]").text_content())
    assert [Decimal(each) for each in drawn["achievement"]] == [
        Decimal(text) for text in row.locator("td.num").all_inner_texts()
    ]


def test_a_wide_table_is_reached_and_scrolled_by_keyboard(open_trends, ten_years) -> None:
    page = open_trends(width=390)
    page.locator("#indicators ~ .filter-bar button").focus()
    page.keyboard.press("Tab")
    table = page.locator(".table-scroll", has=page.locator(".is-indicators"))
    expect(table).to_be_focused()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.activeElement.scrollLeft > 0")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(open_trends, ten_years, width: int) -> None:
    page = open_trends(width=width)
    expect(page.locator('[data-chart="total-data"] svg')).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("language", ["en-US", "id-ID"])
def test_the_verdict_of_each_year_is_seen_on_a_phone_without_scrolling(open_trends, ten_years, language):
    table = open_trends(width=390, language=language).locator(".table-scroll", has_text="2021").first
    assert table.locator(".trend-years .status").count() == 10
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") <= 0


def test_paper_has_every_picture(open_trends, two_years) -> None:
    page = open_trends()
    expect(page.locator('[data-chart="index-data"] svg')).to_be_visible()
    page.pdf(prefer_css_page_size=True)
    assert page.locator(".spark:not(:has(svg))").count() == 0


def test_the_dark_scheme_draws_with_its_own_ink(open_trends, two_years) -> None:
    page = open_trends(color_scheme="dark")
    label = page.locator('[data-chart="index-data"] text', has_text="50").last
    expect(label).to_be_visible()
    red, green, blue = (int(label.get_attribute("fill")[start : start + 2], 16) for start in (1, 3, 5))
    assert page.evaluate(INK) == f"rgb({red}, {green}, {blue})"


def test_the_filter_narrows_down_the_indicators(open_trends, two_years) -> None:
    page = open_trends()
    page.get_by_role("searchbox").fill("pendapatan usaha")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=pendapatan**")
    expect(page.locator("tr.trend-first")).to_have_count(1)
    expect(page.locator(".filter-count")).to_have_text("1 of 20 shown")

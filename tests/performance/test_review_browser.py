"""The review in a real browser: staff submit, the manager returns one with a reason and approves the rest."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.services import move_states
from indicators.states import Move
from organizations.models import Membership
from scorecards.models import ScorecardYear
from tests.browser import let_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.berdikari import on_target
from tests.indicators.grids import cell
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRY, REVIEW = "/o/ACME/ACME/2012/entry/", "/o/ACME/ACME/2012/review/"


@pytest.fixture
def unit(live_server):
    unit = RootUnitFactory(organization__code="ACME")
    berdikari(unit, achieve={2012: on_target})
    return unit


@pytest.fixture
def staff(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.STAFF).user


@pytest.fixture
def manager(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.MANAGER).user


@pytest.fixture
def open_as(new_page):
    def go(user, path: str, **options):
        page = new_page(language="en-US", **options)
        let_in(page, user)
        page.goto(path)
        return page

    return go


def states(**of) -> set[str]:
    return set(Measurement.objects.filter(scorecard_year__year=2012, **of).values_list("state", flat=True))


def state_of(page, code: str):
    return page.locator(f'tr[data-row="{code}"] [id^="state-"]')


def submit_all(staff) -> None:
    year = ScorecardYear.objects.select_related("scorecard__unit__organization").get(year=2012)
    keys = list(year.measurements.values_list("pk", flat=True))
    move_states(scorecard_year=year, measurements=keys, move=Move.SUBMIT, by=staff)


def test_a_year_is_submitted_one_is_returned_and_the_rest_approved(open_as, staff, manager) -> None:
    entry = open_as(staff, ENTRY)
    cell(entry, "SS1-1").fill("1")
    entry.keyboard.press("Tab")
    expect(state_of(entry, "SS1-1")).to_contain_text("Note missing")
    cell(entry, "SS1-1", "note").fill("The press stood still")
    entry.keyboard.press("Tab")
    expect(state_of(entry, "SS1-1")).to_contain_text("Submit")
    entry.get_by_role("button", name="Submit 20").click()
    expect(entry.locator(".toast")).to_contain_text("20 achievements are submitted")
    assert states() == {"submitted"}

    review = open_as(manager, REVIEW)
    review.get_by_role("button", name="Return SS1-1").click()
    review.get_by_label("Reason").fill("Which press?")
    review.get_by_role("button", name="Return", exact=True).click()
    expect(review.locator(".toast")).to_contain_text("1 achievement is returned.")
    for box in review.locator("[data-choose-all]").all():
        box.check()
    expect(review.locator("[data-review-count]")).to_have_text("19 chosen")
    review.get_by_role("button", name="Approve the chosen").click()
    expect(review.locator(".toast")).to_contain_text("19 achievements are approved.")
    assert states(indicator__code="SS1-1") == {"returned"}

    entry.reload()
    expect(state_of(entry, "SS1-1")).to_contain_text("Which press?")
    cell(entry, "SS2-1").fill("40")
    entry.keyboard.press("Enter")
    expect(state_of(entry, "SS2-1")).to_contain_text("Draft")


def test_submitting_waits_for_the_cell_that_was_just_typed(open_as, staff) -> None:
    entry = open_as(staff, ENTRY)
    cell(entry, "SS1-1").fill("99")
    entry.locator('tr[data-row="SS1-1"]').get_by_role("button", name="Submit").click()
    expect(state_of(entry, "SS1-1")).to_contain_text("Submitted")
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    assert (row.achievement, row.state) == (99, "submitted")


def test_without_scripts_the_year_is_submitted_and_approved_too(open_as, staff, manager) -> None:
    entry = open_as(staff, ENTRY, java_script_enabled=False)
    with entry.expect_navigation():
        entry.get_by_role("button", name="Submit 20").click()
    assert states() == {"submitted"}
    review = open_as(manager, REVIEW, java_script_enabled=False)
    review.get_by_label("Choose SS1-1", exact=True).check()
    with review.expect_navigation():
        review.get_by_role("button", name="Approve the chosen").click()
    assert states(indicator__code="SS1-1") == {"approved"}


def test_some_of_a_perspective_leave_its_checkbox_in_between(open_as, staff, manager) -> None:
    submit_all(staff)
    review = open_as(manager, REVIEW)
    box = review.locator("[data-choose-all]").first
    box.check()
    review.locator("[data-choose]").first.uncheck()
    assert box.evaluate("each => each.indeterminate")


def test_nothing_is_cut_off_on_a_phone(open_as, staff, manager) -> None:
    submit_all(staff)
    review = open_as(manager, REVIEW, width=390, height=800)
    assert review.evaluate("document.documentElement.scrollWidth") <= 390
    buttons = review.locator(".review-buttons").locator("button, a").all()
    right = [box["x"] + box["width"] for each in buttons if (box := each.bounding_box())]
    assert len(right) == len(buttons) > 0
    assert max(right) <= 390


def test_an_amount_of_money_does_not_cover_its_target_on_a_phone(open_as, staff, manager) -> None:
    row = Measurement.objects.get(scorecard_year__year=2012, indicator__code="SS2-1")
    write_measurement(measurement=row, changes={"achievement": Decimal(999_999_999_999)}, by=staff)
    submit_all(staff)
    review = open_as(manager, REVIEW, width=390, height=800)
    figures = review.locator('tr[data-row="SS2-1"] > td.num')
    assert (
        figures.evaluate_all("cells => cells.filter((cell) => cell.scrollWidth > cell.clientWidth).length")
        == 0
    )


def test_the_way_to_a_follow_up_can_be_told_from_text(open_as, staff, manager) -> None:
    row = Measurement.objects.get(scorecard_year__year=2012, indicator__code="SS1-1")
    write_measurement(measurement=row, changes={"achievement": row.target - 1, "note": "x"}, by=staff)
    submit_all(staff)
    way = open_as(manager, REVIEW).get_by_role("link", name="Write a follow-up of SS1-1")
    expect(way).to_have_css("text-decoration-line", "underline")

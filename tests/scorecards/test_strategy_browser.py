"""Ticking the matrix and dragging objectives, as people do it."""

import pytest
from playwright.sync_api import expect

from scorecards import services
from scorecards.models import Objective, ObjectiveStatement
from tests.browser import let_in
from tests.factories import ObjectiveFactory, StatementFactory
from tests.scorecards.places import place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def matrix(scorecard):
    """Two missions and, in two perspectives, three objectives; none comes from any mission."""
    financial, customer, *_others = scorecard.plan.perspectives.all()
    for order, (code, perspective) in enumerate(
        {"SS1": financial, "SS2": financial, "SS3": customer}.items()
    ):
        ObjectiveFactory(
            scorecard=scorecard, perspective=perspective, code=code, name=f"Aim {code}", order=order
        )
    for code in ("M1", "M2"):
        StatementFactory(plan=scorecard.plan, code=code, text=f"Text of {code}")
    return scorecard


def opened(new_page, cast, scorecard, name, **options):
    page = new_page(language="en-US", **options)
    let_in(page, cast.staff)
    page.goto(place(scorecard, name))
    return page


def tick(page, statement, objective):
    return page.get_by_role("checkbox", name=f"{statement} Text of {statement} → {objective} Aim {objective}")


def ticks():
    return set(ObjectiveStatement.objects.values_list("statement__code", "objective__code"))


def test_ticks_are_set_by_mouse_and_keyboard_and_counted_at_once(new_page, cast, matrix):
    page = opened(new_page, cast, matrix, "statements")
    alone = page.locator("[data-alone=objectives]")
    expect(alone).to_have_text("3")
    tick(page, "M1", "SS1").click()
    expect(alone).to_have_text("2")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(tick(page, "M2", "SS2")).to_be_focused()
    page.keyboard.press("Space")
    expect(tick(page, "M2", "SS2")).to_have_attribute("aria-checked", "true")
    expect(page.locator("[data-alone=statements]")).to_have_text("0")
    expect(page.locator("[data-answer]")).to_have_text(
        "2 statements, 3 objectives, 1 objective comes from no statement."
    )
    assert ticks() == {("M1", "SS1"), ("M2", "SS2")}


def test_a_tick_that_is_refused_says_why_and_stays_as_it_was(new_page, cast, matrix):
    page = opened(new_page, cast, matrix, "statements")
    services.delete_statement(matrix.plan.statements.get(code="M1"), by=None)
    tick(page, "M1", "SS1").click()
    expect(page.locator(".toast-body")).to_contain_text("not there any more")
    expect(tick(page, "M1", "SS1")).to_have_attribute("aria-checked", "false")
    expect(page.locator("[data-alone=objectives]")).to_have_text("3")
    assert ticks() == set()


def test_an_objective_without_statements_is_marked_in_the_head_until_it_has_one(new_page, cast, matrix):
    page = opened(new_page, cast, matrix, "statements")
    marks = page.locator("thead").get_by_role("img", name="comes from no statement")
    expect(marks).to_have_count(3)
    tick(page, "M1", "SS1").click()
    expect(marks).to_have_count(2)


def test_a_tick_after_the_session_has_ended_says_so(new_page, cast, matrix):
    page = opened(new_page, cast, matrix, "statements")
    page.context.clear_cookies(name="sessionid")
    tick(page, "M1", "SS1").click()
    expect(page.locator(".toast-body")).to_contain_text("Your session has ended")
    expect(tick(page, "M1", "SS1")).to_have_attribute("aria-checked", "false")
    assert ticks() == set()


def test_an_objective_is_made_from_a_row_without_leaving_the_matrix(new_page, cast, matrix):
    page = opened(new_page, cast, matrix, "statements")
    page.get_by_role("link", name="objective from M2").click()
    panel = page.locator("#side-panel")
    expect(panel).to_contain_text("Text of M2")
    panel.get_by_label("Code").fill("SS1")
    panel.get_by_label("Name").fill("Aim SS4")
    panel.get_by_role("button", name="Save").click()
    expect(panel).to_contain_text("Another objective of this scorecard uses this code.")
    panel.get_by_label("Code").fill("SS4")
    panel.get_by_role("button", name="Save").click()
    expect(tick(page, "M2", "SS4")).to_have_attribute("aria-checked", "true")
    assert ticks() == {("M2", "SS4")}


def test_an_objective_is_dragged_to_another_perspective(new_page, cast, matrix):
    page = opened(new_page, cast, matrix, "objectives")
    dragged, onto = (page.locator(f"[data-code={code}]") for code in ("SS1", "SS3"))
    dragged.locator(".drag-handle").hover()
    page.mouse.down()
    box = onto.bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 4, steps=5)
    page.mouse.up()
    customer = matrix.plan.perspectives.get(code="C")
    expect(page.locator("#objectives-said")).to_have_text(f"SS1 is now number 1 in {customer.name}.")
    assert [each.code for each in Objective.objects.filter(perspective=customer)] == ["SS1", "SS3"]


@pytest.mark.parametrize("width", [1280, 390])
def test_the_heads_of_a_long_matrix_stay_in_sight(new_page, cast, matrix, width):
    for perspective in matrix.plan.perspectives.all():
        ObjectiveFactory.create_batch(4, scorecard=matrix, perspective=perspective)
    StatementFactory.create_batch(20, plan=matrix.plan)
    page = opened(new_page, cast, matrix, "statements", width=width, height=700)
    last = page.locator("tbody tr").last.get_by_role("checkbox").last
    last.scroll_into_view_if_needed()
    expect(page.locator(".matrix-objective").last).to_be_in_viewport()
    expect(page.locator("tbody tr").last.locator(".matrix-statement")).to_be_in_viewport(ratio=0.5)

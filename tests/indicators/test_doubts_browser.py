"""Questions about numbers, and the filters of the entry page, in a real browser."""

from decimal import Decimal as D

import pytest

from indicators.measuring import write_measurement
from indicators.models import Indicator, Measurement
from scorecards.models import Objective
from tests.browser import paste
from tests.indicators.grids import ENTRY, cell, is_saved, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUESTION = "compared with: target 13"


@pytest.fixture
def open_page(open_as, staff):
    """Opens a page as a member of staff sees it."""
    return lambda path=ENTRY, **options: open_as(staff, path, **options)


def row(page, code: str):
    return page.locator(f'tr[data-row="{code}"]')


def type_in(page, code: str, text: str, key: str = "Enter") -> None:
    cell(page, code).fill(text)
    page.keyboard.press(key)


def shown_codes(page) -> list[str]:
    return [line.get_attribute("data-row") for line in page.locator("tr[data-row]:visible").all()]


# --- the question -----------------------------------------------------------------


def test_a_number_in_doubt_stays_unsaved_until_the_suggestion_is_taken(grid) -> None:
    type_in(grid, "SS1-1", "1235")
    row(grid, "SS1-1").get_by_text(QUESTION).wait_for()
    grid.locator("#grid-state", has_text="Not saved yet: 1").wait_for()
    assert "is-unsaved" in (cell(grid, "SS1-1").get_attribute("class") or "")
    assert "SS1-1: Read 1,235" in grid.locator("#grid-said").inner_text()
    assert stored("SS1-1").achievement is None
    row(grid, "SS1-1").get_by_role("button", name="Yes, 12.35").click()
    is_saved(grid)
    assert cell(grid, "SS1-1").input_value() == "12.35"
    assert stored("SS1-1").achievement == D("12.35")
    assert row(grid, "SS1-1").locator(".cell-question").count() == 0


def test_what_was_typed_can_be_kept_with_the_keyboard_alone(grid) -> None:
    type_in(grid, "SS1-1", "1235")
    row(grid, "SS1-1").get_by_text(QUESTION).wait_for()
    grid.keyboard.press("ArrowUp")
    for _yes_and_keep in range(2):
        grid.keyboard.press("Tab")
    grid.keyboard.press("Enter")
    is_saved(grid)
    assert stored("SS1-1").achievement == 1235


def test_leaving_the_cell_again_does_not_send_the_number_again(grid) -> None:
    sent = []
    grid.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    type_in(grid, "SS1-1", "1235")
    row(grid, "SS1-1").get_by_text(QUESTION).wait_for()
    cell(grid, "SS1-1").focus()
    grid.keyboard.press("Enter")
    type_in(grid, "SS2-1", "28")
    row(grid, "SS2-1").get_by_text("On target").wait_for()
    assert len(sent) == 2
    assert row(grid, "SS1-1").get_by_text(QUESTION).is_visible()


def test_another_number_is_asked_about_anew_and_a_likely_one_is_saved(grid) -> None:
    for text in ("1235", "2470"):
        type_in(grid, "SS1-1", text)
        row(grid, "SS1-1").get_by_text(f"Read {int(text):,}").wait_for()
    type_in(grid, "SS1-1", "12.4")
    is_saved(grid)
    assert stored("SS1-1").achievement == D("12.4")


def test_escape_gives_up_the_number_and_its_question(grid) -> None:
    type_in(grid, "SS1-1", "1235")
    row(grid, "SS1-1").get_by_role("button", name="Yes, 12.35").focus()
    grid.keyboard.press("Escape")
    is_saved(grid)
    assert cell(grid, "SS1-1").input_value() == ""
    assert row(grid, "SS1-1").locator(".cell-question").count() == 0


def test_a_pasted_column_asks_about_each_number_in_doubt_and_takes_what_is_suggested(grid) -> None:
    cell(grid, "SS1-1").focus()
    paste(grid, "1235\r\n28\r\n1130\r\n")
    preview = grid.get_by_role("dialog")
    first = preview.get_by_role("textbox", name="Achievement SS1-1")
    first.wait_for()
    grid.wait_for_function("document.activeElement.matches('.preview-wrong input')")
    assert first.evaluate("input => input === document.activeElement")
    preview.get_by_role("button", name="Yes, 11.3").click()
    preview.get_by_text("Will be saved as “11.3”.").wait_for()
    assert preview.get_by_role("button", name="Save all").is_disabled()
    preview.get_by_label("These numbers are meant").check()
    preview.get_by_role("button", name="Save all").click()
    grid.get_by_text("3 cells saved.").wait_for()
    assert [stored(code).achievement for code in ("SS1-1", "SS2-1", "SS3-1")] == [1235, 28, D("11.3")]


def test_all_that_is_suggested_for_a_pasted_column_is_taken_at_once(grid) -> None:
    cell(grid, "SS1-1").focus()
    paste(grid, "1320\r\n28\r\n1130\r\n0.46\r\n")
    preview = grid.get_by_role("dialog")
    preview.get_by_role("button", name="Take all that is suggested (3)").click()
    preview.get_by_text("Will be saved as “46”.").wait_for()
    preview.get_by_role("button", name="Save all (4)").click()
    grid.get_by_text("4 cells saved.").wait_for()
    codes = ("SS1-1", "SS2-1", "SS3-1", "SS4-1")
    assert [stored(code).achievement for code in codes] == [D("13.2"), 28, D("11.3"), 46]


def test_above_a_maximum_that_is_capped_at_there_is_nothing_to_keep(grid) -> None:
    Indicator.objects.filter(code="SS7-1").update(caps_at_maximum=True, natural_max=100)
    type_in(grid, "SS7-1", "104")
    row(grid, "SS7-1").get_by_text("the most possible is 100").wait_for()
    assert row(grid, "SS7-1").get_by_role("button").all_inner_texts() == ["Yes, 100"]
    row(grid, "SS7-1").get_by_role("button", name="Yes, 100").click()
    is_saved(grid)
    assert stored("SS7-1").achievement == 100


def test_both_targets_of_a_range_are_stored_once_both_questions_are_answered(open_page) -> None:
    indicator = Indicator.objects.get(code="SS9-1")
    Measurement.objects.filter(indicator=indicator).update(target=20, target_upper=24)
    Indicator.objects.filter(pk=indicator.pk).update(polarity="range", natural_max=None, baseline=None)
    page = open_page("/o/ACME/ACME/2013/plan/")
    inputs = row(page, "SS9-1").locator('[data-column^="2013"]')
    inputs.nth(0).fill("2100")
    inputs.nth(1).fill("2500")
    page.keyboard.press("Enter")
    row(page, "SS9-1").get_by_role("button", name="Yes, 25").wait_for()
    row(page, "SS9-1").get_by_role("button", name="Yes, 21").click()
    row(page, "SS9-1").get_by_role("button", name="Yes, 25").click()
    is_saved(page)
    assert (stored("SS9-1").target, stored("SS9-1").target_upper) == (21, 25)


def test_the_sheet_asks_in_its_form(open_page) -> None:
    indicator = stored("SS1-1").indicator_id
    page = open_page(f"/o/ACME/ACME/2013/indicators/{indicator}/")
    pencil = page.locator(f'[hx-target="#editor-achievement-{stored("SS1-1").pk}"]')
    for answer, value in (("Keep 1,235", 1235), ("Yes, 12.36", D("12.36"))):
        pencil.evaluate("pencil => pencil.click()")
        page.locator(".fact-form [name=achievement]").fill("1235" if value == 1235 else "123600")
        page.keyboard.press("Enter")
        page.get_by_role("button", name=answer).click()
        page.locator(".fact-form").wait_for(state="detached")
        assert stored("SS1-1").achievement == value


# --- the filters ---------------------------------------------------------------------


@pytest.fixture
def half_filled(staff):
    """One below its target, one above, everything else missing; the first objective is the member's own."""
    for code, value in (("SS1-1", 12), ("SS2-1", 30)):
        write_measurement(measurement=stored(code), changes={"achievement": D(value)}, by=staff)
    Objective.objects.filter(code="SS2").update(owner=staff)


def choose(page, name: str) -> None:
    page.locator("[data-grid-filters]").get_by_role("link", name=name).click()


def test_a_filter_narrows_the_rows_at_once_and_can_be_shared(half_filled, grid, open_page) -> None:
    sent = []
    grid.on("request", lambda request: sent.append(request.url))
    choose(grid, "Below target")
    assert shown_codes(grid) == ["SS1-1"]
    assert grid.locator("tr.group-row:visible").count() == 1
    choose(grid, "Mine")
    assert shown_codes(grid) == ["SS2-1"]
    assert grid.get_by_text("Indicators of objectives that you own").is_visible()
    assert [url for url in sent if "/entry/" in url] == []
    assert grid.url.endswith("?show=mine")
    grid.go_back()
    assert shown_codes(grid) == ["SS1-1"]
    assert shown_codes(open_page(f"{ENTRY}?show=mine")) == ["SS2-1"]


def test_without_scripts_the_filters_are_links(half_filled, open_page) -> None:
    page = open_page(java_script_enabled=False)
    choose(page, "Below target")
    page.wait_for_url("**/entry/?show=below")
    assert shown_codes(page) == ["SS1-1"]


def test_a_row_that_is_filled_stays_until_the_filter_is_chosen_again(half_filled, grid) -> None:
    choose(grid, "Missing")
    assert len(shown_codes(grid)) == 18
    type_in(grid, "SS3-1", "11")
    grid.locator("#filter-count-missing", has_text="17").wait_for()
    grid.locator("#progress-all", has_text="3 of 20").wait_for()
    assert "SS3-1" in shown_codes(grid)
    choose(grid, "Missing")
    assert "SS3-1" not in shown_codes(grid)


def test_what_is_undone_is_shown_though_the_filter_had_hidden_it(half_filled, grid) -> None:
    choose(grid, "Missing")
    type_in(grid, "SS3-1", "11")
    is_saved(grid)
    choose(grid, "Missing")
    assert "SS3-1" not in shown_codes(grid)
    cell(grid, "SS4-1").focus()
    grid.keyboard.press("Control+z")
    grid.get_by_text("Undone: Achievement SS3-1").wait_for()
    assert "SS3-1" in shown_codes(grid)
    assert grid.evaluate("document.activeElement.closest('tr').dataset.row") == "SS3-1"


def test_what_is_not_saved_yet_is_not_hidden(half_filled, grid) -> None:
    type_in(grid, "SS3-1", "1100")
    row(grid, "SS3-1").get_by_role("button", name="Yes, 11").wait_for()
    choose(grid, "Below target")
    assert shown_codes(grid) == ["SS1-1", "SS3-1"]


def test_keys_and_pasted_columns_keep_to_the_rows_that_are_shown(half_filled, grid, staff) -> None:
    write_measurement(measurement=stored("SS4-1"), changes={"achievement": D(46)}, by=staff)
    grid.reload()
    choose(grid, "Missing")
    cell(grid, "SS3-1").focus()
    grid.keyboard.press("ArrowDown")
    assert grid.evaluate("document.activeElement.closest('tr').dataset.row") == "SS5-1"
    cell(grid, "SS3-1").focus()
    paste(grid, "11\r\n97\r\n")
    grid.get_by_role("button", name="Save all (2)").click()
    grid.get_by_text("2 cells saved.").wait_for()
    assert [stored(code).achievement for code in ("SS3-1", "SS4-1", "SS5-1")] == [11, 46, 97]


def test_a_filter_that_shows_nothing_says_so_and_leads_back(grid) -> None:
    choose(grid, "Below target")
    grid.get_by_text("Nothing is below target").wait_for()
    assert grid.locator(".grid-table").is_hidden()
    grid.get_by_role("link", name="Show all indicators").click()
    assert len(shown_codes(grid)) == 20

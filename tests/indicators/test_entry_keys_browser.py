"""The grid's keys, its undo and what it copies, in a real browser."""

from decimal import Decimal as D

import pytest

from indicators.measuring import write_measurement
from organizations.models import Membership
from scorecards.models import ScorecardYear
from tests.factories import MembershipFactory
from tests.indicators.grids import ENTRY, PLAN, TARGETS, cell, focused, is_saved, said, stored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def enter(page, code: str, text: str, field: str = "achievement") -> None:
    cell(page, code, field).fill(text)
    press(page, "Enter")
    is_saved(page)


def copied(page) -> list[list[str]]:
    """What Ctrl+C gives the clipboard, as rows of cells."""
    text = page.evaluate(
        """() => {
          const data = new DataTransfer();
          const event = new ClipboardEvent("copy", {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(event);
          return event.defaultPrevented ? data.getData("text/plain") : null;
        }"""
    )
    return [line.split("\t") for line in text.split("\r\n")] if text is not None else []


# --- keys -------------------------------------------------------------------------


def test_keys_go_through_the_cells_as_in_a_spreadsheet(grid) -> None:
    cell(grid, "SS2-1").focus()
    for key, code, field in [
        ("Enter", "SS3-1", "achievement"),
        ("Shift+Enter", "SS2-1", "achievement"),
        ("ArrowDown", "SS3-1", "achievement"),
        ("ArrowUp", "SS2-1", "achievement"),
        ("Tab", "SS2-1", "note"),
        ("Tab", "SS3-1", "achievement"),
        ("Shift+Tab", "SS2-1", "note"),
        ("ArrowDown", "SS3-1", "note"),
        ("ArrowLeft", "SS3-1", "achievement"),
        ("ArrowRight", "SS3-1", "note"),
    ]:
        press(grid, key)
        assert focused(grid) == [code, field], key


def test_left_and_right_move_the_caret_while_there_is_text_on_that_side(grid) -> None:
    cell(grid, "SS2-1").focus()
    grid.keyboard.type("12.5")
    press(grid, "ArrowLeft", "ArrowLeft", "ArrowRight")
    assert focused(grid) == ["SS2-1", "achievement"]
    press(grid, "ArrowRight", "ArrowRight")
    assert focused(grid) == ["SS2-1", "note"]
    is_saved(grid)
    assert stored("SS2-1").achievement == D("12.5")


def test_f2_puts_the_caret_behind_the_text(grid) -> None:
    enter(grid, "SS2-1", "12")
    cell(grid, "SS2-1").focus()
    press(grid, "F2")
    grid.keyboard.type(".5")
    assert cell(grid, "SS2-1").input_value() == "12.5"


def test_after_escape_tab_leads_to_the_links_of_the_line(grid) -> None:
    cell(grid, "SS2-1", "note").focus()
    press(grid, "Escape", "Tab")
    assert grid.evaluate("document.activeElement.tagName") == "A"


def test_tab_leaves_the_table_after_its_last_cell(grid) -> None:
    cell(grid, "SS18-2", "note").focus()
    press(grid, "Tab", "Tab", "Tab")
    assert focused(grid)[1] is None


def test_keys_go_through_the_targets_of_the_years_and_both_ends_of_a_range(open_as, staff) -> None:
    indicator = stored("SS2-1").indicator
    indicator.polarity = "range"
    indicator.save()
    page = open_as(staff, TARGETS)
    page.locator('tr[data-row="SS2-1"] [data-column="2012-1"]').focus()
    for key, column in [
        ("Tab", "2012-2"),
        ("ArrowRight", "2013-1"),
        ("ArrowRight", "2013-2"),
        ("ArrowLeft", "2013-1"),
        ("ArrowDown", "2013-1"),
    ]:
        press(page, key)
        assert page.evaluate("document.activeElement.dataset.column") == column, key


# --- undo -------------------------------------------------------------------------


def test_undo_brings_back_what_was_saved_last_and_redo_does_it_again(grid) -> None:
    enter(grid, "SS1-1", "13.2")
    enter(grid, "SS1-1", "14")
    cell(grid, "SS2-1").focus()
    press(grid, "Control+z")
    grid.get_by_text("Undone: Achievement SS1-1 is “13.2” again.").wait_for()
    assert (stored("SS1-1").achievement, focused(grid)[0]) == (D("13.2"), "SS1-1")
    press(grid, "Control+z")
    grid.get_by_text("Undone: Achievement SS1-1 is “nothing” again.").wait_for()
    assert stored("SS1-1").achievement is None
    press(grid, "Control+y")
    grid.get_by_text("Done again: Achievement SS1-1 is “13.2”.").wait_for()
    press(grid, "Control+Shift+z")
    grid.get_by_text("Done again: Achievement SS1-1 is “14”.").wait_for()
    assert stored("SS1-1").achievement == 14
    assert stored("SS1-1").history.filter(history_type="~").count() == 6


def test_undo_within_a_cell_that_is_being_typed_in_is_the_browsers(grid) -> None:
    enter(grid, "SS1-1", "13.2")
    cell(grid, "SS2-1").focus()
    grid.keyboard.type("7")
    press(grid, "Control+z")
    assert cell(grid, "SS2-1").input_value() == ""
    assert stored("SS1-1").achievement == D("13.2")


def test_a_note_comes_back_with_the_line_ends_that_its_cell_does_not_show(open_as, staff) -> None:
    write_measurement(measurement=stored("SS1-1"), changes={"note": "first\nsecond"}, by=staff)
    page = open_as(staff)
    enter(page, "SS1-1", "third", "note")
    cell(page, "SS1-1", "note").focus()
    press(page, "Control+z")
    page.get_by_text("Undone: Note SS1-1").wait_for()
    assert stored("SS1-1").note == "first\nsecond"


def test_undo_meets_a_newer_value_of_somebody_else_and_asks(grid, colleague) -> None:
    enter(grid, "SS1-1", "13.2")
    write_measurement(measurement=stored("SS1-1"), changes={"achievement": D(12)}, by=colleague)
    press(grid, "Shift+Tab", "Control+z")
    grid.get_by_role("button", name="Take theirs").wait_for()
    assert stored("SS1-1").achievement == 12


def test_undo_does_not_go_over_what_is_known_to_have_changed_since(grid, colleague) -> None:
    enter(grid, "SS1-1", "13.2")
    write_measurement(measurement=stored("SS1-1"), changes={"achievement": D(12)}, by=colleague)
    enter(grid, "SS1-1", "late", "note")
    press(grid, "Control+z")
    grid.get_by_text("Undone: Note SS1-1").wait_for()
    press(grid, "Control+z")
    grid.get_by_text("Achievement SS1-1 has changed since").wait_for()
    assert stored("SS1-1").achievement == 12


def test_undo_is_refused_to_who_may_no_longer_enter(grid, staff) -> None:
    enter(grid, "SS1-1", "13.2")
    staff.memberships.update(role=Membership.Role.VIEWER)
    press(grid, "Control+z")
    grid.locator('tr[data-row="SS1-1"] .cell-error', has_text="Only HR staff").wait_for()
    assert stored("SS1-1").achievement == D("13.2")


def test_the_buttons_undo_and_do_again(grid) -> None:
    undo, redo = grid.get_by_role("button", name="Undo"), grid.get_by_role("button", name="Redo")
    assert undo.is_disabled()
    enter(grid, "SS1-1", "13.2")
    undo.click()
    grid.get_by_text("Undone: Achievement SS1-1").wait_for()
    redo.click()
    grid.get_by_text("Done again: Achievement SS1-1").wait_for()
    assert stored("SS1-1").achievement == D("13.2")


# --- copying ----------------------------------------------------------------------


def test_shift_and_arrows_select_a_block_that_is_copied_as_a_spreadsheet_reads_it(open_as, staff) -> None:
    staff.language = "id"
    staff.save()
    for code, value, note in [("SS1-1", "1313.25", "=cmd|1"), ("SS2-1", "28", 'said "ok"')]:
        changes = {"achievement": D(value), "note": note}
        write_measurement(measurement=stored(code), changes=changes, by=staff)
    page = open_as(staff)
    cell(page, "SS1-1").focus()
    press(page, "Shift+ArrowDown", "Shift+ArrowRight")
    assert copied(page) == [["1.313,25", "'=cmd|1"], ["28", '"said ""ok"""']]


def test_shift_and_click_selects_up_to_the_cell(grid) -> None:
    enter(grid, "SS1-1", "13.2")
    cell(grid, "SS1-1").focus()
    cell(grid, "SS3-1").click(modifiers=["Shift"])
    assert copied(grid) == [["13.2"], [""], [""]]


def test_dragging_from_cell_to_cell_selects_them(grid) -> None:
    enter(grid, "SS1-1", "13.2")
    start, end = cell(grid, "SS1-1").bounding_box(), cell(grid, "SS3-1").bounding_box()
    grid.mouse.move(start["x"] + 20, start["y"] + 10)
    grid.mouse.down()
    grid.mouse.move(end["x"] + 20, end["y"] + 10, steps=8)
    grid.mouse.up()
    assert copied(grid) == [["13.2"], [""], [""]]


def test_copying_within_a_cell_is_the_browsers(grid) -> None:
    cell(grid, "SS1-1").fill("13.2")
    assert copied(grid) == []


def test_going_on_ends_the_selection(grid) -> None:
    cell(grid, "SS1-1").focus()
    press(grid, "Shift+ArrowDown", "ArrowDown")
    assert copied(grid) == []
    assert grid.locator(".is-picked").count() == 0


def clipboard_of(page) -> list[list[str]]:
    text = page.evaluate("navigator.clipboard.readText()")
    return [line.split("\t") for line in text.splitlines()]


@pytest.mark.parametrize("role", [Membership.Role.STAFF, Membership.Role.VIEWER])
def test_the_whole_table_is_copied_with_its_head(open_as, unit, staff, role) -> None:
    write_measurement(measurement=stored("SS1-1"), changes={"achievement": D("13.2")}, by=staff)
    reader = MembershipFactory(unit=unit, role=role).user
    page = open_as(reader, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy table").click()
    page.get_by_text("Copied; rows: 20.").wait_for()
    head, first, *_others = clipboard_of(page)
    table = dict(zip(head, first, strict=True))
    assert (table["Code"], table["Target"], table["Achievement"], table["Level"]) == (
        "SS1-1",
        "13",
        "13.2",
        "3",
    )
    assert table["Indicator"] == stored("SS1-1").indicator.name
    assert (table["Status"], table["State"]) == ("Above", "Draft")


def test_the_targets_are_copied_with_upper_targets_in_columns_of_their_own(open_as, staff) -> None:
    row = stored("SS1-1")
    row.indicator.polarity = "range"
    row.indicator.save()
    write_measurement(measurement=row, changes={"target": D(10), "target_upper": D(20)}, by=staff)
    page = open_as(staff, TARGETS, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy table").click()
    page.get_by_text("Copied; rows: 20.").wait_for()
    head, first, *_others = clipboard_of(page)
    table = dict(zip(head, first, strict=True))
    assert (table["Target 2013"], table["Upper target 2013"]) == ("10", "20")


# --- the two modes ----------------------------------------------------------------


def test_the_mode_is_switched_and_stays_when_the_year_is(open_as, staff) -> None:
    page = open_as(staff)
    page.get_by_role("link", name="Targets of all years").click()
    page.wait_for_url(f"**{TARGETS}")
    target = page.locator('tr[data-row="SS1-1"] [data-column="2012-1"]')
    target.fill("13.5")
    press(page, "Enter")
    is_saved(page)
    assert stored("SS1-1", 2012).target == D("13.5")


def test_the_weights_stand_there_where_they_count(open_as, staff) -> None:
    ScorecardYear.objects.update(weighting_mode="indicator")
    for path in (ENTRY, TARGETS):
        page = open_as(staff, path)
        assert page.get_by_role("columnheader", name="Weight").count() == 1
        assert page.locator("main").get_by_role("link", name="Weights & threshold").count() == 1
    ScorecardYear.objects.update(weighting_mode="equal")
    for path in (ENTRY, TARGETS, PLAN):
        assert open_as(staff, path).get_by_role("columnheader", name="Weight").count() == 0


def test_what_is_said_reaches_who_hears_the_page(grid) -> None:
    enter(grid, "SS1-1", "13.2")
    assert "SS1-1 saved: level 3" in said(grid)

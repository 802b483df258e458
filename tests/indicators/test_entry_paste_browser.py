"""Pasting a block into the grid in a real browser: seen first, put right, then saved, all or nothing."""

from decimal import Decimal as D

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from indicators.measuring import write_measurement
from indicators.models import Indicator, Measurement
from organizations.models import Membership
from scorecards.models import ScorecardYear
from tests.browser import paste
from tests.factories import (
    MeasurementFactory,
    MembershipFactory,
    PerspectiveFactory,
    PlanFactory,
    RootUnitFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)
from tests.indicators.grids import CODES, PLAN, TARGETS, cell, focused, is_saved, stored
from tests.indicators.scorecards import of_size

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORTY = "/o/FORTY/FORTY/2012/entry/"


@pytest.fixture
def forty(live_server):
    """A scorecard of 40 indicators without achievements, and a member of staff who writes Indonesian."""
    unit = RootUnitFactory(organization__code="FORTY")
    plan = PlanFactory(organization=unit.organization)
    for order, code in enumerate("FCPL", start=1):
        PerspectiveFactory(plan=plan, code=code, order=order, tone=order)
    card = ScorecardFactory(plan=plan, unit=unit)
    ScorecardYearFactory(scorecard=card, year=2012)
    of_size(card, 40)
    Measurement.objects.update(achievement=None, level=None, attainment=None)
    return MembershipFactory(unit=unit, role=Membership.Role.STAFF, user__language="id").user


def dialog(page):
    return page.get_by_role("dialog")


def see(page, block: str, start: str = "SS1-1", field: str = "achievement"):
    """Pastes at a cell and answers the dialog that comes."""
    cell(page, start, field).focus()
    paste(page, block)
    dialog(page).wait_for()
    return dialog(page)


def problem(page, label: str):
    return dialog(page).get_by_role("textbox", name=label)


def save_button(page):
    return dialog(page).get_by_role("button", name="Save all")


def gone(page) -> None:
    dialog(page).wait_for(state="hidden")
    page.locator("#grid-state", has_text="Everything is saved.").wait_for()


def achievements() -> list[D | None]:
    found = Measurement.objects.filter(scorecard_year__year=2012).order_by(
        "indicator__objective__perspective__order", "indicator__objective__order", "indicator__order"
    )
    return list(found.values_list("achievement", flat=True))


def forty_lines() -> list[str]:
    """Forty values as an Indonesian Excel copies them; the 3rd and the 30th can't be read."""
    lines = [f"1.0{place:02},5" for place in range(40)]
    lines[2], lines[29] = "kira-kira 28", "12.35"
    return lines


def test_forty_rows_with_two_unreadable_cells_are_saved_once_those_are_corrected(open_as, forty) -> None:
    page = open_as(forty, FORTY)
    page.locator("[data-field=achievement]").first.focus()
    paste(page, "\r\n".join(forty_lines()) + "\r\n")
    dialog(page).wait_for()
    wrong = dialog(page).locator('input[aria-invalid="true"]')
    assert [wrong.nth(place).input_value() for place in range(wrong.count())] == ["kira-kira 28", "12.35"]
    assert dialog(page).locator("tbody tr").count() == 38
    save = dialog(page).locator("#grid-preview-save")
    assert save.is_disabled()
    assert achievements() == [None] * 40
    for text in ("28", "12,35"):
        wrong.first.fill(text)
        page.keyboard.press("Tab")
    page.locator("#grid-preview-summary", has_text="40").wait_for()
    save.click()
    dialog(page).wait_for(state="hidden")
    expected = [D(1000 + place) + D("0.5") for place in range(40)]
    expected[2], expected[29] = D(28), D("12.35")
    assert achievements() == expected
    page.locator("#grid-answer", has_text="40 dari 40").wait_for()


def test_percentages_are_saved_as_a_spreadsheet_copies_them(open_as, forty) -> None:
    page = open_as(forty, FORTY)
    codes = [row.get_attribute("data-row") for row in page.locator("tr[data-row]").all()[:2]]
    see(page, "13,2%\n97 %", start=codes[0]).locator("#grid-preview-save").click()
    expect(cell(page, codes[1])).to_have_value("97")
    expect(cell(page, codes[0])).to_have_value("13,2")


def test_what_can_not_be_read_is_left_out_only_when_that_is_said(grid) -> None:
    see(grid, "13.2\nabout 28\n11,3\n46\n")
    assert save_button(grid).is_disabled()
    dialog(grid).get_by_label("Leave these 2 out").check()
    save_button(grid).click()
    gone(grid)
    assert [stored(code).achievement for code in CODES] == [D("13.2"), None, None, D(46)]
    assert [cell(grid, code).input_value() for code in CODES] == ["13.2", "", "", "46"]


def test_a_correction_that_is_no_better_saves_nothing_and_says_so(grid) -> None:
    see(grid, "13.2\nabout 28\n")
    problem(grid, "Achievement SS2-1").fill("nearly 28")
    save_button(grid).click()
    grid.get_by_text("Read “nearly 28”").wait_for()
    assert save_button(grid).is_disabled()
    assert stored("SS1-1").achievement is None


def test_nothing_is_saved_when_the_preview_is_cancelled(grid) -> None:
    see(grid, "13.2\n28\n")
    grid.keyboard.press("Escape")
    dialog(grid).wait_for(state="hidden")
    grid.wait_for_function("document.activeElement.dataset.field")
    assert focused(grid) == ["SS1-1", "achievement"]
    assert [stored(code).achievement for code in CODES[:2]] == [None, None]
    assert cell(grid, "SS1-1").input_value() == ""


def test_the_preview_is_used_with_the_keys_alone(grid) -> None:
    see(grid, "13.2\nabout 28\n")
    grid.wait_for_function("document.activeElement.closest('.preview-wrong')")
    grid.keyboard.press("Control+a")
    grid.keyboard.type("28")
    grid.keyboard.press("Tab")
    grid.get_by_text("Will be saved as “28”.").wait_for()
    save_button(grid).focus()
    grid.keyboard.press("Enter")
    gone(grid)
    assert [stored(code).achievement for code in CODES[:2]] == [D("13.2"), D(28)]


def test_a_block_fills_achievements_and_notes_with_quotes_and_line_ends(grid) -> None:
    see(grid, '13.2\t"said ""ok""\r\nlater"\r\n28\t5" pipe\r\n')
    save_button(grid).click()
    gone(grid)
    assert [stored(code).note for code in CODES[:2]] == ['said "ok" later', '5" pipe']
    grid.locator("#grid-answer", has_text="2 of 20 reported").wait_for()


def test_blank_cells_leave_what_stands_there_and_are_counted(open_as, staff) -> None:
    changes = {"achievement": D(28), "note": "checked"}
    write_measurement(measurement=stored("SS2-1"), changes=changes, by=staff)
    page = open_as(staff)
    see(page, "13.2\tnew\n\n11.3\t\n").get_by_text("Blank cells that left what stands there: 1.").wait_for()
    save_button(page).click()
    gone(page)
    assert [stored(code).achievement for code in CODES[:3]] == [D("13.2"), D(28), D("11.3")]
    assert stored("SS2-1").note == "checked"


def test_what_lies_outside_the_table_is_told(grid) -> None:
    see(grid, "1\tnote\tbeyond\n2\n", "SS18-2").get_by_text("outside the table: 2.").wait_for()


def test_a_block_that_changes_nothing_can_be_left_with_the_keys(open_as, staff) -> None:
    for code, value in (("SS1-1", "13.2"), ("SS2-1", "28")):
        write_measurement(measurement=stored(code), changes={"achievement": D(value)}, by=staff)
    page = open_as(staff)
    see(page, "13.2\n28\n")
    page.wait_for_function("document.activeElement.textContent === 'Cancel'")
    page.keyboard.press("Enter")
    dialog(page).wait_for(state="hidden")


def test_one_value_fills_all_selected_cells(grid) -> None:
    cell(grid, "SS1-1", "note").focus()
    grid.keyboard.press("Shift+ArrowDown")
    paste(grid, "checked")
    save_button(grid).click()
    gone(grid)
    assert [stored(code).note for code in CODES[:3]] == ["checked", "checked", ""]


def test_selected_cells_are_emptied_together_once_that_was_seen(open_as, staff) -> None:
    for code, value in (("SS1-1", "13.2"), ("SS2-1", "28"), ("SS3-1", "11")):
        write_measurement(measurement=stored(code), changes={"achievement": D(value)}, by=staff)
    page = open_as(staff)
    cell(page, "SS1-1").focus()
    for key in ("Shift+ArrowDown", "Delete"):
        page.keyboard.press(key)
    dialog(page).get_by_role("heading", name="What emptying these cells changes").wait_for()
    assert stored("SS1-1").achievement == D("13.2")
    dialog(page).get_by_role("button", name="Save all (2)").click()
    gone(page)
    assert [stored(code).achievement for code in CODES[:3]] == [None, None, 11]
    page.keyboard.press("Control+z")
    page.get_by_text("Undone; cells: 2.").wait_for()
    assert stored("SS2-1").achievement == 28


def test_signed_out_the_preview_says_how_to_go_on(grid) -> None:
    see(grid, "13.2\n28\n")
    grid.context.clear_cookies(name="sessionid")
    save_button(grid).click()
    dialog(grid).get_by_text("come back and save again").wait_for()
    assert stored("SS1-1").achievement is None


def test_one_value_from_a_spreadsheet_is_typed_where_it_is_pasted(grid) -> None:
    cell(grid, "SS1-1").focus()
    paste(grid, "13.2\r\n")
    assert cell(grid, "SS1-1").input_value() == "13.2"
    assert not dialog(grid).is_visible()


def test_a_value_that_somebody_else_was_quicker_with_is_chosen_in_the_preview(grid, colleague) -> None:
    for code in CODES[:2]:
        write_measurement(measurement=stored(code), changes={"achievement": D(12)}, by=colleague)
    see(grid, "13.2\n28\n11.3\n")
    assert "Rina" in dialog(grid).locator(".cell-error").first.inner_text()
    assert save_button(grid).is_disabled()
    dialog(grid).get_by_label("Keep mine").first.check()
    dialog(grid).get_by_label("Take theirs").last.check()
    save_button(grid).click()
    gone(grid)
    assert [stored(code).achievement for code in CODES[:3]] == [D("13.2"), D(12), D("11.3")]
    assert cell(grid, "SS2-1").input_value() == "12"
    grid.keyboard.press("Control+z")
    grid.get_by_text("Undone; cells: 2.").wait_for()
    assert [stored(code).achievement for code in CODES[:3]] == [D(12), D(12), None]


def test_another_cell_of_the_row_changed_meanwhile_is_no_conflict_of_the_block(grid, colleague) -> None:
    write_measurement(measurement=stored("SS1-1"), changes={"note": "checked"}, by=colleague)
    see(grid, "13.2\n28\n")
    save_button(grid).click()
    gone(grid)
    assert (stored("SS1-1").achievement, cell(grid, "SS1-1", "note").input_value()) == (D("13.2"), "checked")


def test_a_change_while_the_preview_is_open_saves_nothing_and_asks(grid, colleague) -> None:
    see(grid, "13.2\n28\n")
    write_measurement(measurement=stored("SS1-1"), changes={"achievement": D(12)}, by=colleague)
    save_button(grid).click()
    dialog(grid).get_by_label("Keep mine").wait_for()
    assert [stored(code).achievement for code in CODES[:2]] == [D(12), None]
    dialog(grid).get_by_label("Keep mine").check()
    save_button(grid).click()
    gone(grid)
    assert [stored(code).achievement for code in CODES[:2]] == [D("13.2"), D(28)]


def test_without_a_network_the_preview_stays_and_saves_when_it_is_back(grid) -> None:
    see(grid, "13.2\n28\n")
    grid.context.set_offline(True)
    save_button(grid).click()
    dialog(grid).get_by_text("No connection").wait_for()
    grid.context.set_offline(False)
    save_button(grid).click()
    gone(grid)
    assert stored("SS1-1").achievement == D("13.2")


def test_a_pasted_block_is_undone_and_done_again_as_one(grid) -> None:
    see(grid, "13.2\tnew\n28\n")
    save_button(grid).click()
    gone(grid)
    grid.keyboard.press("Control+z")
    grid.get_by_text("Undone; cells: 3.").wait_for()
    assert [stored(code).achievement for code in CODES[:2]] == [None, None]
    grid.locator("#grid-answer", has_text="0 of 20 reported").wait_for()
    grid.keyboard.press("Control+y")
    grid.get_by_text("Done again; cells: 3.").wait_for()
    assert (stored("SS2-1").achievement, stored("SS1-1").note) == (D(28), "new")


def test_a_block_that_could_not_be_undone_without_a_network_is_undone_when_it_is_back(grid) -> None:
    see(grid, "13.2\n28\n")
    save_button(grid).click()
    gone(grid)
    grid.context.set_offline(True)
    grid.keyboard.press("Control+z")
    grid.locator("#grid-said", has_text="No connection").wait_for()
    grid.context.set_offline(False)
    grid.keyboard.press("Control+z")
    grid.get_by_text("Undone; cells: 2.").wait_for()
    assert [stored(code).achievement for code in CODES[:2]] == [None, None]


def test_an_undo_that_was_cancelled_can_be_done_later(grid, colleague) -> None:
    see(grid, "13.2\n28\n")
    save_button(grid).click()
    gone(grid)
    write_measurement(measurement=stored("SS2-1"), changes={"achievement": D(30)}, by=colleague)
    grid.keyboard.press("Control+z")
    dialog(grid).get_by_role("heading", name="What undoing changes").wait_for()
    dialog(grid).get_by_role("button", name="Cancel").click()
    gone(grid)
    grid.get_by_role("button", name="Undo").click()
    dialog(grid).get_by_label("Keep mine").check()
    save_button(grid).click()
    gone(grid)
    assert [stored(code).achievement for code in CODES[:2]] == [None, None]


def test_undoing_a_block_meets_somebody_elses_newer_value_and_asks(grid, colleague) -> None:
    see(grid, "13.2\n28\n")
    save_button(grid).click()
    gone(grid)
    write_measurement(measurement=stored("SS2-1"), changes={"achievement": D(30)}, by=colleague)
    grid.keyboard.press("Control+z")
    dialog(grid).get_by_label("Take theirs").check()
    assert stored("SS1-1").achievement == D("13.2")
    save_button(grid).click()
    gone(grid)
    assert [stored(code).achievement for code in CODES[:2]] == [None, D(30)]


@pytest.mark.parametrize("path", [TARGETS, PLAN])
def test_targets_of_several_years_are_pasted_side_by_side(open_as, staff, path) -> None:
    page = open_as(staff, path)
    page.locator('tr[data-row="SS1-1"] [data-column="2012-1"]').focus()
    paste(page, "12.7\t13.1\r\n37\t29\r\n")
    dialog(page).wait_for()
    save_button(page).click()
    gone(page)
    assert [stored("SS1-1", year).target for year in (2012, 2013)] == [D("12.7"), D("13.1")]
    assert [stored("SS2-1", year).target for year in (2012, 2013)] == [D(37), D(29)]


def test_leaving_with_an_open_preview_asks_first(grid) -> None:
    asked = []
    grid.on("dialog", lambda box: (asked.append(box.type), box.accept()))
    see(grid, "13.2\nabout 28\n")
    grid.wait_for_function("document.activeElement.closest('.preview-wrong')")
    grid.keyboard.type("2")
    grid.goto(PLAN)
    assert asked == ["beforeunload"]


def test_a_block_waits_for_the_cell_that_is_being_saved(grid) -> None:
    cell(grid, "SS1-1").fill("12")
    see(grid, "13.2\n28\n", "SS2-1")
    save_button(grid).click()
    gone(grid)
    is_saved(grid)
    assert [stored(code).achievement for code in CODES[:3]] == [D(12), D("13.2"), D(28)]


def test_a_corrected_cell_that_somebody_else_changed_meanwhile_is_still_chosen(grid, colleague) -> None:
    see(grid, "13.2\nabout 28\n")
    write_measurement(measurement=stored("SS2-1"), changes={"achievement": D(30)}, by=colleague)
    problem(grid, "Achievement SS2-1").fill("28")
    grid.keyboard.press("Tab")
    dialog(grid).get_by_label("Keep mine").check()
    save_button(grid).click()
    gone(grid)
    assert [stored(code).achievement for code in CODES[:2]] == [D("13.2"), D(28)]


def test_one_column_for_each_year_is_pasted_beside_a_range(open_as, staff) -> None:
    Measurement.objects.filter(indicator__code="SS2-1").update(target=30, target_upper=40)
    Indicator.objects.filter(code="SS2-1").update(polarity="range")
    page = open_as(staff, TARGETS)
    page.locator('tr[data-row="SS1-1"] [data-column="2012-1"]').focus()
    paste(page, "12.7\t13.1\r\n31\t32\r\n11.6\t11.1\r\n")
    dialog(page).wait_for()
    save_button(page).click()
    gone(page)
    found = [[stored(code, year).target for year in (2012, 2013)] for code in CODES[:3]]
    assert found == [[D("12.7"), D("13.1")], [31, 32], [D("11.6"), D("11.1")]]
    assert stored("SS2-1", 2012).target_upper == 40


def test_upper_targets_are_pasted_where_they_have_columns_of_their_own(open_as, staff) -> None:
    Measurement.objects.filter(indicator__code="SS2-1").update(target=30, target_upper=40)
    Indicator.objects.filter(code="SS2-1").update(polarity="range")
    page = open_as(staff, TARGETS)
    page.locator('tr[data-row="SS1-1"] [data-column="2012-1"]').focus()
    paste(page, "12.7\t\t13.1\t\r\n31\t41\t32\t42\r\n")
    dialog(page).wait_for()
    save_button(page).click()
    gone(page)
    assert [stored("SS1-1", year).target for year in (2012, 2013)] == [D("12.7"), D("13.1")]
    assert [stored("SS2-1", year).target_upper for year in (2012, 2013)] == [41, 42]


def test_a_closed_year_between_open_ones_keeps_its_column(open_as, staff, unit) -> None:
    plan = unit.scorecards.get().plan
    plan.last_year = 2014
    plan.save()
    year = ScorecardYearFactory(scorecard=unit.scorecards.get(), year=2014)
    for code in CODES:
        MeasurementFactory(indicator=stored(code).indicator, scorecard_year=year, target=None)
    ScorecardYear.objects.filter(year=2013).update(closed_at=timezone.now(), closed_by=staff)
    page = open_as(staff, TARGETS)
    page.locator('tr[data-row="SS1-1"] [data-column="2012-1"]').focus()
    paste(page, "12.7\t13\t13.6\r\n37\t29\t31\r\n")
    dialog(page).get_by_text("can't be changed: 1 (SS2-1)").wait_for()
    save_button(page).click()
    gone(page)
    assert [stored("SS1-1", year).target for year in (2012, 2013, 2014)] == [D("12.7"), 13, D("13.6")]
    assert [stored("SS2-1", year).target for year in (2012, 2013, 2014)] == [37, 28, 31]

"""The grid in a real browser: typing, keys, pasting, conflicts, and a network that goes away."""

import re
from decimal import Decimal as D

import pytest

from indicators.measuring import write_measurement
from indicators.models import Measurement
from organizations.models import Membership
from tests.browser import paste, sign_in
from tests.factories import MembershipFactory, RootUnitFactory
from tests.indicators.scorecards import berdikari

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ENTRY = "/o/ACME/ACME/2013/entry/"
PLAN = "/o/ACME/ACME/2013/plan/"
CODES = ["SS1-1", "SS2-1", "SS3-1", "SS4-1"]


@pytest.fixture
def unit(live_server):
    unit = RootUnitFactory(organization__code="ACME")
    berdikari(unit)
    return unit


@pytest.fixture
def staff(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.STAFF, user__name="Sari").user


@pytest.fixture
def colleague(unit):
    return MembershipFactory(unit=unit, role=Membership.Role.STAFF, user__name="Rina").user


@pytest.fixture
def open_as(new_page):
    def go(user, path: str = ENTRY, **options):
        page = new_page(**options)
        sign_in(page, user.email)
        page.goto(path)
        return page

    return go


@pytest.fixture
def grid(open_as, staff):
    """The entry page as a member of staff sees it in English."""
    return open_as(staff)


def stored(code: str, year: int = 2013) -> Measurement:
    return Measurement.objects.get(indicator__code=code, scorecard_year__year=year)


def cell(page, code: str, field: str = "achievement"):
    return page.locator(f'tr[data-row="{code}"] [data-field="{field}"]')


def status(page, code: str):
    return page.locator(f'tr[data-row="{code}"] [id^="status-"]')


def is_saved(page) -> None:
    page.locator("#grid-state", has_text="Everything is saved.").wait_for()


def test_the_level_and_the_totals_appear_as_soon_as_a_cell_is_left(grid) -> None:
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    status(grid, "SS1-1").get_by_text("Above").wait_for()
    grid.locator("#grid-answer", has_text="1 of 20 reported").wait_for()
    grid.locator("#grid-summary", has_text="1 of 20").wait_for()
    assert stored("SS1-1").level == 3


def test_enter_and_arrows_move_down_and_up_and_tab_to_the_note(grid) -> None:
    cell(grid, "SS2-1").focus()
    for key, code, field in [
        ("Enter", "SS3-1", "achievement"),
        ("Shift+Enter", "SS2-1", "achievement"),
        ("ArrowDown", "SS3-1", "achievement"),
        ("ArrowUp", "SS2-1", "achievement"),
        ("Tab", "SS2-1", "note"),
        ("ArrowDown", "SS3-1", "note"),
        ("Shift+Tab", "SS3-1", "achievement"),
    ]:
        grid.keyboard.press(key)
        focused = grid.evaluate(
            "[document.activeElement.closest('tr').dataset.row, document.activeElement.dataset.field]"
        )
        assert focused == [code, field], key


def test_escape_brings_back_what_stood_there(grid) -> None:
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Escape")
    grid.keyboard.press("Enter")
    assert cell(grid, "SS1-1").input_value() == ""
    is_saved(grid)
    assert stored("SS1-1").version == 1


def test_what_can_not_be_read_stays_and_says_what_is_expected(grid) -> None:
    cell(grid, "SS1-1").fill("13,2")
    grid.keyboard.press("Enter")
    error = grid.locator('tr[data-row="SS1-1"] .cell-error')
    error.wait_for()
    assert "13.2" in error.inner_text()
    assert cell(grid, "SS1-1").input_value() == "13,2"
    assert cell(grid, "SS1-1").get_attribute("aria-invalid") == "true"
    assert cell(grid, "SS1-1").get_attribute("aria-describedby") == error.get_attribute("id")
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    is_saved(grid)
    assert error.count() == 0


def test_emptying_a_cell_takes_its_level_away(grid) -> None:
    for text in ("13.2", ""):
        cell(grid, "SS1-1").fill(text)
        grid.keyboard.press("Enter")
        is_saved(grid)
    status(grid, "SS1-1").get_by_text("Not reported").wait_for()
    assert stored("SS1-1").achievement is None


def test_a_pasted_column_fills_downwards_and_every_cell_is_saved(grid) -> None:
    cell(grid, "SS1-1").focus()
    paste(grid, "13.2\r\n28\r\n11.3\r\n46\r\n")
    grid.get_by_text("Pasted; cells changed: 4.").wait_for()
    assert [stored(code).achievement for code in CODES] == [D("13.2"), D(28), D("11.3"), D(46)]
    grid.locator("#grid-answer", has_text="4 of 20 reported").wait_for()


def test_a_pasted_block_fills_achievements_and_notes(grid) -> None:
    cell(grid, "SS1-1").focus()
    paste(grid, '13.2\t"said ""ok""\r\nlater"\n28\t5" pipe\n')
    grid.get_by_text("Pasted; cells changed: 4.").wait_for()
    assert [stored(code).note for code in CODES[:2]] == ['said "ok" later', '5" pipe']


def test_blank_pasted_cells_leave_what_stands_there_and_are_counted(open_as, staff) -> None:
    changes = {"achievement": D(28), "note": "checked"}
    write_measurement(measurement=stored("SS2-1"), changes=changes, by=staff)
    page = open_as(staff)
    cell(page, "SS1-1").focus()
    paste(page, "13.2\tnew\n\n11.3\t\n")
    page.get_by_text("Pasted; cells changed: 3. Blank cells that left what stands there: 1.").wait_for()
    assert [stored(code).achievement for code in CODES[:3]] == [D("13.2"), D(28), D("11.3")]
    assert (stored("SS2-1").note, cell(page, "SS2-1").input_value()) == ("checked", "28")


def test_unreadable_pasted_cells_are_marked_and_the_others_saved(grid) -> None:
    cell(grid, "SS1-1").focus()
    paste(grid, "13.2\nabout 28\n11,3\n46\n")
    grid.get_by_text("Marked and not saved: 2 (SS2-1, SS3-1).").wait_for()
    assert [cell(grid, code).input_value() for code in CODES] == ["13.2", "about 28", "11,3", "46"]
    assert [stored(code).achievement for code in CODES] == [D("13.2"), None, None, D(46)]


def test_pasted_values_outside_the_table_are_counted(grid) -> None:
    cell(grid, "SS18-2").focus()
    paste(grid, "1\tnote\tbeyond\n2\n")
    grid.get_by_text("because they lie outside the table: 2.").wait_for()


def test_a_newer_value_of_somebody_else_is_shown_and_one_chooses(grid, colleague) -> None:
    write_measurement(measurement=stored("SS1-1"), changes={"achievement": D(12)}, by=colleague)
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    error = grid.locator('tr[data-row="SS1-1"] .cell-error')
    error.wait_for()
    assert re.search("Rina .*12.*13.2", error.inner_text())
    grid.get_by_role("button", name="Take theirs").click()
    is_saved(grid)
    assert cell(grid, "SS1-1").input_value() == "12"
    assert stored("SS1-1").achievement == 12


def test_one_may_keep_the_own_value_knowing_the_other(grid, colleague) -> None:
    write_measurement(measurement=stored("SS1-1"), changes={"achievement": D(12)}, by=colleague)
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    grid.get_by_role("button", name="Keep mine").click()
    is_saved(grid)
    assert stored("SS1-1").achievement == D("13.2")


def test_another_cell_of_the_row_changed_by_somebody_else_is_no_conflict(grid, colleague) -> None:
    write_measurement(measurement=stored("SS1-1"), changes={"note": "checked"}, by=colleague)
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    is_saved(grid)
    assert (stored("SS1-1").achievement, stored("SS1-1").note) == (D("13.2"), "checked")
    assert cell(grid, "SS1-1", "note").input_value() == "checked"


def test_without_a_network_nothing_typed_is_lost_and_it_is_saved_when_it_returns(grid) -> None:
    grid.context.set_offline(True)
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    grid.locator("#grid-state", has_text="No connection").wait_for()
    assert "is-unsaved" in (cell(grid, "SS1-1").get_attribute("class") or "")
    grid.context.set_offline(False)
    is_saved(grid)
    assert stored("SS1-1").achievement == D("13.2")


def test_signing_in_again_elsewhere_lets_the_cell_be_saved(grid, staff) -> None:
    grid.context.clear_cookies(name="sessionid")
    cell(grid, "SS1-1").fill("13.2")
    grid.keyboard.press("Enter")
    grid.locator("#grid-state", has_text="signed out").wait_for()
    other = grid.context.new_page()
    sign_in(other, staff.email)
    grid.get_by_role("button", name="Try again").click()
    is_saved(grid)
    assert stored("SS1-1").achievement == D("13.2")


def test_leaving_with_an_unsaved_cell_asks_first(grid) -> None:
    asked = []
    grid.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    cell(grid, "SS1-1").fill("13,2")
    grid.keyboard.press("Enter")
    grid.locator('tr[data-row="SS1-1"] .cell-error').wait_for()
    grid.goto(PLAN)
    assert asked == ["beforeunload"]


def test_a_number_is_read_as_its_page_writes_it_even_after_the_language_changed(open_as, staff) -> None:
    staff.language = "id"
    staff.save()
    page = open_as(staff)
    staff.language = "en"
    staff.save()
    cell(page, "SS1-1").fill("1.313")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="1.313").click()
    page.locator('tr[data-row="SS1-1"] .is-reached').wait_for()
    assert stored("SS1-1").achievement == 1313


def test_a_target_is_typed_in_the_plan(open_as, staff) -> None:
    page = open_as(staff, PLAN)
    target = page.locator('tr[data-row="SS1-1"] [data-column="2013-1"]')
    target.fill("")
    page.keyboard.press("Enter")
    page.locator("#grid-answer", has_text="1 of 40 targets missing (2013: 1)").wait_for()
    target.fill("13.5")
    page.keyboard.press("Enter")
    page.locator("#grid-answer", has_text="complete").wait_for()
    assert stored("SS1-1").target == D("13.5")


def test_both_targets_of_a_range_are_saved_once_both_are_there(open_as, staff) -> None:
    measurement = stored("SS2-1")
    measurement.indicator.polarity = "range"
    measurement.indicator.save()
    Measurement.objects.filter(indicator=measurement.indicator).update(target=None)
    page = open_as(staff, PLAN)
    page.locator('tr[data-row="SS2-1"] [data-column="2013-1"]').fill("10")
    page.keyboard.press("Tab")
    page.locator('tr[data-row="SS2-1"] .cell-error').wait_for()
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    is_saved(page)
    assert page.locator('tr[data-row="SS2-1"] .cell-error').count() == 0
    assert (stored("SS2-1").target, stored("SS2-1").target_upper) == (10, 20)


def test_without_scripts_the_page_is_read_and_says_so(open_as, staff) -> None:
    page = open_as(staff, java_script_enabled=False)
    assert cell(page, "SS1-1").get_attribute("readonly") is not None
    assert page.locator("noscript .note").is_visible()


@pytest.mark.parametrize("path", [ENTRY, PLAN])
def test_nothing_is_cut_off_on_a_phone(open_as, staff, path) -> None:
    page = open_as(staff, path, width=390, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

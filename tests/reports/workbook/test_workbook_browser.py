"""The workbook in a real browser: taken out, worked on, brought back, looked at and confirmed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from indicators.models import Measurement
from reports.demo import loader
from reports.demo.accounts import PASSWORD
from tests.browser import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACE = "/o/BERDIKARI/BERDIKARI/2013/workbook/"
ACHIEVEMENT = 6


@pytest.fixture
def page(live_server, new_page) -> Page:
    loader.load()
    opened = new_page(language="en-US", accept_downloads=True)
    sign_in(opened, "hr@berdikari.example", PASSWORD)
    opened.goto(PLACE)
    return opened


@pytest.fixture
def exported(page, tmp_path) -> Path:
    """The workbook as the browser keeps it."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Export to Excel").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    return path


def change(path: Path, code: str, year: int, achievement: float) -> None:
    book = openpyxl.load_workbook(path)
    [row] = [row for row in book["Years"].iter_rows() if (row[0].value, row[1].value) == (code, year)]
    row[ACHIEVEMENT - 1].value = achievement
    book.save(path)


def bring(page: Page, path: Path) -> None:
    page.get_by_label("Workbook or CSV file").set_input_files(path)
    page.get_by_role("button", name="Check the file").click()


def stored() -> str:
    row = Measurement.objects.get(
        indicator__code="SS1-1",
        scorecard_year__year=2013,
        indicator__objective__scorecard__unit__code="BERDIKARI",
    )
    return str(row.achievement.normalize())


def test_a_value_changed_in_the_exported_workbook_is_seen_confirmed_and_stored(page, exported):
    change(exported, "SS1-1", 2013, 13.75)
    bring(page, exported)
    expect(page.locator(".answer")).to_contain_text("1 changed row, ")
    row = page.locator("tbody", has_text="SS1-1 · 2013")
    expect(row.locator("td")).to_contain_text(["achievement", "13.2", "13.75"])
    assert stored() == "13.2"
    page.get_by_role("button", name="Import all of it").click()
    expect(page.locator(".toast.is-success")).to_contain_text("has been imported")
    assert stored() == "13.75"
    page.go_back()
    expect(page.get_by_role("button", name="Import all of it")).to_have_count(0)
    bring(page, exported)
    expect(page.locator(".import-confirm")).to_contain_text("There is nothing to write")


HOLD = """window.sent = 0;
document.addEventListener("submit", (event) => {
  window.sent += event.defaultPrevented ? 0 : 1;
  event.preventDefault();
});"""
"""Counts what would be sent, and lets nothing go."""


def test_the_button_says_what_happens_and_works_once_while_a_file_is_read(page, exported):
    page.get_by_label("Workbook or CSV file").set_input_files(exported)
    page.evaluate(HOLD)
    page.get_by_role("button", name="Check the file").click()
    button = page.get_by_role("button", name="Checking the file…")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("status").filter(has_text="A large file takes")).to_be_visible()
    button.click(force=True)
    assert page.evaluate("window.sent") == 1

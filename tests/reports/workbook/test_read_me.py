"""The Read me explains every column, in both languages."""

import pytest
from django.utils import translation
from openpyxl import Workbook

from reports.workbook.sheets import BY_NAME, SHEETS
from reports.workbook.writing.read_me import what_may, who_may
from tests.reports.workbook.spreadsheets import exported, opened, table_of

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["en", "id"])


def read_me(scorecard, language: str) -> Workbook:
    with translation.override(language):
        return opened(exported(scorecard))["Read me"]


@LANGUAGES
def test_it_has_a_row_for_every_column(scorecard, language):
    rows = table_of(read_me(scorecard, language))
    explained = {(row[0], row[1]): row[2:5] for row in rows if all(row[:5])}
    with translation.override(language):
        for sheet in SHEETS:
            for column in sheet.columns:
                words = [str(column.explained), who_may(sheet, column), what_may(sheet, column)]
                assert explained[sheet.name, column.name] == words


@LANGUAGES
def test_it_says_what_each_sheet_is(scorecard, language):
    rows = table_of(read_me(scorecard, language))
    with translation.override(language):
        assert {(sheet.name, str(sheet.explained)) for sheet in SHEETS} <= {tuple(row[:2]) for row in rows}


def test_it_says_whose_plan_it_is_and_of_when(scorecard):
    texts = [value for row in table_of(read_me(scorecard, "en")) for value in row if value]
    unit = scorecard.unit
    assert f"Workbook of {unit.name}" in texts
    assert unit.organization.name in texts
    assert f"{unit.name} (ACME)" in texts
    assert "Plan 2012-2013 (2012–2013)" in texts
    assert "Nov. 26, 2026" in texts


def test_no_explanation_is_the_same_in_both_languages(scorecard):
    def explained() -> set[str]:
        return {str(column.explained) for sheet in SHEETS for column in sheet.columns}

    english = explained()
    with translation.override("id"):
        assert english & explained() == set()


def test_it_can_not_be_written_into_and_its_texts_wrap(scorecard):
    page = read_me(scorecard, "en")
    assert page.protection.sheet
    assert all(cell.alignment.wrap_text for cell in page[page.max_row])


@pytest.mark.parametrize(
    ("sheet", "column", "who"),
    [
        ("Statements", "text", "HR staff, managers and administrators of the whole organization"),
        ("Perspectives", "name_id", "Administrators of the whole organization"),
        ("Plan", "threshold", "Administrators of the unit"),
        ("Years", "target", "HR staff, managers and administrators of the unit"),
        ("Years", "weight", "Administrators of the unit"),
        (
            "Years",
            "achievement",
            "HR staff, managers and administrators of the unit, and whoever holds it",
        ),
        ("Years", "state", "Nobody: it is not read."),
    ],
)
def test_it_says_who_may_change_a_column(sheet, column, who):
    assert who_may(BY_NAME[sheet], BY_NAME[sheet].column(column)) == who


@pytest.mark.parametrize(
    ("sheet", "column", "what"),
    [
        ("Indicators", "polarity", "One of: higher, lower, range (required)"),
        ("Years", "achievement", "A number with at most 6 decimals"),
        ("Years", "year", "A whole number (key)"),
        ("Objectives", "name", "A text of at most 250 characters (required)"),
        ("WorkPrograms", "start", "A date"),
        ("WorkPrograms", "progress", "A whole number (empty: stays as it is)"),
        ("Plan", "closed", "One of: yes, no"),
    ],
)
def test_it_says_what_may_stand_in_a_column(sheet, column, what):
    assert what_may(BY_NAME[sheet], BY_NAME[sheet].column(column)) == what

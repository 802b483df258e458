"""The exported workbook, read back by openpyxl: numbers are numbers, texts are texts, heads are locked."""

import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from indicators.models import Indicator, Measurement
from reports.workbook.columns import Kind
from reports.workbook.contents import load_contents, load_sheet
from reports.workbook.sheets import BY_NAME, SHEETS
from reports.workbook.writing import book as book_module
from reports.workbook.writing import write_workbook
from reports.workbook.writing.looks import Looks, number_format, write_text
from scorecards.models import Objective, ObjectiveLink
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    ScorecardYearFactory,
    StatementFactory,
)
from tests.indicators.berdikari import on_target
from tests.indicators.full_plans import full_plan
from tests.indicators.scorecards import berdikari, of_size
from tests.reports.workbook.spreadsheets import DAY, cell_of, exported, opened

FORMULA_LIKE = ["=1+1", "+62 21", "-", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"]
MARKED_UP = ["<r><t>rich</t></r>", "<b>&amp;</b>", "http://example.org/", "  "]


@pytest.fixture
def full(cast):
    return full_plan(cast.unit, people=[cast.administrator, cast.viewer])


@pytest.fixture
def book(full):
    return opened(exported(full))


@pytest.fixture
def indicator(scorecard):
    return IndicatorFactory(objective__scorecard=scorecard, objective__code="SS1", code="SS1-1")


def test_the_sheets_stand_in_their_order(book):
    data = [sheet.name for sheet in SHEETS]
    assert book.sheetnames == ["Read me", *data, "Performance 2012", "Performance 2013"]


def test_each_sheet_has_its_head_and_a_row_for_each_thing(full, book):
    for name, rows in load_contents(full).items():
        page = book[name]
        assert tuple(cell.value for cell in page[1]) == BY_NAME[name].names
        assert page.max_row == len(rows) + 1


def test_every_value_comes_back_as_what_it_is(full, book):
    for name, rows in load_contents(full).items():
        for number, row in enumerate(rows, start=2):
            for column, cell in zip(BY_NAME[name].columns, book[name][number], strict=True):
                assert came_back(cell) == written(column, row[column.name]), (name, number, column.name)


def came_back(cell):
    if isinstance(cell.value, datetime.datetime):
        return cell.value.date()
    return Decimal(repr(cell.value)) if isinstance(cell.value, int | float) else cell.value


def written(column, value):
    if value is None or value in ("", ()):
        return None
    if column.kind is Kind.FLAG:
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"{value[0]}-{value[1]}" if column.kind is Kind.PERIOD else ", ".join(value)
    return value


def test_a_plan_of_one_year_is_told_from_its_year(scorecard):
    scorecard.plan.last_year = 2012
    scorecard.plan.save()
    page = opened(exported(scorecard))["Plan"]
    assert [page.cell(row, 1).value for row in (2, 3)] == ["2012-2012", 2012]


@pytest.mark.parametrize("text", FORMULA_LIKE + MARKED_UP)
def test_a_text_is_written_as_a_text(scorecard, indicator, text):
    StatementFactory(plan=scorecard.plan, code="M1", text=text)
    MeasurementFactory(indicator=indicator, scorecard_year=scorecard.years.first(), note=text)
    book = opened(exported(scorecard))
    for sheet, column in (("Statements", "text"), ("Years", "note")):
        cell = book[sheet].cell(2, BY_NAME[sheet].names.index(column) + 1)
        assert cell.data_type != "f"
        assert cell.value == (text.strip() or None)


def test_no_formula_comes_from_what_people_typed(scorecard, indicator):
    Indicator.objects.update(name="=1+1", unit_of_measure="=2")
    Objective.objects.update(name="=3")
    scorecard.plan.perspectives.update(name_en="=4")
    MeasurementFactory(indicator=indicator, scorecard_year=scorecard.years.first())
    page = opened(exported(scorecard), figures=True)["Performance 2012"]
    assert [page.cell(row, 2).value for row in (6, 7, 8)] == ["=4", "=3", "=1+1"]
    live = opened(exported(scorecard))["Performance 2012"]
    assert [live.cell(row, 2).data_type for row in (6, 7)] == ["s", "s"]
    assert live["B8"].value.startswith("=IF(")


numbers = st.integers(-(10**15) + 1, 10**15 - 1).flatmap(
    lambda digits: st.integers(0, 6).map(lambda places: Decimal(digits).scaleb(-places))
)


@given(st.lists(numbers, min_size=1, max_size=30))
def test_every_number_comes_back_digit_for_digit(values):
    stream = io.BytesIO()
    with Workbook(stream, {"constant_memory": True}) as made:
        page = made.add_worksheet("Years")
        for row, value in enumerate(values):
            page.write_number(row, 0, value)
    read = [came_back(cell) for (cell,) in opened(stream.getvalue())["Years"].iter_rows()]
    assert read == values


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r"), min_size=1, max_size=80))
def test_no_text_breaks_the_workbook(text):
    stream = io.BytesIO()
    with Workbook(stream, book_module.OPTIONS) as made:
        write_text(made.add_worksheet("Years"), 0, 0, text, Looks(made).of())
    assert opened(stream.getvalue())["Years"]["A1"].data_type in ("s", "inlineStr")


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [("12.35", 1, "#,##0.00"), ("12", 2, "#,##0.00"), ("12", None, "#,##0"), (None, 3, "#,##0.000")],
)
def test_a_number_is_shown_with_all_its_decimals_and_those_of_its_indicator(value, decimals, shown):
    assert number_format(None if value is None else Decimal(value), decimals) == shown


def test_a_value_is_shown_with_the_decimals_of_its_indicator(scorecard, indicator):
    Indicator.objects.update(decimals=2)
    MeasurementFactory(indicator=indicator, scorecard_year=scorecard.years.first(), target=Decimal(12))
    book = opened(exported(scorecard))
    assert cell_of(book, "Years", "target", year=2012).number_format == "#,##0.00"
    assert cell_of(book, "Years", "weight", year=2012).number_format == "#,##0"


def test_heads_are_locked_and_rows_with_the_empty_ones_below_are_open(book):
    for sheet in SHEETS:
        page = book[sheet.name]
        assert page.protection.sheet
        assert page.freeze_panes == "B2"
        for number, head in enumerate(page[1], start=1):
            assert head.protection.locked
            assert head.font.bold
            [column] = [each for each in page.column_dimensions.values() if each.min <= number <= each.max]
            assert not column.protection.locked
            if page.cell(2, number).value is not None:
                assert not page.cell(2, number).protection.locked


def test_rows_can_be_sorted_filtered_and_added_under_protection(book):
    for sheet in SHEETS:
        page = book[sheet.name]
        allowed = ("sort", "autoFilter", "insertRows", "formatColumns")
        assert [name for name in allowed if getattr(page.protection, name)] == []
        assert page.auto_filter.ref.startswith("A1:")


def checks_of(book, sheet: str) -> dict:
    page, names = book[sheet], BY_NAME[sheet].names
    found = {}
    for check in page.data_validations.dataValidation:
        [area] = check.sqref.ranges
        found[names[area.min_col - 1]] = check
        assert area.min_row == 2
        assert area.max_row > page.max_row + 500
    return found


def test_every_column_explains_itself_where_it_is_typed(book):
    for sheet in SHEETS:
        checks = checks_of(book, sheet.name)
        for column in sheet.columns:
            assert checks[column.name].promptTitle == column.name[:32]
            assert str(column.explained)[:200] in checks[column.name].prompt


def test_every_choice_has_a_list(book):
    for sheet in SHEETS:
        checks = checks_of(book, sheet.name)
        for column in sheet.columns:
            if column.kind is Kind.CHOICE:
                assert checks[column.name].formula1 == f'"{",".join(column.choices)}"'


@pytest.mark.parametrize(
    ("sheet", "column", "of"),
    [
        ("Objectives", "perspective", "Perspectives"),
        ("Links", "cause", "Objectives"),
        ("Links", "effect", "Objectives"),
        ("Indicators", "objective", "Objectives"),
        ("Years", "indicator", "Indicators"),
        ("Initiatives", "indicator", "Indicators"),
        ("WorkPrograms", "indicator", "Indicators"),
    ],
)
def test_codes_are_chosen_from_their_own_sheet(book, sheet, column, of):
    check = checks_of(book, sheet)[column]
    assert check.type == "list"
    assert check.formula1.startswith(f"OFFSET({of}!$A$2,")


def test_numbers_and_dates_are_checked(book):
    years, programs = checks_of(book, "Years"), checks_of(book, "WorkPrograms")
    assert years["achievement"].type == "decimal"
    assert (years["weight"].type, years["weight"].formula1) == ("decimal", "0")
    assert years["year"].type == "whole"
    assert programs["start"].type == "date"
    assert (programs["progress"].formula1, programs["progress"].formula2) == ("0", "100")


def test_the_explanations_speak_the_language_of_the_reader(full):
    with translation.override("id"):
        book = opened(exported(full))
        for sheet in SHEETS:
            checks = checks_of(book, sheet.name)
            for column in sheet.columns:
                assert str(column.explained)[:200] in checks[column.name].prompt


def test_the_same_scorecard_gives_the_same_file(full):
    assert exported(full) == exported(full)


def test_an_empty_scorecard_gives_a_workbook_to_fill_in(scorecard):
    book = opened(exported(scorecard))
    assert book.sheetnames[-1] == "Weights"
    assert book["Indicators"].max_row == 1


def test_a_year_outside_the_plan_has_no_performance_sheet(scorecard, indicator):
    past = ScorecardYearFactory(scorecard=scorecard, year=2011)
    MeasurementFactory(indicator=indicator, scorecard_year=past, target=None, achievement=Decimal(1))
    book = opened(exported(scorecard))
    assert "Performance 2011" not in book.sheetnames
    assert book["Years"].max_row == 2


def test_a_plan_too_large_for_formulas_has_the_figures_alone(cast, monkeypatch):
    card = berdikari(cast.unit, achieve={2012: on_target})
    live = opened(exported(card), figures=True)["Performance 2012"]
    monkeypatch.setattr(book_module, "MOST_LIVE_ROWS", 39)
    content = exported(card)
    still = opened(content)["Performance 2012"]
    shown = [[cell.value for cell in row[:13]] for row in live.iter_rows(max_row=live.max_row - 1)]
    assert [[cell.value for cell in row[:13]] for row in still.iter_rows(max_row=live.max_row - 1)] == [
        [None if value == "" else value for value in row] for row in shown
    ]
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet12.xml")


@pytest.mark.parametrize("most_live", [1000, 10])
def test_progress_counts_up_to_the_end(scorecard, monkeypatch, most_live):
    monkeypatch.setattr(book_module, "MOST_LIVE_ROWS", most_live)
    of_size(scorecard, 60)
    past = ScorecardYearFactory(scorecard=scorecard, year=2011)
    for indicator in Indicator.objects.all():
        MeasurementFactory(indicator=indicator, scorecard_year=past, target=None, achievement=Decimal(1))
    told = []
    write_workbook(scorecard, io.BytesIO(), today=DAY, progress=lambda *each: told.append(each))
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1] > 240


def test_a_full_disk_is_an_os_error(scorecard):
    class Full(io.BytesIO):
        is_new = True

        def write(self, content):
            if not self.is_new:
                return super().write(content)
            self.is_new = False
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_workbook(scorecard, Full(), today=DAY)


def test_the_map_and_measurements_of_the_plan_are_all_there(full):
    book = opened(exported(full))
    assert book["Links"].max_row == ObjectiveLink.objects.count() + 1
    assert book["Years"].max_row == Measurement.objects.count() + 1 == len(load_sheet("Years", full)) + 1

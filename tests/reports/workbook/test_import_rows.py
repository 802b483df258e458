"""Which sheet a table is, and its rows; without a database."""

import io

import pytest

from reports.workbook.importing.refusals import Fault, letters
from reports.workbook.importing.rows import read_file
from reports.workbook.importing.values import Style
from reports.workbook.importing.words import FAULTS, refusal_message
from reports.workbook.reading import Limits, TableKind, open_table_file
from reports.workbook.sheets import SHEETS
from tests.reports.workbook.files import table, workbook


def read(file, *, name="values.csv", year=2012, language="en"):

    stream = (
        io.BytesIO(file.encode() if isinstance(file, str) else file)
        if not isinstance(file, dict)
        else workbook(file)
    )
    with open_table_file(stream, name=name, limits=Limits()) as opened:
        style = Style(texts_only=opened.kind is TableKind.CSV, language=language)
        return read_file(opened, name=name, style=style, year=year)


def faults(contents):
    return [(each.fault, each.row, each.column, each.read) for each in contents.refusals]


@pytest.mark.parametrize(
    "head",
    [
        "code,achievement",
        "Kode,Capaian",
        " INDIKATOR ; Realisasi ",
        "Code;Achievement;Note",
        "catatan,capaian,kode",
    ],
)
def test_a_table_of_codes_and_achievements_is_known_in_both_languages(head):
    contents = read(f"{head}\n")
    assert list(contents.sheets) == ["Years"]
    assert contents.sheets["Years"].blank_keeps


def test_a_table_of_achievements_needs_a_year():
    assert [each[0] for each in faults(read("code,achievement\nSS1,1\n", year=None))] == [Fault.YEAR_NEEDED]


@pytest.mark.parametrize("file", [
    "code,achievement\nSS1-1,12.35\n",
    "code;achievement\r\nSS1-1;12.35\r\n",
    "\ufeffcode,achievement\r\nSS1-1,12.35",
    "code\tachievement\nSS1-1\t12.35\n",
    '"code","achievement"\n"SS1-1","12.35"\n',
])  # fmt: skip
def test_separators_line_ends_quotes_and_marks_of_a_text_file_are_all_one(file):
    [row] = read(file).sheets["Years"].rows
    assert {name: str(value) for name, value in row.values.items()} == {
        "indicator": "SS1-1", "achievement": "12.35", "year": "2012",
    }  # fmt: skip


def test_decimals_are_read_with_the_mark_that_was_chosen():
    file = "code;achievement\nSS1-1;12,35\n"
    [row] = read(file, language="id").sheets["Years"].rows
    assert str(row.values["achievement"]) == "12.35"
    assert [each[1:] for each in faults(read(file))] == [(2, "B", "12,35")]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_text_file_of_one_sheet_is_known_by_its_whole_head(sheet):
    assert list(read(",".join(sheet.names) + "\n").sheets) == [sheet.name]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_text_file_of_one_sheet_is_known_by_its_name(sheet):
    contents = read(",".join(sheet.key) + "\n", name=f"C:\\data\\{sheet.name.upper()}.csv")
    assert list(contents.sheets) == [sheet.name]


def test_a_head_that_fits_several_sheets_is_refused_with_their_names():
    [refusal] = read("code,name\n").refusals
    assert refusal.fault is Fault.AMBIGUOUS_HEAD
    assert "Objectives, Indicators" in refusal_message(refusal)


@pytest.mark.parametrize(("head", "expected"), [
    ("indicator,year,target,Ziel", (Fault.UNKNOWN_COLUMN, 1, "D", "Ziel")),
    ("indicator,year,,target", (Fault.UNKNOWN_COLUMN, 1, "C", "")),
    ("indicator,year,target,TARGET", (Fault.COLUMN_TWICE, 1, "D", "TARGET")),
    ("indicator,target", (Fault.COLUMN_MISSING, 1, "", "indicator, target")),
])  # fmt: skip
def test_a_head_that_can_not_be_is_refused_at_its_column(head, expected):
    assert faults(read(f"{head}\n", name="years.csv")) == [expected]


def test_a_head_that_is_none_of_ours_is_refused():
    assert [each[0] for each in faults(read("when,what\n1,2\n"))] == [Fault.UNKNOWN_HEAD]


def test_empty_cells_behind_the_head_are_no_columns():
    assert faults(read("code,achievement,,\nSS1,1,,\n")) == []


def test_a_value_beside_the_table_is_refused():
    assert faults(read("code,achievement\nSS1,1,2\n")) == [(Fault.BESIDE_TABLE, 2, "C", "2")]


def test_a_code_that_comes_twice_is_refused_with_the_row_of_the_first():
    [refusal] = read("code,achievement\nSS1,1\n\nSS1,2\n").refusals
    assert (refusal.fault, refusal.row, refusal.expected) == (Fault.ROW_TWICE, 4, "2")


def test_all_cells_that_can_not_be_read_are_refused_at_once():
    tables = table(
        "Years",
        {"indicator": "a b", "year": 2012.5, "target": "x"},
        {"indicator": "A", "year": 2012, "target": True},
    )
    assert [(row, column) for _fault, row, column, _read in faults(read(tables, name="plan.xlsx"))] == [
        (2, "A"), (2, "B"), (2, "C"), (3, "C"),
    ]  # fmt: skip


def test_sheets_that_are_not_ours_are_left_alone_and_named():
    tables = table("Years") | {"Read me": [["x"]], "Performance 2012": [["x"]], "Notes": [["x"]]}
    contents = read(tables, name="plan.xlsx")
    assert (list(contents.sheets), contents.ignored) == (["Years"], ("Notes",))


def test_of_a_workbook_with_other_names_the_first_sheet_is_read_and_the_others_named():
    contents = read({"Sheet1": [["code", "achievement"], ["A", 1]], "Sheet2": [["x"]]}, name="x.xlsx")
    assert (list(contents.sheets), contents.ignored) == (["Years"], ("Sheet2",))


def test_the_head_may_stand_below_empty_rows():
    contents = read({"Sheet1": [[], [], ["code", "achievement"], ["A", 1]]}, name="x.xlsx")
    assert [row.number for row in contents.sheets["Years"].rows] == [4]
    [refusal] = read({"Sheet1": [[], [], ["x"]]}, name="x.xlsx").refusals
    assert refusal.row == 3


def test_columns_have_the_letters_of_spreadsheets():
    assert [letters(place) for place in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_every_fault_has_words():
    said_elsewhere = {Fault.CELL, Fault.NOT_ALLOWED, Fault.SAID_BY_SERVICE}
    assert set(FAULTS) | said_elsewhere == set(Fault)


def test_a_cell_is_not_taken_for_an_earlier_one_that_only_equals_it():
    file = table("Statements", *({"code": each, "kind": "goal", "text": each} for each in ("A", 1, True)))
    contents = read(file)
    assert [row.values["text"] for row in contents.sheets["Statements"].rows] == ["A", "1"]
    assert [each[1:] for each in faults(contents)] == [(4, "A", "TRUE"), (4, "C", "TRUE")]

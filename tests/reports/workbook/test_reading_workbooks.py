"""Sound workbooks of several makers are read as their spreadsheets show them."""

import io
import re
import shutil
import subprocess
import tempfile
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from reports.workbook.reading import (
    BadCell,
    CellFault,
    FileRefused,
    Limits,
    Refusal,
    open_table_file,
    sheet_reader,
)
from tests.reports.workbook.makers import by_openpyxl, by_xlsxwriter
from tests.reports.workbook.opened import rows_of, sheets_of
from tests.reports.workbook.packages import (
    HEAD,
    MAIN,
    SHEET,
    parts,
    relationships,
    table,
    workbook,
    worksheet,
    zipped,
)

HALF_PAST_EIGHT = datetime.combine(date(2025, 12, 31), time(8, 30))
SOFFICE = shutil.which("soffice")


def cell(xml: str):
    """The value of the cell B2 that is written so."""
    [_head, (_row, values)] = rows_of(zipped(parts(table(xml))))
    return values[1] if len(values) > 1 else None


def test_a_workbook_of_openpyxl_is_read():
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "Years"
        book.active.append(["code", "achievement", "done", "on"])
        book.active.append(["IND-01", 12.35, True, date(2025, 12, 31)])
        book.active.append(["IND-02", 40, False, HALF_PAST_EIGHT])
        book.create_sheet("Read me").append(["Nothing here is read"])

    assert sheets_of(by_openpyxl(fill)) == {
        "Years": [
            (1, ("code", "achievement", "done", "on")),
            (2, ("IND-01", Decimal("12.35"), True, date(2025, 12, 31))),
            (3, ("IND-02", Decimal("40"), False, HALF_PAST_EIGHT)),
        ],
        "Read me": [(1, ("Nothing here is read",))],
    }


@pytest.mark.parametrize("options", [{}, {"constant_memory": True}])
def test_a_workbook_of_xlsxwriter_is_read(options):
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Years")
        sheet.write_row(0, 0, ["code", "achievement"])
        sheet.write_row(1, 0, ["IND-01", 0.1 + 0.2])
        sheet.write_formula(2, 1, "=B2*10", value=3)

    assert sheets_of(by_xlsxwriter(fill, **options)) == {
        "Years": [(1, ("code", "achievement")), (2, ("IND-01", Decimal("0.3"))), (3, (None, Decimal("3")))]
    }


def test_rows_keep_their_numbers_and_cells_their_places():
    def fill(book: openpyxl.Workbook) -> None:
        book.active["C3"] = "here"
        book.active["A7"] = 1
        book.active["D9"] = "  "

    assert rows_of(by_openpyxl(fill)) == [(3, (None, None, "here")), (7, (Decimal(1),))]


def test_formatted_empty_cells_are_no_cells_however_far():
    near = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="1"/></row>'
    far = '<row r="1048576" s="1"><c r="A1048576" s="1"/></row>'
    assert rows_of(zipped(parts(worksheet(near + far)))) == [(1, (Decimal(1),))]


def test_hidden_protected_and_merged_sheets_are_read():
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "Shown"
        hidden = book.create_sheet("Hidden")
        hidden.sheet_state = "veryHidden"
        hidden.append([1, 2])
        hidden.protection.sheet = True
        hidden.protection.password = "secret"
        hidden.append(["wide", "lost"])
        hidden.merge_cells("A2:B2")

    assert sheets_of(by_openpyxl(fill)) == {
        "Shown": [],
        "Hidden": [(1, (Decimal(1), Decimal(2))), (2, ("wide",))],
    }


def test_rich_texts_are_joined_and_pronunciation_is_left_out():
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = CellRichText("Rugi ", TextBlock(InlineFont(b=True), "laba"))

    assert rows_of(by_openpyxl(fill)) == [(1, ("Rugi laba",))]
    run = "<r><t>Rugi </t></r><r><rPr><b/></rPr><t>laba</t></r><rPh sb='0' eb='1'><t>x</t></rPh>"
    shared = f"{HEAD}<sst {MAIN}><si>{run}</si></sst>"
    assert cell(f'<c r="B2" t="inlineStr"><is>{run}</is></c>') == "Rugi laba"
    content = parts(worksheet('<row><c t="s"><v>0</v></c></row>')) | {"xl/sharedStrings.xml": shared}
    assert rows_of(zipped(content)) == [(1, ("Rugi laba",))]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("one_x000D_\ntwo", "one\r\ntwo"),
        ("tab_x0009_", "tab\t"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x0041_", "A"),
        ("_x0000_", "_x0000_"),
        ("_xD83D_", "_xD83D_"),
        ("_xZZZZ_", "_xZZZZ_"),
    ],
)
def test_escapes_are_decoded_but_never_to_what_no_text_holds(written, read):
    assert cell(f'<c r="B2" t="inlineStr"><is><t>{written}</t></is></c>') == read
    assert cell(f'<c r="B2" t="str"><f>A1</f><v>{written}</v></c>') == read


def test_a_text_that_xlsxwriter_escapes_comes_back():
    text = "_x000D_ literally, and a line end:\r\n=not a formula"
    content = by_xlsxwriter(lambda book: book.add_worksheet().write_string(0, 0, text))
    assert rows_of(content) == [(1, (text,))]


def test_dates_are_read_in_both_calendars():
    assert cell('<c r="B2" s="1"><v>45992</v></c>') == date(2025, 12, 1)
    since_1904 = workbook(("Years", "rId1"), properties='<workbookPr date1904="1"/>')
    content = zipped(parts(table('<c r="B2" s="1"><v>44530</v></c>')) | {"xl/workbook.xml": since_1904})
    assert rows_of(content)[1] == (2, ("IND-01", date(2025, 12, 1)))


def test_dates_in_iso_texts_and_formats_of_ones_own_are_dates():
    assert cell('<c r="B2" t="d"><v>2025-12-31</v></c>') == date(2025, 12, 31)
    assert cell('<c r="B2" t="d"><v>2025-12-31T08:30:00</v></c>') == HALF_PAST_EIGHT

    def fill(book: openpyxl.Workbook) -> None:
        for row, (value, shown) in enumerate(
            [(45992, "[$-421]dd mmmm yyyy;@"), (45992, '"Rp" #,##0.00'), (0.5, "0.0%"), (7, '0 "hari"')],
            start=1,
        ):
            book.active.cell(row, 1, value).number_format = shown

    assert [values for _row, values in rows_of(by_openpyxl(fill))] == [
        (date(2025, 12, 1),),
        (Decimal(45992),),
        (Decimal("0.5"),),
        (Decimal(7),),
    ]


def test_a_formula_gives_its_value_and_an_empty_text_is_empty():
    assert cell('<c r="B2"><f>1+1</f><v>2</v></c>') == Decimal(2)
    assert cell('<c r="B2" t="str"><f>""</f><v></v></c>') is None
    assert cell('<c r="B2"><f>A1*2</f></c>') == BadCell(CellFault.FORMULA_WITHOUT_VALUE, "=A1*2")


def test_an_external_link_is_read_as_it_was_last_seen():
    links = relationships(("rId1", "worksheet", "worksheets/sheet1.xml")).replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="x/externalLink" Target="http://127.0.0.1:9/"'
        ' TargetMode="External"/>'
        "</Relationships>",
    )
    sheet = table('<c r="B2"><f>[1]Sheet1!A1</f><v>12.5</v></c>')
    content = zipped(parts(sheet) | {"xl/_rels/workbook.xml.rels": links})
    assert rows_of(content)[1] == (2, ("IND-01", Decimal("12.5")))


def test_the_values_of_a_workbook_with_macros_are_read_and_the_macros_left_alone():
    content = zipped(parts() | {"xl/vbaProject.bin": b"\xcc" * 1000})
    assert rows_of(content)[1] == (2, ("IND-01", Decimal("12.5")))


def test_prefixed_names_and_the_strict_namespace_are_read():
    plain = table('<c r="B2"><v>12.5</v></c>')
    prefixed = re.sub(r"<(/?)(\w)", r"<\1x:\2", plain).replace("xmlns=", "xmlns:x=")
    strict = table('<c r="B2"><v>12.5</v></c>').replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    )
    for sheet in (prefixed, strict):
        assert rows_of(zipped(parts(sheet)))[1] == (2, ("IND-01", Decimal("12.5")))


def test_sheets_are_found_by_absolute_targets_and_in_the_order_shown():
    content = parts() | {
        "xl/workbook.xml": workbook(("Second", "rId2"), ("Chart", "rId3"), ("First", "rId1")),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "/xl/worksheets/Sheet1.xml"),
            ("rId2", "worksheet", "worksheets/other.xml"),
            ("rId3", "chartsheet", "chartsheets/sheet1.xml"),
        ),
        "xl/worksheets/other.xml": worksheet(""),
    }
    assert list(sheets_of(zipped(content))) == ["Second", "First"]


def test_rows_are_counted_over_all_sheets_that_are_read_and_once_each():
    content = parts(worksheet("<row><c><v>1</v></c></row>" * 6)) | {
        "xl/workbook.xml": workbook(("One", "rId1"), ("Two", "rId2")),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
        ),
        "xl/worksheets/sheet2.xml": worksheet("<row><c><v>1</v></c></row>" * 5),
    }
    with open_table_file(io.BytesIO(zipped(content)), name="x", limits=Limits(rows=10)) as opened:
        assert len(list(opened.rows("One"))) == len(list(opened.rows("One"))) == 6
        with pytest.raises(FileRefused) as refused:
            next(opened.rows("Two"))
    error = refused.value
    assert (error.code, error.limit, error.sheet) == (Refusal.TOO_MANY_ROWS, 10, "Two")


def test_rows_that_are_written_strangely_are_counted_as_they_are_read():
    sheet = worksheet("<row><c><v>1</v></c></row>" * 11).replace(HEAD, "").encode("utf-16")
    content = zipped(parts() | {SHEET: sheet})
    assert len(rows_of(content, Limits(rows=11))) == 11
    with pytest.raises(FileRefused) as refused:
        rows_of(content, Limits(rows=10))
    assert (refused.value.code, refused.value.row) == (Refusal.TOO_MANY_ROWS, 11)


def test_a_full_sheet_may_have_all_the_elements_that_its_cells_need(monkeypatch):
    monkeypatch.setattr(sheet_reader, "_MOST_EMPTY", 10)
    cell_with_text = '<c t="inlineStr"><is><t>x</t></is></c>'
    assert len(rows_of(zipped(parts(worksheet(f"<row>{cell_with_text * 5}</row>" * 100))))) == 100
    with pytest.raises(FileRefused) as refused:
        rows_of(zipped(parts(worksheet("<row><c/><c/></row>" * 5))))
    assert refused.value.code == Refusal.TOO_MANY_CELLS


def test_a_refusal_tells_the_place():
    row = '<row r="9"><c r="A9"><v>1</v></c><c r="DD9"><v>1</v></c></row>'
    with pytest.raises(FileRefused) as refused:
        rows_of(zipped(parts(worksheet(row))))
    error = refused.value
    assert (error.code, error.sheet, error.row, error.column) == (Refusal.FAR_CELL, "Years", 9, 108)


def test_a_sheet_that_is_not_there_is_a_fault_of_the_caller():
    stream = io.BytesIO(zipped(parts()))
    with open_table_file(stream, name="x", limits=Limits()) as opened, pytest.raises(KeyError):
        opened.rows("Nowhere")


def test_a_broken_part_is_refused_only_where_it_is_read():
    content = parts() | {
        "xl/workbook.xml": workbook(("Good", "rId1"), ("Bad", "rId2")),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "worksheet", "worksheets/sheet2.xml")
        ),
        "xl/worksheets/sheet2.xml": worksheet("")[:-20],
    }
    with open_table_file(io.BytesIO(zipped(content)), name="x", limits=Limits()) as opened:
        assert len(list(opened.rows("Good"))) == 2
        with pytest.raises(FileRefused):
            list(opened.rows("Bad"))


@pytest.mark.skipif(not SOFFICE, reason="needs LibreOffice")
def test_a_workbook_that_libreoffice_saved_is_read_and_its_old_xls_refused(tmp_path):
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "Years"
        book.active.append(["code", "achievement", "on", "twice"])
        book.active.append(["IND-01 é", 12.35, date(2025, 12, 31), "=B2*2"])
        book.active.append(["IND-02", 0.1, None, "=1/0"])

    source = tmp_path / "source.xlsx"
    source.write_bytes(by_openpyxl(fill))
    for kind in ("xlsx", "xls"):
        convert(source, kind, tmp_path / kind)
    assert sheets_of((tmp_path / "xlsx" / "source.xlsx").read_bytes()) == {
        "Years": [
            (1, ("code", "achievement", "on", "twice")),
            (2, ("IND-01 é", Decimal("12.35"), date(2025, 12, 31), Decimal("24.7"))),
            (3, ("IND-02", Decimal("0.1"), None, BadCell(CellFault.ERROR_CELL, "#DIV/0!"))),
        ]
    }
    with pytest.raises(FileRefused) as refused:
        rows_of((tmp_path / "xls" / "source.xls").read_bytes())
    assert refused.value.code == Refusal.OLD_XLS


def convert(source: Path, kind: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                *("--convert-to", kind),
                *("--outdir", str(folder)),
                str(source),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )

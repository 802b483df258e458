"""CSV files as spreadsheet programs of several countries save them."""

import io

import pytest

from reports.workbook.reading import FileRefused, Limits, Refusal, TableKind, open_table_file
from tests.reports.workbook.opened import rows_of

TABLE = [(1, ("kode", "capaian")), (2, ("IND-01", "12,5"))]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("kode;capaian\nIND-01;12,5\n", "utf-8"),
        ("kode;capaian\r\nIND-01;12,5\r\n", "utf-8-sig"),
        ("kode\tcapaian\r\nIND-01\t12,5\r\n", "utf-16"),
        ('kode,capaian\r\nIND-01,"12,5"', "utf-8"),
        ('"kode","capaian"\rIND-01,"12,5"\r', "utf-8"),
        ("sep=;\r\nkode;capaian\r\nIND-01;12,5\r\n", "utf-8"),
    ],
)
def test_every_usual_form_gives_the_same_table(text, encoding):
    assert rows_of(text.encode(encoding)) == TABLE


def test_big_endian_utf_16_is_read():
    assert rows_of(b"\xfe\xff" + "kode\tcapaian\nIND-01\t12,5\n".encode("utf-16-be")) == TABLE


def test_the_content_tells_the_kind_and_not_the_name():
    stream = io.BytesIO(b"kode;capaian\n")
    with open_table_file(stream, name="plan.xlsx", limits=Limits()) as table:
        assert (table.kind, table.sheets, table.name) == (TableKind.CSV, ("",), "plan.xlsx")


def test_the_delimiter_is_that_of_the_head_row_outside_of_quotes():
    assert rows_of(b'"a,b,c";d\n1,5;2\n') == [(1, ("a,b,c", "d")), (2, ("1,5", "2"))]
    assert rows_of(b"alone\n1;5\n") == [(1, ("alone",)), (2, ("1;5",))]
    assert rows_of(b"\n\n;;\na;b\n") == [(4, ("a", "b"))]


def test_a_quoted_line_end_stays_in_its_cell_and_counts_no_row():
    assert rows_of(b'a;b\n"one\r\ntwo";"say ""hi"""\n3;4\n') == [
        (1, ("a", "b")),
        (2, ("one\r\ntwo", 'say "hi"')),
        (3, ("3", "4")),
    ]


def test_empty_rows_are_left_out_and_empty_cells_at_the_end_too():
    assert rows_of(b"a;b\n\n;;\n ; \n;x;;\n") == [(1, ("a", "b")), (5, (None, "x"))]


def test_western_european_bytes_are_believed_where_they_stand_alone():
    assert rows_of("kode;catatan\nA;café – 5 °C\n".encode("cp1252")) == [
        (1, ("kode", "catatan")),
        (2, ("A", "café – 5 °C")),
    ]


@pytest.mark.parametrize("size", [64 * 1024 - 1, 64 * 1024, 128 * 1024])
def test_neighbours_are_seen_across_the_pieces_that_are_read(size):
    head = b"kode\n" + b"x\n" * ((size - 5) // 2)
    head = head.ljust(size - 1, b"y")
    with pytest.raises(FileRefused) as refused:
        rows_of(head + b"\xe9\xe8")
    assert refused.value.code == Refusal.ENCODING


def test_a_refusal_tells_the_row():
    for content, code, row in (
        (b"a;b\n" + b"1;2\n" * 200 + b"\x01;2\n", Refusal.CONTROL_CHARACTER, 202),
        (b'a;b\n1;2\n"3;4\n', Refusal.UNPAIRED_QUOTE, 3),
        (b"a;b\n" + b";" * 60 + b"x\n", Refusal.FAR_CELL, 2),
    ):
        with pytest.raises(FileRefused) as refused:
            rows_of(content)
        assert (refused.value.code, refused.value.row) == (code, row)


def test_limits_hold_to_the_row():
    limits = Limits(rows=3, columns=2, bytes=100)
    assert len(rows_of(b"a;b\n1;2\n3;4\n", limits)) == 3
    for content, code in (
        (b"a;b\n1;2\n3;4\n5;6\n", Refusal.TOO_MANY_ROWS),
        (b"a;b;c\n", Refusal.TOO_MANY_COLUMNS),
        (b"a;b\n\n\n1;2\n", Refusal.FAR_CELL),
        (b"a" * 101, Refusal.TOO_LARGE),
    ):
        with pytest.raises(FileRefused) as refused:
            rows_of(content, limits)
        assert refused.value.code == code


def test_a_file_is_read_again_from_its_start_and_stays_open():
    stream = io.BytesIO(b"kode;capaian\nIND-01;12,5\n")
    with open_table_file(stream, name="x", limits=Limits()) as table:
        next(table.rows(""))
        assert list(table.rows("")) == list(table.rows("")) == TABLE
    assert not stream.closed

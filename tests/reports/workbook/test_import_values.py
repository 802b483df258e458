"""A cell of a file becomes the value that its column says, or is refused with what was read."""

import datetime
from decimal import Decimal

import pytest

from reports.workbook.columns import Column, Kind
from reports.workbook.importing.refusals import cell_refusal
from reports.workbook.importing.values import CellRefused, Style, ValueFault, read_value
from reports.workbook.importing.words import CELL_FAULTS, refusal_message
from reports.workbook.reading import BadCell, CellFault

CELLS, POINT, COMMA = Style(), Style(texts_only=True), Style(texts_only=True, language="id")
DAY = datetime.date(2013, 12, 31)
NUMBER = Column("target", Kind.NUMBER, "")
MONEY = Column("budget", Kind.NUMBER, "", decimals=2)
WHOLE = Column("year", Kind.WHOLE, "")
TEXT = Column("note", Kind.TEXT, "", longest=5)
CODE = Column("code", Kind.CODE, "", required=True)
CODES = Column("statements", Kind.CODES, "")
CHOICE = Column("polarity", Kind.CHOICE, "", choices=("higher", "lower"))
FLAG = Column("closed", Kind.FLAG, "")
DATE = Column("start", Kind.DATE, "")
EMAIL = Column("owner", Kind.EMAIL, "")
PERIOD = Column("period", Kind.PERIOD, "")

TAKEN = [
    (Decimal("12.350"), NUMBER, CELLS, Decimal("12.35")),
    (Decimal("-0"), NUMBER, CELLS, Decimal(0)),
    (Decimal("1E+3"), NUMBER, CELLS, Decimal(1000)),
    (Decimal("99999999999999"), NUMBER, CELLS, Decimal("99999999999999")),
    ("12.35", NUMBER, POINT, Decimal("12.35")),
    ("1,234.5", NUMBER, POINT, Decimal("1234.5")),
    ("12,35", NUMBER, COMMA, Decimal("12.35")),
    ("1.234,5", NUMBER, COMMA, Decimal("1234.5")),
    (None, NUMBER, CELLS, None),
    ("  ", NUMBER, CELLS, None),
    (Decimal(2012), WHOLE, CELLS, 2012),
    ("2012", WHOLE, POINT, 2012),
    ("2012", WHOLE, COMMA, 2012),
    (" a\r\nb ", TEXT, CELLS, "a\nb"),
    (Decimal(5), TEXT, CELLS, "5"),
    ("=1+1", TEXT, CELLS, "=1+1"),
    (Decimal(101), CODE, CELLS, "101"),
    (" SS1-1 ", CODE, CELLS, "SS1-1"),
    ("M2, M1;M2", CODES, CELLS, ("M1", "M2")),
    (None, CODES, CELLS, ()),
    ("Higher", CHOICE, CELLS, "higher"),
    (None, CHOICE, CELLS, ""),
    (True, FLAG, CELLS, True),
    ("Tidak", FLAG, POINT, False),
    (DAY, DATE, CELLS, DAY),
    (datetime.datetime(2013, 12, 31), DATE, CELLS, DAY),  # noqa: DTZ001
    ("2013-12-31", DATE, POINT, DAY),
    ("Ani@Example.org", EMAIL, CELLS, "ani@example.org"),
    ("2012-2013", PERIOD, CELLS, (2012, 2013)),
    ("2012 – 2013", PERIOD, CELLS, (2012, 2013)),
    (Decimal(2012), PERIOD, CELLS, 2012),
    ("2012", PERIOD, POINT, 2012),
]
REFUSED = [
    ("12.35", NUMBER, CELLS, ValueFault.TEXT_NOT_NUMBER, "12.35"),
    ("2012", WHOLE, CELLS, ValueFault.TEXT_NOT_NUMBER, "2012"),
    (True, NUMBER, CELLS, ValueFault.TEXT_NOT_NUMBER, "TRUE"),
    (DAY, NUMBER, CELLS, ValueFault.DATE_NOT_EXPECTED, "2013-12-31"),
    (DAY, WHOLE, CELLS, ValueFault.DATE_NOT_EXPECTED, "2013-12-31"),
    (DAY, TEXT, CELLS, ValueFault.DATE_NOT_EXPECTED, "2013-12-31"),
    (DAY, CODE, CELLS, ValueFault.DATE_NOT_EXPECTED, "2013-12-31"),
    (DAY, PERIOD, CELLS, ValueFault.NOT_A_PERIOD, "2013-12-31"),
    ("12,35", NUMBER, POINT, ValueFault.NUMBER, "12,35"),
    ("12.35", NUMBER, COMMA, ValueFault.NUMBER, "12.35"),
    ("NaN", NUMBER, POINT, ValueFault.NUMBER, "NaN"),
    ("inf", NUMBER, POINT, ValueFault.NUMBER, "inf"),
    ("1e999", NUMBER, POINT, ValueFault.NUMBER, "1e999"),
    ("1234567890123456", NUMBER, POINT, ValueFault.NUMBER, "1234567890123456"),
    (Decimal("1.2345678"), NUMBER, CELLS, ValueFault.NUMBER, "1.2345678"),
    (Decimal("1.234"), MONEY, CELLS, ValueFault.NUMBER, "1.234"),
    (Decimal("1E+300"), NUMBER, CELLS, ValueFault.NUMBER, "1E+300"),
    (Decimal("NaN"), NUMBER, CELLS, ValueFault.NUMBER, "NaN"),
    (Decimal("2012.5"), WHOLE, CELLS, ValueFault.NOT_WHOLE, "2012.5"),
    (Decimal("1E+12"), WHOLE, CELLS, ValueFault.NOT_WHOLE, "1000000000000"),
    ("2012.0", WHOLE, POINT, ValueFault.NOT_WHOLE, "2012.0"),
    ("abcdef", TEXT, CELLS, ValueFault.TOO_LONG, "abcdef"),
    (True, TEXT, CELLS, ValueFault.NOT_TEXT, "TRUE"),
    ("a\0", TEXT, CELLS, ValueFault.CHARACTERS, "a\0"),
    ("\ud800", TEXT, CELLS, ValueFault.CHARACTERS, "\ud800"),
    (None, CODE, CELLS, ValueFault.REQUIRED, ""),
    ("a b", CODE, CELLS, ValueFault.NOT_A_CODE, "a b"),
    ("x" * 31, CODE, CELLS, ValueFault.NOT_A_CODE, "x" * 31),
    ("up", CHOICE, CELLS, ValueFault.NOT_A_CHOICE, "up"),
    ("maybe", FLAG, CELLS, ValueFault.NOT_A_CHOICE, "maybe"),
    ("31/12/2013", DATE, POINT, ValueFault.NOT_A_DATE, "31/12/2013"),
    ("2013-02-30", DATE, POINT, ValueFault.NOT_A_DATE, "2013-02-30"),
    (Decimal(41639), DATE, CELLS, ValueFault.NOT_A_DATE, "41639"),
    ("12-13", PERIOD, CELLS, ValueFault.NOT_A_PERIOD, "12-13"),
    (BadCell(CellFault.ERROR_CELL, "#N/A"), NUMBER, CELLS, ValueFault.BAD_CELL, "#N/A"),
    (BadCell(CellFault.TOO_MANY_DIGITS, "1" * 16), NUMBER, CELLS, ValueFault.BAD_CELL, "1" * 16),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "column", "style", "value"), TAKEN, ids=str)
def test_a_cell_is_read_as_its_column_says(raw, column, style, value):
    read = read_value(raw, column, style)
    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(("raw", "column", "style", "fault", "read"), REFUSED, ids=ascii)
def test_a_cell_that_its_column_does_not_take_is_refused_with_what_was_read(raw, column, style, fault, read):
    with pytest.raises(CellRefused) as caught:
        read_value(raw, column, style)
    assert (caught.value.fault, caught.value.read) == (fault, read)
    message = refusal_message(cell_refusal(caught.value, "Years", 2, "C"))
    assert read.strip("\0\ud800")[:30] in message
    assert "expected" in message or "Read" in message


def test_every_fault_of_a_cell_has_words():
    said_by_the_reader = {ValueFault.BAD_CELL, ValueFault.NUMBER}
    assert set(CELL_FAULTS) | said_by_the_reader == set(ValueFault)

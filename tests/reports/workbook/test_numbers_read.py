"""A number of a workbook is what its spreadsheet shows: noise goes, real digits stay or are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.workbook.reading.cells import BadCell, CellFault, number

AS_SHOWN = [
    ("0", "0"),
    ("-0", "0"),
    ("-0.0", "0"),
    ("40", "40"),
    ("40.0", "40"),
    ("4E+1", "40"),
    ("1e15", "1000000000000000"),
    ("12.50", "12.5"),
    ("-12.5", "-12.5"),
    (".5", "0.5"),
    ("5.", "5"),
    (" 7 ", "7"),
    ("007", "7"),
    ("0.30000000000000004", "0.3"),
    ("3.3000000000000003", "3.3"),
    ("4.0999999999999996", "4.1"),
    ("0.10000000000000000555", "0.1"),
    ("99.99999999999999", "100"),
    ("1.2000000000000002", "1.2"),
    ("1234.5600000000013", "1234.56"),
    ("12345678901.123001", "12345678901.123"),
    ("1E-7", "0.0000001"),
    ("123456789012345", "123456789012345"),
    ("0.123456789012345", "0.123456789012345"),
    ("99999999.999999", "99999999.999999"),
]


@pytest.mark.parametrize(("stored", "shown"), AS_SHOWN)
def test_a_number_is_read_as_it_is_shown(stored, shown):
    assert f"{number(stored):f}" == shown


@pytest.mark.parametrize(
    ("stored", "code"),
    [
        ("1234567890123456", CellFault.TOO_MANY_DIGITS),
        ("0.1234567890123456", CellFault.TOO_MANY_DIGITS),
        ("0.3333333333333333", CellFault.TOO_MANY_DIGITS),
        ("8.333333333333334", CellFault.TOO_MANY_DIGITS),
        ("9007199254740992", CellFault.TOO_MANY_DIGITS),
        ("1000000000000000000001", CellFault.TOO_MANY_DIGITS),
        ("NaN", CellFault.NOT_FINITE),
        ("sNaN", CellFault.NOT_FINITE),
        ("INF", CellFault.NOT_FINITE),
        ("-Infinity", CellFault.NOT_FINITE),
        ("1.#QNAN", CellFault.NOT_FINITE),
        ("1e999", CellFault.NOT_FINITE),
        ("9" * 400, CellFault.NOT_FINITE),
        ("1e999999999999999999999", CellFault.NOT_FINITE),
        ("1e-999", CellFault.UNREADABLE_NUMBER),
        ("9" * 5000, CellFault.UNREADABLE_NUMBER),
        ("", CellFault.UNREADABLE_NUMBER),
        ("1_000", CellFault.UNREADABLE_NUMBER),
        ("1,5", CellFault.UNREADABLE_NUMBER),
        ("0x10", CellFault.UNREADABLE_NUMBER),
        ("١٢", CellFault.UNREADABLE_NUMBER),
    ],
)
def test_what_is_no_number_of_15_digits_is_told_apart(stored, code):
    value = number(stored)
    assert isinstance(value, BadCell)
    assert value.code == code
    assert stored.startswith(value.read)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-6, 0))
def test_every_decimal_of_15_digits_survives_the_float_that_excel_makes_of_it(digits, exponent):
    value = Decimal(digits).scaleb(exponent)
    for written in (repr(float(value)), f"{float(value):.17g}", f"{float(value):.16E}"):
        assert number(written) == value


@given(st.integers(1, 10**15 - 1), st.integers(1, 200))
def test_a_number_of_15_digits_and_zeros_survives_as_it_is_written_shortest(digits, exponent):
    value = Decimal(digits).scaleb(exponent)
    assert number(repr(float(value))) == value


@given(st.lists(st.decimals(0, 10_000, places=2), min_size=2, max_size=12))
def test_a_sum_of_cells_has_no_more_digits_than_its_terms(terms):
    assert number(f"{sum(float(term) for term in terms):.17g}") == sum(terms)


@given(st.text())
def test_no_text_makes_an_exception(text):
    assert isinstance(number(text), Decimal | BadCell)

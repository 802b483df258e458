"""Any table that is written as a workbook is read as it was."""

from datetime import date
from decimal import Decimal

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.workbook.makers import by_xlsxwriter
from tests.reports.workbook.opened import rows_of

# Before March 1900 Excel counts a leap day that never was.
DATES = st.dates(date(1900, 3, 1), date(9999, 12, 31))
DECIMALS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 6),
)
TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: not text.isspace())
VALUES = st.one_of(st.none(), DECIMALS, TEXTS, DATES, st.booleans())


def write(book: xlsxwriter.Workbook, rows: list[list[object]]) -> None:
    sheet = book.add_worksheet()
    as_date = book.add_format({"num_format": "yyyy-mm-dd"})
    writers = {
        str: sheet.write_string,
        date: lambda row, column, value: sheet.write_datetime(row, column, value, as_date),
        bool: sheet.write_boolean,
        Decimal: sheet.write_number,
        type(None): sheet.write_blank,
    }
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            writers[type(value)](row, column, value)


def typed(values) -> list[tuple[type, object]]:
    """Told apart by type as well, because True equals 1."""
    return [(type(value), value) for value in values]


@given(st.lists(st.lists(VALUES, max_size=8), max_size=12))
def test_any_table_that_xlsxwriter_writes_comes_back_equal(rows):
    expected = []
    for number, values in enumerate(rows, start=1):
        filled = [column for column, value in enumerate(values, start=1) if value is not None]
        if filled:
            expected.append((number, typed(values[: filled[-1]])))
    read = rows_of(by_xlsxwriter(lambda book: write(book, rows)))
    assert [(number, typed(values)) for number, values in read] == expected

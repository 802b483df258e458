"""Where work programs lie on the year's timeline."""

import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.work_timeline import Ends, bar, days_of, months, place_of

DATES = st.none() | st.dates(datetime.date(2010, 1, 1), datetime.date(2014, 12, 31))
YEARS = st.sampled_from([2011, 2012, 2013])
WHOLE = Decimal(100)


def day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("start", "end", "left", "width"),
    [
        ("2013-01-01", "2013-12-31", 0, 100),
        ("2013-01-01", "2013-01-01", 0, Decimal("0.2739")),
        ("2013-12-31", "2013-12-31", Decimal("99.7260"), Decimal("0.2740")),
        ("2012-11-01", "2013-01-31", 0, Decimal("8.4931")),
        ("2013-12-01", "2014-03-01", Decimal("91.5068"), Decimal("8.4932")),
    ],
)
def test_a_bar_goes_from_the_beginning_of_its_first_day_to_the_end_of_its_last(start, end, left, width):
    found = bar(day(start), day(end), 2013)
    assert (found.left, found.width) == (left, width)


@pytest.mark.parametrize(
    ("start", "end"),
    [(None, None), ("2012-01-01", "2012-12-31"), ("2014-01-01", None), ("2013-05-02", "2013-05-01")],
)
def test_without_a_day_in_the_year_there_is_no_bar(start, end):
    assert bar(day(start), day(end), 2013) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2013-05-01", None, Ends.START),
        (None, "2013-05-01", Ends.END),
        ("2013-05-01", "2013-05-02", Ends.BOTH),
    ],
)
def test_a_bar_tells_which_of_its_dates_are_known(start, end, expected):
    assert bar(day(start), day(end), 2013).ends is expected


@given(DATES, DATES, YEARS)
def test_a_bar_stays_within_the_year_and_is_never_empty(start, end, year):
    found = bar(start, end, year)
    if found is not None:
        assert found.left >= 0
        assert found.width > 0
        assert found.left + found.width <= WHOLE


@given(YEARS)
def test_the_months_fill_the_year_side_by_side(year):
    columns = months(year)
    assert (columns[0].left, columns[-1].right, len(columns)) == (0, WHOLE, 12)
    assert all(before.right == after.left for before, after in pairwise(columns))


@given(st.dates(datetime.date(2012, 1, 1), datetime.date(2012, 12, 31)))
def test_a_day_lies_within_the_bar_of_its_own(date):
    found = bar(date, date, 2012)
    assert found.left <= place_of(date, 2012) <= found.left + found.width


def test_a_day_of_another_year_has_no_place():
    assert place_of(datetime.date(2011, 12, 31), 2012) is None


@pytest.mark.parametrize(("year", "days"), [(2012, 366), (2013, 365), (1900, 365), (2000, 366)])
def test_a_leap_year_is_a_day_longer(year, days):
    assert days_of(year) == days

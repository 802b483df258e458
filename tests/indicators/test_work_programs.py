"""Work programs by pure rules: what they add up to, when they are overdue, what contradicts itself."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.work_programs import (
    DONE,
    NOTHING,
    PLANNED,
    RUNNING,
    STOPPED,
    Problem,
    Timing,
    Work,
    add_up,
    days_left,
    problems,
    share_spent,
    timing,
    totals_of,
)

TODAY = datetime.date(2026, 6, 15)
YEAR = 2026
AMOUNTS = st.none() | st.decimals(0, Decimal("9999999999999.99"), places=2)
DAYS = st.none() | st.dates(datetime.date(YEAR, 1, 1), datetime.date(YEAR, 12, 31))
WORKS = st.builds(
    Work,
    status=st.sampled_from([PLANNED, RUNNING, DONE, STOPPED]),
    progress=st.integers(0, 100),
    budget=AMOUNTS,
    spent=AMOUNTS,
    start=DAYS,
    end=DAYS,
)


def until(days: int, status: str = RUNNING) -> Work:
    return Work(status=status, end=TODAY + datetime.timedelta(days))


def totals(*works: Work):
    return add_up(totals_of(work, YEAR, TODAY) for work in works)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Timing.OVERDUE),
        (0, Timing.SOON),
        (30, Timing.SOON),
        (31, Timing.NONE),
    ],
)
def test_a_work_program_is_overdue_the_day_after_its_end_and_near_it_for_thirty_days(days, expected):
    assert timing(until(days), YEAR, TODAY) is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [(PLANNED, Timing.OVERDUE), (RUNNING, Timing.OVERDUE), (DONE, Timing.NONE), (STOPPED, Timing.NONE)],
)
def test_only_what_is_planned_or_running_can_be_overdue(status, expected):
    assert timing(until(-40, status), YEAR, TODAY) is expected


@pytest.mark.parametrize(
    ("year", "left", "expected"), [(2025, -166, Timing.OVERDUE), (2026, 199, Timing.NONE)]
)
def test_without_an_end_the_last_day_of_its_year_counts(year, left, expected):
    assert (days_left(Work(), year, TODAY), timing(Work(), year, TODAY)) == (left, expected)


def test_a_missing_amount_is_not_counted_as_zero():
    found = totals(Work(budget=Decimal(100), spent=Decimal(0)), Work())
    assert (found.count, found.with_budget, found.with_spent) == (2, 1, 1)


def test_nothing_said_adds_up_to_nothing_said():
    found = totals(Work(), Work())
    assert (found.shown_budget, found.shown_spent, found.share) == (None, None, None)


def test_a_budget_of_zero_is_said():
    assert totals(Work(budget=Decimal(0))).shown_budget == 0


@pytest.mark.parametrize(
    ("spent", "budget", "expected"),
    [
        ("120000000", "400000000", "30.0"),
        ("1", "3", "33.3"),
        ("0.05", "100", "0.1"),
        ("112", "100", "112.0"),
        ("0", "100", "0.0"),
        ("5", "0", None),
        (None, "100", None),
        ("5", None, None),
    ],
)
def test_the_share_is_in_percent_of_the_budget_rounded_half_up(spent, budget, expected):
    found = share_spent(*(None if each is None else Decimal(each) for each in (spent, budget)))
    assert (None if found is None else str(found)) == expected


def test_a_group_shows_no_share_when_something_was_spent_beside_the_budgets():
    found = totals(Work(budget=Decimal(100), spent=Decimal(50)), Work(spent=Decimal(7)))
    assert (found.spent, found.spent_unbudgeted, found.share) == (57, 7, None)


def test_a_group_is_over_budget_where_its_share_is_above_a_hundred_percent():
    over, beside = Work(budget=Decimal(10), spent=Decimal(11)), Work(spent=Decimal(1))
    stopped = Work(status=STOPPED)
    found = [totals(over), totals(over, stopped), totals(over, beside), totals(stopped)]
    assert [each.is_over_budget for each in found] == [True, True, False, False]
    assert [each.share and each.share > 100 for each in found] == [True, True, None, None]


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (Work(), ()),
        (Work(start=datetime.date(2026, 1, 1), end=datetime.date(2026, 12, 31)), ()),
        (Work(start=datetime.date(2025, 12, 31)), (Problem.START_OUTSIDE,)),
        (Work(end=datetime.date(2027, 1, 1)), (Problem.END_OUTSIDE,)),
        (
            Work(start=datetime.date(2026, 5, 2), end=datetime.date(2026, 5, 1)),
            (Problem.END_BEFORE_START,),
        ),
        (Work(status=DONE, progress=99), (Problem.DONE_INCOMPLETE,)),
        (Work(status=DONE, progress=100), ()),
        (Work(status=RUNNING, progress=100), ()),
        (Work(budget=Decimal("-0.01")), (Problem.BUDGET_NEGATIVE,)),
        (Work(spent=Decimal(-1)), (Problem.SPENT_NEGATIVE,)),
    ],
)
def test_what_contradicts_itself_is_found(work, expected):
    assert problems(work, YEAR) == expected


@given(st.lists(st.lists(WORKS, max_size=5), max_size=5))
def test_the_groups_add_up_to_the_whole(groups):
    of_groups = [add_up(totals_of(work, YEAR, TODAY) for work in group) for group in groups]
    assert add_up(of_groups) == add_up(totals_of(work, YEAR, TODAY) for group in groups for work in group)


@given(st.lists(WORKS, max_size=8))
def test_the_sums_are_those_of_the_amounts_to_the_cent(works):
    found = add_up(totals_of(work, YEAR, TODAY) for work in works)
    assert found.budget == sum(work.budget for work in works if work.budget is not None)
    assert found.spent == sum(work.spent for work in works if work.spent is not None)


@given(st.lists(WORKS, max_size=8))
def test_what_is_counted_is_never_more_than_there_is(works):
    found = add_up(totals_of(work, YEAR, TODAY) for work in works)
    assert found.count == len(works)
    assert max(found.with_budget, found.with_spent, found.done + found.overdue + found.soon) <= found.count


def test_nothing_adds_up_to_nothing():
    assert add_up([]) == NOTHING

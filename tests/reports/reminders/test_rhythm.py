"""How often somebody is reminded: what presses by their wish, what does not once in four weeks."""

import datetime

import pytest

from reports.reminders.rhythm import follow_up_presses, is_told, year_presses

TODAY = datetime.date(2013, 1, 31)


def ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


@pytest.mark.parametrize(
    ("wish", "presses", "days", "told"),
    [
        ("daily", True, 1, True),
        ("daily", False, 1, False),
        ("daily", False, 27, False),
        ("daily", False, 28, True),
        ("weekly", True, 6, False),
        ("weekly", True, 7, True),
        ("weekly", False, 27, False),
        ("weekly", False, 28, True),
        ("never", True, 400, False),
    ],
)
def test_somebody_is_reminded_again_after_a_while(wish, presses, days, told):
    assert is_told(wish, presses=presses, last=ago(days), today=TODAY) is told


@pytest.mark.parametrize(("wish", "told"), [("daily", True), ("weekly", True), ("never", False)])
@pytest.mark.parametrize("presses", [True, False])
def test_who_was_not_reminded_lately_is_reminded_of_anything(wish, told, presses):
    assert is_told(wish, presses=presses, last=None, today=TODAY) is told


@pytest.mark.parametrize(("year", "presses"), [(2011, True), (2012, True), (2013, False)])
def test_the_achievements_of_a_year_are_due_when_it_is_over(year, presses):
    assert year_presses(year, TODAY) is presses


@pytest.mark.parametrize(("days", "presses"), [(-1, True), (0, True), (14, True), (15, False)])
def test_a_follow_up_presses_two_weeks_before_it_is_due(days, presses):
    assert follow_up_presses(TODAY + datetime.timedelta(days=days), TODAY) is presses

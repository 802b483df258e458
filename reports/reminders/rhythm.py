"""How often a person is reminded, and what is not early to be told of. Needs no database.

What presses is told as often as the person wishes: every day or once a week. What does not press yet (the
running year's achievements, follow-ups that are due later) goes along with what does, and by itself is told
once in four weeks.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from organizations.models import User

QUIET = datetime.timedelta(weeks=4)
"""Between two reminders of nothing that presses."""
SOON = datetime.timedelta(days=14)
"""So long before its due date a follow-up begins to press."""
PAUSES: Mapping[str, datetime.timedelta] = {
    User.Reminders.DAILY: datetime.timedelta(days=1),
    User.Reminders.WEEKLY: datetime.timedelta(weeks=1),
}


def is_told(wish: str, *, presses: bool, last: datetime.date | None, today: datetime.date) -> bool:
    """Whether a person for whom something waits is reminded today.

    wish: one of User.Reminders. last: the day of the last reminder before today that was sent.
    """
    if wish not in PAUSES:
        return False
    pause = PAUSES[wish] if presses else QUIET
    return last is None or today - last >= pause


def year_presses(year: int, today: datetime.date) -> bool:
    """Whether the achievements of a year are due: when it is over."""
    return year < today.year


def follow_up_presses(due: datetime.date, today: datetime.date) -> bool:
    """Whether a follow-up is due soon, or overdue."""
    return due <= today + SOON

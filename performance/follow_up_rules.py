"""How a follow-up stands on a day, and what contradicts itself in one. Needs no database."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass

from performance.models import AT_WORK, SETTLED

DONE = "done"
LONGEST_YEARS = 10
"""So many years after the result, or after today, a follow-up may be due at the latest."""
REPORTED = (*AT_WORK, DONE)
"""What its owner says of it; whether it is closed is decided by who manages the unit."""


class Show(enum.StrEnum):
    """Which follow-ups a page shows."""

    OPEN = "open"
    OVERDUE = "overdue"
    MINE = "mine"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Standing:
    """A follow-up as the rules see it."""

    status: str
    due: datetime.date
    owner: int

    @property
    def is_settled(self) -> bool:
        """Whether it no longer comes back."""
        return self.status in SETTLED

    @property
    def is_at_work(self) -> bool:
        """Whether it is neither settled nor reported as done."""
        return self.status in AT_WORK

    @property
    def answers(self) -> bool:
        """Whether the result counts as answered by it: what was cancelled answers nothing."""
        return self.status != "cancelled"

    def days_left(self, today: datetime.date) -> int | None:
        """Until its day, negative when it is overdue; None where nothing is left to be done."""
        return (self.due - today).days if self.is_at_work else None

    def is_overdue(self, today: datetime.date) -> bool:
        """Whether its day has passed and it is not reported as done."""
        left = self.days_left(today)
        return left is not None and left < 0

    def is_shown(self, show: Show, *, reader: int, today: datetime.date) -> bool:
        """Whether it is among what the reader asked for."""
        match show:
            case Show.OPEN:
                return not self.is_settled
            case Show.OVERDUE:
                return self.is_overdue(today)
            case Show.MINE:
                return self.owner == reader and not self.is_settled
            case Show.ALL:
                return True


def is_answered(standings: Iterable[Standing]) -> bool:
    """Whether a result below target with these follow-ups is answered."""
    return any(each.answers for each in standings)


def first_day(year: int) -> datetime.date:
    """The earliest due date of what follows up a result of the year: nobody acts before there is one."""
    return datetime.date(year, 1, 1)


def last_day(year: int, today: datetime.date) -> datetime.date:
    """The latest due date: a mistyped year would never be overdue, and nobody would be reminded of it."""
    return datetime.date(max(year, today.year) + LONGEST_YEARS, 12, 31)

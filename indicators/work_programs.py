"""What a year's work programs add up to, which are overdue, and what contradicts itself. Needs no database.

Amounts are in the organization's currency, at most 2 decimals; missing is not zero and never counted as one.
"""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SOON_DAYS = 30
COMPLETE = 100
PLANNED, RUNNING, DONE, STOPPED = "planned", "running", "done", "stopped"
OPEN = frozenset({PLANNED, RUNNING})
TENTH = Decimal("0.1")


class Timing(enum.StrEnum):
    """How an open work program stands against its end."""

    NONE = ""
    OVERDUE = "overdue"
    SOON = "soon"


class Problem(enum.StrEnum):
    """What contradicts itself in a work program."""

    START_OUTSIDE = "start_outside"
    END_OUTSIDE = "end_outside"
    END_BEFORE_START = "end_before_start"
    DONE_INCOMPLETE = "done_incomplete"
    BUDGET_NEGATIVE = "budget_negative"
    SPENT_NEGATIVE = "spent_negative"


@dataclass(frozen=True, slots=True)
class Work:
    """A work program as the rules see it. progress: percent; status: planned, running, done or stopped."""

    status: str = PLANNED
    progress: int = 0
    budget: Decimal | None = None
    spent: Decimal | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None

    @property
    def is_over_budget(self) -> bool:
        """Whether more was spent than there was."""
        return self.budget is not None and self.spent is not None and self.spent > self.budget

    @property
    def share(self) -> Decimal | None:
        """What was spent in percent of the budget, 1 decimal; None where one of the two is missing."""
        return share_spent(self.spent, self.budget)


@dataclass(frozen=True, slots=True)
class Totals:
    """What a group of work programs adds up to, exactly.

    budget and spent are sums of what is said, by with_budget and with_spent of the count work programs;
    spent_unbudgeted is the part of spent that belongs to work programs without a budget.
    """

    count: int = 0
    with_budget: int = 0
    budget: Decimal = Decimal(0)
    with_spent: int = 0
    spent: Decimal = Decimal(0)
    spent_unbudgeted: Decimal = Decimal(0)
    done: int = 0
    overdue: int = 0
    soon: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            count=self.count + other.count,
            with_budget=self.with_budget + other.with_budget,
            budget=self.budget + other.budget,
            with_spent=self.with_spent + other.with_spent,
            spent=self.spent + other.spent,
            spent_unbudgeted=self.spent_unbudgeted + other.spent_unbudgeted,
            done=self.done + other.done,
            overdue=self.overdue + other.overdue,
            soon=self.soon + other.soon,
        )

    @property
    def shown_budget(self) -> Decimal | None:
        """The sum of the budgets; None when none is said."""
        return self.budget if self.with_budget else None

    @property
    def shown_spent(self) -> Decimal | None:
        """The sum of what was spent; None when nothing is said."""
        return self.spent if self.with_spent else None

    @property
    def share(self) -> Decimal | None:
        """What was spent in percent of the budgets, 1 decimal.

        None where it would mislead: without any budget, or when something was spent beside the budgets.
        """
        return None if self.spent_unbudgeted else share_spent(self.shown_spent, self.shown_budget)

    @property
    def is_over_budget(self) -> bool:
        """Whether more was spent than the budgets allow, by the same amounts as the share."""
        return bool(self.with_budget) and not self.spent_unbudgeted and self.spent > self.budget


NOTHING = Totals()


def share_spent(spent: Decimal | None, budget: Decimal | None) -> Decimal | None:
    """spent in percent of budget, rounded half up to 1 decimal; None without both, or for a budget of 0."""
    if spent is None or not budget:
        return None
    return (100 * spent / budget).quantize(TENTH, ROUND_HALF_UP)


def days_left(work: Work, year: int, today: datetime.date) -> int | None:
    """Days from today to the end of a planned or running work program of a year, negative when it is overdue.

    Without an end the last day of its year counts.
    """
    end = work.end or datetime.date(year, 12, 31)
    return (end - today).days if work.status in OPEN else None


def timing(work: Work, year: int, today: datetime.date) -> Timing:
    """Overdue: planned or running after its end. Soon: its end is today or within the next 30 days."""
    days = days_left(work, year, today)
    if days is None or days > SOON_DAYS:
        return Timing.NONE
    return Timing.SOON if days >= 0 else Timing.OVERDUE


def totals_of(work: Work, year: int, today: datetime.date) -> Totals:
    """The totals of a single work program of a year."""
    how = timing(work, year, today)
    return Totals(
        count=1,
        with_budget=int(work.budget is not None),
        budget=work.budget or Decimal(0),
        with_spent=int(work.spent is not None),
        spent=work.spent or Decimal(0),
        spent_unbudgeted=work.spent if work.spent and work.budget is None else Decimal(0),
        done=int(work.status == DONE),
        overdue=int(how is Timing.OVERDUE),
        soon=int(how is Timing.SOON),
    )


def add_up(parts: Iterable[Totals]) -> Totals:
    """The totals of groups that have no work program in common."""
    return sum(parts, NOTHING)


def problems(work: Work, year: int) -> tuple[Problem, ...]:
    """What keeps the work program out of the year's plan; empty when nothing does."""
    start, end = work.start, work.end
    found = {
        Problem.START_OUTSIDE: start is not None and start.year != year,
        Problem.END_OUTSIDE: end is not None and end.year != year,
        Problem.END_BEFORE_START: start is not None and end is not None and end < start,
        Problem.DONE_INCOMPLETE: work.status == DONE and work.progress != COMPLETE,
        Problem.BUDGET_NEGATIVE: work.budget is not None and work.budget < 0,
        Problem.SPENT_NEGATIVE: work.spent is not None and work.spent < 0,
    }
    return tuple(problem for problem, stands in found.items() if stands)

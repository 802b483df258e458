"""Where the work programs of a year lie on its timeline. Needs no database.

Places and lengths are shares of the year in percent, at most 4 decimals: the drawing has no unit of its own.
"""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

MONTHS = 12
PRECISION = Decimal("0.0001")


class Ends(enum.StrEnum):
    """Which of the two dates of a bar are known."""

    BOTH = "both"
    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class Month:
    """A column: the first day of the month, and where it begins, ends and has its middle."""

    first: datetime.date
    left: Decimal
    middle: Decimal
    right: Decimal


@dataclass(frozen=True, slots=True)
class Bar:
    """From the beginning of its first day to the end of its last; one day when only one date is known."""

    left: Decimal
    width: Decimal
    ends: Ends = Ends.BOTH

    @property
    def middle(self) -> Decimal:
        """Where the mark of a single date stands."""
        return self.left + self.width / 2


def days_of(year: int) -> int:
    """365 or 366."""
    return (datetime.date(year, 12, 31) - datetime.date(year, 1, 1)).days + 1


def months(year: int) -> tuple[Month, ...]:
    """The twelve columns, as wide as the months are long."""
    firsts = [datetime.date(year, month, 1) for month in range(1, MONTHS + 1)]
    edges = [*(_share(year, (first - firsts[0]).days) for first in firsts), Decimal(100)]
    return tuple(
        Month(first, left, ((left + right) / 2).quantize(PRECISION), right)
        for first, left, right in zip(firsts, edges, edges[1:], strict=False)
    )


def place_of(day: datetime.date, year: int) -> Decimal | None:
    """Where the day's middle lies; None outside of the year."""
    if day.year != year:
        return None
    return _share(year, Decimal(_offset(day, year)) + Decimal("0.5"))


def bar(start: datetime.date | None, end: datetime.date | None, year: int) -> Bar | None:
    """The part of the time that lies within the year; None without dates, or when none of it does."""
    first, last = start or end, end or start
    if first is None or last is None or last < first or first.year > year or last.year < year:
        return None
    begins = max(_offset(first, year), 0)
    stops = min(_offset(last, year) + 1, days_of(year))
    left = _share(year, begins)
    ends = Ends.BOTH if start and end else Ends.START if start else Ends.END
    return Bar(left, _share(year, stops) - left, ends)


def _offset(day: datetime.date, year: int) -> int:
    return (day - datetime.date(year, 1, 1)).days


def _share(year: int, days: Decimal | int) -> Decimal:
    """Days in percent of the year, never rounded beyond its end."""
    return (Decimal(days) * 100 / days_of(year)).quantize(PRECISION, ROUND_DOWN)

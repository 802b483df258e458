"""The timeline of a year's work programs, ready to print in the active language."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import date_format

from indicators.models import WorkProgram
from indicators.work_programs import COMPLETE, Timing
from indicators.work_timeline import Bar, Ends, months, place_of
from indicators.work_words import bar_words, timing_word
from indicators.work_year import WorkLine, WorkYear
from scorecards.models import Perspective

UNFOLDED_UP_TO = 30
TENTH_OF_A_MILLE = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class DrawnMonth:
    """A month's name, and where it stands (an SVG length)."""

    name: str
    middle: str


@dataclass(frozen=True, slots=True)
class DrawnBar:
    """A bar in SVG lengths. filled: the part that its progress fills."""

    left: str
    width: str
    filled: str
    middle: str
    is_mark: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A work program on the timeline. look: overdue, or its status; word: what the look says."""

    key: int
    name: str
    look: str
    word: str
    progress: int
    label: str
    bar: DrawnBar | None


@dataclass(frozen=True, slots=True)
class TimelineGroup:
    """A perspective with the rows of its work programs."""

    perspective: Perspective
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """A year. today: where the line of today stands, empty outside of the year; is_open: not folded."""

    months: tuple[DrawnMonth, ...]
    today: str
    today_words: str
    groups: tuple[TimelineGroup, ...]
    dated: int
    is_open: bool


def draw_timeline(year: WorkYear) -> Timeline:
    """The timeline of the year's work programs; a long one starts folded."""
    groups = tuple(
        TimelineGroup(group.perspective, tuple(_row(line) for line in group.lines))
        for group in year.perspectives
        if group.lines
    )
    today = place_of(year.today, year.year)
    return Timeline(
        months=tuple(
            DrawnMonth(date_format(month.first, "M"), _length(month.middle)) for month in months(year.year)
        ),
        today="" if today is None else _length(today),
        today_words=date_format(year.today, "j F"),
        groups=groups,
        dated=sum(line.bar is not None for line in year.lines),
        is_open=len(year.lines) <= UNFOLDED_UP_TO,
    )


def _row(line: WorkLine) -> TimelineRow:
    is_overdue = line.timing is Timing.OVERDUE
    status = WorkProgram.Status(line.work.status)
    return TimelineRow(
        key=line.program.pk,
        name=line.program.name,
        look=Timing.OVERDUE.value if is_overdue else status.value,
        word=timing_word(line.timing) if is_overdue else str(status.label),
        progress=line.work.progress,
        label=f"{line.program.name}: {bar_words(line)}",
        bar=_drawn(line.bar, line.work.progress) if line.bar else None,
    )


def _drawn(bar: Bar, progress: int) -> DrawnBar:
    return DrawnBar(
        left=_length(bar.left),
        width=_length(bar.width),
        filled=_length(bar.width * progress / COMPLETE),
        middle=_length(bar.middle),
        is_mark=bar.ends is not Ends.BOTH,
    )


def _length(share: Decimal) -> str:
    """A share of the year as SVG writes it, in every language alike."""
    return f"{share.quantize(TENTH_OF_A_MILLE).normalize():f}%"

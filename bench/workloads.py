"""What a workload is: a name, a purpose, and rows of the table that it answers one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from math import log
from typing import Any

from bench.timing import Timing, measure


class Verdict(StrEnum):
    """What is said of a figure beside its goal."""

    PASS = "pass"  # noqa: S105
    MISS = "miss"
    TOO_NOISY = "too noisy"
    SHOWN = "no goal"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: a figure with its goal (at most; None: none), and what is said of it.

    against: what the figure is a ratio to. low, high: the interval of 95 % confidence, of what is timed.
    facts: whatever else was measured, by name.
    """

    name: str
    against: str
    verdict: Verdict
    figure: float | None = None
    unit: str = "x"
    goal: float | None = None
    low: float | None = None
    high: float | None = None
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What the command line asked for. Its methods make the rows.

    rounds, rows: None as many as usual. tell: told what is being done.
    """

    rounds: int | None = None
    rows: int | None = None
    tell: Callable[[str], None] = lambda _doing: None

    def ratio(
        self, name: str, timing: Timing, *, against: str, goal: float | None = None, **facts: Any
    ) -> Row:
        """A row for work beside its floor; met when the upper end of the interval is."""
        return self._timed(name, timing, against, goal, lambda ratio: ratio, "x", facts)

    def exponent(
        self,
        name: str,
        timing: Timing,
        *,
        times: float,
        against: str,
        goal: float | None = None,
        **facts: Any,
    ) -> Row:
        """A row for how cost grows: work with so many times the data of the floor. 1: in proportion."""
        return self._timed(
            name, timing, against, goal, lambda ratio: log(ratio) / log(times), "exponent", facts
        )

    def _timed(
        self,
        name: str,
        timing: Timing,
        against: str,
        goal: float | None,
        figure_of: Callable[[float], float],
        unit: str,
        facts: dict[str, Any],
    ) -> Row:
        self.tell(name)
        ratios = measure(timing, self.rounds)
        high = figure_of(ratios.high)
        verdict = Verdict.SHOWN if goal is None else judged(high, goal)
        return Row(
            name,
            against,
            verdict if ratios.is_steady else Verdict.TOO_NOISY,
            figure=round(figure_of(ratios.median), 3),
            unit=unit,
            goal=goal,
            low=round(figure_of(ratios.low), 3),
            high=round(high, 3),
            facts={
                "run_ms": round(ratios.run_ms, 3),
                "floor_ms": round(ratios.floor_ms, 3),
                "cpu_ratio": round(ratios.cpu, 3),
                "steadiness": round(ratios.steadiness, 3),
                "rounds": ratios.rounds,
                **facts,
            },
        )


def judged(figure: float, goal: float) -> Verdict:
    """Whether a figure keeps to its goal."""
    return Verdict.PASS if figure <= goal else Verdict.MISS


def counted(
    name: str, figure: float, *, unit: str, goal: float | None, against: str = "", **facts: Any
) -> Row:
    """A row for what is counted, and so the same on a busy machine."""
    verdict = Verdict.SHOWN if goal is None else judged(figure, goal)
    return Row(name, against, verdict, figure=figure, unit=unit, goal=goal, facts=facts)


def absent(name: str, *, against: str, goal: float | None = None) -> Row:
    """A row for what needs a part that is not on this machine."""
    return Row(name, against, Verdict.ABSENT, goal=goal)


@dataclass(frozen=True, slots=True)
class Workload:
    """A named workload; `rows` raises WrongResult where what it would time is not right."""

    name: str
    purpose: str
    rows: Callable[[Run], Iterator[Row]]


class WrongResult(Exception):
    """The result of a workload is not right, so its time says nothing."""


def require(is_right: bool, what: str) -> None:
    """Raises WrongResult unless the result is right."""
    if not is_right:
        raise WrongResult(what)

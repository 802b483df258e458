"""The register of workloads: each names itself, says what it measures, and prepares what is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ROUNDS = 31


def nothing() -> None:
    """There is nothing to tidy up."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workload ready to run, its result already proved right.

    run: what is timed; facts: what the result says of itself, beside the times; goal_ms: the upper end of
    the interval must stay below it (None: only shown). divisor: what the times are measured against, in
    pairs, where the goal is a ratio. peak_mib: memory that a run takes of a process of its own. finish:
    tidies up afterwards.
    """

    run: Callable[[], object]
    facts: dict[str, Any]
    goal_ms: float | None = None
    divisor: Callable[[], object] | None = None
    goal_ratio: float | None = None
    peak_mib: float | None = None
    goal_mib: float | None = None
    finish: Callable[[], object] = nothing


@dataclass(frozen=True, slots=True)
class Workload:
    """A named workload; `prepare` raises WrongResult when what it would time is not right.

    rounds: how often it is timed unless the command says otherwise. rows: likewise, how many it takes; None
    where it has no rows, else `prepare` is told, and the purpose may name them.
    """

    name: str
    purpose: str
    prepare: Callable[..., Prepared]
    rounds: int = ROUNDS
    rows: int | None = None

    def prepared(self, rows: int | None) -> Prepared:
        """Ready to run, with so many rows (None: as many as usual). Raises WrongResult."""
        return self.prepare() if self.rows is None else self.prepare(rows or self.rows)

    def purpose_with(self, rows: int | None) -> str:
        """The purpose in words, with so many rows."""
        return self.purpose.format(rows=f"{rows or self.rows or 0:,}")


class WrongResult(Exception):
    """The result of a workload is not right, so its time says nothing."""


def require(is_right: bool, what: str) -> None:
    """Raises WrongResult unless the result is right."""
    if not is_right:
        raise WrongResult(what)

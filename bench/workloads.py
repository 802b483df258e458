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
    pairs, where the goal is a ratio. finish: tidies up afterwards.
    """

    run: Callable[[], object]
    facts: dict[str, Any]
    goal_ms: float | None = None
    divisor: Callable[[], object] | None = None
    goal_ratio: float | None = None
    finish: Callable[[], object] = nothing


@dataclass(frozen=True, slots=True)
class Workload:
    """A named workload; `prepare` raises WrongResult when what it would time is not right.

    rounds: how often it is timed unless the command says otherwise.
    """

    name: str
    purpose: str
    prepare: Callable[[], Prepared]
    rounds: int = ROUNDS


class WrongResult(Exception):
    """The result of a workload is not right, so its time says nothing."""


def require(is_right: bool, what: str) -> None:
    """Raises WrongResult unless the result is right."""
    if not is_right:
        raise WrongResult(what)

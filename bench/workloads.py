"""The register of workloads: each names itself, says what it measures, and prepares what is run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Prepared:
    """A workload ready to run, its result already proved right.

    run: what is timed; facts: what the result says of itself, beside the times; goal_ms: the upper end of
    the interval must stay below it (None: only shown).
    """

    run: Callable[[], object]
    facts: dict[str, Any]
    goal_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Workload:
    """A named workload; `prepare` raises WrongResult when what it would time is not right."""

    name: str
    purpose: str
    prepare: Callable[[], Prepared]


class WrongResult(Exception):
    """The result of a workload is not right, so its time says nothing."""


def require(is_right: bool, what: str) -> None:
    """Raises WrongResult unless the result is right."""
    if not is_right:
        raise WrongResult(what)

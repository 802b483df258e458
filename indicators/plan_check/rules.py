"""What a rule of the plan check is, and how it tells what it saw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.baselines import plain
from indicators.plan_check.findings import Finding, Severity, Subject
from indicators.plan_check.plan import PlanFacts

Facts = Mapping[str, str | tuple[str, ...]]
Seen = tuple[Subject, Facts]
"""A subject that breaks the rule, with what the rule saw of it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its code, how much a breach weighs, and how it looks at a plan. At most one per subject."""

    code: str
    severity: Severity
    look: Callable[[PlanFacts], Iterator[Seen]]

    def __call__(self, plan: PlanFacts) -> Iterator[Finding]:
        """The findings of the rule, in the order of the plan."""
        for subject, facts in self.look(plan):
            yield Finding(self.code, self.severity, subject, facts)


def rule(code: str, severity: Severity) -> Callable[[Callable[[PlanFacts], Iterator[Seen]]], Rule]:
    """Makes a rule of the function that looks at a plan."""

    def make(look: Callable[[PlanFacts], Iterator[Seen]]) -> Rule:
        return Rule(code, severity, look)

    return make


def plain_text(value: Decimal) -> str:
    """The number in plain decimal notation: the same text for the same value, however it was written."""
    return format(plain(value), "f") if value else "0"


def plain_texts(values: Iterable[Decimal]) -> tuple[str, ...]:
    """Each number in plain decimal notation."""
    return tuple(map(plain_text, values))

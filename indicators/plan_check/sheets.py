"""Rules about KPI sheets: what is not filled in, who answers for it, and units that contradict names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from indicators.plan_check.findings import Severity
from indicators.plan_check.plan import IndicatorFacts, PlanFacts
from indicators.plan_check.rules import Seen, rule

SMART: Mapping[str, tuple[str, ...]] = {
    "S": ("definition",),
    "M": ("unit_of_measure", "formula", "data_source", "when_data_missing"),
    "A": ("target_source", "baseline"),
    "R": ("information_produced",),
    "T": ("target",),
}
"""What each letter of SMART needs of the sheet: specific, measurable, achievable, relevant, time-bound.

Whether the objective comes from a statement, and who is responsible, are rules of their own.
"""

_COUNTS = re.compile(r"\b(jumlah|banyaknya|number of|count of)\b", re.IGNORECASE)
_PERCENT = re.compile(r"%|\b(persen|persentase|prosentase|percent|per cent|percentage)\b", re.IGNORECASE)
_VALUE_FIRST = re.compile(r"\s*[0-9][0-9.,]*\s*(?:[^\W\d_]|%)[^0-9]*")
_POWER_OF_TEN = re.compile(r"\s*1[0.,]*0\b")


@rule("incomplete-sheet", Severity.WARNING)
def incomplete_sheet(plan: PlanFacts) -> Iterator[Seen]:
    """A letter of SMART lacks something; a target is due in every open plan year where it applies."""
    open_years = {each.year for each in plan.open_years}
    for indicator in plan.indicators:
        without_target = sorted(open_years - _settled_years(indicator))
        there = set(indicator.filled)
        if indicator.baseline is not None:
            there.add("baseline")
        if not without_target:
            there.add("target")
        missing = {
            letter: lacks
            for letter, needs in SMART.items()
            if (lacks := tuple(each for each in needs if each not in there))
        }
        if missing:
            yield (
                indicator.subject,
                {
                    "letters": tuple(missing),
                    "missing": tuple(each for lacks in missing.values() for each in lacks),
                    "years": tuple(map(str, without_target)),
                },
            )


def _settled_years(indicator: IndicatorFacts) -> set[int]:
    """The years that need no target any more: they have one, or the indicator does not apply."""
    with_target = {each.year for each in indicator.targets}
    return with_target | {each.year for each in indicator.years if not each.applies}


@rule("owner-missing", Severity.WARNING)
def owner_missing(plan: PlanFacts) -> Iterator[Seen]:
    """An objective without owner, or an indicator without a person responsible."""
    for objective in plan.objectives:
        if not objective.owned:
            yield objective.subject, {}
        for indicator in objective.indicators:
            if "person_responsible" not in indicator.filled:
                yield indicator.subject, {}


@rule("name-against-unit", Severity.HINT)
def name_against_unit(plan: PlanFacts) -> Iterator[Seen]:
    """The name says a number of things and the unit percent, or the name percent and the unit does not."""
    for indicator in plan.indicators:
        name, unit = indicator.subject.name, indicator.unit_of_measure
        counts, says_percent = _COUNTS.search(name), _PERCENT.search(name)
        in_percent = _PERCENT.search(unit)
        if counts and in_percent and not says_percent:
            yield indicator.subject, {"says": "number", "unit": unit}
        elif says_percent and unit.strip() and not in_percent:
            yield indicator.subject, {"says": "percent", "unit": unit}


@rule("value-inside-unit", Severity.HINT)
def value_inside_unit(plan: PlanFacts) -> Iterator[Seen]:
    """The unit begins with a number ("72 hours"): a value, unless it is a power of ten ("1000 kg")."""
    for indicator in plan.indicators:
        unit = indicator.unit_of_measure
        if _VALUE_FIRST.fullmatch(unit) and not _POWER_OF_TEN.match(unit):
            yield indicator.subject, {"unit": unit}


@rule("no-lag-indicator", Severity.HINT)
def no_lag_indicator(plan: PlanFacts) -> Iterator[Seen]:
    """A perspective has indicators, but none that shows the result."""
    return _without_kind(plan, "lag")


@rule("no-lead-indicator", Severity.HINT)
def no_lead_indicator(plan: PlanFacts) -> Iterator[Seen]:
    """A perspective has indicators, but none that shows what drives the result."""
    return _without_kind(plan, "lead")


def _without_kind(plan: PlanFacts, kind: str) -> Iterator[Seen]:
    for perspective in plan.perspectives:
        indicators = perspective.indicators
        if indicators and all(each.kind != kind for each in indicators):
            yield perspective.subject, {"indicators": tuple(each.subject.code for each in indicators)}

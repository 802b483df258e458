"""Rules about targets. Better and worse need a direction: except for bounds and the target 0, an indicator
that is best within a range has none, so those rules say nothing about it.

What can't be put right any more is not found: targets of closed years are only what others are compared with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from indicators.baselines import EXACT
from indicators.plan_check.findings import Severity
from indicators.plan_check.plan import IndicatorFacts, PlanFacts, PlannedYear
from indicators.plan_check.rules import Facts, Seen, plain_text, plain_texts, rule
from indicators.scoring import Polarity, highest_reachable_level

Target = tuple[int, Decimal]
"""A plan year and the indicator's target in it."""


def directed(plan: PlanFacts) -> Iterator[tuple[IndicatorFacts, tuple[Target, ...]]]:
    """The indicators with a direction, each with its targets in the order of the years."""
    for indicator in plan.indicators:
        if indicator.polarity is not Polarity.RANGE:
            yield (
                indicator,
                tuple((each.year, each.target) for each in indicator.targets if each.target is not None),
            )


def open_targets(plan: PlanFacts, targets: Iterable[Target]) -> list[Target]:
    """Those that can still be changed."""
    return [(year, target) for year, target in targets if not plan.is_closed(year)]


def is_better(polarity: Polarity, value: Decimal, than: Decimal) -> bool:
    """Whether the value lies on the better side of the other, not on it."""
    return value < than if polarity is Polarity.LOWER else value > than


def _by_year(targets: Iterable[Target]) -> Facts:
    """The facts about the years concerned: the years, and beside each its target."""
    concerned = tuple(targets)
    return {
        "years": tuple(str(year) for year, _target in concerned),
        "targets": plain_texts(target for _year, target in concerned),
    }


@rule("target-outside-bounds", Severity.ERROR)
def target_outside_bounds(plan: PlanFacts) -> Iterator[Seen]:
    """A target, or the upper target of a range, that the natural bounds make impossible."""
    for indicator in plan.indicators:
        low, high = indicator.natural_min, indicator.natural_max
        values = (
            (each.year, value)
            for each in indicator.targets
            if not plan.is_closed(each.year)
            for value in (each.target, each.target_upper)
        )
        outside = [
            (year, value)
            for year, value in values
            if value is not None
            and ((low is not None and value < low) or (high is not None and value > high))
        ]
        if outside:
            yield (
                indicator.subject,
                {
                    **_by_year(outside),
                    "natural_min": "" if low is None else plain_text(low),
                    "natural_max": "" if high is None else plain_text(high),
                },
            )


@rule("target-against-polarity", Severity.ERROR)
def target_against_polarity(plan: PlanFacts) -> Iterator[Seen]:
    """The plan leads the wrong way: its last target is worse than the baseline.

    Without a baseline, it is worse than the plan's first target.
    """
    for indicator, targets in directed(plan):
        if not targets or plan.is_closed(targets[-1][0]):
            continue
        first_year, first = targets[0]
        last_year, last = targets[-1]
        start = first if indicator.baseline is None else indicator.baseline
        if is_better(indicator.polarity, start, last):
            yield (
                indicator.subject,
                {
                    "polarity": indicator.polarity.value,
                    "start": plain_text(start),
                    "start_year": str(first_year) if indicator.baseline is None else "",
                    "end": plain_text(last),
                    "end_year": str(last_year),
                },
            )


@rule("zero-target-without-worst-value", Severity.ERROR)
def zero_target_without_worst_value(plan: PlanFacts) -> Iterator[Seen]:
    """A target of 0, or a range that begins or ends at 0, and no worst value that differs from it.

    A bound of a range that is the natural one as well can't be missed, so it needs no scale.
    """
    for indicator in plan.indicators:
        if indicator.worst:
            continue
        years = tuple(
            str(each.year)
            for each in indicator.targets
            if not plan.is_closed(each.year) and _has_target_of_zero(indicator, each)
        )
        if years:
            yield indicator.subject, {"years": years}


def _has_target_of_zero(indicator: IndicatorFacts, planned: PlannedYear) -> bool:
    """Whether 0 is a target that can be missed."""
    if indicator.polarity is not Polarity.RANGE:
        return planned.target == 0
    low, high = indicator.natural_min, indicator.natural_max
    below = planned.target == 0 and (low is None or low < 0)
    return below or (planned.target_upper == 0 and (high is None or high > 0))


@rule("target-not-better-than-baseline", Severity.WARNING)
def target_not_better_than_baseline(plan: PlanFacts) -> Iterator[Seen]:
    """A target that is equal to the baseline or worse than it."""
    for indicator, targets in directed(plan):
        baseline = indicator.baseline
        if baseline is None:
            continue
        flat = [
            each
            for each in open_targets(plan, targets)
            if not is_better(indicator.polarity, each[1], baseline)
        ]
        if flat:
            yield indicator.subject, {**_by_year(flat), "baseline": plain_text(baseline)}


@rule("target-falls-back", Severity.WARNING)
def target_falls_back(plan: PlanFacts) -> Iterator[Seen]:
    """A target that is worse than the one before it."""
    for indicator, targets in directed(plan):
        back = [
            (before, after)
            for before, after in pairwise(targets)
            if not plan.is_closed(after[0]) and is_better(indicator.polarity, before[1], after[1])
        ]
        if back:
            yield (
                indicator.subject,
                {
                    **_by_year(after for _before, after in back),
                    "before": plain_texts(target for (_year, target), _after in back),
                    "polarity": indicator.polarity.value,
                },
            )


@rule("ceiling-target", Severity.WARNING)
def ceiling_target(plan: PlanFacts) -> Iterator[Seen]:
    """The natural bounds leave no room above the target for the scheme's highest level."""
    schemes = {year.year: year.scheme for year in plan.years}
    for indicator, targets in directed(plan):
        limit = indicator.natural_min if indicator.polarity is Polarity.LOWER else indicator.natural_max
        if limit is None:
            continue
        reachable = {
            each.year: highest_reachable_level(indicator.inputs(each), schemes[each.year])
            for each in indicator.targets
            if each.year in schemes
        }
        capped = [
            (year, target)
            for year, target in open_targets(plan, targets)
            if (level := reachable.get(year)) is not None and level < schemes[year].highest_level
        ]
        if capped:
            yield (
                indicator.subject,
                {
                    **_by_year(capped),
                    "levels": tuple(str(reachable[year]) for year, _target in capped),
                    "top_levels": tuple(str(schemes[year].highest_level) for year, _target in capped),
                    "limit": plain_text(limit),
                },
            )


@rule("target-already-reached", Severity.WARNING)
def target_already_reached(plan: PlanFacts) -> Iterator[Seen]:
    """The last achievement before the target's year reaches the target already."""
    for indicator, targets in directed(plan):
        reached = [
            (year, target, last_year, before[last_year])
            for year, target in open_targets(plan, targets)
            if (before := indicator.achieved_before(year))
            and not is_better(indicator.polarity, target, before[last_year := max(before)])
        ]
        if reached:
            yield (
                indicator.subject,
                {
                    **_by_year((year, target) for year, target, _last, _achieved in reached),
                    "achievements": plain_texts(achieved for *_target, achieved in reached),
                    "achieved_in": tuple(str(last) for _year, _target, last, _achieved in reached),
                },
            )


@rule("target-too-hard", Severity.HINT)
def target_too_hard(plan: PlanFacts) -> Iterator[Seen]:
    """Harder than the best achievement before the target's year by more than those lie apart.

    Needs achievements of two years, before the plan or in it.
    """
    for indicator, targets in directed(plan):
        hard = [
            (target, past)
            for target in open_targets(plan, targets)
            if (past := _past(indicator, target[0]))
            and is_better(indicator.polarity, target[1], past.furthest)
        ]
        if hard:
            yield (
                indicator.subject,
                {
                    **_by_year(target for target, _past in hard),
                    "best": plain_texts(past.best for _target, past in hard),
                    "best_in": tuple(str(past.best_year) for _target, past in hard),
                    "range": plain_texts(past.spread for _target, past in hard),
                },
            )


@dataclass(frozen=True, slots=True)
class _Past:
    """The best achievement and the latest year that has it, how far all lie apart, and best plus that."""

    best: Decimal
    best_year: int
    spread: Decimal
    furthest: Decimal


def _past(indicator: IndicatorFacts, year: int) -> _Past | None:
    """What was achieved before the year; None with fewer than two years of it."""
    achieved = indicator.achieved_before(year)
    if len(achieved) < 2:
        return None
    lowest, highest = min(achieved.values()), max(achieved.values())
    spread = EXACT.subtract(highest, lowest)
    is_lower = indicator.polarity is Polarity.LOWER
    best = lowest if is_lower else highest
    return _Past(
        best=best,
        best_year=max(each for each, value in achieved.items() if value == best),
        spread=spread,
        furthest=EXACT.subtract(best, spread) if is_lower else EXACT.add(best, spread),
    )

"""Rules about targets. Better and worse need a direction: except for bounds and the target 0, an indicator
that is best within a range has none, so those rules say nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from indicators.baselines import EXACT
from indicators.plan_check.findings import Severity
from indicators.plan_check.plan import IndicatorFacts, PlanFacts
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
            (each.year, value) for each in indicator.targets for value in (each.target, each.target_upper)
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
        if not targets:
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
    """A target of 0, or a range that begins or ends at 0, and no worst value that differs from it."""
    for indicator in plan.indicators:
        if indicator.worst:
            continue
        years = tuple(
            str(each.year)
            for each in indicator.targets
            if any(value is not None and not value for value in (each.target, each.target_upper))
        )
        if years:
            yield indicator.subject, {"years": years}


@rule("target-not-better-than-baseline", Severity.WARNING)
def target_not_better_than_baseline(plan: PlanFacts) -> Iterator[Seen]:
    """A target that is equal to the baseline or worse than it."""
    for indicator, targets in directed(plan):
        baseline = indicator.baseline
        if baseline is None:
            continue
        flat = [each for each in targets if not is_better(indicator.polarity, each[1], baseline)]
        if flat:
            yield indicator.subject, {**_by_year(flat), "baseline": plain_text(baseline)}


@rule("target-falls-back", Severity.WARNING)
def target_falls_back(plan: PlanFacts) -> Iterator[Seen]:
    """A target that is worse than the one before it."""
    for indicator, targets in directed(plan):
        back = [
            (before, after)
            for before, after in pairwise(targets)
            if is_better(indicator.polarity, before[1], after[1])
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
            for year, target in targets
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
    """The achievement of the year right before reaches the target already."""
    for indicator, targets in directed(plan):
        achieved = dict(indicator.history)
        achieved |= {each.year: each.achievement for each in indicator.years if each.achievement is not None}
        reached = [
            (year, target)
            for year, target in targets
            if (last := achieved.get(year - 1)) is not None
            and not is_better(indicator.polarity, target, last)
        ]
        if reached:
            last_years = plain_texts(achieved[year - 1] for year, _target in reached)
            yield indicator.subject, {**_by_year(reached), "achievements": last_years}


@rule("target-too-hard", Severity.HINT)
def target_too_hard(plan: PlanFacts) -> Iterator[Seen]:
    """Harder than the best of the history by more than the history's range; needs two years of it."""
    for indicator, targets in directed(plan):
        history = sorted(indicator.history.values())
        if len(history) < 2:
            continue
        lowest, highest = history[0], history[-1]
        spread = EXACT.subtract(highest, lowest)
        if indicator.polarity is Polarity.LOWER:
            best, furthest = lowest, EXACT.subtract(lowest, spread)
        else:
            best, furthest = highest, EXACT.add(highest, spread)
        hard = [each for each in targets if is_better(indicator.polarity, each[1], furthest)]
        if hard:
            yield (
                indicator.subject,
                {**_by_year(hard), "best": plain_text(best), "range": plain_text(spread)},
            )

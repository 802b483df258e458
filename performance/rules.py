"""What other rules and weights would make of a scorecard-year. Pure: it reads the tree and saves nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypedDict

from indicators.scorecard_year import ScorecardYearTable
from indicators.scoring import GroupKind, RowResult, YearResult, ZeroWeightGroup, score_year
from scorecards.models import ScoringScheme
from scorecards.schemes import WeightingMode

ZERO = Fraction(0)

Weights = Mapping[Any, Decimal]
"""Weights by the primary key of what they belong to."""


class RuleChanges(TypedDict, total=False):
    """New rules of a year; what is left out stays as it is.

    The weights are keyed by the primary keys of perspectives, objectives and measurements. A fixed
    threshold of None means the derived one.
    """

    weighting_mode: str
    scheme: ScoringScheme
    fixed_threshold: Decimal | None
    fixed_threshold_reason: str
    perspective_weights: Weights
    objective_weights: Weights
    indicator_weights: Weights


class Weighed(StrEnum):
    """What has a weight of its own in a year."""

    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A measurement whose level would differ: its result under the old rules and under the new."""

    before: RowResult
    after: RowResult


def weight_name(kind: Weighed, key: Hashable) -> str:
    """The name under which forms and errors know a weight."""
    return f"{kind}-{key}"


def weights_in(changes: RuleChanges) -> dict[Weighed, Weights]:
    """The new weights by what they belong to."""
    return {
        Weighed.PERSPECTIVE: changes.get("perspective_weights", {}),
        Weighed.OBJECTIVE: changes.get("objective_weights", {}),
        Weighed.INDICATOR: changes.get("indicator_weights", {}),
    }


def weights_of(table: ScorecardYearTable) -> dict[Weighed, Weights]:
    """The weights of what the year shows, as they stand in it."""
    rules = table.result.rules
    perspectives = (group.perspective.pk for group in table.perspectives)
    objectives = (group.objective.pk for group in table.objectives)
    return {
        Weighed.PERSPECTIVE: {key: rules.perspective_weights[key] for key in perspectives},
        Weighed.OBJECTIVE: {key: rules.objective_weights[key] for key in objectives},
        Weighed.INDICATOR: {each.key: each.weight for each in table.inputs},
    }


def result_under(table: ScorecardYearTable, changes: RuleChanges) -> YearResult:
    """The year's result under the new rules; achievements and targets stay as they are."""
    rules, new = table.result.rules, weights_in(changes)
    proposed = replace(
        rules,
        scheme=changes["scheme"].rule() if "scheme" in changes else rules.scheme,
        weighting_mode=WeightingMode(changes.get("weighting_mode", rules.weighting_mode)),
        fixed_threshold=changes.get("fixed_threshold", rules.fixed_threshold),
        perspective_weights={**rules.perspective_weights, **new[Weighed.PERSPECTIVE]},
        objective_weights={**rules.objective_weights, **new[Weighed.OBJECTIVE]},
    )
    weights = {**weights_of(table)[Weighed.INDICATOR], **new[Weighed.INDICATOR]}
    return score_year(proposed, [each._replace(weight=weights[each.key]) for each in table.inputs])


def level_changes(before: YearResult, after: YearResult) -> list[LevelChange]:
    """The measurements whose level differs between two results of one year, in their order."""
    pairs = zip(before.rows, after.rows, strict=True)
    return [LevelChange(old, new) for old, new in pairs if old.result.level != new.result.level]


def effective_sums(result: YearResult) -> dict[tuple[Weighed, Hashable], Fraction]:
    """The effective weight of each counted measurement, and their sums by objective and perspective.

    What holds nothing counted has no entry.
    """
    sums: dict[tuple[Weighed, Hashable], Fraction] = {}
    for row in result.rows:
        if row.weight is None:
            continue
        sums[Weighed.INDICATOR, row.key] = row.weight
        for key in ((Weighed.OBJECTIVE, row.objective_key), (Weighed.PERSPECTIVE, row.perspective_key)):
            sums[key] = sums.get(key, ZERO) + row.weight
    return sums


def effective_total(result: YearResult) -> Fraction:
    """All effective weights together: exactly 1 where they are shares."""
    return sum((row.weight for row in result.rows if row.weight is not None), ZERO)


def weightless(result: YearResult) -> Iterator[tuple[str, ZeroWeightGroup]]:
    """Each group whose counted weights add up to 0, with the name of the first weight to raise."""
    for group in result.zero_weight_groups:
        first = next(row for row in result.rows if row.counted and _lies_in(row, group))
        yield _first_weight(first, group, result.rules.weighting_mode), group


def _lies_in(row: RowResult, group: ZeroWeightGroup) -> bool:
    if group.kind is GroupKind.PERSPECTIVE:
        return row.perspective_key == group.key
    return group.kind is GroupKind.SCORECARD or row.objective_key == group.key


def _first_weight(row: RowResult, group: ZeroWeightGroup, mode: WeightingMode) -> str:
    if group.kind is GroupKind.PERSPECTIVE:
        return weight_name(Weighed.OBJECTIVE, row.objective_key)
    if group.kind is GroupKind.SCORECARD and mode is WeightingMode.HIERARCHICAL:
        return weight_name(Weighed.PERSPECTIVE, row.perspective_key)
    return weight_name(Weighed.INDICATOR, row.key)


def rules_mark(table: ScorecardYearTable) -> str:
    """A short mark of a year's rules and weights: it differs as soon as one of them does."""
    year = table.scorecard_year
    parts = [year.weighting_mode, str(year.scheme_id), _plain(year.fixed_threshold)]
    parts.append(year.fixed_threshold_reason)
    for kind, weights in weights_of(table).items():
        parts += sorted(f"{weight_name(kind, key)}={_plain(weight)}" for key, weight in weights.items())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def newest_first(schemes: Iterable[ScoringScheme]) -> tuple[list[ScoringScheme], list[ScoringScheme]]:
    """The newest version of each scheme in the order in which the schemes came up, and the older versions."""
    by_code: dict[str, list[ScoringScheme]] = {}
    for scheme in sorted(schemes, key=lambda each: each.pk):
        by_code.setdefault(scheme.code, []).append(scheme)
    versions = [sorted(same, key=lambda each: -each.version) for same in by_code.values()]
    return [same[0] for same in versions], [older for same in versions for older in same[1:]]

"""Effective weights: how much each counted measurement carries of a year's total. Exact fractions."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from scorecards.schemes import WeightingMode


class GroupKind(StrEnum):
    """Under what the siblings of a group lie."""

    SCORECARD = "scorecard"
    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"


@dataclass(frozen=True, slots=True)
class ZeroWeightGroup:
    """Siblings that hold something counted while their weights add up to 0, so that none has a share.

    `key` names the perspective or objective that they lie under, None for the scorecard itself.
    """

    kind: GroupKind
    key: Hashable = None


class Weighted(Protocol):
    """What a weight is read from: a measurement input."""

    @property
    def perspective_key(self) -> Hashable: ...
    @property
    def objective_key(self) -> Hashable: ...
    @property
    def weight(self) -> Decimal: ...


def effective_weights(
    mode: WeightingMode,
    counted: Sequence[Weighted],
    perspective_weights: Mapping[Hashable, Decimal],
    objective_weights: Mapping[Hashable, Decimal],
) -> tuple[list[Fraction], tuple[ZeroWeightGroup, ...]]:
    """One weight for each counted measurement, in their order, and the groups whose weights add up to 0.

    Hierarchical shares are taken among the siblings that hold something counted and add up to exactly 1,
    unless such a group of weight 0 loses its share. That mode raises KeyError for a perspective or an
    objective without a weight.
    """
    if mode == WeightingMode.EQUAL:
        return [Fraction(1)] * len(counted), ()
    own = [Fraction(measurement.weight) for measurement in counted]
    if mode == WeightingMode.INDICATOR:
        no_weight = bool(own) and not any(own)
        return own, (ZeroWeightGroup(GroupKind.SCORECARD),) if no_weight else ()
    return _hierarchical(own, counted, perspective_weights, objective_weights)


def _hierarchical(
    own: Sequence[Fraction],
    counted: Sequence[Weighted],
    perspective_weights: Mapping[Hashable, Decimal],
    objective_weights: Mapping[Hashable, Decimal],
) -> tuple[list[Fraction], tuple[ZeroWeightGroup, ...]]:
    perspective_of = {each.objective_key: each.perspective_key for each in counted}
    perspectives = {key: Fraction(perspective_weights[key]) for key in dict.fromkeys(perspective_of.values())}
    objectives = {key: Fraction(objective_weights[key]) for key in perspective_of}
    scorecard_sum = sum(perspectives.values(), Fraction(0))
    perspective_sums = dict.fromkeys(perspectives, Fraction(0))
    for key, weight in objectives.items():
        perspective_sums[perspective_of[key]] += weight
    objective_sums = dict.fromkeys(objectives, Fraction(0))
    for each, weight in zip(counted, own, strict=True):
        objective_sums[each.objective_key] += weight
    share_of = {
        key: _share(perspectives[perspective_of[key]], scorecard_sum)
        * _share(weight, perspective_sums[perspective_of[key]])
        for key, weight in objectives.items()
    }
    weights = [
        share_of[each.objective_key] * _share(weight, objective_sums[each.objective_key])
        for each, weight in zip(counted, own, strict=True)
    ]
    empty = [ZeroWeightGroup(GroupKind.SCORECARD)] if counted and not scorecard_sum else []
    empty += [ZeroWeightGroup(GroupKind.PERSPECTIVE, key) for key, of in perspective_sums.items() if not of]
    empty += [ZeroWeightGroup(GroupKind.OBJECTIVE, key) for key, of in objective_sums.items() if not of]
    return weights, tuple(empty)


def _share(weight: Fraction, of: Fraction) -> Fraction:
    return weight / of if of else Fraction(0)

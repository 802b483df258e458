"""Rules about how a year weighs its indicators, and about its threshold. Exact fractions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from indicators.plan_check.findings import Severity
from indicators.plan_check.plan import PlanFacts, YearFacts
from indicators.plan_check.rules import Seen, plain_text, rule
from indicators.scoring import MeasurementInput, as_decimal, effective_weights

LOPSIDED_SHARE = Fraction(40, 100)
LOPSIDED_AMONG = 3
"""A perspective is lopsided from this share of the total on, where at least so many hold something."""


@rule("lopsided-weights", Severity.WARNING)
def lopsided_weights(plan: PlanFacts) -> Iterator[Seen]:
    """A perspective carries LOPSIDED_SHARE or more of an open year's total, by its effective weights."""
    shares = {year.year: _shares(plan, year) for year in plan.open_years}
    for perspective in plan.perspectives:
        heavy = {
            year: share
            for year, by_perspective in shares.items()
            if (share := by_perspective.get(perspective.subject.key, Fraction(0))) >= LOPSIDED_SHARE
        }
        if heavy:
            yield (
                perspective.subject,
                {
                    "years": tuple(map(str, heavy)),
                    "shares": tuple(plain_text(as_decimal(100 * share)) for share in heavy.values()),
                },
            )


@rule("fixed-threshold-differs", Severity.WARNING)
def fixed_threshold_differs(plan: PlanFacts) -> Iterator[Seen]:
    """An open year's fixed threshold is not what all indicators on target give.

    Where nothing counts there is nothing to compare.
    """
    for year in plan.open_years:
        counted = plan.counted(year.year)
        if year.fixed_threshold is None or not counted:
            continue
        fixed = Fraction(year.fixed_threshold)
        derived = sum(_weights(year, counted), Fraction(0)) * year.scheme.on_target_level
        if fixed != derived:
            shown = as_decimal(derived, apart_from=fixed)
            yield (
                year.subject,
                {"fixed": plain_text(year.fixed_threshold), "derived": plain_text(shown)},
            )


def _shares(plan: PlanFacts, year: YearFacts) -> dict[object, Fraction]:
    """The share of the total by perspective; none where too few hold something or nothing weighs."""
    counted = plan.counted(year.year)
    sums: dict[object, Fraction] = {}
    for each, weight in zip(counted, _weights(year, counted), strict=True):
        sums[each.perspective_key] = sums.get(each.perspective_key, Fraction(0)) + weight
    total = sum(sums.values(), Fraction(0))
    if len(sums) < LOPSIDED_AMONG or not total:
        return {}
    return {key: weight / total for key, weight in sums.items()}


def _weights(year: YearFacts, counted: list[MeasurementInput]) -> list[Fraction]:
    weights, _empty_groups = effective_weights(
        year.weighting_mode, counted, year.perspective_weights, year.objective_weights
    )
    return weights

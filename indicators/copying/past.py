"""What a plan copied to a new period takes along of its past: achievements, and baselines from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from indicators.baselines import (
    BaselineError,
    BaselineMethod,
    BaselineRule,
    compute_baseline,
    inputs_to_json,
)
from indicators.models import Indicator, Measurement
from scorecards.models import Scorecard


@dataclass(frozen=True, slots=True)
class Past:
    """The measurements with an achievement before a new plan, each with `year` and `scorecard` (a key)."""

    rows: tuple[Any, ...]
    achievements: Mapping[int, Mapping[int, Decimal]]

    def of(self, indicator: int) -> Mapping[int, Decimal]:
        """The achievements of an indicator by year."""
        return self.achievements.get(indicator, {})


def load_past(scorecards: QuerySet[Scorecard], first_year: int) -> Past:
    """The past of scorecards before the year in which the new plan begins, in 1 query."""
    found = Measurement.objects.filter(
        scorecard_year__scorecard__in=scorecards.order_by(),
        scorecard_year__year__lt=first_year,
        achievement__isnull=False,
    )
    place = {"year": F("scorecard_year__year"), "scorecard": F("scorecard_year__scorecard")}
    rows: tuple[Any, ...] = tuple(found.annotate(**place).order_by("pk"))
    achievements: dict[int, dict[int, Decimal]] = {}
    for row in rows:
        achievements.setdefault(row.indicator_id, {})[row.year] = row.achievement
    return Past(rows, achievements)


def new_baseline(indicator: Indicator, past: Mapping[int, Decimal], first_year: int) -> dict[str, Any]:
    """The columns of the baseline of an indicator's copy, from the achievements before the new plan.

    The mean of the last n years stays the mean of n years, that of all years one of all years; any other
    becomes the achievement of the year before. Empty where the past does not suffice: an older baseline says
    nothing about the new period.
    """
    is_mean = indicator.baseline_method == BaselineMethod.MEAN
    method = BaselineMethod.MEAN if is_mean else BaselineMethod.PREVIOUS
    years = indicator.baseline_span if is_mean else None
    try:
        computed = compute_baseline(method, past, first_year=first_year, years=years)
    except BaselineError:
        return _baseline(BaselineRule(BaselineMethod.DECREED))
    return _baseline(BaselineRule(method, computed.value, years), inputs_to_json(computed.inputs))


def _baseline(rule: BaselineRule, inputs: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {
        "baseline": rule.value,
        "baseline_method": rule.method.value,
        "baseline_span": rule.years,
        "baseline_inputs": dict(inputs or {}),
        "baseline_note": "",
    }

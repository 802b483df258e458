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
from scorecards.models import Plan, Scorecard


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

    A rule stays what it is; a decreed baseline becomes the achievement of the year before. Empty where the
    past does not suffice, until it does: an older baseline says nothing about the new period. What was
    decreed is then still to be decreed.
    """
    was = BaselineMethod(indicator.baseline_method)
    method = BaselineMethod.PREVIOUS if was == BaselineMethod.DECREED else was
    rule = BaselineRule(method, years=indicator.baseline_span)
    try:
        computed = compute_baseline(method, past, first_year=first_year, years=rule.years)
    except BaselineError:
        return _baseline(BaselineRule(was, years=rule.years), None, {})
    return _baseline(rule, computed.value, computed.inputs)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Computed baselines that are empty: how many, and the years whose achievements they lack."""

    baselines: int
    years: tuple[int, ...]


def waiting_baselines(plan: Plan) -> Waiting:
    """The baselines of a plan that have a rule but no value, in 2 queries."""
    rules = Indicator.objects.filter(objective__scorecard__plan=plan, baseline=None)
    empty = list(rules.exclude(baseline_method=BaselineMethod.DECREED))
    past: dict[int, dict[int, Decimal]] = {}
    held = Measurement.objects.filter(
        indicator__in=[each.pk for each in empty],
        scorecard_year__year__lt=plan.first_year,
        achievement__isnull=False,
    )
    for key, year, value in held.values_list("indicator", "scorecard_year__year", "achievement"):
        past.setdefault(key, {})[year] = value
    lacking: set[int] = set()
    for each in empty:
        found, method = past.get(each.pk, {}), BaselineMethod(each.baseline_method)
        try:
            compute_baseline(method, found, first_year=plan.first_year, years=each.baseline_span)
        except BaselineError as error:
            lacking.update(error.years)
    return Waiting(len(empty), tuple(sorted(lacking)))


def _baseline(rule: BaselineRule, value: Decimal | None, inputs: Mapping[int, Decimal]) -> dict[str, Any]:
    return {
        "baseline": value,
        "baseline_method": rule.method.value,
        "baseline_span": rule.years,
        "baseline_inputs": inputs_to_json(inputs),
        "baseline_note": "",
    }

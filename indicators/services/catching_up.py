"""Bringing the history of a copied plan up to date with the plan before it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.baselines import BaselineMethod
from indicators.copying import history_changes, scorecard_before
from indicators.models import Indicator
from indicators.services.baseline import compute_baseline_again, write_history
from organizations.models import User
from scorecards.locks import lock_plan
from scorecards.models import Scorecard


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """How many achievements were brought along, and how many baselines could be computed at last."""

    achievements: int
    baselines: int


@transaction.atomic
def refresh_history(scorecard: Scorecard, *, by: User) -> CaughtUp:
    """Writes the achievements that the unit's plan before has got meanwhile into the years before this one.

    Baselines with a rule and without a value are computed where it suffices now; others stay, and their
    sheets tell that the history has changed. Raises ValidationError naming the indicator, YearClosed.
    """
    lock_plan(scorecard.plan)
    before = scorecard_before(scorecard)
    changes = history_changes(scorecard, before) if before else []
    values: dict[Indicator, dict[int, Decimal]] = {}
    for change in changes:
        values.setdefault(change.indicator, {})[change.year] = change.now
    for indicator, years in values.items():
        _write(indicator, years, by=by)
    return CaughtUp(len(changes), sum(_computed(indicator, by=by) for indicator in values))


def _write(indicator: Indicator, values: dict[int, Decimal], *, by: User) -> None:
    try:
        write_history(indicator=indicator, values=values, by=by)
    except ValidationError as error:
        raise ValidationError([f"{indicator.code}: {message}" for message in error.messages]) from error


def _computed(indicator: Indicator, *, by: User) -> bool:
    """Computes a baseline that waited for its history; whether it could be."""
    if indicator.baseline is not None or indicator.baseline_method == BaselineMethod.DECREED:
        return False
    try:
        compute_baseline_again(indicator, by=by)
    except ValidationError:
        return False
    return True

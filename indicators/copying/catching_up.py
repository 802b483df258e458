"""What the history of a copied plan lacks: achievements that the plan before it has got meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Indicator, Measurement
from scorecards.models import Scorecard

Place = tuple[str, str]
"""The code of an objective and of one of its indicators: what two plans have in common."""


@dataclass(frozen=True, slots=True)
class HistoryChange:
    """An achievement before the plan that would change. before: None where there is none yet."""

    indicator: Indicator
    year: int
    before: Decimal | None
    now: Decimal


def scorecard_before(scorecard: Scorecard) -> Scorecard | None:
    """The unit's scorecard in the plan right before, if it has one there."""
    earlier = Scorecard.objects.filter(unit=scorecard.unit_id, plan__first_year__lt=scorecard.plan.first_year)
    return earlier.select_related("plan").order_by("-plan__first_year").first()


def history_changes(scorecard: Scorecard, before: Scorecard) -> list[HistoryChange]:
    """What the earlier scorecard's achievements before the plan would change in this one's history.

    Indicators are the same when their codes and those of their objectives are. Nothing is ever emptied.
    Answered in the order of the plan, in 3 queries.
    """
    first_year = scorecard.plan.first_year
    there, here = _achievements(before, first_year), _achievements(scorecard, first_year)
    indicators = Indicator.objects.filter(objective__scorecard=scorecard).select_related(
        "objective__scorecard__plan"
    )
    ordered = indicators.order_by("objective__perspective__order", "objective__order", "order", "pk")
    changes = []
    for indicator in ordered:
        place = (indicator.objective.code, indicator.code)
        known = here.get(place, {})
        for year, value in there.get(place, {}).items():
            if known.get(year) != value:
                changes.append(HistoryChange(indicator, year, known.get(year), value))
    return changes


def _achievements(scorecard: Scorecard, first_year: int) -> Mapping[Place, Mapping[int, Decimal]]:
    """The achievements of a scorecard before a year, by place and year."""
    held = Measurement.objects.filter(
        scorecard_year__scorecard=scorecard, scorecard_year__year__lt=first_year, achievement__isnull=False
    )
    columns = ("indicator__objective__code", "indicator__code", "scorecard_year__year", "achievement")
    found: dict[Place, dict[int, Decimal]] = {}
    for objective, code, year, value in held.order_by("scorecard_year__year").values_list(*columns):
        found.setdefault((objective, code), {})[year] = value
    return found

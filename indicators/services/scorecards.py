"""Deleting a scorecard that was made by mistake, with everything in it."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from indicators.deletions import scorecard_deletion_refused
from indicators.models import AcceptedFinding, Indicator
from indicators.services.indicators import drop_indicators
from indicators.services.objectives import drop_objectives
from organizations import history
from organizations.models import User
from scorecards.locks import lock_plan, lock_years
from scorecards.models import Objective, PerspectiveWeight, Scorecard, ScorecardYear


@transaction.atomic
def delete_scorecard(scorecard: Scorecard, *, by: User, reason: str = "") -> None:
    """Deletes the scorecard with its objectives, indicators, targets, years and weights.

    Objectives of units below that support one of its objectives lose that reference. Raises ValidationError
    while it holds an achievement or a closed year, also when it is gone.
    """
    lock_plan(scorecard.plan)
    lock_years(scorecard)
    if refusals := scorecard_deletion_refused(scorecard):
        raise ValidationError(refusals, code="in_use")
    drop_indicators(Indicator.objects.filter(objective__scorecard=scorecard), by=by, reason=reason)
    drop_objectives(Objective.objects.filter(scorecard=scorecard), by=by, reason=reason)
    weights = PerspectiveWeight.objects.filter(scorecard_year__scorecard=scorecard)
    years = ScorecardYear.objects.filter(scorecard=scorecard)
    accepted = AcceptedFinding.objects.filter(scorecard=scorecard)
    for queryset in (accepted, weights, years, Scorecard.objects.filter(pk=scorecard.pk)):
        history.delete_many(queryset, by=by, reason=reason)

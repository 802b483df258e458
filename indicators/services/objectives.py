"""What of an objective concerns its indicators: deleting it with them, and where they then count."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator
from indicators.services.indicators import check_open_weights, delete_indicators
from organizations import history
from organizations.models import User
from scorecards.locks import YearClosed, lock_years, raise_version
from scorecards.models import Objective, ObjectiveLink, ObjectiveStatement, ObjectiveWeight, Scorecard


@transaction.atomic
def delete_objective(objective: Objective, *, by: User, reason: str = "") -> None:
    """Deletes the objective with all that hangs on it.

    That is its indicators with their measurements and initiatives, its ticks, links and weights. Objectives
    of units below that support it lose that reference. Raises YearClosed when a closed year holds it.
    """
    years = lock_years(objective.scorecard)
    if not Objective.objects.filter(pk=objective.pk).exists():
        raise ValidationError(_("Somebody else has deleted this objective."), code="gone")
    weighed = set(
        ObjectiveWeight.objects.filter(objective=objective).values_list("scorecard_year", flat=True)
    )
    for year in years:
        if year.is_closed and year.pk in weighed:
            raise YearClosed(year.year)
    delete_indicators(list(Indicator.objects.filter(objective=objective)), years, by=by, reason=reason)
    drop_objectives(Objective.objects.filter(pk=objective.pk), by=by, reason=reason)
    raise_version(objective.scorecard)


@transaction.atomic
def rearrange_objective(objective: Objective, rearrange: Callable[[], object]) -> None:
    """Does what may bring the objective into another perspective, and looks at the weights if it did.

    Raises ValidationError when siblings that count in an open year would have weights that add up to 0, and
    whatever `rearrange` raises; then nothing has changed.
    """
    years = lock_years(objective.scorecard)
    where = Objective.objects.filter(pk=objective.pk).values_list("perspective", flat=True)
    before = where.first()
    rearrange()
    if where.first() != before:
        check_open_weights(years)


def drop_objectives(objectives: models.QuerySet[Objective], *, by: User, reason: str) -> None:
    """Deletes objectives without indicators, with their ticks, links and weights, and asks nothing."""
    _release_supporters(objectives, by=by, reason=reason)
    links = ObjectiveLink.objects.filter(Q(cause__in=objectives) | Q(effect__in=objectives))
    ticks = ObjectiveStatement.objects.filter(objective__in=objectives)
    for queryset in (links, ticks, ObjectiveWeight.objects.filter(objective__in=objectives), objectives):
        history.delete_many(queryset, by=by, reason=reason)


def _release_supporters(objectives: models.QuerySet[Objective], *, by: User, reason: str) -> None:
    """Objectives of units below no longer support those that go."""
    supporters = list(Objective.objects.filter(parent__in=objectives))
    for supporter in supporters:
        supporter.parent = None
    history.update_many(supporters, ["parent"], by=by, reason=reason)
    for scorecard in Scorecard.objects.filter(pk__in={supporter.scorecard_id for supporter in supporters}):
        raise_version(scorecard)

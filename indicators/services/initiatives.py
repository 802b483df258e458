"""Initiatives: what is done so that an indicator reaches its target."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, Initiative, WorkProgram
from indicators.services.locking import lock_indicator, refuse_closed_work
from indicators.shown_deletions import hanging_on_initiative, refuse_unseen
from organizations import history
from organizations.models import User
from scorecards.locks import raise_version
from scorecards.services.rows import move_row, next_order, save_row


@transaction.atomic
def create_initiative(*, indicator: Indicator, name: str, by: User) -> Initiative:
    """Adds an initiative as the indicator's last. Raises ValidationError by field."""
    fresh, _years = lock_indicator(indicator)
    initiative = Initiative(indicator=fresh, name=name, order=next_order(fresh.initiatives.all()))
    save_row(initiative, by=by)
    raise_version(fresh.objective.scorecard)
    return initiative


@transaction.atomic
def change_initiative(initiative: Initiative, *, by: User, name: str) -> Initiative:
    """Renames an initiative. Raises ValidationError by field."""
    fresh = _lock(initiative)
    if fresh.name != name:
        fresh.name = name
        save_row(fresh, by=by)
        raise_version(fresh.indicator.objective.scorecard)
    return fresh


@transaction.atomic
def move_initiative(initiative: Initiative, *, direction: str, by: User) -> bool:
    """Moves the initiative up or down among those of its indicator; whether it moved."""
    fresh = _lock(initiative)
    siblings = Initiative.objects.filter(indicator=fresh.indicator)
    moved = move_row(fresh, siblings, direction, by=by)
    if moved:
        raise_version(fresh.indicator.objective.scorecard)
    return moved


@transaction.atomic
def delete_initiative(
    initiative: Initiative, *, by: User, reason: str = "", shown: str | None = None
) -> None:
    """Deletes an initiative with its work programs.

    shown: hanging_on_initiative of when somebody was asked (None: nobody was). Raises ValidationError when
    something else hangs on it now, YearClosed when a closed year holds one of the work programs.
    """
    fresh = _lock(initiative)
    refuse_unseen(shown, hanging_on_initiative(fresh))
    programs = WorkProgram.objects.filter(initiative=fresh)
    refuse_closed_work(programs)
    history.delete_many(programs, by=by, reason=reason)
    history.delete(fresh, by=by, reason=reason)
    raise_version(fresh.indicator.objective.scorecard)


def _lock(initiative: Initiative) -> Initiative:
    """The initiative as it stands under the lock of its scorecard. Raises ValidationError when it is gone."""
    indicator, _years = lock_indicator(initiative.indicator)
    fresh = Initiative.objects.filter(pk=initiative.pk).first()
    if fresh is None:
        raise ValidationError(_("Somebody else has deleted this initiative."), code="gone")
    fresh.indicator = indicator
    return fresh

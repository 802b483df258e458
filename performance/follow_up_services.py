"""Follow-ups: written, changed, reported on, closed and opened again, in closed years too.

The year's figures don't move with a follow-up, so a closed year refuses none: what is done about a result
goes on after the year. The lock of the year is taken only so that the result can't go meanwhile.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.models import Measurement
from indicators.states import standing_of
from indicators.work_words import day
from organizations.models import User
from performance.follow_up_conflicts import check_seen
from performance.follow_up_rules import REPORTED, first_day, last_day
from performance.models import SETTLED, FollowUp
from scorecards.locks import lock_years
from scorecards.services import people_of
from scorecards.services.rows import save_row

FIELDS = frozenset({"cause", "action", "owner", "due"})
IS_NOT_BELOW = gettext_lazy("This result is not below target: there is nothing to follow up.")
IS_SETTLED = gettext_lazy("This follow-up is closed: open it again first.")
IS_NOT_SETTLED = gettext_lazy("This follow-up is not closed.")


@transaction.atomic
def create_follow_up(
    *, measurement: Measurement, cause: str, action: str, owner: User, due: datetime.date, by: User
) -> FollowUp:
    """Answers a result below target. Raises ValidationError by field, also when it no longer is below."""
    lock_years(measurement.scorecard_year.scorecard, [measurement.scorecard_year.year])
    fresh = _measurement(measurement.pk)
    if not standing_of(fresh, fresh.scorecard_year.scheme.rule()).is_below:
        raise ValidationError(IS_NOT_BELOW, code="not_below")
    follow_up = FollowUp(measurement=fresh, cause=cause, action=action, owner=owner, due=due)
    _check(follow_up, {"owner", "due"})
    return save_row(follow_up, by=by)


@transaction.atomic
def change_follow_up(follow_up: FollowUp, *, by: User, seen: int | None = None, **changes: Any) -> FollowUp:
    """Changes FIELDS of one that is not closed; answers it as stored.

    seen: the version that the changes start from (None: that of no form). Raises ValidationError by field,
    StaleFollowUp when it would undo a later change.
    """
    if unknown := set(changes) - FIELDS:
        raise TypeError(f"not facts of a follow-up: {', '.join(sorted(unknown))}")
    fresh = _lock(follow_up)
    _refuse_settled(fresh)
    return _store(fresh, changes, by=by, seen=seen)


@transaction.atomic
def report_progress(
    follow_up: FollowUp, *, status: str, progress_note: str, by: User, seen: int | None = None
) -> FollowUp:
    """Says how it gets on: open, in progress or done. Raises ValidationError by field, StaleFollowUp."""
    fresh = _lock(follow_up)
    _refuse_settled(fresh)
    if status not in REPORTED:
        raise ValidationError({"status": _("Choose one of the statuses.")})
    return _store(fresh, {"status": status, "progress_note": progress_note}, by=by, seen=seen)


@transaction.atomic
def close_follow_up(
    follow_up: FollowUp, *, status: str, outcome: str, by: User, seen: int | None = None
) -> FollowUp:
    """Closes or cancels it with what came of it. Raises ValidationError by field, StaleFollowUp."""
    fresh = _lock(follow_up)
    _refuse_settled(fresh)
    if status not in SETTLED:
        raise ValidationError({"status": _("Choose whether it is closed or cancelled.")})
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say what came of it.")})
    fresh.closed_at, fresh.closed_by = timezone.now(), by
    return _store(fresh, {"status": status, "outcome": outcome}, by=by, seen=seen)


@transaction.atomic
def reopen_follow_up(follow_up: FollowUp, *, reason: str, by: User, seen: int | None = None) -> FollowUp:
    """Lets a closed one come back; the history keeps why, and what had come of it. Raises ValidationError."""
    fresh = _lock(follow_up)
    if not fresh.is_settled:
        raise ValidationError(IS_NOT_SETTLED, code="not_settled")
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    fresh.closed_at = fresh.closed_by = None
    fresh.outcome = ""
    return _store(fresh, {"status": FollowUp.Status.OPEN.value}, by=by, seen=seen, reason=reason.strip())


def _measurement(key: int) -> Measurement:
    """The measurement as it is now, with what its follow-up is checked against."""
    found = Measurement.objects.select_related("scorecard_year__scheme", "scorecard_year__scorecard__plan")
    measurement = found.filter(pk=key).first()
    if measurement is None:
        raise ValidationError(_("Somebody else has deleted this indicator."), code="gone")
    return measurement


def _lock(follow_up: FollowUp) -> FollowUp:
    """The follow-up as it is now, locked. Raises ValidationError when it went with its indicator."""
    locked = FollowUp.objects.select_for_update(of=("self",))
    related = locked.select_related("owner", "measurement__scorecard_year__scorecard__plan")
    fresh = related.filter(pk=follow_up.pk).first()
    if fresh is None:
        raise ValidationError(_("Somebody else has deleted this follow-up."), code="gone")
    return fresh


def _refuse_settled(follow_up: FollowUp) -> None:
    if follow_up.is_settled:
        raise ValidationError(IS_SETTLED, code="settled")


def _store(
    fresh: FollowUp, changes: dict[str, Any], *, by: User, seen: int | None, reason: str = ""
) -> FollowUp:
    """Saves what differs, with the next version."""
    if seen is not None:
        check_seen(fresh, seen, changes, _organization(fresh))
    changed = {name for name, value in changes.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, changes[name])
    _check(fresh, changed)
    fresh.version += 1
    return save_row(fresh, by=by, reason=reason)


def _check(follow_up: FollowUp, changed: set[str]) -> None:
    """Raises ValidationError by field. Whoever left the organization may stay named as the owner."""
    errors: dict[str, str] = {}
    if "due" in changed and (wrong := _due_error(follow_up)):
        errors["due"] = wrong
    known = people_of(_organization(follow_up))
    if "owner" in changed and not known.filter(pk=follow_up.owner_id).exists():
        errors["owner"] = _("This person has no role in this organization.")
    if errors:
        raise ValidationError({name: [message] for name, message in errors.items()})


def _due_error(follow_up: FollowUp) -> str:
    """What is wrong with the due date; empty if nothing is."""
    year = follow_up.measurement.scorecard_year.year
    earliest, latest = first_day(year), last_day(year, timezone.localdate())
    words = {"read": day(follow_up.due), "first": day(earliest), "last": day(latest)}
    if follow_up.due < earliest:
        return _("Read %(read)s; expected a day from %(first)s on, where its year begins.") % words
    if follow_up.due > latest:
        return _("Read %(read)s; expected a day up to %(last)s.") % words
    return ""


def _organization(follow_up: FollowUp) -> int:
    return follow_up.measurement.scorecard_year.scorecard.plan.organization_id

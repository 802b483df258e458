"""Cause-effect links between the objectives of a scorecard: a graph without cycles."""

from __future__ import annotations

import datetime
from collections import deque
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.history import delete
from organizations.models import User
from scorecards.locks import lock_years, raise_version
from scorecards.models import Objective, ObjectiveLink, Scorecard
from scorecards.services.rows import change_row, lock_row, save_row


class StaleLink(Exception):
    """Somebody else changed the link since it was read: `current` is the link as it stands now.

    newest: the key of its newest trace, which says who changed it last, and when.
    """

    def __init__(
        self, current: ObjectiveLink, newest: int, changed_by: User | None, changed_at: datetime.datetime
    ) -> None:
        super().__init__(f"link {current.pk} has changed")
        self.current = current
        self.newest = newest
        self.changed_by = changed_by
        self.changed_at = changed_at


def newest_trace(link: ObjectiveLink) -> int | None:
    """The key of the newest trace of a link: the mark of what somebody who opens it has seen."""
    newest: int | None = link.history.values_list("history_id", flat=True).first()
    return newest


@transaction.atomic
def create_link(*, cause: Objective, effect: Objective, by: User | None, note: str = "") -> ObjectiveLink:
    """Draws a link.

    Raises ValidationError for other scorecards, itself, a double, and a cycle, whose chain it names.
    """
    lock_years(cause.scorecard)  # two links drawn at one moment can't close a cycle
    check_link(cause, effect)
    link = save_row(ObjectiveLink(cause=cause, effect=effect, note=note), by=by)
    raise_version(cause.scorecard)
    return link


@transaction.atomic
def change_link(
    link: ObjectiveLink,
    *,
    by: User | None,
    cause: Objective | None = None,
    effect: Objective | None = None,
    note: str | None = None,
    seen: int | None = None,
) -> ObjectiveLink:
    """Changes the ends or the note of a link; what is None stays.

    seen: the newest trace when the link was read; what already stands there is no conflict.
    Raises StaleLink, and ValidationError like create_link.
    """
    cause, effect = cause or link.cause, effect or link.effect
    scorecard = link.cause.scorecard
    lock_years(scorecard)
    if cause.scorecard_id != link.cause.scorecard_id:
        raise ValidationError({"cause": _("This objective belongs to another scorecard.")})
    check_link(cause, effect, besides=link)
    note = link.note if note is None else note
    changes = {"cause": cause, "effect": effect, "note": note}
    if seen is not None:
        _check_seen(link, changes, seen)
    link, changed = change_row(link, changes, by=by)
    if changed:
        raise_version(scorecard)
    return link


def _check_seen(link: ObjectiveLink, changes: dict[str, Any], seen: int) -> None:
    """Raises StaleLink when the changes would overwrite what somebody else wrote since then."""
    fresh = lock_row(link)
    newest = fresh.history.select_related("history_user").first()
    differs = any(getattr(fresh, name) != value for name, value in changes.items())
    if differs and newest is not None and newest.history_id != seen:
        raise StaleLink(fresh, newest.history_id, newest.history_user, newest.history_date)


@transaction.atomic
def delete_link(link: ObjectiveLink, *, by: User | None, reason: str = "") -> None:
    """Takes a link off the map. Raises ValidationError if somebody else already has."""
    scorecard = link.cause.scorecard
    lock_years(scorecard)
    delete(lock_row(link), by=by, reason=reason)
    raise_version(scorecard)


def check_link(cause: Objective, effect: Objective, *, besides: ObjectiveLink | None = None) -> None:
    """Raises ValidationError unless the link stays in one scorecard and closes no cycle."""
    if cause.scorecard_id != effect.scorecard_id:
        raise ValidationError({"effect": _("This objective belongs to another scorecard.")})
    if cause.pk == effect.pk:
        raise ValidationError({"effect": _("An objective can't drive itself.")})
    if chain := _chain(effect, cause, besides=besides):
        raise ValidationError(
            {
                "effect": ValidationError(
                    _("This would go in a circle: %(chain)s."),
                    code="cycle",
                    params={"chain": " → ".join([cause.code, *chain])},
                )
            }
        )


def links_of(scorecard: Scorecard) -> list[ObjectiveLink]:
    """The scorecard's links with both objectives, in the order of the map: by cause, then effect."""
    found = ObjectiveLink.objects.filter(cause__scorecard=scorecard)
    found = found.select_related("cause__perspective", "effect__perspective")
    return sorted(found, key=lambda link: (_place(link.cause), _place(link.effect)))


def _place(objective: Objective) -> tuple[int, int, int]:
    return objective.perspective.order, objective.order, objective.pk


def _chain(start: Objective, goal: Objective, *, besides: ObjectiveLink | None) -> list[str]:
    """The codes along the shortest way by links from start to goal, both included; empty if there is none."""
    links = ObjectiveLink.objects.filter(cause__scorecard=start.scorecard_id)
    if besides is not None:
        links = links.exclude(pk=besides.pk)
    effects: dict[int, list[tuple[int, str]]] = {}
    for cause, effect, code in links.order_by("pk").values_list("cause", "effect", "effect__code"):
        effects.setdefault(cause, []).append((effect, code))
    reached, queue = {start.pk: [start.code]}, deque([start.pk])
    while queue:
        at = queue.popleft()
        for effect, code in effects.get(at, []):
            if effect not in reached:
                reached[effect] = [*reached[at], code]
                queue.append(effect)
    return reached.get(goal.pk, [])

"""Cause-effect links between the objectives of a scorecard: a graph without cycles."""

from __future__ import annotations

from collections import deque

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from organizations.history import delete
from organizations.models import User
from scorecards.locks import lock_years, raise_version
from scorecards.models import Objective, ObjectiveLink, Scorecard
from scorecards.services.rows import change_row, lock_row, save_row


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
) -> ObjectiveLink:
    """Changes the ends or the note of a link; what is None stays. Raises ValidationError like create_link."""
    cause, effect = cause or link.cause, effect or link.effect
    scorecard = link.cause.scorecard
    lock_years(scorecard)
    if cause.scorecard_id != link.cause.scorecard_id:
        raise ValidationError({"cause": _("This objective belongs to another scorecard.")})
    check_link(cause, effect, besides=link)
    note = link.note if note is None else note
    link, changed = change_row(link, {"cause": cause, "effect": effect, "note": note}, by=by)
    if changed:
        raise_version(scorecard)
    return link


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

"""Objectives of a scorecard, with their weights in its years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from organizations.history import create_many
from organizations.models import Organization, Unit, User
from scorecards.locks import lock_open_years, lock_years, raise_version
from scorecards.models import Objective, ObjectiveWeight, Perspective, Scorecard, Statement
from scorecards.services.rows import change_row, lock_row, move_row, next_order, renumber, save_row
from scorecards.services.statements import set_tick


@transaction.atomic
def create_objective(
    *,
    scorecard: Scorecard,
    perspective: Perspective,
    code: str,
    name: str,
    by: User | None,
    default_weight: Decimal | int = 1,
    owner: User | None = None,
    parent: Objective | None = None,
    statement: Statement | None = None,
) -> Objective:
    """Adds an objective behind the others of its perspective and weighs it in every open year.

    statement: one that it comes from, ticked along with it. Raises ValidationError.
    """
    years = lock_years(scorecard)
    check_objective(scorecard, perspective=perspective, owner=owner, parent=parent)
    objective = Objective(
        scorecard=scorecard,
        perspective=perspective,
        code=code,
        name=name,
        default_weight=default_weight,
        owner=owner,
        parent=parent,
        order=next_order(_of_perspective(scorecard, perspective)),
    )
    save_row(objective, by=by)
    weights = [
        ObjectiveWeight(scorecard_year=year, objective=objective, weight=default_weight)
        for year in years
        if not year.is_closed
    ]
    create_many(ObjectiveWeight, weights, by=by)
    if statement is not None:
        set_tick(objective=objective, statement=statement, ticked=True, by=by)
    raise_version(scorecard)
    return objective


@transaction.atomic
def change_objective(objective: Objective, *, by: User | None, **changes: Any) -> Objective:
    """Changes perspective, code, name, default_weight (for years made later), owner or parent.

    Raises ValidationError, and YearClosed when another perspective would change what a closed year adds up.
    """
    scorecard = objective.scorecard
    perspective = changes.get("perspective", objective.perspective)
    if perspective.pk != objective.perspective_id:
        lock_open_years(scorecard)
        changes["order"] = next_order(_of_perspective(scorecard, perspective))
    else:
        lock_years(scorecard)
    _check_changes(objective, changes)
    objective, changed = change_row(objective, changes, by=by)
    if changed:
        raise_version(scorecard)
    return objective


@transaction.atomic
def move_objective(
    objective: Objective, *, by: User | None, direction: str = "", perspective: Perspective | None = None
) -> bool:
    """Moves an objective "up" or "down" in its perspective, or to the end of another one.

    False when it is there already. Raises ValidationError, YearClosed.
    """
    if perspective is not None:
        before = objective.perspective_id
        return change_objective(objective, by=by, perspective=perspective).perspective_id != before
    lock_years(objective.scorecard)
    siblings = _of_perspective(objective.scorecard, objective.perspective)
    moved = move_row(objective, siblings, direction, by=by)
    if moved:
        raise_version(objective.scorecard)
    return moved


@transaction.atomic
def place_objective(
    objective: Objective, *, perspective: Perspective, position: int, by: User | None
) -> bool:
    """Places an objective in a perspective as number `position`: from 1, beyond the last is the end.

    False when it is there already. Raises ValidationError, YearClosed for another perspective.
    """
    scorecard = objective.scorecard
    lock_years(scorecard)
    objective = lock_row(objective)
    entered = objective.perspective_id != perspective.pk
    if entered:
        objective = change_objective(objective, by=by, perspective=perspective)
    before = list(_of_perspective(scorecard, perspective).order_by("order", "pk"))
    after = [each for each in before if each.pk != objective.pk]
    after.insert(max(position, 1) - 1, objective)
    moved = [each.pk for each in before] != [each.pk for each in after]
    if moved:
        renumber(after, by=by)
        raise_version(scorecard)
    return entered or moved


def check_objective(
    scorecard: Scorecard,
    *,
    perspective: Perspective | None = None,
    owner: User | None = None,
    parent: Objective | None = None,
) -> None:
    """Raises ValidationError when what an objective refers to lies outside its plan or organization."""
    if perspective is not None and perspective.plan_id != scorecard.plan_id:
        raise ValidationError({"perspective": _("This perspective belongs to another plan.")})
    if owner is not None and not people_of(scorecard.unit.organization_id).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("This person has no role in this organization.")})
    if parent is not None and not supportable_objectives(scorecard).filter(pk=parent.pk).exists():
        raise ValidationError(
            {"parent": _("An objective supports one of a unit above its own, in the same plan.")}
        )


def people_of(organization: Organization | int) -> Any:
    """The people who may own objectives: members of the organization and holders of its units."""
    members = Q(pk__in=User.objects.filter(memberships__unit__organization=organization).values("pk"))
    holders = Q(pk__in=Unit.objects.filter(organization=organization, holder__isnull=False).values("holder"))
    return User.objects.filter(members | holders, is_active=True)


def supportable_objectives(scorecard: Scorecard) -> Any:
    """The objectives of units above, in the same plan, that one of this scorecard can support."""
    above = Unit.objects.above(scorecard.unit).exclude(pk=scorecard.unit_id)
    return Objective.objects.filter(scorecard__plan=scorecard.plan_id, scorecard__unit__in=above)


def _check_changes(objective: Objective, changes: dict[str, Any]) -> None:
    """Checks only what changes: somebody who left the organization may stay named until somebody looks."""
    current = {
        "perspective": objective.perspective_id,
        "owner": objective.owner_id,
        "parent": objective.parent_id,
    }
    differing = {
        name: changes[name]
        for name, key in current.items()
        if name in changes and getattr(changes[name], "pk", None) != key
    }
    check_objective(objective.scorecard, **differing)


def _of_perspective(scorecard: Scorecard, perspective: Perspective) -> Any:
    return Objective.objects.filter(scorecard=scorecard, perspective=perspective)

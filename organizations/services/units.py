"""The unit tree: one root per organization, no cycle, holders only in units of the kind person."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from organizations import history
from organizations.belonging import check_may_join
from organizations.directions import Direction
from organizations.locks import lock_organization, refresh
from organizations.models import Unit, User

CHANGEABLE = frozenset({"code", "name", "kind", "parent", "holder", "holder_from", "holder_until"})
FIXED_AT_THE_ROOT = frozenset({"code", "kind", "parent"})
NAMES_IN_A_REFUSAL = 3


@transaction.atomic
def create_unit(
    *,
    parent: Unit,
    code: str,
    name: str,
    kind: str,
    by: User | None,
    holder: User | None = None,
    holder_from: datetime.date | None = None,
    holder_until: datetime.date | None = None,
) -> Unit:
    """A unit under another, last among its siblings. Raises ValidationError."""
    lock_organization(parent.organization_id)
    refresh(parent)
    unit = Unit(
        organization=parent.organization,
        parent=parent,
        code=code,
        name=name,
        kind=kind,
        holder=holder,
        holder_from=holder_from,
        holder_until=holder_until,
        order=_next_order(parent),
    )
    _check(unit)
    return history.save(unit, by=by)


@transaction.atomic
def change_unit(unit: Unit, *, by: User | None, **changes: Any) -> Unit:
    """Changes code, name, kind, parent, holder, holder_from or holder_until; the rest stays.

    Under a new parent the unit comes last. Does nothing when nothing differs. Raises ValidationError.
    """
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise TypeError(f"not a changeable field of a unit: {', '.join(sorted(unknown))}")
    lock_organization(unit.organization_id)
    refresh(unit)
    changed = {name for name, value in changes.items() if getattr(unit, name) != value}
    if not changed:
        return unit
    if unit.is_root and changed & FIXED_AT_THE_ROOT:
        raise ValidationError(_("The topmost unit keeps its code, its kind and its place."))
    for name in changed:
        setattr(unit, name, changes[name])
    if "parent" in changed:
        unit.order = _next_order(unit.parent)
    _check(unit)
    return history.save(unit, by=by)


@transaction.atomic
def move_unit(unit: Unit, *, direction: Direction, by: User | None) -> Unit:
    """Swaps the unit with the sibling before (up) or after it (down); at the end nothing happens."""
    lock_organization(unit.organization_id)
    refresh(unit)
    siblings = list(Unit.objects.filter(parent=unit.parent_id).order_by("order", "code"))
    if unit.is_root:
        return unit
    here = siblings.index(unit)
    there = here + (-1 if direction == "up" else 1)
    if 0 <= there < len(siblings):
        siblings[here], siblings[there] = siblings[there], siblings[here]
    moved = [sibling for order, sibling in enumerate(siblings, start=1) if sibling.order != order]
    for order, sibling in enumerate(siblings, start=1):
        sibling.order = order
    history.update_many(moved, ["order"], by=by)
    return refresh(unit)


@transaction.atomic
def retire_unit(unit: Unit, *, by: User | None, reason: str = "") -> Unit:
    """Takes the unit out of use; it stays readable. Refused for the root and above active units."""
    lock_organization(unit.organization_id)
    refresh(unit)
    if unit.is_root:
        raise ValidationError(_("The topmost unit can't be retired: it is the organization."))
    active = list(unit.children.filter(active=True)[: NAMES_IN_A_REFUSAL + 1])
    if active:
        raise ValidationError(
            _("Retire the units below it first: %(names)s."), params={"names": _listed(active)}
        )
    return _set_active(unit, active=False, by=by, reason=reason)


@transaction.atomic
def restore_unit(unit: Unit, *, by: User | None, reason: str = "") -> Unit:
    """Puts a retired unit back into use. Refused while the unit above it is retired."""
    lock_organization(unit.organization_id)
    refresh(unit)
    if unit.parent and not unit.parent.active:
        raise ValidationError(
            _("Restore the unit above it first: %(name)s."), params={"name": unit.parent.name}
        )
    return _set_active(unit, active=True, by=by, reason=reason)


def reasons_to_keep(unit: Unit) -> list[str]:
    """Why the unit can't be deleted, in sentences; empty when it can."""
    if unit.is_root:
        return [_("The topmost unit can't be deleted: it is the organization.")]
    reasons = []
    for relation in unit._meta.related_objects:
        rows = relation.related_model._base_manager.filter(**{relation.field.name: unit}).select_related()
        found = list(rows[: NAMES_IN_A_REFUSAL + 1])
        if found:
            kind = capfirst(str(relation.related_model._meta.verbose_name_plural))
            reasons.append(
                _("%(kind)s still belong to it: %(names)s.") % {"kind": kind, "names": _listed(found)}
            )
    return reasons


@transaction.atomic
def delete_unit(unit: Unit, *, by: User | None, reason: str = "") -> None:
    """Deletes a unit on which nothing hangs. Raises ValidationError that names what does."""
    lock_organization(unit.organization_id)
    refresh(unit)
    reasons = reasons_to_keep(unit)
    if reasons:
        raise ValidationError(reasons)
    history.delete(unit, by=by, reason=reason)


def _set_active(unit: Unit, *, active: bool, by: User | None, reason: str) -> Unit:
    if unit.active == active:
        return unit
    unit.active = active
    return history.save(unit, by=by, reason=reason)


def _next_order(parent: Unit | None) -> int:
    last = Unit.objects.filter(parent=parent).aggregate(last=Max("order"))["last"]
    return (last or 0) + 1


def _listed(rows: list[Any]) -> str:
    names = ", ".join(str(row) for row in rows[:NAMES_IN_A_REFUSAL])
    return _("%(names)s and more") % {"names": names} if len(rows) > NAMES_IN_A_REFUSAL else names


def _check(unit: Unit) -> None:
    """The rules of one unit in its tree, as far as the database can't hold them. Raises ValidationError."""
    errors: dict[str, str] = {}
    if unit.is_root != (unit.kind == Unit.Kind.ORGANIZATION):
        errors["kind"] = _("Only the topmost unit is of the kind organization.")
    elif (unit.kind == Unit.Kind.PERSON) != (unit.holder is not None):
        errors["holder"] = (
            _("Only a unit of the kind person has a holder.")
            if unit.holder
            else _("A unit of the kind person needs its holder.")
        )
    elif unit.holder is None and (unit.holder_from or unit.holder_until):
        errors["holder_from"] = _("Without a holder there is no first or last day.")
    elif unit.holder is not None:
        check_may_join(unit.organization, unit.holder, "holder")
    misplaced = _misplaced(unit)
    if misplaced:
        errors["parent"] = misplaced
    if errors:
        raise ValidationError({field: [message] for field, message in errors.items()})


def _misplaced(unit: Unit) -> str:
    """What is wrong with the place of the unit; empty when nothing is."""
    parent = unit.parent
    if parent is None:
        return ""
    if parent.organization_id != unit.organization_id:
        return _("The unit above must belong to the same organization.")
    if unit.pk and Unit.objects.under(unit).filter(pk=parent.pk).exists():
        return _("A unit can't be under itself or under a unit below it.")
    if unit.active and not parent.active:
        return _("The unit above is retired.")
    return ""

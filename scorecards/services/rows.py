"""How services write one row: lock, change what differs, validate, save with a trace, keep the order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext as _

from organizations.history import save, update_many
from organizations.models import User

M = TypeVar("M", bound=models.Model)
UP, DOWN = "up", "down"


def save_row(row: M, *, by: User | None, reason: str = "") -> M:
    """Validates and saves with a trace. Raises ValidationError, doubles told at the field that clashes."""
    try:
        return save(row, by=by, reason=reason)
    except ValidationError as error:
        raise _doubles_at_fields(error, type(row)) from error


def change_row(
    row: M, changes: Mapping[str, Any], *, by: User | None, reason: str = ""
) -> tuple[M, set[str]]:
    """Applies the changes to the row as it is in the database now; answers it and what really changed.

    Nothing is written, and no trace left, when nothing differs. Raises ValidationError.
    """
    fresh = lock_row(row)
    changed = {name for name, new in changes.items() if getattr(fresh, name) != new}
    for name in changed:
        setattr(fresh, name, changes[name])
    if changed:
        save_row(fresh, by=by, reason=reason)
    return fresh, changed


def lock_row(row: M, *, against_use: bool = False) -> M:
    """The row as it is now, locked until the transaction ends. Raises ValidationError if it has gone.

    against_use: until then no other row can begin to refer to it either.
    """
    locked = type(row)._default_manager.select_for_update(of=("self",), no_key=not against_use)
    fresh = locked.filter(pk=row.pk).first()
    if fresh is None:
        raise ValidationError(_("This has been deleted meanwhile."), code="deleted")
    return fresh


def next_order(siblings: models.QuerySet[Any]) -> int:
    """The place behind the last of the siblings."""
    last = siblings.aggregate(last=models.Max("order"))["last"]
    return (last or 0) + 1


def move_row(row: M, siblings: models.QuerySet[M], direction: str, *, by: User | None) -> bool:
    """Swaps the row with its neighbour and numbers the siblings anew; False when it is at that end already.

    direction: "up" or "down"; raises ValidationError for anything else.
    """
    if direction not in (UP, DOWN):
        raise ValidationError(_("Choose up or down."), code="direction")
    rows = list(siblings.order_by("order", "pk"))
    place = next((index for index, each in enumerate(rows) if each.pk == row.pk), None)
    if place is None:
        raise ValidationError(_("This has been deleted meanwhile."), code="deleted")
    other = place - 1 if direction == UP else place + 1
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    renumber(rows, by=by)
    return True


def renumber(rows: list[M], *, by: User | None) -> None:
    """Numbers rows 1, 2, 3 ... in the given order; only those whose number differs are written."""
    moved = []
    for number, row in enumerate(rows, start=1):
        if row.order != number:  # type: ignore[attr-defined]
            row.order = number  # type: ignore[attr-defined]
            moved.append(row)
    update_many(moved, ["order"], by=by)


def _doubles_at_fields(error: ValidationError, model: type[models.Model]) -> ValidationError:
    """The same error, with the message of a broken unique constraint at the last field of the constraint."""
    field_of = {
        str(constraint.violation_error_message): constraint.fields[-1]
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint) and constraint.fields
    }
    placed: dict[str, list[ValidationError]] = {}
    for field, errors in error.error_dict.items():
        for each in errors:
            double = field_of.get(str(each.message)) if field == NON_FIELD_ERRORS else None
            placed.setdefault(double or field, []).append(each)
    return ValidationError(placed)

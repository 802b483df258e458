"""Every change leaves a trace: the only ways in which tracked rows are written.

The history of a row is a full copy of it at each change, with who, when, why and the kind of change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import bulk
from organizations.models import User
from organizations.text_checks import check_direction

M = TypeVar("M", bound=models.Model)

CREATED, CHANGED, DELETED = "+", "~", "-"
ROWS_PER_STATEMENT = 500


def save(instance: M, *, by: User | None, reason: str = "", update_fields: Sequence[str] | None = None) -> M:
    """Validates the row, saves it and its trace together. Raises ValidationError.

    A constraint that only fails when the row is written was true a moment ago: somebody else was faster.
    """
    validate(instance)
    instance._history_user = by  # type: ignore[attr-defined]
    instance._change_reason = reason  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            instance.save(update_fields=update_fields)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody else saved something that contradicts this at the same moment. Please try again."),
            code="overtaken",
        ) from error
    return instance


def validate(instance: models.Model) -> None:
    """Full validation, except that relations whose object is already loaded are not looked up again.

    Raises ValidationError.
    """
    _check(
        _without_loaded(instance),
        instance.clean,
        instance.validate_unique,
        instance.validate_constraints,
        lambda: _check_directions(instance),
    )


def validate_values(instance: models.Model) -> None:
    """Validates what the row says by itself, asking the database nothing. Raises ValidationError.

    For many new rows at once, whose relations are loaded, by a service that keeps the constraints itself.
    """
    _check(_without_loaded(instance), instance.clean, lambda: _check_directions(instance))


def _without_loaded(instance: models.Model) -> Callable[[], None]:
    loaded = {
        field.name
        for field in instance._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.is_cached(instance)
    }
    return lambda: instance.clean_fields(exclude=loaded)


def _check(*checks: Callable[[], None]) -> None:
    """Runs the checks until one of them fails. Raises ValidationError by field."""
    for check in checks:
        try:
            check()
        except ValidationError as error:
            raise ValidationError(error.update_error_dict({})) from error


def _check_directions(instance: models.Model) -> None:
    """Raises ValidationError at each text with a character that turns the direction of writing around."""
    errors = {}
    for field in instance._meta.concrete_fields:
        text = getattr(instance, field.attname)
        if isinstance(field, (models.CharField, models.TextField)) and isinstance(text, str):
            try:
                check_direction(text)
            except ValidationError as error:
                errors[field.name] = error
    if errors:
        raise ValidationError(errors)


def delete(instance: models.Model, *, by: User | None, reason: str = "") -> None:
    """Deletes the row and leaves a trace. What hangs on it must be deleted before (foreign keys protect)."""
    instance._history_user = by  # type: ignore[attr-defined]
    instance._change_reason = reason  # type: ignore[attr-defined]
    with transaction.atomic():
        instance.delete()


def record_many(rows: Iterable[models.Model], *, by: User | None, kind: str, reason: str = "") -> None:
    """Writes the trace of rows of one model that were written in bulk: their state in the database now.

    kind: CREATED, CHANGED or DELETED; for DELETED call it before the rows go. Call it in the
    transaction that writes the rows.
    """
    found = list(rows)
    if found:
        _record(type(found[0]), [row.pk for row in found], by=by, kind=kind, reason=reason)


def create_many(model: type[M], rows: Sequence[M], *, by: User | None, reason: str = "") -> list[M]:
    """Inserts rows that a service has validated, with their traces."""
    if not rows:
        return []
    with transaction.atomic():
        created = model._default_manager.bulk_create(rows, batch_size=ROWS_PER_STATEMENT)
        record_many(created, by=by, kind=CREATED, reason=reason)
    return list(created)


def update_many(rows: Sequence[M], fields: Sequence[str], *, by: User | None, reason: str = "") -> None:
    """Updates rows that a service has validated, with their traces."""
    if not rows:
        return
    model = type(rows[0])
    read = attrgetter(*(field.attname for field in bulk.fields_of(model, fields)))
    update_values(model, fields, [read(row) for row in rows], by=by, reason=reason)


def update_values(
    model: type[models.Model],
    fields: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    by: User | None,
    reason: str = "",
) -> None:
    """Like update_many, for tuples: a primary key, then a value for each field (of a relation its key)."""
    with transaction.atomic():
        bulk.update_rows(model, fields, rows)
        _record(model, [row[0] for row in rows], by=by, kind=CHANGED, reason=reason)


def delete_many(queryset: models.QuerySet[Any], *, by: User | None, reason: str = "") -> int:
    """Deletes rows with their traces; answers how many."""
    with transaction.atomic():
        rows = list(queryset)
        record_many(rows, by=by, kind=DELETED, reason=reason)
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            pks = [row.pk for row in rows[start : start + ROWS_PER_STATEMENT]]
            queryset.model._base_manager.filter(pk__in=pks)._raw_delete(queryset.db)
    return len(rows)


def _record(
    model: type[models.Model], keys: Sequence[Any], *, by: User | None, kind: str, reason: str
) -> None:
    trace = {
        "history_date": connection.ops.adapt_datetimefield_value(timezone.now()),
        "history_type": kind,
        "history_user_id": by.pk if by else None,
        "history_change_reason": reason,
    }
    bulk.copy_rows(model, model.history.model, keys, trace)  # type: ignore[attr-defined]

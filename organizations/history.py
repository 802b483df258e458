"""Every change leaves a trace: the only ways in which tracked rows are written.

The history of a row is a full copy of it at each change, with who, when, why and the kind of change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import User

M = TypeVar("M", bound=models.Model)

CREATED, CHANGED, DELETED = "+", "~", "-"
ROWS_PER_STATEMENT = 500
DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


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
    loaded = {
        field.name
        for field in instance._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.is_cached(instance)
    }
    errors: dict[str, list[ValidationError]] = {}
    checks = (
        lambda: instance.clean_fields(exclude=loaded),
        instance.clean,
        instance.validate_unique,
        instance.validate_constraints,
        lambda: _check_directions(instance),
    )
    for check in checks:
        try:
            check()
        except ValidationError as error:
            errors = error.update_error_dict(errors)
            break
    if errors:
        raise ValidationError(errors)


def _check_directions(instance: models.Model) -> None:
    """Raises ValidationError at each text with a character that turns the direction of writing around.

    Such a character garbles whatever stands beside the text on its line, wherever it is shown.
    """
    texts = {
        field.name: getattr(instance, field.attname)
        for field in instance._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
    }
    message = _("This has an invisible character that turns the direction of writing around (U+%(code)04X).")
    errors = {
        name: ValidationError(message, code="direction", params={"code": ord(found[0])})
        for name, text in texts.items()
        if isinstance(text, str) and (found := DIRECTION_CONTROLS.search(text))
    }
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
    iterator = iter(rows)
    while batch := list(islice(iterator, ROWS_PER_STATEMENT)):
        _insert_traces(type(batch[0]), [row.pk for row in batch], by=by, kind=kind, reason=reason)


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
    with transaction.atomic():
        type(rows[0])._default_manager.bulk_update(rows, fields, batch_size=ROWS_PER_STATEMENT)
        record_many(rows, by=by, kind=CHANGED, reason=reason)


def delete_many(queryset: models.QuerySet[Any], *, by: User | None, reason: str = "") -> int:
    """Deletes rows with their traces; answers how many."""
    with transaction.atomic():
        rows = list(queryset)
        record_many(rows, by=by, kind=DELETED, reason=reason)
        for start in range(0, len(rows), ROWS_PER_STATEMENT):
            pks = [row.pk for row in rows[start : start + ROWS_PER_STATEMENT]]
            queryset.model._base_manager.filter(pk__in=pks)._raw_delete(queryset.db)
    return len(rows)


def _insert_traces(
    model: type[models.Model], pks: Sequence[Any], *, by: User | None, kind: str, reason: str
) -> None:
    """One INSERT ... SELECT from the table into its history table."""
    history_model: type[models.Model] = model.history.model  # type: ignore[attr-defined]
    quote = connection.ops.quote_name
    tracked = {field.column for field in history_model._meta.concrete_fields}
    columns = [quote(str(field.column)) for field in model._meta.concrete_fields if field.column in tracked]
    extra = ["history_date", "history_type", "history_user_id", "history_change_reason"]
    adapted_now = connection.ops.adapt_datetimefield_value(timezone.now())
    statement = (
        f"INSERT INTO {quote(history_model._meta.db_table)} "  # noqa: S608 (names come from the models)
        f"({', '.join([*columns, *map(quote, extra)])}) "
        f"SELECT {', '.join(columns)}, {', '.join(['%s'] * len(extra))} "
        f"FROM {quote(model._meta.db_table)} WHERE {quote(str(model._meta.pk.column))} IN "
        f"({', '.join(['%s'] * len(pks))}) ORDER BY {quote(str(model._meta.pk.column))}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [adapted_now, kind, by.pk if by else None, reason, *pks])

"""The history of rows as people read it: who changed what, when and why, old beside new.

`differences` is pure; `read_history` loads what it needs in a fixed number of queries, however many
rows and fields changed.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.history import CHANGED, CREATED, DELETED
from organizations.models import User
from organizations.numbers import format_number
from organizations.shown_names import shown_name

HIDDEN_FIELDS = frozenset({"version"})
KINDS: dict[str, str | Promise] = {
    CREATED: gettext_lazy("Created"),
    CHANGED: gettext_lazy("Changed"),
    DELETED: gettext_lazy("Deleted"),
}
SHOWN_LENGTH = 1000

Field: TypeAlias = "models.Field[Any, Any]"
Related = Mapping[tuple[type[models.Model], Any], str]
Describe = Callable[[Field, Any], str]


@dataclass(frozen=True, slots=True)
class Change:
    """One field's old and new value in words; an empty text stands for no value."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One change of one row; `who` is empty for what the system did by itself."""

    when: datetime.datetime
    who: str
    kind: str
    reason: str
    changes: tuple[Change, ...]


def differences(
    fields: Iterable[Field],
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any] | None,
    describe: Describe,
) -> tuple[Change, ...]:
    """What differs between two states of a row, in the order of the fields.

    old, new: values by attname (`parent_id`), None where the row did not exist; then every field that
    has a value is a change. Equal values and values that read the same as nothing are left out.
    """
    changes = []
    for field in fields:
        before = old.get(field.attname) if old is not None else None
        after = new.get(field.attname) if new is not None else None
        if before == after:
            continue
        words = Change(_label(field), describe(field, before), describe(field, after))
        if words.old or words.new:
            changes.append(words)
    return tuple(changes)


def _label(field: Field) -> str:
    """A field's name in the active language; a relation without a name of its own is called by its target."""
    name: Any = field.verbose_name
    if isinstance(field, models.ForeignKey) and not isinstance(name, Promise):
        name = field.related_model._meta.verbose_name
    return str(capfirst(name))


def value_in_words(field: Field, value: Any, related: Related) -> str:
    """A value as the active language writes it: choices and related rows by name, empty for none."""
    if value is None or value == "":
        return ""
    if isinstance(field, models.ForeignKey):
        return related.get((field.related_model, value)) or _("no. %(key)s (deleted)") % {"key": value}
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain_value(value)


def _plain_value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, datetime.date):
        return date_format(value, "SHORT_DATE_FORMAT")
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]}…"


def with_predecessors(history: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """History rows, newest first, each with `predecessor`: the key of the same object's row before."""
    model = history.model
    key = model.instance_type._meta.pk.attname
    before = model._default_manager.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id"))
    newest = before.order_by("-history_id").values("history_id")[:1]
    return (
        history.select_related("history_user").order_by("-history_id").annotate(predecessor=Subquery(newest))
    )


def read_history(
    records: Sequence[Any],
    *,
    hidden: frozenset[str] = HIDDEN_FIELDS,
    about: Callable[[Any], str] | None = None,
    describe: Callable[[Field, Any, Related], str] = value_in_words,
    organization_id: int | None = None,
) -> list[HistoryRow]:
    """Words for records of one history model, from `with_predecessors`.

    One query for the predecessors and one per kind of related row. about: names the object of a record,
    for lists about several objects. describe: words for a value, given the names of related rows.
    organization_id: whose history it is; people in it are called as they are there.
    """
    if not records:
        return []
    model = type(records[0])
    fields = visible_fields(model, hidden)
    keys = {record.predecessor for record in records if record.predecessor}
    earlier = model._default_manager.in_bulk(keys) if keys else {}
    related = _names_of_related(fields, [*records, *earlier.values()], organization_id)
    return [
        _row(record, _changes(record, earlier.get(record.predecessor), fields, related, describe), about)
        for record in records
    ]


def _changes(
    record: Any,
    before: Any,
    fields: Sequence[Field],
    related: Related,
    describe: Callable[[Field, Any, Related], str],
) -> tuple[Change, ...]:
    old = vars(before) if before and before.history_type != DELETED else None
    new: Mapping[str, Any] | None = vars(record)
    if record.history_type == DELETED:
        old, new = new, None
    return differences(fields, old, new, lambda field, value: describe(field, value, related))


def visible_fields(history_model: Any, hidden: frozenset[str]) -> list[Field]:
    """The tracked fields that people read, in the order of the model."""
    return [
        field for field in history_model.tracked_fields if not field.primary_key and field.name not in hidden
    ]


def _row(record: Any, changes: tuple[Change, ...], about: Callable[[Any], str] | None) -> HistoryRow:
    kind = str(KINDS[record.history_type])
    return HistoryRow(
        when=record.history_date,
        who=str(record.history_user or ""),
        kind=f"{kind} · {about(record)}" if about else kind,
        reason=record.history_change_reason or "",
        changes=changes,
    )


def _names_of_related(
    fields: Sequence[Field], records: Sequence[Any], organization_id: int | None
) -> dict[tuple[Any, Any], str]:
    """Names of all rows that the records point to: one query per model."""
    wanted: dict[Any, set[Any]] = {}
    for field in fields:
        if isinstance(field, models.ForeignKey):
            keys = {getattr(record, field.attname) for record in records} - {None}
            wanted.setdefault(field.related_model, set()).update(keys)
    return {
        (model, key): name
        for model, keys in wanted.items()
        if keys
        for key, name in _names(model, keys, organization_id).items()
    }


def _names(model: Any, keys: set[Any], organization_id: int | None) -> dict[Any, str]:
    """The names of rows of one model by key, in one query."""
    if model is User and organization_id is not None:
        people = User.objects.filter(pk__in=keys).annotate(shown_name=shown_name(organization_id))
        return dict(people.values_list("pk", "shown_name"))
    return {key: str(row) for key, row in model._base_manager.select_related().in_bulk(keys).items()}

"""Copies of rows: every column as it was, references to what has been copied leading to the copies.

The columns come from the models, so that nothing is forgotten when a model gets another one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, TypeVar

from django.db import models

from organizations import history
from organizations.models import User

M = TypeVar("M", bound=models.Model)

Changes = Mapping[str, Any]


def as_it_is(row: models.Model) -> Changes:
    """No change."""
    return {}


class Copies:
    """The copies made so far, by model and by the key of the original, and how further ones are made.

    people: the keys of those whom copies may name (None: everybody). Where somebody else stood there is
    nobody, and where there has to be somebody, who copies.
    """

    def __init__(self, *, by: User, reason: str, people: Collection[int] | None = None) -> None:
        self._by = by
        self._reason = reason
        self._people = people
        self._keys: dict[type[models.Model], dict[int, int]] = {}

    def stand_for(self, copy: models.Model, original: models.Model) -> None:
        """From now on a reference to the original leads to this copy, which was made otherwise."""
        self._keys.setdefault(type(original), {})[original.pk] = copy.pk

    def key(self, model: type[models.Model], original: int) -> int:
        """The key of the copy of the row with that key. Raises KeyError where there is none."""
        return self._keys[model][original]

    def copy(self, rows: Iterable[M], change: Callable[[M], Changes] = as_it_is) -> list[M]:
        """Makes copies of rows of one model, with their traces; answers them.

        change: the columns that are other than the original's, by attribute name (`owner_id`). Rows that
        refer to each other are made after those that they refer to. A reference that may be empty is empty
        where nothing has been copied for it.
        """
        made: list[M] = []
        waiting = [(row, change(row)) for row in rows]
        for row, _changes in waiting[:1]:
            self._keys.setdefault(type(row), {})
        while waiting:
            keys = {row.pk for row, _changes in waiting}
            ready = [(row, changes) for row, changes in waiting if not _refers(row, changes, keys)] or waiting
            copies = [self._copy_of(row, changes) for row, changes in ready]
            made += history.create_many(type(copies[0]), copies, by=self._by, reason=self._reason)
            for (original, _changes), copy in zip(ready, copies, strict=True):
                self.stand_for(copy, original)
            done = {row.pk for row, _changes in ready}
            waiting = [(row, changes) for row, changes in waiting if row.pk not in done]
        return made

    def _copy_of(self, row: M, changes: Changes) -> M:
        values = {
            field.attname: self._value(field, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if not field.primary_key and field.attname not in changes
        }
        return type(row)(**values, **changes)

    def _value(self, field: Any, value: Any) -> Any:
        """What the copy has in the field."""
        if value is None or not isinstance(field, models.ForeignKey):
            return value
        if field.related_model is User:
            return self._person(field, value)
        copied = self._keys.get(field.related_model)
        if copied is None:
            return value
        return copied.get(value) if field.null else copied[value]

    def _person(self, field: Any, key: int) -> int | None:
        if self._people is None or key in self._people:
            return key
        return None if field.null else self._by.pk


def _refers(row: models.Model, changes: Changes, keys: Collection[int]) -> bool:
    """Whether the row refers to a row of its own model with one of the keys, and its copy will too."""
    return any(
        getattr(row, field.attname) in keys
        for field in row._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.related_model is type(row)
        and field.attname not in changes
    )

"""The rows that traces name and belong to: as they are now, or as the last trace of a deleted one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.text import Truncator

from organizations.history import DELETED
from organizations.models import Organization, User
from organizations.shown_names import shown_name
from reports.audit.kinds import BY_MODEL, KINDS, Kind

LONGEST_NAME = 90


class Facts:
    """Rows by model and key, loaded with at most two queries a model, however many traces there are."""

    def __init__(self, rows: Mapping[Kind, Sequence[models.Model]], organization_id: int) -> None:
        self._organization_id = organization_id
        self._living: dict[Any, dict[int, models.Model]] = {}
        self._gone: dict[Any, dict[int, models.Model]] = {}
        self._load(rows)

    def lives(self, row: models.Model | None) -> bool:
        """Whether the row is still there."""
        return row is not None and row.pk in self._living.get(type(row), {})

    def related(self, row: models.Model, name: str) -> models.Model | None:
        """The row that a relation leads to; None where it leads nowhere."""
        relation = BY_MODEL[type(row)].relation(name)
        return self._find(relation.related_model, getattr(row, relation.attname)) if relation else None

    def way_up(self, row: models.Model) -> Iterator[models.Model]:
        """The row, what it belongs to, and so on, up to a unit."""
        step: models.Model | None = row
        while step is not None:
            yield step
            step = self.related(step, BY_MODEL[type(step)].within)

    def name(self, row: models.Model) -> str:
        """What the row is called, short enough for a line."""
        if isinstance(row, User):
            return str(getattr(row, "called", None) or row)
        kind = BY_MODEL[type(row)]
        words = {}
        for part in kind.label_parts:
            relation = kind.relation(part)
            if relation is None:
                words[part] = getattr(row, part)
            else:
                other = self.related(row, part)
                words[part] = self.name(other) if other is not None else "…"
        return Truncator(kind.label.format(**words)).chars(LONGEST_NAME)

    def _find(self, model: Any, key: int | None) -> models.Model | None:
        if key is None:
            return None
        found = self._living.get(model, {}).get(key)
        return found if found is not None else self._gone.get(model, {}).get(key)

    def _load(self, rows: Mapping[Kind, Sequence[models.Model]]) -> None:
        """KINDS has what something belongs to after it: one walk finds everything that is wanted."""
        wanted: dict[Any, set[int]] = {kind.model: {row.pk for row in rows.get(kind, [])} for kind in KINDS}
        for kind in KINDS:
            keys = wanted[kind.model]
            if not keys:
                continue
            self._living[kind.model] = self._read_living(kind, keys)
            self._gone[kind.model] = self._read_gone(kind, keys - self._living[kind.model].keys())
            found = [*self._living[kind.model].values(), *self._gone[kind.model].values()]
            for relation in kind.relations():
                if relation.related_model is not Organization:
                    keys_above = {getattr(row, relation.attname) for row in [*rows.get(kind, []), *found]}
                    wanted[relation.related_model] |= keys_above - {None}

    def _read_living(self, kind: Kind, keys: set[int]) -> dict[int, models.Model]:
        rows: Any = kind.model._base_manager.only(*kind.tracked_names)
        if kind.model is User:
            rows = rows.annotate(called=shown_name(self._organization_id))
        return {row.pk: row for row in rows.filter(pk__in=keys)}

    def _read_gone(self, kind: Kind, keys: set[int]) -> dict[int, models.Model]:
        if not keys:
            return {}
        last = kind.history.objects.filter(id__in=keys, history_type=DELETED).order_by("history_id")
        return {trace.id: as_row(kind, trace) for trace in last}


def as_row(kind: Kind, trace: Any) -> models.Model:
    """The row as the trace has it; what is not tracked is at its default."""
    return kind.model(**{name: getattr(trace, name) for name in kind.tracked_names})

"""The trail as people read it: who changed what of which thing, old beside new."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import models

from organizations.history_rows import (
    Change,
    Field,
    HistoryRow,
    Related,
    read_history,
    value_in_words,
    with_predecessors,
)
from organizations.scope import UnitScope
from reports.audit.facts import Facts, as_row
from reports.audit.filters import Filters
from reports.audit.kinds import BY_MODEL, Kind
from reports.audit.links import link_of, unit_of, year_of
from reports.audit.positions import Position, newest_first
from scorecards.models import ScoringScheme
from scorecards.scheme_history import SchemeWords

# Finding positions costs a sort of what is left on SQLite, however many are taken.
POSITIONS_IN_MEMORY = 20_000
ROWS_IN_MEMORY = 500

Describe = Callable[[Field, Any, Related], str]


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A change. kind: of thing; action: created, changed or deleted; url: empty for what is gone."""

    when: datetime.datetime
    who: str
    kind: str
    name: str
    url: str
    unit: str
    year: int | None
    action: str
    reason: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Rows, newest first; `older`: the position after which the next page begins, None on the last."""

    rows: tuple[AuditRow, ...]
    older: Position | None


def read_page(scope: UnitScope, filters: Filters, *, before: Position | None, size: int) -> AuditPage:
    """A page of the trail. The number of queries depends on the kinds on it, not on its rows."""
    found = newest_first(filters.traces(scope.unit), before=before, batch=size + 1)
    positions = list(islice(found, size + 1))
    shown = positions[:size]
    is_more = len(positions) > size
    return AuditPage(tuple(read_rows(scope, shown)), shown[-1] if is_more else None)


def read_all(scope: UnitScope, filters: Filters, *, describe: Describe) -> Iterator[AuditRow]:
    """The whole trail; a batch of positions of each kind and one of rows are in memory at a time."""
    positions = newest_first(filters.traces(scope.unit), before=None, batch=POSITIONS_IN_MEMORY)
    while some := list(islice(positions, ROWS_IN_MEMORY)):
        yield from read_rows(scope, some, describe, linked=False)


def read_rows(
    scope: UnitScope,
    positions: Sequence[Position],
    describe: Describe = value_in_words,
    *,
    linked: bool = True,
) -> list[AuditRow]:
    """The rows at these positions, in their order; without links, `url` is empty."""
    traces = {kind: _traces(kind, positions) for kind in {position.kind for position in positions}}
    rows = {kind: [as_row(kind, trace) for trace in found] for kind, found in traces.items()}
    facts = Facts(rows, scope.organization.pk)
    read: dict[tuple[Kind, int], AuditRow] = {}
    for kind, records in traces.items():
        words = read_history(
            records,
            hidden=kind.hidden,
            describe=_describe(kind, describe),
            organization_id=scope.organization.pk,
        )
        for record, row, each in zip(records, rows[kind], words, strict=True):
            url = link_of(row, facts, scope) if linked else ""
            read[kind, record.history_id] = _row(row, each, facts, url)
    return [read[place.kind, place.key] for place in positions]


def _traces(kind: Kind, positions: Sequence[Position]) -> list[Any]:
    keys = [position.key for position in positions if position.kind is kind]
    return list(with_predecessors(kind.history.objects.filter(history_id__in=keys)))


def _row(row: models.Model, words: HistoryRow, facts: Facts, url: str) -> AuditRow:
    unit = unit_of(row, facts)
    return AuditRow(
        when=words.when,
        who=words.who,
        kind=BY_MODEL[type(row)].title,
        name=facts.name(row),
        url=url,
        unit=unit.name if unit else "",
        year=year_of(row, facts),
        action=words.kind,
        reason=words.reason,
        changes=words.changes,
    )


def _describe(kind: Kind, plain: Describe) -> Describe:
    """The words of the kind for a value, before the plain ones."""
    if kind.model is not ScoringScheme:
        return plain
    words = SchemeWords()
    names = ("bands", "name", "source")
    return lambda field, value, related: (
        words.describe_value(field, value, related) if field.name in names else plain(field, value, related)
    )

"""The order of the traces of all kinds: newest first, paged by key, without gaps or doubles.

A position is a moment, a kind and a key. Traces of one moment come in the order of the kinds.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from reports.audit.kinds import BY_SLUG, KINDS, Kind

SEPARATOR = "_"
HIGHEST_KEY = 2**63 - 1
YEARS = range(1900, 3000)


class Position(NamedTuple):
    """Where a trace stands; `rank` is that of its kind. Of two, the greater is the newer."""

    when: datetime.datetime
    rank: int
    key: int

    @property
    def kind(self) -> Kind:
        return KINDS[self.rank]

    def as_text(self) -> str:
        """The position in a URL."""
        return SEPARATOR.join((self.when.isoformat(), self.kind.slug, str(self.key)))


def read_position(text: str) -> Position | None:
    """The position that a URL names; None for what is none."""
    when, _separator, rest = text.partition(SEPARATOR)
    slug, _separator, key = rest.partition(SEPARATOR)
    try:
        moment = parse_datetime(when)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or moment.year not in YEARS or slug not in BY_SLUG:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) < 20 and int(key) <= HIGHEST_KEY):
        return None
    return Position(moment, KINDS.index(BY_SLUG[slug]), int(key))


def newest_first(
    traces: Mapping[Kind, QuerySet[Any]], *, before: Position | None, batch: int
) -> Iterator[Position]:
    """The positions of the traces, those before a position only.

    Each kind is read in batches when they are needed: taking no more than a batch costs one query a kind.
    """
    streams = (_of_kind(kind, rows, before, batch) for kind, rows in traces.items())
    return heapq.merge(*streams, reverse=True)


def _of_kind(kind: Kind, rows: QuerySet[Any], before: Position | None, batch: int) -> Iterator[Position]:
    rank, last, is_full = KINDS.index(kind), before, True
    ordered = rows.order_by("-history_date", "-history_id").values_list("history_date", "history_id")
    while is_full:
        found = list((_older(ordered, rank, last) if last else ordered)[:batch])
        is_full = len(found) == batch
        for when, key in found:
            last = Position(when, rank, key)
            yield last


def _older(rows: QuerySet[Any], rank: int, before: Position) -> QuerySet[Any]:
    """The rows that come after the position, of a kind of that rank."""
    if rank > before.rank:
        return rows.filter(history_date__lt=before.when)
    earlier = rows.filter(history_date__lte=before.when)
    if rank < before.rank:
        return earlier
    return earlier.exclude(history_date=before.when, history_id__gte=before.key)

"""Who put into a row what stands in it now, and what they are called where they did."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indicators.models import Indicator, Measurement, WorkProgram
from organizations.models import User
from organizations.shown_names import called

CHANGES_SEARCHED = 200


@dataclass(frozen=True, slots=True)
class Writing:
    """Somebody's change; both are None where no trace of it is left, `by` where the system made it."""

    by: User | None = None
    at: datetime.datetime | None = None


def last_writing(row: Indicator | Measurement | WorkProgram, attnames: Sequence[str]) -> Writing:
    """The change that put there what the attributes hold: the oldest of the newest traces that hold it.

    attnames: attributes of stored values (`objective_id`, not `objective`). One query.
    """
    return writing_in(row.history.select_related("history_user")[:CHANGES_SEARCHED], row, attnames)


def writing_in(
    traces: Iterable[Any], row: Indicator | Measurement | WorkProgram, attnames: Sequence[str]
) -> Writing:
    """Like last_writing, from the row's traces, the newest first."""
    changed = None
    for trace in traces:
        if any(getattr(trace, name) != getattr(row, name) for name in attnames):
            break
        changed = trace
    return Writing(changed.history_user, changed.history_date) if changed else Writing()


def traces_of(rows: Sequence[Measurement]) -> dict[int, list[Any]]:
    """The traces of each row by its primary key, the newest first. One query."""
    found: dict[int, list[Any]] = {row.pk: [] for row in rows}
    if rows:
        for trace in Measurement.history.filter(id__in=list(found)).select_related("history_user"):
            found[trace.id].append(trace)
    return found


def writer_words(
    by: User | None,
    at: datetime.datetime | None,
    organization_id: int,
    names: dict[int, str] | None = None,
) -> dict[str, str]:
    """`who`, as they are called in the organization, and `when`, in the active language.

    names: of people whose name was asked for already, by primary key; the answer is added.
    """
    when = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
    known = {} if names is None else names
    if by and by.pk not in known:
        known[by.pk] = called(by, organization_id)
    return {"who": (known[by.pk] if by else "") or _("The system"), "when": when}

"""Who put into a row what stands in it now, and what they are called where they did."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

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
    changed = None
    for trace in row.history.select_related("history_user")[:CHANGES_SEARCHED]:
        if any(getattr(trace, name) != getattr(row, name) for name in attnames):
            break
        changed = trace
    return Writing(changed.history_user, changed.history_date) if changed else Writing()


def writer_words(by: User | None, at: datetime.datetime | None, organization_id: int) -> dict[str, str]:
    """`who`, as they are called in the organization, and `when`, in the active language."""
    when = date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else ""
    return {"who": called(by, organization_id) or _("The system"), "when": when}

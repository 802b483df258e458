"""Changing single facts of a KPI sheet in place, without overwriting unawares what somebody else wrote."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from indicators.models import Indicator
from indicators.services.indicators import change_indicator
from indicators.services.locking import lock_indicator
from indicators.sheet_facts import attname, fingerprint
from indicators.who_wrote import last_writing
from organizations.models import User


class StaleFields(Exception):
    """Somebody else changed the fields since they were read: `current` is the indicator as it stands now."""

    def __init__(
        self, current: Indicator, changed_by: User | None, changed_at: datetime.datetime | None
    ) -> None:
        super().__init__(f"indicator {current.pk} has changed")
        self.current = current
        self.changed_by = changed_by
        self.changed_at = changed_at


@transaction.atomic
def change_fields(indicator: Indicator, *, by: User, seen: str, **changes: Any) -> Indicator:
    """Changes fields of the KPI sheet if they still hold what was seen; answers the indicator as stored.

    seen: the fingerprint of these fields as they were read. What already stands there is no conflict.
    Raises StaleFields, and what change_indicator raises.
    """
    fresh, _years = lock_indicator(indicator)
    differs = any(getattr(fresh, field) != value for field, value in changes.items())
    if differs and fingerprint(fresh, changes) != seen:
        raise _stale(fresh, changes)
    return change_indicator(fresh, by=by, **changes)


def _stale(indicator: Indicator, fields: Iterable[str]) -> StaleFields:
    """With who put there what stands in the fields now."""
    writing = last_writing(indicator, [attname(field) for field in fields])
    return StaleFields(indicator, writing.by, writing.at)

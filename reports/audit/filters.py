"""What the reader asked the trail for."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from organizations.models import Unit, User
from reports.audit.kinds import Kind
from reports.audit.places import Place

Traces = dict[Kind, "QuerySet[Any]"]


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; what is None or empty does not filter.

    who: a part of a name or of an address; since, until: days in the time zone of the house, both included.
    """

    who: str = ""
    kind: Kind | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    year: int | None = None

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.who or self.kind or self.since or self.until or self.year)

    def traces(self, unit: Unit) -> Traces:
        """The traces of the unit and everything below it that are asked for, by kind."""
        place, condition = Place(unit, self.year), self._condition()
        kinds = [kind for kind in place.kinds() if self.kind in (None, kind)]
        return {kind: place.traces(kind).filter(condition) for kind in kinds}

    def _condition(self) -> Q:
        condition = Q()
        if self.since:
            condition &= Q(history_date__gte=_begin(self.since))
        if self.until and self.until < datetime.date.max:
            condition &= Q(history_date__lt=_begin(self.until + datetime.timedelta(days=1)))
        if self.who:
            named = Q(name__icontains=self.who) | Q(email__icontains=self.who)
            condition &= Q(history_user_id__in=User.objects.filter(named).order_by().values("pk"))
        return condition


def _begin(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))

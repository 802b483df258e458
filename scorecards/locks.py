"""The lock of a scorecard's years: every write of a year's data takes it first."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from scorecards.models import Scorecard, ScorecardYear


class YearClosed(ValidationError):
    """A write to a closed year was refused."""

    def __init__(self, year: int) -> None:
        super().__init__(
            _("The year %(year)s is closed: nothing in it changes any more."),
            code="year_closed",
            params={"year": str(year)},
        )


def lock_years(scorecard: Scorecard, years: Iterable[int] | None = None) -> list[ScorecardYear]:
    """Locks the scorecard's years (all of them by default) in key order, closed ones included.

    Call it inside the transaction that writes. Answers them by year.
    """
    locked = ScorecardYear.objects.select_for_update(of=("self",)).filter(scorecard=scorecard)
    if years is not None:
        locked = locked.filter(year__in=list(years))
    rows = list(locked.select_related("scheme", "scorecard__plan").order_by("pk"))
    return sorted(rows, key=lambda row: row.year)


def lock_open_years(scorecard: Scorecard, years: Iterable[int] | None = None) -> list[ScorecardYear]:
    """Like lock_years, but raises YearClosed when one of them is closed."""
    rows = lock_years(scorecard, years)
    for row in rows:
        if row.is_closed:
            raise YearClosed(row.year)
    return rows


def raise_version(scorecard: Scorecard) -> None:
    """Marks that the scorecard's tables show something new; once per transaction is enough."""
    Scorecard.objects.filter(pk=scorecard.pk).update(version=F("version") + 1)

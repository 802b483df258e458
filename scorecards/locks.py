"""The lock of a scorecard's years: every write of a year's data takes it first.

Locks are always taken in one order, so that nobody waits in a circle: the organization, then the plan, then
years by key, then the scorecard (raise_version).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from organizations.prepared import Prepared, given
from scorecards.models import FIRST_YEAR, LAST_YEAR, Plan, Scorecard, ScorecardYear


class YearClosed(ValidationError):
    """A write to a closed year was refused."""

    def __init__(self, year: int) -> None:
        super().__init__(
            _("The year %(year)s is closed: nothing in it changes any more."),
            code="year_closed",
            params={"year": str(year)},
        )


YEARS_LOCKED = Prepared(
    lambda: (
        ScorecardYear.objects.select_for_update(of=("self",))
        .filter(scorecard=given("scorecard"), year__gte=given("first"), year__lte=given("last"))
        .select_related("scheme", "scorecard__plan")
        .order_by("pk")
    )
)


def lock_years(scorecard: Scorecard, years: Iterable[int] | None = None) -> list[ScorecardYear]:
    """Locks the scorecard's years (all of them by default) in key order, closed ones included.

    Call it inside the transaction that writes. Years between those that are asked for are locked with them.
    Answers them by year. Raises ValidationError when the scorecard is gone.
    """
    wanted = range(FIRST_YEAR, LAST_YEAR + 1) if years is None else sorted(set(years))
    found = YEARS_LOCKED.ask(scorecard=scorecard.pk, first=wanted[0], last=wanted[-1]) if wanted else []
    rows = [year for year in found if year.year in wanted]
    if not rows:
        check_scorecard(scorecard)
    return sorted(rows, key=lambda row: row.year)


def check_scorecard(scorecard: Scorecard) -> None:
    """Raises ValidationError when somebody has deleted the scorecard. Call it when its plan is locked."""
    if not Scorecard.objects.filter(pk=scorecard.pk).exists():
        raise ValidationError(_("This scorecard has been deleted meanwhile."), code="deleted")


def lock_open_years(scorecard: Scorecard, years: Iterable[int] | None = None) -> list[ScorecardYear]:
    """Like lock_years, but raises YearClosed when one of them is closed."""
    rows = lock_years(scorecard, years)
    for row in rows:
        if row.is_closed:
            raise YearClosed(row.year)
    return rows


def lock_plan(plan: Plan) -> Plan:
    """Locks what all scorecards of a plan share, before any year is locked. Answers the plan as it is."""
    return (
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organization")
        .get(pk=plan.pk)
    )


def lock_years_of_plan(plan: Plan) -> list[ScorecardYear]:
    """Locks the years of every scorecard of the plan in key order, closed ones included."""
    locked = ScorecardYear.objects.select_for_update(of=("self",)).filter(scorecard__plan=plan)
    return list(locked.select_related("scorecard").order_by("pk"))


def lock_open_years_of_plan(plan: Plan) -> list[ScorecardYear]:
    """Like lock_years_of_plan, but raises YearClosed when one of them is closed."""
    rows = lock_years_of_plan(plan)
    for row in rows:
        if row.is_closed:
            raise YearClosed(row.year)
    return rows


def raise_version(scorecard: Scorecard) -> None:
    """Marks that the scorecard's tables show something new; once per transaction is enough."""
    Scorecard.objects.filter(pk=scorecard.pk).update(version=F("version") + 1)


def raise_versions_of_plan(plan: Plan) -> None:
    """Marks that the tables of all scorecards of the plan show something new."""
    Scorecard.objects.filter(plan=plan).update(version=F("version") + 1)

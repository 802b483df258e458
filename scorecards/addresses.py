"""How a command line names a unit: `ORG` is the root of an organization, `ORG/CODE` a unit below it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from organizations.models import Unit
from scorecards.models import Scorecard, ScorecardYear


class UnknownAddress(LookupError):
    """Nothing is there; the message says what was read."""


def find_unit(address: str) -> Unit:
    """The unit of an address. Raises UnknownAddress."""
    organization, _slash, code = address.partition("/")
    units = Unit.objects.select_related("organization").filter(organization__code=organization)
    unit = (units.filter(code=code) if "/" in address else units.filter(parent__isnull=True)).first()
    if unit is None:
        raise UnknownAddress(
            _("There is no unit “%(address)s”: write ORGANIZATION for its root, or ORGANIZATION/UNIT.")
            % {"address": address[:80]}
        )
    return unit


def find_scorecard(address: str, *, year: int | None, this_year: int) -> Scorecard:
    """A unit's scorecard in the plan that covers the year, with plan and unit. Raises UnknownAddress.

    Without a year it is that of the plan that covers this year, else of the latest plan.
    """
    unit = find_unit(address)
    wanted = this_year if year is None else year
    scorecards = (
        Scorecard.objects.filter(unit=unit)
        .select_related("plan", "unit__organization")
        .order_by("-plan__first_year", "-pk")
    )
    found = scorecards.filter(plan__first_year__lte=wanted, plan__last_year__gte=wanted).first()
    if found is None and year is None:
        found = scorecards.first()
    if found is None:
        message = (
            _("%(unit)s has no scorecard.") if year is None else _("%(unit)s has no scorecard for %(year)s.")
        )
        raise UnknownAddress(message % {"unit": unit.address, "year": year})
    return found


def find_scorecard_year(address: str, year: int) -> ScorecardYear:
    """A unit's scorecard-year in the plan that covers the year. Raises UnknownAddress."""
    unit = find_unit(address)
    years = ScorecardYear.objects.filter(
        scorecard__unit=unit,
        year=year,
        scorecard__plan__first_year__lte=year,
        scorecard__plan__last_year__gte=year,
    )
    found = years.select_related("scheme", "scorecard__plan", "scorecard__unit__organization").first()
    if found is None:
        raise UnknownAddress(
            _("%(unit)s has no scorecard for %(year)s.") % {"unit": unit.address, "year": year}
        )
    return found

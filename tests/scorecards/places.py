"""URLs of pages below a unit and a year."""

from django.urls import reverse


def place(scorecard, name, *args, unit=None, year=2012):
    """The URL of a page of the scorecard's unit (or another) in 2012."""
    unit = unit or scorecard.unit
    return reverse(f"scorecards:{name}", args=[unit.organization.code, unit.code, year, *args])

"""URLs of pages below a unit and a year."""

from django.urls import reverse


def place(scorecard, name, *args, unit=None, year=2012):
    """The URL of a page of scorecards, or of the app that is named, of the scorecard's unit in 2012."""
    unit = unit or scorecard.unit
    name = name if ":" in name else f"scorecards:{name}"
    return reverse(name, args=[unit.organization.code, unit.code, year, *args])

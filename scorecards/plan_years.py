"""Which years a plan can have, and the words for one that it can't."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from scorecards.models import FIRST_YEAR, LAST_YEAR

LONGEST_PLAN = 30
SHOWN_LENGTH = 30


def year_error(read: object) -> ValidationError:
    """Says what was read instead of a year, and which years there are."""
    return ValidationError(
        _("Read “%(read)s”; expected a year from %(first)s to %(last)s."),
        code="year",
        params={
            "read": Truncator(str(read)).chars(SHOWN_LENGTH),
            "first": str(FIRST_YEAR),
            "last": str(LAST_YEAR),
        },
    )


def check_years(first_year: int, last_year: int) -> None:
    """Raises ValidationError by field for years out of range, in the wrong order, or too many of them."""
    errors = {
        name: year_error(year)
        for name, year in (("first_year", first_year), ("last_year", last_year))
        if not FIRST_YEAR <= year <= LAST_YEAR
    }
    if errors:
        raise ValidationError(errors)
    if last_year < first_year:
        raise ValidationError({"last_year": _("The last year can't be before the first.")})
    if last_year - first_year >= LONGEST_PLAN:
        raise ValidationError(
            {
                "last_year": ValidationError(
                    _("A plan has at most %(limit)s years."), params={"limit": LONGEST_PLAN}
                )
            }
        )

"""Reading an indicator again under the lock of its scorecard's years, and what closed years hold."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from indicators.models import Indicator, Measurement, WorkProgram
from scorecards.locks import YearClosed, lock_years
from scorecards.models import ScorecardYear


def lock_indicator(indicator: Indicator) -> tuple[Indicator, list[ScorecardYear]]:
    """Locks the years of the indicator's scorecard; answers the indicator as it stands then, and the years.

    Raises ValidationError when it is gone.
    """
    years = lock_years(indicator.objective.scorecard)
    fresh = Indicator.objects.select_related("objective__scorecard__plan", "objective__perspective")
    try:
        return fresh.get(pk=indicator.pk), years
    except Indicator.DoesNotExist:
        raise ValidationError(_("Somebody else has deleted this indicator."), code="gone") from None


def measurements_of(indicator: Indicator, years: Sequence[ScorecardYear]) -> list[Measurement]:
    """The indicator's measurements by year, with the indicator object and the locked years themselves."""
    by_pk = {year.pk: year for year in years}
    rows = [row for row in Measurement.objects.filter(indicator=indicator) if row.scorecard_year_id in by_pk]
    for row in rows:
        row.indicator = indicator
        row.scorecard_year = by_pk[row.scorecard_year_id]
    return sorted(rows, key=lambda row: row.scorecard_year.year)


def refuse_closed(rows: Sequence[Measurement]) -> None:
    """Raises YearClosed for the first row of a closed year."""
    for row in rows:
        if row.scorecard_year.is_closed:
            raise YearClosed(row.scorecard_year.year)


def refuse_closed_work(programs: QuerySet[WorkProgram]) -> None:
    """Raises YearClosed for the first of the work programs that a closed year holds."""
    closed = programs.filter(scorecard_year__closed_at__isnull=False)
    years = closed.order_by("scorecard_year__year").values_list("scorecard_year__year", flat=True)
    if (year := years.first()) is not None:
        raise YearClosed(year)

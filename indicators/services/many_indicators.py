"""Making many indicators, and many years before the plan, at once: what an import brings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from indicators.models import Indicator, Initiative, Measurement
from indicators.services.sheet_rules import check_sheet_numbers
from organizations import history
from organizations.models import User
from scorecards.locks import YearClosed, lock_years, raise_version
from scorecards.models import Scorecard
from scorecards.services import add_history_years


class ManyRefused(ValidationError):
    """Rows of a list that may not be stored; `by_place` has each one's error by its place in the list."""

    def __init__(self, by_place: Mapping[int, ValidationError]) -> None:
        super().__init__([message for error in by_place.values() for message in error.messages])
        self.by_place = by_place


@transaction.atomic
def create_indicators(
    *, scorecard: Scorecard, rows: Sequence[Indicator], by: User | None, reason: str = ""
) -> list[Indicator]:
    """Stores new indicators of one scorecard, each as its objective's last, all or none.

    Each gets a measurement for every year that is not closed, with its default weight. rows: not saved yet,
    with objectives of the scorecard and a decreed baseline or none. Raises ManyRefused.
    """
    years = lock_years(scorecard)
    last = dict(
        scorecard.objectives.order_by().annotate(last=Max("indicators__order")).values_list("pk", "last")
    )
    taken = set(Indicator.objects.filter(objective__scorecard=scorecard).values_list("code", flat=True))
    refused: dict[int, ValidationError] = {}
    for place, row in enumerate(rows):
        row.order = last[row.objective_id] = (last[row.objective_id] or 0) + 1
        try:
            check_new(row, taken)
        except ValidationError as error:
            refused[place] = error
        taken.add(row.code)
    if refused:
        raise ManyRefused(refused)
    made = history.create_many(Indicator, rows, by=by, reason=reason)
    measurements = [
        Measurement(indicator=row, scorecard_year=year, weight=row.default_weight)
        for row in made
        for year in years
        if not year.is_closed
    ]
    history.create_many(Measurement, measurements, by=by, reason=reason)
    raise_version(scorecard)
    return made


def check_new(row: Indicator, taken: Collection[str]) -> None:
    """Raises ValidationError by field for a new indicator that can't be stored. taken: codes in use."""
    if row.code in taken:
        raise ValidationError({"code": _("Another indicator of this scorecard uses this code.")})
    check_sheet_numbers(row)
    history.validate_values(row)


@transaction.atomic
def make_history(
    *, scorecard: Scorecard, wanted: Collection[tuple[Indicator, int]], by: User | None, reason: str = ""
) -> list[Measurement]:
    """Makes the missing measurements of years before the plan, without an achievement yet.

    wanted: indicators of the scorecard, each with a year. Raises ValidationError for other years, YearClosed.
    """
    add_history_years(scorecard, {year for _indicator, year in wanted}, by)
    years = {year.year: year for year in lock_years(scorecard)}
    there = set(
        Measurement.objects.filter(scorecard_year__scorecard=scorecard)
        .order_by()
        .values_list("indicator", "scorecard_year__year")
    )
    missing = [(indicator, year) for indicator, year in wanted if (indicator.pk, year) not in there]
    for _indicator, year in missing:
        if years[year].is_closed:
            raise YearClosed(year)
    rows = [
        Measurement(indicator=indicator, scorecard_year=years[year], weight=indicator.default_weight)
        for indicator, year in missing
    ]
    made = history.create_many(Measurement, rows, by=by, reason=reason)
    if made:
        raise_version(scorecard)
    return made


@transaction.atomic
def create_initiatives(
    *, scorecard: Scorecard, rows: Sequence[Initiative], by: User | None, reason: str = ""
) -> list[Initiative]:
    """Stores new initiatives of the scorecard's indicators, each as its indicator's last, all or none.

    rows: not saved yet, with their indicators loaded. Raises ManyRefused.
    """
    lock_years(scorecard)
    there = Initiative.objects.filter(indicator__objective__scorecard=scorecard).order_by()
    last = dict(there.values_list("indicator").annotate(last=Max("order")))
    taken = set(there.values_list("indicator", "name"))
    refused: dict[int, ValidationError] = {}
    for place, row in enumerate(rows):
        row.order = last[row.indicator_id] = last.get(row.indicator_id, 0) + 1
        try:
            history.validate_values(row)
            if (row.indicator_id, row.name) in taken:
                raise ValidationError({"name": _("This indicator already has that initiative.")})
        except ValidationError as error:
            refused[place] = error
        taken.add((row.indicator_id, row.name))
    if refused:
        raise ManyRefused(refused)
    made = history.create_many(Initiative, rows, by=by, reason=reason)
    raise_version(scorecard)
    return made

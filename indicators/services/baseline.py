"""Baselines, and the achievements of the years before the plan from which they are computed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.baseline_words import baseline_error_message
from indicators.baselines import (
    BaselineError,
    BaselineMethod,
    agrees,
    compute_baseline,
    inputs_from_json,
    inputs_to_json,
    mean,
)
from indicators.measuring import write_measurement
from indicators.models import Indicator, Measurement
from indicators.services.indicators import rescore_open
from indicators.services.locking import lock_indicator, measurements_of
from indicators.services.sheet_rules import check_scores, check_sheet_numbers, check_value
from organizations import history
from organizations.models import User
from scorecards.locks import lock_open_years, lock_plan, raise_version
from scorecards.models import FIRST_YEAR, ScorecardYear
from scorecards.services import add_history_years
from scorecards.services.rows import save_row

BASELINE_FIELDS = ("baseline", "baseline_method", "baseline_span", "baseline_inputs", "baseline_note")


class YearsRefused(ValidationError):
    """Achievements before the plan that may not be stored; `by_year` has each one's error."""

    def __init__(self, by_year: Mapping[int, ValidationError]) -> None:
        said = [f"{year}: {message}" for year, error in by_year.items() for message in error.messages]
        super().__init__(said, code="years_refused")
        self.by_year = by_year


@transaction.atomic
def set_baseline(
    *,
    indicator: Indicator,
    method: str,
    by: User,
    value: Decimal | None = None,
    years: int | None = None,
    note: str = "",
) -> Indicator:
    """Sets the baseline and rescores the open years; answers the indicator as stored.

    decreed: to value (None: there is none). previous, mean: computed from the achievements before the plan;
    years is how many of them the mean takes (None: all that there are). Years and inputs are stored with it.
    Raises ValidationError, YearClosed where a closed year would read differently.
    """
    fresh, locked = lock_indicator(indicator)
    rows = measurements_of(fresh, locked)
    if not apply_baseline(fresh, rows, method=method, value=value, years=years, note=note):
        return fresh
    save_row(fresh, by=by)
    rescore_open(rows, by=by, reason=_("The baseline changed."))
    raise_version(fresh.objective.scorecard)
    return fresh


def apply_baseline(
    indicator: Indicator,
    rows: list[Measurement],
    *,
    method: str,
    value: Decimal | None,
    years: int | None,
    note: str,
) -> bool:
    """Sets the baseline on the object, as set_baseline does; whether that changed it. Saves nothing.

    rows: the measurements of the indicator, with the object itself. Raises ValidationError, YearClosed.
    """
    before = [row.inputs() for row in rows]
    old = [getattr(indicator, field) for field in BASELINE_FIELDS]
    indicator.baseline, indicator.baseline_inputs = _baseline(indicator, rows, method, value, years)
    indicator.baseline_method, indicator.baseline_note = method, note
    indicator.baseline_span = years if method == BaselineMethod.MEAN else None
    if old == [getattr(indicator, field) for field in BASELINE_FIELDS]:
        return False
    check_sheet_numbers(indicator)
    check_scores(before, rows)
    return True


@transaction.atomic
def compute_baseline_again(indicator: Indicator, *, by: User) -> Indicator:
    """Computes a computed baseline from the history as it is now, by the rule that is stored with it.

    Rescores the open years; answers the indicator as stored. A decreed baseline stays. Raises
    ValidationError, YearClosed where a closed year would read differently.
    """
    fresh, _years = lock_indicator(indicator)
    if fresh.baseline_method == BaselineMethod.DECREED:
        return fresh
    return set_baseline(
        indicator=fresh,
        method=fresh.baseline_method,
        years=fresh.baseline_span,
        note=fresh.baseline_note,
        by=by,
    )


@transaction.atomic
def restore_baseline(indicator: Indicator, *, by: User | None, reason: str) -> Indicator:
    """Makes a computed baseline the mean of its stored inputs again; answers the indicator as stored.

    Rescores the open years. Raises ValidationError, YearClosed where a closed year would then read
    differently from what is stored in it.
    """
    fresh, locked = lock_indicator(indicator)
    inputs = inputs_from_json(fresh.baseline_inputs)
    if fresh.baseline_method == BaselineMethod.DECREED or agrees(fresh.baseline, inputs):
        return fresh
    rows = measurements_of(fresh, locked)
    before = [row.inputs() for row in rows]
    fresh.baseline = mean(inputs.values())
    check_scores(before, rows, restores=True)
    save_row(fresh, by=by, reason=reason)
    rescore_open(rows, by=by, reason=reason)
    raise_version(fresh.objective.scorecard)
    return fresh


@transaction.atomic
def write_history(
    *, indicator: Indicator, values: Mapping[int, Decimal | None], by: User, note: str | None = None
) -> list[Measurement]:
    """Stores achievements of years before the plan (None clears one); answers the rows by year.

    The baseline does not follow by itself: whoever reads the sheet is told that its inputs have changed.
    note: put beside each value, for example that it is illustrative (None: notes stay). Raises
    YearsRefused, YearClosed.
    """
    _check_history(indicator, values)
    scorecard = indicator.objective.scorecard
    lock_plan(scorecard.plan)
    present = set(scorecard.years.filter(year__in=values).values_list("year", flat=True))
    wanted = [year for year, value in values.items() if value is not None or year in present]
    years = add_history_years(scorecard, wanted, by)
    fresh, _locked = lock_indicator(indicator)
    lock_open_years(scorecard, wanted)
    return [
        _write_year(fresh, year, values[year.year], note, by=by)
        for year in sorted(years, key=lambda row: row.year)
    ]


def history_of(indicator: Indicator, rows: list[Measurement]) -> dict[int, Decimal]:
    """The achievements of the years before the plan, by year, from the indicator's measurements."""
    first_year = indicator.objective.scorecard.plan.first_year
    return {
        row.scorecard_year.year: row.achievement
        for row in rows
        if row.scorecard_year.year < first_year and row.achievement is not None
    }


def _baseline(
    indicator: Indicator, rows: list[Measurement], method: str, value: Decimal | None, years: int | None
) -> tuple[Decimal | None, dict[str, str]]:
    if method not in Indicator.BaselineMethod.values:
        raise ValidationError({"method": _("Choose how the baseline is set.")})
    if method == BaselineMethod.DECREED:
        return value, {}
    first_year = indicator.objective.scorecard.plan.first_year
    try:
        computed = compute_baseline(
            BaselineMethod(method), history_of(indicator, rows), first_year=first_year, years=years
        )
    except BaselineError as error:
        raise ValidationError(baseline_error_message(error), code=error.code.value) from error
    return computed.value, inputs_to_json(computed.inputs)


def _check_history(indicator: Indicator, values: Mapping[int, Decimal | None]) -> None:
    refused = {}
    for year, value in values.items():
        try:
            _check_year(indicator, year)
            if value is not None:
                check_value(value, indicator)
        except ValidationError as error:
            refused[year] = error
    if refused:
        raise YearsRefused(refused)


def _check_year(indicator: Indicator, year: int) -> None:
    first_year = indicator.objective.scorecard.plan.first_year
    if not FIRST_YEAR <= year < first_year:
        raise ValidationError(
            _("Read the year %(year)s; expected one from %(first)s to %(last)s, before the plan."),
            code="not_before_plan",
            params={"year": str(year), "first": str(FIRST_YEAR), "last": str(first_year - 1)},
        )


def _write_year(
    indicator: Indicator, year: ScorecardYear, value: Decimal | None, note: str | None, *, by: User
) -> Measurement:
    row = Measurement.objects.filter(indicator=indicator, scorecard_year=year).first()
    if row is None:
        row = Measurement(indicator=indicator, scorecard_year=year, weight=indicator.default_weight)
        history.save(row, by=by)
    row.indicator, row.scorecard_year = indicator, year
    changes: dict[str, Decimal | str | None] = {"achievement": value}
    if note is not None:
        changes["note"] = note
    return write_measurement(measurement=row, changes=changes, by=by)

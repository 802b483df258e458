"""Writes the sheets of how it is measured: indicators, years, baselines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.baselines import BaselineRule, rule_of
from indicators.bulk_measuring import RowsRefused, write_years
from indicators.doubtful import doubts_about
from indicators.models import Indicator, Measurement
from indicators.row_writes import Changes
from indicators.services import (
    change_indicator,
    create_indicators,
    make_history,
    set_baselines,
)
from organizations.bulk import one_of
from organizations.numbers import format_number
from reports.workbook.importing.applying import DoubtfulCell, Found, Work, by_code, renamed, write_many
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.places import INDICATORS, YEARS
from scorecards.models import FIRST_YEAR, Objective

Stood = Mapping[tuple[str, int], Mapping[str, Any]]
"""Values that were cleared for a while, by indicator and year."""
BASELINE_COLUMNS = ("baseline", "baseline_method", "baseline_years", "baseline_note")
DECREED = Indicator.BaselineMethod.DECREED
MOST_DOUBTED = 20_000
"""Nobody looks through the doubts of more rows than these."""


def write_indicators(work: Work, indicators: Found[Indicator], objectives: Found[Objective]) -> None:
    """Makes and changes indicators, all but baselines that are computed; adds the new ones to the others."""
    changes = work.changes(INDICATORS)
    new = [change for change in changes if change.is_new]
    made = write_many(
        work,
        new,
        [_new_indicator(work, change, objectives) for change in new],
        lambda rows: create_indicators(scorecard=work.scorecard, rows=rows, by=work.by, reason=work.reason),
    )
    indicators.update(by_code(made))

    for change in changes:
        if not change.is_new:
            with work.noting(change):
                _change_indicator(work, change, indicators, objectives)


def _change_indicator(
    work: Work, change: RowChange, indicators: Found[Indicator], objectives: Found[Objective]
) -> None:
    code, facts = change.key[0], _facts(change, objectives)
    if facts:
        indicators[code] = change_indicator(indicators[code], by=work.by, **facts)


def indicators_of(work: Work) -> Found[Indicator]:
    """The scorecard's indicators by code, as they stand; those of one objective share what they hang on."""
    present = Indicator.objects.filter(objective__scorecard=work.scorecard)
    return by_code(present.prefetch_related("objective__scorecard__plan", "objective__perspective"))


def _facts(change: RowChange, objectives: Found[Objective]) -> dict[str, Any]:
    facts = renamed(change, without=BASELINE_COLUMNS)
    if "objective" in facts:
        facts["objective"] = objectives[facts["objective"]]
    return facts


def _new_indicator(
    work: Work, change: RowChange, objectives: Found[Objective]
) -> Indicator | ValidationError:
    """The indicator of a new row, not saved yet; with its baseline where that is decreed."""
    try:
        indicator = Indicator(**_facts(change, objectives))
        method = change.values.get("baseline_method") or DECREED
        _check_span_of(method, change.values.get("baseline_years"), work.plan.first_year)
    except ValidationError as error:
        return error
    if method == DECREED:
        indicator.baseline = change.values.get("baseline")
        indicator.baseline_note = change.values.get("baseline_note", "")
    return indicator


def _check_span_of(method: str, span: int | None, first_year: int) -> None:
    """Only a mean takes a number of years; another baseline would drop it without a word."""
    if span is None:
        return
    if method != Indicator.BaselineMethod.MEAN:
        message = _("Read %(read)s; expected an empty cell, because only a mean takes a number of years.")
        raise ValidationError({"baseline_span": message % {"read": span}})
    most = first_year - FIRST_YEAR
    if not 1 <= span <= most:
        message = _("Read %(read)s; expected a whole number from %(low)s to %(high)s.")
        raise ValidationError({"baseline_span": message % {"read": span, "low": 1, "high": most}})


def write_measurements(work: Work, indicators: Found[Indicator], stood: Stood) -> None:
    """Writes targets, weights, achievements and notes of all years at once.

    stood: values that were cleared for a while, by indicator and year.
    """
    changes = [change for change in work.changes(YEARS) if _has_indicator(work, change, indicators)]
    if not changes or not _make_history(work, changes, indicators):
        return
    by_pk = _by_measurement(work, changes)
    values = _NewValues(by_pk, stood)
    _note_doubts(work, by_pk, values)
    _write_years(work, by_pk, values)
    if work.progress:
        work.progress(len(by_pk))


class _NewValues(Mapping[int, Changes]):
    """The new values of measurements by primary key, each made when it is asked for: there may be 100,000."""

    def __init__(self, rows: Mapping[int, RowChange], stood: Stood) -> None:
        self.rows, self.stood = rows, stood

    def __getitem__(self, pk: int) -> Changes:
        change = self.rows[pk]
        return {**self.stood.get(change.key, {}), **change.changed}

    def __iter__(self) -> Iterator[int]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def _by_measurement(work: Work, changes: Sequence[RowChange]) -> dict[int, RowChange]:
    """The changes by primary key of the measurement; refuses those that have none."""
    wanted = {change.key: change for change in changes}
    found = Measurement.objects.filter(scorecard_year__scorecard=work.scorecard).order_by()
    keys = found.values_list("pk", "indicator__code", "scorecard_year__year").iterator()
    by_pk = {pk: change for pk, *key in keys if (change := wanted.pop(tuple(key), None)) is not None}
    for change in wanted.values():
        work.refuse(change, ValidationError({"year": _("The indicator is not part of this year.")}))
    return by_pk


def _has_indicator(work: Work, change: RowChange, indicators: Found[Indicator]) -> bool:
    """Whether the indicator of a row could be made."""
    try:
        return indicators[change.key[0]] is not None
    except ValidationError as error:  # nothing was written: a savepoint for each row would be waste
        work.refuse(change, error)
        return False


def _make_history(work: Work, changes: Sequence[RowChange], indicators: Found[Indicator]) -> bool:
    """Makes the rows of years before the plan that are missing; whether they are there now."""
    before = [change for change in changes if change.key[1] < work.plan.first_year]
    if not before:
        return True
    wanted = [(indicators[code], year) for code, year in (change.key for change in before)]
    with work.noting(before[0]):
        make_history(scorecard=work.scorecard, wanted=wanted, by=work.by, reason=work.reason)
        return True
    return False


def _note_doubts(work: Work, rows: Mapping[int, RowChange], values: Mapping[int, Changes]) -> None:
    """Notes the numbers that can hardly be meant, as long as somebody could look at so many."""
    if len(rows) > MOST_DOUBTED:
        return
    indicators = Indicator.objects.filter(objective__scorecard=work.scorecard).in_bulk()
    years = work.scorecard.years.in_bulk()
    measurements = {row.pk: row for row in Measurement.objects.filter(pk__in=one_of(list(rows)))}
    for row in measurements.values():
        row.indicator, row.scorecard_year = indicators[row.indicator_id], years[row.scorecard_year_id]
    doubts = doubts_about([(row, values[pk]) for pk, row in measurements.items()])
    for pk, change in rows.items():
        decimals = measurements[pk].indicator.decimals
        work.doubts += [
            DoubtfulCell(change, doubt, decimals) for doubt in doubts.get(pk, []) if doubt.may_keep
        ]


def _write_years(work: Work, rows: Mapping[int, RowChange], values: Mapping[int, Changes]) -> None:
    """Writes values of measurements by primary key; what is refused is noted at their rows."""
    try:
        with transaction.atomic():
            write_years(scorecard=work.scorecard, changes=values, by=work.by, reason=work.reason)
    except RowsRefused as error:
        for pk, each in error.by_row.items():
            work.refuse(rows[pk], each)
    except ValidationError as error:
        work.refuse(next(iter(rows.values())), error)


def write_baselines(work: Work, indicators: Found[Indicator], before: Mapping[str, Indicator]) -> None:
    """Sets the baselines that changed and the computed ones, once the years before the plan are there.

    before: the indicators as they stood before the import.
    """
    changes = [change for change in work.changes(INDICATORS) if _sets_baseline(change)]
    rows = [_new_baseline(work, change, indicators, before) for change in changes]
    sound = [
        change for change, row in zip(changes, rows, strict=True) if not isinstance(row, ValidationError)
    ]
    stored = write_many(
        work,
        changes,
        rows,
        lambda made: set_baselines(scorecard=work.scorecard, rows=made, by=work.by, reason=work.reason),
    )
    for change, indicator in zip(sound, stored, strict=bool(stored)):
        _check_outcome(work, change, indicator)


def _sets_baseline(change: RowChange) -> bool:
    if change.is_new:
        return (change.values.get("baseline_method") or DECREED) != DECREED
    return not change.changed.keys().isdisjoint(BASELINE_COLUMNS)


def _new_baseline(
    work: Work, change: RowChange, indicators: Found[Indicator], before: Mapping[str, Indicator]
) -> tuple[Indicator, BaselineRule, str] | ValidationError:
    """How the baseline of a row is set; what the file leaves out stays."""
    said, code = change.values, change.key[0]
    try:
        indicator = indicators[code]
        stood = before.get(code, indicator)
        method = said.get("baseline_method") or stood.baseline_method
        span = said.get("baseline_years", stood.baseline_span if method == stood.baseline_method else None)
        _check_span_of(method, span, work.plan.first_year)
    except ValidationError as error:
        return error
    rule = rule_of(method, said.get("baseline", stood.baseline), span)
    return indicator, rule, said.get("baseline_note", stood.baseline_note)


def _check_outcome(work: Work, change: RowChange, stored: Indicator) -> None:
    """Refuses a computed baseline that does not come out as the file says."""
    if "baseline" in change.values and stored.baseline != change.values["baseline"]:
        words = {"read": format_number(change.values["baseline"]) or _("nothing")}
        words["computed"] = format_number(stored.baseline)
        message = _("Read %(read)s; computed from the years before the plan it is %(computed)s.")
        work.refuse(change, ValidationError({"baseline": message % words}))

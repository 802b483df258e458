"""Writes the sheets of how it is measured: indicators, years, baselines, initiatives, work programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from indicators.bulk_measuring import RowsRefused, write_years
from indicators.models import Indicator, Initiative, Measurement, WorkProgram
from indicators.services import (
    ManyRefused,
    change_indicator,
    change_work_program,
    create_indicators,
    create_initiatives,
    create_work_program,
    make_history,
    set_baseline,
)
from organizations.numbers import format_number
from reports.workbook.importing.applying import Found, Work, by_code, renamed
from reports.workbook.importing.comparing import YEARS, RowChange
from scorecards.models import Objective

BASELINE_COLUMNS = ("baseline", "baseline_method", "baseline_years", "baseline_note")
DECREED = Indicator.BaselineMethod.DECREED


def write_indicators(work: Work, objectives: Found[Objective]) -> Found[Indicator]:
    """Makes and changes indicators, all but baselines that are not decreed; answers all by code."""
    present = Indicator.objects.filter(objective__scorecard=work.scorecard)
    indicators = by_code(present.select_related("objective__scorecard__plan", "objective__perspective"))
    changes = work.changes("Indicators")
    new = [change for change in changes if change.is_new]
    made = _write_many(
        work,
        new,
        [_new_indicator(change, objectives) for change in new],
        lambda rows: create_indicators(scorecard=work.scorecard, rows=rows, by=work.by),
    )
    indicators.update(by_code(made))

    def change_one(change: RowChange) -> None:
        facts = _facts(change, objectives)
        if facts:
            indicators[change.key[0]] = change_indicator(indicators[change.key[0]], by=work.by, **facts)

    for change in changes:
        if not change.is_new:
            work.attempt(change, change_one)
    return indicators


def _facts(change: RowChange, objectives: Found[Objective]) -> dict[str, Any]:
    facts = renamed(change, without=BASELINE_COLUMNS)
    if "objective" in facts:
        facts["objective"] = objectives[facts["objective"]]
    return facts


def _new_indicator(change: RowChange, objectives: Found[Objective]) -> Indicator | ValidationError:
    """The indicator of a new row, not saved yet; with its baseline where that is decreed."""
    try:
        indicator = Indicator(**_facts(change, objectives))
    except ValidationError as error:
        return error
    if (change.values.get("baseline_method") or DECREED) == DECREED:
        indicator.baseline = change.values.get("baseline")
        indicator.baseline_note = change.values.get("baseline_note", "")
    return indicator


def _write_many(work: Work, changes: Sequence[RowChange], rows: Sequence[Any], write: Any) -> list[Any]:
    """Stores the rows of new lines at once; answers them. What is refused is noted line by line."""
    sound = [(change, row) for change, row in zip(changes, rows, strict=True) if not _note(work, change, row)]
    if not sound:
        return []
    try:
        with transaction.atomic():
            made: list[models.Model] = write([row for _change, row in sound])
    except ManyRefused as error:
        for place, each in error.by_place.items():
            work.refuse(sound[place][0], each)
        return []
    if work.progress:
        work.progress(len(sound))
    return made


def _note(work: Work, change: RowChange, row: Any) -> bool:
    """Notes a row that could not even be made; whether it was such a row."""
    if isinstance(row, ValidationError):
        work.refuse(change, row)
        return True
    return False


def write_measurements(work: Work, indicators: Found[Indicator]) -> None:
    """Writes targets, weights, achievements and notes of all years at once."""
    changes = [change for change in work.changes(YEARS) if change.key[0] in indicators]
    if not changes:
        return
    first = work.plan.first_year
    before = [(indicators[code], year) for code, year in (change.key for change in changes) if year < first]
    if before:
        make_history(scorecard=work.scorecard, wanted=before, by=work.by)
    keys = {
        (code, year): pk
        for pk, code, year in Measurement.objects.filter(scorecard_year__scorecard=work.scorecard)
        .order_by()
        .values_list("pk", "indicator__code", "scorecard_year__year")
    }
    by_pk: dict[int, RowChange] = {}
    for change in changes:
        pk = keys.get(change.key)
        if pk is None:
            work.refuse(change, ValidationError({"year": _("The indicator is not part of this year.")}))
        else:
            by_pk[pk] = change
    try:
        with transaction.atomic():
            write_years(
                scorecard=work.scorecard,
                changes={pk: change.changed for pk, change in by_pk.items()},
                by=work.by,
            )
    except RowsRefused as error:
        for pk, each in error.by_row.items():
            work.refuse(by_pk[pk], each)
    except ValidationError as error:
        work.refuse(changes[0], error)
    if work.progress:
        work.progress(len(by_pk))


def write_baselines(work: Work, indicators: Found[Indicator]) -> None:
    """Sets the baselines that changed and the computed ones, once the years before the plan are there."""

    def set_one(change: RowChange) -> None:
        _write_baseline(work, change, indicators[change.key[0]])

    for change in work.changes("Indicators"):
        method = change.values.get("baseline_method") or ""
        is_computed = change.is_new and method not in ("", DECREED)
        if is_computed or (not change.is_new and not change.changed.keys().isdisjoint(BASELINE_COLUMNS)):
            work.attempt(change, set_one)


def _write_baseline(work: Work, change: RowChange, indicator: Indicator) -> None:
    """Sets a baseline as the row says; what it leaves out stays. A computed one must come out as it says."""
    said = change.values
    stored = set_baseline(
        indicator=indicator,
        method=said.get("baseline_method") or indicator.baseline_method,
        value=said.get("baseline", indicator.baseline),
        years=said.get("baseline_years", indicator.baseline_span),
        note=said.get("baseline_note", indicator.baseline_note),
        by=work.by,
    )
    if "baseline" in said and stored.baseline != said["baseline"]:
        words = {"read": format_number(said["baseline"]), "computed": format_number(stored.baseline)}
        message = _("Read %(read)s; computed from the years before the plan it is %(computed)s.")
        raise ValidationError({"baseline": message % words})


def write_initiatives(work: Work, indicators: Found[Indicator]) -> None:
    """Makes initiatives. Another name is another initiative, so that there is nothing to change."""
    new = work.changes("Initiatives")
    rows = [_new_initiative(change, indicators) for change in new]
    _write_many(
        work, new, rows, lambda made: create_initiatives(scorecard=work.scorecard, rows=made, by=work.by)
    )


def _new_initiative(change: RowChange, indicators: Found[Indicator]) -> Initiative | ValidationError:
    """The initiative of a new row, not saved yet."""
    code, name = change.key
    try:
        return Initiative(indicator=indicators[code], name=name)
    except ValidationError as error:
        return error


def write_work_programs(work: Work) -> None:
    """Makes and changes work programs."""
    changes = work.changes("WorkPrograms")
    if not changes:
        return
    initiatives = {
        (each.indicator.code, each.name): each
        for each in Initiative.objects.filter(indicator__objective__scorecard=work.scorecard).select_related(
            "indicator__objective"
        )
    }
    years = {year.year: year for year in work.scorecard.years.select_related("scorecard__plan")}
    programs = {
        (each.initiative.indicator.code, each.initiative.name, each.scorecard_year.year, each.name): each
        for each in WorkProgram.objects.filter(scorecard_year__scorecard=work.scorecard).select_related(
            "initiative__indicator", "scorecard_year"
        )
    }

    def write(change: RowChange) -> None:
        indicator, initiative, year, name = change.key
        facts = renamed(change, without=("indicator", "initiative", "year", "name"))
        if "owner" in facts:
            facts["owner"] = work.people.get(facts["owner"])
        if not change.is_new:
            change_work_program(programs[change.key], by=work.by, **facts)
            return
        if (indicator, initiative) not in initiatives:
            message = _("Read “%(read)s”; expected an initiative of %(indicator)s.")
            raise ValidationError({"initiative": message % {"read": initiative, "indicator": indicator}})
        create_work_program(
            initiative=initiatives[indicator, initiative],
            scorecard_year=years[year],
            name=name,
            by=work.by,
            **facts,
        )

    work.each("WorkPrograms", write)

"""Writes the sheets of what is done: initiatives and work programs."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from indicators.models import Indicator, Initiative, WorkProgram
from indicators.services import change_work_program, create_initiatives, create_work_programs
from reports.workbook.importing.applying import Dependent, Found, Work, renamed, write_many
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.places import INITIATIVES, WORK
from reports.workbook.importing.rows import Key
from reports.workbook.plain import plain_text
from scorecards.models import ScorecardYear


def write_initiatives(work: Work, indicators: Found[Indicator]) -> None:
    """Makes initiatives. Another name is another initiative, so that there is nothing to change."""
    new = work.changes(INITIATIVES)
    rows = [_new_initiative(change, indicators) for change in new]
    write_many(
        work,
        new,
        rows,
        lambda made: create_initiatives(scorecard=work.scorecard, rows=made, by=work.by, reason=work.reason),
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
    changes = work.changes(WORK)
    if not changes:
        return
    initiatives, years = _initiatives(work), {year.year: year for year in work.scorecard.years.all()}
    new = [change for change in changes if change.is_new]
    write_many(
        work,
        new,
        [_new_program(work, change, initiatives, years) for change in new],
        lambda rows: create_work_programs(
            scorecard=work.scorecard, rows=rows, by=work.by, reason=work.reason
        ),
    )
    programs = _programs(work) if len(new) < len(changes) else {}
    for change in changes:
        if not change.is_new:
            with work.noting(change):
                change_work_program(programs[change.key], by=work.by, **_facts(work, change))


def _initiatives(work: Work) -> dict[tuple[str, str], Initiative]:
    found = Initiative.objects.filter(indicator__objective__scorecard=work.scorecard)
    return {(each.indicator.code, plain_text(each.name)): each for each in found.select_related("indicator")}


def _programs(work: Work) -> dict[Key, WorkProgram]:
    found = WorkProgram.objects.filter(scorecard_year__scorecard=work.scorecard)
    return {
        (
            each.initiative.indicator.code,
            plain_text(each.initiative.name),
            each.scorecard_year.year,
            plain_text(each.name),
        ): each
        for each in found.select_related("initiative__indicator", "scorecard_year__scorecard")
    }


def _facts(work: Work, change: RowChange) -> dict[str, Any]:
    facts = renamed(change, without=("indicator", "initiative", "year", "name"))
    if "owner" in facts:
        facts["owner"] = work.people.get(facts["owner"])
    return facts


def _new_program(
    work: Work,
    change: RowChange,
    initiatives: dict[tuple[str, str], Initiative],
    years: dict[int, ScorecardYear],
) -> WorkProgram | ValidationError:
    """The work program of a new row, not saved yet."""
    indicator, initiative, year, name = change.key
    if (indicator, initiative) not in initiatives:
        return Dependent(initiative)
    return WorkProgram(
        initiative=initiatives[indicator, initiative],
        scorecard_year=years[year],
        name=name,
        **_facts(work, change),
    )

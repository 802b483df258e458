"""Writes all that a file changes, what others refer to first; by detour where the straight way is barred."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.db import transaction

from reports.workbook.importing.applying import Work
from reports.workbook.importing.detours import clear_what_changes, could_help, weigh_again, weigh_equally
from reports.workbook.importing.measures import (
    indicators_of,
    write_baselines,
    write_indicators,
    write_measurements,
)
from reports.workbook.importing.refusals import Refusal
from reports.workbook.importing.strategy import (
    write_links,
    write_objectives,
    write_perspectives,
    write_plan,
    write_statements,
)
from reports.workbook.importing.works import write_initiatives, write_work_programs
from reports.workbook.importing.year_rules import write_rules


def write_all(work: Work) -> list[Refusal]:
    """Writes every sheet, within the transaction of the caller; answers what was refused of it.

    Where something was, what is written is for the caller to roll back.
    """
    ground = replace(work.ground)
    with transaction.atomic():
        _write(work)
        tries_again = work.all_refusals() and could_help(work)
        if tries_again:
            transaction.set_rollback(True)
    if not tries_again:
        return work.all_refusals()
    again = replace(work, ground=ground, by_detour=True, refusals=[], dependent=[], doubts=[])
    try:
        _write(again)
    except ValidationError:  # what was to be set aside can't be: the straight way said why it is barred
        return work.all_refusals()
    work.ground.plan, work.doubts = again.ground.plan, again.doubts
    return again.all_refusals()


def _write(work: Work) -> None:
    write_plan(work)
    if work.ground.scorecard is None:
        return
    write_statements(work)
    write_perspectives(work)
    modes = weigh_equally(work) if work.by_detour else {}
    objectives = write_objectives(work)
    write_links(work, objectives)
    modes |= write_rules(work)
    indicators = indicators_of(work)
    before = dict(indicators)
    stood = clear_what_changes(work, indicators) if work.by_detour else {}
    write_indicators(work, indicators, objectives)
    write_measurements(work, indicators, stood)
    write_baselines(work, indicators, before)
    weigh_again(work, modes)
    write_initiatives(work, indicators)
    write_work_programs(work)

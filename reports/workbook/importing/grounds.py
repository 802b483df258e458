"""Where a file goes: which plan it is about, and the unit's scorecard in it."""

from __future__ import annotations

from collections.abc import Sequence

from organizations.models import Unit, User
from reports.workbook.importing.applying import Ground
from reports.workbook.importing.places import PLAN_SHEET, years_named
from reports.workbook.importing.refusals import Fault, Refusal
from reports.workbook.importing.rows import FileContents, FileRow
from reports.workbook.importing.values import shown_value
from scorecards.locks import lock_plan
from scorecards.models import Plan, Scorecard

Span = tuple[int, int]


def find_ground(
    unit: Unit, by: User | None, year: int | None, contents: FileContents
) -> tuple[Ground, range, list[Refusal]]:
    """The plan and the scorecard that the file is about, locked, and the years of the plan.

    year: the one that was chosen, for a file that does not say which plan it is about.
    """
    plans = list(Plan.objects.filter(organization=unit.organization_id))
    spans = _span_rows(contents)
    if spans:
        span = spans[0].key[0]
        years = range(span[0], span[1] + 1)
        plan = next((plan for plan in plans if (plan.first_year, plan.last_year) == span), None)
        refusals = [*_second_plans(contents, spans), *_overlaps(contents, spans[0], plan, plans)]
    else:
        plan = _plan_of_years(plans, year, contents)
        years = plan.years if plan else range(0)
        refusals = _without_plan(contents) if plan is None else []
    ground = Ground(unit=unit, plan=None, scorecard=None, by=by)
    if plan is not None:
        try:
            ground.plan = lock_plan(plan)
        except Plan.DoesNotExist:  # somebody has deleted it at this very moment
            return ground, range(0), [Refusal(Fault.PLAN_ROW_MISSING, PLAN_SHEET)]
        found = Scorecard.objects.filter(plan=ground.plan, unit=unit)
        ground.scorecard = found.select_related("plan__organization", "unit__organization").first()
    return ground, years, refusals


def _span_rows(contents: FileContents) -> list[FileRow]:
    """The rows of the Plan sheet that are about a plan, not about a year of it."""
    if PLAN_SHEET not in contents.sheets:
        return []
    return [row for row in contents.sheets[PLAN_SHEET].rows if isinstance(row.key[0], tuple)]


def _second_plans(contents: FileContents, spans: Sequence[FileRow]) -> list[Refusal]:
    file, first = contents.sheets[PLAN_SHEET], spans[0]
    return [
        file.refusal(Fault.ROW_TWICE, row, "period", shown_value(row.key[0]), str(first.number))
        for row in spans[1:]
    ]


def _overlaps(
    contents: FileContents, row: FileRow, plan: Plan | None, plans: Sequence[Plan]
) -> list[Refusal]:
    """Refuses a new plan that shares a year with one that is there."""
    first, last = row.key[0]
    others = [each for each in plans if each.first_year <= last and each.last_year >= first]
    if plan is not None or not others:
        return []
    other = others[0]
    expected, read = f"{other.first_year}-{other.last_year}", shown_value(row.key[0])
    file = contents.sheets[PLAN_SHEET]
    return [file.refusal(Fault.PLAN_OVERLAPS, row, "period", read, expected, other.name)]


def _plan_of_years(plans: Sequence[Plan], year: int | None, contents: FileContents) -> Plan | None:
    """The plan that the year chosen belongs to, else the latest that has one of the years of the file."""
    named = {year} if year is not None else set(years_named(contents))
    fitting = [plan for plan in plans if not named or any(each in plan.years for each in named)]
    return max(fitting, key=lambda plan: plan.first_year, default=None)


def _without_plan(contents: FileContents) -> list[Refusal]:
    """Says that the plan is missing, unless its row is there and is refused itself."""
    plan = contents.sheets.get(PLAN_SHEET)
    if not contents.sheets or (plan is not None and plan.refused):
        return []
    return [Refusal(Fault.PLAN_ROW_MISSING, PLAN_SHEET)]

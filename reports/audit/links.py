"""Where a trace leads: the page of its object, in the object's unit and year, while it exists."""

from __future__ import annotations

from typing import Any

from django.db import models

from organizations.models import Unit
from organizations.scope import UnitScope
from reports.audit.facts import Facts
from reports.audit.kinds import BY_MODEL, ITSELF
from scorecards.models import Plan, Scorecard


def link_of(row: models.Model, facts: Facts, scope: UnitScope) -> str:
    """The address; empty when the object or the page's object is gone."""
    kind = BY_MODEL[type(row)]
    above = {type(step): step for step in facts.way_up(row)}
    unit = above.get(Unit)
    arguments = []
    if kind.about:
        target = row if kind.about == ITSELF else _follow(row, kind.about, facts)
        if target is None or not facts.lives(target):
            return ""
        arguments = [target.pk]
    if not facts.lives(row) or (unit is not None and not facts.lives(unit)):
        return ""
    year = _year(row, above, facts, scope.year)
    shown_in = unit if isinstance(unit, Unit) and kind.model is not Unit else None
    return scope.url(kind.page, *arguments, year=year, unit=shown_in)


def year_of(row: models.Model, facts: Facts) -> int | None:
    """The year that the row is about."""
    steps = (step for step in facts.way_up(row) if BY_MODEL[type(step)].has_own_year)
    return next((int(step.year) for step in steps), None)  # type: ignore[attr-defined]


def unit_of(row: models.Model, facts: Facts) -> Unit | None:
    """The unit that the row belongs to."""
    return next((step for step in facts.way_up(row) if isinstance(step, Unit)), None)


def _follow(row: models.Model, path: str, facts: Facts) -> models.Model | None:
    found: models.Model | None = row
    for name in path.split("."):
        found = facts.related(found, name) if found is not None else None
    return found


def _year(row: models.Model, above: dict[Any, models.Model], facts: Facts, shown: int) -> int:
    """The row's year, else the one being looked at; the nearest that the plan of the row covers."""
    year = year_of(row, facts) or shown
    plan = above.get(Plan)
    if Scorecard in above:
        plan = facts.related(above[Scorecard], "plan")
    return min(max(year, plan.first_year), plan.last_year) if isinstance(plan, Plan) else year

"""Work programs: what the initiatives become in a year. Nothing of a closed year changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from indicators.models import Initiative, WorkProgram
from indicators.work_conflicts import check_seen
from indicators.work_programs import problems
from indicators.work_words import problem_errors
from indicators.work_year import left_over, work_of
from organizations import history
from organizations.models import User
from scorecards.locks import lock_open_years, raise_version
from scorecards.models import Scorecard, ScorecardYear
from scorecards.services import people_of
from scorecards.services.rows import lock_row, move_row, next_order, save_row

FIELDS = frozenset({"name", "owner", "budget", "spent", "start", "end", "progress", "status"})


@transaction.atomic
def create_work_program(
    *, initiative: Initiative, scorecard_year: ScorecardYear, name: str, by: User, **facts: Any
) -> WorkProgram:
    """Adds a work program as the initiative's last of the year.

    facts: owner, budget, spent, start, end, progress and status, each as the model's default without it.
    Raises ValidationError by field, YearClosed.
    """
    _refuse_unknown(facts)
    year = _lock_year(scorecard_year)
    fresh = lock_row(initiative, against_use=False)
    if fresh.indicator.objective.scorecard_id != year.scorecard_id:
        raise ValidationError(_("This initiative belongs to another scorecard."), code="another_scorecard")
    siblings = WorkProgram.objects.filter(initiative=fresh, scorecard_year=year)
    program = WorkProgram(
        initiative=fresh, scorecard_year=year, name=name, order=next_order(siblings), **facts
    )
    _check(program, owner_changed=True)
    save_row(program, by=by)
    raise_version(year.scorecard)
    return program


@transaction.atomic
def change_work_program(
    program: WorkProgram, *, by: User, seen: str | None = None, **changes: Any
) -> WorkProgram:
    """Changes FIELDS of a work program; answers it as stored.

    seen: what newest_trace said of the state that the changes start from (None: that of no form). Raises
    ValidationError by field, StaleWorkProgram when it would undo a later change, YearClosed.
    """
    _refuse_unknown(changes)
    fresh = _lock(program)
    if seen is not None:
        check_seen(fresh, seen, changes)
    changed = {name for name, value in changes.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name in changed:
        setattr(fresh, name, changes[name])
    _check(fresh, owner_changed="owner" in changed)
    save_row(fresh, by=by)
    raise_version(fresh.scorecard_year.scorecard)
    return fresh


@transaction.atomic
def move_work_program(program: WorkProgram, *, direction: str, by: User) -> bool:
    """Moves it up or down among those of its initiative and year; whether it moved. Raises YearClosed."""
    fresh = _lock(program)
    siblings = WorkProgram.objects.filter(initiative=fresh.initiative_id, scorecard_year=fresh.scorecard_year)
    moved = move_row(fresh, siblings, direction, by=by)
    if moved:
        raise_version(fresh.scorecard_year.scorecard)
    return moved


@transaction.atomic
def delete_work_program(program: WorkProgram, *, by: User, reason: str = "") -> None:
    """Deletes a work program. Raises YearClosed, ValidationError when it is gone."""
    fresh = _lock(program)
    history.delete(fresh, by=by, reason=reason)
    raise_version(fresh.scorecard_year.scorecard)


@transaction.atomic
def plan_work_programs(scorecard_year: ScorecardYear, *, by: User) -> int:
    """Gives each initiative that has no work program in the year one of its own name; answers how many.

    All of them or none. Raises YearClosed, ValidationError for a year outside the plan.
    """
    year = _lock_year(scorecard_year)
    initiatives = Initiative.objects.filter(indicator__objective__scorecard=year.scorecard_id)
    bare = initiatives.exclude(work_programs__scorecard_year=year).order_by("indicator", "order", "pk")
    rows = [
        WorkProgram(initiative=initiative, scorecard_year=year, name=initiative.name, order=1)
        for initiative in bare
    ]
    return _create(rows, year.scorecard, by=by)


@transaction.atomic
def carry_over(scorecard_year: ScorecardYear, *, by: User) -> int:
    """Plans last year's unfinished work programs again; answers how many.

    They keep name and owner, if the owner still has a role here. Budget, dates and progress begin anew.
    All of them or none. Raises YearClosed, ValidationError for a year outside the plan.
    """
    year = _lock_year(scorecard_year)
    people = set(people_of(year.scorecard.plan.organization_id).values_list("pk", flat=True))
    places: dict[int, int] = {}
    rows = []
    for old in left_over(year):
        if old.initiative_id not in places:
            siblings = WorkProgram.objects.filter(initiative=old.initiative_id, scorecard_year=year)
            places[old.initiative_id] = next_order(siblings)
        owner = old.owner_id if old.owner_id in people else None
        order = places[old.initiative_id]
        places[old.initiative_id] = order + 1
        rows.append(
            WorkProgram(
                initiative_id=old.initiative_id,
                scorecard_year=year,
                name=old.name,
                owner_id=owner,
                order=order,
            )
        )
    return _create(rows, year.scorecard, by=by)


def _create(rows: list[WorkProgram], scorecard: Scorecard, *, by: User) -> int:
    history.create_many(WorkProgram, rows, by=by)
    if rows:
        raise_version(scorecard)
    return len(rows)


def _lock_year(scorecard_year: ScorecardYear) -> ScorecardYear:
    """The year, locked, as it is now. Raises YearClosed, ValidationError when the plan no longer has it."""
    locked = lock_open_years(scorecard_year.scorecard, [scorecard_year.year])
    year = next(iter(locked), None)
    if year is None or year.year not in year.scorecard.plan.years:
        raise ValidationError(
            _("The year %(year)s is none of the plan's years: work programs belong to those."),
            code="outside_the_plan",
            params={"year": str(scorecard_year.year)},
        )
    return year


def _lock(program: WorkProgram) -> WorkProgram:
    """The work program as it stands under the lock of its year. Raises YearClosed, or that it is gone."""
    year = _lock_year(program.scorecard_year)
    fresh = WorkProgram.objects.select_related("owner").filter(pk=program.pk).first()
    if fresh is None:
        raise ValidationError(_("Somebody else has deleted this work program."), code="gone")
    fresh.scorecard_year = year
    return fresh


def _check(program: WorkProgram, *, owner_changed: bool) -> None:
    """Raises ValidationError by field. Whoever left the organization may stay named as the owner."""
    work, year = work_of(program), program.scorecard_year.year
    errors = problem_errors(problems(work, year), work, year)
    organization = program.scorecard_year.scorecard.plan.organization_id
    if owner_changed and program.owner and not _is_known(program.owner, organization):
        errors["owner"] = [ValidationError(_("This person has no role in this organization."))]
    if errors:
        raise ValidationError(errors)


def _is_known(person: User, organization: int) -> bool:
    known: bool = people_of(organization).filter(pk=person.pk).exists()
    return known


def _refuse_unknown(names: Iterable[str]) -> None:
    if unknown := set(names) - FIELDS:
        raise TypeError(f"not facts of a work program: {', '.join(sorted(unknown))}")

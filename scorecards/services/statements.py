"""Statements of a plan (vision, mission, goals) and the ticks that derive objectives from them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from organizations.history import delete, delete_many
from organizations.models import User
from scorecards.locks import lock_plan, lock_years, lock_years_of_plan, raise_version, raise_versions_of_plan
from scorecards.models import Objective, ObjectiveStatement, Plan, Statement
from scorecards.services.rows import change_row, move_row, next_order, save_row


@transaction.atomic
def create_statement(
    *, plan: Plan, kind: str, code: str, text: str, by: User | None, note: str = ""
) -> Statement:
    """Adds a statement behind the others of its kind. Raises ValidationError."""
    plan = lock_plan(plan)
    order = next_order(plan.statements.filter(kind=kind))
    statement = Statement(plan=plan, kind=kind, code=code, text=text, note=note, order=order)
    save_row(statement, by=by)
    raise_versions_of_plan(plan)
    return statement


@transaction.atomic
def change_statement(statement: Statement, *, by: User | None, **changes: Any) -> Statement:
    """Changes kind, code, text or note; one that changes its kind goes behind the others of the new kind.

    Raises ValidationError.
    """
    plan = lock_plan(statement.plan)
    kind = changes.get("kind", statement.kind)
    if kind != statement.kind:
        changes["order"] = next_order(plan.statements.filter(kind=kind))
    statement, changed = change_row(statement, changes, by=by)
    if changed:
        raise_versions_of_plan(plan)
    return statement


@transaction.atomic
def move_statement(statement: Statement, *, direction: str, by: User | None) -> bool:
    """Moves a statement "up" or "down" within its kind; False when it is at that end."""
    plan = lock_plan(statement.plan)
    moved = move_row(statement, plan.statements.filter(kind=statement.kind), direction, by=by)
    if moved:
        raise_versions_of_plan(plan)
    return moved


@transaction.atomic
def delete_statement(statement: Statement, *, by: User | None, reason: str = "") -> None:
    """Deletes a statement with its ticks in every scorecard of the plan."""
    plan = lock_plan(statement.plan)
    lock_years_of_plan(plan)  # nobody sets a tick at this moment
    delete_many(ObjectiveStatement.objects.filter(statement=statement), by=by, reason=reason)
    delete(statement, by=by, reason=reason)
    raise_versions_of_plan(plan)


@transaction.atomic
def set_tick(*, objective: Objective, statement: Statement, ticked: bool, by: User | None) -> bool:
    """Says that the objective is derived from the statement, or that it is not; answers `ticked`.

    Raises ValidationError when they belong to different plans, or when one of them has gone.
    """
    if objective.scorecard.plan_id != statement.plan_id:
        raise ValidationError(_("This statement belongs to another plan."), code="foreign")
    lock_years(objective.scorecard)  # the same tick set twice at one moment is one tick
    check_there(objective, statement)
    tick = ObjectiveStatement.objects.filter(objective=objective, statement=statement).first()
    if ticked and tick is None:
        save_row(ObjectiveStatement(objective=objective, statement=statement), by=by)
        raise_version(objective.scorecard)
    elif not ticked and tick is not None:
        delete(tick, by=by)
        raise_version(objective.scorecard)
    return ticked


def check_there(*rows: Model) -> None:
    """Raises ValidationError when one of the rows has been deleted. Call it when the years are locked."""
    for row in rows:
        if not type(row)._default_manager.filter(pk=row.pk).exists():
            raise ValidationError(_("This has been deleted meanwhile."), code="deleted")

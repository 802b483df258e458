"""Perspectives of a plan, with their weights in the years of every scorecard."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext

from organizations.history import create_many, delete, delete_many
from organizations.models import User
from scorecards.locks import lock_open_years_of_plan, lock_plan, lock_years_of_plan, raise_versions_of_plan
from scorecards.models import Perspective, PerspectiveWeight, Plan
from scorecards.services.rows import change_row, move_row, next_order, save_row

# code, Indonesian, English, tone
FINANCIAL = ("F", "Finansial", "Financial", Perspective.Tone.OCHRE)
CUSTOMER = ("C", "Pelanggan", "Customer", Perspective.Tone.PLUM)
STAKEHOLDER = ("S", "Pemangku Kepentingan", "Stakeholder", Perspective.Tone.PLUM)
PROCESS = ("P", "Proses Bisnis Internal", "Internal Business Process", Perspective.Tone.BLUE)
LEARNING = ("L", "Pembelajaran dan Pertumbuhan", "Learning and Growth", Perspective.Tone.GREEN)
BUSINESS = (FINANCIAL, CUSTOMER, PROCESS, LEARNING)
PUBLIC_SECTOR = (STAKEHOLDER, PROCESS, LEARNING, FINANCIAL)


@transaction.atomic
def create_default_perspectives(
    plan: Plan, *, by: User | None, public_sector: bool = False
) -> list[Perspective]:
    """The four usual perspectives; a public body has its stakeholders on top and finance at the base."""
    return [
        create_perspective(plan=plan, code=code, name_id=name_id, name_en=name_en, tone=tone, by=by)
        for code, name_id, name_en, tone in (PUBLIC_SECTOR if public_sector else BUSINESS)
    ]


@transaction.atomic
def create_perspective(
    *,
    plan: Plan,
    code: str,
    by: User | None,
    name_id: str = "",
    name_en: str = "",
    tone: int = Perspective.Tone.OCHRE,
    default_weight: Decimal | int = 1,
) -> Perspective:
    """Adds a perspective below the others and weighs it in every open year. Raises ValidationError."""
    plan = lock_plan(plan)
    years = lock_years_of_plan(plan)
    perspective = Perspective(
        plan=plan,
        code=code,
        name_id=name_id,
        name_en=name_en,
        tone=tone,
        default_weight=default_weight,
        order=next_order(plan.perspectives.all()),
    )
    save_row(perspective, by=by)
    weights = [
        PerspectiveWeight(scorecard_year=year, perspective=perspective, weight=default_weight)
        for year in years
        if not year.is_closed
    ]
    create_many(PerspectiveWeight, weights, by=by)
    raise_versions_of_plan(plan)
    return perspective


@transaction.atomic
def change_perspective(perspective: Perspective, *, by: User | None, **changes: Any) -> Perspective:
    """Changes code, names, tone or default_weight (for years made later). Raises ValidationError."""
    plan = lock_plan(perspective.plan)
    perspective, changed = change_row(perspective, changes, by=by)
    if changed:
        raise_versions_of_plan(plan)
    return perspective


@transaction.atomic
def move_perspective(perspective: Perspective, *, direction: str, by: User | None) -> bool:
    """Moves a perspective "up" or "down"; False when it is at that end. Raises ValidationError."""
    plan = lock_plan(perspective.plan)
    moved = move_row(perspective, plan.perspectives.all(), direction, by=by)
    if moved:
        raise_versions_of_plan(plan)
    return moved


@transaction.atomic
def delete_perspective(perspective: Perspective, *, by: User | None, reason: str = "") -> None:
    """Deletes an empty perspective and its weights.

    Raises ValidationError while it holds objectives, YearClosed when the plan has a closed year.
    """
    plan = lock_plan(perspective.plan)
    lock_open_years_of_plan(plan)
    if refusal := perspective_deletion_refused(perspective):
        raise ValidationError(refusal, code="in_use")
    delete_many(PerspectiveWeight.objects.filter(perspective=perspective), by=by, reason=reason)
    delete(perspective, by=by, reason=reason)
    raise_versions_of_plan(plan)


def perspective_deletion_refused(perspective: Perspective) -> str:
    """Why the perspective can't be deleted; empty when it can."""
    count = perspective.objectives.count()
    if not count:
        return ""
    return ngettext(
        "This perspective holds %(count)s objective. Move or delete it first.",
        "This perspective holds %(count)s objectives. Move or delete them first.",
        count,
    ) % {"count": count}

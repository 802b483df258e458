"""Writes the sheets of what is wanted: plan, statements, perspectives, objectives, links."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reports.workbook.importing.applying import Found, Work, by_code, renamed
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.places import OBJECTIVES, PERSPECTIVES, PLAN_SHEET
from scorecards.models import Objective, ObjectiveLink, Perspective, Plan, ScoringScheme, Statement
from scorecards.services import (
    add_history_years,
    change_link,
    change_objective,
    change_perspective,
    change_plan,
    change_statement,
    create_link,
    create_objective,
    create_perspective,
    create_plan,
    create_scorecard,
    create_statement,
    set_tick,
)

TONES = {tone.name.lower(): tone.value for tone in Perspective.Tone}


def write_plan(work: Work) -> None:
    """Makes or changes the plan; gives the unit its scorecard in it; adds the years before the plan."""
    changes = work.changes(PLAN_SHEET)
    for change in changes:
        if isinstance(change.key[0], tuple):
            work.ground.plan = work.attempt(change, partial(_write_plan_row, work)) or work.ground.plan
    first = next(work.comparison.all_changes(), None)
    if work.ground.plan is None or first is None:
        return
    if work.ground.scorecard is None:
        with work.noting(first):
            made = create_scorecard(plan=work.plan, unit=work.ground.unit, by=work.by)
            work.ground.scorecard = made
    if work.ground.scorecard is None:
        return
    before = [
        change
        for change in changes
        if isinstance(change.key[0], int) and change.key[0] < work.plan.first_year
    ]
    if before:
        with work.noting(before[0]):
            add_history_years(work.scorecard, [change.key[0] for change in before], work.by)


def _write_plan_row(work: Work, change: RowChange) -> Plan:
    changed = change.values if change.is_new else change.changed
    facts: dict[str, Any] = {
        name: changed[column]
        for name, column in (("name", "name"), ("note", "note"), ("weighting_mode", "weighting"))
        if column in changed
    }
    if not facts.get("name", "x"):
        raise ValidationError({"name": _("A plan needs a name.")})
    plan = work.ground.plan
    if not {"scheme", "scheme_version"}.isdisjoint(changed):
        facts["scheme"] = scheme_of(work, change, plan.scheme if plan else None)
    if plan is None:
        first, last = change.key[0]
        return create_plan(
            organization=work.ground.organization, first_year=first, last_year=last, by=work.by, **facts
        )
    return change_plan(plan, by=work.by, **facts)


def scheme_of(work: Work, change: RowChange, stands: ScoringScheme | None) -> ScoringScheme:
    """The scheme that a row names; without a version the one that stands, else the newest.

    Raises ValidationError when the organization has none like that.
    """
    code = change.values.get("scheme") or (stands.code if stands else "")
    version = change.values.get("scheme_version")
    if version is None and stands and stands.code == code:
        return stands
    versions = {known: scheme for (name, known), scheme in work.schemes.items() if name == code}
    found = versions.get(max(versions, default=0) if version is None else version)
    if found is None:
        read = f"{code} {version}" if version is not None and versions else code
        expected = ", ".join(sorted(f"{name} {number}" for name, number in work.schemes))
        message = _("Read the scheme “%(read)s”; expected one of this organization: %(expected)s.")
        raise ValidationError({"scheme": message % {"read": read, "expected": expected}})
    return found


def write_statements(work: Work) -> None:
    """Makes and changes statements."""

    def write(change: RowChange) -> Statement:
        facts = renamed(change)
        if change.is_new:
            return create_statement(plan=work.plan, by=work.by, **facts)
        return change_statement(work.statements[change.key[0]], by=work.by, **facts)

    work.each("Statements", write, work.statements)


def write_perspectives(work: Work) -> None:
    """Makes and changes perspectives."""

    def write(change: RowChange) -> Perspective:
        facts = renamed(change)
        if "tone" in facts:
            facts["tone"] = TONES[facts["tone"]]
        if change.is_new:
            return create_perspective(plan=work.plan, by=work.by, **facts)
        return change_perspective(work.perspectives[change.key[0]], by=work.by, **facts)

    work.each(PERSPECTIVES, write, work.perspectives)


def write_objectives(work: Work) -> Found[Objective]:
    """Makes and changes objectives and what they are derived from; answers all of them by code."""
    objectives = by_code(work.scorecard.objectives.select_related("perspective", "scorecard__plan"))

    def write(change: RowChange) -> Objective:
        facts = _objective_facts(work, change)
        ticks = facts.pop("statements", None)
        if change.is_new:
            objective = create_objective(scorecard=work.scorecard, by=work.by, **facts)
        else:
            objective = change_objective(objectives[change.key[0]], by=work.by, **facts)
        if ticks is not None:
            _tick(work, objective, set(ticks))
        return objective

    work.each(OBJECTIVES, write, objectives)
    return objectives


def _objective_facts(work: Work, change: RowChange) -> dict[str, Any]:
    facts = renamed(change)
    if "perspective" in facts:
        facts["perspective"] = work.perspectives[facts["perspective"]]
    if "owner" in facts:
        facts["owner"] = work.people.get(facts["owner"])
    if "parent" in facts:
        facts["parent"] = _objective_above(work, facts["parent"])
    return facts


def _tick(work: Work, objective: Objective, wanted: set[str]) -> None:
    ticked = set(objective.ticks.values_list("statement__code", flat=True))
    for code in sorted(wanted ^ ticked):
        set_tick(objective=objective, statement=work.statements[code], ticked=code in wanted, by=work.by)


def _objective_above(work: Work, address: str) -> Objective | None:
    """The objective that an address (unit, slash, code) names. Raises ValidationError when there is none."""
    if not address:
        return None
    unit, _slash, code = address.partition("/")
    found = Objective.objects.filter(scorecard__plan=work.plan, scorecard__unit__code=unit, code=code).first()
    if found is None:
        message = _("Read “%(read)s”; expected an objective of a unit above as UNIT/CODE, in the same plan.")
        raise ValidationError({"parent": message % {"read": address}})
    return found


def write_links(work: Work, objectives: Found[Objective]) -> None:
    """Draws links and changes their notes."""
    present = ObjectiveLink.objects.filter(cause__scorecard=work.scorecard)
    links = {(link.cause.code, link.effect.code): link for link in present.select_related("cause", "effect")}

    def write(change: RowChange) -> ObjectiveLink:
        cause, effect = (objectives[code] for code in change.key)
        note = change.values.get("note", "")
        if change.is_new:
            return create_link(cause=cause, effect=effect, note=note, by=work.by)
        return change_link(links[change.key], note=note, by=work.by)

    for change in work.changes("Links"):
        work.attempt(change, write)

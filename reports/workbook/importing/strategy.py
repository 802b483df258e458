"""Writes the sheets of what is wanted: plan, statements, perspectives, objectives, links, rules of years."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.scorecard_year import load_scorecard_year
from performance.rules import RuleChanges
from performance.services import change_year_rules
from reports.workbook.importing.applying import Found, Work, by_code, renamed
from reports.workbook.importing.comparing import PLAN_SHEET, WEIGHTS, RowChange
from reports.workbook.sheets import PERSPECTIVE
from scorecards.models import Objective, ObjectiveLink, Perspective, ScoringScheme
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
    for change in work.changes(PLAN_SHEET):
        if isinstance(change.key[0], tuple):
            work.attempt(change, partial(_write_plan_row, work))
    if work.ground.plan is None:
        return
    if work.ground.scorecard is None:
        work.ground.scorecard = create_scorecard(plan=work.plan, unit=work.ground.unit, by=work.by)
    before = [
        change.key[0]
        for change in work.changes(PLAN_SHEET)
        if isinstance(change.key[0], int) and change.key[0] < work.plan.first_year
    ]
    if before:
        add_history_years(work.scorecard, before, work.by)


def _write_plan_row(work: Work, change: RowChange) -> None:
    values = change.values
    facts: dict[str, Any] = {
        name: values[column]
        for name, column in (("name", "name"), ("note", "note"), ("weighting_mode", "weighting"))
        if column in values
    }
    if not facts.get("name", "x"):
        raise ValidationError({"name": _("A plan needs a name.")})
    if "scheme" in values:
        facts["scheme"] = scheme_of(work, values)
    if work.ground.plan is None:
        first, last = change.key[0]
        work.ground.plan = create_plan(
            organization=work.ground.organization, first_year=first, last_year=last, by=work.by, **facts
        )
    else:
        work.ground.plan = change_plan(work.plan, by=work.by, **facts)


def scheme_of(work: Work, values: dict[str, Any]) -> ScoringScheme:
    """The scheme that a row names. Raises ValidationError when the organization has none like that."""
    code, version = values["scheme"], values.get("scheme_version")
    versions = {known: scheme for (name, known), scheme in work.schemes.items() if name == code}
    found = versions.get(version or max(versions, default=0))
    if found is None:
        read = f"{code} {version}" if version and versions else code
        expected = ", ".join(sorted({f"{name} {number}" for name, number in work.schemes}))
        message = _("Read the scheme “%(read)s”; expected one of this organization: %(expected)s.")
        raise ValidationError({"scheme": message % {"read": read, "expected": expected}})
    return found


def write_statements(work: Work) -> None:
    """Makes and changes statements."""

    def write(change: RowChange) -> None:
        if change.is_new:
            made = create_statement(plan=work.plan, by=work.by, **renamed(change))
            work.statements[made.code] = made
        else:
            change_statement(work.statements[change.key[0]], by=work.by, **renamed(change))

    work.each("Statements", write)


def write_perspectives(work: Work) -> None:
    """Makes and changes perspectives."""

    def write(change: RowChange) -> None:
        facts = renamed(change)
        if "tone" in facts:
            facts["tone"] = TONES[facts["tone"]]
        if change.is_new:
            made = create_perspective(plan=work.plan, by=work.by, **facts)
            work.perspectives[made.code] = made
        else:
            change_perspective(work.perspectives[change.key[0]], by=work.by, **facts)

    work.each("Perspectives", write)


def write_objectives(work: Work) -> Found[Objective]:
    """Makes and changes objectives and what they are derived from; answers all of them by code."""
    objectives = by_code(work.scorecard.objectives.select_related("perspective", "scorecard__plan"))

    def write(change: RowChange) -> None:
        facts = renamed(change)
        ticks = facts.pop("statements", None)
        if "perspective" in facts:
            facts["perspective"] = work.perspectives[facts["perspective"]]
        if "owner" in facts:
            facts["owner"] = work.people.get(facts["owner"])
        if "parent" in facts:
            facts["parent"] = _objective_above(work, facts["parent"])
        code = change.key[0]
        if change.is_new:
            objectives[code] = create_objective(scorecard=work.scorecard, by=work.by, **facts)
        elif facts:
            objectives[code] = change_objective(objectives[code], by=work.by, **facts)
        if ticks is not None:
            _tick(work, objectives[code], set(ticks))

    work.each("Objectives", write)
    return objectives


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

    def write(change: RowChange) -> None:
        cause, effect = (objectives[code] for code in change.key)
        note = change.values.get("note", "")
        if change.is_new:
            create_link(cause=cause, effect=effect, note=note, by=work.by)
        else:
            change_link(links[change.key], note=note, by=work.by)

    work.each("Links", write)


def write_rules(work: Work) -> None:
    """Changes weighting, scheme and threshold of years and the weights in them, one year at a time."""
    rows: dict[int, list[RowChange]] = {}
    for change in work.changes(PLAN_SHEET):
        if isinstance(change.key[0], int):
            rows.setdefault(change.key[0], []).append(change)
    for change in work.changes(WEIGHTS):
        rows.setdefault(change.values["year"], []).append(change)
    found = work.scorecard.years.filter(year__in=rows).select_related("scheme", "scorecard__plan")
    years = {year.year: year for year in found}
    for number, changes in sorted(rows.items()):
        scorecard_year = years[number]
        rules: RuleChanges = {}
        sources: dict[str, RowChange] = {}
        table = load_scorecard_year(scorecard_year)
        keys = {
            PERSPECTIVE: {each.perspective.code: each.perspective.pk for each in table.perspectives},
            "objective": {each.objective.code: each.objective.pk for each in table.objectives},
        }
        weights: dict[str, dict[int, Decimal]] = {PERSPECTIVE: {}, "objective": {}}
        for change in changes:
            if change.sheet.sheet.name == WEIGHTS:
                kind, code, _year = change.key
                weights[kind][keys[kind][code]] = change.values["weight"]
                sources[f"{kind}-{keys[kind][code]}"] = change
            else:
                _collect_rules(work, change, rules)
                sources[""] = change
        rules["perspective_weights"], rules["objective_weights"] = weights[PERSPECTIVE], weights["objective"]
        _change_rules(work, scorecard_year, rules, sources, changes[0])


def _collect_rules(work: Work, change: RowChange, rules: RuleChanges) -> None:
    changed = change.changed
    if "weighting" in changed:
        rules["weighting_mode"] = changed["weighting"]
    if "scheme" in changed or "scheme_version" in changed:
        try:
            rules["scheme"] = scheme_of(work, change.values)
        except ValidationError as error:
            work.refuse(change, error)
    if "threshold" in changed:
        rules["fixed_threshold"] = changed["threshold"]
    if "threshold_reason" in changed:
        rules["fixed_threshold_reason"] = changed["threshold_reason"]


def _change_rules(
    work: Work, scorecard_year: Any, rules: RuleChanges, sources: dict[str, RowChange], first: RowChange
) -> None:
    """Changes a year's rules; what is refused of them is noted at the row that it came from."""
    try:
        change_year_rules(scorecard_year=scorecard_year, by=work.by, **rules)
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            work.refuse(first, error)
            return
        for name, errors in error.error_dict.items():
            if name in sources:
                work.refuse(sources[name], ValidationError({"weight": errors}))
            else:
                work.refuse(sources.get("", first), ValidationError({name: errors}))

"""A plan that uses everything a plan can have, for tests that copy it, and what a copy is compared by."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from indicators.baselines import inputs_to_json, mean
from indicators.models import Evidence, Indicator, Initiative, Measurement, WorkProgram
from indicators.scoring import score_indicator
from organizations.models import Unit
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Scorecard,
    ScorecardYear,
    Statement,
)
from tests.factories import (
    EvidenceFactory,
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    ObjectiveWeightFactory,
    PerspectiveFactory,
    PerspectiveWeightFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    ScoringSchemeFactory,
    StatementFactory,
    WorkProgramFactory,
)

HISTORY_YEARS = (2009, 2010, 2011)
PATHS: dict[type[models.Model], str] = {
    Statement: "plan",
    Perspective: "plan",
    Scorecard: "plan",
    Objective: "scorecard__plan",
    ObjectiveStatement: "statement__plan",
    ObjectiveLink: "cause__scorecard__plan",
    Indicator: "objective__scorecard__plan",
    Initiative: "indicator__objective__scorecard__plan",
    ScorecardYear: "scorecard__plan",
    PerspectiveWeight: "perspective__plan",
    ObjectiveWeight: "objective__scorecard__plan",
    Measurement: "scorecard_year__scorecard__plan",
    WorkProgram: "scorecard_year__scorecard__plan",
    Evidence: "measurement__scorecard_year__scorecard__plan",
}
"""What a plan holds, with the path to it."""
CONTENTS = tuple(PATHS)


class Drawing:
    """Draws a plan from a seed; people: who owns, enters and closes."""

    def __init__(self, seed: int, people: Iterable[Any]) -> None:
        self.random = random.Random(seed)
        self.people = list(people)

    def one(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def anybody(self) -> Any:
        return self.one(None, *self.people)

    def weight(self) -> Decimal:
        return Decimal(self.random.randint(1, 40000)).scaleb(-4)

    def figure(self) -> Decimal:
        return Decimal(self.random.randint(-90_000_000, 90_000_000)).scaleb(-6)


def full_plan(unit: Unit, *, seed: int = 1, people: Iterable[Any]) -> Scorecard:
    """The unit's scorecard in a plan 2012-2013, drawn from the seed, with history and with 2012 closed."""
    draw = Drawing(seed, people)
    schemes = ScoringSchemeFactory.create_batch(2, organization=unit.organization, version=4, source="Paper")
    plan = PlanFactory(
        organization=unit.organization, name="Renstra 2012-2013", scheme=schemes[0], note="Illustrative"
    )
    for kind in Statement.Kind.values:
        StatementFactory(plan=plan, kind=kind, note=f"Note on {kind}")
    for tone in (3, 5, 8):
        PerspectiveFactory(plan=plan, default_weight=draw.weight(), tone=tone)
    card = ScorecardFactory(plan=plan, unit=unit, version=7)
    fill(card, draw, schemes)
    return card


def fill(card: Scorecard, draw: Drawing, schemes: list[Any]) -> None:
    """Objectives, map, years and indicators of a scorecard."""
    rules = {"fixed_threshold": Decimal(42), "fixed_threshold_reason": "As in the paper"}
    years = [
        ScorecardYearFactory(
            scorecard=card,
            year=year,
            weighting_mode=draw.one("equal", "indicator", "hierarchical"),
            scheme=draw.one(*schemes),
            **rules,
        )
        for year in (*HISTORY_YEARS, *card.plan.years)
    ]
    perspectives, statements = list(card.plan.perspectives.all()), list(card.plan.statements.all())
    objectives = [
        ObjectiveFactory(
            scorecard=card,
            perspective=draw.one(*perspectives),
            default_weight=draw.weight(),
            owner=draw.anybody(),
        )
        for _each in range(4)
    ]
    for objective in objectives:
        ObjectiveStatement.objects.create(objective=objective, statement=draw.one(*statements))
    for cause, effect in ((0, 1), (1, 2), (0, 3)):
        ObjectiveLinkFactory(cause=objectives[cause], effect=objectives[effect], note=f"Because {cause}")
    for year in years:
        for each in perspectives:
            PerspectiveWeightFactory(scorecard_year=year, perspective=each, weight=draw.weight())
        for each in objectives:
            ObjectiveWeightFactory(scorecard_year=year, objective=each, weight=draw.weight())
    for _each in range(6):
        fill_indicator(indicator(draw.one(*objectives), draw), years, draw)
    ScorecardYear.objects.filter(pk=years[3].pk).update(closed_at=timezone.now(), closed_by=draw.people[0])


def indicator(objective: Objective, draw: Drawing) -> Indicator:
    """One whose baseline was decreed or computed from its history."""
    texts = ("definition", "formula", "information_produced", "data_source", "when_data_missing")
    return IndicatorFactory(
        objective=objective,
        polarity=draw.one(*Indicator.Polarity.values),
        kind=draw.one(*Indicator.Kind.values),
        default_weight=draw.weight(),
        target_source="Asked the board",
        person_responsible="Head of finance",
        natural_min=Decimal(-1000),
        natural_max=Decimal(1000),
        caps_at_maximum=draw.one(False, True),
        worst_value=draw.one(None, Decimal(-500)),
        decimals=draw.one(None, 0, 3),
        **{text: f"{text} {draw.figure()}" for text in texts},
    )


def fill_indicator(row: Indicator, years: list[ScorecardYear], draw: Drawing) -> None:
    """Its baseline, a measurement in each year, an initiative with work programs, evidence."""
    past = {year: draw.figure() for year in HISTORY_YEARS}
    row.baseline_method = draw.one(*Indicator.BaselineMethod.values)
    used = {"decreed": [], "previous": [2011], "mean": draw.one([2010, 2011], [*HISTORY_YEARS])}
    inputs = {year: past[year] for year in used[row.baseline_method]}
    row.baseline_span = len(inputs) if row.baseline_method == "mean" else None
    row.baseline = mean(inputs.values()) if inputs else Decimal(5)
    row.baseline_inputs, row.baseline_note = inputs_to_json(inputs), "Minutes of the board"
    row.save()
    initiative = InitiativeFactory(indicator=row, order=3)
    for year in years:
        measured = measure(row, year, past.get(year.year, draw.figure()), draw)
        if year.year in past:
            continue
        EvidenceFactory(measurement=measured, added_by=draw.one(*draw.people))
        WorkProgramFactory(
            initiative=initiative,
            scorecard_year=year,
            owner=draw.anybody(),
            budget=Decimal("1250000.50"),
            progress=40,
            status="running",
        )


def measure(row: Indicator, year: ScorecardYear, achievement: Decimal, draw: Drawing) -> Measurement:
    """A measurement with the level and attainment of its rule; without target in a year of the past."""
    made = Measurement(indicator=row, scorecard_year=year, weight=draw.weight(), achievement=achievement)
    if year.year not in HISTORY_YEARS:
        made.target = draw.figure()
        made.target_upper = made.target + 5 if row.polarity == "range" else None
        made.state = draw.one("draft", "submitted", "approved")
    made.note, made.source, made.version = "Checked", "consolidated", 4
    made.entered_by, made.entered_at = draw.anybody(), timezone.now()
    scored = score_indicator(made.inputs(), year.scheme.rule())
    made.level, made.attainment = scored.level, scored.attainment
    made.save()
    return made


def rows_of(model: type[models.Model], plan: Any) -> list[Any]:
    """The plan's rows of the model as they were made."""
    return list(model._default_manager.filter(**{PATHS[model]: plan}).order_by("pk"))


def said(row: models.Model, besides: Iterable[str] = ()) -> dict[str, Any]:
    """What a row says: its columns without its key, references by what they lead to."""
    return {
        field.name: _value(row, field)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name not in besides
    }


def _value(row: models.Model, field: Any) -> Any:
    other = getattr(row, field.name)
    if not isinstance(other, models.Model):
        return other
    return type(other).__name__, getattr(other, "code", None) or str(other)

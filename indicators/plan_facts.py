"""Loads the facts of a plan for the plan check, in a fixed number of queries however large the plan is."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from indicators.models import Indicator, Initiative, Measurement, WorkProgram
from indicators.plan_check import PlanFacts
from indicators.plan_check.plan import (
    IndicatorFacts,
    InitiativeFacts,
    ObjectiveFacts,
    PerspectiveFacts,
    PlannedYear,
    StatementFacts,
    WorkProgramFacts,
    YearFacts,
)
from indicators.plan_subjects import (
    indicator_subject,
    objective_subject,
    perspective_subject,
    statement_subject,
    year_subject,
)
from indicators.scoring import Polarity
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    PerspectiveWeight,
    Scorecard,
)
from scorecards.schemes import WeightingMode

SHEET_FIELDS = (
    "unit_of_measure",
    "definition",
    "formula",
    "information_produced",
    "data_source",
    "when_data_missing",
    "target_source",
    "person_responsible",
)
"""The texts of the KPI sheet; the rules ask only whether they say something."""


Weights = dict[Hashable, Decimal]


@dataclass(frozen=True, slots=True)
class _Figures:
    """The plan years and the history of one indicator."""

    years: list[PlannedYear]
    history: dict[int, Decimal]


def load_plan_facts(scorecard: Scorecard, *, this_year: int | None = None) -> PlanFacts:
    """The facts of a scorecard in 11 queries. Expects it with its plan loaded.

    this_year: the calendar year in which the plan is looked at (None: the current one).
    """
    perspectives = list(scorecard.plan.perspectives.order_by("order", "pk"))
    ticked = Exists(ObjectiveStatement.objects.filter(objective=OuterRef("pk")))
    objectives = list(scorecard.objectives.annotate(ticked=ticked).order_by("order", "pk"))
    derived = {row.pk for row in objectives if row.ticked or row.parent_id is not None}
    codes = {row.pk: row.code for row in perspectives}
    by_perspective = _objectives(objectives, codes, derived, _indicators(scorecard))
    return PlanFacts(
        statements=_statements(scorecard),
        perspectives=tuple(
            PerspectiveFacts(perspective_subject(row), tuple(by_perspective.get(row.pk, ())))
            for row in perspectives
        ),
        years=_years(
            scorecard,
            {row.pk: row.default_weight for row in perspectives},
            {row.pk: row.default_weight for row in objectives},
        ),
        links=tuple(
            ObjectiveLink.objects.filter(effect__scorecard=scorecard)
            .order_by("cause", "effect")
            .values_list("cause_id", "effect_id")
        ),
        this_year=timezone.localdate().year if this_year is None else this_year,
    )


def _statements(scorecard: Scorecard) -> tuple[StatementFacts, ...]:
    """One query: the statements in their order; a tick in any scorecard of the plan serves one."""
    served = Exists(ObjectiveStatement.objects.filter(statement=OuterRef("pk")))
    return tuple(
        StatementFacts(statement_subject(row), row.served)
        for row in scorecard.plan.statements.annotate(served=served).order_by("order", "pk")
    )


def _objectives(
    rows: Iterable[Objective],
    codes: Mapping[int, str],
    derived: Collection[int],
    indicators: Mapping[int, list[IndicatorFacts]],
) -> dict[int, list[ObjectiveFacts]]:
    """The objectives by perspective, in their order. codes: those of the perspectives."""
    found: dict[int, list[ObjectiveFacts]] = {}
    for row in rows:
        facts = ObjectiveFacts(
            subject=objective_subject(row, codes[row.perspective_id]),
            derived=row.pk in derived,
            owned=row.owner_id is not None,
            indicators=tuple(indicators.get(row.pk, ())),
        )
        found.setdefault(row.perspective_id, []).append(facts)
    return found


def _indicators(scorecard: Scorecard) -> dict[int, list[IndicatorFacts]]:
    """Four queries: the indicators by objective, in their order."""
    figures, initiatives = _figures(scorecard), _initiatives(scorecard)
    found: dict[int, list[IndicatorFacts]] = {}
    rows = Indicator.objects.filter(objective__scorecard=scorecard).select_related("objective")
    for row in rows.order_by("order", "pk"):
        years = figures.get(row.pk, _Figures([], {}))
        facts = IndicatorFacts(
            subject=indicator_subject(row, years.years),
            unit_of_measure=row.unit_of_measure,
            polarity=Polarity(row.polarity),
            kind=row.kind,
            filled=frozenset(name for name in SHEET_FIELDS if getattr(row, name).strip()),
            natural_min=row.natural_min,
            natural_max=row.natural_max,
            worst=row.worst_value,
            baseline=row.baseline,
            years=tuple(years.years),
            history=years.history,
            initiatives=tuple(initiatives.get(row.pk, ())),
        )
        found.setdefault(row.objective_id, []).append(facts)
    return found


def _figures(scorecard: Scorecard) -> dict[int, _Figures]:
    """One query: targets and achievements by indicator, the plan's years apart from the history."""
    found: dict[int, _Figures] = {}
    columns = ("target", "target_upper", "achievement", "weight")
    rows = (
        Measurement.objects.filter(
            scorecard_year__scorecard=scorecard, scorecard_year__year__lte=scorecard.plan.last_year
        )
        .order_by("scorecard_year__year")
        .values_list("indicator_id", "scorecard_year__year", "state", *columns)
    )
    for indicator, year, state, target, upper, achievement, weight in rows:
        figures = found.setdefault(indicator, _Figures([], {}))
        if year >= scorecard.plan.first_year:
            applies = state != Measurement.State.NOT_APPLICABLE
            figures.years.append(PlannedYear(year, target, upper, achievement, weight, applies))
        elif achievement is not None:
            figures.history[year] = achievement
    return found


def _initiatives(scorecard: Scorecard) -> dict[int, list[InitiativeFacts]]:
    """Two queries: the initiatives by indicator with their work programs."""
    programs: dict[int, list[WorkProgramFacts]] = {}
    for initiative, year, budget, status in (
        WorkProgram.objects.filter(initiative__indicator__objective__scorecard=scorecard)
        .order_by("scorecard_year__year", "order", "pk")
        .values_list("initiative_id", "scorecard_year__year", "budget", "status")
    ):
        programs.setdefault(initiative, []).append(
            WorkProgramFacts(year, budget, stopped=status == WorkProgram.Status.STOPPED)
        )
    found: dict[int, list[InitiativeFacts]] = {}
    for pk, indicator, name in (
        Initiative.objects.filter(indicator__objective__scorecard=scorecard)
        .order_by("order", "pk")
        .values_list("pk", "indicator_id", "name")
    ):
        facts = InitiativeFacts(name, tuple(programs.get(pk, ())))
        found.setdefault(indicator, []).append(facts)
    return found


def _years(scorecard: Scorecard, defaults: Weights, own_defaults: Weights) -> tuple[YearFacts, ...]:
    """Three queries: the plan's years with their rules.

    A perspective or an objective without a weight in a year takes its default, as when the year is scored.
    """
    perspectives = _by_year(
        PerspectiveWeight.objects.filter(scorecard_year__scorecard=scorecard).values_list(
            "scorecard_year_id", "perspective_id", "weight"
        )
    )
    objectives = _by_year(
        ObjectiveWeight.objects.filter(scorecard_year__scorecard=scorecard).values_list(
            "scorecard_year_id", "objective_id", "weight"
        )
    )
    plan = scorecard.plan
    rows = scorecard.years.filter(year__range=(plan.first_year, plan.last_year)).select_related("scheme")
    return tuple(
        YearFacts(
            subject=year_subject(row),
            year=row.year,
            scheme=row.scheme.rule(),
            weighting_mode=WeightingMode(row.weighting_mode),
            fixed_threshold=row.fixed_threshold,
            closed=row.is_closed,
            perspective_weights=defaults | perspectives.get(row.pk, {}),
            objective_weights=own_defaults | objectives.get(row.pk, {}),
        )
        for row in rows.order_by("year")
    )


def _by_year(rows: Iterable[tuple[int, int, Decimal]]) -> dict[int, Weights]:
    """Weights by scorecard-year and by what they weigh."""
    found: dict[int, Weights] = {}
    for year, key, weight in rows:
        found.setdefault(year, {})[key] = weight
    return found

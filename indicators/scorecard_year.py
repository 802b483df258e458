"""One scorecard-year, loaded in a fixed number of queries, scored purely, and answered as a frozen tree.

Grid, table, overview, map, commands and API read this tree; none of them computes a score by itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.db import DEFAULT_DB_ALIAS
from django.db.models import FilteredRelation, Q

from indicators.models import Indicator, Initiative, Measurement, Seal
from indicators.scoring import (
    MeasurementInput,
    RowResult,
    Status,
    Subtotal,
    YearResult,
    YearRules,
    score_year,
)
from organizations.prepared import Prepared, given
from scorecards.models import (
    Objective,
    Perspective,
    ScorecardYear,
)
from scorecards.schemes import Scheme, WeightingMode

ZERO = Fraction(0)
NO_MEASUREMENTS = Subtotal(
    total=ZERO,
    threshold=ZERO,
    threshold_so_far=ZERO,
    index=None,
    lowest=ZERO,
    highest=ZERO,
    reported=0,
    counted_lowest=0,
    expected=0,
    status=Status.MISSING,
)
"""The subtotal of a perspective or an objective without indicators."""

SHEET_TEXTS = (
    "definition",
    "formula",
    "information_produced",
    "data_source",
    "when_data_missing",
    "target_source",
    "baseline_inputs",
    "baseline_note",
)
"""Long texts of the KPI sheet that no table shows; reading one from the tree would cost a query."""


class Row(NamedTuple):
    """An indicator in the year: its measurement, its targets in every plan year, and its score.

    `targets` and `upper_targets` (the upper bounds of a range) have a key for each year of the table.
    `initiatives` is empty unless they were asked for. `indicator` comes without the texts of its KPI sheet.
    `last_achievement`: that of the year before; None in a table without other years, or shown from a seal.
    """

    perspective: Perspective
    objective: Objective
    indicator: Indicator
    measurement: Measurement
    targets: Mapping[int, Decimal | None]
    upper_targets: Mapping[int, Decimal | None]
    result: RowResult
    initiatives: tuple[Initiative, ...] = ()
    last_achievement: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ObjectiveGroup:
    """An objective with its rows; it may have none yet."""

    objective: Objective
    subtotal: Subtotal
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveGroup:
    """A perspective with its objectives; it may have none yet."""

    perspective: Perspective
    subtotal: Subtotal
    objectives: tuple[ObjectiveGroup, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all its objectives, in their order."""
        return tuple(row for group in self.objectives for row in group.rows)


@dataclass(frozen=True, slots=True)
class ScorecardYearTable:
    """A whole scorecard-year. `inputs` are what it was scored from, in the order of `result.rows`.

    To see what other rules or weights would give, call scoring.score_year with changed copies of
    `result.rules` and `inputs` (keys: primary keys of measurement, perspective and objective).
    `years`: those whose targets stand in the rows: the plan's, or the year alone.
    `seal`: the one that a closed year is shown from, with names. `seal_broken`: it is a closed year whose
    seal can't be trusted, loaded from its rows all the same.
    """

    scorecard_year: ScorecardYear
    scheme: Scheme
    years: tuple[int, ...]
    result: YearResult
    inputs: tuple[MeasurementInput, ...]
    perspectives: tuple[PerspectiveGroup, ...]
    seal: Seal | None = None
    seal_broken: bool = False

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of perspectives, objectives and indicators."""
        return tuple(row for group in self.perspectives for row in group.rows)

    @property
    def objectives(self) -> tuple[ObjectiveGroup, ...]:
        """All objectives in their order."""
        return tuple(each for group in self.perspectives for each in group.objectives)


@dataclass(frozen=True, slots=True)
class _Outline:
    """The perspectives and objectives in their order, with their weights in the year."""

    perspectives: Mapping[int, Perspective]
    objectives: Mapping[int, Objective]
    perspective_weights: Mapping[Hashable, Decimal]
    objective_weights: Mapping[Hashable, Decimal]


class _Figures(NamedTuple):
    """What the table says of an indicator in one of its years."""

    target: Decimal | None = None
    target_upper: Decimal | None = None
    achievement: Decimal | None = None


NO_FIGURES = _Figures()

PERSPECTIVE_COLUMNS = [field.attname for field in Perspective._meta.concrete_fields]
OBJECTIVE_COLUMNS = [field.attname for field in Objective._meta.concrete_fields]
OUTLINE = Prepared(
    lambda: (
        Perspective.objects.filter(plan=given("plan"))
        .annotate(
            weighed=FilteredRelation("year_weights", condition=Q(year_weights__scorecard_year=given("year"))),
            own=FilteredRelation("objectives", condition=Q(objectives__scorecard=given("scorecard"))),
            own_weighed=FilteredRelation(
                "own__year_weights", condition=Q(own__year_weights__scorecard_year=given("year"))
            ),
        )
        .order_by("order", "pk", "own__order", "own__pk")
        .values_list(
            "weighed__weight",
            "own_weighed__weight",
            *PERSPECTIVE_COLUMNS,
            *(f"own__{column}" for column in OBJECTIVE_COLUMNS),
        )
    )
)
MEASUREMENTS = Prepared(
    lambda: (
        Measurement.objects.filter(scorecard_year=given("year"))
        .select_related("indicator")
        .defer(*(f"indicator__{text}" for text in SHEET_TEXTS))
        .order_by("indicator__order", "indicator__pk")
    )
)
FIGURES = Prepared(
    lambda: (
        Measurement.objects.filter(
            scorecard_year__scorecard=given("scorecard"),
            scorecard_year__year__gte=given("first"),
            scorecard_year__year__lte=given("last"),
        )
        .order_by()
        .values_list("indicator_id", "scorecard_year__year", *_Figures._fields)
    )
)


def load_scorecard_year(
    scorecard_year: ScorecardYear, *, initiatives: bool = False, other_years: bool = True
) -> ScorecardYearTable:
    """The tree of a scorecard-year, in 3 queries (one more with initiatives, one less without other years),
    however many indicators it has.

    Expects `scorecard_year` with its scheme, scorecard and plan loaded. A closed year keeps its shape: what
    has no measurement in it came later, or never counted, and is left out. Levels and attainments are
    computed from the stored values, not read from the stored levels. other_years: with the targets of the
    plan's other years, and last year's achievements.
    """
    outline = _load_outline(scorecard_year)
    measurements = _load_measurements(scorecard_year, outline)
    figures = _load_years(scorecard_year) if other_years else _figures_of(scorecard_year, measurements)
    named = _load_initiatives(scorecard_year) if initiatives else {}
    scheme = scorecard_year.scheme.rule()
    inputs = tuple(measurement_input(measurement) for measurement in measurements)
    result = score_year(_rules(scorecard_year, scheme, outline), inputs)
    is_settled = scorecard_year.is_closed and bool(measurements)
    years = tuple(scorecard_year.scorecard.plan.years) if other_years else (scorecard_year.year,)
    rows: dict[int, list[Row]] = {}
    for measurement, scored in zip(measurements, result.rows, strict=True):
        row = _row(measurement, scored, years, figures, named)
        rows.setdefault(row.objective.pk, []).append(row)
    return ScorecardYearTable(
        scorecard_year=scorecard_year,
        scheme=scheme,
        years=years,
        result=result,
        inputs=inputs,
        perspectives=_groups(outline, rows, result, only_measured=is_settled),
    )


def _load_outline(scorecard_year: ScorecardYear) -> _Outline:
    """One query: every perspective of the plan with the scorecard's objectives in it, and their weights."""
    scorecard = scorecard_year.scorecard
    records = OUTLINE.ask(plan=scorecard.plan_id, scorecard=scorecard.pk, year=scorecard_year.pk)
    perspectives: dict[int, Perspective] = {}
    objectives: dict[int, Objective] = {}
    perspective_weights: dict[Hashable, Decimal] = {}
    objective_weights: dict[Hashable, Decimal] = {}
    middle = len(PERSPECTIVE_COLUMNS)
    for year_weight, own_weight, *columns in records:
        perspective = Perspective.from_db(DEFAULT_DB_ALIAS, PERSPECTIVE_COLUMNS, columns[:middle])
        perspective = perspectives.setdefault(perspective.pk, perspective)
        perspective_weights[perspective.pk] = _known(year_weight, perspective.default_weight)
        objective = Objective.from_db(DEFAULT_DB_ALIAS, OBJECTIVE_COLUMNS, columns[middle:])
        if objective.pk is not None:
            objective.perspective, objective.scorecard = perspective, scorecard
            objectives[objective.pk] = objective
            objective_weights[objective.pk] = _known(own_weight, objective.default_weight)
    return _Outline(perspectives, objectives, perspective_weights, objective_weights)


def _known(year_weight: Decimal | None, default_weight: Decimal) -> Decimal:
    """A year without a weight of its own takes the default that it would be made with."""
    return default_weight if year_weight is None else year_weight


def _load_measurements(scorecard_year: ScorecardYear, outline: _Outline) -> list[Measurement]:
    """One query: the year's measurements with their indicators, in the order of the outline."""
    measurements = MEASUREMENTS.ask(year=scorecard_year.pk)
    for measurement in measurements:
        measurement.scorecard_year = scorecard_year
        measurement.indicator.objective = outline.objectives[measurement.indicator.objective_id]
    place = {pk: position for position, pk in enumerate(outline.objectives)}
    return sorted(measurements, key=lambda each: place[each.indicator.objective_id])


def _load_years(scorecard_year: ScorecardYear) -> dict[tuple[int, int], _Figures]:
    """One query: the figures by indicator and year, of the plan's years and of the one before this."""
    plan, before = scorecard_year.scorecard.plan, scorecard_year.year - 1
    first = min(plan.first_year, before)
    records = FIGURES.ask(scorecard=scorecard_year.scorecard_id, first=first, last=plan.last_year)
    return {(indicator, year): _Figures(*figures) for indicator, year, *figures in records}


def _figures_of(
    scorecard_year: ScorecardYear, measurements: Iterable[Measurement]
) -> dict[tuple[int, int], _Figures]:
    """The same of the year alone."""
    year = scorecard_year.year
    return {
        (each.indicator_id, year): _Figures(each.target, each.target_upper, each.achievement)
        for each in measurements
    }


def _load_initiatives(scorecard_year: ScorecardYear) -> dict[int, list[Initiative]]:
    """One query: the initiatives of the scorecard's indicators, in their order."""
    found: dict[int, list[Initiative]] = {}
    for initiative in Initiative.objects.filter(
        indicator__objective__scorecard_id=scorecard_year.scorecard_id
    ).order_by("order", "pk"):
        found.setdefault(initiative.indicator_id, []).append(initiative)
    return found


def _rules(scorecard_year: ScorecardYear, scheme: Scheme, outline: _Outline) -> YearRules:
    return YearRules(
        scheme=scheme,
        weighting_mode=WeightingMode(scorecard_year.weighting_mode),
        fixed_threshold=scorecard_year.fixed_threshold,
        perspective_weights=outline.perspective_weights,
        objective_weights=outline.objective_weights,
        missing_count_lowest=scorecard_year.missing_count_lowest,
    )


def measurement_input(measurement: Measurement) -> MeasurementInput:
    """A measurement as the rule takes it, with primary keys; its indicator and objective are loaded."""
    objective = measurement.indicator.objective
    return MeasurementInput(
        key=measurement.pk,
        perspective_key=objective.perspective_id,
        objective_key=objective.pk,
        inputs=measurement.inputs(),
        weight=measurement.weight,
        not_applicable=measurement.state == Measurement.State.NOT_APPLICABLE,
    )


def _row(
    measurement: Measurement,
    scored: RowResult,
    years: Iterable[int],
    figures: Mapping[tuple[int, int], _Figures],
    initiatives: Mapping[int, Sequence[Initiative]],
) -> Row:
    indicator = measurement.indicator
    by_year = {year: figures.get((indicator.pk, year), NO_FIGURES) for year in years}
    before = figures.get((indicator.pk, measurement.scorecard_year.year - 1), NO_FIGURES)
    return Row(
        perspective=indicator.objective.perspective,
        objective=indicator.objective,
        indicator=indicator,
        measurement=measurement,
        targets={year: each.target for year, each in by_year.items()},
        upper_targets={year: each.target_upper for year, each in by_year.items()},
        result=scored,
        initiatives=tuple(initiatives.get(indicator.pk, ())),
        last_achievement=before.achievement,
    )


def _groups(
    outline: _Outline, rows: Mapping[int, list[Row]], result: YearResult, *, only_measured: bool
) -> tuple[PerspectiveGroup, ...]:
    objectives: dict[int, list[ObjectiveGroup]] = {}
    for objective in outline.objectives.values():
        if only_measured and objective.pk not in rows:
            continue
        subtotal = result.objectives.get(objective.pk, NO_MEASUREMENTS)
        group = ObjectiveGroup(objective, subtotal, tuple(rows.get(objective.pk, ())))
        objectives.setdefault(objective.perspective_id, []).append(group)
    return tuple(
        PerspectiveGroup(
            perspective=perspective,
            subtotal=result.perspectives.get(perspective.pk, NO_MEASUREMENTS),
            objectives=tuple(objectives.get(perspective.pk, ())),
        )
        for perspective in outline.perspectives.values()
        if not only_measured or perspective.pk in objectives
    )

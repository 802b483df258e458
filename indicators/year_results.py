"""The results of all years of a scorecard or a unit, for trends: fixed queries, scored purely."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import F, QuerySet

from indicators.models import Measurement, Seal
from indicators.scorecard_year import SHEET_TEXTS, measurement_input
from indicators.scoring import YearResult, YearRules, score_year
from indicators.sealed_year import read_table
from organizations.models import Unit
from scorecards.models import ObjectiveWeight, PerspectiveWeight, Scorecard, ScorecardYear
from scorecards.schemes import WeightingMode

Weights = dict[Hashable, Decimal]


@dataclass(frozen=True, slots=True)
class PlanYear:
    """A plan year of a scorecard with its result.

    `measurements`: what it was scored from, in the order of perspectives, objectives and indicators, with all
    three (without the texts of KPI sheets); the keys of the result's rows are theirs. Those of a closed year
    are as they were sealed (`sealed`), or as they are stored where no seal can be trusted.
    """

    scorecard_year: ScorecardYear
    result: YearResult
    measurements: tuple[Measurement, ...] = ()
    sealed: bool = False

    @property
    def seal_broken(self) -> bool:
        """Whether the year is closed without a seal that can be trusted."""
        return self.scorecard_year.is_closed and not self.sealed


def load_plan_years(scorecard: Scorecard) -> tuple[PlanYear, ...]:
    """Every plan year of the scorecard with its result, by year, in 5 queries; closed years from their seals.

    Years before the plan hold history and have no result.
    """
    return load_years(scorecard.years.all())


def load_unit_years(unit: Unit) -> tuple[PlanYear, ...]:
    """The same of all scorecards of the unit, in 5 queries."""
    return load_years(ScorecardYear.objects.filter(scorecard__unit=unit))


def load_years(years_of: QuerySet[ScorecardYear]) -> tuple[PlanYear, ...]:
    """The same of any years, of as many scorecards as they belong to, in 5 queries."""
    of_plans = years_of.filter(
        year__gte=F("scorecard__plan__first_year"), year__lte=F("scorecard__plan__last_year")
    )
    chosen = of_plans.select_related("scheme", "scorecard__plan").order_by("year", "pk")
    years = {year.pk: year for year in chosen}
    sealed = _sealed_years({pk: year for pk, year in years.items() if year.is_closed})
    scored = years.keys() - sealed.keys()
    measurements = _measurements_by_year(scored)
    perspectives, objectives = _perspective_weights(scored), _objective_weights(scored)
    return tuple(
        sealed[pk]
        if pk in sealed
        else _plan_year(year, measurements.get(pk, []), perspectives.get(pk, {}), objectives.get(pk, {}))
        for pk, year in years.items()
    )


def load_history(scorecard: Scorecard) -> dict[int, dict[int, Decimal]]:
    """The achievements before the scorecard's plan, by indicator and year, in 1 query.

    Expects the scorecard with its plan loaded.
    """
    before = Measurement.objects.filter(
        scorecard_year__scorecard=scorecard,
        scorecard_year__year__lt=scorecard.plan.first_year,
        achievement__isnull=False,
    ).order_by("scorecard_year__year")
    history: dict[int, dict[int, Decimal]] = {}
    for indicator, year, achievement in before.values_list(
        "indicator_id", "scorecard_year__year", "achievement"
    ):
        history.setdefault(indicator, {})[year] = achievement
    return history


def _sealed_years(closed: Mapping[int, ScorecardYear]) -> dict[int, PlanYear]:
    """One query: closed years as they were sealed; those whose seal can't be trusted are scored as stored."""
    sealed: dict[int, PlanYear] = {}
    for seal in Seal.objects.standing().filter(scorecard_year__in=list(closed)):
        table = read_table(closed[seal.scorecard_year_id], seal) if seal.is_intact else None
        if table is not None:
            rows = tuple(row.measurement for row in table.rows)
            sealed[seal.scorecard_year_id] = PlanYear(table.scorecard_year, table.result, rows, sealed=True)
    return sealed


def _plan_year(
    year: ScorecardYear, measurements: Sequence[Measurement], perspectives: Weights, objectives: Weights
) -> PlanYear:
    """Scores a year; what has no weight of its own in it takes its default, as in the tree of that year."""
    used = {measurement.indicator.objective for measurement in measurements}
    rules = YearRules(
        scheme=year.scheme.rule(),
        weighting_mode=WeightingMode(year.weighting_mode),
        fixed_threshold=year.fixed_threshold,
        perspective_weights={each.perspective_id: each.perspective.default_weight for each in used}
        | perspectives,
        objective_weights={each.pk: each.default_weight for each in used} | objectives,
        missing_count_lowest=year.missing_count_lowest,
    )
    result = score_year(rules, [measurement_input(each) for each in measurements])
    return PlanYear(year, result, tuple(measurements))


def _measurements_by_year(years: Collection[int]) -> dict[int, list[Measurement]]:
    """One query: what each year is scored from."""
    measurements = (
        Measurement.objects.filter(scorecard_year__in=list(years))
        .select_related("indicator__objective__perspective")
        .defer(*(f"indicator__{text}" for text in SHEET_TEXTS))
        .order_by(
            "indicator__objective__perspective__order",
            "indicator__objective__perspective__pk",
            "indicator__objective__order",
            "indicator__objective__pk",
            "indicator__order",
            "indicator__pk",
        )
    )
    by_year: dict[int, list[Measurement]] = {}
    for measurement in measurements:
        by_year.setdefault(measurement.scorecard_year_id, []).append(measurement)
    return by_year


def _perspective_weights(years: Collection[int]) -> dict[int, Weights]:
    """One query: the weights of perspectives in each year."""
    of_years = PerspectiveWeight.objects.filter(scorecard_year__in=list(years)).order_by()
    return _by_year(of_years.values_list("scorecard_year_id", "perspective_id", "weight"))


def _objective_weights(years: Collection[int]) -> dict[int, Weights]:
    """One query: the weights of objectives in each year."""
    of_years = ObjectiveWeight.objects.filter(scorecard_year__in=list(years)).order_by()
    return _by_year(of_years.values_list("scorecard_year_id", "objective_id", "weight"))


def _by_year(records: Iterable[tuple[int, int, Decimal]]) -> dict[int, Weights]:
    weights: dict[int, Weights] = {}
    for year, key, weight in records:
        weights.setdefault(year, {})[key] = weight
    return weights

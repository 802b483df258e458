"""The results of all years of a plan, for a trend: fixed queries, scored purely."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.models import Measurement, Seal
from indicators.scorecard_year import SHEET_TEXTS, measurement_input
from indicators.scoring import YearResult, YearRules, score_year
from indicators.sealing import result_of
from scorecards.models import ObjectiveWeight, PerspectiveWeight, Scorecard, ScorecardYear
from scorecards.schemes import WeightingMode

Weights = dict[Hashable, Decimal]


@dataclass(frozen=True, slots=True)
class PlanYear:
    """A plan year of a scorecard with its result."""

    scorecard_year: ScorecardYear
    result: YearResult


def load_plan_years(scorecard: Scorecard) -> tuple[PlanYear, ...]:
    """Every plan year of the scorecard with its result, by year, in 5 queries; closed years from their seals.

    Expects the scorecard with its plan loaded. Years before the plan hold history and have no result.
    """
    years = {
        year.pk: year
        for year in scorecard.years.filter(year__range=(scorecard.plan.first_year, scorecard.plan.last_year))
        .select_related("scheme")
        .order_by("year")
    }
    sealed = _sealed_results([pk for pk, year in years.items() if year.is_closed])
    scored = years.keys() - sealed.keys()
    measurements = _measurements_by_year(scored)
    perspectives, objectives = _perspective_weights(scored), _objective_weights(scored)
    return tuple(
        PlanYear(year, sealed[pk])
        if pk in sealed
        else _plan_year(year, measurements.get(pk, []), perspectives.get(pk, {}), objectives.get(pk, {}))
        for pk, year in years.items()
    )


def _sealed_results(years: Collection[int]) -> dict[int, YearResult]:
    """One query: the results of closed years as they were sealed."""
    seals = Seal.objects.standing().filter(scorecard_year__in=list(years))
    return {seal.scorecard_year_id: result_of(seal.sealed_year()) for seal in seals if seal.is_intact}


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
    return PlanYear(year, score_year(rules, [measurement_input(each) for each in measurements]))


def _measurements_by_year(years: Collection[int]) -> dict[int, list[Measurement]]:
    """One query: what each year is scored from."""
    measurements = (
        Measurement.objects.filter(scorecard_year__in=list(years))
        .select_related("indicator__objective__perspective")
        .defer(*(f"indicator__{text}" for text in SHEET_TEXTS))
        .order_by("pk")
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

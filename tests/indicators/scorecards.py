"""PT Berdikari's scorecard, and scorecards of any size, as rows of the database."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from indicators.models import Indicator, Measurement
from indicators.scoring import Inputs, score_indicator
from scorecards.models import (
    Objective,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Scorecard,
    ScorecardYear,
)
from tests.factories import (
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
    ObjectiveWeightFactory,
    PerspectiveFactory,
    PerspectiveWeightFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)
from tests.indicators.berdikari import rows

Achieve = Callable[[Inputs], Decimal | None]


def nothing(inputs: Inputs) -> None:
    """No achievement at all."""


def berdikari(unit, *, achieve: Mapping[int, Achieve] | None = None, weights: bool = True) -> Scorecard:
    """The printed plan 2012-2013 of PT Berdikari as the unit's scorecard; achievements by year."""
    plan = PlanFactory(organization=unit.organization, name="Renstra 2012-2013")
    card = ScorecardFactory(plan=plan, unit=unit)
    years = [ScorecardYearFactory(scorecard=card, year=year) for year in plan.years]
    perspectives = {
        row["code"]: PerspectiveFactory(
            plan=plan,
            code=row["code"],
            name_id=row["name_id"],
            name_en=row["name_en"],
            order=int(row["order"]),
            tone=int(row["order"]),
        )
        for row in rows("perspectives.csv")
    }
    objectives = {
        row["code"]: ObjectiveFactory(
            scorecard=card,
            perspective=perspectives[row["perspective"]],
            code=row["code"],
            name=row["name"],
            order=order,
        )
        for order, row in enumerate(rows("objectives.csv"), start=1)
    }
    for order, row in enumerate(rows("indicators.csv"), start=1):
        indicator = IndicatorFactory(
            objective=objectives[row["objective"]],
            code=row["code"],
            name=row["name"],
            unit_of_measure=row["unit"],
            polarity=row["polarity"],
            natural_min=Decimal(row["scale_min"]) if row["scale_min"] else None,
            natural_max=Decimal(row["scale_max"]) if row["scale_max"] else None,
            baseline=Decimal(row["baseline"]),
            order=order,
        )
        for name in row["initiatives"].split("; "):
            InitiativeFactory(indicator=indicator, name=name)
        for year in years:
            target = Decimal(row[f"target_{year.year}"])
            measure(indicator, year, target, (achieve or {}).get(year.year, nothing))
    if weights:
        add_weights(years, list(perspectives.values()), list(objectives.values()))
    return card


def measure(
    indicator: Indicator, year: ScorecardYear, target: Decimal | None, achieve: Achieve = nothing, **fields
) -> Measurement:
    """A measurement whose level and attainment are what the rule gives."""
    measurement = Measurement(indicator=indicator, scorecard_year=year, target=target, **fields)
    measurement.achievement = achieve(measurement.inputs())
    scored = score_indicator(measurement.inputs(), year.scheme.rule())
    measurement.level, measurement.attainment = scored.level, scored.attainment
    measurement.save()
    return measurement


def add_weights(
    years: list[ScorecardYear], perspectives: list[Perspective], objectives: list[Objective]
) -> None:
    """A weight of 1 for every perspective and objective in every year."""
    for year in years:
        for perspective in perspectives:
            PerspectiveWeightFactory(scorecard_year=year, perspective=perspective)
        for objective in objectives:
            ObjectiveWeightFactory(scorecard_year=year, objective=objective)


def of_size(scorecard: Scorecard, indicators: int) -> None:
    """Fills a scorecard with so many indicators, ten to an objective, every other one reported."""
    perspectives = list(scorecard.plan.perspectives.all())
    years = list(scorecard.years.all())
    objectives = Objective.objects.bulk_create(
        Objective(
            scorecard=scorecard,
            perspective=perspectives[place % len(perspectives)],
            code=f"SS{place}",
            name=f"Objective {place}",
            order=place,
        )
        for place in range(indicators // 10)
    )
    made = Indicator.objects.bulk_create(
        Indicator(
            objective=objectives[place % len(objectives)],
            code=f"SS{place % len(objectives)}-{place}",
            name=f"Indicator {place}",
            unit_of_measure="%",
            order=place,
        )
        for place in range(indicators)
    )
    Measurement.objects.bulk_create(
        Measurement(
            indicator=indicator,
            scorecard_year=year,
            target=Decimal(100),
            **({"achievement": Decimal(100), "level": 2, "attainment": Decimal(100)} if place % 2 else {}),
        )
        for place, indicator in enumerate(made)
        for year in years
    )
    PerspectiveWeight.objects.bulk_create(
        PerspectiveWeight(scorecard_year=year, perspective=each) for each in perspectives for year in years
    )
    ObjectiveWeight.objects.bulk_create(
        ObjectiveWeight(scorecard_year=year, objective=each) for each in objectives for year in years
    )

"""Organizations to measure with, of any size, made by the services from a seed.

A unit's figures follow from its number alone: those of unit 13 are those of unit 3 (see BLOCK), so that
`copying.py` can make the rest of a large organization from the first units.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from bench.copying import copy_units
from bench.database import settle
from indicators.bulk_measuring import write_years
from indicators.models import Indicator, Measurement
from indicators.row_writes import Changes
from indicators.services import create_indicators
from organizations.models import Membership, Unit, User
from organizations.services import add_person, create_organization, create_unit
from scorecards.models import Plan, Scorecard, ScorecardYear
from scorecards.services import add_built_in_schemes, create_objective, create_scorecard, found_plan

CODE = "BENCH"
FIRST_YEAR, YEARS, INDICATORS = 2012, 5, 20
LAST_YEAR = FIRST_YEAR + YEARS - 1
OBJECTIVES, IN_AN_OBJECTIVE = 5, 20
BLOCK = 10
"""A directorate and nine units under it; every block is like the first."""

SEED = 2013
NOTE = "According to the report of the unit."
POLARITIES = ("higher", "higher", "lower")


@dataclass(frozen=True, slots=True)
class Made:
    """An organization with the administrator who made it, its plan, and its first scorecard."""

    administrator: User
    plan: Plan
    scorecard: Scorecard

    def year(self, year: int = LAST_YEAR) -> ScorecardYear:
        """A year of the scorecard with all that reading it needs."""
        years = ScorecardYear.objects.select_related(
            "scheme", "scorecard__plan", "scorecard__unit__organization"
        )
        return years.get(scorecard=self.scorecard, year=year)


def make_organization(units: int = 1, *, indicators: int = INDICATORS, copied: bool = True) -> Made:
    """An organization whose units have a scorecard each, of 5 years, in an empty database.

    copied: from the second block on as copies of the first, which takes seconds where services take hours.
    """
    organization = create_organization(code=CODE, name="Bench", by=None)
    root = Unit.objects.get(organization=organization)
    role = Membership.Role.ADMINISTRATOR
    by = add_person(unit=root, email="bench@example.org", name="Bench", role=role, by=None).user
    scheme = add_built_in_schemes(organization=organization, by=by)[0]
    plan = found_plan(
        organization=organization,
        name="Bench",
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        scheme=scheme,
        public_sector=False,
        by=by,
    )
    made: list[Scorecard] = []
    for number in range(min(units, BLOCK) if copied else units):
        parent = made[number - number % BLOCK].unit if number % BLOCK else root
        made.append(make_scorecard(plan, parent, number, indicators, by=by))
    if len(made) < units:
        copy_units(root, units // BLOCK - 1, BLOCK)
    settle()
    return Made(by, plan, made[0])


def make_scorecard(plan: Plan, parent: Unit, number: int, indicators: int, *, by: User) -> Scorecard:
    """A unit with its scorecard: targets in all years, achievements but for half of the last year's."""
    draw = random.Random(SEED + number % BLOCK)
    kind = Unit.Kind.UNIT if number % BLOCK else Unit.Kind.DIRECTORATE
    unit = create_unit(parent=parent, code=f"U{number}", name=f"Unit {number}", kind=kind, by=by)
    scorecard = create_scorecard(plan=plan, unit=unit, by=by)
    perspectives = list(plan.perspectives.all())
    objectives = [
        create_objective(
            scorecard=scorecard,
            perspective=perspectives[place % len(perspectives)],
            code=f"SS{place}",
            name=f"Objective {place}",
            by=by,
        )
        for place in range(max(OBJECTIVES, indicators // IN_AN_OBJECTIVE))
    ]
    rows = [
        Indicator(
            objective=objectives[place % len(objectives)],
            code=f"SS{place % len(objectives)}-{place}",
            name=f"Indicator {place}",
            unit_of_measure="%",
            polarity=POLARITIES[place % len(POLARITIES)],
            baseline=Decimal(draw.randint(500, 999)) / 10,
        )
        for place in range(indicators)
    ]
    create_indicators(scorecard=scorecard, rows=rows, by=by)
    measurements = Measurement.objects.filter(scorecard_year__scorecard=scorecard).order_by("pk")
    years = measurements.values_list("pk", "scorecard_year__year")
    changes = {pk: figures(draw, year, place) for place, (pk, year) in enumerate(years)}
    write_years(scorecard=scorecard, changes=changes, by=by)
    return scorecard


def figures(draw: random.Random, year: int, place: int) -> Changes:
    """A target, and an achievement that is sometimes below and sometimes above it."""
    target = Decimal(draw.randint(700, 1100)) / 10
    near = target * draw.choice((80, 95, 100, 103, 120)) / 100
    achievement = near.quantize(Decimal("0.01")) if year < LAST_YEAR or draw.random() < 0.5 else None
    return {"target": target, "achievement": achievement, "note": "" if place % 10 else NOTE}

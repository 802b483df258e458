"""Writing many measurements at once, checked, scored and traced, beside a bare upsert of the same rows.

The divisor is `bare_upsert.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle
from typing import Any

from django.utils import timezone

from bench.bare_upsert import upsert
from bench.database import own_database
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, require
from indicators.bulk_measuring import write_years
from indicators.models import Indicator, Measurement
from indicators.row_writes import Changes
from organizations.models import Organization, Unit, User
from scorecards.models import Objective, Perspective, Plan, Scorecard, ScorecardYear, ScoringScheme
from scorecards.schemes import PAPER_3

ROWS, YEARS, OBJECTIVES = 100_000, 10, 20
FIRST_YEAR = 2012
TARGET = Decimal(100)
GOAL_RATIO = 4.0
FLOOR = "raw upsert of its rows"

VALUES = [
    "achievement",
    "attainment",
    "level",
    "state",
    "state_reason",
    "version",
    "entered_by_id",
    "entered_at",
]
COLUMNS = ["indicator_id", "scorecard_year_id", "target", "weight", "source", "note", *VALUES]


class LargeScorecard:
    """A scorecard of so many measurements in ten years, and two ways to write all their achievements.

    Each turn writes other values than the one before, whichever way that was.
    """

    def __init__(self, rows: int) -> None:
        self.by = User.objects.create(email="bench@example.org", name="Bench")
        self.scorecard = make_scorecard(rows // YEARS)
        names = ("pk", "indicator_id", "scorecard_year_id")
        self.keys = list(Measurement.objects.order_by("pk").values_list(*names))
        self.turns = cycle(
            [[Decimal(place % 150) + turn for place in range(len(self.keys))] for turn in (0, 1)]
        )

    def write(self) -> list[Decimal]:
        """The service. Answers what it wrote."""
        achievements = next(self.turns)
        changes: dict[int, Changes] = {
            pk: {"achievement": value}
            for (pk, _indicator, _year), value in zip(self.keys, achievements, strict=True)
        }
        write_years(scorecard=self.scorecard, changes=changes, by=self.by)
        return achievements

    def upsert(self) -> None:
        """The rows as they would stand after it, without any check."""
        rest: tuple[Any, ...] = ("50.00", 1, "draft", "", 2, self.by.pk, str(timezone.now()))
        rows = [
            (indicator, year, "100", "1", "entered", "", str(value), *rest)
            for (_pk, indicator, year), value in zip(self.keys, next(self.turns), strict=True)
        ]
        upsert(COLUMNS, rows, VALUES)

    def check(self) -> None:
        """Writes once by the service and proves what stands there then. Raises WrongResult."""
        written = self.write()
        wanted = [(value, 1 + (value >= TARGET) + (value > TARGET)) for value in written]
        traces = Measurement.history.filter(history_type="~")
        for kind, rows in (("row", Measurement.objects.all()), ("trace", traces)):
            found = rows.values_list("achievement", "level")
            require(sorted(found) == sorted(wanted), f"a {kind} is not what was written, with its level")


def make_scorecard(indicators: int) -> Scorecard:
    """A scorecard with so many indicators, each with a target in each of ten years."""
    organization = Organization.objects.create(code="BENCH", name="Bench")
    unit = Unit.objects.create(organization=organization, code="BENCH", name="Bench", kind="organization")
    rule = PAPER_3.to_json()
    scheme = ScoringScheme.objects.create(
        organization=organization, code="paper-3", name="Paper", bands=rule["bands"]
    )
    plan = Plan.objects.create(
        organization=organization,
        name="Bench",
        first_year=FIRST_YEAR,
        last_year=FIRST_YEAR + YEARS - 1,
        scheme=scheme,
    )
    scorecard = Scorecard.objects.create(plan=plan, unit=unit)
    perspective = Perspective.objects.create(plan=plan, code="F", name_en="Financial", order=1)
    years = [
        ScorecardYear.objects.create(scorecard=scorecard, year=year, weighting_mode="equal", scheme=scheme)
        for year in plan.years
    ]
    objectives = [
        Objective.objects.create(scorecard=scorecard, perspective=perspective, code=f"SS{place}", order=place)
        for place in range(OBJECTIVES)
    ]
    made = Indicator.objects.bulk_create(
        Indicator(objective=objectives[place % OBJECTIVES], code=f"I{place}", order=place, natural_min=0)
        for place in range(indicators)
    )
    for year in years:
        Measurement.objects.bulk_create(
            Measurement(indicator=indicator, scorecard_year=year, target=TARGET) for indicator in made
        )
    return scorecard


def rows(run: Run) -> Iterator[Row]:
    """In an own database with a large scorecard, after the service has been proved right once."""
    with own_database():
        large = LargeScorecard(run.rows or ROWS)
        large.check()
        timing = Timing(large.write, large.upsert, heavy=True)
        yield run.ratio("import-write", timing, against=FLOOR, goal=GOAL_RATIO, rows=len(large.keys))


WORKLOAD = Workload("import-write", "write 100,000 measurements at once, checked, scored and traced", rows)

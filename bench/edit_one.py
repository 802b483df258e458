"""One achievement saved with its level, its trace and the new totals, beside a bare get, save and commit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import cycle

from django.db import transaction

from bench.database import own_database
from bench.filling import Made, make_organization
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, require
from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import YearResult, score_indicator

GOAL = 3.0


class Edit:
    """A measurement of a scorecard, to which two values are written by turns."""

    def __init__(self, made: Made) -> None:
        self.by, self.year = made.administrator, made.year()
        rows = Measurement.objects.filter(scorecard_year=self.year, achievement__isnull=False)
        self.key = rows.order_by("pk").values_list("pk", flat=True)[0]
        self.values = cycle([Decimal("91.5"), Decimal("92.5")])

    def write(self) -> YearResult:
        """What saving a cell of the grid does: the service, and the totals that follow."""
        measurement = Measurement.objects.get(pk=self.key)
        measurement.scorecard_year = self.year
        write_measurement(measurement=measurement, changes={"achievement": next(self.values)}, by=self.by)
        return load_scorecard_year(self.year, other_years=False).result

    def bare(self) -> None:
        """A row read, changed and saved by the ORM."""
        with transaction.atomic():
            measurement = Measurement.objects.get(pk=self.key)
            measurement.achievement = next(self.values)
            measurement.save(update_fields=["achievement"])

    def check(self) -> None:
        """Raises WrongResult unless level, trace and total follow a write."""
        traces = Measurement.history.filter(id=self.key)
        before = traces.count()
        results = [self.write(), self.write()]
        row = Measurement.objects.select_related("indicator").get(pk=self.key)
        scored = score_indicator(row.inputs(), self.year.scheme.rule())
        require(
            (row.level, row.attainment) == (scored.level, scored.attainment),
            "the level is not that of the rule",
        )
        require(traces.count() == before + 2, "a write left no trace")
        levels = [each.result.level or 0 for each in results[-1].rows]
        require(results[-1].total == sum(levels), "the total is not the sum of the levels")


def rows(run: Run) -> Iterator[Row]:
    with own_database():
        edit = Edit(make_organization())
        edit.check()
        yield run.ratio("edit-one", Timing(edit.write, edit.bare), against="ORM get, save, commit", goal=GOAL)


WORKLOAD = Workload("edit-one", "save one achievement with level, trace and totals", rows)

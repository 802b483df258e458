"""The import beside django-import-export with look-ups of indicator and year, where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bench.import_file import LargeFile, large_file, stored
from bench.import_write import ROWS
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, absent, require
from indicators.models import Indicator, Measurement
from scorecards.models import ScorecardYear

try:
    import tablib
    from import_export import fields, resources, widgets
except ImportError:
    IS_THERE = False
else:
    IS_THERE = True

NAME, PEER, GOAL = "import-peer", "django-import-export", 1 / 25
MOST_ROWS = 1000
"""The peer's cost is in proportion to its rows; so many show it."""


def resource() -> Any:
    """Its resource for a table of indicators and years: natural keys, in a transaction, with history."""
    by_code = widgets.ForeignKeyWidget(Indicator, "code")
    by_year = widgets.ForeignKeyWidget(ScorecardYear, "year")
    meta = {
        "model": Measurement,
        "import_id_fields": ("indicator", "scorecard_year"),
        "fields": ("indicator", "scorecard_year", "target", "weight", "achievement", "state", "note"),
        "use_transactions": True,
        "clean_model_instances": True,
    }
    columns = {
        "indicator": fields.Field("indicator", "indicator", widget=by_code),
        "scorecard_year": fields.Field("scorecard_year", "year", widget=by_year),
    }
    kind = type(resources.ModelResource)
    return kind("Years", (resources.ModelResource,), {**columns, "Meta": type("Meta", (), meta)})()


def import_by_peer(large: LargeFile) -> None:
    text = large.texts[next(large.turns)].read_text()
    resource().import_data(tablib.Dataset().load(text, format="csv"), raise_errors=True)


def rows(run: Run) -> Iterator[Row]:
    if not IS_THERE:
        yield absent(NAME, against=PEER, goal=GOAL)
        return
    with large_file(min(run.rows or ROWS, MOST_ROWS), ".csv") as large:
        large.check()
        import_by_peer(large)
        columns = ("target", "achievement", "note")
        found = sorted(Measurement.objects.order_by().values_list(*columns))
        said = sorted(
            (target, achievement, note) for target, achievement, _level, note in map(stored, large.tables[0])
        )
        require(found == said, f"{PEER} does not store what the file says")
        timing = Timing(large.import_next, lambda: import_by_peer(large), heavy=True)
        yield run.ratio(NAME, timing, against=PEER, goal=GOAL, rows=len(large.tables[0]))


WORKLOAD = Workload(NAME, f"import {MOST_ROWS:,} rows beside {PEER}", rows)

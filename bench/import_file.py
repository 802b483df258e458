"""An import of a large sheet Years from file to database, beside a bare upsert of the rows of its CSV file.

Every row changes its target and its achievement; each cell is checked, each row compared, scored and traced.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import xlsxwriter
from django.utils import timezone

from bench.bare_upsert import upsert
from bench.database import own_database
from bench.import_write import COLUMNS, FLOOR, ROWS, VALUES, YEARS, make_scorecard
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, require
from indicators.models import Indicator, Measurement
from organizations.models import Membership, User
from reports.workbook.importing import Import, ImportReport, import_file
from reports.workbook.reading import Limits, open_table_file
from reports.workbook.sheets import BY_NAME
from scorecards.models import Scorecard, ScorecardYear

GOAL_RATIOS = {".csv": 4.0, ".xlsx": 6.0}
FEW = 20
NAMES = BY_NAME["Years"].names
Line = tuple[Any, ...]


class LargeFile:
    """A scorecard and two files for it that differ in every row; they are imported by turns."""

    def __init__(self, rows: int, folder: Path, suffix: str) -> None:
        self.by = User.objects.create(email="bench@example.org", name="Bench")
        self.scorecard = make_scorecard(rows // YEARS)
        Membership.objects.create(user=self.by, unit=self.scorecard.unit, role=Membership.Role.MANAGER)
        codes = list(Indicator.objects.order_by("order").values_list("code", flat=True))
        self.tables = [rows_of(self.scorecard, codes, turn) for turn in (0, 1)]
        few = [*self.tables[1][:-FEW], *self.tables[0][-FEW:]]
        self.texts = [write_csv(folder / f"{turn}.csv", table) for turn, table in enumerate(self.tables)]
        self.few = write(folder / f"few{suffix}", few)
        self.files = [write(folder / f"{turn}{suffix}", table) for turn, table in enumerate(self.tables)]
        self.turns = cycle((0, 1))

    def import_next(self) -> ImportReport:
        """Imports the file whose turn it is."""
        return self.bring(self.files[next(self.turns)])

    def bring(self, path: Path) -> ImportReport:
        """Imports a file in the name of a person."""
        return bring(self.scorecard, self.by, path)

    def timed_import(self, path: Path, changes: int) -> float:
        """Milliseconds of an import that changes so many rows. Raises WrongResult where it does not."""
        start = perf_counter()
        found = count(self.bring(path))
        milliseconds = (perf_counter() - start) * 1e3
        require(found == changes, f"{found} rows change, not {changes}")
        return milliseconds

    def upsert(self) -> None:
        """Writes the rows of the CSV file whose turn it is as they would stand after it, unchecked."""
        indicators = dict(Indicator.objects.values_list("code", "pk"))
        years = {str(year): pk for pk, year in ScorecardYear.objects.values_list("pk", "year")}
        rest = ("50.00", 1, "draft", "", 2, self.by.pk, str(timezone.now()))
        with self.texts[next(self.turns)].open(newline="") as stream:
            lines = csv.reader(stream)
            next(lines)
            rows = [
                (indicators[code], years[year], target, weight, "entered", note, achievement, *rest)
                for code, year, target, _upper, weight, achievement, _state, note in lines
            ]
        upsert(COLUMNS, rows, ["target", *VALUES])

    def check(self) -> dict[str, float]:
        """Proves what stands there after imports; answers what those took that change little or nothing.

        Raises WrongResult.
        """
        first, second = self.files
        report = self.bring(first)
        require(report.written and not report.refusals, "the file is refused")
        said = sorted(map(stored, self.tables[0]))
        traces = Measurement.history.filter(history_type="~")
        for kind, rows in (("row", Measurement.objects.all()), ("trace", traces)):
            found = rows.values_list("target", "achievement", "level", "note")
            require(sorted(found) == said, f"a {kind} is not what the file says")
        self.bring(second)
        nothing_ms = self.timed_import(second, changes=0)
        few_ms = self.timed_import(self.few, changes=FEW)
        return {"nothing_changes_ms": round(nothing_ms), "few_changes_ms": round(few_ms)}


def bring(scorecard: Scorecard, by: User | None, path: Path) -> ImportReport:
    """Imports a file into the unit of a scorecard, however many rows it has."""
    with path.open("rb") as stream, open_table_file(stream, name=path.name, limits=limits()) as file:
        return import_file(Import(unit=scorecard.unit, by=by), file, name=path.name, write=True)


def import_once(path: Path) -> None:
    """Imports a file into the only scorecard that there is. Raises WrongResult where nothing changes."""
    report = bring(Scorecard.objects.select_related("unit").get(), User.objects.get(), path)
    require(report.written, "the file is refused, or changes nothing")


def limits() -> Limits:
    """As large as a file may be that is not refused for its rows."""
    return Limits(rows=1_000_000, bytes=2**30, unpacked=2**30)


def count(report: ImportReport) -> int:
    """How many rows an import changed."""
    return len(report.comparison.changes["Years"])


def rows_of(scorecard: Scorecard, codes: list[str], turn: int) -> list[Line]:
    """The lines of the sheet: every tenth has a note, the numbers differ from one turn to the other."""
    return [
        (
            code,
            year,
            Decimal(100 + turn),
            None,
            Decimal(1),
            Decimal(place * YEARS + step) % 15000 / 100 + turn,
            "draft",
            "" if place % 10 else "Menurut laporan",
        )
        for place, code in enumerate(codes)
        for step, year in enumerate(scorecard.plan.years)
    ]


def stored(row: Line) -> Line:
    """What must stand in the database of a line: target, achievement, level, note."""
    _code, _year, target, _upper, _weight, achievement, _state, note = row
    return target, achievement, 1 + (achievement >= target) + (achievement > target), note


def write(path: Path, rows: list[Line]) -> Path:
    return write_csv(path, rows) if path.suffix == ".csv" else write_workbook(path, rows)


def write_csv(path: Path, rows: list[Line]) -> Path:
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([NAMES, *rows])
    return path


def write_workbook(path: Path, rows: list[Line]) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Years")
        for number, row in enumerate([NAMES, *rows]):
            sheet.write_row(number, 0, [float(each) if isinstance(each, Decimal) else each for each in row])
    return path


@contextmanager
def large_file(rows: int, suffix: str) -> Iterator[LargeFile]:
    """An own database, and files in a folder, with which the import can be tried."""
    with own_database(), TemporaryDirectory() as folder:
        yield LargeFile(rows, Path(folder), suffix)


def rows(run: Run, suffix: str) -> Iterator[Row]:
    """After the import has been proved right."""
    with large_file(run.rows or ROWS, suffix) as large:
        facts = large.check()
        timing = Timing(large.import_next, large.upsert, heavy=True)
        name, goal = f"import-{suffix[1:]}", GOAL_RATIOS[suffix]
        yield run.ratio(name, timing, against=FLOOR, goal=goal, rows=len(large.tables[0]), **facts)


WORKLOADS = tuple(
    Workload(
        f"import-{suffix[1:]}",
        f"import {kind} of 100,000 years of indicators, checked, compared, scored and traced",
        partial(rows, suffix=suffix),
    )
    for suffix, kind in ((".csv", "a CSV file"), (".xlsx", "a workbook"))
)

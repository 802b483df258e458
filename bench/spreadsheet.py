"""The scores of many units: our export beside LibreOffice, which opens, recalculates and saves the table.

Whole process beside whole process; what both computed is compared cell by cell.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import openpyxl
import xlsxwriter

from bench.database import address, own_database
from bench.filling import LAST_YEAR, make_organization
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, absent, require
from indicators.models import Measurement
from indicators.scoring import as_decimal
from indicators.year_results import PlanYear, load_years
from scorecards.models import ScorecardYear

PEER, GOAL = "LibreOffice", 1.0
SIZES = (1, 100, 1000)
AT_A_TIME = 200
ROWS_OF_A_UNIT = 100
SOFFICE = shutil.which("soffice")
HEADS = ("Unit", "Code", "Polarity", "Target", "Achievement", "Weight", "Level", "Score")
LEVEL = '=IF(OR(D{row}="",E{row}=""),"",2+SIGN(IF(C{row}="lower",D{row}-E{row},E{row}-D{row})))'
SCORE = '=IF(G{row}="","",F{row}*G{row})'
IN_A_PROCESS = "import sys, bench.spreadsheet as this; this.write_figures(sys.argv[1], int(sys.argv[2]))"
Cell: TypeAlias = Any


def tables(units: int) -> Iterator[PlanYear]:
    """The last year of the first units, scored, so many at a time."""
    years = ScorecardYear.objects.select_related("scorecard__unit").filter(year=LAST_YEAR)
    keys = list(years.order_by("scorecard_id").values_list("pk", flat=True)[:units])
    for first in range(0, units, AT_A_TIME):
        yield from load_years(years.filter(pk__in=keys[first : first + AT_A_TIME]))


def write_figures(path: str, units: int) -> None:
    """Our export: a row for each indicator and a total under each unit, as we compute them."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for number, row in enumerate(figures(units), start=1):
            sheet.write_row(number, 0, row)


def figures(units: int) -> Iterator[tuple[Cell, ...]]:
    for table in tables(units):
        for measurement, scored in zip(table.measurements, table.result.rows, strict=True):
            score = None if scored.contribution is None else float(as_decimal(scored.contribution))
            yield *given(table, measurement), scored.result.level, score
        total = float(as_decimal(table.result.total))
        yield table.scorecard_year.scorecard.unit.name, None, None, None, None, None, None, total


def given(table: PlanYear, measurement: Measurement) -> tuple[Cell, ...]:
    """What a person types into the table."""
    target, achievement = measurement.target, measurement.achievement
    return (
        table.scorecard_year.scorecard.unit.name,
        measurement.indicator.code,
        measurement.indicator.polarity,
        None if target is None else float(target),
        None if achievement is None else float(achievement),
        1.0,
    )


def write_table(path: Path, units: int) -> None:
    """The table as it is kept in a spreadsheet: formulas for levels, scores and totals, nothing computed."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        number = 1
        for table in tables(units):
            first = number + 1
            for measurement in table.measurements:
                number += 1
                sheet.write_row(number - 1, 0, given(table, measurement))
                sheet.write_formula(number - 1, 6, LEVEL.format(row=number), value="")
                sheet.write_formula(number - 1, 7, SCORE.format(row=number), value="")
            number += 1
            sheet.write_string(number - 1, 0, table.scorecard_year.scorecard.unit.name)
            sheet.write_formula(number - 1, 7, f"=SUM(H{first}:H{number - 1})", value="")


def cells(path: Path) -> list[tuple[Cell, ...]]:
    """What stands in the first sheet; an empty text is nothing."""
    sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
    width = len(HEADS)
    return [
        tuple(None if value == "" else value for value in (*row, *[None] * width)[:width])
        for row in sheet.iter_rows(values_only=True)
    ]


def by_us(folder: Path, units: int) -> None:
    command = [sys.executable, "-c", IN_A_PROCESS, str(folder / "ours.xlsx"), str(units)]
    subprocess.run(command, env={**os.environ, "DATABASE_URL": address()}, check=True)  # noqa: S603


def by_peer(folder: Path) -> None:
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "saved")]
    subprocess.run([*command, str(folder / "table.xlsx")], check=True, capture_output=True)  # noqa: S603


def rows(run: Run) -> Iterator[Row]:
    sizes = [size for size in SIZES if not run.rows or size <= run.rows // ROWS_OF_A_UNIT] or [SIZES[0]]
    if SOFFICE is None:
        yield from (absent(name_of(size), against=PEER, goal=GOAL) for size in sizes)
        return
    with own_database(), TemporaryDirectory() as place:
        folder = Path(place)
        make_organization(sizes[-1])
        for units in sizes:
            run.tell(f"{units:,} units in {PEER}")
            write_table(folder / "table.xlsx", units)
            ours, theirs = partial(by_us, folder, units), partial(by_peer, folder)
            ours()
            theirs()
            is_same = cells(folder / "ours.xlsx") == cells(folder / "saved" / "table.xlsx")
            require(is_same, f"{PEER} and we don't compute the same")
            yield run.ratio(name_of(units), Timing(ours, theirs, heavy=True), against=PEER, goal=GOAL)


def name_of(units: int) -> str:
    return f"spreadsheet, {units:,} unit{'s' if units > 1 else ''}"


WORKLOAD = Workload("spreadsheet", f"the year's table of many units, beside {PEER}", rows)

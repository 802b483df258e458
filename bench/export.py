"""The workbook of a large scorecard, read and styled, beside its cells written bare from RAM."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial
from tempfile import TemporaryFile
from typing import Any

import openpyxl
import xlsxwriter
from django.utils import timezone, translation

from bench.database import own_database
from bench.import_write import ROWS, LargeScorecard
from bench.timing import Timing
from bench.workloads import Row, Run, Workload, require
from indicators.models import Measurement
from reports.workbook.writing import write_workbook
from scorecards.models import Scorecard

GOAL = 1.3
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Cells = dict[str, list[tuple[Any, ...]]]


def export_all() -> None:
    """Writes the workbook of the only scorecard that there is."""
    with TemporaryFile() as stream, translation.override("en"):
        write_workbook(the_scorecard(), stream, today=timezone.localdate())


def the_scorecard() -> Scorecard:
    return Scorecard.objects.select_related("plan", "unit__organization").get()


def exported() -> Cells:
    """What stands in the cells of the workbook, by sheet."""
    stream = io.BytesIO()
    with translation.override("en"):
        write_workbook(the_scorecard(), stream, today=timezone.localdate())
    book = openpyxl.load_workbook(stream, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def write_bare(cells: Cells) -> None:
    """The same cells without a look, by the quickest that XlsxWriter offers for as many."""
    with TemporaryFile() as stream, xlsxwriter.Workbook(stream, OPTIONS) as book:
        for title, rows in cells.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(number, column, value)
                    elif isinstance(value, int | float):
                        sheet.write_number(number, column, value)


def check(cells: Cells) -> None:
    """Raises WrongResult unless every measurement stands in the sheet Years."""
    head, *rows = cells["Years"]
    places = [head.index(name) for name in ("indicator", "year", "target", "achievement")]
    written = sorted(tuple(row[place] for place in places) for row in rows)
    columns = ("indicator__code", "scorecard_year__year", "target", "achievement")
    stored = sorted(Measurement.objects.order_by().values_list(*columns))
    require(written == stored, "a row of the sheet Years is not what is stored")


def rows(run: Run) -> Iterator[Row]:
    with own_database():
        LargeScorecard(run.rows or ROWS).write()
        cells = exported()
        check(cells)
        timing = Timing(export_all, partial(write_bare, cells), heavy=True)
        written = sum(value is not None for sheet in cells.values() for row in sheet for value in row)
        yield run.ratio("export", timing, against="XlsxWriter, cells in RAM", goal=GOAL, cells=written)


WORKLOAD = Workload("export", "export a workbook of 100,000 years of indicators", rows)

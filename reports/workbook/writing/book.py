"""Writes the whole workbook, sheet by sheet."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import IO

from xlsxwriter import Workbook

from indicators.scorecard_year import load_scorecard_year
from reports.workbook.contents import load_contents
from reports.workbook.sheets import SHEETS
from reports.workbook.writing.data_sheets import write_sheet
from reports.workbook.writing.looks import Looks
from reports.workbook.writing.performance_sheet import write_performance
from reports.workbook.writing.places import place_of
from reports.workbook.writing.read_me import write_read_me
from scorecards.models import Scorecard, ScorecardYear

Progress = Callable[[int, int], None]
"""Told how many rows are written, and how many there will be."""

MOST_LIVE_ROWS = 6000
"""Measurements of a plan whose performance sheets are alive; with more, they hold the figures alone."""

STEP = 500
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(
    scorecard: Scorecard, stream: IO[bytes], *, today: datetime.date, progress: Progress | None = None
) -> None:
    """Writes the scorecard's workbook into a stream that can be sought, in the active language.

    Expects the scorecard with its plan, unit and organization loaded. The same scorecard gives the same
    bytes on the same day.
    """
    contents = load_contents(scorecard)
    places = {name: place_of(name, rows) for name, rows in contents.items()}
    total, done = sum(map(len, contents.values())) + len(contents["Years"]), 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        if progress and (done % STEP < rows or done == total):
            progress(done, total)

    with Workbook(stream, OPTIONS) as book:
        book.set_properties(
            {
                "title": f"{scorecard.unit.name} · {scorecard.plan.name}",
                "created": datetime.datetime.combine(today, datetime.time()),
            }
        )
        looks = Looks(book)
        write_read_me(book, looks, scorecard, today=today)
        decimals = {row["code"]: row["decimals"] for row in contents["Indicators"]}
        for sheet in SHEETS:
            rows = contents[sheet.name]
            write_sheet(book, looks, sheet, rows, places=places, decimals=decimals, progress=advance)
        live = len(contents["Years"]) <= MOST_LIVE_ROWS
        contents.clear()
        for year in _plan_years(scorecard):
            table = load_scorecard_year(year)
            if table.rows:
                write_performance(book, looks, table, places, live=live)
            advance(len(table.rows))
        advance(total - done)


def _plan_years(scorecard: Scorecard) -> list[ScorecardYear]:
    plan = scorecard.plan
    years = ScorecardYear.objects.filter(scorecard=scorecard, year__range=(plan.first_year, plan.last_year))
    found = list(years.select_related("scheme").order_by("year"))
    for year in found:
        year.scorecard = scorecard
    return found

"""Writes the whole workbook, sheet by sheet."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import IO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from indicators.scorecard_year import load_scorecard_year
from reports.workbook.contents import Values, count_years, iter_years, load_contents
from reports.workbook.sheets import ORIGIN, SHEETS
from reports.workbook.writing.data_sheets import write_sheet
from reports.workbook.writing.looks import Looks
from reports.workbook.writing.performance_sheet import write_performance
from reports.workbook.writing.places import Place, place_of
from reports.workbook.writing.read_me import write_read_me
from scorecards.models import Scorecard, ScorecardYear

Progress = Callable[[int, int], None]
"""Told how many rows are written, and how many there will be."""

MOST_LIVE_ROWS = 5000
"""Measurements of a plan whose performance sheets are alive; with more, they hold the figures alone, and the
sheet Years is written while it is read.
"""

STEP = 500
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    bytes on the same day. Raises OSError where there is no room for the file.
    """
    measured = count_years(scorecard)
    is_live = measured <= MOST_LIVE_ROWS
    contents = load_contents(scorecard, without=() if is_live else ("Years",))
    places = {name: place_of(name, of_sheet) for name, of_sheet in contents.items()}
    streamed: dict[str, Iterable[Values]] = {} if is_live else {"Years": iter_years(scorecard)}
    besides = sum(len(of_sheet) for name, of_sheet in contents.items() if name != "Years")
    rows = _Rows(besides + 2 * measured, progress)
    try:
        with Workbook(stream, OPTIONS) as book:
            title = f"{scorecard.unit.name} · {scorecard.plan.name}"
            created = datetime.datetime.combine(today, datetime.time())
            subject = f"{ORIGIN}{scorecard.unit.address}"
            book.set_properties({"title": title, "subject": subject, "created": created})
            looks = Looks(book)
            write_read_me(book, looks, scorecard, today=today)
            _write_data(book, looks, {**contents, **streamed}, places, rows)
            contents.clear()
            _write_performance(book, looks, scorecard, places, rows, live=is_live)
    except FileCreateError as error:
        raise OSError(str(error)) from error
    rows.finish()


class _Rows:
    """Counts the rows that are written, and tells of them now and then."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.done, self.progress = total, 0, progress

    def add(self, rows: int) -> None:
        self.done += rows
        if self.progress and self.done % STEP < rows:
            self.progress(self.done, self.total)

    def finish(self) -> None:
        if self.progress:
            self.progress(self.total, self.total)


def _write_data(
    book: Workbook,
    looks: Looks,
    contents: Mapping[str, Iterable[Values]],
    places: Mapping[str, Place],
    rows: _Rows,
) -> None:
    """Writes the sheets that an import reads."""
    decimals = {row["code"]: row["decimals"] for row in contents["Indicators"]}
    for sheet in SHEETS:
        of_sheet = contents[sheet.name]
        write_sheet(book, looks, sheet, of_sheet, places=places, decimals=decimals, progress=rows.add)


def _write_performance(
    book: Workbook,
    looks: Looks,
    scorecard: Scorecard,
    places: Mapping[str, Place],
    rows: _Rows,
    *,
    live: bool,
) -> None:
    """A sheet for each year of the plan that has measurements."""
    for year in _plan_years(scorecard):
        rows.add(_write_year(book, looks, year, places, live=live))


def _write_year(
    book: Workbook, looks: Looks, year: ScorecardYear, places: Mapping[str, Place], *, live: bool
) -> int:
    """The sheet of a year; answers its rows. Lets its table go before the next one is read."""
    table = load_scorecard_year(year, other_years=False)
    if table.rows:
        write_performance(book, looks, table, places, live=live)
    return len(table.rows)


def file_name(scorecard: Scorecard) -> str:
    """What the workbook is called: codes and years, so letters, digits, dots, dashes and underscores."""
    place = scorecard.unit.address.replace("/", "-")
    return f"{place}-{scorecard.plan.first_year}-{scorecard.plan.last_year}.xlsx"


def _plan_years(scorecard: Scorecard) -> list[ScorecardYear]:
    plan = scorecard.plan
    years = ScorecardYear.objects.filter(scorecard=scorecard, year__range=(plan.first_year, plan.last_year))
    found = list(years.select_related("scheme").order_by("year"))
    for year in found:
        year.scorecard = scorecard
    return found

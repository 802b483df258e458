"""A year's performance table as a sheet: in the shape of the page, alive through formulas.

XlsxWriter writes a row at a time here, so rows are written from top to bottom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from indicators.scorecard_year import ScorecardYearTable
from indicators.scoring import Status
from performance.words import STATUS_WORDS
from reports.workbook.plain import plain_number
from reports.workbook.sheets import PERFORMANCE
from reports.workbook.writing.looks import (
    ABOVE,
    ACCENT,
    BELOW,
    LINE,
    MUTED,
    ON,
    SUNK,
    TONES,
    Looks,
    height_of,
    number_format,
    write_text,
)
from reports.workbook.writing.performance_grid import STEPS, Block, Cells, Grid, Value, level_column
from reports.workbook.writing.performance_rows import YearFormulas
from reports.workbook.writing.performance_sums import Sum, YearRules, year_sums
from reports.workbook.writing.places import Place
from scorecards.scheme_words import band_words

TITLE, UNIT, VERDICT, HEAD = 0, 1, 2, 4
FIRST = HEAD + 2
"""The first row of the table, counted from 1 as formulas do."""

WIDTHS = {
    "code": 10,
    "name": 46,
    "unit": 14,
    "baseline": 11,
    "target": 14,
    "achievement": 14,
    "attainment": 13,
    "status": 15,
    "weight": 10,
    "score": 13,
}
INDENTS = {"perspective": 0, "objective": 1, "indicator": 2}
BOLD_ROOM = 4
LEVEL_WIDTH, STEP_WIDTH, HEAD_HEIGHT = 5, 12, 32
MARKED = {Status.BELOW: BELOW, Status.ON: ON, Status.ABOVE: ABOVE}
PROTECTION = {"format_cells": True, "format_columns": True, "format_rows": True}
IN_UNITS = {"baseline", "target", "achievement"}
ON_THE_RIGHT = IN_UNITS | {"attainment", "weight", "score"}
PERCENT_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. row: counted from 1; tone: of a perspective; decimals: of an indicator."""

    row: int
    cells: Cells
    kind: str
    tone: int = 1
    decimals: int | None = None


def write_performance(
    book: Workbook, looks: Looks, table: ScorecardYearTable, places: Mapping[str, Place], *, live: bool
) -> None:
    """Writes the sheet of a year that has measurements. Not live: the figures alone, without formulas."""
    year = table.scorecard_year.year
    page, grid = book.add_worksheet(f"{PERFORMANCE} {year}", _FormulaSheet), Grid(table.scheme.levels)
    rules = YearRules(places["Plan"], grid, year, UNIT + 1)
    last = FIRST - 1 + _height(table)
    filled = YearFormulas(table, grid, places, rules.mode, FIRST, last, live)
    sums = year_sums(filled, rules)
    writer = _Writer(page, looks, grid, live)
    _lay_out(page, grid)
    _write_titles(writer, table, rules, grid.cell("score", last + len(sums)), sums[-1])
    for line in _lines(filled):
        writer.line(line)
    _write_foot(writer, table, sums, last)
    _mark_statuses(page, looks, grid, last)
    _set_up_print(page, grid, last + len(sums) + 3)


class _FormulaSheet(Worksheet):
    """No formula here has a function that only newer spreadsheets know.

    XlsxWriter looks for each of them in every formula, which takes most of its time.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class _Writer:
    """Writes cells as a formula with its figure, or as the figure alone."""

    def __init__(self, page: Worksheet, looks: Looks, grid: Grid, live: bool) -> None:
        self.page, self.looks, self.grid, self.live = page, looks, grid, live
        self._made: dict[tuple[str, int, str, str], Format] = {}

    def line(self, line: Line) -> None:
        """A row of the table with the look of its kind; cells without content are filled too."""
        width = WIDTHS["name"] - 2 * INDENTS[line.kind] - BOLD_ROOM * (line.kind != "indicator")
        self.page.set_row(line.row - 1, height_of(str(line.cells["name"][1]), width))
        for name in self.grid.shown:
            formula, value = line.cells.get(name, ("", ""))
            self.cell(line.row - 1, name, formula, value, self._look(line, name, value))
        self.steps(line.row - 1, {name: cell for name, cell in line.cells.items() if name in STEPS})

    def steps(self, row: int, cells: Cells) -> None:
        """Cells of the hidden columns, which only formulas need."""
        if self.live:
            for name, (formula, value) in cells.items():
                self.cell(row, name, formula, value, self.looks.of(font_color=MUTED))

    def cell(self, row: int, name: str, formula: str, value: Value, look: Format) -> None:
        """One cell; row: counted from 0."""
        place = self.grid.number(name)
        if formula and self.live:
            self.page.write_formula(row, place, f"={formula}", look, value)
        elif value == "":
            self.page.write_blank(row, place, None, look)
        elif isinstance(value, str):
            write_text(self.page, row, place, value, look)
        else:
            self.page.write_number(row, place, value, look)

    def _look(self, line: Line, name: str, value: Value) -> Format:
        shows = ""
        if name in IN_UNITS and line.kind == "indicator":
            number = plain_number(value) if isinstance(value, Decimal) else None
            shows = number_format(number, line.decimals)
        key = (line.kind, line.tone, name, shows)
        if key not in self._made:
            self._made[key] = self.looks.of(**_properties(*key))
        return self._made[key]


def _properties(kind: str, tone: int, name: str, shows: str) -> dict[str, Any]:
    """The look of a cell of the table. shows: the number format of a figure in units of measure."""
    properties: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "valign": "vcenter"}
    if kind == "perspective":
        properties |= {"bold": True, "bg_color": TONES[tone - 1], "top": 1, "top_color": LINE}
    elif kind == "objective":
        properties |= {"bold": True, "bg_color": SUNK}
    if name == "name":
        properties |= {"text_wrap": True, "indent": INDENTS[kind]}
    elif name == "unit":
        properties["text_wrap"] = True
    elif name == "status":
        properties["indent"] = 1
    elif name in ON_THE_RIGHT:
        properties["align"] = "right"
    elif name.startswith("level "):
        properties["align"] = "center"
    if name == "attainment":
        properties["num_format"] = number_format(None, PERCENT_DECIMALS)
    elif shows:
        properties["num_format"] = shows
    return properties


def _height(table: ScorecardYearTable) -> int:
    """How many rows the table has."""
    objectives = [each for each in table.objectives if each.rows]
    return sum(bool(each.rows) for each in table.perspectives) + len(objectives) + len(table.rows)


def _lines(filled: YearFormulas) -> Iterator[Line]:
    """Perspectives, objectives and indicators that there are, each group above what is in it."""
    row = FIRST
    for group in filled.table.perspectives:
        objectives = [each for each in group.objectives if each.rows]
        if not objectives:
            continue
        above = Block(row, row + len(objectives) + len(group.rows))
        yield Line(row, filled.perspective(group, above), "perspective", tone=group.perspective.tone)
        row += 1
        for objective in objectives:
            block = Block(row, row + len(objective.rows))
            yield Line(row, filled.objective(objective, block, above, group), "objective")
            for number, each in enumerate(objective.rows, start=row + 1):
                decimals = each.indicator.decimals
                yield Line(number, filled.indicator(each, number, block), "indicator", decimals=decimals)
            row = block.last + 1


def _write_titles(
    writer: _Writer, table: ScorecardYearTable, rules: YearRules, verdict_cell: str, verdict: Sum
) -> None:
    """What the table is about, the verdict, and the heads."""
    page, looks, scorecard = writer.page, writer.looks, table.scorecard_year.scorecard
    title = _("Annual performance table %(year)s") % {"year": rules.year}
    page.set_row(TITLE, 28)
    page.set_row(VERDICT, 22)
    write_text(page, TITLE, 0, title, looks.of(bold=True, font_size=16, font_color=ACCENT))
    about = f"{scorecard.unit.name} · {scorecard.plan.name}"
    write_text(page, UNIT, 0, about, looks.of(font_color=MUTED))
    writer.steps(UNIT, rules.cells(table))
    write_text(page, VERDICT, 0, str(verdict.label[1]), looks.of(bold=True, font_color=MUTED))
    writer.cell(
        VERDICT, "name", verdict_cell, verdict.figure[1], looks.of(bold=True, font_size=13, font_color=ACCENT)
    )
    page.set_row(HEAD, HEAD_HEIGHT)
    for name, words in _heads(rules.year).items():
        place: dict[str, Any] = {"align": "right"} if name in ON_THE_RIGHT else {"align": "left"}
        if name == "status":
            place["indent"] = 1
        look = looks.of(
            bold=True, bg_color=ACCENT, font_color="#FFFFFF", text_wrap=True, valign="vcenter", **place
        )
        write_text(page, HEAD, writer.grid.number(name), words, look)
    for level in writer.grid.levels:
        look = looks.of(bold=True, bg_color=ACCENT, font_color="#FFFFFF", valign="vcenter", align="center")
        page.write_number(HEAD, writer.grid.number(level_column(level)), level, look)


def _heads(year: int) -> dict[str, str]:
    return {
        "code": pgettext("number of a row", "No"),
        "name": _("Indicator"),
        "unit": _("Unit of measure"),
        "baseline": _("Baseline"),
        "target": _("Target %(year)s") % {"year": year},
        "achievement": _("Achievement %(year)s") % {"year": year},
        "attainment": _("Attainment in percent"),
        "status": _("Status"),
        "weight": _("Weight"),
        "score": _("Score"),
    }


def _write_foot(writer: _Writer, table: ScorecardYearTable, sums: list[Sum], row: int) -> None:
    """The sums from the row (counted from 0) on, then what the levels mean and what moves the figures."""
    grid, looks = writer.grid, writer.looks
    for number, each in enumerate(sums, start=row):
        look: dict[str, Any] = {"bold": each.strong, "bottom": 1, "bottom_color": LINE}
        for name in grid.shown:
            cells = {"name": each.label, "score": each.figure}
            formula, value = cells.get(name, ("", ""))
            shape: dict[str, Any] = {"align": "right"} if name == "score" else {}
            if name == "score" and each.decimals:
                shape["num_format"] = number_format(None, each.decimals)
            writer.cell(number, name, formula, value, looks.of(**look, **shape))
    scheme, muted = table.scheme, looks.of(font_color=MUTED)
    bands = "; ".join(f"{band.level} = {band_words(scheme, band)}" for band in scheme.bands)
    levels = _("Levels by attainment: %(bands)s (%(scheme)s).") % {
        "bands": bands,
        "scheme": table.scorecard_year.scheme,
    }
    write_text(writer.page, row + len(sums) + 1, 0, levels, muted)
    write_text(writer.page, row + len(sums) + 2, 0, _what_moves(live=writer.live), muted)


def _what_moves(*, live: bool) -> str:
    if live:
        return _(
            "These figures follow the sheets Years, Indicators, Weights and Plan of this workbook. An import "
            "does not read them."
        )
    return _(
        "This plan is too large for live formulas: the figures are as of the export. An import does not read "
        "them."
    )


def _lay_out(page: Worksheet, grid: Grid) -> None:
    """Widths, frozen heads and protection."""
    for name in grid.shown:
        page.set_column(grid.number(name), grid.number(name), WIDTHS.get(name, LEVEL_WIDTH))
    page.set_column(
        grid.first_step, grid.first_step + len(STEPS) - 1, STEP_WIDTH, None, {"hidden": True, "level": 1}
    )
    page.freeze_panes(HEAD + 1, 2)
    page.hide_gridlines(2)
    page.protect("", PROTECTION)


def _mark_statuses(page: Worksheet, looks: Looks, grid: Grid, last: int) -> None:
    """Colours status and levels by the word in the status column, which says it too."""
    for status, (ink, fill) in MARKED.items():
        word = str(STATUS_WORDS[status]).replace('"', '""')
        look = looks.conditional(font_color=ink, bg_color=fill)
        first, final = grid.number("status"), grid.number("weight") - 1
        rule = {"type": "formula", "criteria": f'=${grid.letter("status")}{FIRST}="{word}"', "format": look}
        page.conditional_format(FIRST - 1, first, last - 1, final, rule)


def _set_up_print(page: Worksheet, grid: Grid, last: int) -> None:
    """A4 landscape, one page wide, heads repeated."""
    page.set_landscape()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.repeat_rows(HEAD)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, last - 1, len(grid.shown) - 1)
    page.set_footer("&L&A&R&P / &N")

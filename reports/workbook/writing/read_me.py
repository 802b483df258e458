"""The first sheet: what the workbook is, how to use it, and what each column holds."""

from __future__ import annotations

import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from organizations.permissions import Action
from reports.workbook.columns import Column, Kind, Right, Sheet
from reports.workbook.sheets import READ_ME, SHEETS
from reports.workbook.writing.checks import FLAGS
from reports.workbook.writing.looks import (
    ACCENT,
    LINE,
    LINE_HEIGHT,
    MUTED,
    SUNK,
    Looks,
    height_of,
    write_text,
)
from scorecards.models import Scorecard

WIDTHS = (16, 23, 62, 34, 44)
HEADING_HEIGHT = 24


def write_read_me(book: Workbook, looks: Looks, scorecard: Scorecard, *, today: datetime.date) -> None:
    """Writes the sheet in the active language."""
    page = book.add_worksheet(READ_ME)
    for number, width in enumerate(WIDTHS):
        page.set_column(number, number, width)
    page.hide_gridlines(2)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&A&R&P / &N")
    row = _write_title(page, looks, scorecard, today)
    row = _write_paragraphs(page, looks, row + 1)
    _write_columns(page, looks, row + 1)


def _write_title(page: Worksheet, looks: Looks, scorecard: Scorecard, today: datetime.date) -> int:
    unit, plan = scorecard.unit, scorecard.plan
    title = _("Workbook of %(unit)s") % {"unit": unit.name}
    page.set_row(0, 30)
    write_text(page, 0, 0, title, looks.of(bold=True, font_size=18, font_color=ACCENT))
    facts = (
        (_("Organization"), unit.organization.name),
        (_("Unit"), f"{unit.name} ({unit.address})"),
        (_("Plan"), f"{plan.name} ({plan.first_year}–{plan.last_year})"),
        (_("Exported"), date_format(today)),
    )
    for row, (label, words) in enumerate(facts, start=2):
        write_text(page, row, 0, label, looks.of(font_color=MUTED))
        write_text(page, row, 1, words, looks.of(bold=True))
    return len(facts) + 2


def _write_paragraphs(page: Worksheet, looks: Looks, row: int) -> int:
    """How to use the file; answers the first row below."""
    page.set_row(row, HEADING_HEIGHT)
    write_text(page, row, 0, _("How to use it"), looks.of(bold=True, font_size=14, font_color=ACCENT))
    across = sum(WIDTHS)
    for number, words in enumerate(_paragraphs(), start=row + 1):
        page.set_row(number, height_of(words, across))
        page.merge_range(number, 0, number, len(WIDTHS) - 1, "", looks.of(text_wrap=True))
        write_text(page, number, 0, f"• {words}", looks.of(text_wrap=True))
    return row + 1 + len(_paragraphs())


def _paragraphs() -> tuple[str, ...]:
    return (
        _(
            "Change what you like in the sheets below and import the file on the page “Workbook” of this "
            "unit. A preview shows every change first; nothing is saved before you confirm it."
        ),
        _(
            "Only the sheets named below are read. This Read me and the sheets whose names begin with "
            "“Performance” are not read: their figures follow the other sheets through formulas."
        ),
        _("An empty cell means that something is missing or not known. That is not the same as 0."),
        _(
            "Add new rows at the bottom. An import adds and changes rows; it never deletes one, so a row "
            "that you leave out or delete here stays as it is."
        ),
        _(
            "Heads, names of sheets and the words in columns with a choice are the same in every language "
            "and must stay as they are."
        ),
        _(
            "Keys tell rows apart: a row with a new code is a new thing, whatever its name. The columns "
            "marked “key” below must be filled in every row."
        ),
        _("Columns marked “not read” only inform. What is imported as an achievement becomes a draft."),
    )


def _write_columns(page: Worksheet, looks: Looks, row: int) -> None:
    """The table of all columns."""
    write_text(
        page, row, 0, _("What each column holds"), looks.of(bold=True, font_size=14, font_color=ACCENT)
    )
    row += 1
    heads = (_("Sheet"), _("Column"), _("What it holds"), _("Who may change it"), _("What may stand in it"))
    for number, words in enumerate(heads):
        write_text(page, row, number, words, looks.head)
    page.repeat_rows(row)
    for sheet in SHEETS:
        row += 1
        band = looks.of(bold=True, bg_color=SUNK, bottom=1, bottom_color=LINE, text_wrap=False)
        page.set_row(row, LINE_HEIGHT + 5)
        for number in range(len(WIDTHS)):
            page.write_blank(row, number, None, band)
        write_text(page, row, 0, sheet.name, band)
        write_text(page, row, 1, str(sheet.explained), looks.of(bg_color=SUNK, bottom=1, bottom_color=LINE))
        for column in sheet.columns:
            row += 1
            _write_column(page, looks, row, sheet, column)


def _write_column(page: Worksheet, looks: Looks, row: int, sheet: Sheet, column: Column) -> None:
    words = (
        sheet.name,
        column.name,
        str(column.explained),
        who_may(sheet, column),
        what_may(sheet, column),
    )
    page.set_row(row, max(height_of(text, width) for text, width in zip(words, WIDTHS, strict=True)))
    for number, text in enumerate(words):
        look = {"text_wrap": True, "bottom": 1, "bottom_color": LINE}
        ink = {"font_color": MUTED} if number == 0 else {}
        write_text(page, row, number, text, looks.of(**look, **ink, bold=number == 1))


def who_may(sheet: Sheet, column: Column) -> str:
    """Who may change cells of a column, in the active language."""
    return _("Nobody: it is not read.") if not column.is_read else _who(sheet.right_of(column.name))


def _who(right: Right) -> str:
    if right.whole_organization:
        if right.action is Action.ADMINISTER:
            return _("Administrators of the whole organization")
        return _("HR staff, managers and administrators of the whole organization")
    return {
        Action.ADMINISTER: _("Administrators of the unit"),
        Action.EDIT: _("HR staff, managers and administrators of the unit"),
        Action.ENTER: _("HR staff, managers and administrators of the unit, and whoever holds it"),
    }[right.action]


def what_may(sheet: Sheet, column: Column) -> str:
    """What a cell of the column may hold, and whether it must be filled, in the active language."""
    marks = []
    if column.name in sheet.key:
        marks.append(_("key"))
    if column.required and column.name not in sheet.key:
        marks.append(_("required"))
    if column.blank_keeps and not column.required:
        marks.append(_("empty: stays as it is"))
    words = _what(column)
    return f"{words} ({', '.join(marks)})" if marks else words


def _what(column: Column) -> str:
    words: tuple[str, ...] = column.choices or FLAGS
    return {
        Kind.TEXT: _("A text of at most %(longest)s characters"),
        Kind.CODE: _("A code: letters, digits, dots, dashes and underscores"),
        Kind.CODES: _("Codes with commas between them"),
        Kind.CHOICE: _("One of: %(words)s"),
        Kind.FLAG: _("One of: %(words)s"),
        Kind.NUMBER: _("A number with at most %(decimals)s decimals"),
        Kind.WHOLE: _("A whole number"),
        Kind.DATE: _("A date"),
        Kind.EMAIL: _("An e-mail address"),
        Kind.PERIOD: _("A year, or the first and the last with a dash: 2012-2013"),
    }[column.kind] % {
        "longest": column.longest,
        "decimals": column.decimals,
        "words": ", ".join(words),
    }

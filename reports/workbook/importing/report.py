"""The report of an import, line by line: on the page, as CSV to keep, as text on the command line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum
from io import StringIO
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.doubt_words import doubt_message
from organizations.texts import DIRECTION_CONTROLS
from reports.csv_text import guarded
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.importing import ImportReport
from reports.workbook.importing.rows import key_text
from reports.workbook.importing.words import notice_message, place_text, refusal_message, value_text

UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Outcome(StrEnum):
    """What became of a row or cell of the file."""

    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    DOUBT = "doubt"
    NOTICE = "notice"


class Line(NamedTuple):
    """One line of the report in the active language; what does not apply is empty."""

    outcome: Outcome
    sheet: str
    row: str = ""
    place: str = ""
    subject: str = ""
    column: str = ""
    old: str = ""
    new: str = ""
    message: str = ""


def refused_lines(report: ImportReport) -> Iterator[Line]:
    """What is refused, in the order of sheets and rows."""
    for refusal in report.refusals:
        yield Line(
            Outcome.REFUSED,
            refusal.sheet,
            row=str(refusal.row or ""),
            place=place_text(refusal),
            column=refusal.name,
            old="",
            new=refusal.read,
            message=refusal_message(refusal),
        )


def doubt_lines(report: ImportReport) -> Iterator[Line]:
    """The numbers that can hardly be meant, with what is asked about each."""
    for each in report.doubts:
        column = each.doubt.field
        yield Line(
            Outcome.DOUBT,
            each.change.sheet.title,
            row=str(each.change.number),
            place=f"{each.change.sheet.letter(column)}{each.change.number} · {column}",
            subject=key_text(each.change.key),
            column=column,
            new=value_text(each.doubt.read),
            message=doubt_message(each.doubt, each.decimals),
        )


def notice_lines(report: ImportReport) -> Iterator[Line]:
    """What is worth knowing although nothing is refused."""
    for notice in report.notices:
        row = str(notice.row or "")
        yield Line(Outcome.NOTICE, notice.sheet, row=row, new=notice.read, message=notice_message(notice))


def changed_lines(report: ImportReport) -> Iterator[Line]:
    """Every cell that is new or changes; a row that is new and says nothing beside its key has one line."""
    for change in report.comparison.all_changes():
        yield from lines_of(change)


def lines_of(change: RowChange) -> Iterator[Line]:
    """The cells of a row that are new or change."""
    outcome = Outcome.NEW if change.is_new else Outcome.CHANGED
    row, subject = str(change.number), key_text(change.key)
    title = change.sheet.title
    if not change.cells:
        yield Line(outcome, title, row=row, subject=subject)
    for cell in change.cells:
        yield Line(
            outcome,
            title,
            row=row,
            subject=subject,
            column=cell.column,
            old=value_text(cell.old),
            new=value_text(cell.new),
        )


def headline(report: ImportReport) -> str:
    """The whole import in one sentence."""
    changes = list(report.comparison.all_changes())
    new = sum(change.is_new for change in changes)
    changed = len(changes) - new
    unchanged = sum(report.comparison.unchanged.values())
    refused, emptied = len(report.refusals), report.comparison.emptied
    counts = [
        (refused, ngettext("%(n)s refusal", "%(n)s refusals", refused)),
        (new, ngettext("%(n)s new row", "%(n)s new rows", new)),
        (changed, ngettext("%(n)s changed row", "%(n)s changed rows", changed)),
        (unchanged, ngettext("%(n)s unchanged row", "%(n)s unchanged rows", unchanged)),
        (emptied, ngettext("%(n)s emptied cell", "%(n)s emptied cells", emptied)),
    ]
    return ", ".join(words % {"n": count} for count, words in counts if count) or _("no rows")


def as_csv(report: ImportReport) -> str:
    """The whole report as CSV with a head, in the active language."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Outcome"), _("Sheet"), _("Row"), _("Column"), _("What"), _("Old"), _("New"), _("Message")]
    )
    words = _outcome_words()
    for lines in (refused_lines(report), doubt_lines(report), notice_lines(report), changed_lines(report)):
        for line in lines:
            cells = (line.sheet, line.row, line.column, line.subject, line.old, line.new, line.message)
            writer.writerow([words[line.outcome], *map(_as_text, cells)])
    return out.getvalue()


def text_lines(report: ImportReport) -> Iterator[str]:
    """The report to read on a terminal: the headline, what is refused and worth knowing, and the changes."""
    yield _headed(report)
    for lines in (refused_lines(report), doubt_lines(report)):
        yield from (f"  {line.sheet} {line.place}: {line.message}" for line in lines)
    yield from (f"  {line.message}" for line in notice_lines(report))
    words = _outcome_words()
    for line in changed_lines(report):
        yield (
            f"  {words[line.outcome]}: {line.sheet} {line.row} {line.subject} {line.column} "
            f"“{line.old}” → “{line.new}”"
        )


def _outcome_words() -> dict[Outcome, str]:
    """The word for each outcome, in the active language."""
    return {
        Outcome.REFUSED: _("Refused"),
        Outcome.NEW: _("New"),
        Outcome.CHANGED: _("Changed"),
        Outcome.DOUBT: _("Doubtful"),
        Outcome.NOTICE: _("Notice"),
    }


def _headed(report: ImportReport) -> str:
    return (_("Imported: %(counts)s.") if report.written else _("Not written: %(counts)s.")) % {
        "counts": headline(report)
    }


def _as_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula, and that garbles no line."""
    return guarded(DIRECTION_CONTROLS.sub(UNKNOWN, text))

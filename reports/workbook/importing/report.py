"""The report of an import, line by line: on the page, as CSV to keep, as text on the command line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.doubt_words import doubt_message
from reports.csv_text import guarded
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.importing import ImportReport
from reports.workbook.importing.rows import key_text
from reports.workbook.importing.words import notice_message, place_text, refusal_message, value_text


class Outcome(StrEnum):
    """What became of a row or cell of the file."""

    REFUSED = "refused"
    NEW = "new"
    CHANGED = "changed"
    DOUBT = "doubt"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Line:
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
    refused = len(report.refusals)
    counts = [
        (refused, ngettext("%(n)s refusal", "%(n)s refusals", refused)),
        (new, ngettext("%(n)s new row", "%(n)s new rows", new)),
        (changed, ngettext("%(n)s changed row", "%(n)s changed rows", changed)),
        (unchanged, ngettext("%(n)s unchanged row", "%(n)s unchanged rows", unchanged)),
    ]
    return ", ".join(words % {"n": count} for count, words in counts if count) or _("no rows")


def as_csv(report: ImportReport) -> str:
    """The whole report as CSV with a head, in the active language."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [_("Outcome"), _("Sheet"), _("Row"), _("Column"), _("What"), _("Old"), _("New"), _("Message")]
    )
    for lines in (refused_lines(report), doubt_lines(report), notice_lines(report), changed_lines(report)):
        for line in lines:
            cells = (line.sheet, line.row, line.column, line.subject, line.old, line.new, line.message)
            writer.writerow([outcome_text(line.outcome), *map(guarded, cells)])
    return out.getvalue()


def as_text(report: ImportReport) -> str:
    """The report to read on a terminal: the headline, then what is refused and what is worth knowing."""
    lines = [_headed(report)]
    lines += [f"  {line.sheet} {line.place}: {line.message}" for line in refused_lines(report)]
    lines += [f"  {line.sheet} {line.place}: {line.message}" for line in doubt_lines(report)]
    lines += [f"  {line.message}" for line in notice_lines(report)]
    for line in changed_lines(report):
        lines.append(
            f"  {outcome_text(line.outcome)}: {line.sheet} {line.row} {line.subject} {line.column} "
            f"“{line.old}” → “{line.new}”"
        )
    return "\n".join(lines) + "\n"


def outcome_text(outcome: Outcome) -> str:
    """The word for an outcome."""
    words = {
        Outcome.REFUSED: _("Refused"),
        Outcome.NEW: _("New"),
        Outcome.CHANGED: _("Changed"),
        Outcome.DOUBT: _("Doubtful"),
        Outcome.NOTICE: _("Notice"),
    }
    return words[outcome]


def _headed(report: ImportReport) -> str:
    return (_("Imported: %(counts)s.") if report.written else _("Not written: %(counts)s.")) % {
        "counts": headline(report)
    }

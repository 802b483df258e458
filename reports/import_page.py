"""The preview of an import, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from organizations.models import Unit
from reports.import_writers import Writers, writers_of
from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.importing import ImportReport
from reports.workbook.importing.places import YEARS
from reports.workbook.importing.refusals import Fault, NoticeKind
from reports.workbook.importing.report import (
    Line,
    doubt_lines,
    headline,
    lines_of,
    notice_lines,
    refused_lines,
)
from reports.workbook.importing.rows import key_text
from reports.workbook.importing.words import notice_message

LINES_SHOWN = 200
"""Of each kind; the report that can be downloaded has them all."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row that is new or changes: its number in the file, what it is about, and its cells.

    writer: `who` put there what stands in them, and `when`, where that is known.
    """

    number: int
    subject: str
    is_new: bool
    cells: tuple[Line, ...]
    writer: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class SheetShown:
    """What changes in one sheet: counts, and the first rows."""

    name: str
    new: int
    changed: int
    unchanged: int
    rows: tuple[RowShown, ...]

    @property
    def left_out(self) -> int:
        """How many rows are only in the report."""
        return self.new + self.changed - len(self.rows)


def preview_context(report: ImportReport, unit: Unit, language: str) -> dict[str, Any]:
    """The context of reports/import.html."""
    refused = list(islice(refused_lines(report), LINES_SHOWN))
    elsewhere = [notice_message(each) for each in report.notices if each.kind is NoticeKind.OTHER_UNIT]
    notices = (line for line in notice_lines(report) if line.message not in elsewhere)
    return {
        "report": report,
        "headline": headline(report),
        "refused": refused,
        "is_denied": any(each.fault is Fault.NOT_ALLOWED for each in report.refusals),
        "refused_left_out": len(report.refusals) - len(refused),
        "doubts": list(islice(doubt_lines(report), LINES_SHOWN)),
        "doubts_left_out": max(0, len(report.doubts) - LINES_SHOWN),
        "warnings": elsewhere,
        "notices": list(islice(notices, LINES_SHOWN)),
        "sheets": [
            _sheet(name, changes, report, unit) for name, changes in report.comparison.changes.items()
        ],
        "decimal": "comma" if language == "id" else "point",
    }


def _sheet(name: str, changes: list[RowChange], report: ImportReport, unit: Unit) -> SheetShown:
    shown = changes[:LINES_SHOWN]
    writers = writers_of(shown, report.plan, unit) if name == YEARS else {}
    new = sum(change.is_new for change in changes)
    return SheetShown(
        name=name,
        new=new,
        changed=len(changes) - new,
        unchanged=report.comparison.unchanged.get(name, 0),
        rows=tuple(_rows(shown, writers)),
    )


def _rows(changes: Iterable[RowChange], writers: Writers) -> Iterable[RowShown]:
    for change in changes:
        cells = tuple(lines_of(change))
        yield RowShown(change.number, key_text(change.key), change.is_new, cells, writers.get(change.key))

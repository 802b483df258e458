"""The preview of an import, ready to print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reports.workbook.importing.changes import RowChange
from reports.workbook.importing.importing import ImportReport
from reports.workbook.importing.report import (
    Line,
    doubt_lines,
    headline,
    lines_of,
    notice_lines,
    refused_lines,
)
from reports.workbook.importing.rows import key_text

LINES_SHOWN = 200
"""Of each kind; the report that can be downloaded has them all."""


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row that is new or changes: its number in the file, what it is about, and its cells."""

    number: int
    subject: str
    is_new: bool
    cells: tuple[Line, ...]


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


def preview_context(report: ImportReport, file_name: str, language: str) -> dict[str, Any]:
    """The context of reports/import.html."""
    refused = list(islice(refused_lines(report), LINES_SHOWN))
    return {
        "report": report,
        "headline": headline(report),
        "refused": refused,
        "refused_left_out": len(report.refusals) - len(refused),
        "doubts": list(islice(doubt_lines(report), LINES_SHOWN)),
        "doubts_left_out": max(0, len(report.doubts) - LINES_SHOWN),
        "notices": list(islice(notice_lines(report), LINES_SHOWN)),
        "sheets": [
            _sheet(name, changes, report.comparison.unchanged.get(name, 0))
            for name, changes in report.comparison.changes.items()
        ],
        "decimal": "comma" if language == "id" else "point",
    }


def _sheet(name: str, changes: list[RowChange], unchanged: int) -> SheetShown:
    new = sum(change.is_new for change in changes)
    return SheetShown(
        name=name,
        new=new,
        changed=len(changes) - new,
        unchanged=unchanged,
        rows=tuple(_rows(islice(changes, LINES_SHOWN))),
    )


def _rows(changes: Iterable[RowChange]) -> Iterable[RowShown]:
    for change in changes:
        cells = tuple(lines_of(change))
        yield RowShown(change.number, key_text(change.key), change.is_new, cells)

"""The trail as CSV: one line for each field that changed, in the active language, dates in ISO 8601."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from organizations.history_rows import Change, Field, Related, value_in_words
from organizations.scope import UnitScope
from reports.audit.filters import Filters
from reports.audit.trail import AuditRow, read_all
from reports.csv_text import guarded

BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def csv_lines(scope: UnitScope, filters: Filters, language: str) -> Iterator[str]:
    """The file, line by line. It is read after the request is over, so each part sets the language."""
    writer: Any = csv.writer(_Echo())
    rows = read_all(scope, filters, describe=in_iso)
    with translation.override(language):
        yield BYTE_ORDER_MARK + writer.writerow(_head())
    while True:
        with translation.override(language):
            row = next(rows, None)
            lines = [writer.writerow(map(guarded, cells)) for cells in _cells(row)] if row else []
        if row is None:
            return
        yield "".join(lines)


def in_iso(field: Field, value: Any, related: Related) -> str:
    """A value in words, but moments and days as other programs read them."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value_in_words(field, value, related)


def _head() -> list[str]:
    return [
        _("When"),
        _("Who"),
        _("Unit"),
        _("Year"),
        _("Kind of thing"),
        _("Name"),
        pgettext("in a history", "Change"),
        _("Reason"),
        _("Field"),
        _("Old"),
        _("New"),
    ]


def _cells(row: AuditRow) -> Iterator[list[str]]:
    """The cells of each line; a change of no field that people read has one line."""
    when = timezone.localtime(row.when).isoformat(timespec="seconds")
    year = str(row.year or "")
    beginning = [when, row.who, row.unit, year, row.kind, row.name, row.action, row.reason]
    for change in row.changes or (Change("", "", ""),):
        yield [*beginning, change.field, change.old, change.new]

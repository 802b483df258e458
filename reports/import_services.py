"""Files that wait for a confirmation: keeping them, importing them, letting them go."""

from __future__ import annotations

import datetime
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import history
from organizations.models import Unit, User
from reports.models import ImportedFile
from reports.workbook.importing import Import, ImportReport, Style, import_file
from reports.workbook.importing.report import as_csv
from reports.workbook.importing.rows import read_file
from reports.workbook.reading import FileRefused, Limits, Refusal, open_table_file
from scorecards.services.rows import lock_row

KEPT_FOR = datetime.timedelta(days=1)
"""How long a file waits for its confirmation."""


def limits() -> Limits:
    """How much is read of a file here."""
    return Limits(rows=settings.WORKBOOK_MAX_ROWS)


@transaction.atomic
def keep_file(*, unit: Unit, year: int, name: str, stream: BinaryIO, by: User) -> ImportedFile:
    """Keeps an uploaded file until it is confirmed; lets older ones of the same person go.

    Raises FileRefused for one that can't be read; what its cells say is judged in the preview.
    """
    most = limits().bytes
    content = stream.read(most + 1)
    if len(content) > most:
        raise FileRefused(Refusal.TOO_LARGE, read=len(content), limit=most)
    outdated = ImportedFile.objects.waiting().filter(uploaded_at__lt=timezone.now() - KEPT_FOR)
    history.delete_many(outdated | ImportedFile.objects.waiting().filter(unit=unit, uploaded_by=by), by=by)
    file = ImportedFile(unit=unit, year=year, name=name, content=content, uploaded_by=by)
    with open_table_file(BytesIO(content), name=name, limits=limits()) as opened:
        read_file(opened, name=name, style=Style(), year=year)
    return history.save(file, by=by)


def preview_file(file: ImportedFile, *, by: User, language: str) -> ImportReport:
    """What importing the file would do now. language: its decimal mark, where it is a text file.

    Raises FileRefused.
    """
    return _run(file, by=by, language=language, seen=None, write=False)


@transaction.atomic
def confirm_file(file: ImportedFile, *, by: User, language: str, seen: str, is_meant: bool) -> ImportReport:
    """Imports the file if it still does what was seen in its preview; keeps the report, not the content.

    is_meant: numbers that can hardly be meant are; otherwise nothing is written where there are some.

    Raises FileRefused, ValidationError when the file is gone or was confirmed already.
    """
    waiting = lock_row(file)
    if waiting.imported_at is not None:
        raise ValidationError(_("This file has been imported already."), code="imported")
    report = _run(waiting, by=by, language=language, seen=seen, write=True, asks=not is_meant)
    if report.written:
        changes = list(report.comparison.all_changes())
        waiting.imported_at = timezone.now()
        waiting.new_rows = sum(change.is_new for change in changes)
        waiting.changed_rows = len(changes) - waiting.new_rows
        waiting.report, waiting.content = as_csv(report), b""
        history.save(waiting, by=by)
    return report


def forget_file(file: ImportedFile, *, by: User) -> None:
    """Lets a waiting file go. Raises ValidationError when it is gone."""
    with transaction.atomic():
        history.delete(lock_row(file), by=by)


def _run(
    file: ImportedFile, *, by: User, language: str, seen: str | None, write: bool, asks: bool = False
) -> ImportReport:
    style = Style(language=language)
    order = Import(unit=file.unit, by=by, year=file.year, style=style, seen=seen, asks=asks)
    stream = BytesIO(bytes(file.content))
    with open_table_file(stream, name=file.name, limits=limits()) as opened:
        return import_file(order, opened, name=file.name, write=write)

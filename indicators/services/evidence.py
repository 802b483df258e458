"""Evidence behind achievements: added, and deleted with a reason; what is wrong is deleted and added anew."""

from __future__ import annotations

from dataclasses import asdict

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from indicators import evidence_files
from indicators.file_kinds import FileRefused, cleaned_name
from indicators.file_words import file_refused_message
from indicators.models import Evidence, Measurement
from organizations import history
from organizations.models import User
from scorecards.locks import lock_open_years, raise_version
from scorecards.services.rows import save_row


@transaction.atomic
def add_evidence(*, measurement: Measurement, title: str, url: str, by: User) -> Evidence:
    """Puts the address of a proof behind an achievement. Raises ValidationError by field, YearClosed."""
    fresh = _lock(measurement)
    evidence = save_row(Evidence(measurement=fresh, title=title, url=url, added_by=by), by=by)
    raise_version(fresh.scorecard_year.scorecard)
    return evidence


def add_evidence_file(*, measurement: Measurement, file: File, title: str = "", by: User) -> Evidence:
    """Keeps a file as proof of an achievement; without a title it is called by its name.

    Raises ValidationError by field (`file` among them), YearClosed; then no file is kept.
    """
    try:
        stored = evidence_files.store(file)
    except FileRefused as error:
        message = file_refused_message(error, cleaned_name(file.name or ""))
        raise ValidationError({"file": ValidationError(message, code=error.code)}) from error
    try:
        return _add_stored(measurement, stored, title or stored.file_name, by)
    except BaseException:
        evidence_files.remove(stored.stored_name)
        raise


@transaction.atomic
def _add_stored(
    measurement: Measurement, stored: evidence_files.StoredFile, title: str, by: User
) -> Evidence:
    fresh = _lock(measurement)
    evidence = Evidence(measurement=fresh, title=title, added_by=by, **asdict(stored))
    try:
        save_row(evidence, by=by)
    except ValidationError as error:
        raise _told_at_file(error) from error
    raise_version(fresh.scorecard_year.scorecard)
    return evidence


def _told_at_file(error: ValidationError) -> ValidationError:
    """The same error, with what is wrong with the file's own fields at the field where people choose it."""
    if not hasattr(error, "error_dict"):
        return error
    of_file = set(evidence_files.StoredFile.__dataclass_fields__)
    placed: dict[str, list[ValidationError]] = {}
    for field, errors in error.error_dict.items():
        placed.setdefault("file" if field in of_file else field, []).extend(errors)
    return ValidationError(placed)


@transaction.atomic
def delete_evidence(evidence: Evidence, *, by: User, reason: str) -> None:
    """Deletes evidence and its file; the trace keeps the reason, and the file's name, size and SHA-256.

    Raises ValidationError by field, YearClosed.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the history keeps it.")})
    measurement = _lock(evidence.measurement)
    fresh = Evidence.objects.filter(pk=evidence.pk).first()
    if fresh is None:
        raise ValidationError(_("Somebody else has deleted this evidence."), code="gone")
    if fresh.is_file:
        evidence_files.remove_with(Evidence.objects.filter(pk=fresh.pk))
    history.delete(fresh, by=by, reason=reason.strip())
    raise_version(measurement.scorecard_year.scorecard)


def _lock(measurement: Measurement) -> Measurement:
    """The measurement under the lock of its open year. Raises YearClosed, ValidationError when it is gone."""
    year = measurement.scorecard_year
    lock_open_years(year.scorecard, [year.year])
    fresh = Measurement.objects.select_related("scorecard_year__scorecard").filter(pk=measurement.pk).first()
    if fresh is None:
        raise ValidationError(_("Somebody else has deleted this indicator."), code="gone")
    return fresh

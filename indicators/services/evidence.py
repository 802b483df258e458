"""Evidence behind achievements: added, and deleted with a reason; what is wrong is deleted and added anew."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

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


@transaction.atomic
def delete_evidence(evidence: Evidence, *, by: User, reason: str) -> None:
    """Deletes evidence; the trace keeps the reason. Raises ValidationError by field, YearClosed."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say why: the history keeps it.")})
    measurement = _lock(evidence.measurement)
    fresh = Evidence.objects.filter(pk=evidence.pk).first()
    if fresh is None:
        raise ValidationError(_("Somebody else has deleted this evidence."), code="gone")
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

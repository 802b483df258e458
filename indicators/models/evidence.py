"""What proves an achievement."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.file_kinds import LARGEST, LONGEST_NAME
from indicators.models.measurements import Measurement
from organizations.history_records import HistoricalRecords

NO_FILE = Q(stored_name="", file_name="", content_type="", sha256="", size__isnull=True)
A_FILE = Q(size__isnull=False, size__gt=0, size__lte=LARGEST) & ~(
    Q(stored_name="") | Q(file_name="") | Q(content_type="") | Q(sha256="")
)


class Evidence(models.Model):
    """What proves an achievement: a link to where the proof is kept, or a file that is kept here.

    `stored_name` finds the file in the storage; it is drawn at random and nobody needs to read it, so the
    history doesn't have it. `file_name` is what the file was called where it came from.
    """

    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    stored_name = models.CharField(max_length=64, blank=True, editable=False)
    file_name = models.CharField(_("file"), max_length=LONGEST_NAME, blank=True, editable=False)
    content_type = models.CharField(_("kind of file"), max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField(_("size"), null=True, blank=True, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="added_evidence"
    )
    added_at = models.DateTimeField(auto_now_add=True, editable=False)

    history = HistoricalRecords(excluded_fields=["stored_name"])

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="evidence_once_per_measurement",
                fields=["measurement", "url"],
                condition=~Q(url=""),
                violation_error_message=_("This address already stands behind this achievement."),
            ),
            models.UniqueConstraint(
                name="evidence_file_once_per_measurement",
                fields=["measurement", "sha256"],
                condition=~Q(sha256=""),
                violation_error_message=_("This file already stands behind this achievement."),
            ),
            models.UniqueConstraint(
                name="evidence_file_stored_once", fields=["stored_name"], condition=~Q(stored_name="")
            ),
            models.CheckConstraint(
                name="evidence_link_or_file",
                condition=(~Q(url="") & NO_FILE) | (Q(url="") & A_FILE),
                violation_error_message=_("Evidence is either a link or a file."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_file(self) -> bool:
        """Whether the proof itself is kept here."""
        return bool(self.stored_name)

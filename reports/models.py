"""What people bring: files that wait for a confirmation, and what became of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.models import Unit


class ImportedFileQuerySet(models.QuerySet["ImportedFile"]):
    def waiting(self) -> ImportedFileQuerySet:
        """Files that nobody has confirmed yet."""
        return self.filter(imported_at__isnull=True)

    def imported(self) -> ImportedFileQuerySet:
        """Files whose contents were taken, the latest first."""
        return self.filter(imported_at__isnull=False).order_by("-imported_at", "-pk")


class ImportedFile(models.Model):
    """A file that somebody brought for a unit: first it waits, then its content is taken and let go.

    content: as uploaded, until it is imported. report: of the import, as CSV in the language of whoever
    confirmed it.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="imported_files")
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=200)
    content = models.BinaryField(editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="imported_files"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True, editable=False)
    imported_at = models.DateTimeField(null=True, blank=True, editable=False)
    new_rows = models.PositiveIntegerField(_("new rows"), default=0)
    changed_rows = models.PositiveIntegerField(_("changed rows"), default=0)
    report = models.TextField(blank=True, editable=False)

    objects = ImportedFileQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content", "report"])

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="imported_file_lets_its_content_go",
                condition=Q(imported_at__isnull=True) | Q(content=b""),
            )
        ]

    def __str__(self) -> str:
        return self.name

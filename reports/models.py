"""Files that people bring and what became of them, and the reminders that were sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.history_records import HistoricalRecords
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


class Reminder(models.Model):
    """The one e-mail to a person on a day, from when a run takes it on until it is sent.

    It is a log of its own that nobody edits, so no history is kept of it. claimed_at: when a run began to
    send it; failure: what the mail server said when it refused, empty once it is sent.
    """

    class State(models.TextChoices):
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="reminder_log",
        verbose_name=_("person"),
    )
    day = models.DateField(_("day"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SENDING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    claimed_at = models.DateTimeField(_("last attempt"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    failure = models.CharField(_("failure"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        ordering = ["-day", "user"]
        constraints = [
            models.UniqueConstraint(name="reminder_once_per_person_and_day", fields=["user", "day"]),
            models.CheckConstraint(
                name="reminder_sent_says_when",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.day}"

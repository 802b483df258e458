"""Findings of the plan check that somebody accepted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.history_records import HistoricalRecords
from scorecards.models import Scorecard


class AcceptedFinding(models.Model):
    """A finding of the plan check that stays quiet, with the reason, until its subject changes.

    fingerprint: of what the rule saw of its subject (indicators.plan_check.Finding.fingerprint).
    """

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="accepted_findings")
    rule = models.CharField(_("rule"), max_length=60)
    subject_kind = models.CharField(_("kind of object"), max_length=20)
    subject_code = models.CharField(_("code of the object"), max_length=60)
    fingerprint = models.CharField(max_length=64, editable=False)
    reason = models.CharField(_("reason"), max_length=250)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="accepted_findings"
    )
    accepted_at = models.DateTimeField(auto_now_add=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("accepted finding")
        verbose_name_plural = _("accepted findings")
        ordering = ["rule", "subject_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="finding_accepted_once",
                fields=["scorecard", "rule", "subject_kind", "subject_code", "fingerprint"],
                violation_error_message=_("This finding has been accepted already."),
            ),
            models.CheckConstraint(
                name="accepted_finding_has_a_reason",
                condition=~Q(reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} · {self.subject_code}"

"""The seals of closed years."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indicators.sealing import SealedHead, SealedYear, digest_of, read_head, read_seal
from organizations.history_records import HistoricalRecords
from organizations.models import Unit
from organizations.shown_names import shown_name
from scorecards.models import ScorecardYear


class SealQuerySet(models.QuerySet["Seal"]):
    def standing(self) -> SealQuerySet:
        """The seals of years that were not reopened since."""
        return self.filter(reopened_at=None)

    def with_names(self, organization_id: int) -> SealQuerySet:
        """Each with `closed_by_name` and `reopened_by_name`: what they are called in the organization."""
        return self.annotate(
            closed_by_name=shown_name(organization_id, "sealed_by"),
            reopened_by_name=shown_name(organization_id, "reopened_by"),
        )


class Seal(models.Model):
    """What a scorecard-year was when it was closed; it is kept when the year is opened again.

    content: the canonical form of an indicators.sealing.SealedYear; digest: its SHA-256.
    """

    scorecard_year = models.ForeignKey(ScorecardYear, on_delete=models.PROTECT, related_name="seals")
    number = models.PositiveSmallIntegerField(_("number"))
    content = models.TextField(_("content"), editable=False)
    digest = models.CharField("SHA-256", max_length=64, editable=False)
    sealed_at = models.DateTimeField(_("closed"))
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="seals",
        verbose_name=_("closed by"),
    )
    reopened_at = models.DateTimeField(_("opened again"), null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reopened_seals",
        verbose_name=_("opened again by"),
    )
    reopened_reason = models.CharField(_("reason for opening again"), max_length=250, blank=True)

    objects = SealQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["content"])

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["scorecard_year", "number"]
        constraints = [
            models.UniqueConstraint(name="seal_number_once_per_year", fields=["scorecard_year", "number"]),
            models.UniqueConstraint(
                name="one_seal_of_a_year_stands",
                fields=["scorecard_year"],
                condition=Q(reopened_at__isnull=True),
                violation_error_message=_("This year is closed already."),
            ),
            models.CheckConstraint(
                name="seal_broken_by_somebody_for_a_reason",
                condition=Q(reopened_at__isnull=True, reopened_by__isnull=True, reopened_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopened_reason="")),
                violation_error_message=_("Say why the year is opened again."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard_year} · {self.number}"

    @property
    def stands(self) -> bool:
        """Whether the year was not opened again since."""
        return self.reopened_at is None

    @property
    def is_intact(self) -> bool:
        """Whether the content is the one that was sealed, by its digest."""
        return digest_of(self.content) == self.digest

    def sealed_year(self) -> SealedYear:
        """What was sealed. Raises SealUnreadable where the content was tampered with."""
        return read_seal(self.content)

    def sealed_head(self) -> SealedHead:
        """The result that was sealed, without its rows. Raises SealUnreadable like sealed_year."""
        return read_head(self.content)


class SealUnit(models.Model):
    """A unit on the path from the root that a seal names: it can be retired, but not deleted."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="in_seals")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sealed year")
        verbose_name_plural = _("sealed years")
        ordering = ["seal", "pk"]
        constraints = [
            models.UniqueConstraint(name="unit_once_in_the_path_of_a_seal", fields=["seal", "unit"])
        ]

    def __str__(self) -> str:
        return str(self.seal)

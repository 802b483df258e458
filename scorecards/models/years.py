"""The years of a scorecard: their rules, their weights, and the lock on their data."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.history_records import HistoricalRecords
from scorecards.models.fields import YEAR_VALIDATORS, WeightingModes, weight_field
from scorecards.models.objectives import Objective, Scorecard
from scorecards.models.plans import Perspective, ScoringScheme


class ScorecardYear(models.Model):
    """A year of a scorecard: its rules, and the lock that every write to the year's data takes first."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("year"), validators=YEAR_VALIDATORS)
    weighting_mode = models.CharField(_("weighting"), max_length=20, choices=WeightingModes.choices)
    scheme = models.ForeignKey(
        ScoringScheme,
        on_delete=models.PROTECT,
        related_name="scorecard_years",
        verbose_name=_("scoring scheme"),
    )
    fixed_threshold = models.DecimalField(
        _("fixed threshold"), max_digits=20, decimal_places=6, null=True, blank=True
    )
    fixed_threshold_reason = models.CharField(_("reason for the fixed threshold"), max_length=250, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="closed_years",
        verbose_name=_("closed by"),
    )
    missing_count_lowest = models.BooleanField(_("what is missing counts as the lowest level"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scorecard year")
        verbose_name_plural = _("scorecard years")
        ordering = ["scorecard", "year"]
        constraints = [
            models.UniqueConstraint(name="scorecard_year_once", fields=["scorecard", "year"]),
            models.CheckConstraint(
                name="fixed_threshold_has_a_reason",
                condition=Q(fixed_threshold__isnull=True) | ~Q(fixed_threshold_reason=""),
                violation_error_message=_("A fixed threshold needs a reason."),
            ),
            models.CheckConstraint(
                name="fixed_threshold_not_negative",
                condition=Q(fixed_threshold__isnull=True) | Q(fixed_threshold__gte=0),
                violation_error_message=_("A threshold can't be negative."),
            ),
            models.CheckConstraint(
                name="closed_year_has_a_closer",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                violation_error_message=_("A closed year says who closed it."),
            ),
            models.CheckConstraint(
                name="missing_count_in_a_closed_year",
                condition=Q(missing_count_lowest=False) | Q(closed_at__isnull=False),
                violation_error_message=_("In an open year, what is missing counts for nothing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scorecard} · {self.year}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class PerspectiveWeight(models.Model):
    """The weight of a perspective in one scorecard-year."""

    scorecard_year = models.ForeignKey(
        ScorecardYear, on_delete=models.PROTECT, related_name="perspective_weights"
    )
    perspective = models.ForeignKey(Perspective, on_delete=models.PROTECT, related_name="year_weights")
    weight = weight_field()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("perspective weight")
        verbose_name_plural = _("perspective weights")
        ordering = ["scorecard_year", "perspective"]
        constraints = [
            models.UniqueConstraint(
                name="perspective_weight_once_per_year", fields=["scorecard_year", "perspective"]
            ),
            models.CheckConstraint(
                name="year_perspective_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.perspective}: {self.weight}"


class ObjectiveWeight(models.Model):
    """The weight of an objective in one scorecard-year."""

    scorecard_year = models.ForeignKey(
        ScorecardYear, on_delete=models.PROTECT, related_name="objective_weights"
    )
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="year_weights")
    weight = weight_field()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("objective weight")
        verbose_name_plural = _("objective weights")
        ordering = ["scorecard_year", "objective"]
        constraints = [
            models.UniqueConstraint(
                name="objective_weight_once_per_year", fields=["scorecard_year", "objective"]
            ),
            models.CheckConstraint(
                name="year_objective_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective}: {self.weight}"

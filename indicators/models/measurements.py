"""What a year holds of an indicator."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators import scoring
from indicators.models.fields import value_field
from indicators.models.indicators import Indicator
from indicators.scoring import Inputs
from organizations.history_records import HistoricalRecords
from scorecards.models import ScorecardYear, weight_field


class Measurement(models.Model):
    """An indicator in one scorecard-year: target, weight, achievement and what the rule makes of them.

    level and attainment (percent, 2 decimals) are written by indicators.services alone.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned")
        NOT_APPLICABLE = "not_applicable", _("Not applicable")

    class Source(models.TextChoices):
        ENTERED = "entered", _("Entered")
        CONSOLIDATED = "consolidated", _("Consolidated")
        CALCULATED = "calculated", _("Calculated")
        CASCADED = "cascaded", _("Cascaded")

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="measurements")
    scorecard_year = models.ForeignKey(ScorecardYear, on_delete=models.PROTECT, related_name="measurements")
    target = value_field(_("target"))
    target_upper = value_field(_("upper target"))
    weight = weight_field()
    achievement = value_field(_("achievement"))
    attainment = models.DecimalField(
        _("attainment in percent"), max_digits=15, decimal_places=2, null=True, blank=True, editable=False
    )
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    state_reason = models.CharField(_("reason for the state"), max_length=250, blank=True)
    source = models.CharField(_("source"), max_length=20, choices=Source.choices, default=Source.ENTERED)
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="entered_measurements",
    )
    entered_at = models.DateTimeField(null=True, blank=True, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["scorecard_year", "indicator"]
        constraints = [
            models.UniqueConstraint(name="measurement_once_per_year", fields=["indicator", "scorecard_year"]),
            models.CheckConstraint(
                name="measurement_weight_not_negative",
                condition=Q(weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
            models.CheckConstraint(
                name="measurement_targets_in_order",
                condition=Q(target_upper__isnull=True)
                | (Q(target__isnull=False) & Q(target_upper__gte=F("target"))),
                violation_error_message=_("The upper target can't be below the target."),
            ),
            models.CheckConstraint(
                name="measurement_level_needs_both_values",
                condition=Q(level__isnull=True) | (Q(target__isnull=False) & Q(achievement__isnull=False)),
            ),
            models.CheckConstraint(
                name="measurement_level_with_attainment",
                condition=Q(level__isnull=True, attainment__isnull=True)
                | Q(level__isnull=False, attainment__isnull=False),
            ),
            models.CheckConstraint(
                name="measurement_reason_for_state",
                condition=~Q(state__in=["returned", "not_applicable"]) | ~Q(state_reason=""),
                violation_error_message=_("Say why."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} · {self.scorecard_year.year}"

    def inputs(self) -> Inputs:
        """What the scoring rule needs of this row and its indicator."""
        indicator = self.indicator
        return Inputs(
            polarity=scoring.Polarity(indicator.polarity),
            target=self.target,
            target_upper=self.target_upper,
            achievement=self.achievement,
            worst=indicator.worst_value,
            baseline=indicator.baseline,
            natural_min=indicator.natural_min,
            natural_max=indicator.natural_max,
        )

"""How we measure: indicators with their KPI sheet, a measurement for each year, and initiatives."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from indicators import scoring
from indicators.scoring import Inputs
from organizations.codes import validate_code
from scorecards.models import Objective, ScorecardYear, weight_field


def value_field(verbose_name: Any) -> models.DecimalField:
    """A value in the indicator's unit of measure: 6 decimals, at most 15 significant digits, or missing."""
    return models.DecimalField(verbose_name, max_digits=20, decimal_places=6, null=True, blank=True)


class Indicator(models.Model):
    """A key performance indicator of an objective, with the fields of its KPI sheet."""

    class Polarity(models.TextChoices):
        HIGHER = "higher", _("Higher is better")
        LOWER = "lower", _("Lower is better")
        RANGE = "range", _("Within a range is best")

    class Kind(models.TextChoices):
        UNKNOWN = "", _("Not said")
        LAG = "lag", _("Lag (shows the result)")
        LEAD = "lead", _("Lead (drives the result)")

    class BaselineMethod(models.TextChoices):
        DECREED = "decreed", _("Decreed")
        PREVIOUS = "previous", _("Achievement of the previous year")
        MEAN = "mean", _("Mean of the last years")

    objective = models.ForeignKey(
        Objective, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("objective")
    )
    code = models.CharField(_("code"), max_length=30, validators=[validate_code])
    name = models.CharField(_("name"), max_length=250)
    order = models.PositiveIntegerField(_("order"), default=0)
    unit_of_measure = models.CharField(_("unit of measure"), max_length=60)
    polarity = models.CharField(
        _("polarity"), max_length=10, choices=Polarity.choices, default=Polarity.HIGHER
    )
    default_weight = weight_field(_("default weight"))
    kind = models.CharField(
        _("lead or lag"), max_length=10, choices=Kind.choices, default=Kind.UNKNOWN, blank=True
    )
    definition = models.TextField(_("definition"), blank=True)
    formula = models.TextField(_("formula"), blank=True)
    information_produced = models.TextField(_("information produced"), blank=True)
    data_source = models.TextField(_("data source"), blank=True)
    when_data_missing = models.TextField(_("when data are missing"), blank=True)
    target_source = models.TextField(_("source and approach of the target"), blank=True)
    person_responsible = models.CharField(_("person responsible"), max_length=200, blank=True)
    natural_min = value_field(_("natural minimum"))
    natural_max = value_field(_("natural maximum"))
    worst_value = value_field(_("worst value"))
    decimals = models.PositiveSmallIntegerField(
        _("decimals shown"), null=True, blank=True, validators=[MaxValueValidator(6)]
    )
    baseline = value_field(_("baseline"))
    baseline_method = models.CharField(
        _("how the baseline is set"),
        max_length=10,
        choices=BaselineMethod.choices,
        default=BaselineMethod.DECREED,
    )
    # {"2009": "12.1", ...}: the achievements from which the baseline was computed, by year.
    baseline_inputs = models.JSONField(default=dict, blank=True, editable=False)
    baseline_note = models.TextField(_("note on the baseline"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["objective", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_code_once_per_objective",
                fields=["objective", "code"],
                violation_error_message=_("Another indicator of this objective uses this code."),
            ),
            models.CheckConstraint(
                name="indicator_bounds_in_order",
                condition=Q(natural_min__isnull=True)
                | Q(natural_max__isnull=True)
                | Q(natural_max__gt=F("natural_min")),
                violation_error_message=_("The natural maximum must be above the natural minimum."),
            ),
            models.CheckConstraint(
                name="indicator_weight_not_negative",
                condition=Q(default_weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


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


class Initiative(models.Model):
    """What is done so that an indicator reaches its target; yearly work programs come from it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="initiatives")
    name = models.CharField(_("name"), max_length=250)
    order = models.PositiveIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["indicator", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="initiative_once_per_indicator",
                fields=["indicator", "name"],
                violation_error_message=_("This indicator already has that initiative."),
            )
        ]

    def __str__(self) -> str:
        return self.name

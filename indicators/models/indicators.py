"""An indicator with its KPI sheet."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import sheet_text, value_field
from organizations.codes import validate_code
from organizations.history_records import HistoricalRecords
from scorecards.models import Objective, weight_field


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
    definition = sheet_text(_("definition"))
    formula = sheet_text(_("formula"))
    information_produced = sheet_text(_("information produced"))
    data_source = sheet_text(_("data source"))
    when_data_missing = sheet_text(_("when data are missing"))
    target_source = sheet_text(_("source and approach of the target"))
    person_responsible = models.CharField(_("person responsible"), max_length=200, blank=True)
    natural_min = value_field(_("natural minimum"))
    natural_max = value_field(_("natural maximum"))
    caps_at_maximum = models.BooleanField(_("more counts as the natural maximum"), default=False)
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
    # Of a mean: of the last so many years before the plan; empty: of all that have an achievement.
    baseline_span = models.PositiveSmallIntegerField(_("years that the mean takes"), null=True, blank=True)
    # {"2009": "12.1", ...}: the achievements from which the baseline was computed, by year.
    baseline_inputs = models.JSONField(default=dict, blank=True, editable=False)
    baseline_note = sheet_text(_("note on the baseline"))

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
                name="indicator_cap_needs_a_maximum",
                condition=Q(caps_at_maximum=False) | Q(natural_max__isnull=False),
                violation_error_message=_("Only with a natural maximum can more count as the maximum."),
            ),
            models.CheckConstraint(
                name="indicator_weight_not_negative",
                condition=Q(default_weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
            models.CheckConstraint(
                name="indicator_span_of_a_mean",
                condition=Q(baseline_span__isnull=True) | Q(baseline_method="mean", baseline_span__gte=1),
                violation_error_message=_("Only a mean takes a number of years, and at least one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

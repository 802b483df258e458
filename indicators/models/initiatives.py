"""What is done so that an indicator reaches its target: initiatives, and their work programs by year."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indicators.models.fields import money_field
from indicators.models.indicators import Indicator
from organizations.history_records import HistoricalRecords
from scorecards.models import ScorecardYear


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


class WorkProgram(models.Model):
    """What an initiative becomes in one year: somebody's work with a budget and an end.

    budget and spent are amounts in the organization's currency; missing is not zero. progress in percent.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="work_programs")
    scorecard_year = models.ForeignKey(ScorecardYear, on_delete=models.PROTECT, related_name="work_programs")
    name = models.CharField(_("name"), max_length=250)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_work_programs",
        verbose_name=_("owner"),
    )
    budget = money_field(_("budget"))
    spent = money_field(_("spent"))
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    order = models.PositiveIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("work program")
        verbose_name_plural = _("work programs")
        ordering = ["scorecard_year__year", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="work_program_once_per_initiative_and_year",
                fields=["initiative", "scorecard_year", "name"],
                violation_error_message=_("This initiative already has that work program in this year."),
            ),
            models.CheckConstraint(
                name="work_program_dates_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gte=F("start")),
                violation_error_message=_("The end can't be before the start."),
            ),
            models.CheckConstraint(
                name="work_program_budget_not_negative",
                condition=Q(budget__isnull=True) | Q(budget__gte=0),
                violation_error_message=_("A budget can't be negative."),
            ),
            models.CheckConstraint(
                name="work_program_spent_not_negative",
                condition=Q(spent__isnull=True) | Q(spent__gte=0),
                violation_error_message=_("What was spent can't be negative."),
            ),
            models.CheckConstraint(
                name="work_program_progress_is_a_percentage",
                condition=Q(progress__lte=100),
                violation_error_message=_("Progress lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                name="work_program_done_is_complete",
                condition=~Q(status="done") | Q(progress=100),
                violation_error_message=_("What is done has a progress of 100 percent."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

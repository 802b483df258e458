"""What one unit wants: its scorecard, objectives, where they come from and what they drive."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.codes import validate_code
from organizations.history_records import HistoricalRecords
from organizations.models import Unit
from scorecards.models.fields import weight_field
from scorecards.models.plans import Perspective, Plan, Statement


class Scorecard(models.Model):
    """A plan as one unit carries it. Every service that changes what its tables show raises `version`."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="scorecards")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="scorecards")
    version = models.PositiveBigIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        ordering = ["plan", "unit"]
        constraints = [
            models.UniqueConstraint(
                name="scorecard_once_per_plan_and_unit",
                fields=["plan", "unit"],
                violation_error_message=_("This unit already has a scorecard in this plan."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.plan}"


class Objective(models.Model):
    """A strategic objective of a scorecard in one perspective."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="objectives")
    perspective = models.ForeignKey(
        Perspective, on_delete=models.PROTECT, related_name="objectives", verbose_name=_("perspective")
    )
    code = models.CharField(_("code"), max_length=30, validators=[validate_code])
    name = models.CharField(_("name"), max_length=250)
    order = models.PositiveIntegerField(_("order"), default=0)
    default_weight = weight_field(_("default weight"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_objectives",
        verbose_name=_("owner"),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supported_by",
        verbose_name=_("supports the objective above"),
    )
    statements: models.ManyToManyField[Statement, ObjectiveStatement] = models.ManyToManyField(
        Statement, through="ObjectiveStatement", related_name="objectives"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("objective")
        verbose_name_plural = _("objectives")
        ordering = ["scorecard", "perspective__order", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="objective_code_once_per_scorecard",
                fields=["scorecard", "code"],
                violation_error_message=_("Another objective of this scorecard uses this code."),
            ),
            models.CheckConstraint(
                name="objective_weight_not_negative",
                condition=Q(default_weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ObjectiveStatement(models.Model):
    """A tick of the decomposition matrix: the objective is derived from the statement."""

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="ticks")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="ticks")

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("derivation")
        verbose_name_plural = _("derivations")
        ordering = ["objective", "statement"]
        constraints = [
            models.UniqueConstraint(
                name="tick_once_per_objective_and_statement",
                fields=["objective", "statement"],
                violation_error_message=_("This objective is already derived from this statement."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement} → {self.objective}"


class ObjectiveLink(models.Model):
    """A cause-effect arrow of the strategy map between two objectives of one scorecard."""

    cause = models.ForeignKey(
        Objective, on_delete=models.PROTECT, related_name="effect_links", verbose_name=_("cause")
    )
    effect = models.ForeignKey(
        Objective, on_delete=models.PROTECT, related_name="cause_links", verbose_name=_("effect")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("cause-effect link")
        verbose_name_plural = _("cause-effect links")
        ordering = ["cause", "effect"]
        constraints = [
            models.UniqueConstraint(
                name="link_once_per_cause_and_effect",
                fields=["cause", "effect"],
                violation_error_message=_("This link is already on the map."),
            ),
            models.CheckConstraint(
                name="link_not_to_itself",
                condition=~Q(cause=F("effect")),
                violation_error_message=_("An objective can't drive itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cause} → {self.effect}"

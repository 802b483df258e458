"""What we want: plans, statements, perspectives, objectives, their links, and the years of a scorecard."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from organizations.codes import validate_code
from organizations.models import Organization, Unit
from scorecards.built_in_words import in_active_language
from scorecards.scheme_words import scheme_error_message
from scorecards.schemes import Scheme, SchemeError, SchemeFault, bands_from_json

FIRST_YEAR, LAST_YEAR = 1900, 2100
WEIGHT = _("weight")
YEAR_VALIDATORS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


def weight_field(verbose_name: Any = WEIGHT) -> models.DecimalField:
    """A weight: at least 0, at most 4 decimals."""
    return models.DecimalField(
        verbose_name, max_digits=10, decimal_places=4, default=1, validators=[MinValueValidator(0)]
    )


SCHEME_FAULT_FIELDS = {SchemeFault.TOLERANCE: "tolerance", SchemeFault.CAP: "cap"}


class WeightingModes(models.TextChoices):
    """How a year weighs its indicators; the values are those of schemes.WeightingMode."""

    EQUAL = "equal", _("Equal weights")
    INDICATOR = "indicator", _("Each indicator's own weight")
    HIERARCHICAL = "hierarchical", _("Shares of perspective, objective and indicator")


class ScoringScheme(models.Model):
    """A scoring rule in a version. One that a closed year used is never edited: a new version is made."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="schemes")
    code = models.CharField(_("code"), max_length=30, validators=[validate_code])
    version = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("name"), max_length=100)
    # [{"level": 1, "from": null, "inclusive": true}, {"level": 2, "from": "100", "inclusive": true}, ...]
    bands = models.JSONField(_("bands"))
    tolerance = models.DecimalField(_("tolerance in percent"), max_digits=5, decimal_places=2, default=0)
    cap = models.DecimalField(
        _("highest attainment in percent"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    source = models.TextField(_("source"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("scoring scheme")
        verbose_name_plural = _("scoring schemes")
        ordering = ["organization", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="scheme_version_once",
                fields=["organization", "code", "version"],
                violation_error_message=_("This scheme already has that version."),
            ),
            models.CheckConstraint(
                name="scheme_tolerance_not_negative",
                condition=Q(tolerance__gte=0),
                violation_error_message=_("A tolerance can't be negative."),
            ),
            models.CheckConstraint(
                name="scheme_cap_at_least_100",
                condition=Q(cap__isnull=True) | Q(cap__gte=100),
                violation_error_message=_("A cap below 100 % would hide that targets are reached."),
            ),
        ]

    def __str__(self) -> str:
        return self.title if self.version == 1 else f"{self.title} · {self.version}"

    def clean(self) -> None:
        try:
            self.rule()
        except SchemeError as error:
            field = SCHEME_FAULT_FIELDS.get(error.code, "bands")
            raise ValidationError({field: scheme_error_message(error)}) from error

    @property
    def title(self) -> str:
        """The name; that of a built-in scheme in the active language."""
        return in_active_language(self.name)

    @property
    def source_text(self) -> str:
        """The source; that of a built-in scheme in the active language."""
        return in_active_language(self.source)

    def rule(self) -> Scheme:
        """The pure scheme of this row. Raises SchemeError when its numbers disagree."""
        return Scheme(
            code=self.code,
            version=self.version,
            bands=bands_from_json(self.bands),
            tolerance=Decimal(self.tolerance),
            cap=self.cap,
            name=self.name,
            source=self.source,
        )


class Plan(models.Model):
    """A strategic plan (Renstra) of an organization for a span of years."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="plans")
    name = models.CharField(_("name"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("first year"), validators=YEAR_VALIDATORS)
    last_year = models.PositiveSmallIntegerField(_("last year"), validators=YEAR_VALIDATORS)
    weighting_mode = models.CharField(
        _("weighting"), max_length=20, choices=WeightingModes.choices, default=WeightingModes.EQUAL
    )
    scheme = models.ForeignKey(
        ScoringScheme, on_delete=models.PROTECT, related_name="plans", verbose_name=_("scoring scheme")
    )
    note = models.TextField(_("note shown to every reader"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ["organization", "first_year", "pk"]
        constraints = [
            models.CheckConstraint(
                name="plan_years_in_order",
                condition=Q(last_year__gte=F("first_year")),
                violation_error_message=_("The last year can't be before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)


class Perspective(models.Model):
    """A perspective of a plan, with its name in both languages (either may stand for both)."""

    class Tone(models.IntegerChoices):
        OCHRE = 1, _("Ochre")
        PLUM = 2, _("Plum")
        BLUE = 3, _("Blue")
        GREEN = 4, _("Green")
        TERRACOTTA = 5, _("Terracotta")
        INDIGO = 6, _("Indigo")
        ROSE = 7, _("Rose")
        OLIVE = 8, _("Olive")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="perspectives")
    code = models.CharField(_("code"), max_length=30, validators=[validate_code])
    name_id = models.CharField(_("name in Indonesian"), max_length=150, blank=True)
    name_en = models.CharField(_("name in English"), max_length=150, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    default_weight = weight_field(_("default weight"))
    tone = models.PositiveSmallIntegerField(_("colour"), choices=Tone.choices, default=Tone.OCHRE)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("perspective")
        verbose_name_plural = _("perspectives")
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="perspective_code_once_per_plan",
                fields=["plan", "code"],
                violation_error_message=_("Another perspective of this plan uses this code."),
            ),
            models.CheckConstraint(
                name="perspective_has_a_name",
                condition=~Q(name_id="") | ~Q(name_en=""),
                violation_error_message=_("A perspective needs a name in at least one language."),
            ),
            models.CheckConstraint(
                name="perspective_weight_not_negative",
                condition=Q(default_weight__gte=0),
                violation_error_message=_("A weight can't be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language, else in the other."""
        english = (get_language() or "").startswith("en")
        return (self.name_en or self.name_id) if english else (self.name_id or self.name_en)


class Statement(models.Model):
    """A strand of the vision, a mission or a goal, from which objectives are derived."""

    class Kind(models.TextChoices):
        VISION = "vision", _("Vision")
        MISSION = "mission", _("Mission")
        GOAL = "goal", _("Goal")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    code = models.CharField(_("code"), max_length=30, validators=[validate_code])
    text = models.TextField(_("text"))
    note = models.TextField(_("note"), blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="statement_code_once_per_plan",
                fields=["plan", "code"],
                violation_error_message=_("Another statement of this plan uses this code."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


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

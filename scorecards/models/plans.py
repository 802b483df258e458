"""What the whole organization wants: scoring schemes, plans, perspectives and statements."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from organizations.codes import validate_code
from organizations.history_records import HistoricalRecords
from organizations.models import Organization
from scorecards.built_in_words import in_active_language
from scorecards.models.fields import YEAR_VALIDATORS, WeightingModes, weight_field
from scorecards.scheme_words import scheme_error_message
from scorecards.schemes import Scheme, SchemeError, SchemeFault, bands_from_json

SCHEME_FAULT_FIELDS = {SchemeFault.TOLERANCE: "tolerance", SchemeFault.CAP: "cap"}


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

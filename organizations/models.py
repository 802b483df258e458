"""Who and where: people, organizations, their unit trees, and who covers which part of a tree."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from organizations.codes import validate_code
from organizations.history_records import HistoricalRecords
from organizations.prepared import Given

SUBTREE_OF_UNIT = """
    WITH RECURSIVE subtree(id) AS (
        SELECT id FROM organizations_unit WHERE id = %s
        UNION
        SELECT child.id FROM organizations_unit child JOIN subtree ON child.parent_id = subtree.id
    ) SELECT id FROM subtree
"""
SUBTREES_OF_USER = """
    WITH RECURSIVE subtree(id) AS (
        SELECT unit_id FROM organizations_membership WHERE user_id = %s
        UNION
        SELECT child.id FROM organizations_unit child JOIN subtree ON child.parent_id = subtree.id
    ) SELECT id FROM subtree
"""
PATH_TO_ROOT = """
    WITH RECURSIVE path(id, parent_id) AS (
        SELECT id, parent_id FROM organizations_unit WHERE id = %s
        UNION
        SELECT up.id, up.parent_id FROM organizations_unit up JOIN path ON up.id = path.parent_id
    ) SELECT id FROM path
"""


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. What a person may do comes from memberships, never from here."""

    class Language(models.TextChoices):
        BROWSER = "", _("As the browser asks")
        INDONESIAN = "id", _("Bahasa Indonesia")
        ENGLISH = "en", _("English")

    class Reminders(models.TextChoices):
        DAILY = "daily", _("Daily, while something waits")
        WEEKLY = "weekly", _("At most once a week")
        NEVER = "never", _("Never")

    # A sign-in changes nothing about a person, so it writes no history.
    last_login = None

    email = models.EmailField(
        _("e-mail address"), unique=True, error_messages={"unique": _("This address is already in use.")}
    )
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.BROWSER, blank=True
    )
    reminders = models.CharField(
        _("reminders by e-mail"), max_length=10, choices=Reminders.choices, default=Reminders.DAILY
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the emergency admin"), default=False)

    objects = UserManager()
    history = HistoricalRecords(excluded_fields=["password"])

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lowercase",
                condition=Q(email=Lower("email")),
                violation_error_message=_("An e-mail address is stored in lower case."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = self.email.strip().lower()


class Organization(models.Model):
    """A tenant. Nobody sees into it without a membership or a unit of their own there.

    Whoever writes its units or people, makes and removes years of its plans, or closes and opens one, locks
    it, which raises `version`.
    """

    code = models.CharField(
        _("code"),
        max_length=30,
        unique=True,
        validators=[validate_code],
        error_messages={"unique": _("Another organization uses this code.")},
    )
    name = models.CharField(_("name"), max_length=200)
    self_approval_allowed = models.BooleanField(
        _("people may approve what they entered themselves"), default=False
    )
    currency = models.CharField(_("currency of budgets"), max_length=10, default="Rp")
    practice_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="practice_copies",
        verbose_name=_("practice copy of"),
    )

    version = models.PositiveBigIntegerField(default=1, editable=False)

    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


def subtree_of(unit: int | Given) -> RawSQL:
    """The keys of a unit and of everything below it."""
    return RawSQL(SUBTREE_OF_UNIT, [unit])  # noqa: S611 (constant SQL)


def path_from(unit: int | Given) -> RawSQL:
    """The keys of a unit and of everything over it, up to the root."""
    return RawSQL(PATH_TO_ROOT, [unit])  # noqa: S611 (constant SQL)


class UnitQuerySet(models.QuerySet["Unit"]):
    def under(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything below it, found from the unit downwards."""
        return self.filter(pk__in=subtree_of(unit.pk))

    def above(self, unit: Unit) -> UnitQuerySet:
        """The unit and everything over it, up to the root."""
        return self.filter(pk__in=path_from(unit.pk))

    def visible_to(self, user: User, *, today: datetime.date) -> UnitQuerySet:
        """Units that the user's memberships cover, and units the user holds today.

        Those of a practice copy only while the user sees the unit that was copied.
        """
        reached = reached_by(user, today)
        real = Unit.objects.filter(reached, organization=OuterRef("organization__practice_of"))
        practice = Unit.objects.filter(Exists(real.filter(code=OuterRef("code"))), parent=None)
        readable = Q(organization__practice_of=None) | Q(organization__in=practice.values("organization"))
        return self.filter(reached & readable)

    def held_by(self, user: User, *, today: datetime.date) -> UnitQuerySet:
        """Units of kind person that the user holds on that day."""
        return self.filter(held_by(user, today))


def reached_by(user: User, today: datetime.date) -> Q:
    """Condition on units: a membership of the user covers it, or the user holds it on that day."""
    covered = RawSQL(SUBTREES_OF_USER, [user.pk])  # noqa: S611 (constant SQL)
    return Q(pk__in=covered) | held_by(user, today)


def held_by(user: User, today: datetime.date) -> Q:
    """Condition on units: the user holds it on that day; open ends count."""
    return (
        Q(holder=user)
        & (Q(holder_from__isnull=True) | Q(holder_from__lte=today))
        & (Q(holder_until__isnull=True) | Q(holder_until__gte=today))
    )


class Unit(models.Model):
    """A node of an organization's tree. Exactly one per organization, the root, has no parent."""

    class Kind(models.TextChoices):
        ORGANIZATION = "organization", _("Organization")
        DIRECTORATE = "directorate", _("Directorate")
        UNIT = "unit", _("Unit")
        PERSON = "person", _("Person")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="units", verbose_name=_("organization")
    )
    code = models.CharField(_("code"), max_length=30, validators=[validate_code])
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.UNIT)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("under"),
    )
    order = models.PositiveIntegerField(_("order"), default=0)
    holder = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="held_units",
        verbose_name=_("holder"),
    )
    holder_from = models.DateField(_("holder from"), null=True, blank=True)
    holder_until = models.DateField(_("holder until"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = UnitQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["organization", "order", "code"]
        constraints = [
            models.UniqueConstraint(
                name="unit_code_once_per_organization",
                fields=["organization", "code"],
                violation_error_message=_("Another unit of this organization uses this code."),
            ),
            models.UniqueConstraint(
                name="unit_one_root_per_organization",
                fields=["organization"],
                condition=Q(parent__isnull=True),
                violation_error_message=_("This organization already has its topmost unit."),
            ),
            models.CheckConstraint(
                name="unit_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                violation_error_message=_("A unit can't be under itself."),
            ),
            models.CheckConstraint(
                name="unit_holder_only_for_person",
                condition=Q(kind="person") | Q(holder__isnull=True),
                violation_error_message=_("Only a unit of the kind person has a holder."),
            ),
            models.CheckConstraint(
                name="unit_holder_dates_in_order",
                condition=Q(holder_from__isnull=True)
                | Q(holder_until__isnull=True)
                | Q(holder_until__gte=F("holder_from")),
                violation_error_message=_("The holder's last day can't be before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_root(self) -> bool:
        return self.parent_id is None

    @property
    def address(self) -> str:
        """The unit on the command line: the organization's code for its root, else both codes."""
        return self.organization.code if self.is_root else f"{self.organization.code}/{self.code}"

    def is_held_by(self, user: User, *, today: datetime.date) -> bool:
        """Whether the user holds this unit on that day; open ends count."""
        return (
            self.holder_id == user.pk
            and self.holder_id is not None
            and (self.holder_from is None or self.holder_from <= today)
            and (self.holder_until is None or today <= self.holder_until)
        )


class Membership(models.Model):
    """A person's role in a unit and everything under it. Roles are cumulative."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer (auditor)")
        STAFF = "staff", _("Staff (HR)")
        MANAGER = "manager", _("Manager")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("unit")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["unit", "user"]
        constraints = [
            models.UniqueConstraint(
                name="membership_once_per_unit",
                fields=["user", "unit"],
                violation_error_message=_("This person already has a role in this unit."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"

"""What is done about a result below target."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.models import Measurement
from organizations.history_records import HistoricalRecords
from organizations.models import Unit, User

LONGEST_TEXT = 2000
NAME_LENGTH = 80
SETTLED = ("closed", "cancelled")
AT_WORK = ("open", "in_progress")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    """Follow-ups by where they belong and how they stand."""

    def of_unit(self, unit: Unit | int, *, upto_year: int) -> FollowUpQuerySet:
        """Those of the unit's results of the year and of all years before it, in whichever plan."""
        year = "measurement__scorecard_year"
        return self.filter(**{f"{year}__scorecard__unit": unit, f"{year}__year__lte": upto_year})

    def open(self) -> FollowUpQuerySet:
        """Those that come back until somebody closes them: neither closed nor cancelled."""
        return self.exclude(status__in=SETTLED)

    def overdue(self, *, today: datetime.date) -> FollowUpQuerySet:
        """Those whose work is not reported as done and whose day has passed."""
        return self.filter(status__in=AT_WORK, due__lt=today)

    def owned_by(self, user: User) -> FollowUpQuerySet:
        """Those that the person answers for."""
        return self.filter(owner=user)

    def answering(self) -> FollowUpQuerySet:
        """Those that count as an answer to a result below target: a cancelled one leaves it unanswered."""
        return self.exclude(status="cancelled")


class FollowUp(models.Model):
    """What is done about a result below target: its cause, an action, who answers for it, and until when.

    It returns until it is closed, also in later years. Its owner reports it as done; who manages the unit
    closes it, or cancels it, and says what came of it.
    """

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("follow-up", "Open")
        IN_PROGRESS = "in_progress", _("In progress")
        DONE = "done", _("Reported as done")
        CLOSED = "closed", pgettext_lazy("follow-up", "Closed")
        CANCELLED = "cancelled", _("Cancelled")

    measurement = models.ForeignKey(
        Measurement, on_delete=models.PROTECT, related_name="follow_ups", verbose_name=_("result")
    )
    cause = models.TextField(
        pgettext_lazy("follow-up", "cause"), validators=[MaxLengthValidator(LONGEST_TEXT)]
    )
    action = models.TextField(_("action"), validators=[MaxLengthValidator(LONGEST_TEXT)])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="owned_follow_ups",
        verbose_name=_("owner"),
    )
    due = models.DateField(_("due date"))
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.OPEN)
    progress_note = models.TextField(_("progress"), blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    outcome = models.TextField(_("outcome"), blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="closed_follow_ups",
        verbose_name=_("closed by"),
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FollowUpQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_has_a_cause",
                condition=~Q(cause=""),
                violation_error_message=_("Say what caused the result."),
            ),
            models.CheckConstraint(
                name="follow_up_has_an_action",
                condition=~Q(action=""),
                violation_error_message=_("Say what is done about it."),
            ),
            models.CheckConstraint(
                name="follow_up_settled_says_who_and_when",
                condition=Q(status__in=SETTLED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(status__in=SETTLED) & Q(closed_at__isnull=True, closed_by__isnull=True)),
                violation_error_message=_("A closed follow-up says who closed it and when."),
            ),
            models.CheckConstraint(
                name="follow_up_settled_says_what_came_of_it",
                condition=~Q(status__in=SETTLED) | ~Q(outcome=""),
                violation_error_message=_("Say what came of it."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What it is called: its action, short enough for a line."""
        return Truncator(" ".join(self.action.split())).chars(NAME_LENGTH)

    @property
    def is_settled(self) -> bool:
        """Whether it no longer comes back."""
        return self.status in SETTLED

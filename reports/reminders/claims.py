"""Each person once a day: a run takes a person on before it sends, and says afterwards what became of it.

The claim is committed before the e-mail goes out, so two runs at the same moment never send the same one. A
run that dies in between leaves a claim that nobody finishes: after a while the next run sends again. If the
e-mail had gone out already, it comes twice, at most once for each such death; the other side, marking it as
sent first, would lose it, and a lost reminder is what nobody notices.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Max

from organizations import history
from organizations.models import User
from reports.models import Reminder
from reports.reminders.rhythm import QUIET
from reports.reminders.words import one_line

ABANDONED = datetime.timedelta(minutes=15)
"""So long after it was taken on an e-mail is no longer being sent: the run has died."""
LONGEST_FAILURE = 250
State = Reminder.State


def last_sent(day: datetime.date) -> dict[int, datetime.date]:
    """The last day before this one, within four weeks, on which each person was reminded; one query."""
    sent = Reminder.objects.filter(state=State.SENT, day__lt=day, day__gt=day - QUIET).order_by()
    return dict(sent.values_list("user").annotate(last=Max("day")))


def settled_on(day: datetime.date, *, now: datetime.datetime) -> set[int]:
    """Who was reminded on the day already, or is being so by another run; one query."""
    return {row.user_id for row in Reminder.objects.filter(day=day) if not _is_open(row, now)}


@transaction.atomic
def claim(user: User, *, day: datetime.date, now: datetime.datetime) -> Reminder | None:
    """Takes the person on for this run; None where another run was quicker.

    Whoever claims waits for the lock of the person, and then sees what the one before has written.
    """
    locked = User.objects.select_for_update(no_key=True).filter(pk=user.pk).first()
    if locked is None:
        return None
    row = Reminder.objects.filter(user=user, day=day).first() or Reminder(user=user, day=day)
    if row.pk is not None and not _is_open(row, now):
        return None
    row.state, row.claimed_at, row.attempts = State.SENDING, now, row.attempts + 1
    return history.save(row, by=None)


def record_sent(row: Reminder, *, now: datetime.datetime) -> None:
    """The mail server took the e-mail."""
    row.state, row.sent_at, row.failure = State.SENT, now, ""
    history.save(row, by=None)


def record_failure(row: Reminder, *, failure: str) -> None:
    """The e-mail did not go out: the next run tries again."""
    row.state, row.failure = State.FAILED, failure[:LONGEST_FAILURE]
    history.save(row, by=None)


def failure_words(error: Exception) -> str:
    """What the mail server said, on one line and without invisible characters."""
    return one_line(str(error) or type(error).__name__)


def _is_open(row: Reminder, now: datetime.datetime) -> bool:
    """Whether it is still to be sent: it failed, or the run that took it on has died."""
    return row.state == State.FAILED or (row.state == State.SENDING and row.claimed_at <= now - ABANDONED)

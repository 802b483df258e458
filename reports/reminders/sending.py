"""One run: who is reminded on a day, and the sending of it, which goes on when one e-mail fails."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from organizations.models import Organization, User
from reports.reminders import claims
from reports.reminders.duties import Letter
from reports.reminders.letters import as_mail
from reports.reminders.rhythm import is_told
from reports.reminders.waiting import letters, organizations_of

REFUSALS = (OSError, ValueError, MessageError)
"""What sending raises: for the network and the mail server, for an address or a header that is none."""


@dataclass(frozen=True, slots=True)
class Due:
    """The letters to send on a day, and how many are not: sent already, too early again, not wished."""

    letters: tuple[Letter, ...]
    settled: int
    early: int
    unwished: int


@dataclass(slots=True)
class Outcome:
    """What became of a run. failed: address and reason. unreachable: why no more was tried, for so many."""

    sent: int = 0
    overtaken: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    unreachable: str = ""
    untried: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether everybody was reminded who was to be."""
        return not self.failed and not self.untried


def due_on(day: datetime.date, *, chosen: Organization | None = None) -> Due:
    """Who is reminded on the day; with an organization only those for whom something waits in it.

    Theirs is the one e-mail of the day, so it tells of all their organizations.
    """
    waiting = [
        letter
        for letter in letters(organizations_of(chosen), today=day)
        if chosen is None or any(part.place.organization_code == chosen.code for part in letter.sections)
    ]
    settled, last = claims.settled_on(day, now=timezone.now()), claims.last_sent(day)
    wished = [letter for letter in waiting if letter.to.reminders != User.Reminders.NEVER]
    open_ones = [letter for letter in wished if letter.to.pk not in settled]
    told = tuple(
        letter
        for letter in open_ones
        if is_told(letter.to.reminders, presses=letter.presses, last=last.get(letter.to.pk), today=day)
    )
    return Due(
        letters=told,
        settled=len(wished) - len(open_ones),
        early=len(open_ones) - len(told),
        unwished=len(waiting) - len(wished),
    )


def send(due: Sequence[Letter], *, day: datetime.date) -> Outcome:
    """Sends them one after the other over one connection; each failure is recorded and the next one tried.

    A mail server that can't be reached at all ends the run: nobody's e-mail is at fault, and waiting for it
    once for each person could take hours.
    """
    outcome = Outcome()
    connection = get_connection()
    for place, letter in enumerate(due):
        try:
            connection.open()
        except OSError as error:
            outcome.unreachable, outcome.untried = claims.failure_words(error), len(due) - place
            break
        _send_one(letter, day, connection, outcome)
    _close(connection)
    return outcome


def _send_one(letter: Letter, day: datetime.date, connection: BaseEmailBackend, outcome: Outcome) -> None:
    row = claims.claim(letter.to, day=day, now=timezone.now())
    if row is None:
        outcome.overtaken += 1
        return
    try:
        as_mail(letter, day=day, connection=connection).send()
    except REFUSALS as error:
        failure = claims.failure_words(error)
        claims.record_failure(row, failure=failure)
        outcome.failed.append((letter.to.email, failure))
        _close(connection)
        return
    claims.record_sent(row, now=timezone.now())
    outcome.sent += 1


def _close(connection: BaseEmailBackend) -> None:
    """Lets go of a connection, which may be broken already; the next `open` makes a new one."""
    with suppress(OSError):
        connection.close()

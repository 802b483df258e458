"""`manage.py send_reminders`: one e-mail a day to each person for whom something waits, from a timer."""

from __future__ import annotations

import datetime
import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from organizations.codes import CODE_PATTERN
from organizations.invitations import mails_reach_people
from organizations.models import Organization
from reports.checks import HINT, is_local
from reports.reminders.letters import language_of, subject_of, text_of
from reports.reminders.sending import Due, Outcome, due_on, send
from scorecards.models import FIRST_YEAR, LAST_YEAR

UNUSABLE = 2


def day(text: str) -> datetime.date:
    """A day within the years that plans can have. Raises ArgumentTypeError."""
    try:
        found = datetime.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise ArgumentTypeError(f"{text[:40]!r} is no day: write it like 2013-01-31.")
    return found


class Command(BaseCommand):
    help = (
        "Reminds people by e-mail of what they have to enter, submit, approve or follow up: one e-mail a "
        "person and day, whichever run sends it. What fails is sent by the next run. Exit status 1 when "
        "something failed, 2 when nothing could be tried."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=day, metavar="DATE", help="as if it were this day, like 2013-01-31 (default: today)"
        )
        parser.add_argument(
            "--organization",
            metavar="CODE",
            help="only people for whom something waits in it; their e-mail tells of all their organizations",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="only print who would be sent what; nothing is recorded"
        )

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        today = options["on"] or timezone.localdate()
        due = due_on(today, chosen=self.chosen(options["organization"]))
        if options["dry_run"]:
            self.print_due(due)
            self.summarize(today, due, f"{len(due.letters)} would be sent")
            return
        if due.letters and mails_reach_people() and is_local(settings.SITE_URL) and not settings.DEBUG:
            raise CommandError(f"The links would begin with {settings.SITE_URL}. {HINT}", returncode=UNUSABLE)
        self.report(today, due, send(due.letters, day=today))

    def chosen(self, code: str | None) -> Organization | None:
        """The organization of the option. Raises CommandError."""
        if code is None:
            return None
        found = None
        if re.fullmatch(CODE_PATTERN, code):
            found = Organization.objects.filter(code=code, practice_of=None).first()
        if found is None:
            raise CommandError(f"There is no organization with the code “{code[:80]}”.", returncode=UNUSABLE)
        return found

    def print_due(self, due: Due) -> None:
        for letter in due.letters:
            self.stdout.write(f"To: {letter.to.email} ({language_of(letter)})")
            self.stdout.write(f"Subject: {subject_of(letter)}\n")
            self.stdout.write(text_of(letter))

    def report(self, today: datetime.date, due: Due, outcome: Outcome) -> None:
        """What became of the run. Raises CommandError when somebody was not reminded who should be."""
        for address, failure in outcome.failed:
            self.stderr.write(f"{address}: {failure}")
        if outcome.unreachable:
            self.stderr.write(f"The mail server can't be reached: {outcome.unreachable}")
        failed = len(outcome.failed) + outcome.untried
        self.summarize(today, due, f"{outcome.sent} sent, {failed} failed", outcome.overtaken)
        if not outcome.is_complete:
            raise CommandError(f"{failed} not sent; the next run tries again.")

    def summarize(self, today: datetime.date, due: Due, what: str, overtaken: int = 0) -> None:
        self.stdout.write(
            f"Reminders of {today}: {what}, {due.settled + overtaken} sent before, "
            f"{due.early} not yet again, {due.unwished} not wished."
        )

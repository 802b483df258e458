"""`manage.py close_year UNIT YEAR --missing ... --as EMAIL`: closes and seals a year, as its page does."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from indicators.explanations import explain_year
from indicators.models import Indicator
from indicators.scorecard_year import Row
from indicators.sealed_year import load_shown_year
from organizations.models import Unit, User
from organizations.permissions import Action, access_to
from performance.closing_services import OfMissing, close_year
from performance.closing_year import load_open_year
from scorecards.addresses import UnknownAddress, find_scorecard_year
from scorecards.models import ScorecardYear


class Command(BaseCommand):
    help = (
        "Closes a year of a unit and seals it. Prints what stands open, the result and the SHA-256 of the "
        "seal. Exit status 1 when the year can't be closed; then nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="ORGANIZATION for its root, ORGANIZATION/UNIT for a unit below it")
        parser.add_argument("year", type=int)
        parser.add_argument(
            "--missing",
            required=True,
            choices=[each.value for each in OfMissing],
            help="measurements without an achievement: count as the lowest level, become not applicable, or "
            "forbid the closing",
        )
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", required=True, help="the administrator who closes the year"
        )
        parser.add_argument("--reason", default="", help="why what is missing is not applicable")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            year = find_scorecard_year(options["unit"], options["year"])
        except UnknownAddress as error:
            raise CommandError(str(error)) from error
        by = _administrator(options["email"], year.scorecard.unit)
        self._print_open(year)
        try:
            seal = close_year(
                scorecard_year=year, missing=OfMissing(options["missing"]), by=by, reason=options["reason"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        closed = find_scorecard_year(options["unit"], options["year"])
        self.stdout.write(f"{closed.year} closed: {explain_year(load_shown_year(closed).result)[0]}")
        self.stdout.write(f"Seal {seal.number}, SHA-256 {seal.digest}")

    def _print_open(self, year: ScorecardYear) -> None:
        """What stands open, a line each."""
        standing = load_open_year(year)
        found = standing.found
        kinds = (
            ("missing", _indicators(found.missing)),
            ("not approved", _indicators(found.not_approved)),
            ("below target without a note", _indicators(found.unexplained)),
            ("below target without a follow-up", _indicators(standing.unanswered)),
            ("follow-ups still open", [each.measurement.indicator for each in standing.follow_ups]),
        )
        for words, indicators in kinds:
            if indicators and not year.is_closed:
                codes = ", ".join(each.code for each in indicators)
                self.stdout.write(f"{len(indicators)} {words}: {codes}")


def _indicators(rows: tuple[Row, ...]) -> list[Indicator]:
    return [row.indicator for row in rows]


def _administrator(email: str, unit: Unit) -> User:
    """The person who closes. Raises CommandError for one who may not."""
    by = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    access = by and access_to(by, unit, today=timezone.localdate())
    if by is None or not access or not access.may(Action.VIEW):
        raise CommandError(f"Nobody with the address “{email[:80]}” sees this unit.")
    if not access.may(Action.ADMINISTER):
        raise CommandError("Only administrators of this unit close its years.")
    return by

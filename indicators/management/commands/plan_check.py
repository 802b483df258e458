"""`manage.py plan_check UNIT`: what is weak in a unit's plan, for people and for other programs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import ngettext, override

from indicators.checked_plan import checked_plan
from indicators.plain_findings import as_data, as_text
from indicators.plan_check import Severity
from scorecards.addresses import UnknownAddress, find_scorecard

USAGE = 2
"""The exit status of what the command line parser refuses as well."""


class Command(BaseCommand):
    """Print what the plan check finds; with --strict, fail while an error stands."""

    help = (
        "Checks the plan of a unit and prints what is weak in it. Findings that somebody accepted are left "
        "out. Exit status 0; with --strict 1 when an error stands; 2 when there is no such unit or plan, or "
        "the command was called wrongly."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The unit, and how to print."""
        parser.add_argument("unit", help="ORGANIZATION for its root, ORGANIZATION/UNIT for a unit below it")
        parser.add_argument(
            "--year", type=int, help="check the plan that covers this year (default: now, else the latest)"
        )
        parser.add_argument(
            "--format", choices=["json", "text"], default="text", help="text: to read (default)"
        )
        parser.add_argument("--all", action="store_true", help="print accepted findings too, marked as such")
        parser.add_argument("--strict", action="store_true", help="exit status 1 when an error stands")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print everything, and only then judge."""
        try:
            scorecard = find_scorecard(
                options["unit"], year=options["year"], this_year=timezone.localdate().year
            )
        except UnknownAddress as error:
            raise CommandError(str(error), returncode=USAGE) from error
        checked = checked_plan(scorecard)
        if options["format"] == "json":
            data = as_data(scorecard, checked, accepted=options["all"])
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(scorecard, checked, accepted=options["all"]), ending="")
        errors = checked.count(Severity.ERROR)
        if options["strict"] and errors:
            message = ngettext("%(count)s error stands.", "%(count)s errors stand.", errors)
            raise CommandError(message % {"count": errors})

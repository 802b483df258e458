"""`manage.py verify_seals [--unit UNIT]`: proves that every seal still holds, or names what differs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from performance.seal_checks import Fault, Finding, findings, years_to_verify
from scorecards.addresses import UnknownAddress, find_unit

WORDS = {
    Fault.DIGEST: "the content is not the one whose SHA-256 was kept",
    Fault.UNREADABLE: "the content can't be read as a seal",
    Fault.RECORD: "the record of the seal differs from its content",
    Fault.CHAIN: "it does not follow on the seal before it",
    Fault.RULE: "the rule gives something else",
    Fault.ROWS: "the rows of the year differ",
    Fault.UNSEALED: "closed without a seal",
    Fault.OPEN: "open, although its seal stands",
}


class Command(BaseCommand):
    help = (
        "Works out every seal again: its SHA-256, the results from the sealed inputs, and, for closed years, "
        "what was sealed from the rows of the year. Names whatever differs; exit status 1 if anything does."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--unit",
            help="only this unit and what is below it: ORGANIZATION for its root, ORGANIZATION/UNIT else",
        )

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = find_unit(options["unit"]) if options["unit"] else None
        except UnknownAddress as error:
            raise CommandError(str(error)) from error
        years = faults = 0
        for year in years_to_verify(unit):
            years += 1
            for finding in findings(year):
                faults += 1
                self.stdout.write(_line(finding))
        if faults:
            raise CommandError(f"{faults} differences in the seals of {years} years.")
        self.stdout.write(f"The seals of {years} years hold.")


def _line(finding: Finding) -> str:
    year, difference = finding.scorecard_year, finding.difference
    seal = "" if finding.number is None else f" seal {finding.number}"
    line = f"{year.scorecard.unit.address} {year.year}{seal}: {WORDS[finding.fault]}"
    if difference is None:
        return line
    place = " ".join(part for part in (difference.part.value, difference.place, difference.field) if part)
    return f"{line}: {place}: {_shown(difference.old)} -> {_shown(difference.new)}"


def _shown(value: object) -> str:
    return "-" if value is None or value == "" else str(value)

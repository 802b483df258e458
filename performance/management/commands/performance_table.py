"""`manage.py performance_table UNIT YEAR`: the annual performance table for other programs."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from indicators.sealed_year import load_shown_year
from performance.plain_table import as_csv, as_data, as_text
from scorecards.addresses import UnknownAddress, find_scorecard_year


class Command(BaseCommand):
    help = "Prints the annual performance table of a unit and year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="ORGANIZATION for its root, ORGANIZATION/UNIT for a unit below it")
        parser.add_argument("year", type=int)
        parser.add_argument(
            "--format",
            choices=["json", "csv", "text"],
            default="text",
            help="json: everything, decimals as strings; csv: the rows; text: to read (default)",
        )

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            scorecard_year = find_scorecard_year(options["unit"], options["year"])
        except UnknownAddress as error:
            raise CommandError(str(error)) from error
        table = load_shown_year(scorecard_year)
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_data(table), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_csv(table) if options["format"] == "csv" else as_text(table), ending="")

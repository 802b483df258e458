"""`manage.py import_workbook FILE --unit UNIT`: the import of the page Workbook, for other programs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override
from tqdm import tqdm

from organizations.models import User
from organizations.permissions import Action, access_to
from reports.import_services import limits
from reports.workbook.importing import Import, ImportReport, Style, import_file
from reports.workbook.importing.report import text_lines
from reports.workbook.reading import FileRefused, open_table_file
from reports.workbook.reading_words import file_refused_message
from scorecards.addresses import UnknownAddress, find_unit

DECIMAL_MARKS = {"point": "en", "comma": "id"}


class Command(BaseCommand):
    help = (
        "Imports a workbook, or a table of codes and achievements of one year, into the scorecard of a unit: "
        "all of it or nothing. Prints what is new, changed and refused. Exit status 1 when something is "
        "refused; then nothing is written."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="an .xlsx or .csv file")
        parser.add_argument(
            "--unit", required=True, help="ORGANIZATION for its root, ORGANIZATION/UNIT for a unit below it"
        )
        parser.add_argument("--year", type=int, help="the year of a table of codes and achievements")
        parser.add_argument(
            "--decimal", choices=list(DECIMAL_MARKS), default="point", help="of numbers in a .csv file"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be written")
        parser.add_argument(
            "--as",
            dest="email",
            metavar="EMAIL",
            help="import with the rights and in the name of this person (default: of the system)",
        )

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        order = self.order(options)
        report = self.run(order, options["file"], write=not options["dry_run"])
        for line in text_lines(report):
            self.stdout.write(line)
        if report.refusals:
            raise CommandError("Nothing was written.")

    def order(self, options: dict[str, Any]) -> Import:
        """Where the file goes and in whose name. Raises CommandError."""
        try:
            unit = find_unit(options["unit"])
        except UnknownAddress as error:
            raise CommandError(str(error)) from error
        by = None
        if options["email"]:
            by = User.objects.filter(email=options["email"].strip().lower(), is_active=True).first()
            if by is None or not access_to(by, unit, today=timezone.localdate()).may(Action.VIEW):
                raise CommandError(f"Nobody with the address “{options['email'][:80]}” sees this unit.")
        style = Style(language=DECIMAL_MARKS[options["decimal"]])
        return Import(unit=unit, by=by, year=options["year"], style=style)

    def run(self, order: Import, path: str, *, write: bool) -> ImportReport:
        """Imports the file, with a progress bar where somebody watches. Raises CommandError."""
        try:
            with (
                open(path, "rb") as stream,
                open_table_file(stream, name=path, limits=limits()) as file,
                tqdm(desc="Rows", unit=" rows", disable=None, delay=1, leave=False) as bar,
            ):
                return import_file(order, file, name=path, write=write, progress=bar.update)
        except FileRefused as error:
            raise CommandError(file_refused_message(error)) from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error

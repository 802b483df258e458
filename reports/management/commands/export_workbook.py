"""`manage.py export_workbook UNIT FILE`: the workbook of the page Workbook, for other programs."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override
from tqdm import tqdm

from reports.workbook.writing import write_workbook
from scorecards.addresses import UnknownAddress, find_scorecard
from scorecards.models import Scorecard


class Command(BaseCommand):
    help = "Writes the plan of a unit with all its years as a workbook (.xlsx)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", help="ORGANIZATION for its root, ORGANIZATION/UNIT for a unit below it")
        parser.add_argument("file", help="where to write; what is there is replaced")
        parser.add_argument(
            "--year", type=int, help="of the plan that covers it (default: this year, else the latest plan)"
        )
        parser.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default="en",
            help="of the Read me and the performance tables (default: en)",
        )

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        try:
            scorecard = find_scorecard(options["unit"], year=options["year"], this_year=today.year)
        except UnknownAddress as error:
            raise CommandError(str(error)) from error
        try:
            self.write(scorecard, options["file"], options["language"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error

    def write(self, scorecard: Scorecard, path: str, language: str) -> None:
        """Writes all of it before the file is touched, with a progress bar where somebody watches."""
        with (
            tempfile.TemporaryFile() as stream,
            tqdm(desc="Rows", unit=" rows", disable=None, delay=1, leave=False) as bar,
            override(language),
        ):

            def show(done: int, total: int) -> None:
                bar.total = total
                bar.update(done - bar.n)

            write_workbook(scorecard, stream, today=timezone.localdate(), progress=show)
            stream.seek(0)
            with open(path, "wb") as file:
                shutil.copyfileobj(stream, file)

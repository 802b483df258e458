"""`manage.py score FILE.csv`: an auditor's calculator. Scores rows without a database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, override

from indicators.score_csv import REQUIRED_COLUMNS, SCHEMES, CsvError, CsvFault, score_csv
from indicators.scoring import Polarity

LONGEST_READ = 120

_EXPECTED: dict[CsvFault, Promise] = {
    CsvFault.NOT_UTF8: _("text in UTF-8"),
    CsvFault.NO_HEADER: _("a first line with the columns %(columns)s"),
    CsvFault.MISSING_COLUMN: _("a column named %(column)s; the columns are %(columns)s"),
    CsvFault.REPEATED_COLUMN: _("each column once, also %(column)s"),
    CsvFault.NOT_CSV: _("comma-separated values, with each quotation mark closed"),
    CsvFault.CELL_COUNT: _("%(limit)s, as many as there are columns"),
    CsvFault.POLARITY: _("one of %(polarities)s"),
    CsvFault.SCHEME: _("one of %(schemes)s"),
    CsvFault.NUMBER: _("a plain decimal number with a point, such as 12.35, or nothing"),
    CsvFault.TOO_MANY_DIGITS: _("at most %(limit)s digits on either side of the point"),
    CsvFault.TOLERANCE: _("a percentage from 0 to less than 100, or nothing for 0"),
    CsvFault.UPPER_MISSING: _("the upper bound of the target range that starts at %(limit)s"),
    CsvFault.UPPER_WITHOUT_TARGET: _("nothing, or a target that the range starts at"),
    CsvFault.UPPER_BELOW_TARGET: _("an upper bound of at least the target %(limit)s"),
    CsvFault.UPPER_NOT_A_RANGE: _("nothing: only a range has an upper target"),
}


class Command(BaseCommand):
    """Write the rows of a CSV file with computed level and attainment to standard output."""

    help = (
        "Scores the rows of FILE (CSV with the columns "
        + ", ".join(REQUIRED_COLUMNS)
        + ") and writes them with their level and attainment to standard output. Needs no database."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One argument: the file."""
        parser.add_argument("file", metavar="FILE", help="CSV in UTF-8, numbers with a decimal point")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        """Read, score and only then write, so that a faulty file leaves nothing half-written."""
        path = Path(options["file"])
        try:
            content = path.read_bytes()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise CommandError(
                _("%(path)s can't be read: %(reason)s") % {"path": path, "reason": reason}
            ) from None
        try:
            scored = score_csv(content)
        except CsvError as error:
            raise CommandError(error_message(error)) from None
        self.stdout.write(scored, ending="")


def error_message(error: CsvError) -> str:
    """The line, what was read there and what is expected."""
    expected = _EXPECTED[error.code] % {
        "columns": ", ".join(REQUIRED_COLUMNS),
        "schemes": ", ".join(SCHEMES),
        "polarities": ", ".join(Polarity),
        "column": error.column,
        "limit": error.limit,
    }
    parts = {"line": error.line, "column": error.column, "read": _shortened(error.read), "expected": expected}
    if error.code == CsvFault.CELL_COUNT:
        parts["read"] = ngettext("%(read)s cell", "%(read)s cells", int(error.read)) % {"read": error.read}
        return _("line %(line)s: read %(read)s, expected %(expected)s") % parts
    if error.column and error.code not in (CsvFault.MISSING_COLUMN, CsvFault.REPEATED_COLUMN):
        return _("line %(line)s, %(column)s: read “%(read)s”, expected %(expected)s") % parts
    return _("line %(line)s: read “%(read)s”, expected %(expected)s") % parts


def _shortened(read: str) -> str:
    return read if len(read) <= LONGEST_READ else f"{read[:LONGEST_READ]}…"

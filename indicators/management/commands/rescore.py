"""`manage.py rescore [--check]`: proves, or restores, that every stored score is what the rule gives."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.measuring import rescore
from indicators.stored_scores import Difference, Subject, differences

REASON = "rescore"


class Command(BaseCommand):
    """Compare every stored level, attainment and baseline with the rule; repair what open years hold."""

    help = (
        "Recomputes every stored level and attainment, and every computed baseline. "
        "Repairs open years; a closed year or a baseline that differs is reported with exit status 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: --check reports and changes nothing."""
        parser.add_argument("--check", action="store_true", help="only report; exit status 1 if any differs")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        """Name each that differs; repair the repairable unless told only to check."""
        repaired = left = 0
        for difference in list(differences()):
            if not options["check"] and difference.repairable and self._repair(difference):
                repaired += 1
                self.stdout.write(_("repaired: %(what)s") % {"what": _words(difference)})
            else:
                left += 1
                self.stdout.write(_words(difference))
        if repaired:
            self.stdout.write(_("%(count)s repaired.") % {"count": repaired})
        if left:
            raise CommandError(_("%(count)s stored values differ from the rule.") % {"count": left})
        if not repaired:
            self.stdout.write(_("Every stored level, attainment and baseline is what the rule gives."))

    def _repair(self, difference: Difference) -> bool:
        """Store what the rule gives; False, with the reason, where it can't be stored."""
        if difference.measurement is None:
            return False
        try:
            rescore([difference.measurement], by=None, reason=REASON)
        except ValidationError as error:
            self.stderr.write(" ".join(error.messages))
            return False
        return True


def _words(difference: Difference) -> str:
    """The unit, the indicator, the year, and both values."""
    words = {
        "unit": difference.unit,
        "code": difference.code,
        "year": difference.year or "",
        "stored": difference.stored,
        "recomputed": difference.recomputed,
    }
    if difference.subject == Subject.BASELINE:
        return _("%(unit)s %(code)s baseline: stored %(stored)s, recomputed %(recomputed)s") % words
    line = _("%(unit)s %(code)s %(year)s: stored %(stored)s, recomputed %(recomputed)s") % words
    return f"{line} {_('(closed)')}" if difference.is_closed else line

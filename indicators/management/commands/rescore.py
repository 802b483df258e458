"""`manage.py rescore [--check]`: proves, or restores, that every stored score is what the rule gives."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from indicators.measuring import rescore
from indicators.services import restore_baseline
from indicators.stored_scores import Difference, Subject, baseline_differences, score_differences

REASON = "rescore"


class Command(BaseCommand):
    """Compare every stored score and baseline with the rule; repair what no closed year forbids."""

    help = (
        "Recomputes every computed baseline from its inputs, and every stored level and attainment. "
        "Repairs baselines and open years, with a trace in the history. What would change a closed year is "
        "left as it is and reported with exit status 1."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One switch: --check reports and changes nothing."""
        parser.add_argument("--check", action="store_true", help="only report; exit status 1 if any differs")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        """Name each that differs; repair the repairable unless told only to check."""
        repair = not options["check"]
        repaired, left = self._settle(list(baseline_differences()), repair, _restore)
        # Scores follow from baselines: they are compared once those are right, and left where they are not.
        doubtful = {difference.indicator.pk for difference in left}
        scores = list(score_differences())
        more = self._settle(scores, repair, lambda difference: _rescore(difference, doubtful))
        repaired, left = repaired + more[0], left + more[1]
        if repaired:
            self.stdout.write(_("%(count)s repaired.") % {"count": repaired})
        if left:
            raise CommandError(_("%(count)s stored values differ from the rule.") % {"count": len(left)})
        if not repaired:
            self.stdout.write(_("Every stored level, attainment and baseline is what the rule gives."))

    def _settle(
        self, found: list[Difference], repair: bool, mend: Callable[[Difference], None]
    ) -> tuple[int, list[Difference]]:
        """Mend each difference if asked to; how many were mended, and those that were not, reported."""
        left = []
        for difference in found:
            words, reason = _words(difference), ""
            if repair:
                try:
                    mend(difference)
                except ValidationError as error:
                    reason = " ".join(error.messages)
                else:
                    self.stdout.write(_("repaired: %(what)s") % {"what": words})
                    continue
            left.append(difference)
            self.stdout.write(f"{words}. {_('Not repaired:')} {reason}" if reason else words)
        return len(found) - len(left), left


def _restore(difference: Difference) -> None:
    """Store the mean of the inputs; ValidationError where a closed year forbids it."""
    restore_baseline(difference.indicator, by=None, reason=REASON)


def _rescore(difference: Difference, doubtful: set[int]) -> None:
    """Store what the rule gives; ValidationError where it can't be, or where the baseline is not right."""
    if difference.indicator.pk in doubtful:
        raise ValidationError(_("its baseline is not what the rule gives."))
    if difference.measurement is not None:
        rescore([difference.measurement], by=None, reason=REASON)


def _words(difference: Difference) -> str:
    """The unit, the indicator, the year, and both values."""
    words = {
        "unit": difference.unit,
        "code": difference.indicator.code,
        "year": difference.year or "",
        "stored": difference.stored,
        "recomputed": difference.recomputed,
    }
    if difference.subject == Subject.BASELINE:
        return _("%(unit)s %(code)s baseline: stored %(stored)s, recomputed %(recomputed)s") % words
    line = _("%(unit)s %(code)s %(year)s: stored %(stored)s, recomputed %(recomputed)s") % words
    return f"{line} {_('(closed)')}" if difference.is_closed else line

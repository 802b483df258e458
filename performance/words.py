"""The words of performance: codes of the scoring rule as the reader sees them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.scoring import Status, Verdict

STATUS_WORDS: dict[Status, Promise] = {
    Status.BELOW: _("Below"),
    Status.ON: pgettext_lazy("status", "On target"),
    Status.ABOVE: _("Above"),
    Status.MISSING: _("Not reported"),
    Status.NOT_APPLICABLE: _("Not applicable"),
    Status.NO_TARGET: _("No target"),
}
VERDICT_WORDS: dict[Verdict, Promise] = {
    Verdict.GOOD: _("Good"),
    Verdict.NOT_GOOD: _("Not good yet"),
    Verdict.UNDECIDED: _("Undecided"),
}
VERDICT_SHAPES: dict[Verdict, str] = {
    Verdict.GOOD: Status.ABOVE.value,
    Verdict.NOT_GOOD: Status.BELOW.value,
    Verdict.UNDECIDED: Status.MISSING.value,
}
"""The status whose shape and colour stand beside the word of a verdict."""

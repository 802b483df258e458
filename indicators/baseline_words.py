"""The words for baselines: why one can't be computed."""

from django.utils.translation import gettext as _

from indicators.baselines import BaselineError, BaselineFault


def baseline_error_message(error: BaselineError) -> str:
    """Word a BaselineError in the active language."""
    match error.code:
        case BaselineFault.NO_HISTORY:
            return _("No year before the plan has an achievement to compute the baseline from.")
        case BaselineFault.NOT_POSITIVE:
            return _("The mean needs at least one year.")
        case BaselineFault.YEARS_MISSING:
            return _("These years have no achievement to compute the baseline from: %(years)s.") % {
                "years": ", ".join(map(str, error.years))
            }

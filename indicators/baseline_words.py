"""The words for baselines: how one is set, and why one can't be computed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.baselines import BaselineError, BaselineFault, BaselineMethod, BaselineRule


def baseline_rule_text(rule: BaselineRule) -> str:
    """How a baseline is set, in the active language."""
    match rule.method:
        case BaselineMethod.DECREED:
            return _("Decreed")
        case BaselineMethod.PREVIOUS:
            return _("Achievement of the previous year")
        case BaselineMethod.MEAN if rule.years is None:
            return _("Mean of all years before the plan")
        case BaselineMethod.MEAN:
            words = ngettext(
                "Mean of the last year before the plan",
                "Mean of the last %(count)s years before the plan",
                rule.years,
            )
            return words % {"count": rule.years}


def baseline_error_message(error: BaselineError) -> str:
    """Word a BaselineError in the active language."""
    match error.code:
        case BaselineFault.NO_HISTORY:
            return _("No year before the plan has an achievement to compute the baseline from.")
        case BaselineFault.NOT_POSITIVE:
            return _("The mean needs at least one year.")
        case BaselineFault.YEARS_MISSING:
            return _("These years have no achievement to compute the baseline from: %(years)s.") % {
                "years": ", ".join(_spans(error.years))
            }


def _spans(years: Iterable[int]) -> list[str]:
    """The years in order, three or more that follow one another as the first and the last of them."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return [said for run in runs for said in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else map(str, run))]

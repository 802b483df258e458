"""How the baseline of a stored indicator is set."""

from indicators.baselines import BaselineRule, mark_of, rule_of
from indicators.models import Indicator


def stored_rule(indicator: Indicator) -> BaselineRule:
    """The rule that is stored with the indicator's baseline."""
    return rule_of(indicator.baseline_method, indicator.baseline, indicator.baseline_span)


def stored_mark(indicator: Indicator) -> str:
    """The mark of that rule and its note."""
    return mark_of(stored_rule(indicator), indicator.baseline_note)

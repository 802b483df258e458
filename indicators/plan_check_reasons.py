"""The words of the plan check's rules: what each one finds, and why that is a weakness."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TITLES: Mapping[str, Promise] = {
    "objective-without-indicator": _("Objective without indicator"),
    "target-outside-bounds": _("Target outside the natural bounds"),
    "target-against-polarity": _("Targets against the polarity"),
    "zero-target-without-worst-value": _("Target of 0 without worst value"),
    "objective-without-statement": _("Objective without statement"),
    "statement-without-objective": _("Statement without objective"),
    "perspective-without-objective": _("Perspective without objective"),
    "too-many-indicators": _("Too many indicators"),
    "objective-without-link": _("Objective without link"),
    "effect-below-cause": _("Effect below its cause"),
    "owner-missing": _("Nobody responsible"),
    "incomplete-sheet": _("Incomplete KPI sheet"),
    "target-not-better-than-baseline": _("Target not better than the baseline"),
    "target-falls-back": _("Target that falls back"),
    "ceiling-target": _("Highest level out of reach"),
    "target-already-reached": _("Target already reached"),
    "target-too-hard": _("Target harder than the history supports"),
    "lopsided-weights": _("Lopsided weights"),
    "fixed-threshold-differs": _("Fixed threshold differs from the derived one"),
    "indicator-without-initiative": _("Indicator without initiative"),
    "budget-missing": _("Work program or budget missing"),
    "no-lag-indicator": _("No lag indicator"),
    "no-lead-indicator": _("No lead indicator"),
    "name-against-unit": _("Name and unit of measure disagree"),
    "value-inside-unit": _("Value inside the unit of measure"),
}

_REASONS: Mapping[str, Promise] = {
    "objective-without-indicator": _("Without an indicator nobody can tell whether an objective is reached."),
    "target-outside-bounds": _("A target beyond what is possible can never be reached."),
    "target-against-polarity": _(
        "A plan that ends worse than it began either has the wrong polarity or asks for a decline."
    ),
    "zero-target-without-worst-value": _(
        "With a target of 0 the distance from it has no scale of its own: where no worst value is declared, "
        "the baseline is the yardstick, and without a baseline any miss counts as the worst."
    ),
    "objective-without-statement": _(
        "An objective that comes from no vision, mission or goal costs effort that nobody asked for."
    ),
    "statement-without-objective": _(
        "A statement that no objective comes from stays a promise that nobody works on."
    ),
    "perspective-without-objective": _(
        "A scorecard is balanced only when it looks at the organization from each of its perspectives."
    ),
    "too-many-indicators": _(
        "A few indicators that matter say more than many, which nobody can steer by all at once."
    ),
    "objective-without-link": _(
        "An objective that neither drives another nor is driven by one has no part in the strategy's story."
    ),
    "effect-below-cause": _(
        "On a strategy map causes lie below their effects, or beside them: an arrow that leads down tells "
        "the story the wrong way round."
    ),
    "owner-missing": _("What nobody answers for is done by nobody."),
    "incomplete-sheet": _(
        "An indicator whose KPI sheet has gaps is measured differently by everyone who reads it: it should "
        "be specific, measurable, achievable, relevant and time-bound (SMART)."
    ),
    "target-not-better-than-baseline": _(
        "A target that is no better than where the indicator started asks for no improvement."
    ),
    "target-falls-back": _("A target that is worse than the one before it gives up what was to be reached."),
    "ceiling-target": _(
        "When nothing better than the target is possible, the best work can't earn the highest level."
    ),
    "target-already-reached": _(
        "A target that the last achievement before it reached already asks for nothing new."
    ),
    "target-too-hard": _(
        "The years so far show what is possible: a target that beats the best of them by more than the best "
        "and the worst of them differ needs a good reason."
    ),
    "lopsided-weights": _(
        "Perspectives are there to balance each other: where one of three or more carries 40 % or more of "
        "the weight, it outweighs the others in the verdict."
    ),
    "fixed-threshold-differs": _(
        "A threshold that is not what all indicators on target give calls a year good or bad by another "
        "measure than its targets."
    ),
    "indicator-without-initiative": _("A target that nothing is done for is reached by chance, if at all."),
    "budget-missing": _(
        "An initiative without a work program and a budget in the year is an intention that nobody can carry "
        "out."
    ),
    "no-lag-indicator": _(
        "Without a lag indicator a perspective shows what is being done, but not whether it had a result."
    ),
    "no-lead-indicator": _(
        "Without a lead indicator a perspective shows a result only when it is too late to change it."
    ),
    "name-against-unit": _(
        "A number of things and a percentage are different figures: whoever reports must know which is meant."
    ),
    "value-inside-unit": _(
        "A unit of measure is what is counted; the number belongs in the target or the baseline."
    ),
}


def rule_title(rule: str) -> str:
    """What a rule finds, in a few words of the active language."""
    return str(_TITLES[rule])


def rule_reason(rule: str) -> str:
    """Why what the rule finds is a weakness: one sentence of the active language."""
    return str(_REASONS[rule])

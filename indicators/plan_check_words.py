"""The words of the plan check: each rule's title and reason, and the sentence of each finding.

Rules see texts and plain decimals; here they become sentences, numbers as the active language writes them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from indicators.plan_check import Finding, Subject

_TITLES: Mapping[str, Promise] = {
    "objective-without-statement": _("Objective without statement"),
    "statement-without-objective": _("Statement without objective"),
    "perspective-without-objective": _("Perspective without objective"),
    "objective-without-indicator": _("Objective without indicator"),
    "too-many-indicators": _("Too many indicators"),
    "objective-without-link": _("Objective without link"),
    "effect-below-cause": _("Effect below its cause"),
    "indicator-without-initiative": _("Indicator without initiative"),
}

_REASONS: Mapping[str, Promise] = {
    "objective-without-statement": _(
        "An objective that comes from no vision, mission or goal costs effort that nobody asked for."
    ),
    "statement-without-objective": _(
        "A statement that no objective comes from stays a promise that nobody works on."
    ),
    "perspective-without-objective": _(
        "A scorecard is balanced only when it looks at the organization from each of its perspectives."
    ),
    "objective-without-indicator": _("Without an indicator nobody can tell whether an objective is reached."),
    "too-many-indicators": _(
        "The few indicators that matter say more than many: people can't steer by all of them at once."
    ),
    "objective-without-link": _(
        "An objective that neither drives another nor is driven by one is not part of the strategy's story."
    ),
    "effect-below-cause": _(
        "On a strategy map causes lie below their effects: capabilities drive processes, and these results."
    ),
    "indicator-without-initiative": _("A target that nothing is done for is reached by chance, if at all."),
}

_MESSAGES: Mapping[str, Promise] = {
    "objective-without-statement": _("It comes from no statement of the plan."),
    "statement-without-objective": _("No objective of the plan comes from it."),
    "perspective-without-objective": _("It has no objective."),
    "objective-without-indicator": _("No indicator measures it."),
    "too-many-indicators": _("It has %(count)s indicators (%(indicators)s); %(most)s are enough."),
    "objective-without-link": _("No cause-effect link on the map leads to it or from it."),
    "effect-below-cause": _("It is driven from a perspective above its own: by %(causes)s."),
    "indicator-without-initiative": _("No initiative belongs to it."),
}


def rule_title(rule: str) -> str:
    """What a rule finds, in a few words of the active language."""
    return str(_TITLES[rule])


def rule_reason(rule: str) -> str:
    """Why what the rule finds is a weakness: one sentence in the active language."""
    return str(_REASONS[rule])


def finding_message(finding: Finding) -> str:
    """What was found, in a sentence of the active language about the subject ("It ..."). Plain text."""
    return str(_MESSAGES[finding.rule]) % _values(finding)


def subject_name(subject: Subject) -> str:
    """The name of a finding's subject in the active language."""
    in_english = (get_language() or "").startswith("en")
    return (subject.name_en if in_english else "") or subject.name


def _values(finding: Finding) -> dict[str, str]:
    """What the sentence names."""
    values = {
        key: ", ".join([fact] if isinstance(fact, str) else fact) for key, fact in finding.facts.items()
    }
    return values | {"count": str(len(finding.facts.get("indicators", ())))}

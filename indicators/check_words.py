"""The words of the plan check's page: severities and counts. Those of the rules: plan_check_words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from indicators.accepted_findings import CheckedPlan
from indicators.plan_check import RULES, Severity, SubjectKind
from indicators.plan_check_words import rule_title

SEVERITIES: Mapping[Severity, Promise] = {
    Severity.ERROR: gettext_lazy("Errors"),
    Severity.WARNING: gettext_lazy("Warnings"),
    Severity.HINT: gettext_lazy("Hints"),
}
MEANINGS: Mapping[Severity, Promise] = {
    Severity.ERROR: gettext_lazy("They contradict the plan: put them right first."),
    Severity.WARNING: gettext_lazy("They weaken the plan."),
    Severity.HINT: gettext_lazy("They are worth a second look."),
}
KINDS: Mapping[str, Promise] = {
    SubjectKind.STATEMENT: gettext_lazy("Statement"),
    SubjectKind.PERSPECTIVE: gettext_lazy("Perspective"),
    SubjectKind.OBJECTIVE: gettext_lazy("Objective"),
    SubjectKind.INDICATOR: gettext_lazy("Indicator"),
    SubjectKind.YEAR: gettext_lazy("Year"),
}


def severity_count(severity: Severity, count: int) -> str:
    """So many findings of a severity, in words."""
    match severity:
        case Severity.ERROR:
            words = ngettext("%(count)s error", "%(count)s errors", count)
        case Severity.WARNING:
            words = ngettext("%(count)s warning", "%(count)s warnings", count)
        case Severity.HINT:
            words = ngettext("%(count)s hint", "%(count)s hints", count)
    return words % {"count": count}


def severity_counts(severities: Iterable[Severity]) -> str:
    """So many of each severity that occurs: “3 errors, 21 warnings”; empty for none."""
    counts = Counter(severities)
    return ", ".join(severity_count(each, counts[each]) for each in Severity if counts[each])


def standing_counts(checked: CheckedPlan) -> str:
    """What stands, by severity; empty when nothing does."""
    return severity_counts(each.finding.severity for each in checked.standing)


def check_answer(checked: CheckedPlan, *, plan: str) -> str:
    """The page's first line: how many findings stand, and how many are accepted. plan: what was checked."""
    quiet = len(checked.quiet)
    accepted = ngettext("%(count)s accepted", "%(count)s accepted", quiet) % {"count": quiet}
    counts = standing_counts(checked)
    if counts:
        words = _("%(plan)s: %(counts)s; %(accepted)s.") if quiet else _("%(plan)s: %(counts)s.")
    elif quiet:
        words = _("%(plan)s: nothing else to put right; %(accepted)s.")
    else:
        words = _("%(plan)s: no findings, the plan is in order.")
    return words % {"plan": plan, "counts": counts, "accepted": accepted}


def rule_name(rule: str) -> str:
    """A rule's title; its code, for one that an older version knew."""
    return rule_title(rule) if rule in RULES else rule


def kind_name(kind: str) -> str:
    """What kind of object it is; the text itself, for one that an older version knew."""
    return str(KINDS.get(kind, kind))

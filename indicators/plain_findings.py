"""The findings of the plan check as plain data and text, for commands and other programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.accepted_findings import CheckedPlan
from indicators.models import AcceptedFinding
from indicators.plan_check import Finding, Severity
from indicators.plan_check_words import finding_message, rule_reason, rule_title, subject_name
from scorecards.models import Scorecard

Told = tuple[Finding, AcceptedFinding | None]
"""A finding, with the acceptance that keeps it quiet."""


def as_data(scorecard: Scorecard, checked: CheckedPlan, *, accepted: bool) -> dict[str, Any]:
    """The unit, its plan, how many findings of each severity stand, and the findings.

    accepted: also those that somebody accepted, with the reason. Messages are in the active language.
    """
    return {
        "organization": scorecard.unit.organization.code,
        "unit": scorecard.unit.code,
        "plan": scorecard.plan.name,
        "years": list(scorecard.plan.years),
        "counts": {severity.value: checked.count(severity) for severity in Severity},
        "findings": [_finding(*each) for each in _told(checked, accepted)],
    }


def as_text(scorecard: Scorecard, checked: CheckedPlan, *, accepted: bool) -> str:
    """The same to read: one line for each finding, and the counts."""
    lines = [f"{scorecard.unit.address} · {_one_line(scorecard.plan.name)}"]
    lines += [_line(*each) for each in _told(checked, accepted)]
    return "\n".join([*lines, _counts(checked), ""])


def _told(checked: CheckedPlan, accepted: bool) -> Iterator[Told]:
    """What stands; then, if asked for, what is quiet."""
    for standing in checked.standing:
        yield standing.finding, None
    if accepted:
        for quiet in checked.quiet:
            yield quiet.finding, quiet.accepted


def _finding(finding: Finding, accepted: AcceptedFinding | None) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "object": finding.subject.kind.value,
        "code": finding.subject.code,
        "name": subject_name(finding.subject),
        "message": finding_message(finding),
        "why": rule_reason(finding.rule),
        "accepted": accepted is not None,
        "accepted_because": accepted.reason if accepted else None,
    }


def _line(finding: Finding, accepted: AcceptedFinding | None) -> str:
    line = f"{finding.severity.value:<8} {finding.subject.kind.value} {finding.subject.code}"
    line = f"{line}: {rule_title(finding.rule)}. {_one_line(finding_message(finding))}"
    if accepted is None:
        return line
    return f"{line} {_('(accepted: %(reason)s)') % {'reason': _one_line(accepted.reason)}}"


def _counts(checked: CheckedPlan) -> str:
    errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    hints, quiet = checked.count(Severity.HINT), len(checked.quiet)
    counts = [
        ngettext("%(count)s error", "%(count)s errors", errors) % {"count": errors},
        ngettext("%(count)s warning", "%(count)s warnings", warnings) % {"count": warnings},
        ngettext("%(count)s hint", "%(count)s hints", hints) % {"count": hints},
        ngettext("%(count)s accepted", "%(count)s accepted", quiet) % {"count": quiet},
    ]
    return ", ".join(counts)


def _one_line(text: str) -> str:
    """What people typed may hold line breaks; a finding is one line."""
    return " ".join(text.split())

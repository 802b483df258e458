"""The marks of the plan check beside the rows of other pages: how much it finds about each indicator."""

from __future__ import annotations

from collections.abc import Iterable

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.accepted_findings import CheckedPlan, StandingFinding
from indicators.check_words import severity_counts, standing_counts
from indicators.plan_check import Severity, SubjectKind

SHAPES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.HINT: "info"}


def indicator_marks(checked: CheckedPlan, indicators: Iterable[int]) -> dict[int, SafeString]:
    """The mark of each of the indicators by key: the shape of its weightiest finding, and how many stand."""
    found: dict[int, list[StandingFinding]] = {key: [] for key in indicators}
    for standing in checked.standing:
        subject = standing.finding.subject
        if subject.kind is SubjectKind.INDICATOR and subject.key in found:
            found[subject.key].append(standing)
    icons = static("img/icons.svg")
    return {key: _mark([each.finding.severity for each in rows], icons) for key, rows in found.items()}


def check_line(checked: CheckedPlan) -> str:
    """What the plan check says about the whole plan, for the link to its page."""
    counts = standing_counts(checked)
    return _("Plan check: %(counts)s") % {"counts": counts} if counts else _("Plan check: no findings")


def _mark(severities: list[Severity], icons: str) -> SafeString:
    if not severities:
        return _shape("check", "severity-none", _("No findings"), icons, "")
    worst = next(severity for severity in Severity if severity in severities)
    return _shape(
        SHAPES[worst], f"severity-{worst.value}", severity_counts(severities), icons, str(len(severities))
    )


def _shape(name: str, kind: str, label: str, icons: str, count: str) -> SafeString:
    return format_html(
        '<svg class="icon {}" role="img" aria-label="{}"><use href="{}#{}"></use></svg> '
        '<span aria-hidden="true">{}</span>',
        kind,
        label,
        icons,
        name,
        count,
    )

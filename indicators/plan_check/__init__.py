"""The plan check, pure: rules that look at a plan and tell where it is weak.

`RULES` names them all; `check_plan` applies them to the facts that `indicators.plan_facts` loads, and
`indicators.plan_check_words` words what they find.
"""

from __future__ import annotations

from collections.abc import Mapping

from indicators.plan_check import structure
from indicators.plan_check.findings import Finding, Severity, Subject, SubjectKind
from indicators.plan_check.plan import PlanFacts
from indicators.plan_check.rules import Rule

__all__ = ["RULES", "Finding", "PlanFacts", "Rule", "Severity", "Subject", "SubjectKind", "check_plan"]

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        structure.objective_without_statement,
        structure.statement_without_objective,
        structure.perspective_without_objective,
        structure.objective_without_indicator,
        structure.too_many_indicators,
        structure.objective_without_link,
        structure.effect_below_cause,
        structure.indicator_without_initiative,
    )
}
"""Every rule by its code, in the order in which their findings are told."""


def check_plan(plan: PlanFacts) -> tuple[Finding, ...]:
    """Everything that the rules find: errors first, then by rule, then in the order of the plan."""
    found = [finding for rule in RULES.values() for finding in rule(plan)]
    weight = {severity: place for place, severity in enumerate(Severity)}
    return tuple(sorted(found, key=lambda finding: weight[finding.severity]))

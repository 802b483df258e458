"""The plan check, pure: rules that look at a plan and tell where it is weak.

`RULES` names them all; `check_plan` applies them to the facts that `indicators.plan_facts` loads, and
`indicators.plan_check_words` words what they find. Each finds a subject at most once, with all its years.

    error    objective-without-indicator, target-outside-bounds, target-against-polarity,
             zero-target-without-worst-value: the plan contradicts itself or can't be scored as it is meant
    warning  what makes a plan weak: missing ties between statements, objectives, indicators and work;
             sheets with gaps; targets that ask for too little or can't be exceeded; weights; thresholds
    hint     target-too-hard, no-lag-indicator, no-lead-indicator, name-against-unit, value-inside-unit:
             it may well be meant so, but somebody should have thought of it

Nobody can change a closed year: what is bound to a year, its targets, weights, threshold and budgets, is
looked at in open years only. Closed years still count as the past: their achievements are history, and
their targets what a later one is compared with.

Better and worse need a direction, so of an indicator that is best within a range only the bounds, the target
0 and the gaps of its sheet are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

from indicators.plan_check import sheets, structure, targets, weights, work
from indicators.plan_check.findings import Finding, Severity, Subject, SubjectKind
from indicators.plan_check.plan import PlanFacts
from indicators.plan_check.rules import Rule

__all__ = ["RULES", "Finding", "PlanFacts", "Rule", "Severity", "Subject", "SubjectKind", "check_plan"]

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in (
        structure.objective_without_indicator,
        targets.target_outside_bounds,
        targets.target_against_polarity,
        targets.zero_target_without_worst_value,
        structure.objective_without_statement,
        structure.statement_without_objective,
        structure.perspective_without_objective,
        structure.too_many_indicators,
        structure.objective_without_link,
        structure.effect_below_cause,
        sheets.owner_missing,
        sheets.incomplete_sheet,
        targets.target_not_better_than_baseline,
        targets.target_falls_back,
        targets.ceiling_target,
        targets.target_already_reached,
        weights.lopsided_weights,
        weights.fixed_threshold_differs,
        work.indicator_without_initiative,
        work.budget_missing,
        targets.target_too_hard,
        sheets.no_lag_indicator,
        sheets.no_lead_indicator,
        sheets.name_against_unit,
        sheets.value_inside_unit,
    )
}
"""Every rule by its code, in the order in which their findings are told: errors, warnings, hints."""


def check_plan(plan: PlanFacts) -> tuple[Finding, ...]:
    """Everything that the rules find: errors first, then by rule, then in the order of the plan."""
    return tuple(finding for rule in RULES.values() for finding in rule(plan))

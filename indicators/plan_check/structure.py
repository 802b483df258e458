"""Rules about the shape of a plan: statements, objectives, indicators, and the arrows of the map."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.plan_check.findings import Severity
from indicators.plan_check.plan import PlanFacts
from indicators.plan_check.rules import Seen, rule

MOST_INDICATORS = 3
"""An objective with more indicators than these is measured by too many; the paper has one or two."""


@rule("objective-without-statement", Severity.WARNING)
def objective_without_statement(plan: PlanFacts) -> Iterator[Seen]:
    """It comes from no statement, and supports no objective of a unit above either."""
    for objective in plan.objectives:
        if not objective.derived:
            yield objective.subject, {}


@rule("statement-without-objective", Severity.WARNING)
def statement_without_objective(plan: PlanFacts) -> Iterator[Seen]:
    """No objective of any scorecard of the plan comes from it: a unit below need not serve them all."""
    for statement in plan.statements:
        if not statement.served:
            yield statement.subject, {}


@rule("perspective-without-objective", Severity.WARNING)
def perspective_without_objective(plan: PlanFacts) -> Iterator[Seen]:
    """The scorecard says nothing in it."""
    for perspective in plan.perspectives:
        if not perspective.objectives:
            yield perspective.subject, {}


@rule("objective-without-indicator", Severity.ERROR)
def objective_without_indicator(plan: PlanFacts) -> Iterator[Seen]:
    """Nobody can tell whether it is reached."""
    for objective in plan.objectives:
        if not objective.indicators:
            yield objective.subject, {}


@rule("too-many-indicators", Severity.WARNING)
def too_many_indicators(plan: PlanFacts) -> Iterator[Seen]:
    """More than MOST_INDICATORS on one objective."""
    for objective in plan.objectives:
        codes = tuple(each.subject.code for each in objective.indicators)
        if len(codes) > MOST_INDICATORS:
            yield objective.subject, {"indicators": codes, "most": str(MOST_INDICATORS)}


@rule("objective-without-link", Severity.WARNING)
def objective_without_link(plan: PlanFacts) -> Iterator[Seen]:
    """It neither drives nor is driven by another; with one objective there is nothing to link."""
    linked = {key for link in plan.links for key in link}
    if len(plan.objectives) > 1:
        for objective in plan.objectives:
            if objective.subject.key not in linked:
                yield objective.subject, {}


@rule("effect-below-cause", Severity.WARNING)
def effect_below_cause(plan: PlanFacts) -> Iterator[Seen]:
    """The effect lies in a lane further down than its cause: arrows of a strategy map lead upwards."""
    lane = {
        objective.subject.key: (place, perspective.subject.code, objective.subject.code)
        for place, perspective in enumerate(plan.perspectives)
        for objective in perspective.objectives
    }
    for objective in plan.objectives:
        own_place, own_lane, _code = lane[objective.subject.key]
        causes = [lane[cause] for cause, effect in plan.links if effect == objective.subject.key]
        above = sorted(cause for cause in causes if cause[0] < own_place)
        if above:
            yield (
                objective.subject,
                {
                    "causes": tuple(code for _place, _lane, code in above),
                    "cause_lanes": tuple(code for _place, code, _code in above),
                    "lane": own_lane,
                },
            )

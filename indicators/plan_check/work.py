"""Rules about what is done to reach the targets: initiatives, their work programs and budgets."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.plan_check.findings import Severity
from indicators.plan_check.plan import InitiativeFacts, PlanFacts
from indicators.plan_check.rules import Seen, rule


@rule("indicator-without-initiative", Severity.WARNING)
def indicator_without_initiative(plan: PlanFacts) -> Iterator[Seen]:
    """Nothing is done so that it reaches its targets."""
    for indicator in plan.indicators:
        if not indicator.initiatives:
            yield indicator.subject, {}


@rule("budget-missing", Severity.WARNING)
def budget_missing(plan: PlanFacts) -> Iterator[Seen]:
    """In a year that is due, an initiative has no work program, or one without a budget.

    What was stopped needs no budget, and an initiative whose work programs were all stopped needs nothing
    more. The aligned facts name each such initiative, the years without a work program, and those without a
    budget.
    """
    due = due_years(plan)
    for indicator in plan.indicators:
        lacking = [
            (initiative.name, *gaps)
            for initiative in indicator.initiatives
            if any(gaps := _gaps(initiative, due))
        ]
        if lacking:
            names, without_program, without_budget = zip(*lacking, strict=True)
            yield (
                indicator.subject,
                {
                    "initiatives": names,
                    "without_program": without_program,
                    "without_budget": without_budget,
                },
            )


def due_years(plan: PlanFacts) -> tuple[int, ...]:
    """The open plan years up to this one, at least the first: work programs are made year by year."""
    years = [each.year for each in plan.years]
    last = max([plan.this_year, *years[:1]])
    return tuple(each.year for each in plan.open_years if each.year <= last)


def _gaps(initiative: InitiativeFacts, due: tuple[int, ...]) -> tuple[str, str]:
    """The years without a work program, and those with one that has no budget."""
    programs = initiative.work_programs
    if programs and all(each.stopped for each in programs):
        return "", ""
    planned = {each.year for each in programs}
    unpaid = {each.year for each in programs if each.budget is None and not each.stopped}
    return (
        ", ".join(str(year) for year in due if year not in planned),
        ", ".join(str(year) for year in due if year in unpaid),
    )

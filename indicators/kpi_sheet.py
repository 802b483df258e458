"""KPI sheets (figure 3 of the paper): an indicator with its facts, years, baseline and origin.

Its initiatives with their work programs are loaded by work_year.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.baseline_rules import stored_rule
from indicators.baseline_words import baseline_error_message, baseline_rule_text
from indicators.baselines import (
    BaselineError,
    BaselineMethod,
    BaselineRule,
    ChangedInput,
    changed_inputs,
    compute_baseline,
    inputs_from_json,
)
from indicators.models import Indicator
from indicators.sheet_facts import Fact, facts_of
from indicators.sheet_years import SheetYear, achievements_before, chart_data, load_years
from organizations.shown_names import shown_name
from scorecards.models import Objective, ObjectiveStatement, Scorecard, Statement

LIST_ORDER = (
    "objective__perspective__order",
    "objective__perspective__pk",
    "objective__order",
    "objective__pk",
    "order",
    "pk",
)


@dataclass(frozen=True, slots=True)
class SheetNote:
    """A note and the years beside whose figures it stands."""

    text: str
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Where an indicator comes from: the statements that its objective serves, and what that one supports.

    `owner`: of the objective, as people are called in this organization; `above`: of the unit above, or None.
    """

    statements: tuple[Statement, ...]
    objective: Objective
    owner: str
    above: Objective | None


@dataclass(frozen=True, slots=True)
class ComputedAgain:
    """What the same rule would give from the history as it is now, or why it gives nothing."""

    value: Decimal | None = None
    inputs: tuple[tuple[int, Decimal], ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page prints.

    `changed`: the years for which the baseline's rule would not take the same inputs today; `again`: what it
    would give, None while that is what is stored.
    """

    indicator: Indicator
    trace: Trace
    years: tuple[SheetYear, ...]
    baseline_inputs: tuple[tuple[int, Decimal], ...]
    changed: tuple[ChangedInput, ...]
    again: ComputedAgain | None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The fields of the sheet in the order of the printed form, with what stands in them."""
        return facts_of(self.indicator)

    @property
    def baseline_rule(self) -> str:
        """How the baseline is set, in the active language."""
        return baseline_rule_text(stored_rule(self.indicator))

    @property
    def plan_years(self) -> tuple[SheetYear, ...]:
        """The years of the plan."""
        return tuple(year for year in self.years if year.of_plan)

    @property
    def history(self) -> tuple[SheetYear, ...]:
        """The years before the plan that hold an achievement."""
        return tuple(year for year in self.years if not year.of_plan)

    @property
    def reported(self) -> tuple[SheetYear, ...]:
        """The years that have an achievement, or evidence of one."""
        return tuple(year for year in self.years if year.is_reported)

    @property
    def chart(self) -> str:
        """What static/js/chart.js draws, as JSON."""
        return json.dumps(chart_data(self.years, self.indicator.decimals), ensure_ascii=False)

    @property
    def notes(self) -> tuple[SheetNote, ...]:
        """The notes beside the figures, each once, in the order of their years."""
        years: dict[str, list[int]] = {}
        for year in self.years:
            if year.measurement.note:
                years.setdefault(year.measurement.note, []).append(year.year)
        return tuple(SheetNote(text, tuple(noted)) for text, noted in years.items())


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The sheets before and after one in the order of the list, and its place among them, from 1."""

    before: Indicator | None
    after: Indicator | None
    place: int
    total: int


def load_sheet(indicator: Indicator) -> Sheet:
    """The sheet of one indicator; see load_sheets."""
    return load_sheets([indicator])[0]


def load_sheets(indicators: Sequence[Indicator]) -> list[Sheet]:
    """The sheets in 4 queries, however many they are.

    Expects indicators of one scorecard, each with objective, perspective, scorecard, plan and unit.
    """
    years = load_years(indicators)
    traces = _traces(indicators)
    return [_sheet(each, traces[each.objective_id], years[each.pk]) for each in indicators]


def ordered_indicators(scorecard: Scorecard) -> list[Indicator]:
    """The scorecard's indicators in the order of the list, ready for load_sheets; one query."""
    indicators = Indicator.objects.filter(objective__scorecard=scorecard).select_related(
        "objective__perspective", "objective__scorecard__plan", "objective__scorecard__unit"
    )
    return list(indicators.order_by(*LIST_ORDER))


def neighbours(indicator: Indicator) -> Neighbours:
    """The indicators before and after this one in the order of the list, by code and name; one query."""
    rows = list(
        Indicator.objects.filter(objective__scorecard=indicator.objective.scorecard_id)
        .order_by(*LIST_ORDER)
        .only("pk", "code", "name")
    )
    at = next((place for place, row in enumerate(rows) if row.pk == indicator.pk), 0)
    return Neighbours(
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at + 1 < len(rows) else None,
        place=at + 1,
        total=len(rows),
    )


def _sheet(indicator: Indicator, trace: Trace, years: tuple[SheetYear, ...]) -> Sheet:
    inputs, history = inputs_from_json(indicator.baseline_inputs), achievements_before(years)
    rule, first_year = stored_rule(indicator), indicator.objective.scorecard.plan.first_year
    return Sheet(
        indicator=indicator,
        trace=trace,
        years=years,
        baseline_inputs=tuple(inputs.items()),
        changed=changed_inputs(rule, inputs, history, first_year=first_year),
        again=_computed_again(rule, inputs, history, first_year),
    )


def _computed_again(
    rule: BaselineRule, inputs: dict[int, Decimal], history: dict[int, Decimal], first_year: int
) -> ComputedAgain | None:
    """What the rule would give now; None where those are the inputs, or it is a decree."""
    if rule.method == BaselineMethod.DECREED:
        return None
    try:
        computed = compute_baseline(rule.method, history, first_year=first_year, years=rule.years)
    except BaselineError as error:
        return ComputedAgain(error=baseline_error_message(error))
    if computed.inputs == inputs:
        return None
    return ComputedAgain(computed.value, tuple(computed.inputs.items()))


def _traces(indicators: Sequence[Indicator]) -> dict[int, Trace]:
    """The trace of each objective by its key, in 2 queries."""
    keys = {each.objective_id for each in indicators}
    statements: dict[int, list[Statement]] = {}
    ticks = ObjectiveStatement.objects.filter(objective__in=keys).select_related("statement")
    for tick in ticks.order_by("statement__order", "statement__pk"):
        statements.setdefault(tick.objective_id, []).append(tick.statement)
    organization = indicators[0].objective.scorecard.unit.organization_id if indicators else 0
    objectives = Objective.objects.filter(pk__in=keys).annotate(owner_name=shown_name(organization, "owner"))
    return {
        objective.pk: Trace(
            statements=tuple(statements.get(objective.pk, ())),
            objective=objective,
            owner=objective.owner_name or "",
            above=objective.parent,
        )
        for objective in objectives.select_related("perspective", "parent__scorecard__unit")
    }

"""A plan as the rules see it: frozen facts of one scorecard, without a database and without a language.

A missing figure is None, never zero; a rule says nothing where a figure that it needs is missing, unless it
is about what is missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.plan_check.findings import Subject
from indicators.scoring import Inputs, MeasurementInput, Polarity
from scorecards.schemes import Scheme, WeightingMode


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement; served: an objective of some scorecard of the plan comes from it."""

    subject: Subject
    served: bool


@dataclass(frozen=True, slots=True)
class WorkProgramFacts:
    """A work program of a year, with its budget in the organization's currency."""

    year: int
    budget: Decimal | None
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class InitiativeFacts:
    """An initiative of an indicator with its work programs of all years."""

    name: str
    work_programs: tuple[WorkProgramFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedYear:
    """What a plan year holds of an indicator; applies: it is not marked as not applicable."""

    year: int
    target: Decimal | None = None
    target_upper: Decimal | None = None
    achievement: Decimal | None = None
    weight: Decimal = Decimal(1)
    applies: bool = True


@dataclass(frozen=True, slots=True)
class IndicatorFacts:
    """An indicator with its KPI sheet and its years.

    filled: the names of the sheet's fields that say something. kind: "lag", "lead" or "" (not said).
    years: those of the plan, in order. history: the achievements of the years before the plan, by year.
    """

    subject: Subject
    unit_of_measure: str = ""
    polarity: Polarity = Polarity.HIGHER
    kind: str = ""
    filled: frozenset[str] = frozenset()
    natural_min: Decimal | None = None
    natural_max: Decimal | None = None
    worst: Decimal | None = None
    baseline: Decimal | None = None
    years: tuple[PlannedYear, ...] = ()
    history: Mapping[int, Decimal] = field(default_factory=dict)
    initiatives: tuple[InitiativeFacts, ...] = ()

    def inputs(self, planned: PlannedYear) -> Inputs:
        """What the scoring rule needs of the indicator in a year."""
        return Inputs(
            polarity=self.polarity,
            target=planned.target,
            target_upper=planned.target_upper,
            achievement=planned.achievement,
            worst=self.worst,
            baseline=self.baseline,
            natural_min=self.natural_min,
            natural_max=self.natural_max,
        )

    def achieved_before(self, year: int) -> dict[int, Decimal]:
        """Every achievement of an earlier year, before the plan or in it, in the order of the years."""
        in_plan = {each.year: each.achievement for each in self.years if each.achievement is not None}
        achieved = {**self.history, **in_plan}
        return {each: achieved[each] for each in sorted(achieved) if each < year}

    @property
    def targets(self) -> tuple[PlannedYear, ...]:
        """The years in which the indicator applies and has a target; a range needs both of its bounds."""
        is_range = self.polarity is Polarity.RANGE
        return tuple(
            each
            for each in self.years
            if each.applies and each.target is not None and not (is_range and each.target_upper is None)
        )


@dataclass(frozen=True, slots=True)
class ObjectiveFacts:
    """An objective; derived: it comes from a statement, or supports an objective of a unit above."""

    subject: Subject
    derived: bool = False
    owned: bool = False
    indicators: tuple[IndicatorFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class PerspectiveFacts:
    """A perspective with the scorecard's objectives in it."""

    subject: Subject
    objectives: tuple[ObjectiveFacts, ...] = ()

    @property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        """The indicators of all its objectives, in their order."""
        return tuple(indicator for objective in self.objectives for indicator in objective.indicators)


@dataclass(frozen=True, slots=True)
class YearFacts:
    """A plan year with its rules; weights of perspectives and objectives by their primary keys."""

    subject: Subject
    year: int
    scheme: Scheme
    weighting_mode: WeightingMode = WeightingMode.EQUAL
    fixed_threshold: Decimal | None = None
    closed: bool = False
    perspective_weights: Mapping[Hashable, Decimal] = field(default_factory=dict)
    objective_weights: Mapping[Hashable, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """A whole scorecard in its plan. perspectives and years are in their order.

    links: (cause, effect) as primary keys of objectives. this_year: the calendar year in which it is looked
    at; what belongs to later years need not stand yet.
    """

    statements: tuple[StatementFacts, ...] = ()
    perspectives: tuple[PerspectiveFacts, ...] = ()
    years: tuple[YearFacts, ...] = ()
    links: tuple[tuple[int, int], ...] = ()
    this_year: int = 0

    @property
    def objectives(self) -> tuple[ObjectiveFacts, ...]:
        """All objectives in the order of their perspectives."""
        return tuple(objective for each in self.perspectives for objective in each.objectives)

    @property
    def indicators(self) -> tuple[IndicatorFacts, ...]:
        """All indicators in the order of their perspectives and objectives."""
        return tuple(indicator for each in self.perspectives for indicator in each.indicators)

    @property
    def open_years(self) -> tuple[YearFacts, ...]:
        """The years in which something can still be put right."""
        return tuple(each for each in self.years if not each.closed)

    def is_closed(self, year: int) -> bool:
        """Whether nobody can change anything in the year any more."""
        return any(each.year == year and each.closed for each in self.years)

    def counted(self, year: int) -> list[MeasurementInput]:
        """The rows that count in a year's total, as the scoring rule takes them; keys are primary keys."""
        return [
            MeasurementInput(
                key=indicator.subject.key,
                perspective_key=perspective.subject.key,
                objective_key=objective.subject.key,
                inputs=indicator.inputs(planned),
                weight=planned.weight,
            )
            for perspective in self.perspectives
            for objective in perspective.objectives
            for indicator in objective.indicators
            for planned in indicator.targets
            if planned.year == year
        ]

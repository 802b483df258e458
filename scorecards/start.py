"""How far the guided start of a plan has come. Nothing of it is stored: it is read off the data."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from organizations.permissions import Action, Allowed, Denied
from scorecards.models import Objective, Perspective, Plan, Scorecard, Statement
from scorecards.scope import ScorecardScope


class Step(enum.StrEnum):
    """The steps in their order; each is a page of its own."""

    ORGANIZATION = "organization"
    PLAN = "plan"
    PERSPECTIVES = "perspectives"
    VISION = "vision"
    MISSIONS = "missions"
    GOALS = "goals"
    OBJECTIVES = "objectives"


KINDS = {
    Step.VISION: Statement.Kind.VISION,
    Step.MISSIONS: Statement.Kind.MISSION,
    Step.GOALS: Statement.Kind.GOAL,
}


@dataclass(frozen=True, slots=True)
class Found:
    """What there is already.

    plans: of the organization; covered: how many perspectives have objectives; underived: how many
    objectives come from no statement.
    """

    plans: int = 0
    perspectives: int = 0
    statements: Mapping[str, int] | None = None
    objectives: int = 0
    covered: int = 0
    underived: int = 0

    def count(self, step: Step) -> int:
        """How many of what the step adds there are; for the first two, whether they are done."""
        if step in KINDS:
            return (self.statements or {}).get(KINDS[step], 0)
        counts = {
            Step.ORGANIZATION: self.plans,
            Step.PERSPECTIVES: self.perspectives,
            Step.OBJECTIVES: self.objectives,
        }
        return counts.get(step, 0)


@dataclass(frozen=True, slots=True)
class StepState:
    """A step as it stands. ready: what it builds on is there; may: whether the reader may do it."""

    step: Step
    number: int
    count: int
    done: bool
    ready: bool
    may: Allowed | Denied

    @property
    def page(self) -> str:
        """The URL name of the step's page."""
        return f"scorecards:start-{self.step}"


@dataclass(frozen=True, slots=True)
class Progress:
    """All steps, and what there is already."""

    steps: tuple[StepState, ...]
    found: Found

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(each.done for each in self.steps)

    @property
    def next(self) -> StepState | None:
        """The first step that is not done and that the reader may do."""
        return next((each for each in self.steps if not each.done and each.ready and each.may), None)

    @property
    def is_complete(self) -> bool:
        """The last step is done: what follows is work on the plan itself."""
        return self.steps[-1].done

    def of(self, step: Step) -> StepState:
        return self.steps[tuple(Step).index(step)]

    def after(self, step: Step) -> StepState | None:
        """The step behind this one; None behind the last."""
        return next(iter(self.steps[self.of(step).number :]), None)

    def before(self, step: Step) -> StepState | None:
        """The step in front of this one; None in front of the first."""
        number = self.of(step).number
        return self.steps[number - 2] if number > 1 else None


def load_progress(scope: ScorecardScope) -> Progress:
    """How far the plan of the scope's unit and year has come, in four queries at most."""
    found = load_found(scope)
    steps = tuple(
        StepState(
            step=step,
            number=number,
            count=found.count(step),
            done=scope.scorecard is not None if step is Step.PLAN else found.count(step) > 0,
            ready=is_ready(step, scope),
            may=permission(step, scope),
        )
        for number, step in enumerate(Step, start=1)
    )
    return Progress(steps, found)


def load_found(scope: ScorecardScope) -> Found:
    if scope.plan is None:
        return Found(plans=Plan.objects.filter(organization=scope.organization).count())
    kinds = Statement.objects.filter(plan=scope.plan).order_by().values_list("kind")
    objectives, covered, underived = count_objectives(scope.scorecard) if scope.scorecard else (0, 0, 0)
    return Found(
        plans=1,
        perspectives=Perspective.objects.filter(plan=scope.plan).count(),
        statements=dict(kinds.annotate(count=Count("pk"))),
        objectives=objectives,
        covered=covered,
        underived=underived,
    )


def count_objectives(scorecard: Scorecard) -> tuple[int, int, int]:
    """The scorecard's objectives, the perspectives that they cover, and those that come from no statement."""
    found = Objective.objects.filter(scorecard=scorecard).aggregate(
        count=Count("pk", distinct=True),
        covered=Count("perspective", distinct=True),
        derived=Count("ticks__objective", distinct=True),
    )
    return found["count"], found["covered"], found["count"] - found["derived"]


def is_ready(step: Step, scope: ScorecardScope) -> bool:
    if step in (Step.ORGANIZATION, Step.PLAN):
        return True
    return scope.scorecard is not None if step is Step.OBJECTIVES else scope.plan is not None


def permission(step: Step, scope: ScorecardScope) -> Allowed | Denied:
    """Whether the reader may do the step. A plan belongs to the organization, a scorecard to the unit."""
    if step in KINDS:
        return scope.may(Action.EDIT, whole_organization=True)
    if step is Step.OBJECTIVES:
        return scope.may(Action.EDIT)
    whole = step is not Step.PLAN or scope.plan is None
    return scope.may(Action.ADMINISTER, whole_organization=whole)

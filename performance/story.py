"""The strategy as everybody reads it: statements, objectives, what drives what, and who answers for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from performance.story_words import perspective_meaning, story_answer
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    Perspective,
    Plan,
    Scorecard,
    Statement,
)
from scorecards.tables import ColumnGroup, load_objectives


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """The statements of one kind; key: vision, mission or goal."""

    key: str
    label: str | Promise
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class ObjectiveStory:
    """An objective: who answers for it, what it comes from, what it drives and what it needs."""

    objective: Objective
    owner: str
    statements: tuple[Statement, ...]
    drives: tuple[Objective, ...]
    driven_by: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class PerspectiveStory:
    """A perspective with what it means and its objectives."""

    perspective: Perspective
    meaning: str
    objectives: tuple[ObjectiveStory, ...]


@dataclass(frozen=True, slots=True)
class OwnerStory:
    """A person with the objectives that they answer for; no name: nobody does yet."""

    name: str
    objectives: tuple[Objective, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """The whole page."""

    vision: tuple[Statement, ...]
    groups: tuple[StatementGroup, ...]
    perspectives: tuple[PerspectiveStory, ...]
    owners: tuple[OwnerStory, ...]
    unowned: tuple[Objective, ...]
    answer: str

    @property
    def has_objectives(self) -> bool:
        return any(each.objectives for each in self.perspectives)

    @property
    def is_empty(self) -> bool:
        return not (self.vision or self.groups or self.has_objectives)


def load_story(plan: Plan, scorecard: Scorecard | None, links: Iterable[ObjectiveLink]) -> Story:
    """The strategy of a scorecard in four queries, besides its links; without one only the statements."""
    kinds = Statement.Kind.values
    statements = tuple(sorted(Statement.objects.filter(plan=plan), key=lambda each: kinds.index(each.kind)))
    groups = load_objectives(scorecard) if scorecard else ()
    perspectives = tuple(tell_perspectives(groups, _sources(scorecard, statements), tuple(links)))
    told = [each for perspective in perspectives for each in perspective.objectives]
    return Story(
        vision=tuple(each for each in statements if each.kind == Statement.Kind.VISION),
        groups=tuple(group_statements(statements, (Statement.Kind.MISSION, Statement.Kind.GOAL))),
        perspectives=perspectives,
        owners=tuple(by_owner(told)),
        unowned=tuple(each.objective for each in told if not each.owner),
        answer=story_answer(
            goals=len(statements),
            objectives=len(told),
            perspectives=sum(bool(each.objectives) for each in perspectives),
            first_year=plan.first_year,
            last_year=plan.last_year,
        ),
    )


def group_statements(
    statements: Iterable[Statement], kinds: Iterable[Statement.Kind]
) -> Iterable[StatementGroup]:
    """The statements of these kinds, those kinds left out that have none."""
    there = tuple(statements)
    for kind in kinds:
        if found := tuple(each for each in there if each.kind == kind):
            yield StatementGroup(kind.value, kind.label, found)


def tell_perspectives(
    groups: Iterable[ColumnGroup],
    sources: Mapping[int, tuple[Statement, ...]],
    links: tuple[ObjectiveLink, ...],
) -> Iterable[PerspectiveStory]:
    """Every perspective with its objectives in order; sources: statements by the objective's key."""
    drives: dict[int, list[Objective]] = {}
    driven_by: dict[int, list[Objective]] = {}
    for link in links:
        drives.setdefault(link.cause_id, []).append(link.effect)
        driven_by.setdefault(link.effect_id, []).append(link.cause)
    for group in groups:
        told = tuple(
            ObjectiveStory(
                objective=column.objective,
                owner=column.objective.owner_name or "",  # type: ignore[attr-defined]
                statements=sources.get(column.objective.pk, ()),
                drives=tuple(drives.get(column.objective.pk, ())),
                driven_by=tuple(driven_by.get(column.objective.pk, ())),
            )
            for column in group.columns
        )
        yield PerspectiveStory(group.perspective, perspective_meaning(group.perspective, len(told)), told)


def by_owner(told: Iterable[ObjectiveStory]) -> Iterable[OwnerStory]:
    """Who answers for what, by name."""
    owned: dict[tuple[str, int | None], list[Objective]] = {}
    for each in told:
        if each.owner:
            owned.setdefault((each.owner, each.objective.owner_id), []).append(each.objective)
    for (name, _key), objectives in sorted(owned.items(), key=lambda item: item[0][0].casefold()):
        yield OwnerStory(name, tuple(objectives))


def _sources(
    scorecard: Scorecard | None, statements: tuple[Statement, ...]
) -> dict[int, tuple[Statement, ...]]:
    """The statements that each objective comes from, by its key; one query."""
    if scorecard is None:
        return {}
    ticks = ObjectiveStatement.objects.filter(objective__scorecard=scorecard)
    ticked: dict[int, set[int]] = {}
    for objective, statement in ticks.values_list("objective", "statement"):
        ticked.setdefault(objective, set()).add(statement)
    return {
        objective: tuple(each for each in statements if each.pk in keys) for objective, keys in ticked.items()
    }

"""What waits for a person, place by place. Needs no database."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from organizations.models import User


class Duty(StrEnum):
    """What somebody is reminded of, in the order of the work."""

    ENTER = "enter"  # an achievement is missing
    EXPLAIN = "explain"  # a value below target needs a note before it can be submitted
    SUBMIT = "submit"  # a draft, or a returned value
    APPROVE = "approve"  # a submitted value
    ANSWER = "answer"  # a result below target has no follow-up
    WORK = "work"  # the own follow-ups
    CLOSE = "close"  # a follow-up that its owner reports as done


@dataclass(frozen=True, slots=True)
class Task:
    """So much of one kind waits for a person in a place.

    whole: as much waits there for anybody who may do it, which is what the pages count. presses: it is not
    early to be told of it. returned: of these; overdue, next_due: of follow-ups.
    """

    duty: Duty
    count: int
    whole: int
    presses: bool
    returned: int = 0
    overdue: int = 0
    next_due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A unit in a year. `order`: its place among the units of the organization."""

    organization: str
    organization_code: str
    unit: str
    unit_code: str
    year: int
    order: int

    @property
    def is_whole_organization(self) -> bool:
        """Whether the unit and its organization are called the same, as roots mostly are."""
        return self.unit == self.organization


@dataclass(frozen=True, slots=True)
class Section:
    """What waits for a person in one place, each kind once."""

    place: Place
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """All that waits for a person, in all organizations."""

    to: User
    sections: tuple[Section, ...]

    @property
    def presses(self) -> bool:
        """Whether something of it is not early."""
        return any(task.presses for section in self.sections for task in section.tasks)

    @property
    def totals(self) -> Mapping[Duty, int]:
        """How much of each kind waits, in the order of the work; what nothing waits of is left out."""
        sums = dict.fromkeys(Duty, 0)
        for section in self.sections:
            for task in section.tasks:
                sums[task.duty] += task.count
        return {duty: total for duty, total in sums.items() if total}


def ordered(sections: Mapping[Place, list[Task]]) -> tuple[Section, ...]:
    """By organization; in it the latest year first, then as its units are ordered."""
    kinds = list(Duty)

    def key(place: Place) -> tuple[str, str, int, int]:
        return (place.organization, place.organization_code, -place.year, place.order)

    return tuple(
        Section(place, tuple(sorted(sections[place], key=lambda task: kinds.index(task.duty))))
        for place in sorted(sections, key=key)
    )

"""Who is asked for what waits in a unit and year: those closest to it, not everybody up the tree.

- Values to enter, to explain and to submit: those whose the indicator is (the unit's holder, the owner of
  the objective, whom the KPI sheet names as responsible). Where nobody of them may enter it, the HR staff of
  the unit, or of the nearest unit above that has some; where there is none at all the nearest managers, then
  administrators. Of several only the one who typed the value is asked to explain and to submit it.
- Values to approve: the nearest managers who may approve this very value, then the nearest administrators.
- Results without a follow-up, and follow-ups reported as done: the nearest managers, then administrators.
- A follow-up: its owner.

Needs no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from indicators.states import Move, Mover, Refusal, Standing, State, refusal
from organizations.permissions import Role
from performance.review import waiting_among
from reports.reminders.duties import Duty, Task
from reports.reminders.people import Crew

ENTERING = (Role.STAFF, Role.MANAGER, Role.ADMINISTRATOR)
DECIDING = (Role.MANAGER, Role.ADMINISTRATOR)
WHO_ENTERS = Mover(key=0, may_enter=True, may_approve=False)
"""Somebody who may enter, whoever it is: whether a value can be submitted depends on nothing else."""


@dataclass(frozen=True, slots=True)
class Value:
    """A measurement with something left to do. owner: of the objective; responsible: of the KPI sheet."""

    standing: Standing
    is_missing: bool
    is_unanswered: bool
    owner: int | None
    responsible: str

    @property
    def is_returned(self) -> bool:
        return self.standing.state is State.RETURNED


def year_tasks(values: Sequence[Value], crew: Crew, *, presses: bool) -> dict[int, list[Task]]:
    """What waits for whom among the values of one unit and year, by the key of the person.

    presses: the year's achievements are due.
    """
    counts: Counter[tuple[int, Duty]] = Counter()
    returned: Counter[tuple[int, Duty]] = Counter()
    whole: Counter[Duty] = Counter()
    for value in values:
        for duty, asked in _asked_for(value, crew):
            whole[duty] += 1
            for key in asked:
                counts[key, duty] += 1
                returned[key, duty] += value.is_returned
    standings = [value.standing for value in values]
    found: dict[int, list[Task]] = {}
    for (key, duty), count in counts.items():
        back = returned[key, duty]
        is_urgent = presses or duty is Duty.APPROVE or back > 0
        everybodys = _as_on_the_pages(duty, whole, standings, crew.mover(key))
        found.setdefault(key, []).append(Task(duty, count, everybodys, is_urgent, returned=back))
    return found


def _as_on_the_pages(duty: Duty, whole: Counter[Duty], standings: Collection[Standing], mover: Mover) -> int:
    """How much of it the overview counts for the person: what they could do themselves."""
    submit, approve = waiting_among(standings, mover)
    return {Duty.SUBMIT: submit, Duty.APPROVE: approve}.get(duty, whole[duty])


def _asked_for(value: Value, crew: Crew) -> Iterator[tuple[Duty, tuple[int, ...]]]:
    """Each thing that waits about the value, with those who are asked for it."""
    standing = value.standing
    if value.is_missing:
        yield Duty.ENTER, _enterers(value, crew)
    match refusal(Move.SUBMIT, standing, WHO_ENTERS):
        case None:
            yield Duty.SUBMIT, _submitters(value, crew)
        case Refusal.NOTE_MISSING:
            yield Duty.EXPLAIN, _submitters(value, crew)
    if standing.state is State.SUBMITTED:
        yield Duty.APPROVE, _approvers(standing, crew)
    if value.is_unanswered:
        yield Duty.ANSWER, crew.first(*DECIDING)


def _enterers(value: Value, crew: Crew) -> tuple[int, ...]:
    return crew.responsible(value.owner, value.responsible) or crew.first(*ENTERING)


def _submitters(value: Value, crew: Crew) -> tuple[int, ...]:
    asked = _enterers(value, crew)
    typed_by = value.standing.entered_by
    return (typed_by,) if typed_by in asked else asked


def _approvers(standing: Standing, crew: Crew) -> tuple[int, ...]:
    """The nearest who may approve the value; nobody where it can't be approved as it is."""
    for keys in crew.nearest(*DECIDING):
        able = tuple(key for key in keys if refusal(Move.APPROVE, standing, crew.mover(key)) is None)
        if able:
            return able
    return ()

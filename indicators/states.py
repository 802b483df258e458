"""The states of a measurement: which move leads from which state, by whom, and why one is refused.

Pure: it reads and writes no database. The words are in `state_words.py`, the write in `services/states.py`;
what a changed value does to the state is in `row_writes.py`.

    submit            draft, returned                       -> submitted        who enters
    take_back         submitted                             -> draft            who enters
    approve           submitted                             -> approved         who approves, never the own
    return            submitted, approved                   -> returned         who approves, with a reason
    not_applicable    draft, submitted, returned, approved  -> not_applicable   who approves, with a reason
    applicable        not_applicable                        -> draft            who approves

A changed achievement takes a submitted or approved one back to draft, and a changed target, or a KPI sheet or
baseline that gives another level, an approved one. Another scoring scheme of the year does not: it is a rule
of the whole year, chosen with its effect before one's eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from indicators.models import Measurement
from organizations.permissions import Access, Action
from scorecards.schemes import Scheme

State = Measurement.State


class Move(StrEnum):
    """What somebody does with the state of a measurement."""

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    APPROVE = "approve"
    RETURN = "return"
    NOT_APPLICABLE = "not_applicable"
    APPLICABLE = "applicable"


class Change(StrEnum):
    """What ends an approval."""

    ACHIEVEMENT = "achievement"
    TARGET = "target"
    NOTE = "note"
    LEVEL = "level"


class Refusal(StrEnum):
    """Why a move is not made."""

    MAY_NOT_ENTER = "may_not_enter"
    MAY_NOT_APPROVE = "may_not_approve"
    STATE = "state"
    OWN_VALUE = "own_value"
    NO_ACHIEVEMENT = "no_achievement"
    NOTE_MISSING = "note_missing"
    REASON_MISSING = "reason_missing"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states a move leads where, and the action that it needs."""

    origins: frozenset[State]
    result: State
    action: Action
    needs_reason: bool = False


RULES: Mapping[Move, Rule] = {
    Move.SUBMIT: Rule(frozenset({State.DRAFT, State.RETURNED}), State.SUBMITTED, Action.ENTER),
    Move.TAKE_BACK: Rule(frozenset({State.SUBMITTED}), State.DRAFT, Action.ENTER),
    Move.APPROVE: Rule(frozenset({State.SUBMITTED}), State.APPROVED, Action.APPROVE),
    Move.RETURN: Rule(frozenset({State.SUBMITTED, State.APPROVED}), State.RETURNED, Action.APPROVE, True),
    Move.NOT_APPLICABLE: Rule(
        frozenset(State) - {State.NOT_APPLICABLE}, State.NOT_APPLICABLE, Action.APPROVE, True
    ),
    Move.APPLICABLE: Rule(frozenset({State.NOT_APPLICABLE}), State.DRAFT, Action.APPROVE),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a move asks of a measurement. `is_below`: its level is below the one of the target."""

    state: State
    has_achievement: bool
    is_below: bool
    has_note: bool
    entered_by: int | None


@dataclass(frozen=True, slots=True)
class Mover:
    """What a move asks of the person. `approves_own`: the organization allows to approve the own values."""

    key: int
    may_enter: bool
    may_approve: bool
    approves_own: bool = False


def is_below(level: int | None, scheme: Scheme) -> bool:
    """Whether the level is one below target."""
    return level is not None and level < scheme.on_target_level


def lacks_note(level: int | None, note: str, scheme: Scheme) -> bool:
    """Whether a note has to say why the level is below target, and there is none."""
    return is_below(level, scheme) and not note.strip()


def standing_of(measurement: Measurement, scheme: Scheme) -> Standing:
    """What a move asks of a stored measurement in a year with that scheme."""
    return Standing(
        state=State(measurement.state),
        has_achievement=measurement.achievement is not None,
        is_below=is_below(measurement.level, scheme),
        has_note=bool(measurement.note.strip()),
        entered_by=measurement.entered_by_id,
    )


def mover_of(access: Access) -> Mover:
    """What the person may do with states in the unit; its organization is loaded."""
    return Mover(
        key=access.user.pk,
        may_enter=bool(access.may(Action.ENTER)),
        may_approve=bool(access.may(Action.APPROVE)),
        approves_own=access.unit.organization.self_approval_allowed,
    )


def refusal(move: Move, standing: Standing, mover: Mover) -> Refusal | None:
    """Why the person can't make the move, the first of the reasons; None where it is possible.

    The reason that some moves need is not asked for here (see `lacks_reason`).
    """
    rule = RULES[move]
    if rule.action is Action.ENTER and not mover.may_enter:
        return Refusal.MAY_NOT_ENTER
    if rule.action is Action.APPROVE and not mover.may_approve:
        return Refusal.MAY_NOT_APPROVE
    if standing.state not in rule.origins:
        return Refusal.STATE
    if move is Move.APPROVE and standing.entered_by == mover.key and not mover.approves_own:
        return Refusal.OWN_VALUE
    return _unfit(standing) if move in (Move.SUBMIT, Move.APPROVE) else None


def lacks_reason(move: Move, reason: str) -> Refusal | None:
    """Whether the move needs a reason that was not given."""
    return Refusal.REASON_MISSING if RULES[move].needs_reason and not reason.strip() else None


def _unfit(standing: Standing) -> Refusal | None:
    """What the value itself lacks."""
    if not standing.has_achievement:
        return Refusal.NO_ACHIEVEMENT
    if standing.is_below and not standing.has_note:
        return Refusal.NOTE_MISSING
    return None

"""The state machine: each state x move x person, and what a value needs before it is submitted."""

from itertools import product

import pytest

from indicators.models import Measurement
from indicators.states import (
    RULES,
    Move,
    Mover,
    Refusal,
    Standing,
    State,
    lacks_reason,
    mover_of,
    refusal,
)
from organizations.models import Organization, Unit, User
from organizations.permissions import Access, Role

ME, SOMEBODY = 1, 2
ENTERS = {Role.STAFF, Role.MANAGER, Role.ADMINISTRATOR}
APPROVES = {Role.MANAGER, Role.ADMINISTRATOR}
PEOPLE = list(product([None, *Role], [False, True]))
"""Each role or none, and whether the person holds the unit."""

# What each move answers in each state to whoever may make it, for a complete value that somebody else
# entered: the new state, or a dash. The columns are those of STATES.
STATES = ("draft", "submitted", "approved", "returned", "not_applicable")
TABLE = {
    "submit": ("submitted", "-", "-", "submitted", "-"),
    "take_back": ("-", "draft", "-", "-", "-"),
    "approve": ("-", "approved", "-", "-", "-"),
    "return": ("-", "returned", "returned", "-", "-"),
    "not_applicable": ("not_applicable", "not_applicable", "not_applicable", "not_applicable", "-"),
    "applicable": ("-", "-", "-", "-", "draft"),
}
WHO = {
    "submit": "enters",
    "take_back": "enters",
    "approve": "approves",
    "return": "approves",
    "not_applicable": "approves",
    "applicable": "approves",
}


def standing(state: State = State.SUBMITTED, **facts) -> Standing:
    complete = {"has_achievement": True, "is_below": False, "has_note": False, "entered_by": SOMEBODY}
    return Standing(state=state, **(complete | facts))


def person(role: Role | None, holds: bool, *, approves_own: bool = False) -> Mover:
    """The person as the permission rules see them; nothing of it is in a database."""
    organization = Organization(self_approval_allowed=approves_own)
    return mover_of(Access(User(pk=ME), Unit(organization=organization), role, role, holds=holds))


def expected(move: str, state: str, role: Role | None, holds: bool) -> str | Refusal:
    """What the tables above say."""
    if WHO[move] == "enters" and not (holds or role in ENTERS):
        return Refusal.MAY_NOT_ENTER
    if WHO[move] == "approves" and role not in APPROVES:
        return Refusal.MAY_NOT_APPROVE
    answer = TABLE[move][STATES.index(state)]
    return Refusal.STATE if answer == "-" else answer


def answered(move: Move, state: State, mover: Mover) -> str | Refusal:
    return refusal(move, standing(state), mover) or RULES[move].result.value


def test_the_tables_know_every_state_and_every_move() -> None:
    assert set(STATES) == set(Measurement.State.values)
    assert set(TABLE) == set(WHO) == {move.value for move in Move} == {move.value for move in RULES}


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("state", State)
def test_each_person_gets_from_each_state_what_the_table_says(move, state) -> None:
    given = {(role, holds): answered(move, state, person(role, holds)) for role, holds in PEOPLE}
    assert given == {who: expected(move.value, state.value, *who) for who in PEOPLE}


@pytest.mark.parametrize("role", sorted(APPROVES))
@pytest.mark.parametrize("holds", [False, True])
def test_nobody_approves_what_they_entered_themselves(role, holds) -> None:
    assert refusal(Move.APPROVE, standing(entered_by=ME), person(role, holds)) is Refusal.OWN_VALUE


def test_the_organization_may_allow_to_approve_the_own_values() -> None:
    mover = person(Role.MANAGER, False, approves_own=True)
    assert refusal(Move.APPROVE, standing(entered_by=ME), mover) is None


@pytest.mark.parametrize("move", [move for move in Move if move is not Move.APPROVE])
@pytest.mark.parametrize("state", State)
def test_who_entered_the_value_matters_to_its_approval_alone(move, state) -> None:
    mover = person(Role.MANAGER, False)
    own, other = (refusal(move, standing(state, entered_by=who), mover) for who in (ME, SOMEBODY))
    assert own == other


@pytest.mark.parametrize("entered_by", [None, SOMEBODY])
def test_what_nobody_or_somebody_else_entered_is_approved(entered_by) -> None:
    assert refusal(Move.APPROVE, standing(entered_by=entered_by), person(Role.MANAGER, False)) is None


@pytest.mark.parametrize(("move", "state"), [(Move.SUBMIT, State.DRAFT), (Move.APPROVE, State.SUBMITTED)])
@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"has_achievement": False}, Refusal.NO_ACHIEVEMENT),
        ({"is_below": True}, Refusal.NOTE_MISSING),
        ({"is_below": True, "has_note": True}, None),
        ({"has_note": True}, None),
    ],
)
def test_a_value_is_complete_before_it_is_submitted_or_approved(move, state, facts, why) -> None:
    assert refusal(move, standing(state, **facts), person(Role.MANAGER, False)) is why


@pytest.mark.parametrize("move", [Move.TAKE_BACK, Move.RETURN, Move.NOT_APPLICABLE])
def test_an_incomplete_value_can_be_taken_back_returned_and_set_aside(move) -> None:
    incomplete = standing(State.SUBMITTED, is_below=True, has_achievement=False)
    assert refusal(move, incomplete, person(Role.MANAGER, False)) is None


@pytest.mark.parametrize("move", Move)
@pytest.mark.parametrize("reason", ["", " \n", "Why"])
def test_a_return_and_a_mark_need_a_reason_and_nothing_else_does(move, reason) -> None:
    needs = move in (Move.RETURN, Move.NOT_APPLICABLE) and not reason.strip()
    assert lacks_reason(move, reason) is (Refusal.REASON_MISSING if needs else None)

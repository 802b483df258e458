"""What changed values make of a measurement: checks, score, state, version. It reads and writes no database.

The single and the bulk way of writing share it. A row is a measurement, or `RowValues` in the bulk way.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from indicators.models import Measurement
from indicators.row_rules import (
    VALUE_FIELDS,
    RowError,
    RowFault,
    note_error,
    row_errors,
    score_error,
    weight_error,
)
from indicators.scoring import Inputs, score_indicator
from indicators.state_words import TAKEN_BACK
from indicators.states import Change, lacks_note
from scorecards.schemes import Scheme

Changes: TypeAlias = Mapping[str, Decimal | str | None]

ENTRY_FIELDS = frozenset({"achievement", "note"})
TARGET_FIELDS = frozenset({"target", "target_upper"})
CELL_FIELDS = ENTRY_FIELDS | TARGET_FIELDS
DRAFT, NOT_APPLICABLE = Measurement.State.DRAFT.value, Measurement.State.NOT_APPLICABLE.value
SUBMITTED, APPROVED = Measurement.State.SUBMITTED.value, Measurement.State.APPROVED.value
SCORE_FIELDS = ("attainment", "level")
STATE_FIELDS = ("state", "state_reason")
RESCORED_FIELDS = (*SCORE_FIELDS, *STATE_FIELDS, "version")
"""What a new score sets where it can end an approval."""
ENTERED_FIELDS = ("entered_by", "entered_at")
ATTRIBUTES = {"entered_by": "entered_by_id"}
"""Under what a row has the value of a field, where that differs from the field's name."""


@dataclass(slots=True)
class RowValues:
    """The values of a measurement that a write reads or sets, without the cost of a model's object.

    What has a default here is only ever set.
    """

    pk: int
    indicator_id: int
    scorecard_year_id: int
    target: Decimal | None
    target_upper: Decimal | None
    achievement: Decimal | None
    weight: Decimal
    note: str
    state: str
    state_reason: str
    version: int
    level: int | None = None
    attainment: Decimal | None = None
    entered_by_id: int | None = None
    entered_at: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """Who writes, and when."""

    by_id: int | None
    at: datetime.datetime


def apply_changes(
    row: Measurement | RowValues, changes: Changes, writable: Collection[str]
) -> frozenset[str]:
    """Puts the new values on the row; answers the fields that really differ.

    Raises ValueError for a field that is not among the writable ones.
    """
    changed = set()
    for field, value in changes.items():
        if field not in writable:
            raise ValueError(f"not written here: {field}")
        new = (value or "") if field == "note" else value
        if (isinstance(new, Decimal) and not new.is_finite()) or new != getattr(row, field):
            setattr(row, field, new)
            changed.add(field)
    return frozenset(changed)


def settle(
    row: Measurement | RowValues, inputs: Inputs, changed: frozenset[str], scheme: Scheme, entry: Entry
) -> list[RowError]:
    """Checks the changed row and makes the rest of it follow: score, state, version, who and when.

    inputs: those of the changed row. Nothing follows where errors are answered.
    """
    errors = _errors(row, inputs, changed)
    if errors:
        return errors
    if not changed <= {"weight"}:
        result = score_indicator(inputs, scheme)
        if error := score_error(result, changed):
            return [error]
        row.level, row.attainment = result.level, result.attainment
        take_back(row, changed, scheme)
    if "achievement" in changed:
        row.entered_by_id, row.entered_at = entry.by_id, entry.at
    row.version += 1
    return []


def take_back(row: Measurement | RowValues, changed: frozenset[str], scheme: Scheme) -> bool:
    """Makes a draft of a submitted or approved row whose changed values stand there unseen; whether it did.

    An approval is that of a value against a target, so that a change of either ends it; a submission is that
    of a value. Neither stands without the note that a level below target needs. What was approved says why
    it is not any more, in the active language. The row has its new values and level.
    """
    if row.state not in (SUBMITTED, APPROVED):
        return False
    is_approved = row.state == APPROVED
    if "achievement" in changed:
        why = Change.ACHIEVEMENT
    elif is_approved and not changed.isdisjoint(TARGET_FIELDS):
        why = Change.TARGET
    elif lacks_note(row.level, row.note, scheme):
        why = Change.NOTE
    else:
        return False
    row.state, row.state_reason = DRAFT, str(TAKEN_BACK[why]) if is_approved else ""
    return True


def ends_approval(before: Measurement | RowValues, after: Measurement | RowValues) -> bool:
    """Whether a row was approved and is no more."""
    return before.state == APPROVED != after.state


def take_back_level(row: Measurement, before: int | None, scheme: Scheme) -> None:
    """What another level of a row makes of its state, where neither value nor target was changed.

    An approval ends, and a submission that lacks its note now; who approves has to look at the new level.
    """
    if row.level == before or row.state not in (SUBMITTED, APPROVED):
        return
    row.version += 1
    if row.state == APPROVED:
        row.state, row.state_reason = DRAFT, str(TAKEN_BACK[Change.LEVEL])
    elif lacks_note(row.level, row.note, scheme):
        row.state = DRAFT


def fields_to_write(changed: frozenset[str]) -> tuple[str, ...]:
    """The fields that a write of the changed ones sets, `settle` included."""
    scored = () if changed.isdisjoint(VALUE_FIELDS) else SCORE_FIELDS
    reviewed = () if changed <= {"weight"} else STATE_FIELDS
    entered = ENTERED_FIELDS if "achievement" in changed else ()
    return (*sorted(changed), *scored, *reviewed, *entered, "version")


def _errors(row: Measurement | RowValues, inputs: Inputs, changed: frozenset[str]) -> list[RowError]:
    errors = []
    if "note" in changed and (error := note_error(row.note)):
        errors.append(error)
    if "weight" in changed and (error := weight_error(row.weight)):
        errors.append(error)
    if "achievement" in changed and row.state == NOT_APPLICABLE:
        errors.append(RowError("achievement", RowFault.NOT_APPLICABLE))
    errors += row_errors(inputs, changed)
    return errors

"""The one write path of measurements: every target, achievement and note that is stored comes through here.

Level and attainment are stored with the values that they follow from, in the same statement.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from indicators.explanations import explain_zero_weight_group
from indicators.models import Indicator, Measurement
from indicators.row_rules import VALUE_FIELDS, RowError, RowFault, note_error, row_errors, score_error
from indicators.row_words import row_error_message, validation_error
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import GroupKind, score_indicator
from organizations import history
from organizations.models import User
from scorecards.locks import lock_open_years, lock_years, raise_version
from scorecards.models import Scorecard, ScorecardYear
from scorecards.schemes import Scheme, WeightingMode

Changes = Mapping[str, Decimal | str | None]

ENTRY_FIELDS = frozenset({"achievement", "note"})
TARGET_FIELDS = frozenset({"target", "target_upper"})
WRITTEN_FIELDS = (
    "target",
    "target_upper",
    "achievement",
    "note",
    "attainment",
    "level",
    "state",
    "state_reason",
    "version",
    "entered_by",
    "entered_at",
)
SETTLED_STATES = (Measurement.State.SUBMITTED, Measurement.State.APPROVED)
ROWS_PER_QUERY = 500


class StaleVersion(Exception):
    """Somebody else changed the row since it was read: `current` is the row as it stands now."""

    def __init__(
        self, current: Measurement, changed_by: User | None, changed_at: datetime.datetime | None
    ) -> None:
        super().__init__(f"measurement {current.pk} is at version {current.version}")
        self.current = current
        self.changed_by = changed_by
        self.changed_at = changed_at


class StaleRows(Exception):
    """Somebody else changed rows of a bulk write since they were read: `keys` are those that would change."""

    def __init__(self, keys: Collection[int]) -> None:
        super().__init__(f"stale measurements: {', '.join(map(str, keys))}")
        self.keys = frozenset(keys)


class RowsRefused(ValidationError):
    """Rows of a bulk write that may not be stored; `by_row` has each one's error by primary key."""

    def __init__(self, messages: list[str], by_row: dict[int, ValidationError]) -> None:
        super().__init__(messages, code="rows_refused")
        self.by_row = by_row


@transaction.atomic
def write_measurement(
    *, measurement: Measurement, changes: Changes, by: User, version: int | None = None
) -> Measurement:
    """Stores changed values of one measurement with its level and attainment; answers the stored row.

    Values are Decimals or None (missing), the note is text. version: the one that the values were read at
    (None: whichever it is now). A value that already stands there changes nothing. Raises ValidationError
    by field, YearClosed, StaleVersion.
    """
    year = measurement.scorecard_year
    [locked] = lock_open_years(year.scorecard, [year.year])
    row = Measurement.objects.select_related("indicator").get(pk=measurement.pk)
    row.scorecard_year = locked
    had_target = row.inputs().has_target
    changed = _apply(row, changes)
    if not changed:
        return row
    if version is not None and version != row.version:
        raise _stale(row.pk)
    errors = _settle(row, changed, locked.scheme.rule(), by=by)
    if errors:
        raise validation_error(errors)
    history.update_many([row], WRITTEN_FIELDS, by=by)
    if row.inputs().has_target != had_target:
        check_weights(locked)
    raise_version(locked.scorecard)
    return row


@transaction.atomic
def write_many(
    *,
    scorecard: Scorecard,
    years: Collection[int],
    rows: Sequence[tuple[Measurement, Changes]],
    by: User,
    versions: Mapping[int, int] | None = None,
    reason: str = "",
) -> list[Measurement]:
    """Stores changed values of many measurements of some years, all or nothing; answers those that changed.

    versions: by primary key, those that the values were read at; a row that is not named is written
    whatever its version. Raises RowsRefused (a ValidationError with every refused row), YearClosed,
    StaleRows.
    """
    locked_years = {locked.pk: locked for locked in lock_open_years(scorecard, years)}
    current = {row.pk: row for row in _read(pk for pk, _ in _keyed(rows))}
    if any(row.scorecard_year_id not in locked_years for row in current.values()) or len(current) < len(rows):
        raise ValueError(f"each measurement once, all of the years {years} of scorecard {scorecard.pk}")
    changed_rows: list[Measurement] = []
    stale: list[int] = []
    refused: dict[int, ValidationError] = {}
    messages: list[str] = []
    rules = {pk: locked.scheme.rule() for pk, locked in locked_years.items()}
    for pk, changes in _keyed(rows):
        row = current[pk]
        read_at = (versions or {}).get(pk, row.version)
        if read_at != row.version and differs(row, changes):
            stale.append(pk)
            continue
        changed, errors = try_changes(row, changes, rules[row.scorecard_year_id], by=by)
        if errors:
            refused[pk] = validation_error(errors)
            messages += [f"{row.indicator.code}: {row_error_message(error)}" for error in errors]
        elif changed:
            changed_rows.append(row)
    if stale:
        raise StaleRows(stale)
    if refused:
        raise RowsRefused(messages, refused)
    history.update_many(changed_rows, WRITTEN_FIELDS, by=by, reason=reason)
    if changed_rows:
        for locked in locked_years.values():
            check_weights(locked)
        raise_version(scorecard)
    return changed_rows


def try_changes(
    row: Measurement, changes: Changes, scheme: Scheme, *, by: User
) -> tuple[set[str], list[RowError]]:
    """Puts new values on the object and makes the rest of it follow; answers what differs, and its faults.

    Saves nothing: a bulk write saves the row when all are sound, a preview throws it away.
    """
    changed = _apply(row, changes)
    return changed, _settle(row, changed, scheme, by=by) if changed else []


@transaction.atomic
def make_measurements(*, indicator: Indicator, by: User) -> list[Measurement]:
    """Makes the indicator's missing measurements, one for each year of its scorecard that is not closed.

    A closed year keeps what it had: the indicator was not part of it. The weight is copied from the
    indicator's default.
    """
    years = lock_years(indicator.objective.scorecard)
    present = set(indicator.measurements.values_list("scorecard_year", flat=True))
    missing = [
        Measurement(indicator=indicator, scorecard_year=year, weight=indicator.default_weight)
        for year in years
        if not year.is_closed and year.pk not in present
    ]
    return history.create_many(Measurement, missing, by=by)


@transaction.atomic
def rescore(measurements: Iterable[Measurement], *, by: User | None, reason: str) -> list[Measurement]:
    """Stores each level and attainment that no longer is what the rule gives; answers the rows that changed.

    The rows are read again under the lock of their years. The version of a row stays: nobody's input was
    changed. Raises YearClosed, and ValidationError where an attainment can't be stored.
    """
    pks = [measurement.pk for measurement in measurements]
    years = ScorecardYear.objects.filter(measurements__in=pks).distinct().select_related("scorecard")
    by_scorecard: dict[Scorecard, list[int]] = {}
    for year in years.order_by("scorecard"):
        by_scorecard.setdefault(year.scorecard, []).append(year.year)
    for scorecard, numbers in by_scorecard.items():
        lock_open_years(scorecard, numbers)
    rows = _read(pks)
    schemes = {row.scorecard_year.scheme_id: row.scorecard_year.scheme for row in rows}
    rules = {pk: scheme.rule() for pk, scheme in schemes.items()}
    changed = [row for row in rows if set_score(row, rules[row.scorecard_year.scheme_id])]
    history.update_many(changed, ("level", "attainment"), by=by, reason=reason)
    touched = {row.scorecard_year.scorecard_id for row in changed}
    for scorecard in by_scorecard:
        if scorecard.pk in touched:
            raise_version(scorecard)
    return changed


def set_score(row: Measurement, scheme: Scheme) -> bool:
    """Sets level and attainment of the object to what the rule gives; whether that changed them.

    Saves nothing. Raises ValidationError where the attainment can't be stored.
    """
    result = score_indicator(row.inputs(), scheme)
    error = score_error(result, ())
    if error:
        raise ValidationError(
            f"{row.indicator.code} {row.scorecard_year.year}: {row_error_message(error)}",
            code=error.code.value,
        )
    before = (row.level, row.attainment)
    row.level, row.attainment = result.level, result.attainment
    return before != (row.level, row.attainment)


def check_weights(scorecard_year: ScorecardYear) -> None:
    """Raises ValidationError when siblings that count in the year have weights that add up to 0."""
    if scorecard_year.weighting_mode == WeightingMode.EQUAL:
        return
    table = load_scorecard_year(scorecard_year)
    names: dict[tuple[GroupKind, Hashable], str]
    names = {
        (GroupKind.PERSPECTIVE, each.perspective.pk): str(each.perspective) for each in table.perspectives
    }
    names |= {(GroupKind.OBJECTIVE, each.objective.pk): str(each.objective) for each in table.objectives}
    empty = [
        explain_zero_weight_group(group, names.get((group.kind, group.key), ""))
        for group in table.result.zero_weight_groups
    ]
    if empty:
        raise ValidationError(empty, code="zero_weights")


def differs(row: Measurement, changes: Changes) -> set[str]:
    """The fields in which the changes say something else than the row."""
    new = {field: _stored(field, value) for field, value in changes.items()}
    return {
        field
        for field, value in new.items()
        if (isinstance(value, Decimal) and not value.is_finite()) or value != getattr(row, field)
    }


def _apply(row: Measurement, changes: Changes) -> set[str]:
    """Puts the new values on the object; answers the fields that really differ."""
    unknown = set(changes) - ENTRY_FIELDS - TARGET_FIELDS
    if unknown:
        raise ValueError(f"not written here: {', '.join(sorted(unknown))}")
    changed = differs(row, changes)
    for field in changed:
        setattr(row, field, _stored(field, changes[field]))
    return changed


def _stored(field: str, value: Decimal | str | None) -> Decimal | str | None:
    return (value or "") if field == "note" else value


def _settle(row: Measurement, changed: set[str], scheme: Scheme, *, by: User) -> list[RowError]:
    """Checks the changed row and makes the rest of it follow: score, state, version, who and when."""
    errors = []
    if "note" in changed and (error := note_error(row.note)):
        errors.append(error)
    if "achievement" in changed and row.state == Measurement.State.NOT_APPLICABLE:
        errors.append(RowError("achievement", RowFault.NOT_APPLICABLE, row.achievement))
    inputs = row.inputs()
    errors += row_errors(inputs, changed)
    if errors:
        return errors
    if not changed.isdisjoint(VALUE_FIELDS):
        result = score_indicator(inputs, scheme)
        if error := score_error(result, changed):
            return [error]
        row.level, row.attainment = result.level, result.attainment
    if "achievement" in changed:
        row.entered_by, row.entered_at = by, timezone.now()
        if row.state in SETTLED_STATES:
            row.state, row.state_reason = Measurement.State.DRAFT, ""
    row.version += 1
    return []


def _stale(pk: int) -> StaleVersion:
    current = Measurement.objects.select_related("indicator", "scorecard_year__scheme").get(pk=pk)
    latest = current.history.select_related("history_user").first()
    if latest is None:
        return StaleVersion(current, None, None)
    return StaleVersion(current, latest.history_user, latest.history_date)


def _keyed(rows: Sequence[tuple[Measurement, Changes]]) -> Iterable[tuple[int, Changes]]:
    return ((measurement.pk, changes) for measurement, changes in rows)


def _read(pks: Iterable[int]) -> list[Measurement]:
    """The rows as they stand now, with all that scoring needs."""
    wanted = list(pks)
    rows: list[Measurement] = []
    for start in range(0, len(wanted), ROWS_PER_QUERY):
        batch = Measurement.objects.filter(pk__in=wanted[start : start + ROWS_PER_QUERY])
        rows += batch.select_related("indicator", "scorecard_year__scheme").order_by("pk")
    return rows

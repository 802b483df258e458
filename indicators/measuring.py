"""The write path of measurements, one at a time: values with the score that follows from them, and rescoring.

Level and attainment are stored with the values that they follow from, in the same statement. Many at once:
`bulk_measuring.py`; what a change makes of a row, in both: `row_writes.py`.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Hashable, Iterable, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from indicators.explanations import explain_zero_weight_group
from indicators.models import Indicator, Measurement
from indicators.row_rules import score_error
from indicators.row_words import row_error_message, validation_error
from indicators.row_writes import (
    CELL_FIELDS,
    RESCORED_FIELDS,
    SCORE_FIELDS,
    Changes,
    Entry,
    apply_changes,
    fields_to_write,
    settle,
    take_back_level,
)
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import GroupKind, score_indicator
from organizations import history
from organizations.bulk import one_of
from organizations.models import User
from organizations.prepared import Prepared, given
from scorecards.locks import lock_open_years, lock_years, raise_version
from scorecards.models import Scorecard, ScorecardYear
from scorecards.schemes import Scheme, WeightingMode

ROWS_PER_QUERY = 500
MEASUREMENT = Prepared(
    lambda: Measurement.objects.filter(pk=given("pk")).order_by().select_related("indicator")
)


class StaleVersion(Exception):
    """Somebody else changed the row since it was read: `current` is the row as it stands now."""

    def __init__(
        self, current: Measurement, changed_by: User | None, changed_at: datetime.datetime | None
    ) -> None:
        super().__init__(f"measurement {current.pk} is at version {current.version}")
        self.current = current
        self.changed_by = changed_by
        self.changed_at = changed_at


@transaction.atomic
def write_measurement(
    *, measurement: Measurement, changes: Changes, by: User | None, version: int | None = None
) -> Measurement:
    """Stores changed values of one measurement with its level and attainment; answers the stored row.

    Values are Decimals or None (missing), the note is text. version: the one that the values were read at
    (None: whichever it is now). A value that already stands there changes nothing. Raises ValidationError
    by field, YearClosed, StaleVersion.
    """
    year = measurement.scorecard_year
    [locked] = lock_open_years(year.scorecard, [year.year])
    row = MEASUREMENT.first(pk=measurement.pk)
    if row is None:
        raise Measurement.DoesNotExist(f"measurement {measurement.pk} is gone")
    row.scorecard_year = locked
    had_target = row.inputs().has_target
    changed = apply_changes(row, changes, CELL_FIELDS)
    if not changed:
        return row
    if version is not None and version != row.version:
        raise stale_versions([row.pk])[row.pk]
    errors = settle(
        row, row.inputs(), changed, locked.scheme.rule(), Entry(by.pk if by else None, timezone.now())
    )
    if errors:
        raise validation_error(errors)
    history.update_many([row], fields_to_write(changed), by=by)
    if row.inputs().has_target != had_target:
        check_weights(locked)
    raise_version(locked.scorecard)
    return row


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
def rescore(
    measurements: Iterable[Measurement], *, by: User | None, reason: str, takes_back: bool = False
) -> list[Measurement]:
    """Stores each level and attainment that no longer is what the rule gives; answers the rows that changed.

    The rows are read again under the lock of their years. takes_back: another level ends an approval (see
    take_back_level); else the version of a row stays: nobody's input was changed. Raises YearClosed, and
    ValidationError where an attainment can't be stored.
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
    before = {row.pk: row.level for row in rows}
    changed = [row for row in rows if set_score(row, rules[row.scorecard_year.scheme_id])]
    if takes_back:
        for row in changed:
            take_back_level(row, before[row.pk], rules[row.scorecard_year.scheme_id])
    history.update_many(changed, RESCORED_FIELDS if takes_back else SCORE_FIELDS, by=by, reason=reason)
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
    table = load_scorecard_year(scorecard_year, other_years=False)
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


def stale_versions(pks: Collection[int]) -> dict[int, StaleVersion]:
    """For measurements that were written since they were read: how they stand now, and who wrote last."""
    if not pks:
        return {}
    keys = one_of(list(pks))
    rows = Measurement.objects.filter(pk__in=keys).select_related("indicator", "scorecard_year__scheme")
    newest = Measurement.history.filter(id__in=keys).order_by().values("id").annotate(last=Max("history_id"))
    traces = Measurement.history.filter(history_id__in=newest.values("last")).select_related("history_user")
    latest = {trace.id: (trace.history_user, trace.history_date) for trace in traces}
    return {row.pk: StaleVersion(row, *latest.get(row.pk, (None, None))) for row in rows}


def _read(pks: Sequence[int]) -> list[Measurement]:
    """The rows as they stand now, with all that scoring needs."""
    rows: list[Measurement] = []
    for start in range(0, len(pks), ROWS_PER_QUERY):
        batch = Measurement.objects.filter(pk__in=pks[start : start + ROWS_PER_QUERY])
        rows += batch.select_related("indicator", "scorecard_year__scheme").order_by("pk")
    return rows

"""Many measurements of a scorecard written at once: imports, pasted blocks. All or nothing.

The rules are those of the single way (`row_writes.py`). Rows are read as tuples and written in parts within
one transaction, so that 100,000 of them take neither long nor much memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.measuring import StaleVersion, check_weights, stale_versions
from indicators.models import Indicator, Measurement
from indicators.row_words import validation_error
from indicators.row_writes import (
    APPROVED,
    ATTRIBUTES,
    CELL_FIELDS,
    TARGET_FIELDS,
    Changes,
    Entry,
    RowValues,
    apply_changes,
    fields_to_write,
    settle,
)
from indicators.scoring import Inputs, Polarity
from organizations import history
from organizations.bulk import batches, one_of
from organizations.models import User
from scorecards.locks import YearClosed, lock_years, raise_version
from scorecards.models import Scorecard, ScorecardYear

WRITABLE = CELL_FIELDS | {"weight"}
WEIGHING_FIELDS = TARGET_FIELDS | {"weight"}
"""What decides whether a row counts and how much."""

READ = tuple(each.name for each in fields(RowValues) if each.default is MISSING)


class RowsRefused(ValidationError):
    """Rows of a bulk write that may not be stored.

    `by_row` has each one's error by primary key; `stale`, for those among them that somebody else changed
    meanwhile, how they stand now and who it was.
    """

    def __init__(
        self,
        messages: list[str],
        by_row: Mapping[int, ValidationError],
        stale: Mapping[int, StaleVersion],
    ) -> None:
        super().__init__(messages, code="rows_refused")
        self.by_row = by_row
        self.stale = stale


@dataclass(frozen=True, slots=True)
class WrittenYears:
    """What a bulk write changed: measurements by primary key, and the years that they lie in.

    taken_back: how many approvals it ended.
    """

    changed: tuple[int, ...]
    years: tuple[int, ...]
    taken_back: int = 0


def write_many(
    *,
    scorecard: Scorecard,
    rows: Sequence[tuple[Measurement, Changes]],
    by: User | None,
    versions: Mapping[int, int] | None = None,
    reason: str = "",
) -> WrittenYears:
    """Like write_years, for measurements at hand. Each may be there once."""
    changes = {measurement.pk: changed for measurement, changed in rows}
    if len(changes) < len(rows):
        raise ValueError("each measurement once")
    return write_years(scorecard=scorecard, changes=changes, by=by, versions=versions, reason=reason)


@transaction.atomic
def write_years(
    *,
    scorecard: Scorecard,
    changes: Mapping[int, Changes],
    by: User | None,
    versions: Mapping[int, int] | None = None,
    reason: str = "",
) -> WrittenYears:
    """Stores changed values of measurements in any years of one scorecard, with scores and history.

    changes: by primary key of the measurement; values as write_measurement takes them, and `weight`.
    versions: those that the values were read at, by primary key; a row without one is written whatever it
    is at. A value that stands there already changes nothing, and so is refused nowhere. Raises YearClosed,
    RowsRefused with every row that can't be stored, and ValidationError when weights add up to 0.
    """
    years = {year.pk: year for year in lock_years(scorecard)}
    writing = _Writing(years, versions or {}, Entry(by.pk if by else None, timezone.now()))
    for keys in batches(sorted(changes)):
        for changed, rows in writing.changed_rows(keys, changes).items():
            if not writing.refused:
                names = fields_to_write(changed)
                values = attrgetter("pk", *(ATTRIBUTES.get(name, name) for name in names))
                history.update_values(Measurement, names, list(map(values, rows)), by=by, reason=reason)
    if writing.refused:
        raise writing.refusal()
    for pk in writing.reweighed:
        check_weights(years[pk])
    if writing.written:
        raise_version(scorecard)
    touched = tuple(sorted(years[pk].year for pk in writing.touched))
    return WrittenYears(tuple(writing.written), touched, writing.taken_back)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a write needs of an indicator."""

    code: str
    polarity: Polarity
    worst: Decimal | None
    baseline: Decimal | None
    natural_min: Decimal | None
    natural_max: Decimal | None

    def inputs(self, row: RowValues) -> Inputs:
        """What the scoring rule needs of a row of the indicator."""
        return Inputs(
            self.polarity,
            row.target,
            row.target_upper,
            row.achievement,
            self.worst,
            self.baseline,
            self.natural_min,
            self.natural_max,
        )


class _Writing:
    """A bulk write under way: what it has read, found changed and refused so far, by primary key."""

    def __init__(self, years: Mapping[int, ScorecardYear], versions: Mapping[int, int], entry: Entry) -> None:
        self.years, self.versions, self.entry = years, versions, entry
        self.rules = {pk: year.scheme.rule() for pk, year in years.items()}
        self.facts: dict[int, _Facts] = {}
        self.written: list[int] = []
        self.touched: set[int] = set()
        self.reweighed: set[int] = set()
        self.refused: dict[int, ValidationError] = {}
        self.stale: set[int] = set()
        self.messages: list[str] = []
        self.taken_back = 0

    def changed_rows(
        self, keys: Sequence[int], changes: Mapping[int, Changes]
    ) -> dict[frozenset[str], list[RowValues]]:
        """Those of the measurements that differ, settled, by the fields that do; notes the refused.

        Raises YearClosed.
        """
        found: dict[frozenset[str], list[RowValues]] = {}
        rows = self._read(keys)
        for row in rows:
            changed = apply_changes(row, changes[row.pk], WRITABLE)
            if changed and self._is_sound(row, changed):
                found.setdefault(changed, []).append(row)
                self.written.append(row.pk)
        for pk in set(keys).difference(row.pk for row in rows):
            self._refuse(pk, ValidationError(_("This is not here, or not here any more."), code="gone"))
        return found

    def refusal(self) -> RowsRefused:
        """Every refused row, the stale ones with what stands there now."""
        return RowsRefused(self.messages, self.refused, stale_versions(self.stale))

    def _is_sound(self, row: RowValues, changed: frozenset[str]) -> bool:
        """Settles a changed row; False where it is refused."""
        pk, facts, state = row.scorecard_year_id, self.facts[row.indicator_id], row.state
        if self.years[pk].is_closed:
            raise YearClosed(self.years[pk].year)
        if self.versions.get(row.pk, row.version) != row.version:
            self.stale.add(row.pk)
            error = ValidationError(_("Somebody else changed this since you read it."), code="stale")
        elif errors := settle(row, facts.inputs(row), changed, self.rules[pk], self.entry):
            error = validation_error(errors)
        else:
            self.touched.add(pk)
            self.taken_back += state == APPROVED != row.state
            if not changed.isdisjoint(WEIGHING_FIELDS):
                self.reweighed.add(pk)
            return True
        self._refuse(row.pk, error, f"{facts.code} {self.years[pk].year}: ")
        return False

    def _refuse(self, pk: int, error: ValidationError, label: str = "") -> None:
        self.refused[pk] = error
        self.messages += [f"{label}{message}" for message in error.messages]

    def _read(self, keys: Sequence[int]) -> list[RowValues]:
        """The scorecard's measurements among the keys as they stand now; also gathers their facts."""
        records = Measurement.objects.filter(pk__in=one_of(keys), scorecard_year__in=list(self.years))
        rows = [RowValues(*record) for record in records.order_by("pk").values_list(*READ)]
        unknown = {row.indicator_id for row in rows}.difference(self.facts)
        for pk, polarity, *rest in Indicator.objects.filter(pk__in=one_of(list(unknown))).values_list(
            "pk", "polarity", "code", "worst_value", "baseline", "natural_min", "natural_max"
        ):
            code, *limits = rest
            self.facts[pk] = _Facts(code, Polarity(polarity), *limits)
        return rows

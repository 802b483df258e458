"""Writes what a file changes, sheet by sheet, through the services that every other way in uses.

What a service refuses becomes a refusal at the cell that it is about; the caller rolls everything back then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from indicators.doubts import Doubt
from indicators.services import ManyRefused
from organizations.models import Organization, Unit, User
from reports.workbook.importing.changes import Comparison, RowChange
from reports.workbook.importing.refusals import Fault, Refusal
from reports.workbook.importing.rows import FileRow, Progress, key_text
from reports.workbook.importing.values import shown_value
from scorecards.models import Perspective, Plan, Scorecard, ScoringScheme, Statement

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")
ZERO_WEIGHTS = "zero_weights"


class Dependent(ValidationError):
    """A row refers to one that is refused itself. That one is told; this one only if nothing else is."""

    def __init__(self, code: str) -> None:
        message = _("This refers to “%(code)s”, which is refused itself.")
        super().__init__(message, code="dependent", params={"code": code})


class Found(dict[str, M]):
    """Rows by code. One that is not among them could not be made, nor can what refers to it."""

    def __missing__(self, code: str) -> M:
        raise Dependent(code)


@dataclass(slots=True)
class Ground:
    """Where an import goes, as far as it is there already. by: None is the system."""

    unit: Unit
    plan: Plan | None
    scorecard: Scorecard | None
    by: User | None

    @property
    def organization(self) -> Organization:
        """Whose plan it is."""
        return self.unit.organization


@dataclass(frozen=True, slots=True)
class DoubtfulCell:
    """A number of a row that can be stored but can hardly be meant. decimals: of its indicator."""

    change: RowChange
    doubt: Doubt
    decimals: int | None


@dataclass
class Work:
    """An import under way: what it changes, where, why, and what services refused of it.

    by_detour: whether what would stand in its own way is set aside first (see `detours.py`).
    """

    ground: Ground
    comparison: Comparison
    reason: str
    progress: Progress | None = None
    by_detour: bool = False
    refusals: list[Refusal] = field(default_factory=list)
    dependent: list[Refusal] = field(default_factory=list)
    doubts: list[DoubtfulCell] = field(default_factory=list)
    is_weightless: bool = False

    @property
    def by(self) -> Any:
        """Who writes. Services take None for the system."""
        return self.ground.by

    @property
    def plan(self) -> Plan:
        """The plan, once it is there. Raises LookupError."""
        if self.ground.plan is None:
            raise LookupError("there is no plan yet")
        return self.ground.plan

    @property
    def scorecard(self) -> Scorecard:
        """The scorecard, once it is there. Raises LookupError."""
        if self.ground.scorecard is None:
            raise LookupError("there is no scorecard yet")
        return self.ground.scorecard

    @cached_property
    def schemes(self) -> dict[tuple[str, int], ScoringScheme]:
        """The organization's schemes by code and version."""
        found = ScoringScheme.objects.filter(organization=self.ground.organization)
        return {(scheme.code, scheme.version): scheme for scheme in found}

    @cached_property
    def people(self) -> dict[str, User]:
        """Everybody whom a row of the file names as owner, by address."""
        named = {
            value
            for change in self.comparison.all_changes()
            for name, value in change.values.items()
            if name == "owner" and value
        }
        return {user.email: user for user in User.objects.filter(email__in=named)}

    @cached_property
    def perspectives(self) -> Found[Perspective]:
        """The plan's perspectives by code."""
        return by_code(Perspective.objects.filter(plan=self.plan))

    @cached_property
    def statements(self) -> Found[Statement]:
        """The plan's statements by code."""
        return by_code(Statement.objects.filter(plan=self.plan))

    def changes(self, sheet: str) -> list[RowChange]:
        """The rows of a sheet that change something."""
        return self.comparison.changes.get(sheet, [])

    def attempt(self, change: RowChange, write: Callable[[RowChange], R]) -> R | None:
        """Writes a row; answers what is stored. None where it is refused, which is noted at its cells."""
        stored = None
        with self.noting(change):
            stored = write(change)
        if self.progress:
            self.progress(1)
        return stored

    def each(self, sheet: str, write: Callable[[RowChange], M], found: Found[M]) -> None:
        """Makes or changes what each row of a sheet is about; found has it by code as soon as it stands."""
        for change in self.changes(sheet):
            stored = self.attempt(change, write)
            if stored is not None:
                found[change.key[0]] = stored

    @contextmanager
    def noting(self, change: RowChange) -> Iterator[None]:
        """All that is written within, or nothing of it and a refusal of the row."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            self.refuse(change, error)

    def refuse(self, change: RowChange, error: ValidationError) -> None:
        """Notes what a service refused of a row, at the column that it names where there is one."""
        into = self.dependent if isinstance(error, Dependent) else self.refusals
        by_field = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in by_field.items():
            self.is_weightless |= any(each.code == ZERO_WEIGHTS for each in errors)
            message = " ".join(ValidationError(errors).messages)
            column = _column(change, name)
            read = shown_value(change.values.get(column)) if column else key_text(change.key)
            row = FileRow(change.number, change.key, change.values)
            into.append(change.sheet.refusal(Fault.SAID_BY_SERVICE, row, column, read, detail=message))

    def all_refusals(self) -> list[Refusal]:
        """What is refused; rows that only depend on refused ones are told where nothing else is."""
        return self.refusals or self.dependent


def _column(change: RowChange, field_name: str) -> str:
    """The column that a service calls by that name; empty where the file has none."""
    names = [
        column.name for column in change.sheet.columns if field_name in (column.service_field, column.name)
    ]
    return names[0] if names else ""


def by_code(rows: Iterable[M]) -> Found[M]:
    """Rows by their code."""
    return Found((row.code, row) for row in rows)  # type: ignore[attr-defined]


def renamed(change: RowChange, *, without: Collection[str] = ()) -> dict[str, Any]:
    """The new values of a row under the names that services use; of a new row all that the file says."""
    values = change.values if change.is_new else change.changed
    return {
        column.service_field: values[column.name]
        for column in change.sheet.columns
        if column.name in values
        and column.name not in without
        and not (change.is_new and column.blank_keeps and values[column.name] in (None, ""))
    }


def write_many(work: Work, changes: Sequence[RowChange], rows: Sequence[Any], write: Any) -> list[Any]:
    """Stores the rows of new lines at once; answers them. What is refused is noted line by line."""
    sound = [(change, row) for change, row in zip(changes, rows, strict=True) if not _note(work, change, row)]
    if not sound:
        return []
    try:
        with transaction.atomic():
            made: list[models.Model] = write([row for _change, row in sound])
    except ManyRefused as error:
        for place, each in error.by_place.items():
            work.refuse(sound[place][0], each)
        return []
    if work.progress:
        work.progress(len(sound))
    return made


def _note(work: Work, change: RowChange, row: Any) -> bool:
    """Notes a row that could not even be made; whether it was such a row."""
    if isinstance(row, ValidationError):
        work.refuse(change, row)
        return True
    return False

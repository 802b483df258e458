"""Writes what a file changes, sheet by sheet, through the services that every other way in uses.

What a service refuses becomes a refusal at the cell that it is about; the caller rolls everything back then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from organizations.models import Organization, Unit, User
from reports.workbook.importing.comparing import Comparison, RowChange
from reports.workbook.importing.refusals import Fault, Refusal
from reports.workbook.importing.rows import Progress, key_text, letters
from scorecards.models import Perspective, Plan, Scorecard, ScoringScheme, Statement

M = TypeVar("M", bound=models.Model)


class Found(dict[str, M]):
    """Rows by code. One that is not among them could not be made: what refers to it is refused as well."""

    def __missing__(self, code: str) -> M:
        raise ValidationError(_("This refers to “%(code)s”, which is refused itself.") % {"code": code})


@dataclass(slots=True)
class Ground:
    """Where an import goes, as far as it is there already. by: None is the system."""

    unit: Unit
    plan: Plan | None
    scorecard: Scorecard | None
    by: User | None

    @property
    def organization(self) -> Organization:
        return self.unit.organization


@dataclass
class Work:
    """An import under way: what it changes, where, and what services refused of it."""

    ground: Ground
    comparison: Comparison
    progress: Progress | None = None
    refusals: list[Refusal] = field(default_factory=list)

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

    def attempt(self, change: RowChange, write: Callable[[RowChange], Any]) -> None:
        """Writes a row; what is refused of it is noted at its cells."""
        try:
            with transaction.atomic():
                write(change)
        except ValidationError as error:
            self.refuse(change, error)
        if self.progress:
            self.progress(1)

    def each(self, sheet: str, write: Callable[[RowChange], Any]) -> None:
        """Writes every row of a sheet that changes something."""
        for change in self.changes(sheet):
            self.attempt(change, write)

    def refuse(self, change: RowChange, error: ValidationError) -> None:
        """Notes what a service refused of a row, at the column that it names where there is one."""
        by_field = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
        for name, messages in by_field.items():
            place = _place(change, name)
            column = change.sheet.columns[place].name if place is not None else ""
            self.refusals.append(
                Refusal(
                    Fault.SAID_BY_SERVICE,
                    change.sheet.title,
                    change.number,
                    letters(place) if place is not None else "",
                    column,
                    read=key_text(change.key),
                    detail=" ".join(messages),
                )
            )


def _place(change: RowChange, field_name: str) -> int | None:
    """Where the column stands that a service calls by that name."""
    for place, column in enumerate(change.sheet.columns):
        if field_name in (column.service_field, column.name):
            return place
    return None


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

"""What is tracked, and how a trace of each kind tells its unit or organization, its year and its name.

The order is that in which names are looked up: what something belongs to comes after it. A test fails when
a tracked model has no kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from string import Formatter
from typing import Any

from django.db import models
from django.utils.text import capfirst

from indicators.models import (
    AcceptedFinding,
    Evidence,
    Indicator,
    Initiative,
    Measurement,
    Seal,
    SealUnit,
    WorkProgram,
)
from organizations.history_rows import HIDDEN_FIELDS
from organizations.models import Membership, Organization, Unit, User
from performance.models import FollowUp
from reports.models import ImportedFile
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveStatement,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    ScoringScheme,
    Statement,
)

OWN_YEAR = "year"
SHEET = "indicators:indicator"
ITSELF = "pk"


@dataclass(frozen=True, slots=True)
class Kind:
    """A tracked model.

    within: the relation to what it belongs to, step by step up to a unit or the organization; empty for
    units, organizations and people. label: its name, of its own fields and of the names of related rows.
    page: the URL name of where it is shown; about: the relations to the object of that page, empty for a page
    of the unit as a whole. looked_up: what it belongs to has so many traces that each is looked up singly.
    hidden: fields that nobody needs to read, those who say again who and when among them.
    """

    model: type[models.Model]
    within: str
    label: str
    page: str
    about: str = ""
    looked_up: bool = False
    hidden: frozenset[str] = HIDDEN_FIELDS

    @property
    def slug(self) -> str:
        """The kind in a URL."""
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        """What one of the kind is called, in the active language."""
        return str(capfirst(str(self.model._meta.verbose_name)))

    @property
    def history(self) -> Any:
        """The model of the traces."""
        return _history_of(self.model)

    @property
    def tracked_names(self) -> tuple[str, ...]:
        """The attributes of a row that its traces keep."""
        return tuple(field.attname for field in self.history.tracked_fields)

    @property
    def has_own_year(self) -> bool:
        return OWN_YEAR in _fields_of(self.model)

    @property
    def label_parts(self) -> tuple[str, ...]:
        """The names of the fields in the label."""
        return _names_in(self.label)

    def relation(self, name: str) -> models.ForeignKey[Any, Any] | None:
        """The relation of that name; None for a plain field or a property of the model."""
        field = _fields_of(self.model).get(name)
        return field if isinstance(field, models.ForeignKey) else None

    def relations(self) -> Iterator[models.ForeignKey[Any, Any]]:
        """The relations by which a trace is named and placed, each once."""
        for name in dict.fromkeys((self.within, *self.label_parts, self.about.partition(".")[0])):
            if relation := self.relation(name):
                yield relation


KINDS = (
    Kind(
        FollowUp,
        "measurement",
        "{name} · {measurement}",
        "performance:follow-ups",
        looked_up=True,
        hidden=frozenset({"version", "closed_at", "closed_by"}),
    ),
    Kind(
        Evidence,
        "measurement",
        "{title} · {measurement}",
        SHEET,
        about="measurement.indicator",
        looked_up=True,
        hidden=frozenset({"added_at", "added_by"}),
    ),
    Kind(
        Measurement,
        "scorecard_year",
        "{indicator} · {scorecard_year}",
        SHEET,
        about="indicator",
        hidden=frozenset({"version", "entered_at", "entered_by"}),
    ),
    Kind(SealUnit, "seal", "{unit} · {seal}", "performance:table"),
    Kind(
        Seal,
        "scorecard_year",
        "{scorecard_year} · {number}",
        "performance:table",
        hidden=frozenset({"sealed_at", "sealed_by", "reopened_at", "reopened_by"}),
    ),
    Kind(WorkProgram, "scorecard_year", "{name} · {scorecard_year}", "indicators:initiatives"),
    Kind(Initiative, "indicator", "{name} · {indicator}", SHEET, about="indicator"),
    Kind(PerspectiveWeight, "scorecard_year", "{perspective} · {scorecard_year}", "performance:year-rules"),
    Kind(ObjectiveWeight, "scorecard_year", "{objective} · {scorecard_year}", "performance:year-rules"),
    Kind(ObjectiveLink, "cause", "{cause} → {effect}", "scorecards:links"),
    Kind(ObjectiveStatement, "objective", "{statement} → {objective}", "scorecards:statements"),
    Kind(
        AcceptedFinding,
        "scorecard",
        "{rule} · {subject_code}",
        "indicators:check",
        hidden=frozenset({"fingerprint", "accepted_at", "accepted_by"}),
    ),
    Kind(Indicator, "objective", "{code} {name}", SHEET, about=ITSELF),
    Kind(Objective, "scorecard", "{code} {name}", "performance:map-objective", about=ITSELF),
    Kind(ScorecardYear, "scorecard", "{year}", "performance:year-rules"),
    Kind(Scorecard, "unit", "{plan}", "performance:overview"),
    Kind(Perspective, "plan", "{code} {name}", "scorecards:perspectives"),
    Kind(Statement, "plan", "{code} {text}", "scorecards:statements"),
    Kind(Plan, "organization", "{name}", "scorecards:plans"),
    Kind(ScoringScheme, "organization", "{title}", "scorecards:schemes", hidden=frozenset()),
    Kind(Membership, "unit", "{user} · {unit}", "organizations:people"),
    Kind(
        ImportedFile,
        "unit",
        "{name}",
        "reports:workbook",
        hidden=frozenset({"uploaded_at", "uploaded_by", "imported_at"}),
    ),
    Kind(Unit, "", "{code} {name}", "organizations:units", hidden=frozenset({"organization"})),
    Kind(User, "", "{name}", "organizations:people"),
    Kind(Organization, "", "{code} {name}", "organizations:organization"),
)
BY_MODEL = {kind.model: kind for kind in KINDS}
BY_SLUG = {kind.slug: kind for kind in KINDS}


@cache
def _history_of(model: Any) -> Any:
    """Asking the manager of a model for it makes a new manager each time."""
    return model.history.model


@cache
def _fields_of(model: Any) -> dict[str, Any]:
    return {field.name: field for field in model._meta.concrete_fields}


@cache
def _names_in(label: str) -> tuple[str, ...]:
    return tuple(name for _text, name, _spec, _conversion in Formatter().parse(label) if name)


def way_up(kind: Kind) -> Iterator[Kind]:
    """The kind, what it belongs to, and so on, up to a unit or the organization."""
    step: Kind | None = kind
    while step:
        yield step
        relation = step.relation(step.within)
        step = BY_MODEL[relation.related_model] if relation else None


def has_year(kind: Kind) -> bool:
    """Whether its traces are about one year."""
    return any(step.has_own_year for step in way_up(kind))


def is_of_organization(kind: Kind) -> bool:
    """Whether it belongs to the organization as a whole and to none of its units."""
    return all(step.model is not Unit for step in way_up(kind))

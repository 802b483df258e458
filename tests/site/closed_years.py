"""A world whose years are all closed, and a look at everything that must not move in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db import transaction

from indicators.models import Evidence, Indicator, Initiative, Measurement, Seal, SealUnit, WorkProgram
from organizations.models import User
from performance.closing_services import OfMissing, close_year
from performance.seal_checks import findings, years_to_verify
from scorecards.models import (
    Objective,
    ObjectiveLink,
    ObjectiveWeight,
    Perspective,
    PerspectiveWeight,
    Plan,
    Scorecard,
    ScorecardYear,
    ScoringScheme,
    Statement,
)
from tests.site.world import YEAR, World

TRACKED = [model for model in apps.get_models() if hasattr(model, "history")]
OF_A_YEAR = (Measurement, PerspectiveWeight, ObjectiveWeight, Evidence, WorkProgram)
IN_A_YEAR = {Evidence: "measurement__scorecard_year"}


@dataclass
class ClosedWorld:
    """The world, all of whose years are closed; what of its root's scorecard a write may be tried on.

    still, traces: the snapshot and the number of traces before anything was tried.
    """

    world: World
    still: dict[str, Any]
    traces: int

    def get(self, model: Any, key: str) -> Any:
        """The object of the world with that key, loaded anew."""
        return model.objects.get(pk=self.world.keys[key])

    @cached_property
    def by(self) -> User:
        return self.world.cast.administrator

    @property
    def year(self) -> ScorecardYear:
        return ScorecardYear.objects.select_related("scheme", "scorecard__plan").get(
            scorecard=self.scorecard, year=YEAR
        )

    @property
    def scorecard(self) -> Scorecard:
        return Scorecard.objects.select_related("plan", "unit__organization").get(
            unit=self.world.cast.unit, plan=self.world.keys["plan"]
        )

    @property
    def plan(self) -> Plan:
        return self.get(Plan, "plan")

    @property
    def perspective(self) -> Perspective:
        return self.get(Perspective, "perspective")

    @property
    def empty_perspective(self) -> Perspective:
        return self.get(Perspective, "empty_perspective")

    @property
    def statement(self) -> Statement:
        return self.get(Statement, "statement")

    @property
    def objective(self) -> Objective:
        return self.get(Objective, "objective")

    @property
    def other_objective(self) -> Objective:
        return self.get(Objective, "third")

    @property
    def link(self) -> ObjectiveLink:
        return self.get(ObjectiveLink, "link")

    @property
    def indicator(self) -> Indicator:
        return self.get(Indicator, "indicator")

    @property
    def measurement(self) -> Measurement:
        return self.get(Measurement, "measurement")

    @property
    def initiative(self) -> Initiative:
        return self.get(Initiative, "initiative")

    @property
    def program(self) -> WorkProgram:
        return self.get(WorkProgram, "work_program")

    @property
    def evidence(self) -> Evidence:
        return self.get(Evidence, "evidence")

    @property
    def scheme(self) -> ScoringScheme:
        return self.year.scheme


def close_all(world: World) -> ClosedWorld:
    """Closes every year of the root's and of the desk's scorecard."""
    years = ScorecardYear.objects.filter(scorecard__unit__organization=world.cast.unit.organization)
    for year in years.select_related("scheme", "scorecard__plan", "scorecard__unit").order_by("pk"):
        close_year(scorecard_year=year, missing=OfMissing.LOWEST, by=world.cast.administrator)
    return ClosedWorld(world, snapshot(), traces())


def snapshot() -> dict[str, Any]:
    """Everything that a closed year is: its rows, its seal, and in what the two differ."""
    closed = ScorecardYear.objects.filter(closed_at__isnull=False).order_by("pk")
    seen: dict[str, Any] = {"years": list(closed.values())}
    for model in OF_A_YEAR:
        inside = {f"{IN_A_YEAR.get(model, 'scorecard_year')}__in": closed.order_by()}
        seen[model.__name__] = list(model._default_manager.filter(**inside).order_by("pk").values())
    for seals in (Seal, SealUnit):
        seen[seals.__name__] = list(seals._default_manager.order_by("pk").values())
    seen["faults"] = [found for year in years_to_verify() for found in findings(year)]
    return seen


def traces() -> int:
    """How many traces there are of anything."""
    return sum(model.history.count() for model in TRACKED)


@dataclass
class Outcome:
    """What an attempt did: whether anything was written, and whether a closed year moved."""

    wrote: bool = False
    moved: bool = False


@contextmanager
def attempt(closed: ClosedWorld) -> Iterator[Outcome]:
    """Takes back whatever is written inside, after a look at it."""
    outcome = Outcome()
    with transaction.atomic():
        yield outcome
        outcome.wrote = traces() != closed.traces
        outcome.moved = snapshot() != closed.still
        transaction.set_rollback(True)

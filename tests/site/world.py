"""One organization with two of everything, and another beside it, for tests that walk every URL."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from indicators.accepted_findings import Reference
from indicators.checked_plan import checked_plan
from indicators.models import Indicator, Measurement
from indicators.plan_check import SubjectKind
from indicators.scorecard_year import load_scorecard_year
from indicators.shown_deletions import hanging_on_indicator
from indicators.work_conflicts import newest_trace
from organizations.models import Membership, Unit, User
from performance.closing_services import OfMissing, close_year, reopen_year
from performance.rules_forms import YearRulesForm
from scorecards.models import Objective, Scorecard, ScorecardYear
from tests.conftest import Cast
from tests.factories import (
    AcceptedFindingFactory,
    EvidenceFactory,
    EvidenceFileFactory,
    FollowUpFactory,
    ImportedFileFactory,
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    MembershipFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    ObjectiveWeightFactory,
    PerspectiveWeightFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    ScoringSchemeFactory,
    StatementFactory,
    UnitFactory,
    UserFactory,
    WorkProgramFactory,
)

YEAR = 2012


@dataclass
class World:
    """The cast's organization, filled: the keys of one object of each kind for its root and for the desk."""

    cast: Cast
    desk_administrator: User
    keys: dict[str, Any]
    desk_keys: dict[str, Any]

    def somebody(self, role: str) -> User:
        """Who has the role."""
        if role == "desk_administrator":
            return self.desk_administrator
        return self.cast.by_name("person" if role == "holder" else role)

    @property
    def outside(self) -> Unit:
        """The root of the outsider's organization."""
        return self.cast.outsider.memberships.get().unit


def build_world(cast: Cast, scorecard: Scorecard) -> World:
    plan = scorecard.plan
    at_the_desk = with_years(ScorecardFactory(plan=plan, unit=cast.desk))
    outside = cast.outsider.memberships.get().unit
    with_years(ScorecardFactory(plan=PlanFactory(organization=outside.organization), unit=outside))
    perspective, *_others, empty = plan.perspectives.all()
    shared = {
        "statement": StatementFactory(plan=plan).pk,
        "perspective": perspective.pk,
        "empty_perspective": empty.pk,
        "plan": plan.pk,
        "empty_plan": PlanFactory(
            organization=plan.organization, first_year=2020, last_year=2021, scheme=plan.scheme
        ).pk,
        "scheme": ScoringSchemeFactory(organization=plan.organization).pk,
    }
    return World(
        cast=cast,
        desk_administrator=MembershipFactory(unit=cast.desk, role=Membership.Role.ADMINISTRATOR).user,
        keys=shared | fill_scorecard(scorecard) | fill_unit(cast.unit) | reset_keys(cast.viewer),
        desk_keys=shared | fill_scorecard(at_the_desk) | fill_unit(cast.desk),
    )


def with_years(scorecard: Scorecard) -> Scorecard:
    for year in scorecard.plan.years:
        ScorecardYearFactory(scorecard=scorecard, year=year)
    return scorecard


def fill_scorecard(scorecard: Scorecard) -> dict[str, Any]:
    """Three objectives, the first with a link and an indicator; the keys of all of it."""
    perspective = scorecard.plan.perspectives.all()[0]
    objectives = ObjectiveFactory.create_batch(3, scorecard=scorecard, perspective=perspective)
    indicator = IndicatorFactory(objective=objectives[0])
    first, _second = (fill_year(year, objectives, indicator) for year in scorecard.years.order_by("year"))
    keys = dict(zip(("objective", "effect", "third"), (each.pk for each in objectives), strict=True))
    work = WorkProgramFactory(initiative__indicator=indicator, scorecard_year=scorecard.years.get(year=YEAR))
    initiative = InitiativeFactory(indicator=indicator)
    evidence = EvidenceFactory(measurement=Measurement.objects.get(pk=first))
    return keys | {
        "link": ObjectiveLinkFactory(cause=objectives[0], effect=objectives[1]).pk,
        "indicator": indicator.pk,
        "measurement": first,
        "evidence": evidence.pk,
        "evidence_file": EvidenceFileFactory(measurement=evidence.measurement).pk,
        **fill_follow_ups(objectives[2], scorecard.years.get(year=YEAR)),
        "fact": "definition",
        "first_year": scorecard.plan.first_year,
        "initiative": initiative.pk,
        "work_program": work.pk,
        "work_program_seen": newest_trace(work.pk),
        "indicator_shown": hanging_on_indicator(indicator),
        "accepted": AcceptedFindingFactory(scorecard=scorecard).pk,
        "finding": finding_about(indicator),
        "rules": rules_of(scorecard.years.get(year=YEAR)),
        "seal": sealed_and_reopened(scorecard.years.get(year=YEAR)),
        "scorecard_version": Scorecard.objects.get(pk=scorecard.pk).version,
    }


def fill_year(year: ScorecardYear, objectives: list[Objective], indicator: Indicator) -> int:
    """The weights and the measurement of a year; the measurement's key."""
    for perspective in year.scorecard.plan.perspectives.all():
        PerspectiveWeightFactory(scorecard_year=year, perspective=perspective)
    for objective in objectives:
        ObjectiveWeightFactory(scorecard_year=year, objective=objective)
    measurement = MeasurementFactory(indicator=indicator, scorecard_year=year, target=Decimal(10))
    return int(measurement.pk)


def fill_follow_ups(objective: Objective, year: ScorecardYear) -> dict[str, Any]:
    """A result below target with an open and a closed follow-up."""
    below = MeasurementFactory(
        indicator__objective=objective,
        scorecard_year=year,
        target=Decimal(10),
        achievement=Decimal(5),
        attainment=Decimal(50),
        level=1,
    )
    closer = UserFactory()
    closed = FollowUpFactory(
        measurement=below, status="closed", outcome="Mended", closed_at=timezone.now(), closed_by=closer
    )
    return {
        "below": below.pk,
        "follow_up": FollowUpFactory(measurement=below).pk,
        "closed_follow_up": closed.pk,
    }


def sealed_and_reopened(year: ScorecardYear) -> int:
    """The number of the seal that the year had before it was opened again."""
    by = UserFactory()
    seal = close_year(scorecard_year=year, missing=OfMissing.LOWEST, by=by)
    reopen_year(scorecard_year=year, reason="A wrong invoice", by=by)
    return seal.number


def finding_about(indicator: Indicator) -> str:
    """What the plan check finds about the indicator, as a form names it."""
    checked = checked_plan(indicator.objective.scorecard).of(SubjectKind.INDICATOR, indicator.pk)
    return Reference.to(checked.standing[0].finding).token


def rules_of(year: ScorecardYear) -> dict[str, Any]:
    """The form of the year's rules as it is filled in when it is opened."""
    form = YearRulesForm(table=load_scorecard_year(year), schemes=[year.scheme], is_writable=True)
    return {field.html_name: "" if field.value() is None else str(field.value()) for field in form}


def fill_unit(unit: Unit) -> dict[str, Any]:
    """Units below, and a person without a password who reads."""
    newcomer = UserFactory(password=None)
    newcomer.set_unusable_password()
    newcomer.save()
    return {
        "here": unit.pk,
        "unit": UnitFactory(parent=unit).pk,
        "imported_file": ImportedFileFactory(unit=unit).pk,
        "retired_unit": UnitFactory(parent=unit, active=False).pk,
        "newcomer": newcomer.pk,
        "membership": MembershipFactory(unit=unit, user=newcomer, role=Membership.Role.VIEWER).pk,
    }


def reset_keys(user: User) -> dict[str, str]:
    return {
        "uidb64": urlsafe_base64_encode(force_bytes(user.pk)),
        "token": default_token_generator.make_token(user),
    }

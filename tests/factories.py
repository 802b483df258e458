"""Objects for tests. They skip the services on purpose: a test says which service it is about."""

import datetime
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex

import factory
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from factory.django import DjangoModelFactory

from indicators.models import AcceptedFinding, Evidence, Indicator, Initiative, Measurement, WorkProgram
from organizations.models import Membership, Organization, Unit, User
from performance.models import FollowUp
from reports.models import ImportedFile, Reminder
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

PASSWORD = "correct horse battery"
PAPER_3 = [
    {"level": 1, "from": None, "inclusive": True},
    {"level": 2, "from": "100", "inclusive": True},
    {"level": 3, "from": "100", "inclusive": False},
]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    language = "en"
    password = factory.django.Password(PASSWORD)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    code = factory.Sequence(lambda n: f"ORG{n}")
    name = factory.Sequence(lambda n: f"Organization {n}")


class RootUnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    organization = factory.SubFactory(OrganizationFactory)
    code = factory.SelfAttribute("organization.code")
    name = factory.SelfAttribute("organization.name")
    kind = Unit.Kind.ORGANIZATION


class UnitFactory(DjangoModelFactory):
    """A unit below a root: pass parent=... (its organization is taken from it)."""

    class Meta:
        model = Unit

    parent = factory.SubFactory(RootUnitFactory)
    organization = factory.SelfAttribute("parent.organization")
    code = factory.Sequence(lambda n: f"U{n}")
    name = factory.Sequence(lambda n: f"Unit {n}")
    kind = Unit.Kind.UNIT


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    unit = factory.SubFactory(RootUnitFactory)
    role = Membership.Role.VIEWER


class ScoringSchemeFactory(DjangoModelFactory):
    class Meta:
        model = ScoringScheme

    organization = factory.SubFactory(OrganizationFactory)
    code = factory.Sequence(lambda n: f"scheme-{n}")
    name = "Paper, three levels"
    bands = factory.LazyFunction(lambda: [dict(band) for band in PAPER_3])


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    organization = factory.SubFactory(OrganizationFactory)
    name = "Plan 2012-2013"
    first_year = 2012
    last_year = 2013
    scheme = factory.SubFactory(ScoringSchemeFactory, organization=factory.SelfAttribute("..organization"))


class PerspectiveFactory(DjangoModelFactory):
    class Meta:
        model = Perspective

    plan = factory.SubFactory(PlanFactory)
    code = factory.Sequence(lambda n: f"P{n}")
    name_id = factory.Sequence(lambda n: f"Perspektif {n}")
    name_en = factory.Sequence(lambda n: f"Perspective {n}")
    order = factory.Sequence(int)


class StatementFactory(DjangoModelFactory):
    class Meta:
        model = Statement

    plan = factory.SubFactory(PlanFactory)
    kind = Statement.Kind.MISSION
    code = factory.Sequence(lambda n: f"M{n}")
    text = "Make good parts"
    order = factory.Sequence(int)


class ScorecardFactory(DjangoModelFactory):
    """A scorecard of the root unit of its plan's organization; pass unit=... for another."""

    class Meta:
        model = Scorecard

    plan = factory.SubFactory(PlanFactory)
    unit = factory.SubFactory(RootUnitFactory, organization=factory.SelfAttribute("..plan.organization"))


class ScorecardYearFactory(DjangoModelFactory):
    class Meta:
        model = ScorecardYear

    scorecard = factory.SubFactory(ScorecardFactory)
    year = 2012
    weighting_mode = "equal"
    scheme = factory.SelfAttribute("scorecard.plan.scheme")


class ObjectiveFactory(DjangoModelFactory):
    class Meta:
        model = Objective

    scorecard = factory.SubFactory(ScorecardFactory)
    perspective = factory.SubFactory(PerspectiveFactory, plan=factory.SelfAttribute("..scorecard.plan"))
    code = factory.Sequence(lambda n: f"SS{n}")
    name = factory.Sequence(lambda n: f"Objective {n}")
    order = factory.Sequence(int)


class ObjectiveLinkFactory(DjangoModelFactory):
    class Meta:
        model = ObjectiveLink

    cause = factory.SubFactory(ObjectiveFactory)
    effect = factory.SubFactory(ObjectiveFactory, scorecard=factory.SelfAttribute("..cause.scorecard"))


class PerspectiveWeightFactory(DjangoModelFactory):
    class Meta:
        model = PerspectiveWeight

    scorecard_year = factory.SubFactory(ScorecardYearFactory)
    perspective = factory.SubFactory(PerspectiveFactory)
    weight = Decimal(1)


class ObjectiveWeightFactory(DjangoModelFactory):
    class Meta:
        model = ObjectiveWeight

    scorecard_year = factory.SubFactory(ScorecardYearFactory)
    objective = factory.SubFactory(ObjectiveFactory)
    weight = Decimal(1)


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    objective = factory.SubFactory(ObjectiveFactory)
    code = factory.LazyAttributeSequence(lambda o, n: f"{o.objective.code}-{n}")
    name = factory.Sequence(lambda n: f"Indicator {n}")
    unit_of_measure = "%"
    order = factory.Sequence(int)


class MeasurementFactory(DjangoModelFactory):
    class Meta:
        model = Measurement

    scorecard_year = factory.SubFactory(ScorecardYearFactory)
    indicator = factory.SubFactory(
        IndicatorFactory, objective__scorecard=factory.SelfAttribute("...scorecard_year.scorecard")
    )
    target = Decimal(100)


class InitiativeFactory(DjangoModelFactory):
    class Meta:
        model = Initiative

    indicator = factory.SubFactory(IndicatorFactory)
    name = factory.Sequence(lambda n: f"Initiative {n}")


class WorkProgramFactory(DjangoModelFactory):
    class Meta:
        model = WorkProgram

    initiative = factory.SubFactory(InitiativeFactory)
    scorecard_year = factory.SubFactory(
        ScorecardYearFactory, scorecard=factory.SelfAttribute("..initiative.indicator.objective.scorecard")
    )
    name = factory.Sequence(lambda n: f"Work program {n}")


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    measurement = factory.SubFactory(MeasurementFactory)
    title = "Minutes of the meeting"
    url = factory.Sequence(lambda n: f"https://files.example.org/{n}")
    added_by = factory.SubFactory(UserFactory)


class EvidenceFileFactory(DjangoModelFactory):
    """A file that is really there: plain text, of another content each time."""

    class Meta:
        model = Evidence

    class Params:
        content = factory.Sequence(lambda n: f"Minutes no. {n}".encode())

    measurement = factory.SubFactory(MeasurementFactory)
    title = "Minutes"
    file_name = "minutes.txt"
    content_type = "text/plain"
    size = factory.LazyAttribute(lambda row: len(row.content))
    sha256 = factory.LazyAttribute(lambda row: sha256(row.content).hexdigest())
    stored_name = factory.LazyAttribute(
        lambda row: storages["evidence"].save(token_hex(24), ContentFile(row.content))
    )
    added_by = factory.SubFactory(UserFactory)


class AcceptedFindingFactory(DjangoModelFactory):
    class Meta:
        model = AcceptedFinding

    scorecard = factory.SubFactory(ScorecardFactory)
    rule = "indicator-without-initiative"
    subject_kind = "indicator"
    subject_code = factory.Sequence(lambda n: f"SS1-{n}")
    fingerprint = "0" * 64
    reason = "It is done elsewhere"
    accepted_by = factory.SubFactory(UserFactory)


class FollowUpFactory(DjangoModelFactory):
    """An open one, of a result that need not be below target."""

    class Meta:
        model = FollowUp

    measurement = factory.SubFactory(MeasurementFactory)
    cause = "The press stood still"
    action = factory.Sequence(lambda n: f"Maintain the press {n}")
    owner = factory.SubFactory(UserFactory)
    due = datetime.date(2013, 3, 31)


class ImportedFileFactory(DjangoModelFactory):
    """One that was imported; `content` and no `imported_at` make one that waits."""

    class Meta:
        model = ImportedFile

    unit = factory.SubFactory(RootUnitFactory)
    year = 2012
    name = "capaian.xlsx"
    content = b""
    uploaded_by = factory.SubFactory(UserFactory)
    imported_at = factory.LazyFunction(timezone.now)
    report = "Outcome\n"


class ReminderFactory(DjangoModelFactory):
    """One that was sent."""

    class Meta:
        model = Reminder

    user = factory.SubFactory(UserFactory)
    day = datetime.date(2013, 1, 15)
    state = Reminder.State.SENT
    attempts = 1
    claimed_at = factory.LazyFunction(timezone.now)
    sent_at = factory.SelfAttribute("claimed_at")

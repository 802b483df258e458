"""The cast: people of one organization in every role, and an outsider who administers another."""

import gc
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from organizations.models import Membership, Unit, User
from scorecards.models import Scorecard
from tests.factories import (
    MembershipFactory,
    PerspectiveFactory,
    PlanFactory,
    RootUnitFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    UnitFactory,
    UserFactory,
)

pytest_plugins = ["tests.browser"]

# Properties are held to what they say, not to how long a busy machine takes for an example.
hypothesis_settings.register_profile("everyday", deadline=None, max_examples=20)
hypothesis_settings.register_profile("full", deadline=None, max_examples=300)
hypothesis_settings.load_profile("full" if os.environ.get("FULL_SIZES") else "everyday")


@dataclass
class Cast:
    """Named people; `unit` is the root of their organization, `desk` the unit that `person` holds."""

    unit: Unit
    desk: Unit
    viewer: User
    staff: User
    manager: User
    administrator: User
    person: User
    outsider: User

    def by_name(self, name: str) -> User:
        user = getattr(self, name)
        assert isinstance(user, User)
        return user


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix) -> None:
    """A PostgreSQL server need not keep what tests write through a power cut."""
    if connection.vendor == "postgresql":
        settings.DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup) -> Iterator[None]:
    """Tables that hold little are emptied row by row: PostgreSQL makes new files for what it truncates."""
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(type(connection.ops), "sql_flush", deletions)
        yield


def deletions(operations, style, tables, **_options) -> list[str]:
    """What empties tables; what refers to what is only looked at when the transaction ends."""
    return [f"DELETE FROM {operations.quote_name(table)}" for table in tables]  # noqa: S608 (ours)


@pytest.fixture(scope="session", autouse=True)
def _plain_http(tmp_path_factory) -> Iterator[None]:
    """Tests speak HTTP, read static files where they lie, hash passwords quickly, keep files to themselves.

    For the whole session, because the live server reads the settings when it starts.
    """
    kept = {
        **settings.STORAGES["evidence"]["OPTIONS"],
        "location": tmp_path_factory.mktemp("kept") / "evidence",
    }
    plain = override_settings(
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        LANGUAGE_COOKIE_SECURE=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES
        | {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
            "evidence": settings.STORAGES["evidence"] | {"OPTIONS": kept},
        },
    )
    with plain:
        yield


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Each test begins in English, whatever the one before it spoke."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test begins with nothing kept of pages: keys that a test took back may come again."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture
def cast(db) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    unit = RootUnitFactory(organization__code="ACME")
    person = UserFactory(name="Person")
    desk = UnitFactory(parent=unit, code="DESK", kind=Unit.Kind.PERSON, holder=person)
    members = {
        role.value: MembershipFactory(unit=unit, role=role, user__name=str(role.label)).user
        for role in Membership.Role
    }
    outsider = MembershipFactory(
        unit__organization__code="OTHER", role=Membership.Role.ADMINISTRATOR, user__name="Outsider"
    ).user
    return Cast(unit=unit, desk=desk, person=person, outsider=outsider, **members)


@pytest.fixture
def scorecard(cast):
    return make_scorecard(cast)


def make_scorecard(cast: Cast) -> Scorecard:
    """An empty scorecard of the cast's root unit: plan 2012-2013, four perspectives, both years open."""
    plan = PlanFactory(organization=cast.unit.organization)
    card = ScorecardFactory(plan=plan, unit=cast.unit)
    for order, code in enumerate("FCPL", start=1):
        PerspectiveFactory(plan=plan, code=code, order=order, tone=order)
    for year in plan.years:
        ScorecardYearFactory(scorecard=card, year=year)
    return card


@pytest.fixture
def sign_in(client):
    """Signs a person in and answers the client."""

    def as_person(user: User):
        client.force_login(user, backend="organizations.backends.EmailBackend")
        return client

    return as_person


def pytest_collection_finish() -> None:
    """What was collected stays to the end, so the search for garbage need not go through it."""
    gc.collect()
    gc.freeze()

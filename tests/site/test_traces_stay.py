"""The history is only ever added to: no URL of the site and of the emergency admin changes a trace."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.urls import reverse

from organizations import history
from organizations.models import Organization
from scorecards.models import ObjectiveStatement
from tests.factories import UserFactory
from tests.site.permission_table import TABLE
from tests.site.test_permissions import address, ask, client_of
from tests.site.world import World

TRACKED = [model for model in apps.get_models() if hasattr(model, "history")]
TOUCHES_TRACES = re.compile(r'\s*(?:update|delete\s+from|replace\s+into)\s+"?\w*_historical', re.IGNORECASE)


@pytest.fixture
def world(shared_world, db) -> World:
    return shared_world


@pytest.fixture
def chief(world) -> Client:
    client = Client(raise_request_exception=False)
    tick = ObjectiveStatement(objective_id=world.keys["objective"], statement_id=world.keys["statement"])
    history.save(tick, by=None)
    superuser = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(superuser, backend="organizations.backends.EmailBackend")
    return client


@contextmanager
def touched() -> Iterator[list[str]]:
    """The statements that change or delete traces while it is open."""
    found: list[str] = []

    def watch(execute, sql, params, many, context):
        if TOUCHES_TRACES.match(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield found


def test_the_watch_sees_a_trace_that_is_changed_or_deleted(db):
    with touched() as found:
        Organization.history.update(name="Other")
        Organization.history.all().delete()
    assert len(found) == 2


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_no_url_changes_a_trace(row, world):
    client, url = client_of(world, "administrator"), address(row, world.cast.unit, world.keys)
    with touched() as found:
        for verb in ("get", *row.verbs, "put", "delete"):
            ask(client, verb, url, row.data(world.keys))
    assert found == []


def test_the_admin_knows_no_traces():
    assert set(admin.site._registry) & {model.history.model for model in TRACKED} == set()


@pytest.mark.parametrize(
    "model", [model for model in TRACKED if admin.site.is_registered(model)], ids=lambda each: each.__name__
)
def test_the_admin_changes_no_trace(model, world, chief):
    trace = model.history.first()
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    fields = {field.name: "9" for field in model._meta.concrete_fields}
    data = [fields | {"_change_history": "1"}, fields | {"_save": "1"}, {"post": "yes"}]
    urls = [
        reverse(f"{place}_simple_history", args=[trace.id, trace.history_id]),
        reverse(f"{place}_change", args=[trace.id]),
        reverse(f"{place}_delete", args=[trace.id]),
    ]
    before = model.history.filter(pk=trace.pk).values().get()
    with touched() as found:
        for url in urls:
            for sent in data:
                ask(chief, "post", url, sent)
    assert found == []
    assert model.history.filter(pk=trace.pk).values().get() == before

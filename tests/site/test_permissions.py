"""Who may do what on every URL: the whole of the permission table, run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from organizations.models import Unit
from tests.site.permission_table import AT_THE_DESK, OUTSIDE_THE_PLACES, ROLES, TABLE, Row, nothing
from tests.site.world import YEAR, World

VERBS = ("get", "head", "post", "put", "patch", "delete")
NOT_OURS = ("admin:",)
OF_A_SCORECARD = {
    "work_program",
    "accepted",
    "objective",
    "link",
    "indicator",
    "measurement",
    "initiative",
    "evidence",
    "evidence_file",
}
OBJECT_PAGES = [row for row in TABLE if row.keys]


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The names of all URLs."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern, prefix + space)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


@pytest.fixture
def world(shared_world, db) -> World:
    return shared_world


def client_of(world: World, role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.somebody(role), backend="organizations.backends.EmailBackend")
    return client


def address(row: Row, unit: Unit, keys: Mapping[str, Any]) -> str:
    return reverse(row.name, args=[unit.organization.code, unit.code, YEAR, *row.arguments(keys)])


def ask(client: Client, verb: str, url: str, data: Mapping[str, Any]) -> int:
    """The status of one request, whose effects are taken back afterwards."""
    with transaction.atomic():
        if verb in ("get", "head"):
            response = getattr(client, verb)(url)
        elif verb == "post" and not any(isinstance(each, list) for each in data.values()):
            response = client.post(url, data=data)
        else:
            response = getattr(client, verb)(url, data=data, content_type="application/json")
        transaction.set_rollback(True)
    return response.status_code


def answers(row: Row, client: Client, unit: Unit, keys: Mapping[str, Any], data: Any) -> dict[str, int]:
    """What the verbs of the row answer for these keys."""
    url = address(row, unit, keys)
    return {verb: ask(client, verb, url, data) for verb in row.verbs}


def test_every_url_stands_in_the_table():
    ours = {name for name in names(get_resolver()) if not name.startswith(NOT_OURS)}
    assert ours == {row.name for row in TABLE} | set(OUTSIDE_THE_PLACES)


def test_no_url_stands_in_the_table_twice():
    listed = [row.name for row in TABLE]
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_url_answers_each_role_and_verb_as_the_table_says(row, world):
    answered = {}
    for role in ROLES:
        at_the_desk = role in AT_THE_DESK
        unit, keys = (world.cast.desk, world.desk_keys) if at_the_desk else (world.cast.unit, world.keys)
        client, url = client_of(world, role), address(row, unit, keys)
        answered |= {(role, verb): ask(client, verb, url, row.data(keys)) for verb in VERBS}
    assert answered == {(role, verb): row.status(role, verb) for role in ROLES for verb in VERBS}


@pytest.mark.parametrize("row", OBJECT_PAGES, ids=lambda row: row.name)
def test_an_object_of_another_organization_does_not_exist(row, world):
    client, data = client_of(world, "outsider"), row.data(world.keys)
    answered = answers(row, client, world.outside, world.keys, data)
    assert answered == dict.fromkeys(row.verbs, 404)


@pytest.mark.parametrize(
    "row", [row for row in OBJECT_PAGES if OF_A_SCORECARD & {*row.keys}], ids=lambda row: row.name
)
def test_an_object_of_another_units_scorecard_does_not_exist(row, world):
    client, data = client_of(world, "administrator"), row.data(world.keys)
    answered = answers(row, client, world.cast.unit, world.desk_keys, data)
    assert answered == dict.fromkeys(row.verbs, 404)


@pytest.mark.parametrize("row", OBJECT_PAGES, ids=lambda row: row.name)
def test_an_object_that_is_not_there_is_not_found(row, world):
    client, data = client_of(world, "administrator"), row.data(world.keys)
    answered = answers(row, client, world.cast.unit, dict.fromkeys(row.keys, 999_999_999), data)
    assert answered == dict.fromkeys(row.verbs, 404)


@pytest.mark.parametrize(
    "name",
    [
        "organizations:unit-add",
        "organizations:membership-add",
        "scorecards:statement-tick",
        "scorecards:objective-add",
        "scorecards:link-add",
        "scorecards:plan-add",
        "indicators:check-accept",
        "indicators:indicator-add",
        "performance:map-link-add",
        "performance:year-rules",
    ],
)
def test_a_form_does_not_take_an_object_of_another_organization(name, world):
    row = next(row for row in TABLE if row.name == name)
    url = address(row, world.outside, {})
    assert ask(client_of(world, "outsider"), "post", url, row.data(world.keys)) in (404, 422)


@pytest.mark.parametrize(("name", "case"), OUTSIDE_THE_PLACES.items(), ids=list(OUTSIDE_THE_PLACES))
def test_a_url_outside_the_places_answers_as_the_table_says(name, case, world):
    url = reverse(name, args=[world.keys[key] for key in case.keys])
    answered = [
        tuple(ask(client_of(world, role), verb, url, nothing({})) for verb in ("get", "post"))
        for role in ("anonymous", "viewer")
    ]
    assert answered == [case.anonymous, case.signed_in]

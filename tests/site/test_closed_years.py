"""A closed year doesn't move: every URL, service, command and page of the admin, tried on closed years.

The lists are complete by construction: a URL that is not in the permission table, a service that is not in
write_paths.py and a command that is not in COMMANDS fail.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command, get_commands
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

import indicators
import performance
import reports
import scorecards
from indicators.models import Indicator
from tests.conftest import make_cast, make_scorecard
from tests.factories import UserFactory
from tests.site.closed_years import OF_A_YEAR, ClosedWorld, attempt, close_all
from tests.site.permission_table import TABLE
from tests.site.test_permissions import address, client_of
from tests.site.world import build_world
from tests.site.write_paths import FREE, INNER, OPENS, QUIET, REFUSED, URLS_BESIDE, URLS_THAT_OPEN

APPS = (scorecards, indicators, performance, reports)
UNSAFE = ("post", "put", "patch", "delete")


@pytest.fixture(scope="module")
def closed_world(_plain_http, django_db_setup, django_db_blocker) -> Iterator[ClosedWorld]:
    with django_db_blocker.unblock(), transaction.atomic():
        with translation.override("en"):
            cast = make_cast()
            world = close_all(build_world(cast, make_scorecard(cast)))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def closed(closed_world, db) -> ClosedWorld:
    return closed_world


# --- URLs -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "verb"),
    [
        pytest.param(row, verb, id=f"{row.name} {verb}")
        for row in TABLE
        for verb in row.verbs
        if verb in UNSAFE and f"{row.name} {verb}" not in URLS_THAT_OPEN
    ],
)
def test_no_url_moves_a_closed_year(row, verb, closed):
    client, keys = client_of(closed.world, "administrator"), closed.world.keys
    url, data = address(row, closed.world.cast.unit, keys), row.data(keys)
    is_form = verb == "post" and not any(isinstance(each, list) for each in data.values())
    with attempt(closed) as outcome:
        response = getattr(client, verb)(
            url, data, **({} if is_form else {"content_type": "application/json"})
        )
        assert response.status_code < 500
    assert (outcome.wrote, outcome.moved) == (f"{row.name} {verb}" in URLS_BESIDE, False)


# --- services ---------------------------------------------------------------

READS = {
    "indicators.block_preview.preview_block",
    "indicators.sealed_year.seal_of",
    "indicators.who_wrote.writer_words",
    "performance.present_seal.present_seal",
    "reports.workbook.importing.grounds.find_ground",
}
"""They are told by whom, and write nothing."""


def modules(app: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(app.__path__, f"{app.__name__}."):
        if not {"migrations", "management", "demo"} & set(found.name.split(".")):
            yield importlib.import_module(found.name)


def services() -> set[str]:
    """Every public function that does something in somebody's name: it is told by whom."""
    return {
        f"{module.__name__}.{name}"
        for app in APPS
        for module in modules(app)
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and "by" in inspect.signature(inspect.unwrap(function)).parameters
    }


def test_every_service_is_tried_on_a_closed_year():
    tried = {path.partition(":")[0] for path in (*REFUSED, *FREE, *QUIET)}
    assert services() == tried | INNER | OPENS | READS


@pytest.mark.parametrize("path", REFUSED)
def test_a_service_refuses_to_write_into_a_closed_year(path, closed):
    with attempt(closed) as outcome, pytest.raises(ValidationError), transaction.atomic():
        REFUSED[path](closed)
    assert (outcome.wrote, outcome.moved) == (False, False)


@pytest.mark.parametrize("path", FREE)
def test_what_a_service_writes_beside_a_closed_year_does_not_move_it(path, closed):
    with attempt(closed) as outcome:
        FREE[path](closed)
    assert (outcome.wrote, outcome.moved) == (True, False)


@pytest.mark.parametrize("path", QUIET)
def test_a_service_finds_nothing_to_do_in_a_closed_year(path, closed):
    with attempt(closed) as outcome:
        QUIET[path](closed)
    assert (outcome.wrote, outcome.moved) == (False, False)


def test_parts_of_services_are_called_by_services_alone():
    inner = {path.rpartition(".")[2] for path in INNER}
    callers = {
        f"{path.parent.name}/{path.name}: {name.name}"
        for app in APPS
        for path in Path(app.__path__[0]).rglob("*.py")
        if "views" in str(path) or "management" in path.parts or path.name == "admin.py"
        for statement in ast.walk(ast.parse(path.read_text()))
        if isinstance(statement, ast.ImportFrom)
        for name in statement.names
        if name.name in inner
    }
    assert callers == set()


# --- commands ---------------------------------------------------------------

COMMANDS = {
    "close_year": ["ACME", "2012", "--missing", "lowest", "--as", "{administrator}"],
    "create_organization": ["NEW", "New", "--admin", "new@example.org"],
    "export_workbook": ["ACME", "{folder}/plan.xlsx"],
    "import_workbook": ["{folder}/values.csv", "--unit", "ACME", "--year", "2012"],
    "load_demo": [],
    "performance_table": ["ACME", "2012"],
    "plan_check": ["ACME"],
    "rescore": [],
    "score": ["{folder}/none.csv"],
    "send_reminders": [],
    "verify_seals": [],
}


def test_every_command_is_tried_on_a_closed_year():
    names = {app.__name__ for app in (*APPS,)} | {"organizations"}
    assert {name for name, app in get_commands().items() if app in names} == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_moves_a_closed_year(command, closed, tmp_path):
    (tmp_path / "values.csv").write_text(f"code,achievement\n{closed.indicator.code},12\n")
    places = {"folder": tmp_path, "administrator": closed.by.email}
    with attempt(closed) as outcome:
        arguments = [each.format(**places) for each in COMMANDS[command]]
        with suppress(CommandError):
            call_command(command, *arguments, stdout=StringIO(), stderr=StringIO())
    assert not outcome.moved


# --- the emergency admin ----------------------------------------------------


@pytest.fixture
def chief(closed) -> Client:
    client = Client(raise_request_exception=False)
    superuser = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(superuser, backend="organizations.backends.EmailBackend")
    return client


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda each: each.__name__)
def test_the_admin_moves_no_closed_year(model, closed, chief):
    place = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    fields = {field.name: "9" for field in model._meta.concrete_fields}
    with attempt(closed) as outcome:
        for row in model._base_manager.order_by("pk")[:3]:
            chief.post(reverse(f"{place}_change", args=[row.pk]), fields)
            chief.post(reverse(f"{place}_delete", args=[row.pk]), {"post": "yes"})
    assert not outcome.moved


@pytest.mark.parametrize("model", OF_A_YEAR, ids=lambda each: each.__name__)
def test_the_admin_writes_nothing_of_a_year(model, closed, rf):
    if not admin.site.is_registered(model):
        return
    request = rf.get("/")
    request.user = UserFactory.build(is_staff=True, is_superuser=True)
    rooms = admin.site._registry[model]
    may = (rooms.has_add_permission, rooms.has_change_permission, rooms.has_delete_permission)
    assert [each(request) for each in may] == [False, False, False]


def test_texts_of_an_indicator_that_the_admin_corrects_leave_the_closed_year(closed, chief):
    url = reverse("admin:indicators_indicator_change", args=[closed.indicator.pk])
    texts = {"name": "Renamed", "definition": "What it says"}
    with attempt(closed) as outcome:
        chief.post(url, texts)
        assert Indicator.objects.get(pk=closed.indicator.pk).name == "Renamed"
    assert (outcome.wrote, outcome.moved) == (True, False)

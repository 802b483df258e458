"""An import that is killed at any moment leaves nothing or everything, and the next one works."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from organizations.services import create_organization
from scorecards.services import add_built_in_schemes
from tests.reports.workbook.files import workbook
from tests.reports.workbook.large_plans import large_plan
from tests.reports.workbook.test_import_fuzz import MODELS

TIMES = 30 if os.environ.get("FULL_SIZES") else 3
ROOT = Path(__file__).parents[3]

pytestmark = pytest.mark.django_db(transaction=True)


def address():
    """The URL of the database that this test uses, for another process."""
    here = connection.settings_dict
    if connection.vendor == "postgresql":
        login = f"{here['USER']}:{here['PASSWORD']}" if here["PASSWORD"] else here["USER"]
        return f"postgres://{login}@{here['HOST']}:{here['PORT']}/{here['NAME']}"
    return f"sqlite:///{here['NAME']}"


@pytest.fixture
def root(db):
    organization = create_organization(code="KILLED", name="Killed", by=None)
    add_built_in_schemes(organization=organization, by=None)
    return organization.units.get(parent=None)


def start(path):
    command = [sys.executable, "manage.py", "import_workbook", str(path), "--unit", "KILLED"]
    environment = os.environ | {"DATABASE_URL": address()}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def finish(process):
    said, errors = process.communicate(timeout=600)
    assert process.returncode == 0, errors
    return said


def stored():
    return {model.__name__: model.objects.count() for model in MODELS}


def traces():
    return {model.__name__: model.history.count() for model in MODELS}


def test_a_killed_import_leaves_nothing_or_everything(root, tmp_path):
    tables = large_plan(indicators=60, years=4, scheme="paper-3")
    path = tmp_path / "plan.xlsx"
    path.write_bytes(workbook(tables).getvalue())
    nothing, no_traces = stored(), traces()
    began = time.monotonic()
    assert finish(start(path)).startswith("Imported: ")
    lasts = time.monotonic() - began
    everything, all_traces = stored(), traces()
    assert everything != nothing
    clear()
    draw = random.Random(4)
    outcomes = set()
    for _each in range(TIMES):
        process = start(path)
        time.sleep(draw.uniform(lasts * 0.35, lasts))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        settle()
        left = (stored(), traces())
        assert left in ((nothing, no_traces), (everything, all_traces))
        outcomes.add(left == (everything, all_traces))
        if left[0] == everything:
            clear()
    assert False in outcomes
    finish(start(path))
    assert (stored(), traces()) == (everything, all_traces)
    assert finish(start(path)).startswith("Not written: ")


def settle():
    """Waits until the server has noticed that the killed process is gone."""
    connection.close()
    if connection.vendor != "postgresql":
        return
    for _each in range(200):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND state <> 'idle'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)


def clear():
    """Takes away all that the import made, and its traces."""
    for model in reversed(MODELS):
        model.objects.all().delete()
    for model in MODELS:
        model.history.all().delete()

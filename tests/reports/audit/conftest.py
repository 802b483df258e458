"""The trail as somebody reads it, and changes to read in it."""

import csv
import io

import pytest
from django.urls import reverse

from reports.audit import trail as trail_module

YEAR = 2012


def address(unit, name="audit"):
    return reverse(f"reports:{name}", args=[unit.organization.code, unit.code, YEAR])


@pytest.fixture
def trail(cast, sign_in):
    """The rows that a person reads at a unit; the query filters."""

    def read(unit=None, user=None, **query):
        answer = sign_in(user or cast.viewer).get(address(unit or cast.unit), query)
        assert answer.status_code == 200
        return answer.context["page"].rows

    return read


@pytest.fixture
def lines(cast, sign_in):
    """The lines of the exported file as dictionaries."""

    def read(unit=None, user=None, **query):
        answer = sign_in(user or cast.viewer).get(address(unit or cast.unit, "audit-export"), query)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))

    return read


@pytest.fixture
def small_batches(monkeypatch):
    """The export reads two traces at a time."""
    monkeypatch.setattr(trail_module, "ROWS_IN_MEMORY", 2)
    monkeypatch.setattr(trail_module, "POSITIONS_IN_MEMORY", 3)

"""Hostile files where people bring them: the page and the command say what is wrong, in time, and go on."""

import os
import time
from html import unescape
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from indicators.models import Measurement
from reports.models import ImportedFile
from reports.workbook.reading import CellFault
from tests.factories import IndicatorFactory, MeasurementFactory, ObjectiveFactory
from tests.reports.workbook.hostile import HostileFile, hostile_file, hostile_names

YEAR = 2012
SECONDS = 2
"""Of the processor, from the upload to the message."""

BROUGHT = hostile_names() if os.environ.get("FULL_SIZES") else hostile_names()[::3]
"""The reader is shown all of them in its own tests."""

OF_ONE_CELL = "long-text.xlsx"
"""Read as far as it goes: only one of its cells is refused, at its place."""


@pytest.fixture
def place(scorecard):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    year = scorecard.years.get(year=YEAR)
    MeasurementFactory(indicator=IndicatorFactory(objective=objective, code="IND-01"), scorecard_year=year)
    unit = scorecard.unit
    return reverse("reports:workbook", args=[unit.organization.code, unit.code, YEAR])


@pytest.fixture(params=BROUGHT)
def hostile(request, tmp_path) -> HostileFile:
    return hostile_file(tmp_path, request.param)


@pytest.fixture
def reader(cast, sign_in):
    """Of somebody who reads Indonesian."""
    cast.staff.language = "id"
    cast.staff.save()
    return sign_in(cast.staff)


def bring(client, place, file):
    """What became of the file: the page that says so, and its messages."""
    upload = SimpleUploadedFile(file.path.name, file.path.read_bytes())
    response = client.post(place, {"file": upload}, follow=True)
    if response.redirect_chain:
        return response, [line.message for line in response.context["refused"]]
    return response, list(response.context["form"].errors["file"])


def test_the_page_refuses_it_in_its_own_language_and_in_time(hostile, reader, place):
    start = time.process_time()
    response, messages = bring(reader, place, hostile)
    assert time.process_time() - start < SECONDS
    [message] = messages
    assert "expected" not in message
    assert message in unescape(response.content.decode())
    assert "Impor semuanya" not in response.content.decode()


def test_what_is_refused_as_a_whole_is_an_error_at_the_field_and_not_kept(hostile, reader, place):
    response, _messages = bring(reader, place, hostile)
    is_kept = ImportedFile.objects.exists()
    assert response.status_code == (200 if is_kept else 422)
    assert is_kept == (isinstance(hostile.code, CellFault) or hostile.path.name == OF_ONE_CELL)


def test_the_command_refuses_it_with_its_reason_and_in_time(hostile, place):
    out, start = StringIO(), time.process_time()
    with pytest.raises(CommandError) as refused:
        call_command("import_workbook", str(hostile.path), "--unit", "ACME", "--year", str(YEAR), stdout=out)
    assert time.process_time() - start < SECONDS
    assert refused.value.returncode == 1
    assert "expected" in f"{refused.value}{out.getvalue()}"
    assert Measurement.objects.get().achievement is None

"""The download of the workbook, and the command that writes it."""

import io
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from tests.factories import ScorecardFactory, ScorecardYearFactory, UnitFactory
from tests.indicators.scorecards import of_size
from tests.reports.workbook.spreadsheets import opened


def url(unit, year: int = 2012) -> str:
    return reverse("reports:workbook-export", args=[unit.organization.code, unit.code, year])


def downloaded(response):
    return opened(io.BytesIO(b"".join(response.streaming_content)).getvalue())


def test_whoever_reads_the_scorecard_takes_the_workbook(scorecard, cast, sign_in):
    of_size(scorecard, 20)
    response = sign_in(cast.viewer).get(url(cast.unit))
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="ACME-2012-2013.xlsx"'
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert downloaded(response)["Indicators"].max_row == 21


def test_the_workbook_is_in_the_language_of_the_reader(scorecard, cast, sign_in):
    cast.viewer.language = "id"
    cast.viewer.save()
    client = sign_in(cast.viewer)
    response = client.get(url(cast.unit), headers={"accept-language": "id"})
    assert downloaded(response)["Read me"]["A1"].value.startswith("Buku kerja")


def test_who_holds_a_unit_takes_the_workbook_of_that_unit_only(scorecard, cast, sign_in):
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    ScorecardYearFactory(scorecard=card, year=2012)
    client = sign_in(cast.person)
    response = client.get(url(cast.desk))
    assert response["Content-Disposition"] == 'attachment; filename="ACME-DESK-2012-2013.xlsx"'
    assert client.get(url(cast.unit)).status_code == 404


def test_a_stranger_finds_nothing(scorecard, cast, sign_in):
    assert sign_in(cast.outsider).get(url(cast.unit)).status_code == 404


def test_it_is_only_read(scorecard, cast, sign_in):
    assert sign_in(cast.administrator).post(url(cast.unit)).status_code == 405


def test_without_a_scorecard_the_page_says_what_to_do_first(cast, sign_in):
    response = sign_in(cast.viewer).get(url(cast.unit))
    assert response.status_code == 200
    assert "attachment" not in response.get("Content-Disposition", "")


def test_the_command_writes_the_workbook(scorecard, tmp_path):
    of_size(scorecard, 20)
    path = tmp_path / "plan.xlsx"
    said = StringIO()
    call_command("export_workbook", "ACME", str(path), stdout=said, stderr=said)
    book = opened(path.read_bytes())
    assert book["Read me"]["A1"].value == f"Workbook of {scorecard.unit.name}"
    assert book["Years"].max_row == 41
    assert said.getvalue() == ""


def test_the_command_writes_in_the_language_that_is_asked_for(scorecard, tmp_path):
    path = tmp_path / "plan.xlsx"
    call_command("export_workbook", "ACME", str(path), "--language", "id")
    assert opened(path.read_bytes())["Read me"]["A1"].value == f"Buku kerja {scorecard.unit.name}"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["NOWHERE", "plan.xlsx"], "There is no unit “NOWHERE”"),
        (["ACME", "plan.xlsx", "--year", "1999"], "has no scorecard for 1999"),
        (["ACME", "no/such/folder/plan.xlsx"], "no/such/folder/plan.xlsx: No such file or directory"),
    ],
)
def test_the_command_says_in_one_line_what_it_can_not_do(scorecard, arguments, said):
    with pytest.raises(CommandError) as refusal:
        call_command("export_workbook", *arguments)
    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_command_takes_the_plan_of_a_unit_below_the_root(scorecard, tmp_path):
    unit = UnitFactory(parent=scorecard.unit, code="HR")
    ScorecardYearFactory(scorecard=ScorecardFactory(plan=scorecard.plan, unit=unit), year=2012)
    call_command("export_workbook", "ACME/HR", str(tmp_path / "hr.xlsx"))
    assert (tmp_path / "hr.xlsx").exists()

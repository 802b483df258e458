"""`manage.py import_workbook`: the same import and report as on the page, for other programs."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from indicators.models import Measurement
from tests.factories import UserFactory
from tests.indicators.scorecards import berdikari
from tests.reports.workbook.files import put, tables_of, workbook


@pytest.fixture
def card(cast):
    return berdikari(cast.unit)


@pytest.fixture
def file(tmp_path):
    """Writes a file and answers its path."""

    def written(content, name="capaian.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return written


def run(*arguments, unit="ACME"):
    """What the command prints, and its error."""
    out, error = StringIO(), ""
    try:
        call_command("import_workbook", *arguments, "--unit", unit, stdout=out)
    except CommandError as raised:
        error = f"{raised} ({raised.returncode})" if raised.returncode != 1 else str(raised)
    return out.getvalue(), error


def achievement():
    return Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012).achievement


GOOD = "code,achievement\nSS1-1,12.35\n"


def test_a_table_of_achievements_is_imported_and_reported(card, file):
    out, error = run(file(GOOD), "--year", "2012")
    assert (str(achievement()), error) == ("12.350000", "")
    assert out.splitlines()[0].startswith("Imported: 1 changed row")
    assert "SS1-1 · 2012 achievement" in out


def test_a_workbook_says_its_years_itself(card, file):
    tables = tables_of(card)
    put(tables, "Years", ["SS1-1", 2012], achievement=5)
    tables["Initiatives"] = tables["Initiatives"][:1]
    _out, error = run(file(workbook(tables).getvalue(), "plan.xlsx"))
    assert (achievement(), error) == (5, "")
    assert run(file(workbook(tables).getvalue(), "plan.xlsx"))[1] == ""


def test_a_dry_run_only_says_what_would_be_written(card, file):
    out, error = run(file(GOOD), "--year", "2012", "--dry-run")
    assert (achievement(), error) == (None, "")
    assert out.startswith("Not written: 1 changed row")


def test_the_decimal_mark_of_a_text_file_can_be_a_comma(card, file):
    _out, error = run(file("kode;capaian\r\nSS1-1;12,35\r\n"), "--year", "2012", "--decimal", "comma")
    assert (str(achievement()), error) == ("12.350000", "")


def test_a_refused_file_leaves_nothing_and_prints_the_report(card, file):
    out, error = run(file(GOOD + "NONE,1\n"), "--year", "2012")
    assert (achievement(), error) == (None, "Nothing was written.")
    assert "A3 · indicator: Read the code “NONE”" in out


def test_a_table_of_achievements_needs_a_year(card, file):
    out, error = run(file(GOOD))
    assert error == "Nothing was written."
    assert "expected the year" in out


def test_what_is_imported_for_a_person_is_in_their_name(card, cast, file):
    run(file(GOOD), "--year", "2012", "--as", f" {cast.staff.email.upper()} ")
    assert Measurement.history.first().history_user == cast.staff


def test_what_is_imported_for_nobody_is_in_the_name_of_the_system(card, file):
    run(file(GOOD), "--year", "2012")
    assert Measurement.history.first().history_user is None


def test_a_person_who_only_reads_changes_nothing(card, cast, file):
    out, error = run(file(GOOD), "--year", "2012", "--as", cast.viewer.email)
    assert (achievement(), error) == (None, "Nothing was written.")
    assert "Only HR staff" in out


@pytest.mark.parametrize("who", ["outsider", "person", "inactive", "nobody"])
def test_whoever_does_not_see_the_unit_is_unknown_there(card, cast, file, who):
    known = {"inactive": UserFactory(is_active=False).email, "nobody": "nobody@example.org"}
    email = known.get(who) or cast.by_name(who).email
    out, error = run(file(GOOD), "--year", "2012", "--as", email)
    assert (achievement(), out) == (None, "")
    assert error == f"Nobody with the address “{email}” sees this unit."


@pytest.mark.parametrize(("content", "name", "words"), [
    (b"", "empty.csv", "empty"),
    (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "plan.xlsx", ""),
    (b"PK\x03\x04" + b"\0" * 100, "plan.xlsx", ""),
])  # fmt: skip
def test_what_is_no_workbook_is_refused_in_one_line(card, file, content, name, words):
    out, error = run(file(content, name), "--year", "2012")
    assert out == ""
    assert words in error
    assert "\n" not in error.strip()


def test_a_file_that_is_not_there_is_told_by_name(card, tmp_path):
    assert run(str(tmp_path / "no.csv"))[1] == f"{tmp_path / 'no.csv'}: No such file or directory"


def test_a_unit_that_is_not_there_is_told_by_name(card, file):
    assert "There is no unit “NOWHERE”" in run(file(GOOD), unit="NOWHERE")[1]


def test_a_unit_below_the_root_is_named_with_its_organization(card, file):
    out, _error = run(file(GOOD), "--year", "2012", unit="ACME/DESK")
    assert "Read the code “SS1-1”" in out


@pytest.mark.parametrize("content", [GOOD, GOOD + "NONE,x\n", "a,b\n", ""])
def test_it_says_the_same_whatever_language_is_active(card, file, content):
    path = file(content)
    said = []
    for language in ("en", "id"):
        with override(language):
            said.append(run(path, "--year", "2012", "--dry-run"))
    assert said[0] == said[1]

"""The page Workbook: a file is brought, looked at, and only then written."""

from decimal import Decimal as D

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators.measuring import write_measurement
from indicators.models import Measurement
from reports.models import ImportedFile
from tests.factories import (
    ImportedFileFactory,
    IndicatorFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)

YEAR = 2012


@pytest.fixture
def measured(scorecard):
    """SS1-1 and SS1-2 with a target of 100 in 2012; no achievement yet."""
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    year = scorecard.years.get(year=YEAR)
    for code in ("SS1-1", "SS1-2"):
        indicator = IndicatorFactory(objective=objective, code=code)
        MeasurementFactory(indicator=indicator, scorecard_year=year, target=D(100))
    return scorecard


@pytest.fixture
def place(cast):
    def url(name: str, *args, unit=None) -> str:
        unit = unit or cast.unit
        return reverse(f"reports:{name}", args=[unit.organization.code, unit.code, YEAR, *args])

    return url


@pytest.fixture
def staff(cast, sign_in, measured):
    return sign_in(cast.staff)


@pytest.fixture
def bring(place):
    """Uploads a text as a file; answers the response."""

    def upload(client, text: str, name: str = "capaian.csv"):
        file = SimpleUploadedFile(name, text.encode())
        return client.post(place("workbook"), {"file": file})

    return upload


def stored(code: str) -> D | None:
    return Measurement.objects.get(indicator__code=code, scorecard_year__year=YEAR).achievement


def confirm(client, url: str, **data):
    """Presses “Import all of it” in the preview."""
    report = client.get(url).context["report"]
    return client.post(url, {"seen": report.fingerprint, "decimal": "point", **data})


def test_a_file_that_is_brought_leads_to_its_preview(staff, bring, place):
    response = bring(staff, "code,achievement\nSS1-1,12.5\n")
    file = ImportedFile.objects.get()
    assert response.status_code == 302
    assert response.url == place("workbook-import", file.pk)


def test_a_preview_shows_old_and_new_and_writes_nothing(staff, bring):
    url = bring(staff, "code,achievement\nSS1-1,12.5\n").url
    text = staff.get(url).content.decode()
    assert "SS1-1 · 2012" in text
    assert "12.5" in text
    assert "1 changed row" in text
    assert stored("SS1-1") is None


def test_confirming_writes_everything_in_the_name_of_who_confirms(staff, bring, cast):
    url = bring(staff, "code,achievement\nSS1-1,12.5\nSS1-2,140\n").url
    assert confirm(staff, url).status_code == 302
    assert (stored("SS1-1"), stored("SS1-2")) == (D("12.5"), D(140))
    assert Measurement.history.latest("history_id").history_user == cast.staff


def test_an_imported_file_lets_its_content_go_and_is_listed_with_its_report(staff, bring, place):
    url = bring(staff, "code,achievement\nSS1-1,12.5\n").url
    confirm(staff, url)
    file = ImportedFile.objects.get()
    assert bytes(file.content) == b""
    assert (file.new_rows, file.changed_rows) == (0, 1)
    assert "capaian.csv" in staff.get(place("workbook")).content.decode()
    report = staff.get(place("workbook-import-report", file.pk))
    assert report["Content-Disposition"].startswith("attachment")
    assert "SS1-1" in report.content.decode()


def test_the_same_file_again_has_nothing_to_write(staff, bring):
    confirm(staff, bring(staff, "code,achievement\nSS1-1,12.5\n").url)
    text = staff.get(bring(staff, "code,achievement\nSS1-1,12.5\n").url).content.decode()
    assert "There is nothing to write" in text


def test_a_file_in_which_something_is_refused_says_where_and_can_not_be_confirmed(staff, bring):
    url = bring(staff, "code,achievement\nSS1-1,12.5\nXX9,1\n").url
    text = staff.get(url).content.decode()
    assert "A3 · indicator" in text
    assert "Read the code “XX9”" in text
    assert "Import all of it" not in text
    assert confirm(staff, url).status_code == 422
    assert stored("SS1-1") is None


def test_what_changed_since_the_preview_is_shown_before_it_is_overwritten(staff, bring, cast):
    url = bring(staff, "code,achievement\nSS1-1,12.5\n").url
    seen = staff.get(url).context["report"].fingerprint
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=YEAR)
    write_measurement(measurement=row, changes={"achievement": D(99)}, by=cast.manager)
    response = staff.post(url, {"seen": seen, "decimal": "point"})
    assert response.status_code == 409
    assert "Something changed while you were looking" in response.content.decode()
    assert stored("SS1-1") == D(99)


def test_the_decimal_mark_of_a_text_file_is_chosen_in_the_preview(staff, bring):
    url = bring(staff, "kode;capaian\nSS1-1;12,5\n").url
    assert "Read “12,5”" in staff.get(f"{url}?decimal=point").content.decode()
    assert "1 changed row" in staff.get(f"{url}?decimal=comma").content.decode()


def test_the_decimal_mark_that_was_chosen_is_the_one_that_is_written(staff, bring):
    url = bring(staff, "kode;capaian\nSS1-1;12,5\n").url
    seen = staff.get(f"{url}?decimal=comma").context["report"].fingerprint
    staff.post(url, {"seen": seen, "decimal": "comma"})
    assert stored("SS1-1") == D("12.5")


def test_a_number_that_can_hardly_be_meant_is_written_only_when_it_is_said_to_be_meant(staff, bring):
    url = bring(staff, "code,achievement\nSS1-1,12350\n").url
    assert "These numbers are meant" in staff.get(url).content.decode()
    assert confirm(staff, url).status_code == 422
    assert stored("SS1-1") is None
    assert confirm(staff, url, meant="1").status_code == 302
    assert stored("SS1-1") == D(12350)


def test_a_number_that_is_like_the_others_is_not_asked_about(staff, bring):
    text = staff.get(bring(staff, "code,achievement\nSS1-1,98\n").url).content.decode()
    assert "These numbers are meant" not in text


def test_an_old_note_that_turns_the_direction_of_writing_around_can_be_put_right(staff, bring, measured):
    Measurement.objects.filter(indicator__code="SS1-1").update(note="100\u202e%")
    url = bring(staff, "code,achievement,note\nSS1-1,98,put right\n").url
    assert confirm(staff, url).status_code == 302
    assert stored("SS1-1") == D(98)
    assert "\u202e" not in ImportedFile.objects.get().report


def test_a_preview_says_who_put_there_what_would_be_replaced(staff, bring, cast):
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=YEAR)
    write_measurement(measurement=row, changes={"achievement": D(99)}, by=cast.manager)
    url = bring(staff, "code,achievement\nSS1-1,98\nSS1-2,97\n").url
    first, second = staff.get(url).context["sheets"][0].rows
    assert first.writer["who"] == cast.manager.name
    assert second.writer is None
    assert f"last by {cast.manager.name}" in staff.get(url).content.decode()


def test_a_preview_warns_of_what_the_file_empties(staff, bring, cast):
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=YEAR)
    write_measurement(measurement=row, changes={"achievement": D(99)}, by=cast.manager)
    emptying = bring(staff, "indicator,year,achievement\nSS1-1,2012,\n", "Years.csv").url
    assert "empties 1 cell that holds something here" in staff.get(emptying).content.decode()
    filling = bring(staff, "indicator,year,achievement\nSS1-1,2012,98\n", "Years.csv").url
    assert "empties" not in staff.get(filling).content.decode()


def test_a_cell_that_may_not_change_says_what_stands_there_and_what_to_do(staff, bring):
    url = bring(staff, "indicator,year,weight\nSS1-1,2012,7\n", "Years.csv").url
    text = staff.get(url).content.decode()
    assert "Read “7”; “1” stands here. Only administrators of this unit change its settings." in text
    assert "the workbook is older than what stands here" in text


def test_the_queries_of_a_preview_do_not_grow_with_its_rows(staff, bring, django_assert_max_num_queries):
    one = bring(staff, "code,achievement\nSS1-1,98\n").url
    with CaptureQueriesContext(connection) as queries:
        staff.get(one)
    most = len(queries)
    two = bring(staff, "code,achievement\nSS1-1,98\nSS1-2,97\n").url
    with django_assert_max_num_queries(most):
        staff.get(two)


def test_a_file_that_is_let_go_is_gone(staff, bring):
    url = bring(staff, "code,achievement\nSS1-1,12.5\n").url
    assert staff.post(url, {"forget": "1"}).status_code == 302
    assert not ImportedFile.objects.exists()
    assert staff.get(url).status_code == 404


def test_only_the_latest_of_a_persons_waiting_files_is_kept(staff, bring):
    bring(staff, "code,achievement\nSS1-1,1\n")
    bring(staff, "code,achievement\nSS1-1,2\n")
    assert ImportedFile.objects.count() == 1


def test_a_waiting_file_is_there_for_nobody_but_who_brought_it(staff, bring, cast, sign_in):
    url = bring(staff, "code,achievement\nSS1-1,12.5\n").url
    client = sign_in(cast.administrator)
    assert client.get(url).status_code == 404
    assert client.post(url, {}).status_code == 404
    assert client.get(f"{url}report/").status_code == 404


def test_a_file_of_another_unit_is_not_there(staff, cast, place):
    file = ImportedFileFactory(unit=cast.desk)
    assert staff.get(place("workbook-import-report", file.pk)).status_code == 404


def test_no_file_is_an_error_at_the_field(staff, place):
    response = staff.post(place("workbook"), {})
    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_file_that_is_no_table_is_refused_at_the_field_and_not_kept(staff, place):
    file = SimpleUploadedFile("laporan.xlsx", b"%PDF-1.7 not a workbook")
    response = staff.post(place("workbook"), {"file": file})
    assert response.status_code == 422
    assert response.context["form"].errors["file"]
    assert not ImportedFile.objects.exists()


def test_a_confirmation_of_an_imported_file_writes_nothing_again(staff, bring):
    url = bring(staff, "code,achievement\nSS1-1,12.5\n").url
    confirm(staff, url)
    before = Measurement.history.count()
    assert staff.post(url, {"seen": "x"}).status_code == 302
    assert Measurement.history.count() == before


def test_an_auditor_reads_the_page_without_a_way_to_bring_something(cast, sign_in, measured, place):
    text = sign_in(cast.viewer).get(place("workbook")).content.decode()
    assert 'type="file"' not in text
    assert "Only HR staff" in text


def test_the_holder_of_a_unit_brings_achievements_and_no_targets(cast, sign_in, scorecard, place):
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    year = ScorecardYearFactory(scorecard=card, year=YEAR)
    objective = ObjectiveFactory(scorecard=card, perspective=scorecard.plan.perspectives.first())
    MeasurementFactory(
        indicator=IndicatorFactory(objective=objective, code="P1"), scorecard_year=year, target=D(10)
    )
    client = sign_in(cast.person)
    url = place("workbook", unit=cast.desk)
    file = SimpleUploadedFile("a.csv", b"code,achievement\nP1,7\n")
    assert confirm(client, client.post(url, {"file": file}).url).status_code == 302
    assert stored("P1") == D(7)
    file = SimpleUploadedFile("Years.csv", b"indicator,year,target,achievement\nP1,2012,9,8\n")
    text = client.get(client.post(url, {"file": file}).url).content.decode()
    assert "C2 · target" in text
    assert "Only HR staff, managers and administrators of this unit change the plan." in text


def test_a_unit_without_a_scorecard_says_so_and_takes_a_workbook_from_an_administrator(cast, sign_in, place):
    text = sign_in(cast.administrator).get(place("workbook")).content.decode()
    assert "nothing to take out" in text
    assert 'type="file"' in text


def test_the_preview_says_how_many_approvals_the_file_would_end(staff, bring, measured) -> None:
    Measurement.objects.filter(indicator__code="SS1-1").update(achievement=D(95), state="approved")
    page = staff.get(bring(staff, "indicator,achievement\nSS1-1,80\nSS1-2,70\n").url)
    assert "1 approved achievement is a draft again: what was approved has changed." in page.content.decode()

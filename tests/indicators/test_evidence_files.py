"""Files of evidence: added, refused, downloaded, deleted, and where they are kept."""

import hashlib
import stat
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.checks import evidence_is_not_served
from indicators.measuring import write_measurement
from indicators.models import Evidence
from indicators.services.practice import make_practice_copy
from indicators.services.throwing_away import throw_away
from organizations import history
from scorecards.locks import YearClosed
from tests.factories import EvidenceFileFactory, ObjectiveFactory
from tests.indicators.proofs import GOOD, HOSTILE, PDF, PNG

ROLES = ("viewer", "staff", "manager", "administrator", "person", "outsider")


def by_role(*statuses):
    return list(zip(ROLES, statuses, strict=True))


@pytest.fixture
def measurement(scorecard, cast):
    indicator = services.create_indicator(
        objective=ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first()),
        code="SS7-1",
        name="Punctuality",
        unit_of_measure="%",
        by=cast.staff,
    )
    row = indicator.measurements.get(scorecard_year__year=2012)
    return write_measurement(
        measurement=row, changes={"target": Decimal(97), "achievement": Decimal(96)}, by=cast.staff
    )


@pytest.fixture
def kept():
    """The names of the files in the storage that were not there before."""
    before = names_kept()
    return lambda: names_kept() - before


def names_kept():
    folder = Path(storages["evidence"].location)
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def path_of(evidence):
    return Path(storages["evidence"].location) / evidence.stored_name


def upload(name="report.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def add(measurement, by, name="report.pdf", content=PDF, title=""):
    file = upload(name, content)
    return services.add_evidence_file(measurement=measurement, file=file, title=title, by=by)


def url(name, pk):
    return reverse(f"indicators:{name}", args=["ACME", "ACME", 2012, pk])


def sheet(client, measurement):
    return client.get(url("indicator", measurement.indicator_id)).content.decode()


def close(measurement, by):
    year = measurement.scorecard_year
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


# --- keeping ------------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_kept_byte_for_byte(measurement, cast, name):
    evidence = add(measurement, cast.staff, name, GOOD[name])
    assert path_of(evidence).read_bytes() == GOOD[name]


def test_a_file_leaves_its_name_kind_size_and_sum(measurement, cast):
    evidence = add(measurement, cast.staff)
    assert (evidence.file_name, evidence.content_type, evidence.size, evidence.sha256) == (
        "report.pdf",
        "application/pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )


def test_a_file_without_a_title_is_called_by_its_name(measurement, cast):
    assert add(measurement, cast.staff).title == "report.pdf"


def test_the_name_in_the_storage_says_nothing_of_the_file(measurement, cast):
    first = add(measurement, cast.staff)
    second = add(measurement, cast.staff, content=PDF + b"\n")
    assert len({first.stored_name, second.stored_name}) == 2
    assert all(len(each.stored_name) == 48 and each.stored_name.isalnum() for each in (first, second))


def test_a_file_is_readable_by_its_owner_alone(measurement, cast):
    path = path_of(add(measurement, cast.staff))
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)


def test_the_history_tells_of_the_file_and_not_where_it_is_kept(measurement, cast):
    evidence = add(measurement, cast.staff)
    trace = evidence.history.get()
    assert (trace.history_user, trace.file_name, trace.sha256) == (
        cast.staff,
        "report.pdf",
        evidence.sha256,
    )
    assert "stored_name" not in {field.name for field in trace.tracked_fields}


def test_the_same_file_stands_once_behind_an_achievement(measurement, cast, kept):
    add(measurement, cast.staff)
    before = kept()
    with pytest.raises(ValidationError) as refused:
        add(measurement, cast.staff, name="copy.pdf")
    assert refused.value.message_dict == {"file": ["This file already stands behind this achievement."]}
    assert kept() == before


def test_the_same_file_may_stand_behind_another_achievement(measurement, cast):
    add(measurement, cast.staff)
    other = measurement.indicator.measurements.get(scorecard_year__year=2013)
    assert add(other, cast.staff).pk


def test_a_closed_year_takes_no_file(measurement, cast, kept):
    close(measurement, cast.administrator)
    with pytest.raises(YearClosed):
        add(measurement, cast.staff)
    assert kept() == set()


def test_a_title_that_is_refused_leaves_no_file(measurement, cast, kept):
    with pytest.raises(ValidationError, match="turns the direction"):
        add(measurement, cast.staff, title="Report\u202e")
    assert kept() == set()


def test_adding_a_file_raises_the_version_of_the_scorecard(measurement, cast, scorecard):
    scorecard.refresh_from_db()
    before = scorecard.version
    add(measurement, cast.staff)
    scorecard.refresh_from_db()
    assert scorecard.version == before + 1


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://files.example.org/1"},
        {"stored_name": ""},
        {"sha256": ""},
        {"size": None},
        {"size": 0},
        {"size": 10 * 1024 * 1024 + 1},
        {"content_type": ""},
        {"file_name": ""},
    ],
)
def test_the_database_refuses_what_is_neither_link_nor_file(db, changes):
    evidence = EvidenceFileFactory()
    for name, value in changes.items():
        setattr(evidence, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        evidence.save()


# --- deleting -----------------------------------------------------------------


def test_the_file_goes_when_its_deletion_is_committed(measurement, cast, django_capture_on_commit_callbacks):
    evidence = add(measurement, cast.staff)
    with django_capture_on_commit_callbacks() as callbacks:
        services.delete_evidence(evidence, by=cast.manager, reason="Wrong file")
    assert path_of(evidence).exists()
    for callback in callbacks:
        callback()
    assert not path_of(evidence).exists()


def test_the_trace_of_a_deleted_file_keeps_its_name_size_and_sum(measurement, cast):
    services.delete_evidence(add(measurement, cast.staff), by=cast.manager, reason="Wrong file")
    trace = Evidence.history.filter(history_type=history.DELETED).get()
    assert (trace.history_change_reason, trace.file_name, trace.size, trace.sha256) == (
        "Wrong file",
        "report.pdf",
        len(PDF),
        hashlib.sha256(PDF).hexdigest(),
    )


def test_a_deletion_that_is_taken_back_keeps_the_file(measurement, cast, django_capture_on_commit_callbacks):
    evidence = add(measurement, cast.staff)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        services.delete_evidence(evidence, by=cast.manager, reason="Wrong file")
        transaction.set_rollback(True)
    assert path_of(evidence).exists()


def test_a_closed_year_keeps_its_files(measurement, cast, django_capture_on_commit_callbacks):
    evidence = add(measurement, cast.staff)
    close(measurement, cast.administrator)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(YearClosed):
        services.delete_evidence(evidence, by=cast.staff, reason="Wrong file")
    assert path_of(evidence).exists()


def test_files_go_with_their_indicator(measurement, cast, django_capture_on_commit_callbacks):
    evidence = add(measurement, cast.staff)
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_indicator(measurement.indicator, by=cast.manager, reason="Made by mistake")
    assert not Evidence.objects.exists()
    assert not path_of(evidence).exists()


def test_a_practice_copy_has_the_links_and_not_the_files(measurement, cast, scorecard):
    add(measurement, cast.staff)
    services.add_evidence(measurement=measurement, title="Link", url="https://a.example/1", by=cast.staff)
    root = make_practice_copy(scorecard, by=cast.staff)
    copied = Evidence.objects.filter(measurement__scorecard_year__scorecard__unit=root)
    assert [each.title for each in copied] == ["Link"]


def test_throwing_a_practice_copy_away_removes_its_files_alone(
    measurement, cast, scorecard, django_capture_on_commit_callbacks
):
    real = add(measurement, cast.staff)
    root = make_practice_copy(scorecard, by=cast.staff)
    copied = type(measurement).objects.get(
        scorecard_year__scorecard__unit=root, scorecard_year__year=2012, indicator__code="SS7-1"
    )
    played = add(copied, cast.staff)
    with django_capture_on_commit_callbacks(execute=True):
        throw_away(root.organization, by=cast.staff)
    assert (path_of(real).exists(), path_of(played).exists()) == (True, False)


def send(client, measurement, name):
    """Sends a file under a name that no browser would send."""
    quoted = name.replace('"', '\\"')
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n\r\n'
    body = head.encode() + PDF + b"\r\n--cut--\r\n"
    address = url("evidence-add", measurement.pk)
    return client.generic("POST", address, body, content_type="multipart/form-data; boundary=cut")


# --- the form -----------------------------------------------------------------


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_added_on_its_page(sign_in, cast, measurement, name):
    response = sign_in(cast.staff).post(
        url("evidence-add", measurement.pk), {"file": upload(name, GOOD[name])}
    )
    assert response.status_code == 302
    assert Evidence.objects.get().file_name == name


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_by_name_at_its_field(sign_in, cast, measurement, kept, name):
    make, _code, words = HOSTILE[name]
    response = sign_in(cast.staff).post(url("evidence-add", measurement.pk), {"file": upload(name, make())})
    assert response.status_code == 422
    [message] = response.context["form"].errors["file"]
    assert words in message
    assert (Evidence.objects.count(), kept()) == (0, set())


@pytest.mark.parametrize(
    "name",
    [
        "../../../../tmp/evil.pdf",
        "/tmp/evil.pdf",  # noqa: S108
        "C:\\Windows\\evil.pdf",
        "..\\..\\evil.pdf",
        "evil\u202efdp.pdf",
        "x" * 300 + ".pdf",
        '"; filename="evil.html.pdf',
        "<script>alert(1)</script>.pdf",
        "CON.pdf",
    ],
)
def test_what_a_name_holds_reaches_neither_the_disk_nor_a_header(sign_in, cast, measurement, kept, name):
    client = sign_in(cast.staff)
    assert send(client, measurement, name).status_code == 302
    evidence = Evidence.objects.get()
    assert kept() == {evidence.stored_name}
    assert not set("/\\\r\n\u202e") & set(evidence.file_name)
    answer = client.get(url("evidence-file", evidence.pk))
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "<script>alert" not in sheet(client, measurement)


@pytest.mark.parametrize("name", ["", ".", "..", "\u202e", "/", "a/"])
def test_a_file_without_a_name_is_no_file(sign_in, cast, measurement, name):
    response = send(sign_in(cast.staff), measurement, name)
    assert response.status_code == 422
    assert "neither a file nor an address" in response.content.decode()


def test_a_file_and_an_address_at_once_are_refused(sign_in, cast, measurement, kept):
    data = {"file": upload(), "url": "https://files.example.org/1", "title": "Both"}
    response = sign_in(cast.staff).post(url("evidence-add", measurement.pk), data)
    assert response.status_code == 422
    assert "expected one of them" in response.context["form"].errors["url"][0]
    assert kept() == set()


def test_the_same_file_is_refused_at_its_field(sign_in, cast, measurement):
    add(measurement, cast.staff)
    response = sign_in(cast.staff).post(url("evidence-add", measurement.pk), {"file": upload()})
    assert "already stands behind" in response.context["form"].errors["file"][0]


def test_a_large_file_that_waits_on_disk_is_kept_too(sign_in, cast, measurement):
    content = PDF.ljust(3 * 1024 * 1024)
    response = sign_in(cast.staff).post(
        url("evidence-add", measurement.pk), {"file": upload(content=content)}
    )
    assert response.status_code == 302
    path = path_of(Evidence.objects.get())
    assert (path.stat().st_size, stat.S_IMODE(path.stat().st_mode)) == (len(content), 0o600)


# --- who may ------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), by_role(403, 302, 302, 302, 404, 404))
def test_files_are_added_by_whoever_enters(sign_in, cast, measurement, kept, role, status):
    client = sign_in(cast.by_name(role))
    response = client.post(url("evidence-add", measurement.pk), {"file": upload()})
    assert (response.status_code, len(kept())) == (status, 1 if status == 302 else 0)


@pytest.mark.parametrize(("role", "status"), by_role(200, 200, 200, 200, 404, 404))
def test_files_are_downloaded_by_whoever_reads_the_sheet(sign_in, cast, measurement, role, status):
    evidence = add(measurement, cast.staff)
    assert sign_in(cast.by_name(role)).get(url("evidence-file", evidence.pk)).status_code == status


@pytest.mark.parametrize(("role", "status"), by_role(403, 302, 302, 302, 404, 404))
def test_files_are_deleted_by_whoever_enters(sign_in, cast, measurement, role, status):
    evidence = add(measurement, cast.staff)
    client = sign_in(cast.by_name(role))
    response = client.post(url("evidence-delete", evidence.pk), {"reason": "Wrong file"})
    assert (response.status_code, Evidence.objects.exists()) == (status, status != 302)


# --- serving ------------------------------------------------------------------


def test_a_download_is_the_file(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff, "foto.png", PNG)
    answer = sign_in(cast.viewer).get(url("evidence-file", evidence.pk))
    assert b"".join(answer.streaming_content) == PNG


def test_a_download_can_do_nothing_in_the_browser(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff)
    answer = sign_in(cast.viewer).get(url("evidence-file", evidence.pk))
    wanted = {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Disposition": 'attachment; filename="report.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
        "X-Frame-Options": "DENY",
    }
    assert {name: answer[name] for name in wanted} == wanted


def test_a_name_of_other_letters_is_told_as_the_standard_says(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff, "laporan “é”.pdf")
    answer = sign_in(cast.viewer).get(url("evidence-file", evidence.pk))
    assert answer["Content-Disposition"] == (
        "attachment; filename*=utf-8''laporan%20%E2%80%9C%C3%A9%E2%80%9D.pdf"
    )


def test_a_text_is_told_to_be_in_utf_8(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff, "values.csv", "é".encode())
    answer = sign_in(cast.viewer).get(url("evidence-file", evidence.pk))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_file_that_is_missing_in_the_storage_is_not_found(sign_in, cast, measurement, caplog):
    evidence = add(measurement, cast.staff)
    path_of(evidence).unlink()
    assert sign_in(cast.viewer).get(url("evidence-file", evidence.pk)).status_code == 404
    assert f"The file of evidence {evidence.pk} can't be read" in caplog.text


def test_a_file_that_is_missing_in_the_storage_can_be_deleted(
    sign_in, cast, measurement, django_capture_on_commit_callbacks
):
    evidence = add(measurement, cast.staff)
    path_of(evidence).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        response = sign_in(cast.staff).post(url("evidence-delete", evidence.pk), {"reason": "Lost"})
    assert response.status_code == 302


def test_a_link_has_no_file_to_download(sign_in, cast, measurement):
    link = services.add_evidence(
        measurement=measurement, title="Link", url="https://a.example/1", by=cast.staff
    )
    assert sign_in(cast.viewer).get(url("evidence-file", link.pk)).status_code == 404


@pytest.mark.parametrize("before", ["/", "/static/", "/media/", "/evidence/", "/static/../evidence/"])
def test_no_address_leads_to_the_storage(sign_in, cast, measurement, before):
    evidence = add(measurement, cast.staff)
    assert sign_in(cast.administrator).get(before + evidence.stored_name).status_code == 404
    assert finders.find(evidence.stored_name) is None


def test_a_folder_of_files_that_is_not_served_is_in_order():
    assert evidence_is_not_served() == []


@pytest.mark.parametrize("folder", ["", "evidence", ".."])
def test_a_folder_of_files_that_would_be_served_is_told(folder):
    with override_settings(EVIDENCE_ROOT=Path(settings.STATIC_ROOT) / folder):
        assert "indicators.E001" in {error.id for error in evidence_is_not_served()}


def test_a_download_costs_the_same_however_much_evidence_there_is(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff)
    EvidenceFileFactory.create_batch(9, measurement=measurement)
    client = sign_in(cast.viewer)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url("evidence-file", evidence.pk)).status_code == 200
    assert len(captured) == 5


def test_a_storage_that_fails_is_told_at_the_field(sign_in, cast, measurement, tmp_path):
    (tmp_path / "evidence").write_bytes(b"no folder")
    elsewhere = settings.STORAGES["evidence"] | {"OPTIONS": {"location": tmp_path / "evidence"}}
    with override_settings(STORAGES=settings.STORAGES | {"evidence": elsewhere}):
        response = sign_in(cast.staff).post(url("evidence-add", measurement.pk), {"file": upload()})
    assert response.status_code == 422
    assert "can't be kept at the moment" in response.context["form"].errors["file"][0]
    assert not Evidence.objects.exists()


# --- on the pages -------------------------------------------------------------


def test_the_sheet_shows_kind_and_size_and_leads_to_the_file(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff, title="Audited report")
    page = sheet(sign_in(cast.viewer), measurement)
    assert f'<a href="{url("evidence-file", evidence.pk)}">Audited report</a>' in page
    assert "report.pdf · PDF · 1 KB" in page.replace("\N{NO-BREAK SPACE}", " ")


def test_the_sheet_does_not_say_where_a_file_is_kept(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff)
    assert evidence.stored_name not in sheet(sign_in(cast.viewer), measurement)


def test_the_deletion_says_which_file_goes(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff, title="Audited report")
    page = sign_in(cast.staff).get(url("evidence-delete", evidence.pk)).content.decode()
    assert "The file report.pdf (1\N{NO-BREAK SPACE}KB) goes" in page


def test_the_history_page_keeps_name_kind_size_and_sum_of_a_deleted_file(sign_in, cast, measurement):
    evidence = add(measurement, cast.staff)
    services.delete_evidence(evidence, by=cast.manager, reason="Wrong file")
    page = sign_in(cast.viewer).get(url("evidence-history", measurement.pk)).content.decode()
    wanted = ("report.pdf", "PDF", "1\N{NO-BREAK SPACE}KB", evidence.sha256, "Wrong file", cast.manager.name)
    assert [word for word in wanted if word not in page] == []
    assert evidence.stored_name not in page

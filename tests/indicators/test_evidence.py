"""Evidence behind achievements: adding, deleting with a reason, who may, and how the sheet shows it."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Evidence
from organizations.models import Membership
from scorecards.locks import YearClosed
from tests.factories import EvidenceFactory, MembershipFactory, ObjectiveFactory

REPORT = {"title": "Audited report", "url": "https://files.example.org/report.pdf"}


@pytest.fixture
def measurement(scorecard, cast):
    perspective = scorecard.plan.perspectives.first()
    indicator = services.create_indicator(
        objective=ObjectiveFactory(scorecard=scorecard, perspective=perspective),
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
def evidence(measurement, cast):
    return services.add_evidence(measurement=measurement, by=cast.staff, **REPORT)


def url(name, pk):
    return reverse(f"indicators:{name}", args=["ACME", "ACME", 2012, pk])


def sheet(client, measurement):
    return client.get(url("indicator", measurement.indicator_id)).content.decode()


def close(measurement, by):
    year = measurement.scorecard_year
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


# --- services ---------------------------------------------------------------


def test_added_evidence_leaves_a_trace(evidence, cast):
    assert (evidence.added_by, evidence.history.get().history_user) == (cast.staff, cast.staff)


def test_deleted_evidence_leaves_its_reason(evidence, cast):
    services.delete_evidence(evidence, by=cast.manager, reason="Wrong file")
    trace = Evidence.history.filter(history_type="-").get()
    assert (trace.history_user, trace.history_change_reason) == (cast.manager, "Wrong file")


@pytest.mark.parametrize("reason", ["", "  "])
def test_evidence_is_not_deleted_without_a_reason(evidence, cast, reason):
    with pytest.raises(ValidationError) as refused:
        services.delete_evidence(evidence, by=cast.staff, reason=reason)
    assert "reason" in refused.value.message_dict


def test_a_closed_year_takes_no_evidence(measurement, cast):
    close(measurement, cast.administrator)
    with pytest.raises(YearClosed):
        services.add_evidence(measurement=measurement, by=cast.staff, **REPORT)


def test_a_closed_year_keeps_its_evidence(evidence, measurement, cast):
    close(measurement, cast.administrator)
    with pytest.raises(YearClosed):
        services.delete_evidence(evidence, by=cast.staff, reason="Wrong file")


def test_the_same_address_stands_once_behind_an_achievement(evidence, measurement, cast):
    with pytest.raises(ValidationError) as refused:
        services.add_evidence(measurement=measurement, title="Again", url=evidence.url, by=cast.staff)
    assert "url" in refused.value.message_dict


def test_the_service_takes_nothing_but_addresses_of_the_web(measurement, cast):
    with pytest.raises(ValidationError):
        services.add_evidence(measurement=measurement, title="x", url="javascript:alert(1)", by=cast.staff)


def test_evidence_that_somebody_else_has_deleted_is_said_to_be_gone(evidence, cast):
    services.delete_evidence(evidence, by=cast.staff, reason="Wrong file")
    evidence.pk = evidence.history.first().id
    with pytest.raises(ValidationError, match="Somebody else has deleted"):
        services.delete_evidence(evidence, by=cast.manager, reason="Wrong file")


def test_adding_evidence_raises_the_version_of_the_scorecard(measurement, cast, scorecard):
    scorecard.refresh_from_db()
    before = scorecard.version
    services.add_evidence(measurement=measurement, by=cast.staff, **REPORT)
    scorecard.refresh_from_db()
    assert scorecard.version == before + 1


# --- pages ------------------------------------------------------------------


def test_whoever_enters_adds_evidence(sign_in, cast, measurement):
    client = sign_in(cast.staff)
    response = client.post(url("evidence-add", measurement.pk), REPORT)
    assert response.status_code == 302
    assert "Audited report" in sheet(client, measurement)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://a.example",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://files.example.org/report",
        "//files.example.org/report",
        "files.example.org",
        "https://",
        "https://a b.example",
        "https://a.example/\nx",
        "",
        "a\0b",
        "https://a.example/" + "x" * 10_000,
    ],
)
def test_what_is_no_address_of_the_web_is_told_at_its_field(sign_in, cast, measurement, address):
    response = sign_in(cast.staff).post(
        url("evidence-add", measurement.pk), {"title": "Report", "url": address}
    )
    assert response.status_code == 422
    assert "url" in response.context["form"].errors
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("title", ["", "x" * 10_000, "a\0b"])
def test_a_title_that_cannot_be_kept_is_told_at_its_field(sign_in, cast, measurement, title):
    response = sign_in(cast.staff).post(url("evidence-add", measurement.pk), REPORT | {"title": title})
    assert response.status_code == 422
    assert "title" in response.context["form"].errors


def test_markup_in_evidence_is_shown_as_it_was_typed(sign_in, cast, measurement):
    client = sign_in(cast.staff)
    address = 'https://a.example/?q="><script>x</script>'
    client.post(url("evidence-add", measurement.pk), {"title": "<b>Report</b>", "url": address})
    page = sheet(client, measurement)
    assert "&lt;b&gt;Report&lt;/b&gt;" in page
    assert "<script>x" not in page


def test_links_to_evidence_tell_the_other_site_nothing(sign_in, cast, measurement, evidence):
    page = sheet(sign_in(cast.viewer), measurement)
    assert f'<a href="{evidence.url}" rel="noopener noreferrer">' in page
    assert "files.example.org" in page


def test_a_reason_that_turns_the_direction_of_writing_around_is_refused(sign_in, cast, evidence):
    response = sign_in(cast.staff).post(url("evidence-delete", evidence.pk), {"reason": "see \u202efdp.exe"})
    assert response.context["form"].errors == {
        "reason": ["This has an invisible character that turns the direction of writing around (U+202E)."]
    }
    assert Evidence.objects.filter(pk=evidence.pk).exists()


def test_the_deletion_asks_for_a_reason(sign_in, cast, evidence):
    response = sign_in(cast.staff).post(url("evidence-delete", evidence.pk), {"reason": ""})
    assert response.status_code == 422
    assert "reason" in response.context["form"].errors


def test_evidence_is_deleted_on_its_page(sign_in, cast, evidence):
    response = sign_in(cast.staff).post(url("evidence-delete", evidence.pk), {"reason": "Wrong file"})
    assert response.status_code == 302
    assert not Evidence.objects.exists()


def test_the_deletion_in_a_closed_year_is_refused_at_once(sign_in, cast, measurement, evidence):
    close(measurement, cast.administrator)
    page = sign_in(cast.staff).get(url("evidence-delete", evidence.pk)).content.decode()
    assert "2012 is closed" in page


def test_the_history_shows_evidence_that_has_been_deleted(sign_in, cast, measurement, evidence):
    services.delete_evidence(evidence, by=cast.manager, reason="Wrong file")
    page = sign_in(cast.viewer).get(url("evidence-history", measurement.pk)).content.decode()
    assert [word for word in ("Audited report", "Wrong file", cast.manager.name) if word not in page] == []


def test_evidence_of_another_scorecard_is_not_found(sign_in, cast, scorecard):
    assert sign_in(cast.staff).get(url("evidence-delete", EvidenceFactory().pk)).status_code == 404


# --- on the sheet -----------------------------------------------------------


def test_a_reported_year_without_evidence_says_so(sign_in, cast, measurement):
    assert "No evidence yet" in sheet(sign_in(cast.viewer), measurement)


def test_the_sheet_says_who_entered_an_achievement(sign_in, cast, measurement):
    assert f"{cast.staff.name}, " in sheet(sign_in(cast.viewer), measurement)


def test_who_has_a_role_elsewhere_is_called_by_their_address(sign_in, cast, measurement):
    MembershipFactory(user=cast.staff, unit__organization__code="ELSEWHERE", role=Membership.Role.VIEWER)
    page = sheet(sign_in(cast.viewer), measurement)
    assert f"{cast.staff.email}, " in page
    assert f"{cast.staff.name}, " not in page


def test_a_viewer_gets_no_controls_for_evidence(sign_in, cast, measurement, evidence):
    page = sheet(sign_in(cast.viewer), measurement)
    assert url("evidence-add", measurement.pk) not in page
    assert url("evidence-delete", evidence.pk) not in page


def test_a_closed_year_offers_no_controls_for_evidence(sign_in, cast, measurement, evidence):
    close(measurement, cast.administrator)
    page = sheet(sign_in(cast.staff), measurement)
    assert url("evidence-add", measurement.pk) not in page
    assert url("evidence-delete", evidence.pk) not in page


def test_a_year_before_the_plan_takes_evidence_too(sign_in, cast, measurement):
    [row] = services.write_history(indicator=measurement.indicator, values={2011: Decimal(90)}, by=cast.staff)
    response = sign_in(cast.staff).post(url("evidence-add", row.pk), REPORT)
    assert response.status_code == 302
    assert row.evidence.count() == 1

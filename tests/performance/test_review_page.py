"""The review: what the queue shows, approving and returning one or many, and marking as not applicable."""

from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.states import Move
from organizations.models import Membership
from performance.review import ROWS_PER_PAGE
from tests.factories import (
    EvidenceFactory,
    EvidenceFileFactory,
    MeasurementFactory,
    MembershipFactory,
    ObjectiveFactory,
)


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def value(year, scorecard, cast):
    """Makes an achievement that somebody entered, in the first perspective, as a draft."""
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())

    def make(code: str, achievement: str | None = "100", *, note: str = "", by=cast.staff) -> Measurement:
        row = MeasurementFactory(scorecard_year=year, indicator__objective=objective, indicator__code=code)
        changes = {"achievement": None if achievement is None else D(achievement), "note": note}
        return write_measurement(measurement=row, changes=changes, by=by)

    return make


@pytest.fixture
def submitted(value, year, cast):
    """Makes an achievement and submits it."""

    def make(code: str, achievement: str = "100", **options) -> Measurement:
        row = value(code, achievement, **options)
        [moved] = services.move_states(
            scorecard_year=year, measurements=[row.pk], move=Move.SUBMIT, by=cast.staff
        )
        return moved

    return make


def url(name: str = "review", *args) -> str:
    return reverse(f"performance:{name}", args=["ACME", "ACME", 2012, *args])


@pytest.fixture
def page(sign_in, cast):
    return lambda user=cast.manager, query="": sign_in(user).get(url() + query)


@pytest.fixture
def send(sign_in, cast):
    """Sends the form of the queue; answers the page that follows."""
    return lambda user=cast.manager, **data: sign_in(user).post(url(), data, follow=True)


def sent(*rows: Measurement) -> list[str]:
    return [f"{row.pk}:{row.version}" for row in rows]


def states() -> dict[str, str]:
    return dict(Measurement.objects.values_list("indicator__code", "state"))


def shown(response) -> list[str]:
    return [row.code for group in response.context["groups"] for row in group.rows]


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


# --- the queue ----------------------------------------------------------------


def test_the_queue_shows_what_a_decision_rests_on(submitted, page, scorecard, cast) -> None:
    row = submitted("A", "50", note="The press stood still")
    before = scorecard.years.model.objects.create(
        scorecard=scorecard, year=2011, scheme=scorecard.plan.scheme, weighting_mode="equal"
    )
    MeasurementFactory(indicator=row.indicator, scorecard_year=before, achievement=D("87.5"))
    proof = EvidenceFactory(measurement=row, title="Minutes of May")
    [group] = page().context["groups"]
    [line] = group.rows
    assert (line.value, line.target, line.last_year, line.note) == (
        "50",
        "100",
        "87.5",
        "The press stood still",
    )
    assert (line.entered_by, [each.url for each in line.proofs]) == (cast.staff.name, [proof.url])


def test_evidence_that_is_a_file_leads_to_its_download(submitted, page) -> None:
    proof = EvidenceFileFactory(measurement=submitted("A"))
    [line] = page().context["groups"][0].rows
    assert [each.url for each in line.proofs] == [
        reverse("indicators:evidence-file", args=["ACME", "ACME", 2012, proof.pk])
    ]


def test_the_queue_shows_what_is_in_the_chosen_state(value, submitted, page) -> None:
    value("A"), submitted("B")
    assert (shown(page()), shown(page(query="?state=draft"))) == (["B"], ["A"])


@pytest.mark.parametrize("query", ["?state=", "?state=nothing", "?state=%00"])
def test_a_state_that_does_not_exist_shows_what_waits(submitted, page, query) -> None:
    submitted("A")
    assert shown(page(query=query)) == ["A"]


@pytest.fixture
def three(submitted, monkeypatch):
    """Three that wait, two of which a page shows."""
    monkeypatch.setattr("performance.review.ROWS_PER_PAGE", 2)
    return [submitted(code) for code in "ABC"]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", ["A", "B"]),
        ("?page=2", ["C"]),
        ("?page=9", ["C"]),
        ("?page=x", ["A", "B"]),
        ("?page=%00", ["A", "B"]),
    ],
)
def test_a_long_queue_comes_in_pages(three, page, query, codes) -> None:
    response = page(query=query)
    assert (shown(response), response.context["waiting"]) == (codes, 3)


def test_who_decides_on_a_page_of_the_queue_comes_back_to_it(three, sign_in, cast) -> None:
    response = sign_in(cast.manager).post(f"{url()}?state=submitted&page=2", {"approve": sent(three[2])})
    assert response.url == f"{url()}?state=submitted&page=2"


def test_a_page_holds_no_more_rows_than_a_form_may_have_fields(settings) -> None:
    assert ROWS_PER_PAGE < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS / 2


def test_an_empty_queue_says_so(page, scorecard) -> None:
    assert "Nothing waits for approval" in page().content.decode()


def test_who_only_reads_sees_the_queue_without_buttons(submitted, page, cast) -> None:
    submitted("A")
    content = page(cast.viewer).content.decode()
    assert 'name="approve"' not in content
    assert "Only managers and administrators of this unit approve achievements." in content


def test_a_closed_year_shows_its_queue_without_buttons(submitted, page, cast, year) -> None:
    submitted("A")
    close(year, cast.administrator)
    content = page().content.decode()
    assert 'name="approve"' not in content
    assert "applies/" not in content


def test_the_own_value_says_that_somebody_else_has_to_approve_it(submitted, page, cast) -> None:
    submitted("A", by=cast.manager)
    content = page().content.decode()
    assert "You entered this value yourself" in content
    assert 'aria-label="Approve A"' not in content
    assert 'aria-label="Return A"' in content


def test_who_has_a_role_elsewhere_is_called_by_their_address(submitted, page, cast) -> None:
    submitted("A")
    MembershipFactory(user=cast.staff, unit__organization__code="ELSEWHERE", role=Membership.Role.VIEWER)
    assert page().context["groups"][0].rows[0].entered_by == cast.staff.email


# --- approve ------------------------------------------------------------------


def test_the_chosen_are_approved_at_once(submitted, send) -> None:
    rows = [submitted("A"), submitted("B"), submitted("C")]
    answer = send(approve="chosen", row=sent(*rows[:2])).content.decode()
    assert states() == {"A": "approved", "B": "approved", "C": "submitted"}
    assert "2 achievements are approved." in answer


def test_one_is_approved_by_its_own_button_whatever_else_is_chosen(submitted, send) -> None:
    first, second = submitted("A"), submitted("B")
    send(approve=sent(first)[0], row=sent(second))
    assert states() == {"A": "approved", "B": "submitted"}


def test_a_value_that_changed_since_the_page_was_read_is_not_approved(submitted, send, cast, year) -> None:
    seen = sent(submitted("A"), submitted("B"))
    row = Measurement.objects.get(indicator__code="B")
    write_measurement(measurement=row, changes={"achievement": D(120)}, by=cast.staff)
    services.move_states(scorecard_year=year, measurements=[row.pk], move=Move.SUBMIT, by=cast.staff)
    answer = send(approve="chosen", row=seen).content.decode()
    assert states() == {"A": "submitted", "B": "submitted"}
    assert "B: Somebody else changed this since you read it." in answer


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"approve": "chosen"},
        {"approve": ""},
        {"approve": "1"},
        {"approve": "x:\0"},
        {"return": "chosen", "row": "9" * 30 + ":1"},
        {"submit": "all"},
    ],
)
def test_what_the_page_does_not_send_changes_nothing_and_says_so(submitted, send, data) -> None:
    submitted("A")
    assert "Nothing was chosen." in send(**data).content.decode()
    assert states() == {"A": "submitted"}


@pytest.mark.parametrize("move", ["approve", "return"])
def test_a_row_that_is_not_here_is_refused(submitted, send, move) -> None:
    submitted("A")
    assert "not here" in send(**{move: "999999999:1"}).content.decode()


# --- return -------------------------------------------------------------------


def test_a_return_asks_for_its_reason_and_names_what_it_is_about(submitted, send) -> None:
    row = submitted("A")
    answer = send(**{"return": sent(row)[0]})
    assert (answer.status_code, states()) == (200, {"A": "submitted"})
    assert [each.indicator.code for each in answer.context["rows"]] == ["A"]
    assert f'name="row" value="{sent(row)[0]}"' in answer.content.decode()


def test_the_chosen_are_returned_with_a_reason(submitted, send) -> None:
    rows = [submitted("A"), submitted("B")]
    send(**{"return": "chosen", "row": sent(*rows), "reason": "Where does it come from?"})
    assert set(Measurement.objects.values_list("state", "state_reason")) == {
        ("returned", "Where does it come from?")
    }


@pytest.mark.parametrize("reason", ["", "  ", "x" * 251, "a\0b", "a\u202eb"])
def test_a_return_without_a_reason_that_can_be_kept_is_refused(submitted, send, reason) -> None:
    answer = send(**{"return": "chosen", "row": sent(submitted("A")), "reason": reason})
    assert (answer.status_code, states()) == (422, {"A": "submitted"})
    assert "reason" in answer.context["form"].errors


def test_a_return_of_what_changed_meanwhile_is_refused(submitted, send, cast) -> None:
    row = submitted("A")
    write_measurement(measurement=row, changes={"note": "checked"}, by=cast.staff)
    answer = send(**{"return": "chosen", "row": sent(row), "reason": "Why?"})
    assert answer.status_code == 422
    assert "A: Somebody else changed this" in answer.content.decode()


# --- not applicable -----------------------------------------------------------


@pytest.fixture
def applies(sign_in, cast):
    """The page that marks a measurement or takes its mark away; with data: what sending it answers."""

    def ask(row: Measurement, **data):
        client = sign_in(cast.manager)
        address = url("review-applies", row.pk)
        return client.post(address, {"version": row.version, **data}) if data else client.get(address)

    return ask


def test_the_effect_on_threshold_and_verdict_stands_there_before(submitted, value, applies) -> None:
    submitted("A")
    missing = value("B", None)
    lines = {line.label: (line.before, line.after) for line in applies(missing).context["effect"].lines}
    assert (lines["Threshold"], lines["Verdict"]) == (("4", "2"), ("Undecided", "Good"))
    assert states()["B"] == "draft"


def test_what_has_no_target_changes_nothing(value, applies) -> None:
    value("A")
    row = value("B", None)
    Measurement.objects.filter(pk=row.pk).update(target=None)
    assert not applies(row).context["effect"].changed


def test_an_indicator_is_marked_with_a_reason(value, applies) -> None:
    row = value("A")
    assert applies(row, reason="The line was sold").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.state_reason) == ("not_applicable", "The line was sold")


def test_a_mark_needs_a_reason(value, applies) -> None:
    assert applies(value("A"), reason="").status_code == 422
    assert states() == {"A": "draft"}


def test_the_mark_is_taken_away_again(value, applies) -> None:
    row = value("A")
    applies(row, reason="The line was sold")
    row.refresh_from_db()
    assert "Let A count in 2012 again?" in applies(row).content.decode()
    assert applies(row, confirmed="1").status_code == 302
    assert states() == {"A": "draft"}


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30, "7"])
def test_a_mark_for_what_was_not_seen_is_refused(value, applies, version) -> None:
    assert applies(value("A"), version=version, reason="Why").status_code == 422
    assert states() == {"A": "draft"}


def test_a_closed_year_takes_no_mark_and_says_so(value, applies, year, cast) -> None:
    row = value("A")
    close(year, cast.administrator)
    assert "2012 is closed" in applies(row).content.decode()
    assert applies(row, reason="Why").status_code == 422


# --- the overview ---------------------------------------------------------------


def test_the_overview_tells_a_manager_what_waits_for_their_approval(submitted, sign_in, cast) -> None:
    submitted("A"), submitted("B", by=cast.manager)
    overview = sign_in(cast.manager).get(url("overview"))
    assert overview.context["to_approve"] == 1
    assert url() in overview.content.decode()


def test_the_overview_tells_the_staff_what_can_be_submitted(value, sign_in, cast) -> None:
    value("A"), value("B", "50")
    assert sign_in(cast.staff).get(url("overview")).context["to_submit"] == 1
    assert sign_in(cast.viewer).get(url("overview")).context["to_submit"] == 0

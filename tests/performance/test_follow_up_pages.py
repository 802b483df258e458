"""The pages of follow-ups: what stands out, what the filters show, who may do what, and hostile input."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from organizations.models import Membership
from performance.models import FollowUp
from tests.factories import (
    FollowUpFactory,
    MembershipFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)

FACTS = {"cause": "No spare", "action": "Buy a spare", "due": "2013-03-31"}
LATER = datetime.date(2999, 1, 1)


def url(name: str = "follow-ups", *args, year: int = 2012, unit: str = "ACME") -> str:
    return reverse(f"performance:{name}", args=["ACME", unit, year, *args])


@pytest.fixture
def page(sign_in, cast):
    return lambda user=cast.manager, query="", year=2012: sign_in(user).get(url(year=year) + query)


@pytest.fixture
def follow_up(measured, cast):
    return FollowUpFactory(measurement=measured("A"), owner=cast.viewer, due=LATER)


def settle(follow_up: FollowUp, by, status: str = "closed") -> FollowUp:
    follow_up.status, follow_up.outcome = status, "It is mended"
    follow_up.closed_at, follow_up.closed_by = timezone.now(), by
    follow_up.save()
    return follow_up


def codes(blocks) -> list[str]:
    return [block.code for block in blocks]


def actions(response) -> set[str]:
    return {line.action for line in response.context["year"].lines}


# --- the list -------------------------------------------------------------------------


def test_what_has_no_answer_stands_first_with_the_way_to_one(page, measured, follow_up):
    bare = measured("B")
    response = page()
    assert codes(response.context["year"].blocks) == ["B", "A"]
    assert url("follow-up-add", bare.pk) in response.content.decode()
    assert "1 of 2 results below target has no answer yet" in response.context["answer"]


def test_a_result_that_is_on_target_again_still_shows_what_was_to_be_done(page, measured):
    FollowUpFactory(measurement=measured("A", achievement="150"))
    [block] = page().context["year"].blocks
    assert (block.status, block.is_unanswered) == ("above", False)


def test_what_is_open_from_an_earlier_year_comes_over_until_it_is_closed(page, follow_up, cast):
    [block] = page(year=2013).context["year"].carried
    assert (block.code, block.year) == ("A", 2012)
    settle(follow_up, cast.manager)
    assert page(year=2013).context["year"].carried == ()


def test_what_came_over_from_an_earlier_plan_leads_to_the_kpi_sheet_of_its_year(sign_in, follow_up, cast):
    plan = PlanFactory(organization=cast.unit.organization, first_year=2014, last_year=2015)
    later = ScorecardFactory(plan=plan, unit=cast.unit)
    ScorecardYearFactory(scorecard=later, year=2014)
    client, sheet = sign_in(cast.manager), follow_up.measurement.indicator_id
    address = reverse("indicators:indicator", args=["ACME", "ACME", 2012, sheet])
    assert address in client.get(url(year=2014)).content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"late", "mine", "free"}),
        ("?show=open", {"late", "mine", "free"}),
        ("?show=overdue", {"late"}),
        ("?show=mine", {"mine"}),
        ("?show=all", {"late", "mine", "free", "closed"}),
        ("?show=nothing", {"late", "mine", "free"}),
        ("?show=%00", {"late", "mine", "free"}),
    ],
)
def test_the_filters_stand_in_the_url(page, measured, cast, query, shown):
    row = measured("A")
    FollowUpFactory(measurement=row, action="late", due=datetime.date(2012, 6, 1))
    FollowUpFactory(measurement=row, action="mine", owner=cast.manager, due=LATER)
    FollowUpFactory(measurement=row, action="free", due=LATER)
    settle(FollowUpFactory(measurement=row, action="closed"), cast.manager)
    assert actions(page(query=query)) == shown


def test_what_is_overdue_is_said_in_words(page, measured):
    due = timezone.localdate() - datetime.timedelta(days=3)
    FollowUpFactory(measurement=measured("A"), due=due)
    response = page()
    assert "3 days overdue" in response.content.decode()
    assert "1 of them overdue" in response.context["answer"]


def test_a_year_without_anything_below_target_says_so(page, measured):
    measured("A", achievement="150")
    assert "Nothing to follow up" in page().content.decode()


def test_nothing_that_somebody_wrote_is_read_as_markup(page, measured):
    text = "<script>alert(1)</script>"
    FollowUpFactory(measurement=measured("A"), action=text, cause=text, progress_note=text, outcome=text)
    content = page().content.decode()
    assert text not in content
    assert escape(text) in content


def test_who_only_reads_sees_no_control_but_those_of_their_own(page, follow_up, measured, cast):
    other = FollowUpFactory(measurement=measured("B"), due=LATER)
    content = page(cast.viewer).content.decode()
    assert url("follow-up-progress", follow_up.pk) in content
    assert url("follow-up-progress", other.pk) not in content
    assert url("follow-up-close", follow_up.pk) not in content


# --- writing and changing -------------------------------------------------------------


@pytest.fixture
def send(sign_in, cast):
    return lambda address, user=cast.manager, **data: sign_in(user).post(address, data)


def test_a_manager_answers_a_result_and_comes_back_to_it(send, measured, cast):
    row = measured("A")
    response = send(url("follow-up-add", row.pk), **FACTS, owner=cast.staff.pk)
    follow_up = FollowUp.objects.get()
    assert (follow_up.measurement, follow_up.owner, follow_up.action) == (row, cast.staff, "Buy a spare")
    assert response.url == f"{url()}#result-{row.pk}"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cause", ""),
        ("cause", "a\0b"),
        ("cause", "x" * 2001),
        ("action", " "),
        ("action", "a\u202eb"),
        ("owner", ""),
        ("owner", "9" * 40),
        ("owner", "x\0"),
        ("due", ""),
        ("due", "31-12-2013"),
        ("due", "2011-12-31"),
        ("due", "99999-01-01"),
        ("due", "0001-01-01"),
        ("due", "2013-02-30\0"),
    ],
)
def test_what_can_not_be_kept_is_said_at_its_field(send, measured, cast, field, value):
    data = FACTS | {"owner": cast.staff.pk} | {field: value}
    response = send(url("follow-up-add", measured("A").pk), **data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not FollowUp.objects.exists()


def test_an_owner_from_elsewhere_is_no_choice(send, measured, cast):
    response = send(url("follow-up-add", measured("A").pk), **FACTS, owner=cast.outsider.pk)
    assert response.context["form"].errors["owner"] == ["Choose a person of this organization."]


def test_a_result_that_is_not_below_target_leads_back_and_says_why(sign_in, cast, measured):
    row = measured("A", achievement="150")
    response = sign_in(cast.manager).get(url("follow-up-add", row.pk), follow=True)
    assert "nothing to follow up" in response.content.decode()


def test_a_change_shows_what_is_stored_and_saves_what_is_sent(sign_in, send, follow_up, cast):
    address = url("follow-up-edit", follow_up.pk)
    initial = sign_in(cast.manager).get(address).context["form"]
    assert initial["owner"].value() == cast.viewer.pk
    assert send(address, **FACTS, owner=cast.viewer.pk, seen=1).status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.cause, follow_up.version) == ("No spare", 2)


@pytest.mark.parametrize("seen", ["", "0", "x", "9" * 30, "-1", "1\0"])
def test_a_change_of_what_was_not_seen_is_refused(send, follow_up, cast, seen):
    response = send(url("follow-up-edit", follow_up.pk), **FACTS, owner=cast.viewer.pk, seen=seen)
    assert response.status_code == 422
    follow_up.refresh_from_db()
    assert follow_up.version == 1


def test_an_outdated_form_stands_there_again_and_can_then_be_saved(send, follow_up, cast):
    address = url("follow-up-edit", follow_up.pk)
    assert send(address, **FACTS, owner=cast.viewer.pk, seen=1).status_code == 302
    data = FACTS | {"action": "Rent a spare", "owner": cast.viewer.pk}
    again = send(address, **data, seen=1)
    assert "stored is “Buy a spare”, you entered “Rent a spare”" in again.content.decode()
    assert send(address, **data, seen=again.context["form"].data["seen"]).status_code == 302


# --- the owner ------------------------------------------------------------------------


def test_the_owner_reports_and_a_manager_closes(send, follow_up, cast):
    report = {"status": "done", "progress_note": "Bought"}
    assert send(url("follow-up-progress", follow_up.pk), cast.viewer, **report, seen=1).status_code == 302
    ends = {"status": "closed", "outcome": "The press runs"}
    assert send(url("follow-up-close", follow_up.pk), cast.viewer, **ends, seen=2).status_code == 403
    assert send(url("follow-up-close", follow_up.pk), **ends, seen=2).status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.status, follow_up.progress_note, follow_up.closed_by) == (
        "closed",
        "Bought",
        cast.manager,
    )


@pytest.mark.parametrize("verb", ["get", "post"])
@pytest.mark.parametrize(
    ("who", "status"), [("staff", 403), ("person", 404), ("outsider", 404), ("viewer", 200)]
)
def test_only_the_owner_and_managers_report(sign_in, follow_up, cast, who, status, verb):
    answer = getattr(sign_in(cast.by_name(who)), verb)(url("follow-up-progress", follow_up.pk))
    assert answer.status_code == (422 if (verb, status) == ("post", 200) else status)


def test_an_owner_who_does_not_see_the_unit_finds_nothing(sign_in, follow_up, cast):
    follow_up.owner = cast.person
    follow_up.save()
    assert sign_in(cast.person).get(url("follow-up-progress", follow_up.pk)).status_code == 404


# --- where a follow-up is found ----------------------------------------------------------


@pytest.mark.parametrize("name", ["edit", "progress", "close", "history"])
def test_a_follow_up_is_found_in_its_year_and_later_ones_only(sign_in, measured, cast, name):
    follow_up = FollowUpFactory(measurement=measured("A", year=2013))
    client = sign_in(cast.manager)
    statuses = [
        client.get(url(f"follow-up-{name}", follow_up.pk, year=year)).status_code for year in (2012, 2013)
    ]
    assert statuses == [404, 200]


def test_a_follow_up_of_another_unit_is_not_found(sign_in, scorecard, cast):
    desk = ScorecardYearFactory(scorecard=ScorecardFactory(plan=scorecard.plan, unit=cast.desk))
    follow_up = FollowUpFactory(measurement__scorecard_year=desk)
    client = sign_in(cast.manager)
    assert client.get(url("follow-up-history", follow_up.pk)).status_code == 404
    assert client.get(url("follow-up-history", follow_up.pk, unit="DESK")).status_code == 200


@pytest.mark.parametrize("key", [0, 10**18, 10**30])
def test_a_key_that_does_not_exist_is_not_found(sign_in, cast, scorecard, key):
    client = sign_in(cast.manager)
    for name in ("add", "edit", "progress", "close", "reopen", "history"):
        assert client.get(url(f"follow-up-{name}", key)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "progress", "close"])
def test_the_forms_of_a_closed_one_lead_back_and_say_why(sign_in, follow_up, cast, name):
    settle(follow_up, cast.manager)
    answer = sign_in(cast.manager).get(url(f"follow-up-{name}", follow_up.pk), follow=True)
    assert "open it again first" in answer.content.decode()


def test_a_closed_one_is_opened_again_with_a_reason(send, follow_up, cast):
    settle(follow_up, cast.manager)
    address = url("follow-up-reopen", follow_up.pk)
    assert send(address, reason="", seen=1).status_code == 422
    assert send(address, reason="It broke again", seen=1).status_code == 302
    follow_up.refresh_from_db()
    assert follow_up.status == "open"


def test_the_history_tells_who_reported_what(send, sign_in, follow_up, cast):
    send(url("follow-up-progress", follow_up.pk), cast.viewer, status="done", progress_note="Bought", seen=1)
    content = sign_in(cast.manager).get(url("follow-up-history", follow_up.pk)).content.decode()
    assert "Reported as done" in content
    assert "Bought" in content


# --- other pages ------------------------------------------------------------------------


def overview(client, year: int = 2012):
    return client.get(url("overview", year=year))


def test_the_overview_shows_what_is_open_and_what_has_no_answer(sign_in, follow_up, measured, cast):
    measured("B")
    response = overview(sign_in(cast.manager))
    summary = response.context["follow_ups"]
    assert ([line.code for line in summary.lines], summary.to_answer) == (["A"], 1)
    assert [line.code for line in response.context["below"] if line.is_unanswered] == ["B"]


def test_the_overview_tells_each_what_waits_for_them(sign_in, follow_up, measured, cast):
    FollowUpFactory(measurement=measured("B"), status="done", owner=cast.viewer)
    waits = {
        name: overview(sign_in(cast.by_name(name))).context["follow_ups"] for name in ("viewer", "manager")
    }
    assert (waits["viewer"].to_report, waits["viewer"].to_close) == (1, 0)
    assert (waits["manager"].to_report, waits["manager"].to_close) == (0, 1)


def test_the_review_of_the_next_year_shows_what_is_still_open(sign_in, follow_up, cast):
    client = sign_in(cast.manager)
    assert follow_up.action in client.get(url("review", year=2013)).content.decode()
    settle(follow_up, cast.manager)
    assert follow_up.action not in client.get(url("review", year=2013)).content.decode()


def test_a_row_under_review_leads_to_its_follow_up_or_to_writing_one(sign_in, follow_up, measured, cast):
    bare = measured("B")
    content = sign_in(cast.manager).get(url("review") + "?state=draft").content.decode()
    assert url("follow-up-add", bare.pk) in content
    assert f"{url()}?show=all#result-{follow_up.measurement_id}" in content


def test_the_explanation_of_a_result_below_target_leads_to_its_follow_up(sign_in, measured, cast):
    below, above = measured("A"), measured("B", achievement="150")
    client = sign_in(cast.viewer)
    pages = [client.get(url("explanation", row.pk)).content.decode() for row in (below, above)]
    assert [url() in page.partition("<main")[2] for page in pages] == [True, False]


def test_who_has_a_role_elsewhere_is_called_by_their_address(page, follow_up, cast):
    MembershipFactory(user=cast.viewer, unit__organization__code="ELSEWHERE", role=Membership.Role.VIEWER)
    [line] = page().context["year"].lines
    assert line.owner == cast.viewer.email

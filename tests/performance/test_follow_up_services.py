"""Writing, changing, reporting on, closing and opening follow-ups again: the rules and the traces."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import Measurement
from performance.follow_up_conflicts import StaleFollowUp
from performance.follow_up_rules import Show, Standing, is_answered, last_day
from performance.follow_up_services import (
    change_follow_up,
    close_follow_up,
    create_follow_up,
    reopen_follow_up,
    report_progress,
)
from performance.models import FollowUp
from tests.factories import FollowUpFactory, UserFactory

DUE = datetime.date(2013, 3, 31)
TODAY = datetime.date(2013, 6, 15)
STANDINGS = st.builds(
    Standing,
    status=st.sampled_from(FollowUp.Status.values),
    due=st.dates(datetime.date(2013, 1, 1), datetime.date(2013, 12, 31)),
    owner=st.integers(1, 3),
)


@pytest.fixture
def answer(measured, cast):
    """Answers a result below target."""

    def make(measurement=None, **facts):
        values = {"cause": "No spare", "action": "Buy a spare", "owner": cast.staff, "due": DUE, **facts}
        return create_follow_up(measurement=measurement or measured(), by=cast.manager, **values)

    return make


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


# --- how one stands -------------------------------------------------------------------


@given(STANDINGS)
def test_what_is_overdue_is_to_do_and_everything_is_among_all(standing):
    def is_shown(show: Show) -> bool:
        return standing.is_shown(show, reader=1, today=TODAY)

    assert is_shown(Show.ALL)
    assert is_shown(Show.OPEN) >= is_shown(Show.OVERDUE)
    assert is_shown(Show.OPEN) >= is_shown(Show.MINE)


@given(st.lists(STANDINGS, max_size=4))
def test_a_result_is_answered_unless_all_of_its_follow_ups_are_cancelled(standings):
    assert is_answered(standings) == any(each.status != "cancelled" for each in standings)


@given(STANDINGS)
def test_only_what_is_being_worked_on_becomes_overdue_the_day_after_its_due_date(standing):
    at_work = standing.status in ("open", "in_progress")
    assert standing.is_overdue(standing.due) is False
    assert standing.is_overdue(standing.due + datetime.timedelta(days=1)) is at_work


# --- writing --------------------------------------------------------------------------


def test_a_follow_up_leaves_a_trace_of_who_wrote_it(answer, cast):
    follow_up = answer()
    assert (follow_up.status, follow_up.history.get().history_user) == ("open", cast.manager)


@pytest.mark.parametrize("achievement", ["150", None])
def test_what_is_not_below_target_needs_no_follow_up(answer, measured, achievement):
    with pytest.raises(ValidationError, match="nothing to follow up"):
        answer(measured(achievement=achievement))


def test_an_owner_has_a_role_in_the_organization(answer, cast):
    with pytest.raises(ValidationError) as refused:
        answer(owner=cast.outsider)
    assert refused.value.message_dict == {"owner": ["This person has no role in this organization."]}


@pytest.mark.parametrize("year", [2205, 9999])
def test_a_due_date_with_a_mistyped_year_is_refused(answer, year):
    latest = timezone.localdate().year + 10
    with pytest.raises(ValidationError) as refused:
        answer(due=datetime.date(year, 3, 31))
    assert refused.value.message_dict == {
        "due": [f"Read 31 March {year}; expected a day up to 31 December {latest}."]
    }


def test_what_follows_up_a_coming_year_may_be_due_ten_years_after_it():
    assert last_day(2030, datetime.date(2026, 5, 1)) == datetime.date(2040, 12, 31)


def test_nothing_is_due_before_the_year_of_the_result(answer):
    with pytest.raises(ValidationError) as refused:
        answer(due=datetime.date(2011, 12, 31))
    assert refused.value.message_dict == {
        "due": ["Read 31 December 2011; expected a day from 1 January 2012 on, where its year begins."]
    }


@pytest.mark.parametrize("name", ["cause", "action"])
def test_a_text_that_garbles_its_line_is_refused_at_its_field(answer, name):
    with pytest.raises(ValidationError) as refused:
        answer(**{name: "a\u202eb"})
    assert list(refused.value.message_dict) == [name]


def test_a_closed_year_takes_follow_ups_because_its_figures_stay(answer, scorecard, measured, cast):
    row = measured()
    close(scorecard.years.get(year=2012), cast.administrator)
    before = Measurement.objects.filter(pk=row.pk).values().get()
    follow_up = answer(row)
    report_progress(follow_up, status="done", progress_note="", by=cast.staff)
    close_follow_up(follow_up, status="closed", outcome="Mended", by=cast.manager)
    assert Measurement.objects.filter(pk=row.pk).values().get() == before


def test_the_result_can_be_gone_meanwhile(answer, measured):
    row = measured()
    Measurement.objects.filter(pk=row.pk).delete()
    with pytest.raises(ValidationError, match="deleted"):
        answer(row)


# --- changing -------------------------------------------------------------------------


def test_an_owner_who_left_may_stay_named(answer, cast):
    follow_up = answer()
    cast.staff.memberships.all().delete()
    assert change_follow_up(follow_up, action="Rent a spare", by=cast.manager).action == "Rent a spare"


def test_nothing_is_written_where_nothing_differs(answer, cast):
    follow_up = answer()
    change_follow_up(follow_up, action=follow_up.action, by=cast.manager)
    assert follow_up.history.count() == 1


def test_a_status_is_not_changed_with_the_facts(answer, cast):
    with pytest.raises(TypeError):
        change_follow_up(answer(), status="closed", by=cast.manager)


def test_what_somebody_else_changed_meanwhile_is_told_and_not_overwritten(answer, cast):
    follow_up = answer()
    change_follow_up(follow_up, seen=1, action="Rent a spare", by=cast.administrator)
    with pytest.raises(StaleFollowUp) as stale:
        change_follow_up(follow_up, seen=1, action="Lend a spare", by=cast.manager)
    first, second, _again = stale.value.messages
    assert "Administrator changed this follow-up" in first
    assert second == "Action: stored is “Rent a spare”, you entered “Lend a spare”."
    assert stale.value.newest == 2


def test_changes_of_different_fields_both_stand(answer, cast):
    follow_up = answer()
    change_follow_up(follow_up, seen=1, due=datetime.date(2013, 5, 1), by=cast.administrator)
    changed = report_progress(follow_up, seen=1, status="in_progress", progress_note="Half", by=cast.staff)
    assert (changed.due, changed.status, changed.version) == (datetime.date(2013, 5, 1), "in_progress", 3)


def test_who_saw_nothing_overwrites_nothing(answer, cast):
    with pytest.raises(StaleFollowUp):
        change_follow_up(answer(), seen=0, owner=cast.viewer, by=cast.manager)


def test_a_follow_up_that_went_with_its_indicator_is_told(cast, answer):
    follow_up = answer()
    FollowUp.objects.all().delete()
    with pytest.raises(ValidationError, match="deleted this follow-up"):
        change_follow_up(follow_up, action="Rent", by=cast.manager)


# --- reporting, closing, opening again -------------------------------------------------


@pytest.mark.parametrize("status", ["closed", "cancelled", "lost", ""])
def test_a_report_neither_closes_nor_invents_a_status(answer, cast, status):
    with pytest.raises(ValidationError) as refused:
        report_progress(answer(), status=status, progress_note="", by=cast.staff)
    assert list(refused.value.message_dict) == ["status"]


@pytest.mark.parametrize("status", ["closed", "cancelled"])
def test_closing_says_who_when_and_what_came_of_it(answer, cast, status):
    closed = close_follow_up(answer(), status=status, outcome="Mended", by=cast.manager)
    assert (closed.status, closed.outcome, closed.closed_by) == (status, "Mended", cast.manager)
    assert closed.closed_at


@pytest.mark.parametrize("outcome", ["", "  "])
def test_closing_needs_an_outcome(answer, cast, outcome):
    with pytest.raises(ValidationError) as refused:
        close_follow_up(answer(), status="closed", outcome=outcome, by=cast.manager)
    assert refused.value.message_dict == {"outcome": ["Say what came of it."]}


@pytest.mark.parametrize("status", ["open", "done", ""])
def test_closing_ends_a_follow_up(answer, cast, status):
    with pytest.raises(ValidationError) as refused:
        close_follow_up(answer(), status=status, outcome="Mended", by=cast.manager)
    assert list(refused.value.message_dict) == ["status"]


@pytest.fixture
def closed(answer, cast):
    return close_follow_up(answer(), status="closed", outcome="Mended", by=cast.manager)


@pytest.mark.parametrize(
    "act",
    [
        lambda row, by: change_follow_up(row, action="Rent a spare", by=by),
        lambda row, by: report_progress(row, status="open", progress_note="", by=by),
        lambda row, by: close_follow_up(row, status="cancelled", outcome="No", by=by),
    ],
    ids=["change", "report", "close"],
)
def test_what_is_closed_stays_as_it_is(closed, cast, act):
    with pytest.raises(ValidationError, match="open it again first"):
        act(closed, cast.manager)


def test_a_closed_one_comes_back_and_the_history_keeps_why_and_the_outcome(closed, cast):
    opened = reopen_follow_up(closed, reason="It broke again", by=cast.manager)
    last, before, *_first = opened.history.all()
    assert (opened.status, opened.outcome, opened.closed_at, opened.closed_by) == ("open", "", None, None)
    assert (last.history_change_reason, before.outcome) == ("It broke again", "Mended")


def test_opening_again_needs_a_reason(closed, cast):
    with pytest.raises(ValidationError) as refused:
        reopen_follow_up(closed, reason=" ", by=cast.manager)
    assert list(refused.value.message_dict) == ["reason"]


def test_an_open_one_is_not_opened_again(answer, cast):
    with pytest.raises(ValidationError, match="is not closed"):
        reopen_follow_up(answer(), reason="Why not", by=cast.manager)


def test_a_person_who_is_named_nowhere_can_own_no_follow_up(db, cast):
    follow_up = FollowUpFactory(measurement__scorecard_year__scorecard__unit=cast.unit)
    with pytest.raises(ValidationError, match="no role"):
        change_follow_up(follow_up, owner=UserFactory(), by=cast.manager)

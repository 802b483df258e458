"""Follow-ups as other parts read them, and what becomes of them when what they are about is deleted."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from indicators import services
from indicators.deletions import indicator_consequences
from indicators.plan_deletion import plan_consequences
from indicators.scorecard_year import load_scorecard_year
from indicators.services.practice import make_practice_copy
from indicators.services.throwing_away import throw_away
from indicators.shown_deletions import hanging_on_indicator
from organizations.history import validate
from performance.follow_ups import open_follow_ups, unanswered, waiting_for_owner
from performance.models import FollowUp
from tests.factories import (
    FollowUpFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)


def table(scorecard, year: int = 2012):
    return load_scorecard_year(scorecard.years.get(year=year))


def settle(follow_up: FollowUp, status: str, by) -> None:
    follow_up.status, follow_up.outcome = status, "It is mended"
    follow_up.closed_at, follow_up.closed_by = timezone.now(), by
    follow_up.save()


# --- what is unanswered ---------------------------------------------------------


def test_what_is_below_target_is_unanswered_until_somebody_follows_it_up(measured, scorecard):
    first, second = measured("A"), measured("B")
    measured("C", achievement="150"), measured("D", achievement=None)
    FollowUpFactory(measurement=first)
    assert [row.measurement for row in unanswered(table(scorecard))] == [second]


def test_a_cancelled_follow_up_is_no_answer_and_a_closed_one_is(measured, scorecard, cast):
    cancelled, closed = measured("A"), measured("B")
    settle(FollowUpFactory(measurement=cancelled), "cancelled", cast.manager)
    settle(FollowUpFactory(measurement=closed), "closed", cast.manager)
    assert [row.measurement for row in unanswered(table(scorecard))] == [cancelled]


def test_finding_what_is_unanswered_costs_one_query(measured, scorecard, django_assert_num_queries):
    for number in range(3):
        FollowUpFactory(measurement=measured(f"A{number}"))
    loaded = table(scorecard)
    with django_assert_num_queries(1):
        unanswered(loaded)


def test_where_nothing_is_below_target_nothing_is_asked(measured, scorecard, django_assert_num_queries):
    measured(achievement="150")
    loaded = table(scorecard)
    with django_assert_num_queries(0):
        assert unanswered(loaded) == ()


# --- what is open -----------------------------------------------------------------


def test_a_follow_up_comes_back_in_later_years_until_it_is_closed(measured, scorecard, cast):
    follow_up = FollowUpFactory(measurement=measured())
    assert list(open_follow_ups(scorecard, 2013)) == [follow_up]
    settle(follow_up, "closed", cast.manager)
    assert not open_follow_ups(scorecard, 2013)


def test_a_follow_up_is_not_there_before_its_year(measured, scorecard):
    FollowUpFactory(measurement=measured(year=2013))
    assert not open_follow_ups(scorecard, 2012)


def test_a_follow_up_of_the_plan_before_comes_back_in_the_next_plan(measured, scorecard):
    follow_up = FollowUpFactory(measurement=measured())
    next_plan = PlanFactory(organization=scorecard.plan.organization, first_year=2014, last_year=2015)
    successor = ScorecardFactory(plan=next_plan, unit=scorecard.unit)
    assert list(open_follow_ups(successor, 2014)) == [follow_up]


def test_a_follow_up_of_another_unit_is_not_shown(scorecard, cast):
    desk = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    FollowUpFactory(measurement__scorecard_year=ScorecardYearFactory(scorecard=desk))
    assert not open_follow_ups(scorecard, 2013)


def test_everything_said_of_open_follow_ups_comes_with_one_query(
    measured, scorecard, django_assert_num_queries
):
    for number in range(3):
        FollowUpFactory(measurement=measured(f"A{number}"))
    with django_assert_num_queries(1):
        said = [
            (each.measurement.indicator.code, each.measurement.scorecard_year.year, each.owner_name)
            for each in open_follow_ups(scorecard, 2012)
        ]
    assert len(said) == 3


def test_what_is_reported_as_done_no_longer_waits_for_its_owner(measured, scorecard, cast):
    row = measured()
    mine = FollowUpFactory(measurement=row, owner=cast.viewer, status="in_progress")
    FollowUpFactory(measurement=row, owner=cast.viewer, status="done")
    FollowUpFactory(measurement=row, owner=cast.manager)
    assert list(waiting_for_owner(cast.viewer, scorecard, 2012)) == [mine]


@pytest.mark.parametrize(
    ("status", "due", "is_overdue"),
    [
        ("open", "2013-03-30", True),
        ("in_progress", "2013-03-30", True),
        ("open", "2013-03-31", False),
        ("done", "2013-03-30", False),
    ],
)
def test_what_is_not_done_on_its_day_is_overdue_the_day_after(db, status, due, is_overdue):
    FollowUpFactory(status=status, due=datetime.date.fromisoformat(due))
    assert FollowUp.objects.overdue(today=datetime.date(2013, 3, 31)).exists() is is_overdue


# --- what the database holds ------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"cause": ""}, "This field cannot be blank"),
        ({"action": ""}, "This field cannot be blank"),
        ({"status": "closed", "outcome": "Done"}, "says who closed it and when"),
        ({"closed_at": datetime.datetime(2013, 1, 1, tzinfo=datetime.UTC)}, "says who closed it and when"),
        ({"status": "lost"}, "not a valid choice"),
        ({"cause": "x" * 2001}, "at most 2000 characters"),
    ],
)
def test_a_follow_up_that_contradicts_itself_is_refused_in_words(db, values, words):
    follow_up = FollowUpFactory()
    for name, value in values.items():
        setattr(follow_up, name, value)
    with pytest.raises(ValidationError, match=words):
        validate(follow_up)


@pytest.mark.parametrize("field", ["cause", "action"])
def test_the_database_takes_no_follow_up_without_cause_or_action(db, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(**{field: ""})


def test_the_database_takes_none_that_is_closed_without_an_outcome(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(status="closed", closed_at=timezone.now(), closed_by=cast.manager)


# --- what goes with what is deleted -------------------------------------------------


@pytest.fixture
def follow_up(measured):
    return FollowUpFactory(measurement=measured(), action="Maintain\nthe press")


def test_whoever_deletes_an_indicator_reads_which_follow_ups_go_along(follow_up):
    indicator = follow_up.measurement.indicator
    assert "Follow-up: Maintain the press" in indicator_consequences([indicator])


def test_many_follow_ups_that_go_along_are_counted(measured):
    row = measured()
    for _number in range(42):
        FollowUpFactory(measurement=row)
    assert "Follow-up: 2 further ones" in indicator_consequences([row.indicator])


def test_an_indicator_goes_with_its_follow_ups_which_leave_a_trace(follow_up, cast):
    indicator = follow_up.measurement.indicator
    services.delete_indicator(indicator, by=cast.manager, reason="A mistake")
    trace = FollowUp.history.get(id=follow_up.pk, history_type="-")
    assert (FollowUp.objects.exists(), trace.history_change_reason) == (False, "A mistake")


def test_a_follow_up_written_while_somebody_was_asked_stops_the_deletion(measured, cast):
    indicator = measured().indicator
    shown = hanging_on_indicator(indicator)
    FollowUpFactory(measurement=indicator.measurements.get())
    with pytest.raises(ValidationError, match="what goes with it has changed"):
        services.delete_indicator(indicator, by=cast.manager, shown=shown)


def test_an_objective_goes_with_the_follow_ups_of_its_indicators(follow_up, cast):
    services.delete_objective(follow_up.measurement.indicator.objective, by=cast.manager)
    assert not FollowUp.objects.exists()


@pytest.fixture
def cleared(follow_up):
    """A follow-up whose achievement was taken back, so that the plan can be deleted."""
    row = follow_up.measurement
    row.achievement = row.level = row.attainment = None
    row.save()
    return follow_up


def test_a_scorecard_goes_with_its_follow_ups(cleared, scorecard, cast):
    services.delete_scorecard(scorecard, by=cast.administrator)
    assert not FollowUp.objects.exists()


def test_a_plan_goes_with_its_follow_ups_and_says_how_many(cleared, scorecard, cast):
    assert "Follow-ups: 1" in plan_consequences(scorecard.plan)
    services.delete_plan_with_scorecards(scorecard.plan, by=cast.administrator)
    assert not FollowUp.objects.exists()


def test_a_year_with_a_follow_up_does_not_leave_the_plan(scorecard, cast):
    FollowUpFactory(
        measurement__scorecard_year=scorecard.years.get(year=2013),
        measurement__indicator__code="A",
        measurement__target=None,
    )
    with pytest.raises(ValidationError, match=r"2013 still has follow-ups \(A\)"):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=cast.administrator)


def test_neither_a_plan_copy_nor_a_practice_copy_takes_follow_ups_along(follow_up, scorecard, cast):
    services.copy_plan(scorecard.plan, name="Next", first_year=2014, last_year=2015, by=cast.administrator)
    make_practice_copy(scorecard, by=cast.manager)
    assert list(FollowUp.objects.all()) == [follow_up]


def test_a_practice_copy_is_thrown_away_with_the_follow_ups_written_in_it(follow_up, scorecard, cast):
    root = make_practice_copy(scorecard, by=cast.manager)
    copied = root.scorecards.get().years.get(year=2012).measurements.get()
    FollowUpFactory(measurement=copied)
    throw_away(root.organization, by=cast.manager)
    assert list(FollowUp.objects.all()) == [follow_up]

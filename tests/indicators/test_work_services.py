"""Writing work programs: within the year, traced, never in a closed one; what goes with an initiative."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators import services
from indicators.deletions import indicator_consequences, initiative_consequences
from indicators.models import Evidence, Indicator, Initiative, WorkProgram
from indicators.work_conflicts import StaleWorkProgram, newest_trace
from scorecards.locks import YearClosed
from scorecards.models import Scorecard
from tests.factories import (
    EvidenceFactory,
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    MembershipFactory,
    ObjectiveFactory,
    UserFactory,
    WorkProgramFactory,
)

MAY, JUNE = datetime.date(2012, 5, 1), datetime.date(2012, 6, 30)


@pytest.fixture
def by(cast):
    return cast.staff


@pytest.fixture
def indicator(scorecard):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    return IndicatorFactory(objective=objective, code="SS1-1", order=1)


@pytest.fixture
def initiative(indicator):
    return InitiativeFactory(indicator=indicator, name="Train people", order=1)


@pytest.fixture
def year(scorecard):
    return year_of(scorecard, 2012)


@pytest.fixture
def program(initiative, year, by):
    return services.create_work_program(
        initiative=initiative, scorecard_year=year, name="Train 20 people", by=by
    )


def year_of(scorecard, year):
    return scorecard.years.select_related("scorecard__plan").get(year=year)


def close(scorecard, year, by):
    scorecard.years.filter(year=year).update(closed_at=timezone.now(), closed_by=by)


def version(scorecard):
    return Scorecard.objects.get(pk=scorecard.pk).version


def refused(program, by, **changes):
    """The error of a change by field."""
    with pytest.raises(ValidationError) as refusal:
        services.change_work_program(program, by=by, **changes)
    return {field: " ".join(errors) for field, errors in refusal.value.message_dict.items()}


# --- one work program -------------------------------------------------------


def test_a_work_program_begins_planned_and_says_nothing_about_money(program):
    assert (program.status, program.progress, program.budget, program.spent) == ("planned", 0, None, None)


def test_a_work_program_keeps_all_that_is_said_about_it(initiative, year, cast, by):
    facts = {
        "owner": cast.manager,
        "budget": Decimal("9999999999999.99"),
        "spent": Decimal("0.01"),
        "start": MAY,
        "end": JUNE,
        "progress": 40,
        "status": "running",
    }
    made = services.create_work_program(
        initiative=initiative, scorecard_year=year, name="Train", by=by, **facts
    )
    stored = WorkProgram.objects.get(pk=made.pk)
    assert {name: getattr(stored, name) for name in facts} == facts


def test_a_new_work_program_comes_last(initiative, year, program, by):
    other = services.create_work_program(initiative=initiative, scorecard_year=year, name="Other", by=by)
    assert list(WorkProgram.objects.all()) == [program, other]


def test_each_change_leaves_who_old_and_new(program, by, cast):
    services.change_work_program(program, by=cast.manager, budget=Decimal(5))
    row = program.history.first()
    assert (row.budget, row.history_user, row.prev_record.budget) == (5, cast.manager, None)


def test_what_does_not_differ_is_not_written(program, by):
    services.change_work_program(program, by=by, name=program.name, progress=0)
    assert program.history.count() == 1


def test_each_write_raises_the_version_of_the_scorecard(scorecard, program, by):
    before = version(scorecard)
    services.change_work_program(program, by=by, progress=10)
    services.delete_work_program(program, by=by)
    assert version(scorecard) == before + 2


def test_a_start_outside_of_the_year_is_told_with_what_was_read(program, by):
    errors = refused(program, by, start=datetime.date(2013, 1, 1))
    assert errors == {"start": "Read 1 January 2013; expected a day of 2012, whose work program this is."}


def test_an_end_outside_of_the_year_is_told_at_the_end(program, by):
    assert list(refused(program, by, end=datetime.date(2011, 12, 31))) == ["end"]


def test_an_end_before_the_start_is_told_at_the_end(program, by):
    errors = refused(program, by, start=JUNE, end=MAY)
    assert errors == {"end": "Read 1 May 2012; expected a day not before the start, 30 June 2012."}


def test_what_is_done_has_to_be_complete_and_says_so_at_the_progress(program, by):
    errors = refused(program, by, status="done", progress=60)
    assert errors == {"progress": "Read 60; what is done has a progress of 100 percent."}


def test_what_is_done_cannot_fall_back_while_it_stays_done(program, by):
    services.change_work_program(program, by=by, status="done", progress=100)
    assert list(refused(program, by, progress=90)) == ["progress"]


@pytest.mark.parametrize("field", ["budget", "spent"])
def test_an_amount_is_not_negative(program, by, field):
    assert list(refused(program, by, **{field: Decimal(-1)})) == [field]


@pytest.mark.parametrize("amount", [Decimal("12345678901234"), Decimal("1.234")])
def test_an_amount_has_at_most_fifteen_digits_and_two_decimals(program, by, amount):
    assert list(refused(program, by, budget=amount)) == ["budget"]


@pytest.mark.parametrize("name", ["", "x" * 251])
def test_a_work_program_has_a_name_of_at_most_250_characters(program, by, name):
    assert list(refused(program, by, name=name)) == ["name"]


def test_a_name_stands_once_at_an_initiative_in_a_year(initiative, year, program, by):
    with pytest.raises(ValidationError) as refusal:
        services.create_work_program(initiative=initiative, scorecard_year=year, name=program.name, by=by)
    assert list(refusal.value.error_dict) == ["name"]


def test_a_name_stands_again_in_another_year(scorecard, initiative, program, by):
    services.create_work_program(
        initiative=initiative, scorecard_year=year_of(scorecard, 2013), name=program.name, by=by
    )
    assert WorkProgram.objects.count() == 2


def test_the_owner_has_a_role_in_the_organization(program, cast, by):
    assert list(refused(program, by, owner=cast.outsider)) == ["owner"]


def test_whoever_has_left_the_organization_may_stay_named(program, cast, by):
    leaver = MembershipFactory(unit=cast.unit)
    services.change_work_program(program, by=by, owner=leaver.user)
    leaver.delete()
    assert services.change_work_program(program, by=by, progress=10).owner == leaver.user


def test_an_initiative_of_another_scorecard_gets_no_work_program_here(year, by):
    with pytest.raises(ValidationError, match="another scorecard"):
        services.create_work_program(initiative=InitiativeFactory(), scorecard_year=year, name="Train", by=by)


def test_a_year_before_the_plan_has_no_work_programs(scorecard, indicator, initiative, by):
    services.write_history(indicator=indicator, values={2010: Decimal(3)}, by=by)
    with pytest.raises(ValidationError, match="2010 is none of the plan's years"):
        services.create_work_program(
            initiative=initiative, scorecard_year=year_of(scorecard, 2010), name="Train", by=by
        )


def test_a_deleted_work_program_is_not_changed(program, by):
    gone = WorkProgram.objects.get(pk=program.pk)
    services.delete_work_program(program, by=by)
    with pytest.raises(ValidationError, match="deleted this work program"):
        services.change_work_program(gone, by=by, progress=10)


def test_a_deleted_initiative_gets_no_work_program(initiative, year, by):
    gone = Initiative.objects.get(pk=initiative.pk)
    services.delete_initiative(initiative, by=by)
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        services.create_work_program(initiative=gone, scorecard_year=year, name="Train", by=by)


def test_a_work_program_moves_among_those_of_its_initiative_and_year(scorecard, initiative, year, by):
    first, second = (
        WorkProgramFactory(initiative=initiative, scorecard_year=year, order=order) for order in (1, 2)
    )
    WorkProgramFactory(initiative=initiative, scorecard_year=year_of(scorecard, 2013), order=1)
    assert services.move_work_program(second, direction="up", by=by)
    assert list(WorkProgram.objects.filter(scorecard_year=year)) == [second, first]


def test_a_deletion_leaves_its_reason(program, by):
    services.delete_work_program(program, by=by, reason="Not needed")
    assert not WorkProgram.objects.exists()
    assert WorkProgram.history.first().history_change_reason == "Not needed"


@pytest.mark.parametrize(
    "act",
    [
        lambda program, by: services.change_work_program(program, by=by, progress=1),
        lambda program, by: services.move_work_program(program, direction="up", by=by),
        lambda program, by: services.delete_work_program(program, by=by),
        lambda program, by: services.create_work_program(
            initiative=program.initiative, scorecard_year=program.scorecard_year, name="New", by=by
        ),
        lambda program, by: services.plan_work_programs(program.scorecard_year, by=by),
        lambda program, by: services.carry_over(program.scorecard_year, by=by),
    ],
    ids=["change", "move", "delete", "create", "plan", "carry over"],
)
def test_nothing_of_a_closed_year_changes(scorecard, program, by, act):
    close(scorecard, 2012, by)
    with pytest.raises(YearClosed):
        act(program, by)


def test_of_two_forms_opened_at_once_only_the_first_is_saved(program, cast, by):
    opened = newest_trace(program.pk)
    services.change_work_program(program, by=cast.manager, seen=opened, progress=50)
    with pytest.raises(StaleWorkProgram, match="you entered 30"):
        services.change_work_program(program, by=by, seen=opened, progress=30)
    assert WorkProgram.objects.get().progress == 50


def test_two_who_enter_the_same_do_not_stand_in_each_others_way(program, cast, by):
    opened = newest_trace(program.pk)
    for person in (cast.manager, by):
        services.change_work_program(program, by=person, seen=opened, progress=50)
    assert program.history.count() == 2


# --- many at once -----------------------------------------------------------


def test_each_initiative_without_a_work_program_gets_one_of_its_name(indicator, program, year, by):
    InitiativeFactory(indicator=indicator, name="Buy tools")
    assert services.plan_work_programs(year, by=by) == 1
    assert {each.name for each in WorkProgram.objects.all()} == {"Train 20 people", "Buy tools"}


def test_planning_twice_makes_nothing_new(initiative, year, by):
    assert [services.plan_work_programs(year, by=by) for _each in range(2)] == [1, 0]


def test_planning_leaves_other_scorecards_alone(initiative, year, by):
    InitiativeFactory()
    services.plan_work_programs(year, by=by)
    assert [each.initiative for each in WorkProgram.objects.all()] == [initiative]


def test_what_is_planned_at_once_leaves_a_trace_each(initiative, year, by):
    services.plan_work_programs(year, by=by)
    assert WorkProgram.history.get().history_user == by


def test_what_was_not_finished_is_carried_over_with_name_and_owner_alone(scorecard, program, cast, by):
    services.change_work_program(
        program, by=by, owner=cast.manager, budget=Decimal(10), progress=70, status="running", end=JUNE
    )
    assert services.carry_over(year_of(scorecard, 2013), by=by) == 1
    made = WorkProgram.objects.get(scorecard_year__year=2013)
    assert (made.name, made.owner, made.initiative) == (program.name, cast.manager, program.initiative)
    assert (made.budget, made.end, made.progress, made.status) == (None, None, 0, "planned")


@pytest.mark.parametrize("status", ["done", "stopped"])
def test_what_is_done_or_stopped_is_not_carried_over(scorecard, program, by, status):
    services.change_work_program(program, by=by, status=status, progress=100)
    assert services.carry_over(year_of(scorecard, 2013), by=by) == 0


def test_what_has_been_carried_over_is_not_carried_over_again(scorecard, program, by):
    year = year_of(scorecard, 2013)
    assert [services.carry_over(year, by=by) for _each in range(2)] == [1, 0]


def test_a_closed_year_can_be_carried_over_from(scorecard, program, by):
    close(scorecard, 2012, by)
    assert services.carry_over(year_of(scorecard, 2013), by=by) == 1


def test_an_owner_who_has_left_is_not_carried_over(scorecard, program, by):
    WorkProgram.objects.filter(pk=program.pk).update(owner=UserFactory())
    services.carry_over(year_of(scorecard, 2013), by=by)
    assert WorkProgram.objects.get(scorecard_year__year=2013).owner is None


# --- what hangs on what -----------------------------------------------------


def test_an_initiative_goes_with_its_work_programs(program, by):
    services.delete_initiative(program.initiative, by=by, reason="No money")
    assert not WorkProgram.objects.exists()
    assert WorkProgram.history.first().history_change_reason == "No money"


def test_an_initiative_at_work_in_a_closed_year_stays(scorecard, program, by):
    close(scorecard, 2012, by)
    with pytest.raises(YearClosed):
        services.delete_initiative(program.initiative, by=by)
    assert Initiative.objects.exists()


def test_an_indicator_at_work_in_a_closed_year_stays_even_without_a_measurement(scorecard, program, by):
    close(scorecard, 2012, by)
    with pytest.raises(YearClosed):
        services.delete_indicator(program.initiative.indicator, by=by)


def test_an_indicator_goes_with_work_programs_and_evidence(program, year, by):
    indicator = program.initiative.indicator
    EvidenceFactory(measurement=MeasurementFactory(indicator=indicator, scorecard_year=year))
    services.delete_indicator(indicator, by=by)
    counts = [model.objects.count() for model in (Indicator, Initiative, WorkProgram, Evidence)]
    assert counts == [0, 0, 0, 0]


def test_work_programs_and_evidence_are_named_among_what_goes_along(program, year):
    indicator = program.initiative.indicator
    EvidenceFactory(
        measurement=MeasurementFactory(indicator=indicator, scorecard_year=year, target=None), title="Minutes"
    )
    assert indicator_consequences([indicator]) == [
        "Evidence of SS1-1 in 2012: Minutes",
        "Initiative: Train people",
        "Work program 2012: Train 20 people",
    ]


def test_many_work_programs_are_counted_at_the_end(initiative, year):
    WorkProgramFactory.create_batch(43, initiative=initiative, scorecard_year=year)
    sentences = initiative_consequences(initiative)
    assert (len(sentences), sentences[-1]) == (41, "and 3 further work programs")


def test_a_year_with_a_work_program_does_not_leave_the_plan(scorecard, initiative, by):
    WorkProgramFactory(initiative=initiative, scorecard_year=year_of(scorecard, 2013), name="Train 20 people")
    with pytest.raises(ValidationError, match=r"2013 still has work programs \(Train 20 people\)"):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=by)
    assert WorkProgram.objects.exists()


def test_a_year_with_evidence_does_not_leave_the_plan(scorecard, indicator, by):
    row = MeasurementFactory(indicator=indicator, scorecard_year=year_of(scorecard, 2013), target=None)
    EvidenceFactory.create_batch(2, measurement=row)
    with pytest.raises(ValidationError, match=r"2013 still has evidence \(SS1-1\)\. Remove it first\."):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=by)

"""The service that moves states: all or nothing, with history, under the year's lock, nothing unseen."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.bulk_measuring import RowsRefused
from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.services import move_states
from indicators.states import Move
from scorecards.locks import YearClosed
from tests.factories import MeasurementFactory, ObjectiveFactory


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def value(year, scorecard, cast):
    """Makes an achievement that the staff entered, on target unless something else is said."""
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())

    def make(code: str, achievement: str | None = "100", *, note: str = "", by=cast.staff) -> Measurement:
        row = MeasurementFactory(scorecard_year=year, indicator__objective=objective, indicator__code=code)
        changes = {"achievement": None if achievement is None else D(achievement), "note": note}
        return write_measurement(measurement=row, changes=changes, by=by)

    return make


@pytest.fixture
def move(year):
    def make(move: Move, *rows: Measurement, by, **options) -> list[Measurement]:
        keys = [row.pk for row in rows]
        return move_states(scorecard_year=year, measurements=keys, move=move, by=by, **options)

    return make


@pytest.fixture
def submitted(value, move, cast):
    [row] = move(Move.SUBMIT, value("A"), by=cast.staff)
    return row


def state(row: Measurement) -> str:
    return Measurement.objects.get(pk=row.pk).state


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


def test_many_are_submitted_at_once(value, move, cast) -> None:
    rows = [value("A"), value("B"), value("C")]
    move(Move.SUBMIT, *rows, by=cast.staff)
    assert [state(row) for row in rows] == ["submitted"] * 3


def test_a_move_leaves_who_and_why(submitted, move, cast) -> None:
    move(Move.RETURN, submitted, by=cast.manager, reason="  Where does it come from? ")
    trace = submitted.history.first()
    assert (trace.history_user, trace.state, trace.history_change_reason, trace.state_reason) == (
        cast.manager,
        "returned",
        "Where does it come from?",
        "Where does it come from?",
    )


def test_submitting_again_takes_the_reason_of_the_return_away(submitted, move, cast) -> None:
    move(Move.RETURN, submitted, by=cast.manager, reason="Where does it come from?")
    [row] = move(Move.SUBMIT, submitted, by=cast.staff)
    assert (row.state, row.state_reason) == ("submitted", "")


def test_a_move_raises_the_versions_of_the_row_and_of_the_scorecard(value, move, cast, scorecard) -> None:
    row = value("A")
    scorecard.refresh_from_db()
    before = scorecard.version
    [moved] = move(Move.SUBMIT, row, by=cast.staff)
    scorecard.refresh_from_db()
    assert (moved.version, scorecard.version) == (row.version + 1, before + 1)


def test_nothing_is_moved_when_one_is_refused_and_each_refused_one_is_named(value, move, cast) -> None:
    good, missing, below = value("A"), value("B", None), value("C", "50")
    with pytest.raises(RowsRefused) as refused:
        move(Move.SUBMIT, good, missing, below, by=cast.staff)
    assert refused.value.messages == [
        "B: It has no achievement yet.",
        "C: It is below target; a note has to say why first.",
    ]
    assert set(refused.value.by_row) == {missing.pk, below.pk}
    assert state(good) == "draft"


def test_a_level_below_target_is_submitted_with_a_note(value, move, cast) -> None:
    [row] = move(Move.SUBMIT, value("A", "50", note="The press stood still"), by=cast.staff)
    assert row.state == "submitted"


def test_a_value_that_changed_since_it_was_seen_is_not_approved_unseen(submitted, move, cast) -> None:
    seen = submitted.version
    write_measurement(measurement=submitted, changes={"achievement": D(120)}, by=cast.staff)
    [again] = move(Move.SUBMIT, submitted, by=cast.staff)
    with pytest.raises(RowsRefused) as refused:
        move(Move.APPROVE, again, by=cast.manager, versions={again.pk: seen})
    assert set(refused.value.stale) == {again.pk}
    assert state(again) == "submitted"


def test_a_person_is_judged_by_their_role_in_the_unit(submitted, move, cast) -> None:
    with pytest.raises(RowsRefused, match="Only managers"):
        move(Move.APPROVE, submitted, by=cast.staff)


def test_a_manager_does_not_approve_the_own_value(value, move, cast) -> None:
    [row] = move(Move.SUBMIT, value("A", by=cast.manager), by=cast.staff)
    with pytest.raises(RowsRefused, match="yourself"):
        move(Move.APPROVE, row, by=cast.manager)
    move(Move.APPROVE, row, by=cast.administrator)
    assert state(row) == "approved"


def test_a_manager_approves_the_own_value_where_the_organization_allows_it(value, move, cast, year) -> None:
    year.scorecard.unit.organization.self_approval_allowed = True
    year.scorecard.unit.organization.save()
    [row] = move(Move.SUBMIT, value("A", by=cast.manager), by=cast.manager)
    move(Move.APPROVE, row, by=cast.manager)
    assert state(row) == "approved"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 251, "a\0b", "a\u202eb"])
def test_a_reason_that_cannot_be_kept_is_told_at_its_field(submitted, move, cast, reason) -> None:
    with pytest.raises(ValidationError) as refused:
        move(Move.RETURN, submitted, by=cast.manager, reason=reason)
    assert "reason" in refused.value.message_dict
    assert state(submitted) == "submitted"


@pytest.mark.parametrize("move_made", Move)
def test_nothing_moves_in_a_closed_year(submitted, move, cast, year, move_made) -> None:
    close(year, cast.administrator)
    with pytest.raises(YearClosed):
        move(move_made, submitted, by=cast.administrator, reason="Why")


def test_a_measurement_of_another_year_is_not_here(scorecard, move, cast) -> None:
    other = MeasurementFactory(scorecard_year=scorecard.years.get(year=2013))
    with pytest.raises(RowsRefused, match="not here"):
        move(Move.NOT_APPLICABLE, other, by=cast.manager, reason="Why")


def test_setting_aside_keeps_the_value_and_taking_the_mark_away_gives_a_draft(submitted, move, cast) -> None:
    move(Move.NOT_APPLICABLE, submitted, by=cast.manager, reason="The line was sold")
    move(Move.APPLICABLE, submitted, by=cast.manager)
    row = Measurement.objects.get(pk=submitted.pk)
    assert (row.state, row.state_reason, row.achievement) == ("draft", "", D(100))


def test_changing_an_approved_value_takes_it_back_to_draft(submitted, move, cast) -> None:
    move(Move.APPROVE, submitted, by=cast.manager)
    row = write_measurement(measurement=submitted, changes={"achievement": D(120)}, by=cast.staff)
    assert row.state == "draft"
    assert [trace.state for trace in row.history.all()[:2]] == ["draft", "approved"]


def test_moving_nothing_writes_nothing(year, cast) -> None:
    assert move_states(scorecard_year=year, measurements=[], move=Move.SUBMIT, by=cast.staff) == []


def test_moving_many_costs_as_many_statements_as_moving_one(
    value, move, cast, django_assert_num_queries
) -> None:
    rows = [value(f"A{place}") for place in range(30)]
    with django_assert_num_queries(10):
        move(Move.SUBMIT, *rows, by=cast.staff)

"""Statements and ticks."""

import pytest
from django.core.exceptions import ValidationError

from scorecards import services
from scorecards.models import ObjectiveStatement, Statement
from tests.factories import ObjectiveFactory, StatementFactory


@pytest.fixture
def make(scorecard):
    def make_statement(code, kind="mission", text="Make good parts"):
        return services.create_statement(plan=scorecard.plan, kind=kind, code=code, text=text, by=None)

    return make_statement


def codes(scorecard, kind="mission"):
    return list(Statement.objects.filter(plan=scorecard.plan, kind=kind).values_list("code", flat=True))


def test_a_new_statement_comes_last_of_its_kind(make, scorecard):
    for code in ("M2", "M1"):
        make(code)
    assert codes(scorecard) == ["M2", "M1"]


def test_a_code_is_used_once_in_a_plan_and_the_error_stands_at_it(make):
    make("M1")
    with pytest.raises(ValidationError) as caught:
        make("M1", kind="goal")
    assert list(caught.value.message_dict) == ["code"]


@pytest.mark.parametrize("fields", [{"kind": "motto"}, {"text": ""}])
def test_a_statement_has_a_kind_and_a_text(make, fields):
    with pytest.raises(ValidationError):
        make("M1", **fields)


def test_a_statement_moves_within_its_kind(make, scorecard):
    make("M1")
    make("T1", kind="goal")
    second = make("M2")
    assert services.move_statement(second, direction="up", by=None)
    assert codes(scorecard) == ["M2", "M1"]


def test_the_first_of_a_kind_can_not_move_further_up(make):
    make("V1", kind="vision")
    assert not services.move_statement(make("M1"), direction="up", by=None)


def test_a_statement_of_another_kind_goes_behind_its_new_siblings(make, scorecard):
    first = make("X1", kind="vision")
    for code in ("M1", "M2"):
        make(code)
    services.change_statement(first, by=None, kind="mission")
    assert codes(scorecard) == ["M1", "M2", "X1"]


def test_a_tick_derives_the_objective_from_the_statement(make, scorecard, cast):
    statement, objective = make("M1"), ObjectiveFactory(scorecard=scorecard)
    services.set_tick(objective=objective, statement=statement, ticked=True, by=cast.staff)
    assert list(objective.statements.all()) == [statement]
    assert ObjectiveStatement.history.get().history_user == cast.staff


def test_a_tick_set_twice_is_one_tick(make, scorecard):
    statement, objective = make("M1"), ObjectiveFactory(scorecard=scorecard)
    for _ in range(2):
        services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
    assert ObjectiveStatement.objects.count() == 1
    assert ObjectiveStatement.history.count() == 1


def test_a_tick_taken_away_leaves_a_trace(make, scorecard):
    statement, objective = make("M1"), ObjectiveFactory(scorecard=scorecard)
    for ticked in (True, False):
        services.set_tick(objective=objective, statement=statement, ticked=ticked, by=None)
    kinds = list(ObjectiveStatement.history.order_by("history_id").values_list("history_type", flat=True))
    assert kinds == ["+", "-"]


def test_a_statement_of_another_plan_is_not_ticked(scorecard):
    with pytest.raises(ValidationError, match="another plan"):
        services.set_tick(
            objective=ObjectiveFactory(scorecard=scorecard),
            statement=StatementFactory(),
            ticked=True,
            by=None,
        )


def test_a_deleted_statement_takes_its_ticks_along(make, scorecard):
    statement, objective = make("M1"), ObjectiveFactory(scorecard=scorecard)
    services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
    services.delete_statement(statement, by=None)
    assert not ObjectiveStatement.objects.exists()
    assert codes(scorecard) == []


def test_every_change_of_statements_raises_the_version(make, scorecard):
    first = make("M1")
    make("M2")
    services.change_statement(first, by=None, text="New")
    services.move_statement(first, direction="down", by=None)
    services.set_tick(objective=ObjectiveFactory(scorecard=scorecard), statement=first, ticked=True, by=None)
    services.delete_statement(first, by=None)
    scorecard.refresh_from_db()
    assert scorecard.version == 7


def test_a_statement_that_has_gone_is_not_ticked(scorecard):
    objective, statement = ObjectiveFactory(scorecard=scorecard), StatementFactory(plan=scorecard.plan)
    Statement.objects.filter(pk=statement.pk).delete()
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        services.set_tick(objective=objective, statement=statement, ticked=True, by=None)

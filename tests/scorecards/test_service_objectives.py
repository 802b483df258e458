"""Objectives and their weights."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from scorecards import services
from scorecards.locks import YearClosed
from scorecards.models import Objective, ObjectiveStatement, ObjectiveWeight
from tests.factories import PerspectiveFactory, ScorecardFactory, StatementFactory, UnitFactory, UserFactory


@pytest.fixture
def financial(scorecard):
    return scorecard.plan.perspectives.get(code="F")


@pytest.fixture
def make(scorecard, financial):
    def make_objective(code, **fields):
        usual = {"scorecard": scorecard, "perspective": financial, "name": "Earn more", "by": None}
        return services.create_objective(code=code, **usual | fields)

    return make_objective


def codes(perspective):
    return list(Objective.objects.filter(perspective=perspective).values_list("code", flat=True))


def test_a_new_objective_is_weighed_in_every_year(make):
    objective = make("SS1", default_weight=Decimal("2.5"))
    rows = list(objective.year_weights.values_list("scorecard_year__year", "weight"))
    assert rows == [(2012, Decimal("2.5")), (2013, Decimal("2.5"))]


def test_a_new_objective_leaves_closed_years_alone(make, scorecard, cast, close):
    close(scorecard, 2012, cast.administrator)
    objective = make("SS1")
    assert [row.scorecard_year.year for row in objective.year_weights.all()] == [2013]


def test_weights_of_a_new_objective_leave_a_trace(make, cast):
    make("SS1")
    assert ObjectiveWeight.history.count() == 2


def test_objectives_come_in_the_order_in_which_they_were_made(make, financial):
    for code in ("SS2", "SS1", "SS3"):
        make(code)
    assert codes(financial) == ["SS2", "SS1", "SS3"]


def test_a_code_is_used_once_in_a_scorecard_and_the_error_stands_at_it(make):
    make("SS1")
    with pytest.raises(ValidationError) as caught:
        make("SS1")
    assert list(caught.value.message_dict) == ["code"]


def test_an_objective_lies_in_a_perspective_of_its_plan(make):
    with pytest.raises(ValidationError, match="another plan"):
        make("SS1", perspective=PerspectiveFactory())


def test_a_weight_is_not_negative(make):
    with pytest.raises(ValidationError) as caught:
        make("SS1", default_weight=Decimal(-1))
    assert list(caught.value.message_dict) == ["default_weight"]


def test_the_owner_belongs_to_the_organization(make):
    with pytest.raises(ValidationError, match="no role in this organization"):
        make("SS1", owner=UserFactory())


@pytest.mark.parametrize("name", ["viewer", "person"])
def test_members_and_holders_of_units_own_objectives(make, cast, name):
    assert make("SS1", owner=cast.by_name(name)).owner == cast.by_name(name)


def test_an_owner_who_left_stays_until_somebody_changes_the_owner(make, cast):
    objective = make("SS1", owner=cast.viewer)
    cast.viewer.memberships.all().delete()
    changed = services.change_objective(objective, by=None, name="Earn much more", owner=cast.viewer)
    assert (changed.name, changed.owner) == ("Earn much more", cast.viewer)


def test_an_objective_supports_one_of_the_unit_above(make, scorecard, financial):
    above = make("SS1")
    below = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=scorecard.unit))
    assert make("D1", scorecard=below, parent=above).parent == above


def test_an_objective_supports_none_of_its_own_scorecard(make):
    above = make("SS1")
    with pytest.raises(ValidationError, match="a unit above its own"):
        make("SS2", parent=above)


def test_a_changed_default_weight_leaves_the_years_alone(make):
    objective = services.change_objective(make("SS1"), by=None, default_weight=9)
    assert set(objective.year_weights.values_list("weight", flat=True)) == {1}


def test_a_change_leaves_who_changed_what(make, cast):
    objective = services.change_objective(make("SS1"), by=cast.staff, name="Earn much")
    newest, oldest = objective.history.all()
    assert (newest.history_user, oldest.name, newest.name) == (
        cast.staff,
        "Earn more",
        "Earn much",
    )


def test_an_objective_changes_places_with_its_neighbour(make, financial):
    first = make("SS1")
    make("SS2")
    assert services.move_objective(first, direction="down", by=None)
    assert codes(financial) == ["SS2", "SS1"]


def test_an_objective_moves_to_the_end_of_another_perspective(make, scorecard):
    customer = scorecard.plan.perspectives.get(code="C")
    make("SS2", perspective=customer)
    services.move_objective(make("SS1"), perspective=customer, by=None)
    assert codes(customer) == ["SS2", "SS1"]


def test_a_closed_year_keeps_objectives_in_their_perspectives(make, scorecard, cast, close):
    objective = make("SS1")
    close(scorecard, 2012, cast.administrator)
    with pytest.raises(YearClosed):
        services.move_objective(objective, perspective=scorecard.plan.perspectives.get(code="C"), by=None)


def test_an_objective_is_renamed_although_a_year_is_closed(make, scorecard, cast, close):
    objective = make("SS1")
    close(scorecard, 2012, cast.administrator)
    assert services.change_objective(objective, by=None, name="New").name == "New"


def test_one_that_was_deleted_meanwhile_can_not_be_changed(make):
    objective = make("SS1")
    objective.year_weights.all().delete()
    Objective.objects.filter(pk=objective.pk).delete()
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        services.change_objective(objective, by=None, name="New")


def test_an_unchanged_objective_raises_no_version(make, scorecard):
    objective = make("SS1")
    services.change_objective(objective, by=None, name=objective.name)
    scorecard.refresh_from_db()
    assert scorecard.version == 2


def test_every_change_of_objectives_raises_the_version(make, scorecard):
    first = make("SS1")
    make("SS2")
    services.change_objective(first, by=None, name="New")
    services.move_objective(first, by=None, direction="down")
    scorecard.refresh_from_db()
    assert scorecard.version == 5


@pytest.fixture
def three(make, financial):
    return [make(code, perspective=financial) for code in ("SS1", "SS2", "SS3")]


@pytest.mark.parametrize(
    ("position", "order"),
    [(1, "SS3 SS1 SS2"), (2, "SS1 SS3 SS2"), (3, "SS1 SS2 SS3"), (99, "SS1 SS2 SS3"), (0, "SS3 SS1 SS2")],
)
def test_an_objective_is_placed_at_a_position(three, financial, cast, position, order):
    services.place_objective(three[2], perspective=financial, position=position, by=cast.staff)
    assert codes(financial) == order.split()


def test_placing_says_whether_anything_moved(three, financial):
    place = {"perspective": financial, "by": None}
    assert services.place_objective(three[0], position=3, **place)
    assert not services.place_objective(three[0], position=3, **place)


def test_placing_leaves_a_trace_of_each_that_moved(three, financial, cast):
    services.place_objective(three[1], perspective=financial, position=1, by=cast.staff)
    moved = Objective.history.filter(history_type="~")
    assert {(row.code, row.history_user) for row in moved} == {("SS1", cast.staff), ("SS2", cast.staff)}


def test_placing_in_another_perspective_needs_open_years(three, scorecard, cast, close):
    close(scorecard, 2012, cast.administrator)
    customer = scorecard.plan.perspectives.get(code="C")
    with pytest.raises(YearClosed):
        services.place_objective(three[0], perspective=customer, position=1, by=None)
    assert codes(customer) == []


def test_placing_within_the_perspective_goes_on_in_a_closed_year(three, scorecard, financial, cast, close):
    close(scorecard, 2012, cast.administrator)
    assert services.place_objective(three[2], perspective=financial, position=1, by=None)


def test_placing_in_a_perspective_of_another_plan_is_refused(three):
    with pytest.raises(ValidationError):
        services.place_objective(three[0], perspective=PerspectiveFactory(), position=1, by=None)


def test_an_objective_that_has_gone_is_not_placed(three, financial):
    gone = three[0]
    gone.year_weights.all().delete()
    Objective.objects.filter(pk=gone.pk).delete()
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        services.place_objective(gone, perspective=financial, position=2, by=None)


def test_an_objective_made_from_a_statement_is_ticked(make, scorecard, cast):
    statement = StatementFactory(plan=scorecard.plan)
    objective = make("SS1", statement=statement, by=cast.staff)
    assert list(objective.statements.all()) == [statement]
    assert ObjectiveStatement.history.get().history_user == cast.staff


def test_neither_objective_nor_tick_is_made_from_a_statement_of_another_plan(make):
    with pytest.raises(ValidationError, match="another plan"):
        make("SS1", statement=StatementFactory())
    assert not Objective.objects.exists()
    assert not Objective.history.exists()


def test_neither_objective_nor_tick_is_made_from_a_statement_that_has_gone(make, scorecard):
    statement = StatementFactory(plan=scorecard.plan)
    services.delete_statement(statement, by=None)
    statement.pk = 999_999_999
    with pytest.raises(ValidationError, match="deleted meanwhile"):
        make("SS1", statement=statement)
    assert not Objective.objects.exists()

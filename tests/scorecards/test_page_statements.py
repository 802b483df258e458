"""The decomposition matrix and its ticks."""

import pytest

from scorecards import services
from scorecards.matrix import Filters, load_matrix
from scorecards.models import ObjectiveStatement, Statement
from tests.factories import ObjectiveFactory, PlanFactory, StatementFactory, UnitFactory
from tests.scorecards.places import place


@pytest.fixture
def statement(scorecard):
    return StatementFactory(plan=scorecard.plan, code="M1", text="Make good parts")


@pytest.fixture
def objective(scorecard):
    perspective = scorecard.plan.perspectives.get(code="P")
    return ObjectiveFactory(scorecard=scorecard, perspective=perspective, code="SS11", name="Better material")


def tick(client, scorecard, statement, objective, ticked, **kwargs):
    url = place(scorecard, "statement-tick")
    return client.post(url, {"tick": f"{statement.pk}-{objective.pk}-{int(ticked)}"}, **kwargs)


def as_script(client, *args):
    return tick(client, *args, headers={"Accept": "application/json"})


def page(client, scorecard, **query):
    return client.get(place(scorecard, "statements"), query).content.decode()


def test_the_first_line_counts_what_is_there_and_what_is_alone(
    sign_in, cast, scorecard, statement, objective
):
    words = (
        "1 statement, 1 objective, 1 objective comes from no statement, 1 statement leads to no objective."
    )
    assert words in page(sign_in(cast.viewer), scorecard)


def test_without_objectives_the_first_line_says_that_statements_lead_to_none(
    sign_in, cast, scorecard, statement
):
    words = "1 statement, 0 objectives, 1 statement leads to no objective."
    assert words in page(sign_in(cast.staff), scorecard)


def test_the_first_line_praises_a_complete_matrix(sign_in, cast, scorecard, statement, objective):
    services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
    words = "1 statement, 1 objective, every objective comes from a statement."
    assert words in page(sign_in(cast.viewer), scorecard)


def test_a_cell_says_what_it_ticks(sign_in, cast, scorecard, statement, objective):
    html = page(sign_in(cast.staff), scorecard)
    assert 'aria-checked="false"' in html
    assert 'aria-label="M1 Make good parts → SS11 Better material"' in html


def test_a_viewer_sees_ticks_without_buttons(sign_in, cast, scorecard, statement, objective):
    services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
    html = page(sign_in(cast.viewer), scorecard)
    assert 'role="checkbox"' not in html
    assert 'aria-label="M1 → SS11"' in html


def test_a_tick_is_saved_with_who_set_it(sign_in, cast, scorecard, statement, objective):
    answer = tick(sign_in(cast.staff), scorecard, statement, objective, True)
    assert answer.url == f"{place(scorecard, 'statements')}#statement-{statement.pk}"
    assert ObjectiveStatement.history.get().history_user == cast.staff


def test_a_script_is_told_the_new_counts(sign_in, cast, scorecard, statement, objective):
    answer = as_script(sign_in(cast.staff), scorecard, statement, objective, True)
    assert answer.json() == {
        "ticked": True,
        "statement_count": 1,
        "objective_count": 1,
        "statements_alone": 0,
        "objectives_alone": 0,
        "answer": "1 statement, 1 objective, every objective comes from a statement.",
    }


def test_a_tick_is_taken_away(sign_in, cast, scorecard, statement, objective):
    client = sign_in(cast.staff)
    for ticked in (True, False):
        tick(client, scorecard, statement, objective, ticked)
    assert not ObjectiveStatement.objects.exists()


@pytest.mark.parametrize("value", ["", "1-2", "a-b-1", "1-2-3", "9" * 5000 + "-1-1", "²-1-1", "1-1-1-1"])
def test_a_tick_that_names_nothing_is_not_found(sign_in, cast, scorecard, value):
    url = place(scorecard, "statement-tick")
    assert sign_in(cast.staff).post(url, {"tick": value}).status_code == 404


def test_statements_and_objectives_of_others_are_not_ticked(sign_in, cast, scorecard, statement, objective):
    client = sign_in(cast.staff)
    assert tick(client, scorecard, StatementFactory(), objective, True).status_code == 404
    assert tick(client, scorecard, statement, ObjectiveFactory(), True).status_code == 404


def test_a_viewer_may_not_tick(sign_in, cast, scorecard, statement, objective):
    assert tick(sign_in(cast.viewer), scorecard, statement, objective, True).status_code == 403


def test_the_page_shows_one_kind_and_still_counts_all(sign_in, cast, scorecard, statement, objective):
    StatementFactory(plan=scorecard.plan, kind="goal", code="T1", text="Be on time")
    html = page(sign_in(cast.viewer), scorecard, kind="goal")
    assert "Be on time" in html
    assert "Make good parts" not in html
    assert "2 statements" in html


def test_a_kind_that_does_not_exist_shows_everything(sign_in, cast, scorecard, statement):
    assert "Make good parts" in page(sign_in(cast.viewer), scorecard, kind="motto")


@pytest.fixture
def orphans(scorecard, statement, objective):
    """M1 leads to SS11; M2 leads to nothing, SS12 comes from nothing."""
    StatementFactory(plan=scorecard.plan, code="M2", text="Deliver in time")
    ObjectiveFactory(scorecard=scorecard, perspective=objective.perspective, code="SS12", name="Better tools")
    services.set_tick(objective=objective, statement=statement, ticked=True, by=None)


def test_the_orphans_of_both_sides_are_counted_and_can_be_asked_for(sign_in, cast, scorecard, orphans):
    html = page(sign_in(cast.viewer), scorecard)
    assert "?alone=statements" in html
    assert '<span class="num" data-alone="statements">1</span>' in html
    assert '<span class="num" data-alone="objectives">1</span>' in html


def test_statements_without_objective_are_shown_alone_with_every_objective(sign_in, cast, scorecard, orphans):
    html = page(sign_in(cast.viewer), scorecard, alone="statements")
    assert "Deliver in time" in html
    assert "Make good parts" not in html
    assert "Better material" in html
    assert "2 statements, 2 objectives" in html


def test_objectives_without_statement_are_shown_alone_with_every_statement(sign_in, cast, scorecard, orphans):
    html = page(sign_in(cast.viewer), scorecard, alone="objectives")
    assert "Better tools" in html
    assert "Better material" not in html
    assert "Make good parts" in html
    assert "2 statements, 2 objectives" in html


def test_a_row_counts_objectives_that_are_not_shown_as_well(sign_in, cast, scorecard, orphans):
    matrix = load_matrix(scorecard.plan, scorecard, Filters.read("", "objectives"))
    assert [row.objectives for group in matrix.groups for row in group.rows] == [1, 0]


def test_no_orphans_are_good_news(sign_in, cast, scorecard, statement, objective):
    services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
    client = sign_in(cast.viewer)
    assert "Every objective comes from a statement" in page(client, scorecard, alone="objectives")
    assert "leads to an objective" in page(client, scorecard, alone="statements")


@pytest.mark.parametrize("value", ["everything", "\0", "x" * 10_000, "<b>"])
def test_a_filter_that_does_not_exist_shows_everything(sign_in, cast, scorecard, orphans, value):
    html = page(sign_in(cast.viewer), scorecard, alone=value, kind=value)
    assert "Make good parts" in html
    assert "Better tools" in html


def test_a_tick_without_script_leads_back_to_the_filtered_page(
    sign_in, cast, scorecard, statement, objective
):
    data = {"tick": f"{statement.pk}-{objective.pk}-1", "alone": "statements", "kind": "no\r\nsuch"}
    answer = sign_in(cast.staff).post(place(scorecard, "statement-tick"), data)
    assert answer.url == f"{place(scorecard, 'statements')}?alone=statements#statement-{statement.pk}"


def test_a_script_is_told_that_a_statement_has_gone(sign_in, cast, scorecard, statement, objective):
    services.delete_statement(statement, by=None)
    answer = as_script(sign_in(cast.staff), scorecard, statement, objective, True)
    assert answer.status_code == 404
    assert "not there any more" in answer.json()["error"]


def test_each_row_offers_a_new_objective_to_those_who_may_add_one(sign_in, cast, scorecard, statement):
    url = f"{place(scorecard, 'objective-add')}?statement={statement.pk}"
    assert url in page(sign_in(cast.staff), scorecard)
    assert url not in page(sign_in(cast.viewer), scorecard)


def test_without_statements_the_page_says_what_to_do(sign_in, cast, scorecard):
    assert "No statements yet" in page(sign_in(cast.staff), scorecard)


def test_a_person_reads_the_statements_of_the_organization(sign_in, cast, scorecard, statement):
    assert "Make good parts" in page(sign_in(cast.person), scorecard)


def test_a_unit_without_scorecard_shows_the_statements(sign_in, cast, scorecard, statement):
    html = sign_in(cast.viewer).get(place(scorecard, "statements", unit=cast.desk)).content.decode()
    assert "Make good parts" in html
    assert "has no scorecard in this plan" in html


def test_the_page_needs_the_same_queries_for_many_rows(
    sign_in, cast, scorecard, statement, objective, django_assert_num_queries
):
    client = sign_in(cast.staff)
    page(client, scorecard)
    with django_assert_num_queries(QUERIES):
        page(client, scorecard)
    StatementFactory.create_batch(10, plan=scorecard.plan)
    for perspective in scorecard.plan.perspectives.all():
        ObjectiveFactory.create_batch(5, scorecard=scorecard, perspective=perspective)
    with django_assert_num_queries(QUERIES):
        page(client, scorecard)


QUERIES = 8


def typed(**fields):
    return {"kind": "mission", "code": "M2", "text": "Deliver in time", "note": "", **fields}


def test_staff_add_a_statement(sign_in, cast, scorecard):
    sign_in(cast.staff).post(place(scorecard, "statement-add"), typed())
    assert Statement.objects.get().text == "Deliver in time"
    assert Statement.history.get().history_user == cast.staff


def test_a_code_used_twice_is_told_at_its_field(sign_in, cast, scorecard, statement):
    answer = sign_in(cast.staff).post(place(scorecard, "statement-add"), typed(code="M1"))
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"code": ["Another statement of this plan uses this code."]}


def test_a_statement_is_edited(sign_in, cast, scorecard, statement):
    url = place(scorecard, "statement-edit", statement.pk)
    client = sign_in(cast.staff)
    assert "Make good parts" in client.get(url).content.decode()
    client.post(url, typed(code="M1"))
    statement.refresh_from_db()
    assert statement.text == "Deliver in time"


def test_a_statement_is_moved(sign_in, cast, scorecard, statement):
    second = StatementFactory(plan=scorecard.plan, code="M2")
    sign_in(cast.staff).post(place(scorecard, "statement-move", second.pk), {"direction": "up"})
    assert [each.code for each in Statement.objects.all()] == ["M2", "M1"]


@pytest.mark.parametrize("data", [{}, {"direction": "left"}, {"direction": "\0"}])
def test_another_direction_than_up_and_down_cannot_be_read(sign_in, cast, scorecard, statement, data):
    url = place(scorecard, "statement-move", statement.pk)
    assert sign_in(cast.staff).post(url, data).status_code == 400


def test_before_a_statement_is_deleted_the_page_says_what_goes_with_it(
    sign_in, cast, scorecard, statement, objective
):
    services.set_tick(objective=objective, statement=statement, ticked=True, by=None)
    html = sign_in(cast.staff).get(place(scorecard, "statement-delete", statement.pk)).content.decode()
    assert "1 tick: that objective no longer comes from this statement." in html


def test_a_statement_is_deleted(sign_in, cast, scorecard, statement):
    sign_in(cast.staff).post(place(scorecard, "statement-delete", statement.pk))
    assert not Statement.objects.exists()


def test_the_history_of_a_statement_shows_old_and_new(sign_in, cast, scorecard, statement):
    services.change_statement(statement, by=cast.staff, text="Make excellent parts")
    html = sign_in(cast.viewer).get(place(scorecard, "statement-history", statement.pk)).content.decode()
    assert "Make good parts" in html
    assert "Make excellent parts" in html


def test_the_history_of_all_statements_shows_those_that_are_gone(sign_in, cast, scorecard, statement):
    services.delete_statement(statement, by=cast.staff)
    html = sign_in(cast.viewer).get(place(scorecard, "statements-history")).content.decode()
    assert "Make good parts" in html


def test_the_history_of_ticks_shows_those_that_are_gone(sign_in, cast, scorecard, statement, objective):
    for ticked in (True, False):
        services.set_tick(objective=objective, statement=statement, ticked=ticked, by=cast.staff)
    html = sign_in(cast.viewer).get(place(scorecard, "statement-tick-history")).content.decode()
    assert "2 changes" in html
    assert "SS11 Better material" in html


@pytest.mark.parametrize("name", ["statement-edit", "statement-delete", "statement-history"])
def test_a_statement_of_another_plan_is_not_found(sign_in, cast, scorecard, name):
    other = StatementFactory(
        plan=PlanFactory(organization=cast.unit.organization, first_year=2020, last_year=2021)
    )
    assert sign_in(cast.administrator).get(place(scorecard, name, other.pk)).status_code == 404


def test_statements_belong_to_the_whole_organization(sign_in, cast, scorecard):
    department = UnitFactory(parent=cast.unit)
    cast.staff.memberships.update(unit=department)
    answer = sign_in(cast.staff).post(place(scorecard, "statement-add", unit=department), typed())
    assert answer.status_code == 403
    assert "whole organization" in answer.content.decode()

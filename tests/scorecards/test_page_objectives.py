"""Objectives by perspective."""

import pytest

from scorecards import services
from scorecards.models import Objective
from tests.factories import (
    ObjectiveFactory,
    PerspectiveFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    StatementFactory,
    UnitFactory,
)
from tests.scorecards.places import place

QUERIES = 6


@pytest.fixture
def financial(scorecard):
    return scorecard.plan.perspectives.get(code="F")


@pytest.fixture
def objective(scorecard, financial):
    return ObjectiveFactory(scorecard=scorecard, perspective=financial, code="SS1", name="Earn more")


def typed(into, **fields):
    usual = {"perspective": into.pk, "code": "SS2", "name": "Spend less", "default_weight": "1"}
    return usual | fields


def page(client, scorecard, **kwargs):
    return client.get(place(scorecard, "objectives", **kwargs)).content.decode()


def test_the_first_line_counts_objectives(sign_in, cast, scorecard, objective):
    html = " ".join(page(sign_in(cast.viewer), scorecard).split())
    assert "1 objective in 4 perspectives; 1 objective comes from no statement." in html


def test_an_empty_perspective_offers_a_first_objective(sign_in, cast, scorecard, objective):
    assert "No objective in this perspective yet." in page(sign_in(cast.staff), scorecard)


def test_a_person_reads_the_objectives_of_the_organization(sign_in, cast, scorecard, objective):
    assert "Earn more" in page(sign_in(cast.person), scorecard)


def test_a_viewer_finds_no_controls(sign_in, cast, scorecard, objective):
    html = page(sign_in(cast.viewer), scorecard)
    assert place(scorecard, "indicators:objective-edit", objective.pk) not in html
    assert place(scorecard, "indicators:objective-move", objective.pk) not in html


def test_the_page_needs_the_same_queries_for_many_rows(
    sign_in, cast, scorecard, objective, django_assert_num_queries
):
    client = sign_in(cast.staff)
    page(client, scorecard)
    with django_assert_num_queries(QUERIES):
        page(client, scorecard)
    for perspective in scorecard.plan.perspectives.all():
        ObjectiveFactory.create_batch(5, scorecard=scorecard, perspective=perspective, owner=cast.staff)
    with django_assert_num_queries(QUERIES):
        page(client, scorecard)


def test_staff_add_an_objective(sign_in, cast, scorecard, financial):
    fields = typed(financial, default_weight="1.5", owner=cast.manager.pk)
    assert sign_in(cast.staff).post(place(scorecard, "objective-add"), fields).status_code == 302
    objective = Objective.objects.get()
    assert (objective.name, objective.default_weight, objective.owner) == ("Spend less", 1.5, cast.manager)
    assert objective.year_weights.count() == 2


@pytest.fixture
def statement(scorecard):
    return StatementFactory(plan=scorecard.plan, code="M1", text="Make good parts")


def from_statement(scorecard, statement):
    return f"{place(scorecard, 'objective-add')}?statement={getattr(statement, 'pk', statement)}"


def test_an_objective_made_from_a_statement_is_ticked_and_leads_back(
    sign_in, cast, scorecard, financial, statement
):
    client, url = sign_in(cast.staff), from_statement(scorecard, statement)
    assert "Make good parts" in client.get(url).content.decode()
    answer = client.post(url, typed(financial))
    assert answer.url == f"{place(scorecard, 'statements')}#statement-{statement.pk}"
    assert list(Objective.objects.get().statements.all()) == [statement]


def test_in_the_side_panel_the_form_stands_alone_and_its_success_shows_the_page_anew(
    sign_in, cast, scorecard, financial, statement
):
    client, url = sign_in(cast.staff), from_statement(scorecard, statement)
    asked = {"headers": {"HX-Request": "true"}}
    assert "<html" not in client.get(url, **asked).content.decode()
    answer = client.post(url, typed(financial), **asked)
    assert (answer.status_code, answer["HX-Refresh"]) == (200, "true")


def test_in_the_side_panel_an_error_shows_the_form_again(sign_in, cast, scorecard, financial, statement):
    url = from_statement(scorecard, statement)
    answer = sign_in(cast.staff).post(url, typed(financial, name=""), headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "<html" not in answer.content.decode()
    assert "HX-Refresh" not in answer


@pytest.mark.parametrize("key", ["x", "0", "9" * 5000, "-1"])
def test_a_statement_that_is_not_there_is_not_found(sign_in, cast, scorecard, financial, key):
    url = from_statement(scorecard, key)
    client = sign_in(cast.staff)
    assert (client.get(url).status_code, client.post(url, typed(financial)).status_code) == (404, 404)
    assert not Objective.objects.exists()


def test_a_statement_of_another_organization_is_not_found(sign_in, cast, scorecard, financial):
    url = from_statement(scorecard, StatementFactory())
    assert sign_in(cast.staff).post(url, typed(financial)).status_code == 404
    assert not Objective.objects.exists()


def test_a_weight_written_the_wrong_way_is_told_at_its_field(sign_in, cast, scorecard, financial):
    answer = sign_in(cast.staff).post(
        place(scorecard, "objective-add"), typed(financial, default_weight="1,5")
    )
    assert answer.status_code == 422
    assert "Read “1,5”" in answer.context["form"].errors["default_weight"][0]


@pytest.mark.parametrize("field", ["perspective", "owner"])
def test_an_objective_refers_to_nothing_outside(sign_in, cast, scorecard, financial, field):
    outside = {"perspective": PerspectiveFactory().pk, "owner": cast.outsider.pk}[field]
    answer = sign_in(cast.staff).post(place(scorecard, "objective-add"), typed(financial, **{field: outside}))
    assert list(answer.context["form"].errors) == [field]


def test_an_objective_of_a_unit_supports_one_of_the_unit_above(
    sign_in, cast, scorecard, objective, financial
):
    department = UnitFactory(parent=cast.unit)
    below = ScorecardFactory(plan=scorecard.plan, unit=department)
    ScorecardYearFactory(scorecard=below, year=2012)
    client = sign_in(cast.staff)
    client.post(place(below, "objective-add"), typed(financial, parent=objective.pk))
    assert Objective.objects.get(scorecard=below).parent == objective
    assert "Earn more" in page(client, below)


def test_an_objective_is_edited(sign_in, cast, scorecard, objective, financial):
    url = place(scorecard, "indicators:objective-edit", objective.pk)
    client = sign_in(cast.staff)
    assert 'value="Earn more"' in client.get(url).content.decode()
    client.post(url, typed(financial, name="Earn much more"))
    objective.refresh_from_db()
    assert objective.name == "Earn much more"


def test_an_owner_who_left_does_not_block_a_change(sign_in, cast, scorecard, objective, financial):
    objective.owner = cast.viewer
    objective.save()
    cast.viewer.memberships.all().delete()
    fields = typed(financial, name="New", owner=cast.viewer.pk)
    sign_in(cast.staff).post(place(scorecard, "indicators:objective-edit", objective.pk), fields)
    objective.refresh_from_db()
    assert (objective.name, objective.owner) == ("New", cast.viewer)


def test_an_objective_moves_down(sign_in, cast, scorecard, objective, financial):
    ObjectiveFactory(scorecard=scorecard, perspective=financial, code="SS2")
    url = place(scorecard, "indicators:objective-move", objective.pk)
    answer = sign_in(cast.staff).post(url, {"direction": "down"})
    assert answer.url.endswith(f"#objective-{objective.pk}")
    assert [each.code for each in Objective.objects.all()] == ["SS2", "SS1"]


@pytest.mark.parametrize("data", [{}, {"direction": "left"}, {"direction": "\0"}, {"perspective": ""}])
def test_another_direction_than_up_and_down_cannot_be_read(sign_in, cast, scorecard, objective, data):
    url = place(scorecard, "indicators:objective-move", objective.pk)
    assert sign_in(cast.staff).post(url, data).status_code == 400


def test_an_objective_moves_to_another_perspective(sign_in, cast, scorecard, objective):
    customer = scorecard.plan.perspectives.get(code="C")
    url = place(scorecard, "indicators:objective-move", objective.pk)
    sign_in(cast.staff).post(url, {"perspective": customer.pk})
    objective.refresh_from_db()
    assert objective.perspective == customer


def test_an_objective_is_placed_at_a_position_of_another_perspective(sign_in, cast, scorecard, objective):
    customer = scorecard.plan.perspectives.get(code="C")
    ObjectiveFactory.create_batch(2, scorecard=scorecard, perspective=customer)
    url = place(scorecard, "indicators:objective-move", objective.pk)
    answer = sign_in(cast.staff).post(url, {"perspective": customer.pk, "position": "2"})
    assert answer.url.endswith(f"#objective-{objective.pk}")
    assert list(customer.objectives.order_by("order"))[1] == objective


@pytest.mark.parametrize("position", ["x", "-1", "1.5", "9" * 5000, "\0"])
def test_a_position_that_is_no_number_is_not_found(sign_in, cast, scorecard, objective, financial, position):
    url = place(scorecard, "indicators:objective-move", objective.pk)
    data = {"perspective": financial.pk, "position": position}
    assert sign_in(cast.staff).post(url, data).status_code == 404


def test_a_closed_year_holds_objectives_in_place_and_says_so(sign_in, cast, scorecard, objective, close):
    close(scorecard, 2012, cast.administrator)
    customer = scorecard.plan.perspectives.get(code="C")
    url = place(scorecard, "indicators:objective-move", objective.pk)
    answer = sign_in(cast.staff).post(url, {"perspective": customer.pk}, follow=True)
    assert "The year 2012 is closed" in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "0", "9" * 5000])
def test_a_perspective_that_does_not_exist_is_not_found(sign_in, cast, scorecard, objective, key):
    url = place(scorecard, "indicators:objective-move", objective.pk)
    assert sign_in(cast.staff).post(url, {"perspective": key}).status_code == 404


def test_the_history_of_an_objective_shows_who_changed_it(sign_in, cast, scorecard, objective):
    services.change_objective(objective, by=cast.staff, name="Earn much more")
    html = sign_in(cast.viewer).get(place(scorecard, "objective-history", objective.pk)).content.decode()
    assert str(cast.staff.name) in html
    assert "Earn much more" in html


def test_the_history_of_all_objectives_names_each(sign_in, cast, scorecard, objective):
    services.change_objective(objective, by=cast.staff, name="Earn much more")
    html = sign_in(cast.viewer).get(place(scorecard, "objectives-history")).content.decode()
    assert "Changed · SS1" in html


@pytest.mark.parametrize("name", ["indicators:objective-edit", "objective-history"])
def test_an_objective_of_another_scorecard_is_not_found(sign_in, cast, scorecard, name):
    other = ObjectiveFactory()
    assert sign_in(cast.administrator).get(place(scorecard, name, other.pk)).status_code == 404

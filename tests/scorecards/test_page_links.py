"""Cause-effect links as a list."""

import pytest

from scorecards import services
from scorecards.models import ObjectiveLink
from tests.factories import ObjectiveFactory, ObjectiveLinkFactory
from tests.scorecards.places import place

QUERIES = 6


@pytest.fixture
def objectives(scorecard):
    perspective = scorecard.plan.perspectives.first()
    return [
        ObjectiveFactory(scorecard=scorecard, perspective=perspective, code=f"SS{n}", name=f"Goal {n}")
        for n in (1, 2, 3)
    ]


@pytest.fixture
def link(objectives):
    return services.create_link(cause=objectives[0], effect=objectives[1], by=None, note="More profit")


def page(client, scorecard):
    return " ".join(client.get(place(scorecard, "links")).content.decode().split())


def test_the_page_lists_links_and_names_what_is_not_connected(sign_in, cast, scorecard, link):
    html = page(sign_in(cast.viewer), scorecard)
    assert "More profit" in html
    assert "1 link; 1 objective is connected to no other." in html


def test_without_links_the_page_says_what_they_are(sign_in, cast, scorecard, objectives):
    assert "No links yet" in page(sign_in(cast.viewer), scorecard)


def test_the_page_needs_the_same_queries_for_many_links(
    sign_in, cast, scorecard, link, objectives, django_assert_num_queries
):
    client = sign_in(cast.staff)
    page(client, scorecard)
    with django_assert_num_queries(QUERIES):
        page(client, scorecard)
    for _ in range(5):
        effect = ObjectiveFactory(scorecard=scorecard, perspective=objectives[0].perspective)
        services.create_link(cause=objectives[0], effect=effect, by=None)
    with django_assert_num_queries(QUERIES):
        page(client, scorecard)


def test_staff_add_a_link(sign_in, cast, scorecard, objectives):
    fields = {"cause": objectives[0].pk, "effect": objectives[1].pk, "note": "Why"}
    sign_in(cast.staff).post(place(scorecard, "link-add"), fields)
    assert ObjectiveLink.history.get().history_user == cast.staff


def test_a_cycle_is_told_with_its_chain(sign_in, cast, scorecard, link, objectives):
    fields = {"cause": objectives[1].pk, "effect": objectives[0].pk, "note": ""}
    answer = sign_in(cast.staff).post(place(scorecard, "link-add"), fields)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"effect": ["This would go in a circle: SS2 → SS1 → SS2."]}


def test_a_link_to_itself_is_told_in_the_form(sign_in, cast, scorecard, objectives):
    fields = {"cause": objectives[1].pk, "effect": objectives[1].pk, "note": ""}
    answer = sign_in(cast.staff).post(place(scorecard, "link-add"), fields)
    assert "An objective can&#x27;t drive itself." in answer.content.decode()


def test_a_link_is_edited(sign_in, cast, scorecard, link, objectives):
    url = place(scorecard, "link-edit", link.pk)
    client = sign_in(cast.staff)
    assert "More profit" in client.get(url).content.decode()
    client.post(url, {"cause": objectives[0].pk, "effect": objectives[2].pk, "note": "New"})
    link.refresh_from_db()
    assert (link.effect, link.note) == (objectives[2], "New")


def test_a_link_is_deleted_after_a_question(sign_in, cast, scorecard, link):
    url = place(scorecard, "link-delete", link.pk)
    client = sign_in(cast.staff)
    assert "Delete the link “SS1 Goal 1 → SS2 Goal 2”?" in client.get(url).content.decode()
    client.post(url)
    assert not ObjectiveLink.objects.exists()


def test_the_history_of_links_shows_those_that_are_gone(sign_in, cast, scorecard, link):
    services.delete_link(link, by=cast.staff)
    html = sign_in(cast.viewer).get(place(scorecard, "links-history")).content.decode()
    assert "More profit" in html


def test_the_history_of_a_link_is_readable(sign_in, cast, scorecard, link):
    services.change_link(link, by=cast.staff, note="Changed")
    html = sign_in(cast.viewer).get(place(scorecard, "link-history", link.pk)).content.decode()
    assert "Changed" in html


@pytest.mark.parametrize("name", ["link-edit", "link-delete", "link-history"])
def test_a_link_of_another_scorecard_is_not_found(sign_in, cast, scorecard, name):
    other = ObjectiveLinkFactory()
    assert sign_in(cast.administrator).get(place(scorecard, name, other.pk)).status_code == 404


def test_a_link_changed_meanwhile_is_not_overwritten(sign_in, cast, scorecard, link, objectives):
    seen = services.newest_trace(link)
    services.change_link(link, note="Theirs", by=cast.manager)
    fields = {"cause": objectives[0].pk, "effect": objectives[1].pk, "note": "Mine", "seen": seen}
    answer = sign_in(cast.staff).post(place(scorecard, "link-edit", link.pk), fields)
    link.refresh_from_db()
    assert (answer.status_code, link.note) == (422, "Theirs")
    html = answer.content.decode()
    assert f"{cast.manager.name} has changed this link" in html
    assert "“Theirs”" in html
    assert 'value="Mine"' in html
    assert f'value="{services.newest_trace(link)}"' in html


def test_a_note_that_was_not_sent_is_not_erased(sign_in, cast, scorecard, link, objectives):
    fields = {"cause": objectives[0].pk, "effect": objectives[1].pk}
    answer = sign_in(cast.staff).post(place(scorecard, "link-edit", link.pk), fields)
    link.refresh_from_db()
    assert (answer.status_code, link.note) == (422, "More profit")


def test_an_objective_of_another_organization_is_told_in_the_forms_own_words(
    sign_in, cast, scorecard, objectives
):
    fields = {"cause": objectives[0].pk, "effect": ObjectiveFactory().pk, "note": ""}
    answer = sign_in(cast.staff).post(place(scorecard, "link-add"), fields)
    assert answer.status_code == 422
    assert "There is no such objective on this map" in answer.content.decode()

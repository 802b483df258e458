"""Links drawn, annotated and deleted on the strategy map: what its scripts send, and what they get."""

import pytest

from scorecards import services
from scorecards.models import Objective, ObjectiveLink
from tests.factories import ObjectiveFactory, ObjectiveLinkFactory
from tests.indicators.scorecards import of_size
from tests.performance.test_table_page import text_of

DRAW = "strategy/map/links/"
GONE = (
    "There is no such objective on this map: it has been deleted meanwhile, or belongs to another scorecard."
)


@pytest.fixture
def objectives(scorecard):
    """SS1 to SS4, where SS1 drives SS2 and SS2 drives SS3."""
    perspective = scorecard.plan.perspectives.first()
    made = [
        ObjectiveFactory(scorecard=scorecard, perspective=perspective, code=f"SS{number}", name="Goal")
        for number in range(1, 5)
    ]
    for cause, effect in ((0, 1), (1, 2)):
        services.create_link(cause=made[cause], effect=made[effect], by=None)
    return {each.code: each for each in made}


@pytest.fixture
def draw(cast, sign_in, place, objectives):
    """Draws a link as staff do, or as somebody else; keys may be given for codes."""

    def send(cause, effect, *, by=None, **fields):
        key_of = {code: str(each.pk) for code, each in objectives.items()}
        data = {"cause": key_of.get(cause, cause), "effect": key_of.get(effect, effect), **fields}
        return sign_in(by or cast.staff).post(place(DRAW), data)

    return send


def pairs():
    return set(ObjectiveLink.objects.values_list("cause__code", "effect__code"))


UNCHANGED = {("SS1", "SS2"), ("SS2", "SS3")}


def refusal(response):
    """The error of an answer that changed nothing."""
    assert response.status_code == 422
    assert pairs() == UNCHANGED
    return response.json()["error"]


def test_a_drawn_link_is_saved_at_once_with_its_trace(draw, cast):
    assert draw("SS3", "SS4").status_code == 200
    assert ("SS3", "SS4") in pairs()
    assert ObjectiveLink.history.latest("history_id").history_user == cast.staff


def test_the_answer_has_the_map_as_it_is_now(draw):
    answer = draw("SS3", "SS4", note="Because").json()
    assert answer["said"] == "SS3 now drives SS4."
    assert answer["answer"] == "4 objectives, 3 cause-effect links."
    assert f'data-link="{answer["link"]}"' in answer["drawing"]
    assert "Because" in answer["words"]


def test_a_cycle_is_refused_with_its_chain(draw):
    assert refusal(draw("SS3", "SS1")) == "This would go in a circle: SS3 → SS1 → SS2 → SS3."


def test_a_link_that_is_there_already_is_refused(draw):
    assert refusal(draw("SS1", "SS2")) == "This link is already on the map."


def test_an_objective_does_not_drive_itself(draw):
    assert refusal(draw("SS1", "SS1")) == "An objective can't drive itself."


def test_an_objective_deleted_meanwhile_is_told(draw, objectives):
    objectives["SS4"].delete()
    assert refusal(draw("SS3", "SS4")) == GONE


def test_an_objective_of_another_scorecard_is_not_on_this_map(draw, cast, scorecard):
    desk = services.create_scorecard(plan=scorecard.plan, unit=cast.desk, by=None)
    other = ObjectiveFactory(scorecard=desk, perspective=scorecard.plan.perspectives.first())
    assert refusal(draw("SS3", str(other.pk))) == GONE


def test_an_objective_of_another_organization_is_not_on_this_map(draw):
    assert refusal(draw(str(ObjectiveFactory().pk), "SS3")) == GONE


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "1.5", "<b>"])
def test_a_key_that_is_none_is_told(key, draw):
    assert refusal(draw("SS3", key)) == GONE


def test_a_key_with_a_null_byte_is_told(draw):
    assert refusal(draw("SS3", "1\x00")) == "Null characters are not allowed."


def test_missing_ends_are_told_once(cast, sign_in, place, objectives):
    assert refusal(sign_in(cast.staff).post(place(DRAW), {})) == "A link needs a cause and an effect."


@pytest.mark.parametrize("note", ["n" * 10_000, "a\x00b"])
def test_a_note_that_can_not_be_kept_is_refused(note, draw):
    assert refusal(draw("SS3", "SS4", note=note))


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("person", 403), ("outsider", 404)])
def test_only_who_may_change_the_plan_draws(name, status, draw, cast):
    assert draw("SS3", "SS4", by=cast.by_name(name)).status_code == status
    assert pairs() == UNCHANGED


def test_a_year_outside_the_plan_has_no_map_to_draw_on(cast, sign_in, place, objectives):
    assert sign_in(cast.staff).post(place(DRAW, year=2050), {}).status_code == 404


@pytest.fixture
def link(objectives):
    return ObjectiveLink.objects.get(cause__code="SS1")


@pytest.fixture
def one(place, link):
    return place(f"{DRAW}{link.pk}/")


def test_a_link_shows_its_ends_its_note_and_its_tools(cast, sign_in, one, link):
    services.change_link(link, note="Why <b>", by=None)
    page = text_of(sign_in(cast.staff).get(one))
    for words in ("SS1", "SS2", "Why &lt;b&gt;", "Save note", "Delete the link", "History"):
        assert words in page


def test_who_only_reads_sees_the_note_but_no_tools(cast, sign_in, one, link):
    services.change_link(link, note="Why", by=None)
    page = text_of(sign_in(cast.viewer).get(one))
    assert "Why" in page
    assert "Save note" not in page
    assert "Delete" not in page


def test_a_note_is_saved_with_its_trace(cast, sign_in, one, link):
    answer = sign_in(cast.staff).post(one, {"note": " Loyal\r\ncustomers "}).json()
    link.refresh_from_db()
    assert (link.note, answer["said"]) == ("Loyal customers", "The note has been saved.")
    assert link.history.first().history_user == cast.staff
    assert "SS1 → SS2: Loyal customers" in answer["drawing"]


@pytest.mark.parametrize("note", ["n" * 10_000, "a\x00b"])
def test_a_note_that_can_not_be_kept_changes_nothing(note, cast, sign_in, one, link):
    response = sign_in(cast.staff).post(one, {"note": note})
    link.refresh_from_db()
    assert (response.status_code, link.note) == (422, "")
    assert response.json()["error"]


def test_a_link_is_deleted(cast, sign_in, one):
    answer = sign_in(cast.staff).delete(one).json()
    assert answer["said"] == "SS1 no longer drives SS2."
    assert pairs() == {("SS2", "SS3")}
    assert ObjectiveLink.history.latest("history_id").history_user == cast.staff


@pytest.mark.parametrize("verb", ["get", "post", "delete"])
def test_a_link_deleted_meanwhile_is_told(verb, cast, sign_in, one, link):
    services.delete_link(link, by=None)
    response = getattr(sign_in(cast.staff), verb)(one)
    assert response.status_code == 404
    assert "This link is not on the map (any more)." in response.content.decode()


@pytest.mark.parametrize("verb", ["post", "delete"])
def test_a_link_of_another_scorecard_is_not_on_this_map(verb, cast, sign_in, place, objectives):
    other = ObjectiveLinkFactory(note="Theirs")
    response = getattr(sign_in(cast.administrator), verb)(place(f"{DRAW}{other.pk}/"))
    other.refresh_from_db()
    assert (response.status_code, other.note) == (404, "Theirs")


@pytest.mark.parametrize("verb", ["post", "delete"])
def test_only_who_may_change_the_plan_changes_a_link(verb, cast, sign_in, one):
    assert getattr(sign_in(cast.viewer), verb)(one).status_code == 403
    assert pairs() == UNCHANGED


@pytest.mark.parametrize("indicators", [20, 200])
def test_drawing_takes_the_same_queries_at_any_size(
    indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    cause, effect = Objective.objects.filter(scorecard=scorecard)[:2]
    client = sign_in(cast.staff)
    with django_assert_num_queries(26):
        assert client.post(place(DRAW), {"cause": cause.pk, "effect": effect.pk}).status_code == 200


def test_a_note_that_was_not_sent_is_not_erased(cast, sign_in, one, link):
    services.change_link(link, note="Why", by=None)
    response = sign_in(cast.staff).post(one, {})
    link.refresh_from_db()
    assert (response.status_code, link.note) == (422, "Why")
    assert response.json()["error"] == "The note was not sent."


def test_a_note_that_was_sent_empty_is_cleared(cast, sign_in, one, link):
    services.change_link(link, note="Why", by=None)
    sign_in(cast.staff).post(one, {"note": ""})
    link.refresh_from_db()
    assert link.note == ""


@pytest.fixture
def overtaken(cast, sign_in, one, link):
    """Staff save a note that the manager has changed since they opened the panel."""
    seen = services.newest_trace(link)
    services.change_link(link, note="Theirs", by=cast.manager)
    return sign_in(cast.staff).post(one, {"note": "Mine", "seen": seen})


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(overtaken, link):
    link.refresh_from_db()
    assert (overtaken.status_code, link.note) == (409, "Theirs")


def test_the_panel_then_says_who_was_faster_and_keeps_what_was_typed(overtaken, cast):
    assert f"{cast.manager.name} has changed this link" in overtaken.json()["error"]
    panel = overtaken.json()["panel"]
    assert "drives SS2, “Theirs”." in panel
    assert "Mine</textarea>" in panel


def test_knowing_that_it_is_replaced(overtaken, cast, sign_in, one, link):
    seen = services.newest_trace(link)
    assert f'value="{seen}"' in overtaken.json()["panel"]
    sign_in(cast.staff).post(one, {"note": "Mine", "seen": seen})
    link.refresh_from_db()
    assert link.note == "Mine"

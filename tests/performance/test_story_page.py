"""The strategy in plain words, and the glossary beside it."""

import pytest

from performance.story_words import MEANING_OF, perspective_meaning
from scorecards import services
from scorecards.models import Perspective
from tests.factories import (
    ObjectiveFactory,
    ObjectiveLinkFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    StatementFactory,
)
from tests.performance.test_table_page import read, text_of

PAGE, GLOSSARY = "strategy/", "strategy/glossary/"


@pytest.fixture
def told(scorecard, cast):
    """A vision, a mission, and two objectives: better material, which manager answers for, drives profit."""
    financial, _customer, process, _learning = scorecard.plan.perspectives.all()
    StatementFactory(plan=scorecard.plan, kind="vision", code="V1", text="Be able to compete")
    mission = StatementFactory(plan=scorecard.plan, kind="mission", code="M1", text="Make good parts")
    profit = ObjectiveFactory(scorecard=scorecard, perspective=financial, code="SS1", name="More profit")
    material = ObjectiveFactory(
        scorecard=scorecard, perspective=process, code="SS2", name="Better material", owner=cast.manager
    )
    ObjectiveLinkFactory(cause=material, effect=profit)
    services.set_tick(objective=material, statement=mission, ticked=True, by=None)
    return {"profit": profit, "material": material}


def card(page, objective):
    """The part of the page that tells about one objective."""
    return page.partition(f'id="objective-{objective.pk}"')[2].partition("</article>")[0]


@pytest.mark.parametrize("name", ["viewer", "staff", "manager", "administrator", "person"])
def test_everybody_reads_the_strategy(name, cast, sign_in, place, told):
    page = read(sign_in(cast.by_name(name)), place(PAGE))
    assert "From 2012 to 2013: where we want to go, and the 2 objectives in 2 perspectives" in page
    assert "Be able to compete" in page
    assert "Make good parts" in page


def test_an_objective_says_what_it_drives_and_where_it_comes_from(cast, sign_in, place, told):
    text = card(read(sign_in(cast.viewer), place(PAGE)), told["material"])
    assert (
        f'When this gets better, so does: <a href="#objective-{told["profit"].pk}">More profit</a>.' in text
    )
    assert '<abbr title="Make good parts">M1</abbr>' in text
    assert cast.manager.name in text


def test_the_codes_of_statements_stand_from_vision_to_goal(cast, sign_in, place, told):
    plan, profit = told["profit"].scorecard.plan, told["profit"]
    for code, kind in (("T1", "goal"), ("M2", "mission"), ("V2", "vision")):
        statement = StatementFactory(plan=plan, code=code, kind=kind)
        services.set_tick(objective=profit, statement=statement, ticked=True, by=None)
    summary = card(read(sign_in(cast.viewer), place(PAGE)), profit).partition("<summary>")[2]
    places = [summary.index(f">{code}</abbr>") for code in ("V2", "M2", "T1")]
    assert places == sorted(places)


def test_an_objective_says_what_makes_it_better(cast, sign_in, place, told):
    text = card(read(sign_in(cast.viewer), place(PAGE)), told["profit"])
    assert "It gets better through:" in text
    assert "Better material" in text


def test_who_answers_for_what_stands_together_and_what_nobody_answers_for(cast, sign_in, place, told):
    owners = read(sign_in(cast.viewer), place(PAGE)).partition("Who answers for what")[2]
    assert f"<dt>{cast.manager.name}</dt>" in owners
    assert "Nobody is named yet for: SS1." in owners


def test_the_map_is_drawn_without_any_status(cast, sign_in, place, on_target_in_2012):
    text = text_of(sign_in(cast.administrator).get(place(PAGE)))
    assert "strategy-map" in text
    assert "map-status-word" not in text


def test_a_card_of_the_map_leads_to_its_objective(cast, sign_in, place, told):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert page.count(f'<a href="#objective-{told["profit"].pk}"') >= 2


def test_markup_in_names_is_text(cast, sign_in, place, told):
    services.change_objective(told["profit"], by=None, name="<script>alert(1)</script>")
    page = text_of(sign_in(cast.viewer).get(place(PAGE)))
    assert "<script>alert" not in page


def test_without_anything_the_page_says_so(cast, sign_in, place, scorecard):
    assert "The strategy has not been written down yet" in read(sign_in(cast.person), place(PAGE))


def test_only_who_may_write_statements_is_offered_the_first(cast, sign_in, place, scorecard):
    assert place("strategy/statements/add/") in read(sign_in(cast.staff), place(PAGE))
    assert place("strategy/statements/add/") not in read(sign_in(cast.person), place(PAGE))


def test_statements_alone_are_a_strategy_to_read(cast, sign_in, place, scorecard):
    StatementFactory(plan=scorecard.plan, kind="vision", text="Be able to compete")
    page = read(sign_in(cast.person), place(PAGE))
    assert "What we want from 2012 to 2013." in page
    assert "There are no objectives yet" in page


def test_a_unit_without_a_scorecard_shows_the_statements(cast, sign_in, place, told):
    page = read(sign_in(cast.viewer), place(PAGE, unit=cast.desk))
    assert "Be able to compete" in page
    assert "More profit" not in page


def test_an_objective_of_a_unit_says_what_it_supports(cast, sign_in, place, told):
    below = ScorecardFactory(plan=told["profit"].scorecard.plan, unit=cast.desk)
    ScorecardYearFactory(scorecard=below, year=2012)
    ObjectiveFactory(scorecard=below, perspective=told["profit"].perspective, parent=told["profit"])
    page = read(sign_in(cast.person), place(PAGE, unit=cast.desk))
    assert f"It supports “More profit” of {cast.unit.name}." in page


def test_a_year_without_a_plan_says_what_to_do_first(cast, sign_in, place):
    assert "No plan covers 2012 yet" in read(sign_in(cast.viewer), place(PAGE))


def test_the_strategy_of_another_plan_is_not_told(cast, sign_in, place, told):
    other = PlanFactory(organization=cast.unit.organization, first_year=2020, last_year=2021)
    StatementFactory(plan=other, text="Something else")
    assert "Something else" not in read(sign_in(cast.viewer), place(PAGE))


@pytest.mark.parametrize("name", ["Finansial", " customer ", "Learning and Growth", "Pemangku Kepentingan"])
def test_the_usual_perspectives_have_a_meaning_in_either_language(name):
    assert perspective_meaning(Perspective(name_id=name), 3) == MEANING_OF[name.strip().casefold()]


def test_a_perspective_of_ones_own_says_how_much_lies_in_it():
    own = Perspective(name_en="Environment")
    assert perspective_meaning(own, 1) == "Seen from here, 1 thing is to become better."
    assert perspective_meaning(own, 0) == ""


@pytest.mark.parametrize("name", ["viewer", "person"])
def test_everybody_reads_the_glossary_in_both_languages(name, cast, sign_in, place, scorecard):
    page = read(sign_in(cast.by_name(name)), place(GLOSSARY))
    assert '<strong>Achievement</strong> <span class="muted" lang="id">Capaian</span>' in page
    assert 'id="achievement"' in page


def test_the_glossary_needs_no_plan(cast, sign_in, place):
    assert "Sasaran strategis" in read(sign_in(cast.viewer), place(GLOSSARY))

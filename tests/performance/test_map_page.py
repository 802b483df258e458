"""The strategy map: drawn for all who may read the strategy, coloured for those who may see the year."""

import re
from xml.etree import ElementTree

import pytest

from indicators.models import Measurement
from scorecards.models import Objective, ObjectiveLink
from tests.factories import ObjectiveFactory, ObjectiveLinkFactory, StatementFactory
from tests.indicators.berdikari import just_below
from tests.indicators.scorecards import of_size
from tests.performance.test_table_page import read, text_of

PAGE, FILE = "strategy/map/", "strategy/map.svg"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def chain(on_target_in_2012):
    """SS7 drives SS6, SS6 drives SS4 and SS5; SS7 is below target in 2012."""
    objectives = {each.code: each for each in Objective.objects.filter(scorecard=on_target_in_2012)}
    for cause, effect in (("SS7", "SS6"), ("SS6", "SS4"), ("SS6", "SS5")):
        ObjectiveLinkFactory(cause=objectives[cause], effect=objectives[effect], note=f"{cause} first")
    row = Measurement.objects.get(indicator__code="SS7-1", scorecard_year__year=2012)
    row.achievement = just_below(row.inputs())
    row.save()
    return on_target_in_2012


@pytest.mark.parametrize("page", [PAGE, FILE])
@pytest.mark.parametrize("name", ["viewer", "staff", "manager", "administrator", "person"])
def test_whoever_reads_the_strategy_sees_the_map(page, name, cast, sign_in, place, chain):
    assert sign_in(cast.by_name(name)).get(place(page)).status_code == 200


@pytest.mark.parametrize("page", [PAGE, FILE])
def test_an_outsider_finds_nothing(page, cast, sign_in, place, chain):
    assert sign_in(cast.outsider).get(place(page)).status_code == 404


@pytest.mark.parametrize("page", [PAGE, FILE])
def test_it_takes_no_writes(page, cast, sign_in, place, chain):
    assert sign_in(cast.administrator).post(place(page)).status_code == 405


def test_the_first_line_says_how_far_the_trouble_reaches(cast, sign_in, place, chain):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "18 objectives, 3 cause-effect links. 1 objective below target drives 3 others." in page


def test_a_card_has_its_status_and_leads_to_the_objectives_rows(cast, sign_in, place, chain):
    objective = Objective.objects.get(code="SS7")
    client = sign_in(cast.viewer)
    page = read(client, place(PAGE))
    address = f"{place('performance/')}#objective-{objective.pk}"
    assert f'href="{address}" aria-label="{objective.code} {objective.name}, Below"' in page
    assert f'id="objective-{objective.pk}"' in read(client, place("performance/"))


@pytest.mark.parametrize("page", [PAGE, FILE])
def test_who_reads_only_the_strategy_sees_no_status(page, cast, sign_in, place, chain):
    text = text_of(sign_in(cast.person).get(place(page)))
    assert "SS7" in text
    for word in ("Below", "On target", "is-below", "is-on", "below target"):
        assert word not in text
    assert place("performance/") not in text


def in_words(client, url):
    """The text of the map in words, without its markup."""
    section = read(client, url).partition('id="map-in-words"')[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", section.partition(">")[2]).split())


def test_the_links_stand_in_words_below_their_causes_with_statuses_and_notes(cast, sign_in, place, chain):
    words = in_words(sign_in(cast.viewer), place(PAGE))
    assert (
        "SS7 Peningkatan Penyelesaian Produk sampai ke Pelanggan Below drives "
        "SS6 Peningkatan Kepuasan Pelanggan On target SS7 first"
    ) in words
    assert "SS6 Peningkatan Kepuasan Pelanggan On target drives SS4" in words


def test_objectives_without_any_link_are_marked_and_named(cast, sign_in, place, chain):
    client = sign_in(cast.viewer)
    assert "Not linked: SS1 Peningkatan Profit," in in_words(client, place(PAGE))
    assert read(client, place(PAGE)).count('class="map-unlinked"') == 14
    assert read(client, place(FILE)).count('class="map-unlinked"') == 14


def test_without_any_link_no_objective_stands_out(cast, sign_in, place, on_target_in_2012):
    assert "map-unlinked" not in read(sign_in(cast.viewer), place(PAGE))


def test_a_card_says_its_chain_to_the_end(cast, sign_in, place, chain):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert 'data-chain="SS7 drives 3 objectives: SS6, SS4, SS5. Nothing drives it."' in page
    assert 'data-chain="SS4 drives no other objective. It is driven by 2: SS6, SS7."' in page
    assert 'data-chain="SS1 is not linked to any other objective."' in page


def test_an_arrow_says_what_it_says_with_its_note(cast, sign_in, place, chain):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "drives SS6 Peningkatan Kepuasan Pelanggan. SS7 first" in page
    assert "<title>SS7 → SS6: SS7 first</title>" in page


def test_a_card_leads_who_reads_only_the_strategy_to_the_list_of_objectives(cast, sign_in, place, chain):
    objective = Objective.objects.get(code="SS7")
    page = read(sign_in(cast.person), place(PAGE))
    assert f'href="{place("strategy/objectives/")}#objective-{objective.pk}"' in page


def test_only_who_may_change_the_plan_is_offered_to_draw_links(cast, sign_in, place, chain):
    tools = ("Add a link", "data-editable", "csrfmiddlewaretoken", "To draw a link")
    page = read(sign_in(cast.staff), place(PAGE))
    assert [tool in page for tool in tools] == [True] * 4
    page = read(sign_in(cast.viewer), place(PAGE)).partition("<main")[2]
    assert [tool in page for tool in tools] == [False] * 4


def test_the_page_says_that_links_can_be_changed_with_forms_too(cast, sign_in, place, chain):
    page = read(sign_in(cast.staff), place(PAGE))
    assert f'with forms, in the <a href="{place("strategy/links/")}">list of links</a>' in page


def test_the_file_is_an_svg_of_its_own(cast, sign_in, place, chain):
    response = sign_in(cast.viewer).get(place(FILE))
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'attachment; filename="strategy-map-ACME-ACME-2012.svg"'
    assert ElementTree.fromstring(response.content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "href=" not in response.content.decode()


def test_the_file_shows_its_name_with_the_year_and_a_legend(cast, sign_in, place, chain):
    root = ElementTree.fromstring(sign_in(cast.viewer).get(place(FILE)).content)  # noqa: S314
    texts = ["".join(each.itertext()) for each in root.iter(f"{SVG}text")]
    assert f"Strategy map of {cast.unit} in 2012" in texts
    legend = ["".join(each.itertext()).strip() for each in root.findall(f"{SVG}g[@class='map-legend']")]
    assert legend == ["On target", "Below", "drives", "drives, and is below target"]


def test_the_page_has_the_same_legend(cast, sign_in, place, chain):
    page = read(sign_in(cast.viewer), place(PAGE)).partition('aria-label="Legend"')[2].partition("</ul>")[0]
    words = re.sub(r"<[^>]*>", " ", page.partition(">")[2]).split("  ")
    assert [word.strip() for word in words if word.strip()] == [
        "On target",
        "Below",
        "drives",
        "drives, and is below target",
    ]


MARKUP = '<script>&"x"</script>'


@pytest.mark.parametrize("page", [PAGE, FILE])
def test_markup_in_names_and_notes_is_escaped(page, cast, sign_in, place, chain):
    objective = Objective.objects.get(code="SS6")
    objective.name = MARKUP
    objective.save()
    chain.plan.perspectives.update(name_en=MARKUP, name_id=MARKUP)
    ObjectiveLink.objects.update(note=MARKUP)
    text = text_of(sign_in(cast.viewer).get(place(page)))
    assert "<script>&" not in text
    assert "&lt;script&gt;&amp;" in text


@pytest.mark.parametrize("character", ["\x0b", "\x01", "\x1f", "\ufffe", "\uffff"])
def test_characters_that_xml_has_no_room_for_do_not_break_the_file(character, cast, sign_in, place, chain):
    Objective.objects.filter(code="SS6").update(name=f"Profit{character}able")
    ObjectiveLink.objects.update(note=f"Be{character}cause")
    response = sign_in(cast.viewer).get(place(FILE))
    ElementTree.fromstring(response.content)  # noqa: S314


def test_a_name_as_long_as_allowed_is_cut_on_its_card_and_whole_in_the_title(cast, sign_in, place, chain):
    name = "Keberlanjutan " * 17
    Objective.objects.filter(code="SS6").update(name=name.strip())
    root = ElementTree.fromstring(sign_in(cast.viewer).get(place(FILE)).content)  # noqa: S314
    card = next(each for each in root.iter(f"{SVG}g") if each.get("data-code") == "SS6")
    shown = "".join(card.find(f"{SVG}text[@class='map-card-name']").itertext())
    assert shown.endswith("…")
    assert name.strip() in card.findtext(f"{SVG}title")


def test_a_card_with_several_indicators_shows_each_of_them(cast, sign_in, place, chain):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert page.count('class="map-pip is-on"') == 4
    assert "On target, 2 indicators: On target 2" in page


def test_who_reads_only_the_strategy_sees_nothing_of_the_indicators(cast, sign_in, place, chain):
    page = read(sign_in(cast.person), place(PAGE))
    assert "map-pip" not in page
    assert "2 indicators" not in page
    assert "data-objective=" not in page


def test_staff_add_an_objective_from_a_lane(cast, sign_in, place, chain):
    perspective = chain.plan.perspectives.first()
    page = read(sign_in(cast.staff), place(PAGE))
    assert f'href="{place("strategy/objectives/add/")}?perspective={perspective.pk}"' in page
    assert f'aria-label="Add an objective to {perspective.name}"' in page
    assert "map-lane-add" not in read(sign_in(cast.viewer), place(PAGE))


def test_the_vision_stands_above_the_map(cast, sign_in, place, chain):
    StatementFactory(plan=chain.plan, kind="vision", text="The best parts of the country")
    assert "The best parts of the country" in read(sign_in(cast.person), place(PAGE))


def test_an_objective_without_indicators_has_no_status(cast, sign_in, place, scorecard):
    ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first(), code="SS1")
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "map-card-code" in page
    assert "map-status-word" not in page


def test_a_scorecard_without_objectives_says_what_to_do_first(cast, sign_in, place, scorecard):
    assert "There are no objectives yet" in read(sign_in(cast.viewer), place(PAGE))


@pytest.mark.parametrize(("page", "queries"), [(PAGE, 13), (FILE, 10)])
@pytest.mark.parametrize("indicators", [20, 200])
def test_it_takes_the_same_queries_at_any_size(
    page, queries, indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    client = sign_in(cast.viewer)
    with django_assert_num_queries(queries):
        assert client.get(place(page)).status_code == 200

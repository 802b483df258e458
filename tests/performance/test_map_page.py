"""The strategy map: drawn for all who may read the strategy, coloured for those who may see the year."""

from xml.etree import ElementTree

import pytest

from indicators.models import Measurement
from scorecards.models import Objective
from tests.factories import ObjectiveFactory, ObjectiveLinkFactory
from tests.indicators.berdikari import just_below
from tests.indicators.scorecards import of_size
from tests.performance.test_table_page import read, text_of

PAGE, FILE = "strategy/map/", "strategy/map.svg"


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


def test_the_links_stand_in_words_as_well(cast, sign_in, place, chain):
    page = read(sign_in(cast.viewer), place(PAGE))
    words = page.partition("The map in words")[2]
    assert "SS7 Peningkatan Penyelesaian Produk sampai ke Pelanggan</strong> drives" in words
    assert "SS7 first" in words


def test_only_who_may_change_the_plan_is_offered_to_add_a_link(cast, sign_in, place, chain):
    assert "Add a link" in read(sign_in(cast.staff), place(PAGE))
    assert "Add a link" not in read(sign_in(cast.viewer), place(PAGE))


def test_the_file_is_an_svg_of_its_own(cast, sign_in, place, chain):
    response = sign_in(cast.viewer).get(place(FILE))
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Content-Disposition"] == 'attachment; filename="strategy-map-ACME-ACME-2012.svg"'
    assert ElementTree.fromstring(response.content).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314
    assert "href=" not in response.content.decode()


def test_names_of_people_are_escaped_in_the_file(cast, sign_in, place, scorecard):
    ObjectiveFactory(
        scorecard=scorecard, perspective=scorecard.plan.perspectives.first(), name='<script>&"x"</script>'
    )
    response = sign_in(cast.viewer).get(place(FILE))
    assert "<script" not in response.content.decode()
    ElementTree.fromstring(response.content)  # noqa: S314


def test_an_objective_without_indicators_has_no_status(cast, sign_in, place, scorecard):
    ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first(), code="SS1")
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "map-card-code" in page
    assert "map-status-word" not in page


def test_a_scorecard_without_objectives_says_what_to_do_first(cast, sign_in, place, scorecard):
    assert "There are no objectives yet" in read(sign_in(cast.viewer), place(PAGE))


@pytest.mark.parametrize(("page", "queries"), [(PAGE, 13), (FILE, 11)])
@pytest.mark.parametrize("indicators", [20, 200])
def test_it_takes_the_same_queries_at_any_size(
    page, queries, indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    client = sign_in(cast.viewer)
    with django_assert_num_queries(queries):
        assert client.get(place(page)).status_code == 200

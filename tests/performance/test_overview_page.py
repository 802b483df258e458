"""The overview: the verdict, and what it rests on."""

import pytest

from indicators.models import Measurement
from tests.indicators.berdikari import just_below
from tests.indicators.scorecards import of_size
from tests.performance.test_table_page import read, text_of


@pytest.mark.parametrize("name", ["viewer", "staff", "manager", "administrator"])
def test_members_read_the_overview(name, cast, sign_in, place, on_target_in_2012):
    assert sign_in(cast.by_name(name)).get(place()).status_code == 200


def test_an_outsider_finds_nothing(cast, sign_in, place, on_target_in_2012):
    assert sign_in(cast.outsider).get(place()).status_code == 404


def test_a_person_reads_the_own_overview_but_not_that_of_the_organization(
    cast, sign_in, place, on_target_in_2012
):
    client = sign_in(cast.person)
    assert client.get(place()).status_code == 404
    assert client.get(place(unit=cast.desk)).status_code == 200


def test_it_takes_no_writes(cast, sign_in, place, on_target_in_2012):
    assert sign_in(cast.administrator).post(place()).status_code == 405


def test_the_first_line_is_the_verdict(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place())
    assert "20 of 20 reported, a total of 40 against 40: good." in page


def test_each_perspective_has_a_tile_with_its_points_and_status(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place())
    for name, points in (
        ("Financial", "6 points against 6"),
        ("Customer", "6 points against 6"),
        ("Internal Business Process", "12 points against 12"),
        ("Learning and Growth", "16 points against 16"),
    ):
        tile = page.partition(f"<h3>{name}</h3>")[2].partition("</div>")[0]
        assert points in tile
        assert "On target" in tile


def test_the_trend_has_every_year_of_the_plan(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place())
    years = page.partition('id="trend"')[2].partition("</section>")[0]
    assert "> 20 of 20 <" in years
    assert "> 0 of 20 <" in years
    assert f'href="{place(year=2013)}">2013</a>' in page


def test_what_is_below_target_is_listed_with_its_explanation(cast, sign_in, place, on_target_in_2012):
    row = Measurement.objects.get(indicator__code="SS2-1", scorecard_year__year=2012)
    row.achievement = just_below(row.inputs())
    row.save()
    page = read(sign_in(cast.viewer), place())
    section = page.partition('id="below"')[2].partition("</section>")[0]
    assert "Total Pendapatan Usaha" in section
    assert "35.99" in section
    assert place(f"performance/{row.pk}/explanation/") in section


def test_nothing_below_target_is_said(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place())
    assert "Nothing that is reported is below target." in page


def test_many_below_target_are_cut_with_a_link_to_all(cast, sign_in, place, on_target_in_2012):
    Measurement.objects.filter(scorecard_year__year=2012).update(target=1000)
    Measurement.objects.filter(scorecard_year__year=2012, indicator__polarity="lower").update(target=0)
    page = read(sign_in(cast.viewer), place())
    assert "All 20 in the table" in page


def test_who_may_enter_is_told_what_is_missing(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.staff), place(year=2013))
    assert "20 achievements are still missing." in page
    assert f'href="{place("entry/", year=2013)}">Enter achievements' in page


def test_who_may_not_enter_is_not_asked_to(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place(year=2013))
    assert "Nothing. 20 achievements are still missing" in page
    assert "Enter achievements</a> </section>" not in page


def test_a_year_before_anything_is_reported_has_no_index(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place(year=2013))
    assert "between 20 and 55 points against 40: undecided." in page
    years = page.partition('id="trend"')[2].partition("</section>")[0]
    assert '> 0 of 20 </td> <td class="num">–</td>' in years


def test_a_scorecard_without_indicators_says_what_to_do_first(cast, sign_in, place, scorecard):
    assert "Nothing to judge yet" in read(sign_in(cast.viewer), place())


def test_a_year_without_a_plan_says_so(cast, sign_in, place, scorecard):
    response = sign_in(cast.administrator).get(place(year=2050))
    assert response.status_code == 200
    assert "Perspectives</h2>" not in text_of(response)


@pytest.mark.parametrize("indicators", [20, 200])
def test_it_takes_the_same_queries_at_any_size(
    indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    client = sign_in(cast.viewer)
    with django_assert_num_queries(14):
        assert client.get(place()).status_code == 200

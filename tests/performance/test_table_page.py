"""The annual performance table: who sees it, and what it says."""

from decimal import Decimal

import pytest
from django.test import Client

from indicators.models import Measurement
from scorecards.models import ScoringScheme
from tests.factories import IndicatorFactory, ObjectiveFactory
from tests.indicators.berdikari import just_below
from tests.indicators.scorecards import measure, of_size

PAGE = "performance/"


def text_of(response) -> str:
    """The page's words with single spaces."""
    return " ".join(response.content.decode().split())


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return text_of(response)


@pytest.mark.parametrize("name", ["viewer", "staff", "manager", "administrator"])
def test_members_read_the_table(name, cast, sign_in, place, on_target_in_2012):
    assert sign_in(cast.by_name(name)).get(place(PAGE)).status_code == 200


def test_an_outsider_finds_nothing(cast, sign_in, place, on_target_in_2012):
    assert sign_in(cast.outsider).get(place(PAGE)).status_code == 404


def test_a_person_reads_the_own_table_but_not_that_of_the_organization(
    cast, sign_in, place, on_target_in_2012
):
    client = sign_in(cast.person)
    assert client.get(place(PAGE)).status_code == 404
    assert client.get(place(PAGE, unit=cast.desk)).status_code == 200


def test_a_visitor_is_sent_to_sign_in(client, place, on_target_in_2012):
    response = client.get(place(PAGE))
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_the_table_takes_no_writes(cast, sign_in, place, on_target_in_2012):
    assert sign_in(cast.administrator).post(place(PAGE)).status_code == 405


def test_the_first_line_answers_whether_the_year_is_good(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "20 of 20 reported, a total of 40 against 40: good." in page


def test_one_just_below_its_target_makes_the_year_not_good(cast, sign_in, place, on_target_in_2012):
    row = Measurement.objects.get(indicator__code="SS4-1", scorecard_year__year=2012)
    row.achievement = just_below(row.inputs())
    row.save()
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "20 of 20 reported, a total of 39 against 40: not good yet." in page


def test_an_incomplete_year_shows_what_is_still_possible(cast, sign_in, place, on_target_in_2012):
    page = read(sign_in(cast.viewer), place(PAGE, year=2013))
    assert "0 of 20 reported, between 20 and 55 points against 40: undecided." in page
    assert "lowest 20 · highest 55" in page
    assert "Totals that can be reached: lowest 20, on target 40, highest 55." in page


def test_a_fixed_threshold_shows_its_reason_and_a_warning_with_both(cast, sign_in, place, on_target_in_2012):
    on_target_in_2012.years.filter(year=2012).update(
        fixed_threshold=Decimal(42), fixed_threshold_reason="As printed for 21 indicators"
    )
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "The threshold is fixed at 42, while the targets of this year give 40." in page
    assert "As printed for 21 indicators" in page


def test_the_reached_level_is_marked_and_leads_to_its_explanation(cast, sign_in, place, on_target_in_2012):
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    response = sign_in(cast.viewer).get(place(PAGE))
    assert f'hx-get="{place(PAGE)}{row.pk}/explanation/"' in response.content.decode()
    assert text_of(response).count("Level 2 reached") == 20


def test_a_level_column_stands_for_each_level_of_the_scheme(cast, sign_in, place, on_target_in_2012):
    bands = [
        {"level": level, "from": bound, "inclusive": inclusive}
        for level, bound, inclusive in (
            (1, None, True),
            (2, "80", True),
            (3, "100", True),
            (4, "100", False),
            (5, "110", False),
        )
    ]
    ScoringScheme.objects.update(bands=bands)
    page = read(sign_in(cast.viewer), place(PAGE))
    assert page.count('<th scope="col" class="level-cell">') == 5
    assert page.count("Level 3 reached") == 20


def test_a_range_target_is_shown_with_both_bounds(cast, sign_in, place, scorecard):
    indicator = IndicatorFactory(objective__scorecard=scorecard, polarity="range")
    measure(indicator, scorecard.years.get(year=2012), Decimal(95), target_upper=Decimal(105))
    assert "95–105" in read(sign_in(cast.viewer), place(PAGE))


def test_values_have_the_decimals_of_their_indicator(cast, sign_in, place, scorecard):
    indicator = IndicatorFactory(objective__scorecard=scorecard, decimals=2)
    measure(indicator, scorecard.years.get(year=2012), Decimal("12.5"))
    assert "12.50" in read(sign_in(cast.viewer), place(PAGE))


def test_numbers_are_written_as_the_language_does(cast, sign_in, place, on_target_in_2012):
    cast.viewer.language = "id"
    cast.viewer.save()
    assert "12,35" in read(sign_in(cast.viewer), place(PAGE))


def test_only_objectives_with_several_indicators_have_a_subtotal(cast, sign_in, place, on_target_in_2012):
    assert read(sign_in(cast.viewer), place(PAGE)).count("Subtotal:") == 2


def test_notes_of_values_stand_once_under_the_table(cast, sign_in, place, on_target_in_2012):
    Measurement.objects.filter(scorecard_year__year=2012).update(note="Illustrative")
    page = read(sign_in(cast.viewer), place(PAGE))
    assert page.count("Illustrative") == 1
    assert page.count('href="#note-1"') == 20


def test_the_plans_note_is_shown_to_every_reader(cast, sign_in, place, on_target_in_2012):
    on_target_in_2012.plan.note = "Achievements are illustrative."
    on_target_in_2012.plan.save()
    assert "Achievements are illustrative." in read(sign_in(cast.viewer), place(PAGE))


def test_texts_of_people_are_escaped(cast, sign_in, place, scorecard):
    indicator = IndicatorFactory(
        objective=ObjectiveFactory(scorecard=scorecard, name="<b>bold</b>"), name="<script>x</script>"
    )
    measure(indicator, scorecard.years.get(year=2012), Decimal(1), note="<i>note</i>")
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "<script>x" not in page
    assert "<i>note" not in page


def test_approved_values_are_counted(cast, sign_in, place, on_target_in_2012):
    Measurement.objects.filter(indicator__code__in=["SS1-1", "SS2-1"]).update(state="approved")
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "2 of 20 reported achievements are approved." in page


def test_a_group_whose_weights_add_up_to_nothing_is_named(cast, sign_in, place, on_target_in_2012):
    on_target_in_2012.years.update(weighting_mode="hierarchical")
    Measurement.objects.filter(indicator__objective__code="SS1").update(weight=0)
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "All indicators of SS1 Peningkatan Profit have the weight 0: nothing in it counts." in page


def test_a_scorecard_without_indicators_says_what_to_do_first(cast, sign_in, place, scorecard):
    assert "There are no indicators yet" in read(sign_in(cast.viewer), place(PAGE))


@pytest.mark.parametrize("indicators", [20, 200])
def test_the_table_takes_the_same_queries_at_any_size(
    indicators, cast, sign_in, place, scorecard, django_assert_num_queries
):
    of_size(scorecard, indicators)
    client = sign_in(cast.viewer)
    with django_assert_num_queries(TABLE_QUERIES):
        assert client.get(place(PAGE)).status_code == 200


TABLE_QUERIES = 9
"""Session, user, scorecard-year with its unit, memberships, 3 for the tree, 2 for the pickers."""

"""The tree of a scorecard-year: complete, in order, computed, and in a fixed number of queries."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import Status, Verdict
from indicators.year_results import load_plan_years
from scorecards.models import ObjectiveWeight, PerspectiveWeight, ScorecardYear
from tests.factories import (
    IndicatorFactory,
    ObjectiveFactory,
    PerspectiveFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    UnitFactory,
)
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari, measure, of_size


def year_of(scorecard, year):
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(
        scorecard=scorecard, year=year
    )


def load(scorecard, year=2012, **options):
    return load_scorecard_year(year_of(scorecard, year), **options)


@pytest.mark.parametrize("indicators", [20, 200])
def test_the_tree_takes_three_queries_whatever_the_number_of_indicators(
    scorecard, indicators, django_assert_num_queries
):
    of_size(scorecard, indicators)
    year = year_of(scorecard, 2012)
    with django_assert_num_queries(3):
        table = load_scorecard_year(year)
        texts = [
            f"{row.perspective.name} {row.objective} {row.indicator} {row.measurement} "
            f"{row.objective.scorecard_id} {row.targets} {row.indicator.baseline} {row.initiatives}"
            for row in table.rows
        ]
    assert len(texts) == indicators


def test_initiatives_take_one_query_more(scorecard, django_assert_num_queries):
    of_size(scorecard, 20)
    year = year_of(scorecard, 2012)
    with django_assert_num_queries(4):
        load_scorecard_year(year, initiatives=True)


@pytest.mark.parametrize("indicators", [20, 200])
def test_the_results_of_all_plan_years_take_four_queries(scorecard, indicators, django_assert_num_queries):
    of_size(scorecard, indicators)
    card = year_of(scorecard, 2012).scorecard
    with django_assert_num_queries(4):
        load_plan_years(card)


def test_the_printed_plan_on_target_is_good_with_40_of_40(cast):
    table = load(berdikari(cast.unit, achieve={2012: on_target}))
    assert (table.result.total, table.result.threshold) == (40, 40)
    assert table.result.verdict is Verdict.GOOD


def test_one_achievement_just_below_its_target_makes_39_and_not_good(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    row = Measurement.objects.get(indicator__code="SS9-1", scorecard_year__year=2012)
    row.achievement = just_below(row.inputs())
    row.save()
    table = load(card)
    assert (table.result.total, table.result.verdict) == (39, Verdict.NOT_GOOD)


def test_the_tree_shows_the_computed_level_even_if_another_one_is_stored(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    Measurement.objects.filter(scorecard_year__year=2012).update(level=3, attainment=Decimal(300))
    table = load(card)
    assert {row.result.result.level for row in table.rows} == {2}


def test_rows_stand_in_the_order_of_perspectives_objectives_and_indicators(cast):
    table = load(berdikari(cast.unit))
    assert [row.indicator.code for row in table.rows][:4] == ["SS1-1", "SS2-1", "SS3-1", "SS4-1"]
    assert [group.perspective.code for group in table.perspectives] == ["F", "C", "P", "L"]
    assert len(table.objectives) == 18


def test_rows_keep_their_scores_when_the_order_differs_from_that_of_the_keys(scorecard):
    first, second = scorecard.plan.perspectives.order_by("order")[:2]
    year = scorecard.years.get(year=2012)
    late = ObjectiveFactory(scorecard=scorecard, perspective=second, order=1)
    early = ObjectiveFactory(scorecard=scorecard, perspective=first, order=2)
    for objective, achieved in ((late, Decimal(90)), (early, Decimal(110))):
        measure(IndicatorFactory(objective=objective), year, Decimal(100), lambda inputs, a=achieved: a)
    rows = load(scorecard).rows
    assert [row.objective for row in rows] == [early, late]
    assert [row.result.result.level for row in rows] == [3, 1]
    assert [row.result.key for row in rows] == [row.measurement.pk for row in rows]


def test_targets_of_every_plan_year_and_the_upper_bounds_of_a_range_are_there(scorecard):
    first, second = scorecard.years.order_by("year")
    indicator = IndicatorFactory(objective__scorecard=scorecard, polarity="range")
    measure(indicator, first, Decimal(95), target_upper=Decimal(105))
    measure(indicator, second, None)
    (row,) = load(scorecard).rows
    assert row.targets == {2012: Decimal(95), 2013: None}
    assert row.upper_targets == {2012: Decimal(105), 2013: None}


def test_without_other_years_a_table_has_the_same_result_and_the_targets_of_its_year(
    cast, django_assert_num_queries
):
    card = berdikari(cast.unit, achieve={2012: just_below})
    whole, year = load(card), year_of(card, 2012)
    with django_assert_num_queries(2):
        alone = load_scorecard_year(year, other_years=False)
    assert (alone.result, alone.inputs, alone.years) == (whole.result, whole.inputs, (2012,))
    assert [row.targets for row in alone.rows] == [{2012: row.targets[2012]} for row in whole.rows]


def test_perspectives_and_objectives_without_indicators_are_included(scorecard):
    perspective = scorecard.plan.perspectives.get(code="C")
    objective = ObjectiveFactory(scorecard=scorecard, perspective=perspective)
    table = load(scorecard)
    group = table.perspectives[1]
    assert [each.perspective.code for each in table.perspectives] == ["F", "C", "P", "L"]
    assert [each.objective for each in group.objectives] == [objective]
    assert (group.subtotal.expected, group.subtotal.status) == (0, Status.MISSING)
    assert table.rows == ()


def test_what_is_added_after_a_year_was_closed_does_not_stand_in_it(cast):
    card = berdikari(cast.unit)
    before = load(card)
    closed = {"closed_at": timezone.now(), "closed_by": cast.administrator}
    ScorecardYear.objects.filter(scorecard=card, year=2012).update(**closed)
    for perspective in (card.plan.perspectives.get(code="F"), PerspectiveFactory(plan=card.plan)):
        ObjectiveFactory(scorecard=card, perspective=perspective)
    after = load(card)
    assert [each.perspective for each in after.perspectives] == [
        each.perspective for each in before.perspectives
    ]
    assert [each.objective for each in after.objectives] == [each.objective for each in before.objectives]
    assert len(load(card, 2013).perspectives) == len(before.perspectives) + 1


def test_objectives_of_another_unit_and_perspectives_of_another_plan_are_not_included(scorecard, cast):
    other = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=cast.unit))
    ObjectiveFactory(scorecard=other, perspective=scorecard.plan.perspectives.first())
    PerspectiveFactory()
    table = load(scorecard)
    assert len(table.perspectives) == 4
    assert table.objectives == ()


def test_years_before_the_plan_hold_history_and_show_no_target(scorecard):
    old = ScorecardYearFactory(scorecard=scorecard, year=2009)
    indicator = IndicatorFactory(objective__scorecard=scorecard)
    measure(indicator, old, None, lambda inputs: Decimal(7))
    measure(indicator, scorecard.years.get(year=2012), Decimal(100))
    (row,) = load(scorecard).rows
    assert set(row.targets) == {2012, 2013}


def test_initiatives_are_there_only_if_asked_for(cast):
    card = berdikari(cast.unit)
    assert load(card).rows[0].initiatives == ()
    names = [each.name for each in load(card, initiatives=True).rows[0].initiatives]
    assert names == ["Meningkatkan penjualan", "Efisiensi biaya produksi", "Efektivitas pemanfaatan aset"]


def test_hierarchical_weights_of_the_year_add_up_to_one(cast):
    card = berdikari(cast.unit, achieve={2012: on_target})
    card.years.update(weighting_mode="hierarchical")
    PerspectiveWeight.objects.filter(scorecard_year__year=2012, perspective__code="F").update(weight=2)
    table = load(card)
    assert sum(row.result.weight for row in table.rows) == 1
    assert table.rows[0].result.weight == Fraction(2, 5) / 3
    assert table.result.total == 2


def test_a_year_without_its_own_weights_takes_the_defaults(cast):
    card = berdikari(cast.unit, achieve={2012: on_target}, weights=False)
    card.years.update(weighting_mode="hierarchical")
    card.plan.perspectives.filter(code="F").update(default_weight=Decimal("0.5"))
    table = load(card)
    assert table.rows[0].result.weight == Fraction(1, 7) / 3
    trend = load_plan_years(table.scorecard_year.scorecard)
    assert trend[0].result.perspectives == table.result.perspectives


def test_the_years_of_a_plan_have_the_same_results_as_their_trees(cast):
    card = berdikari(cast.unit, achieve={2012: on_target, 2013: just_below})
    card.years.update(weighting_mode="hierarchical")
    ObjectiveWeight.objects.filter(objective__code="SS2").update(weight=3)
    years = load_plan_years(year_of(card, 2012).scorecard)
    assert [each.scorecard_year.year for each in years] == [2012, 2013]
    for each in years:
        expected = load(card, each.scorecard_year.year).result
        assert (each.result.total, each.result.verdict) == (expected.total, expected.verdict)

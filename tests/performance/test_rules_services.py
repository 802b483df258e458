"""Changing a year's rules: totals and thresholds together, levels rescored, traces left, all or nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import Verdict
from performance.rules import (
    Weighed,
    effective_sums,
    effective_total,
    newest_first,
    result_under,
    rules_mark,
    weight_name,
)
from performance.services import RulesChanged, change_year_rules, preview_year_rules
from scorecards.locks import YearClosed
from scorecards.models import ObjectiveWeight, PerspectiveWeight, Scorecard, ScorecardYear
from scorecards.schemes import FIVE, bands_to_json
from scorecards.services import add_built_in_schemes
from tests.factories import ScoringSchemeFactory
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari

HISTORIES = [ScorecardYear, PerspectiveWeight, ObjectiveWeight, Measurement]


def year_of(card, year=2012) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=year)


def result_of(card, year=2012):
    return load_scorecard_year(year_of(card, year)).result


def measurement(code: str, year=2012) -> Measurement:
    return Measurement.objects.select_related("indicator").get(
        indicator__code=code, scorecard_year__year=year
    )


def traces() -> list[int]:
    return [model.history.count() for model in HISTORIES]


@pytest.fixture
def card(cast):
    """PT Berdikari's plan with everything on target in 2012 and nothing reported in 2013."""
    return berdikari(cast.unit, achieve={2012: on_target})


@pytest.fixture
def five(cast):
    return ScoringSchemeFactory(
        organization=cast.unit.organization, code="five", name="Five", bands=bands_to_json(FIVE.bands)
    )


def test_total_and_threshold_change_together_when_an_indicator_weighs_more(cast, card):
    change_year_rules(
        scorecard_year=year_of(card),
        by=cast.administrator,
        weighting_mode="indicator",
        indicator_weights={measurement("SS1-1").pk: Decimal(3)},
    )
    result = result_of(card)
    assert (result.total, result.derived_threshold) == (44, 44)


def test_hierarchical_shares_add_up_to_exactly_one(cast, card):
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, weighting_mode="hierarchical")
    result = result_of(card)
    assert effective_total(result) == 1


def test_hierarchical_total_and_threshold_are_the_on_target_level_when_all_is_on_target(cast, card):
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, weighting_mode="hierarchical")
    result = result_of(card)
    assert (result.total, result.threshold, result.verdict) == (2, 2, Verdict.GOOD)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_the_weights_are_the_shares_of_a_perspective_add_up_to_its_own(card, data):
    table = load_scorecard_year(year_of(card))
    weight = st.decimals(min_value="0.0001", max_value="999999.9999", places=4)
    objectives = {each.objective.pk: data.draw(weight) for each in table.objectives}
    perspectives = {each.perspective.pk: data.draw(weight) for each in table.perspectives}
    result = result_under(
        table,
        {
            "weighting_mode": "hierarchical",
            "perspective_weights": perspectives,
            "objective_weights": objectives,
        },
    )
    sums = effective_sums(result)
    whole = sum(Fraction(each) for each in perspectives.values())
    assert {key: Fraction(each) / whole for key, each in perspectives.items()} == {
        key: sums[Weighed.PERSPECTIVE, key] for key in perspectives
    }


def test_a_preview_writes_neither_rows_nor_traces(card, five):
    before = (
        traces(),
        year_of(card).scorecard.version,
        list(Measurement.objects.values_list().order_by("pk")),
    )
    preview_year_rules(
        scorecard_year=year_of(card),
        weighting_mode="hierarchical",
        scheme=five,
        fixed_threshold=Decimal(42),
        indicator_weights={measurement("SS1-1").pk: Decimal(3)},
    )
    after = (
        traces(),
        year_of(card).scorecard.version,
        list(Measurement.objects.values_list().order_by("pk")),
    )
    assert before == after


def test_a_preview_answers_the_result_before_and_after(card, five):
    before, after = preview_year_rules(scorecard_year=year_of(card), scheme=five)
    assert (before.total, after.total, after.threshold) == (40, 60, 60)


def test_what_the_preview_promises_is_what_the_change_gives(cast, card, five):
    rules = {
        "weighting_mode": "hierarchical",
        "scheme": five,
        "fixed_threshold": Decimal("2.5"),
        "fixed_threshold_reason": "Decree",
        "indicator_weights": {measurement("SS1-1").pk: Decimal("0.5")},
    }
    _before, promised = preview_year_rules(scorecard_year=year_of(card), **rules)
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, **rules)
    given_now = result_of(card)
    assert (given_now.total, given_now.threshold, given_now.index, given_now.verdict) == (
        promised.total,
        promised.threshold,
        promised.index,
        promised.verdict,
    )


def test_a_new_scheme_rescores_the_stored_levels_of_the_year(cast, card, five):
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, scheme=five)
    levels = set(Measurement.objects.filter(scorecard_year__year=2012).values_list("level", flat=True))
    assert levels == {3}


def test_a_new_scheme_leaves_the_other_year_alone(cast, card, five):
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, scheme=five)
    assert year_of(card, 2013).scheme_id != five.pk


def test_rescored_levels_leave_a_trace_of_who_and_why(cast, card, five):
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, scheme=five)
    trace = measurement("SS1-1").history.first()
    assert (trace.level, trace.history_user, "Five" in trace.history_change_reason) == (
        3,
        cast.administrator,
        True,
    )


def test_only_the_weight_that_differs_is_written(cast, card):
    before = traces()
    weights = {row.pk: row.weight for row in Measurement.objects.filter(scorecard_year=year_of(card))}
    weights[measurement("SS1-1").pk] = Decimal("2.5")
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, indicator_weights=weights)
    assert [now - then for now, then in zip(traces(), before, strict=True)] == [0, 0, 0, 1]


def test_a_changed_weight_leaves_who_old_and_new(cast, card):
    row = PerspectiveWeight.objects.filter(scorecard_year=year_of(card)).first()
    change_year_rules(
        scorecard_year=year_of(card),
        by=cast.administrator,
        perspective_weights={row.perspective_id: Decimal(4)},
    )
    trace = row.history.first()
    assert (trace.weight, trace.history_type, trace.history_user) == (4, "~", cast.administrator)


def test_weights_that_are_missing_are_made_with_their_defaults(cast):
    card = berdikari(cast.unit, weights=False)
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, weighting_mode="hierarchical")
    assert ObjectiveWeight.objects.filter(scorecard_year=year_of(card), weight=1).count() == 18


def test_a_change_raises_the_version_of_the_scorecard(cast, card):
    before = card.version
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, weighting_mode="indicator")
    assert Scorecard.objects.get(pk=card.pk).version == before + 1


def test_saving_what_already_stands_there_changes_nothing(cast, card):
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator)
    before = (traces(), Scorecard.objects.get(pk=card.pk).version)
    year = year_of(card)
    change_year_rules(
        scorecard_year=year,
        by=cast.administrator,
        weighting_mode=year.weighting_mode,
        scheme=year.scheme,
        fixed_threshold=None,
        fixed_threshold_reason="",
    )
    assert (traces(), Scorecard.objects.get(pk=card.pk).version) == before


def test_a_fixed_threshold_of_42_against_40_is_not_good_and_differs(cast, card):
    change_year_rules(
        scorecard_year=year_of(card),
        by=cast.administrator,
        fixed_threshold=Decimal(42),
        fixed_threshold_reason="The paper prints 42",
    )
    result = result_of(card)
    assert (result.total, result.threshold, result.fixed_differs, result.verdict) == (
        40,
        42,
        True,
        Verdict.NOT_GOOD,
    )


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_fixed_threshold_without_a_reason_is_refused_at_the_reason(cast, card, reason):
    with pytest.raises(ValidationError) as refused:
        change_year_rules(
            scorecard_year=year_of(card),
            by=cast.administrator,
            fixed_threshold=Decimal(42),
            fixed_threshold_reason=reason,
        )
    assert list(refused.value.error_dict) == ["fixed_threshold_reason"]


def test_a_threshold_that_is_derived_again_drops_its_reason(cast, card):
    ScorecardYear.objects.filter(pk=year_of(card).pk).update(fixed_threshold=42, fixed_threshold_reason="Old")
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, fixed_threshold=None)
    year = year_of(card)
    assert (year.fixed_threshold, year.fixed_threshold_reason) == (None, "")


@pytest.mark.parametrize("threshold", ["-1", "NaN", "Infinity", "0.1234567", "1234567890123456"])
def test_a_threshold_that_no_column_keeps_is_refused_at_its_field(cast, card, threshold):
    with pytest.raises(ValidationError) as refused:
        change_year_rules(
            scorecard_year=year_of(card),
            by=cast.administrator,
            fixed_threshold=Decimal(threshold),
            fixed_threshold_reason="Because",
        )
    assert list(refused.value.error_dict) == ["fixed_threshold"]


@pytest.mark.parametrize("weight", ["-0.0001", "NaN", "0.00001", "1000000"])
def test_a_weight_that_no_column_keeps_is_refused_at_its_field(cast, card, weight):
    pk = measurement("SS1-1").pk
    with pytest.raises(ValidationError) as refused:
        change_year_rules(
            scorecard_year=year_of(card), by=cast.administrator, indicator_weights={pk: Decimal(weight)}
        )
    assert list(refused.value.error_dict) == [weight_name(Weighed.INDICATOR, pk)]


def test_objectives_that_all_weigh_0_are_refused_by_the_name_of_their_perspective(cast, card):
    year = year_of(card)
    table = load_scorecard_year(year)
    customer = table.perspectives[1]
    weights = {each.objective.pk: Decimal(0) for each in customer.objectives}
    with pytest.raises(ValidationError) as refused:
        change_year_rules(
            scorecard_year=year,
            by=cast.administrator,
            weighting_mode="hierarchical",
            objective_weights=weights,
        )
    [[message]] = refused.value.message_dict.values()
    assert customer.perspective.name in message


def test_a_group_that_weighs_0_is_told_at_the_first_of_its_weights(cast, card):
    table = load_scorecard_year(year_of(card))
    first = table.perspectives[1].objectives[0].objective
    weights = {each.objective.pk: Decimal(0) for each in table.perspectives[1].objectives}
    with pytest.raises(ValidationError) as refused:
        preview_year_rules(
            scorecard_year=year_of(card), weighting_mode="hierarchical", objective_weights=weights
        )
    assert list(refused.value.error_dict) == [weight_name(Weighed.OBJECTIVE, first.pk)]


def test_weights_of_0_that_the_mode_does_not_use_are_accepted(cast, card):
    weights = {row.pk: Decimal(0) for row in Measurement.objects.filter(scorecard_year=year_of(card))}
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, indicator_weights=weights)
    assert result_of(card).total == 40


def test_a_refused_change_writes_nothing(cast, card, five):
    before = traces()
    with pytest.raises(ValidationError):
        change_year_rules(
            scorecard_year=year_of(card),
            by=cast.administrator,
            scheme=five,
            weighting_mode="indicator",
            indicator_weights={
                row.pk: Decimal(0) for row in Measurement.objects.filter(scorecard_year=year_of(card))
            },
        )
    assert traces() == before


def test_a_scheme_of_another_organization_is_refused_at_its_field(cast, card):
    with pytest.raises(ValidationError) as refused:
        change_year_rules(scorecard_year=year_of(card), by=cast.administrator, scheme=ScoringSchemeFactory())
    assert list(refused.value.error_dict) == ["scheme"]


def test_a_weight_of_something_that_is_not_in_the_scorecard_is_refused(cast, card):
    with pytest.raises(ValidationError):
        change_year_rules(
            scorecard_year=year_of(card), by=cast.administrator, objective_weights={10**9: Decimal(1)}
        )


def test_the_rules_of_a_closed_year_do_not_change(cast, card):
    ScorecardYear.objects.filter(pk=year_of(card).pk).update(
        closed_at=timezone.now(), closed_by=cast.administrator
    )
    with pytest.raises(YearClosed):
        change_year_rules(scorecard_year=year_of(card), by=cast.administrator, weighting_mode="indicator")


def test_rules_that_somebody_changed_meanwhile_are_not_overwritten_unseen(cast, card):
    mark = rules_mark(load_scorecard_year(year_of(card)))
    change_year_rules(scorecard_year=year_of(card), by=cast.administrator, weighting_mode="indicator")
    with pytest.raises(RulesChanged):
        change_year_rules(
            scorecard_year=year_of(card), by=cast.administrator, mark=mark, weighting_mode="equal"
        )


def test_an_achievement_entered_meanwhile_does_not_stand_in_the_way(cast, card):
    mark = rules_mark(load_scorecard_year(year_of(card)))
    row = measurement("SS1-1")
    row.achievement = just_below(row.inputs())
    row.level, row.attainment = 1, Decimal("99.00")
    row.save()
    change_year_rules(
        scorecard_year=year_of(card), by=cast.administrator, mark=mark, weighting_mode="indicator"
    )
    assert year_of(card).weighting_mode == "indicator"


def test_the_newest_version_of_each_scheme_comes_first(cast):
    schemes = add_built_in_schemes(organization=cast.unit.organization, by=cast.administrator)
    second = ScoringSchemeFactory(organization=cast.unit.organization, code=schemes[0].code, version=2)
    newest, older = newest_first([*schemes, second])
    assert (newest, older) == ([second, *schemes[1:]], [schemes[0]])

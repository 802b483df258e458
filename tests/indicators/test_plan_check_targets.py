"""The plan check's rules about targets: plans that have the flaw, and plans that only nearly have it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scorecards.schemes import FIVE, INDEX_120
from tests.indicators.plans import (
    NOTHING,
    found,
    history,
    indicator,
    lower,
    of_one,
    plan_of,
    planned,
    within,
    year,
)


@pytest.mark.parametrize(
    ("targets", "outside"), [(("-1", "70"), ("2012", "-1")), (("60", "100.5"), ("2013", "100.5"))]
)
def test_a_target_beyond_the_natural_bounds_is_found(targets, outside):
    assert of_one("target-outside-bounds", indicator(years=planned(*targets))) == {
        "years": (outside[0],),
        "targets": (outside[1],),
        "natural_min": "0",
        "natural_max": "100",
    }


def test_an_upper_target_beyond_the_natural_bounds_is_found():
    seen = of_one("target-outside-bounds", within(natural_max=Decimal(50), natural_min=None))
    assert seen == {
        "years": ("2012", "2013"),
        "targets": ("60", "60"),
        "natural_min": "",
        "natural_max": "50",
    }


@pytest.mark.parametrize(
    "sound",
    [
        indicator(years=planned("0", "100")),
        indicator(years=planned("-5", "105"), natural_min=None, natural_max=None),
        indicator(years=planned(None, None)),
        within(),
    ],
    ids=["on the bounds", "no bounds", "no target", "range"],
)
def test_a_target_within_the_natural_bounds_is_not_found(sound):
    assert of_one("target-outside-bounds", sound) is None


def test_targets_that_end_worse_than_the_baseline_run_against_the_polarity():
    printed = indicator(baseline=Decimal("34.65"), years=planned("36", "28"))
    assert of_one("target-against-polarity", printed) == {
        "polarity": "higher",
        "start": "34.65",
        "start_year": "",
        "end": "28",
        "end_year": "2013",
    }


def test_without_a_baseline_targets_run_against_the_polarity_when_they_end_worse_than_they_began():
    assert of_one("target-against-polarity", lower(baseline=None, years=planned("10", "11"))) == {
        "polarity": "lower",
        "start": "10",
        "start_year": "2012",
        "end": "11",
        "end_year": "2013",
    }


@pytest.mark.parametrize(
    "sound",
    [
        indicator(),
        lower(),
        indicator(years=planned("85", "50")),
        indicator(years=planned(None, None)),
        indicator(baseline=None, years=planned(None, "10")),
        within(baseline=Decimal(90)),
    ],
    ids=["higher", "lower", "ends at the baseline", "no target", "one target", "range"],
)
def test_targets_that_do_not_end_worse_than_they_began_do_not_run_against_the_polarity(sound):
    assert of_one("target-against-polarity", sound) is None


@pytest.mark.parametrize(
    "flawed",
    [
        lower(years=planned("40", "0")),
        lower(years=planned("40", "0.00"), worst=Decimal(0)),
        indicator(years=planned("60", "-0")),
    ],
    ids=["no worst value", "worst value 0", "minus zero"],
)
def test_a_target_of_0_without_worst_value_is_found(flawed):
    assert of_one("zero-target-without-worst-value", flawed) == {"years": ("2013",)}


def test_a_range_that_ends_at_0_needs_a_worst_value_too():
    years = tuple(replace(each, target=Decimal(-5), target_upper=Decimal(0)) for each in planned("0", "0"))
    seen = of_one("zero-target-without-worst-value", within(years=years, natural_min=None))
    assert seen == {"years": ("2012", "2013")}


def from_0_to_2(**fields):
    years = tuple(replace(each, target=Decimal(0), target_upper=Decimal(2)) for each in planned("0", "0"))
    return within(years=years, **fields)


def test_a_range_that_begins_at_0_and_can_be_missed_downwards_needs_a_worst_value_too():
    seen = of_one("zero-target-without-worst-value", from_0_to_2(natural_min=Decimal(-1)))
    assert seen == {"years": ("2012", "2013")}


def test_a_range_that_begins_at_its_natural_minimum_of_0_needs_no_worst_value():
    assert of_one("zero-target-without-worst-value", from_0_to_2(natural_min=Decimal(0))) is None


@pytest.mark.parametrize(
    "sound", [lower(years=planned("40", "0"), worst=Decimal(5)), lower(), lower(years=planned("40", None))]
)
def test_a_target_of_0_with_a_worst_value_and_other_targets_are_not_found(sound):
    assert of_one("zero-target-without-worst-value", sound) is None


@pytest.mark.parametrize(
    ("flawed", "years", "targets"),
    [
        (indicator(years=planned("50.00", "70")), ("2012",), ("50",)),
        (indicator(years=planned("40", "45")), ("2012", "2013"), ("40", "45")),
        (lower(years=planned("50", "51")), ("2012", "2013"), ("50", "51")),
    ],
)
def test_targets_that_are_no_better_than_the_baseline_are_found(flawed, years, targets):
    seen = of_one("target-not-better-than-baseline", flawed)
    assert seen == {"years": years, "targets": targets, "baseline": "50"}


@pytest.mark.parametrize(
    "sound", [indicator(), lower(), within(), indicator(baseline=None, years=planned("1", "1"))]
)
def test_targets_that_are_better_than_the_baseline_are_not_found(sound):
    assert of_one("target-not-better-than-baseline", sound) is None


def test_a_target_that_falls_back_is_found():
    assert of_one("target-falls-back", indicator(years=planned("85", "80"))) == {
        "years": ("2013",),
        "targets": ("80",),
        "before": ("85",),
        "polarity": "higher",
    }


def test_a_target_that_rises_where_lower_is_better_falls_back():
    assert of_one("target-falls-back", lower(years=planned("30", "31")))["before"] == ("30",)


@pytest.mark.parametrize(
    "sound",
    [
        indicator(),
        indicator(years=planned("60", "60")),
        lower(),
        indicator(years=planned("60", None)),
        within(years=tuple(reversed(within().years))),
    ],
    ids=["higher", "flat", "lower", "missing", "range"],
)
def test_a_target_that_does_not_fall_back_is_not_found(sound):
    assert of_one("target-falls-back", sound) is None


def test_a_target_at_the_best_possible_value_is_a_ceiling():
    assert of_one("ceiling-target", indicator(years=planned("60", "100"))) == {
        "years": ("2013",),
        "targets": ("100",),
        "levels": ("2",),
        "top_levels": ("3",),
        "limit": "100",
    }


def test_a_target_of_0_where_lower_is_better_is_a_ceiling():
    assert of_one("ceiling-target", lower(years=planned("40", "0")))["limit"] == "0"


def test_a_target_close_to_the_best_possible_value_is_a_ceiling_of_a_scheme_that_asks_for_more():
    seen = of_one("ceiling-target", indicator(years=planned("60", "95")), years=(year(2013, scheme=FIVE),))
    assert (seen["years"], seen["levels"], seen["top_levels"]) == (("2013",), ("4",), ("5",))


@pytest.mark.parametrize(
    "facts",
    [
        plan_of(indicator(years=planned("60", "99.999999"))),
        plan_of(indicator(years=planned("60", "100"), natural_max=None)),
        plan_of(indicator(years=planned("60", "100")), years=(year(2013, scheme=INDEX_120),)),
        plan_of(within(natural_max=Decimal(60))),
        plan_of(indicator(years=planned(None, "100", applies=False))),
    ],
    ids=["room left", "no bounds", "scheme ends on target", "range", "not applicable"],
)
def test_a_target_with_room_above_it_is_no_ceiling(facts):
    assert found("ceiling-target", facts) == NOTHING


def test_a_target_that_the_last_achievement_before_it_reached_is_found():
    years = (replace(planned("60")[0], achievement=Decimal(75)), planned("60", "70")[1])
    seen = of_one("target-already-reached", indicator(years=years, history=history("30", "60")))
    assert seen == {
        "years": ("2012", "2013"),
        "targets": ("60", "70"),
        "achievements": ("60", "75"),
        "achieved_in": ("2011", "2012"),
    }


def test_years_without_an_achievement_are_passed_over_to_the_last_one_with_it():
    seen = of_one("target-already-reached", indicator(history={2008: Decimal(5), 2009: Decimal(60)}))
    assert (seen["years"], seen["achieved_in"]) == (("2012",), ("2009",))


def test_a_target_that_the_year_before_stayed_below_where_lower_is_better_is_found():
    assert of_one("target-already-reached", lower(history=history("39")))["years"] == ("2012",)


@pytest.mark.parametrize(
    "sound",
    [
        indicator(),
        lower(),
        indicator(history={}),
        indicator(history={2009: Decimal(90), 2011: Decimal(59)}),
        within(history=history("50")),
    ],
    ids=["not reached", "lower", "no history", "reached long ago", "range"],
)
def test_a_target_that_the_last_achievement_did_not_reach_is_not_found(sound):
    assert of_one("target-already-reached", sound) is None


def test_a_target_further_from_the_best_than_the_history_is_wide_is_found():
    seen = of_one("target-too-hard", indicator(years=planned("70", "70.01"), history=history("30", "50")))
    assert seen == {
        "years": ("2013",),
        "targets": ("70.01",),
        "best": ("50",),
        "best_in": ("2011",),
        "range": ("20",),
    }


def test_an_achievement_of_an_earlier_plan_year_is_history_of_a_later_target():
    years = (replace(planned("60")[0], achievement=Decimal(55)), planned("60", "80.01")[1])
    seen = of_one("target-too-hard", indicator(years=years, history=history("30", "50")))
    assert (seen["best"], seen["best_in"], seen["range"]) == (("55",), ("2012",), ("25",))


def test_a_target_is_not_too_hard_for_what_was_achieved_only_in_its_own_year():
    first, second = planned("60", "80")
    years = (first, replace(second, achievement=Decimal(90)))
    assert of_one("target-too-hard", indicator(years=years, history=history("30", "50"))) is not None


def test_the_latest_of_equally_good_years_is_the_best():
    seen = of_one("target-too-hard", indicator(years=planned("51"), history=history("50", "50", "50")))
    assert (seen["best_in"], seen["range"]) == (("2011",), ("0",))


def test_a_target_further_down_than_the_history_is_wide_is_found():
    seen = of_one("target-too-hard", lower(years=planned("48", "24"), history=history("80", "72", "64")))
    assert seen == {
        "years": ("2013",),
        "targets": ("24",),
        "best": ("64",),
        "best_in": ("2011",),
        "range": ("16",),
    }


@pytest.mark.parametrize(
    "sound",
    [
        indicator(),
        lower(),
        indicator(history=history("30")),
        indicator(history={}),
        within(history=history("1", "2")),
    ],
    ids=["higher", "lower", "one year", "no history", "range"],
)
def test_a_target_that_the_history_supports_is_not_found(sound):
    assert of_one("target-too-hard", sound) is None


FLAWED = {
    "target-outside-bounds": indicator(years=planned("101", "102")),
    "target-against-polarity": indicator(years=planned("40", "30")),
    "zero-target-without-worst-value": lower(years=planned("0", "0")),
    "target-not-better-than-baseline": indicator(years=planned("40", "45")),
    "target-falls-back": indicator(years=planned("70", "60")),
    "ceiling-target": indicator(years=planned("100", "100")),
    "target-already-reached": indicator(history=history("90")),
    "target-too-hard": indicator(years=planned("90", "95")),
}


@pytest.mark.parametrize("rule", FLAWED)
def test_targets_of_closed_years_are_not_found(rule):
    closed = tuple(year(number, closed=True) for number in (2012, 2013))
    facts = plan_of(FLAWED[rule])
    assert (found(rule, facts) == NOTHING, found(rule, replace(facts, years=closed))) == (False, NOTHING)


@pytest.mark.parametrize("rule", ["target-already-reached", "target-not-better-than-baseline"])
def test_only_the_targets_of_open_years_are_told(rule):
    flawed = indicator(years=planned("40", "45"), history=history("90"))
    seen = of_one(rule, flawed, years=(year(2012, closed=True), year(2013)))
    assert seen["years"] == ("2013",)

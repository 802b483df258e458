"""What it would take: next levels agree with the rule itself, and no smaller set of rises would do."""

from decimal import Decimal as D
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.scoring import (
    Inputs,
    MeasurementInput,
    NextLevel,
    Polarity,
    YearRules,
    fewest_rises,
    highest_reachable_level,
    next_level,
    score_indicator,
    score_year,
)
from scorecards.schemes import BUILT_IN, Scheme, WeightingMode
from tests.indicators.strategies import ROOMY, inputs, schemes

PAPER, FOUR, FIVE, INDEX = BUILT_IN
HAIR = D("1E-60")


def step(score: Inputs, scheme: Scheme) -> NextLevel | None:
    level = score_indicator(score, scheme).level
    return next_level(score, scheme, level=level, highest=highest_reachable_level(score, scheme))


def at(score: Inputs, achievement: D) -> Inputs:
    return Inputs(
        polarity=score.polarity,
        target=score.target,
        target_upper=score.target_upper,
        achievement=achievement,
        worst=score.worst,
        baseline=score.baseline,
    )


def better(score: Inputs, bound: D, by: D) -> D:
    """A value that lies so much on the favourable side of the bound."""
    is_upper = score.polarity == Polarity.RANGE and bound >= score.target_upper > score.target
    is_down = score.polarity == Polarity.LOWER or is_upper
    return ROOMY.subtract(bound, by) if is_down else ROOMY.add(bound, by)


@pytest.mark.parametrize(
    ("score", "scheme", "expected"),
    [
        (Inputs(Polarity.HIGHER, D(10), achievement=D(9)), PAPER, NextLevel(2, D(10), True, D(1))),
        (Inputs(Polarity.HIGHER, D(10), achievement=D(10)), PAPER, NextLevel(3, D(10), False, D(0))),
        (Inputs(Polarity.HIGHER, D(10), achievement=D(11)), PAPER, None),
        (Inputs(Polarity.LOWER, D(10), achievement=D(13)), FIVE, NextLevel(2, D(12), True, D(1))),
        (Inputs(Polarity.LOWER, D(10), achievement=D("8.99")), FIVE, None),
        (Inputs(Polarity.HIGHER, D(10)), PAPER, NextLevel(2, D(10), True, None)),
        (Inputs(Polarity.RANGE, D(10), D(20), D(25)), PAPER, NextLevel(2, D(20), True, D(5))),
        (Inputs(Polarity.RANGE, D(10), D(20), D(15)), PAPER, None),
        (Inputs(Polarity.LOWER, D(0), achievement=D(2)), PAPER, NextLevel(2, D(0), True, D(2))),
        (Inputs(Polarity.HIGHER, D(100), achievement=D(100), natural_max=D(100)), PAPER, None),
        (Inputs(Polarity.HIGHER, None, achievement=D(1)), PAPER, None),
    ],
)
def test_the_next_level_begins_where_the_rule_says(score, scheme, expected) -> None:
    assert step(score, scheme) == expected


@given(inputs(), schemes())
def test_reaching_the_next_level_gives_that_level(score: Inputs, scheme: Scheme) -> None:
    found = step(score, scheme)
    assume(found is not None)
    reached = found.bound if found.inclusive else better(score, found.bound, HAIR)
    assert score_indicator(at(score, reached), scheme).level == found.level


@given(inputs(), schemes())
def test_a_hair_short_of_the_next_level_is_no_better_than_now(score: Inputs, scheme: Scheme) -> None:
    found = step(score, scheme)
    assume(found is not None)
    short = better(score, found.bound, -HAIR if found.inclusive else D(0))
    assert score_indicator(at(score, short), scheme).level <= score_indicator(score, scheme).level


@given(inputs(), schemes())
def test_there_is_a_next_level_whenever_a_better_one_can_be_reached(score: Inputs, scheme: Scheme) -> None:
    level = score_indicator(score, scheme).level
    highest = highest_reachable_level(score, scheme)
    assert (step(score, scheme) is None) == (level == highest or level == best_of(scheme, score))


def best_of(scheme: Scheme, score: Inputs) -> int:
    """The best level that any achievement gives."""
    return scheme.on_target_level if score.polarity == Polarity.RANGE else scheme.highest_level


rows = st.builds(
    lambda achievement, weight, maximum: (achievement, weight, maximum),
    st.none() | st.sampled_from([D(8), D(10), D(12)]),
    st.integers(0, 5).map(D),
    st.none() | st.just(D(10)),
)


def year_of(wanted, fixed: D | None = None):
    measurements = [
        MeasurementInput(
            key=place,
            perspective_key="F",
            objective_key="SS1",
            inputs=Inputs(
                Polarity.HIGHER,
                D(10),
                achievement=None if achievement is None else min(achievement, maximum or achievement),
                natural_max=maximum,
            ),
            weight=weight,
        )
        for place, (achievement, weight, maximum) in enumerate(wanted)
    ]
    return score_year(YearRules(PAPER, WeightingMode.INDICATOR, fixed), measurements)


def smallest_by_trying(result) -> int | None:
    """How many rows have to rise at least, found by trying every set of them."""
    lowest = result.rules.scheme.lowest_level
    gains = [
        (row.weight or Fraction(0)) * (row.highest_level - (row.result.level or lowest))
        for row in result.rows
        if row.highest_level is not None
    ]
    for size in range(len(gains) + 1):
        if any(result.lowest + sum(each) >= result.threshold for each in combinations(gains, size)):
            return size
    return None


@given(st.lists(rows, min_size=1, max_size=7), st.none() | st.integers(1, 90).map(D))
def test_no_smaller_set_of_rises_reaches_the_threshold(wanted, fixed) -> None:
    result = year_of(wanted, fixed)
    found = fewest_rises(result)
    assert (None if found is None else len(found)) == smallest_by_trying(result)


@given(st.lists(rows, min_size=1, max_size=7), st.none() | st.integers(1, 90).map(D))
def test_the_rises_reach_the_threshold_and_none_could_stop_a_level_earlier(wanted, fixed) -> None:
    result = year_of(wanted, fixed)
    found = fewest_rises(result)
    assume(found)
    total = result.lowest + sum(rise.gain for rise in found)
    assert total >= result.threshold
    for rise in found:
        assert total - rise.row.weight < result.threshold or rise.to_level == rise.from_level + 1


def test_a_good_year_needs_no_rise() -> None:
    assert fewest_rises(year_of([(D(10), D(1), None)])) == ()


def test_a_threshold_that_nothing_reaches_has_no_answer() -> None:
    assert fewest_rises(year_of([(D(8), D(1), None)], fixed=D(90))) is None


def test_what_is_missing_counts_as_the_lowest_level_and_may_rise() -> None:
    [rise] = fewest_rises(year_of([(None, D(1), None)]))
    assert (rise.from_level, rise.to_level) == (1, 2)

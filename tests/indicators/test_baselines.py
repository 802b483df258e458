"""Baselines: pure rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.baseline_words import baseline_error_message, baseline_rule_text
from indicators.baselines import (
    BaselineError,
    BaselineFault,
    BaselineMethod,
    BaselineRule,
    ChangedInput,
    InputFate,
    agrees,
    changed_inputs,
    compute_baseline,
    inputs_from_json,
    inputs_to_json,
    mean,
    rule_of,
)

HISTORY = {2009: Decimal("12.1"), 2010: Decimal("12.35"), 2011: Decimal("12.6")}
storable = st.integers(-(10**15) + 1, 10**15 - 1).flatmap(
    lambda digits: st.integers(1, 6).map(lambda places: Decimal(digits).scaleb(-places))
)


def compute(method: str, history=HISTORY, **kwargs):
    return compute_baseline(BaselineMethod(method), history, first_year=2012, **kwargs)


def test_the_mean_of_the_last_three_years_is_exact():
    assert compute("mean", years=3).value == Decimal("12.35")


def test_the_mean_keeps_its_inputs():
    assert compute("mean", years=2).inputs == {2010: Decimal("12.35"), 2011: Decimal("12.6")}


def test_the_mean_of_no_stated_number_takes_every_year_there_is():
    assert tuple(compute("mean", {2003: Decimal(1), 2011: Decimal(2)}).inputs) == (2003, 2011)


def test_the_previous_year_is_the_one_right_before_the_plan():
    assert compute("previous").value == Decimal("12.6")


def test_years_of_the_plan_are_no_history():
    assert compute("mean", {**HISTORY, 2012: Decimal(99)}).value == Decimal("12.35")


def test_a_missing_year_is_named_and_never_a_zero():
    with pytest.raises(BaselineError) as refusal:
        compute("mean", {2011: Decimal(1)}, years=3)
    assert (refusal.value.code, refusal.value.years) == (BaselineFault.YEARS_MISSING, (2009, 2010))


def test_the_previous_year_without_an_achievement_is_refused():
    with pytest.raises(BaselineError) as refusal:
        compute("previous", {2010: Decimal(1)})
    assert refusal.value.years == (2011,)


def test_a_mean_of_nothing_is_refused():
    with pytest.raises(BaselineError) as refusal:
        compute("mean", {})
    assert refusal.value.code == BaselineFault.NO_HISTORY


@pytest.mark.parametrize("years", [0, -1])
def test_a_mean_of_no_year_is_refused(years):
    with pytest.raises(BaselineError) as refusal:
        compute("mean", years=years)
    assert refusal.value.code == BaselineFault.NOT_POSITIVE


def test_a_decreed_baseline_is_not_computed():
    with pytest.raises(ValueError, match="decreed"):
        compute("decreed")


@pytest.mark.parametrize("fault", list(BaselineFault))
def test_every_fault_has_words(fault):
    assert baseline_error_message(BaselineError(fault, (2011,)))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["1", "2", "2"], "1.666667"),
        (["-1", "-2", "-2"], "-1.666667"),
        (["0.000001", "0"], "0.000001"),
        (["1000", "1000"], "1000"),
        (["99999999999999", "99999999999998"], "99999999999998.5"),
        (["99999999999999", "99999999999998", "99999999999998"], "99999999999998.3"),
    ],
)
def test_a_mean_is_rounded_half_up_to_what_can_be_stored(values, expected):
    assert str(mean(map(Decimal, values))) == expected


@given(st.lists(storable, min_size=1, max_size=8))
def test_a_mean_lies_between_its_inputs(values):
    assert min(values) <= mean(values) <= max(values)


@given(storable, st.integers(1, 8))
def test_a_mean_of_equal_values_is_that_value(value, count):
    assert mean([value] * count) == value


@given(st.lists(storable, min_size=1, max_size=8))
def test_a_mean_has_at_most_six_decimals_and_fifteen_significant_digits(values):
    _, digits, exponent = mean(values).as_tuple()
    assert exponent >= -6
    assert len("".join(map(str, digits)).strip("0")) <= 15


@given(st.lists(storable, min_size=1, max_size=8))
def test_lower_values_are_a_mirror_of_higher_ones(values):
    assert mean([-value for value in values]) == -mean(values)


@given(st.dictionaries(st.integers(1900, 2011), storable, min_size=1, max_size=8))
def test_inputs_survive_their_way_through_json(inputs):
    assert inputs_from_json(inputs_to_json(inputs)) == inputs


@given(st.dictionaries(st.integers(1990, 2011), storable, min_size=1, max_size=8))
def test_a_computed_baseline_agrees_with_its_inputs_and_nothing_changed(history):
    computed = compute("mean", history)
    assert agrees(computed.value, computed.inputs)
    assert not changed_inputs(rule_of("mean", None, None), computed.inputs, history, first_year=2012)


def changed(history, *, method="mean", years=None, inputs=HISTORY, first_year=2012):
    return changed_inputs(rule_of(method, None, years), inputs, history, first_year=first_year)


def test_changed_inputs_are_told_with_the_old_and_the_new_value():
    assert changed({2009: Decimal(12), 2010: Decimal("12.350")}) == (
        ChangedInput(2009, InputFate.OTHER, Decimal("12.1"), Decimal(12)),
        ChangedInput(2011, InputFate.GONE, Decimal("12.6"), None),
    )


def test_a_year_more_counts_in_a_mean_of_all():
    assert changed({**HISTORY, 2008: Decimal(12)}) == (
        ChangedInput(2008, InputFate.ADDED, None, Decimal(12)),
    )


def test_a_year_more_does_not_count_in_a_mean_of_the_last_three():
    assert changed({**HISTORY, 2008: Decimal(12)}, years=3) == ()


@pytest.mark.parametrize("years", [None, 3])
def test_an_input_in_a_plan_that_begins_earlier_now_is_no_longer_before_it(years):
    before = {year: value for year, value in HISTORY.items() if year < 2011}
    assert [(each.year, each.fate) for each in changed(before, years=years, first_year=2011)] == [
        (2011, InputFate.OF_PLAN)
    ]


def test_an_input_that_a_later_plan_leaves_behind_no_longer_counts():
    later = changed({**HISTORY, 2012: Decimal(13)}, years=3, first_year=2013)
    assert [(each.year, each.fate) for each in later] == [(2009, InputFate.PASSED), (2012, InputFate.ADDED)]


def test_a_decree_has_no_inputs_that_could_change():
    assert changed({}, method="decreed") == ()


def test_a_rule_has_nothing_that_belongs_to_another_method():
    rules = [rule_of(method, Decimal(1), 3) for method in ("decreed", "previous", "mean")]
    assert rules == [
        BaselineRule(BaselineMethod.DECREED, value=Decimal(1)),
        BaselineRule(BaselineMethod.PREVIOUS),
        BaselineRule(BaselineMethod.MEAN, years=3),
    ]


@pytest.mark.parametrize("years", [None, 1, 3])
def test_the_words_of_a_mean_say_over_which_years(years):
    words = {None: "all years before", 1: "the last year before", 3: "the last 3 years before"}
    assert words[years] in baseline_rule_text(rule_of("mean", None, years))


def test_many_missing_years_are_told_from_the_first_to_the_last():
    error = BaselineError(BaselineFault.YEARS_MISSING, (1900, *range(1950, 2000)))
    assert "1900, 1950–1999." in baseline_error_message(error)


def test_a_wrong_baseline_does_not_agree():
    assert not agrees(Decimal(13), HISTORY)


def test_a_decreed_baseline_has_no_inputs_to_disagree_with():
    assert agrees(None, {})

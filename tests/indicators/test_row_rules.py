"""What the values of a measurement must satisfy, without a database."""

from decimal import Decimal as D

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.row_rules import ATTAINMENT_LIMIT, RowFault, note_error, row_errors, score_error
from indicators.row_words import row_error_message
from indicators.scoring import Inputs, Polarity, score_indicator
from scorecards.schemes import PAPER_3

PERCENTAGE = Inputs(Polarity.HIGHER, D(80), natural_min=D(0), natural_max=D(100))
RANGE = Inputs(Polarity.RANGE, D(10), D(20))


def faults(inputs: Inputs, *changed: str) -> list[tuple[str, RowFault]]:
    return [(error.field, error.code) for error in row_errors(inputs, changed)]


@pytest.mark.parametrize("field", ["achievement", "target"])
def test_a_value_above_the_natural_maximum_is_refused(field) -> None:
    inputs = PERCENTAGE._replace(**{field: D("100.000001")})
    assert faults(inputs, field) == [(field, RowFault.ABOVE_MAXIMUM)]


def test_a_value_below_the_natural_minimum_is_refused() -> None:
    inputs = PERCENTAGE._replace(achievement=D("-0.000001"))
    assert faults(inputs, "achievement") == [("achievement", RowFault.BELOW_MINIMUM)]


@pytest.mark.parametrize("value", ["0", "100", "0.000001", "99.999999"])
def test_a_value_within_or_on_the_natural_bounds_is_taken(value) -> None:
    assert faults(PERCENTAGE._replace(achievement=D(value)), "achievement") == []


def test_an_upper_target_of_an_indicator_without_range_is_refused() -> None:
    inputs = PERCENTAGE._replace(target_upper=D(90))
    assert faults(inputs, "target_upper") == [("target_upper", RowFault.UPPER_NOT_A_RANGE)]


def test_an_upper_target_without_the_lower_is_refused() -> None:
    assert faults(RANGE._replace(target=None), "target") == [("target", RowFault.UPPER_WITHOUT_TARGET)]


def test_a_range_with_only_its_lower_target_is_refused() -> None:
    inputs = RANGE._replace(target_upper=None)
    assert faults(inputs, "target_upper") == [("target_upper", RowFault.UPPER_MISSING)]


def test_an_upper_target_below_the_lower_is_refused() -> None:
    inputs = RANGE._replace(target_upper=D("9.999999"))
    assert faults(inputs, "target_upper") == [("target_upper", RowFault.UPPER_BELOW_TARGET)]


@pytest.mark.parametrize("upper", ["10", "20"])
def test_a_range_in_order_or_of_one_point_is_taken(upper) -> None:
    assert faults(RANGE._replace(target_upper=D(upper)), "target", "target_upper") == []


def test_no_target_at_all_is_taken() -> None:
    assert faults(Inputs(Polarity.RANGE, None), "target", "target_upper") == []


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("1234567890.123456", RowFault.TOO_MANY_DIGITS),
        ("0.0000001", RowFault.TOO_MANY_DECIMALS),
        ("123456789012345", RowFault.TOO_LARGE),
        ("1E+999", RowFault.TOO_LARGE),
        ("NaN", RowFault.NOT_A_NUMBER),
        ("sNaN", RowFault.NOT_A_NUMBER),
        ("-Infinity", RowFault.NOT_A_NUMBER),
    ],
)
def test_a_number_that_no_column_keeps_is_refused(value, fault) -> None:
    inputs = Inputs(Polarity.HIGHER, D(1), achievement=D(value))
    assert faults(inputs, "achievement") == [("achievement", fault)]


@pytest.mark.parametrize("value", ["12345678901234", "123456789.123456", "1E+13", "0E-20", "1.50000000"])
def test_outer_zeros_count_as_no_digits(value) -> None:
    assert faults(Inputs(Polarity.HIGHER, D(1), achievement=D(value)), "achievement") == []


def test_what_was_not_changed_is_not_judged() -> None:
    assert faults(PERCENTAGE._replace(achievement=D(101)), "note") == []


def test_an_attainment_that_no_column_keeps_is_refused_at_the_changed_field() -> None:
    result = score_indicator(Inputs(Polarity.HIGHER, D("0.000001"), achievement=D(10) ** 6), PAPER_3)
    error = score_error(result, {"target"})
    assert error is not None
    assert (error.field, error.code) == ("target", RowFault.ATTAINMENT_TOO_LARGE)


def test_an_attainment_just_below_the_limit_is_taken() -> None:
    achievement = D("99999.999999")
    result = score_indicator(Inputs(Polarity.HIGHER, D("0.000001"), achievement=achievement), PAPER_3)
    assert result.attainment is not None
    assert result.attainment < ATTAINMENT_LIMIT
    assert score_error(result, {"achievement"}) is None


def test_a_note_longer_than_the_limit_is_refused() -> None:
    error = note_error("x" * 2001)
    assert error is not None
    assert error.code == RowFault.NOTE_TOO_LONG


@pytest.mark.parametrize("note", ["a\0b", "half \ud83d"])
def test_a_note_that_no_database_keeps_is_refused(note) -> None:
    error = note_error(note)
    assert error is not None
    assert error.code == RowFault.NOTE_CHARACTERS


@pytest.mark.parametrize("character", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_a_note_that_turns_the_direction_of_writing_around_is_refused(character) -> None:
    error = note_error(f"100{character}%")
    assert error is not None
    assert (error.code, error.read) == (RowFault.NOTE_DIRECTION, f"U+{ord(character):04X}")


def test_a_note_in_any_script_is_taken() -> None:
    assert note_error("catatan 5 % 目標 🎯\nkedua") is None


def test_the_words_tell_what_was_read_and_what_is_expected() -> None:
    [error] = row_errors(PERCENTAGE._replace(achievement=D("1234.5")), {"achievement"})
    with translation.override("en"):
        assert row_error_message(error) == "Read 1,234.5; expected at most the natural maximum 100."


numbers = st.decimals(allow_nan=True, allow_infinity=True)


@given(polarity=st.sampled_from(Polarity), values=st.tuples(*[st.none() | numbers] * 5))
def test_any_row_is_judged_without_an_exception(polarity, values) -> None:
    target, upper, achievement, lowest, highest = values
    bounds = [each if each is not None and each.is_finite() else None for each in (lowest, highest)]
    inputs = Inputs(polarity, target, upper, achievement, natural_min=bounds[0], natural_max=bounds[1])
    for error in row_errors(inputs, {"target", "target_upper", "achievement"}):
        assert row_error_message(error)

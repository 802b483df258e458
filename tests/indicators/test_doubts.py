"""The rules for numbers that are hardly meant: pure, without a database."""

from decimal import Decimal as D

import pytest
from django.utils import translation
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indicators.doubt_words import doubt_message, doubt_question
from indicators.doubts import Doubt, DoubtCode, Known, Reference, Typed, doubt_about, is_percentage

KINDS = (Known.TARGET, Known.ACHIEVEMENT, Known.BASELINE)


def typed(value: str, *known: str, field: str = "achievement", **rest) -> Typed:
    """A typed number with its target, the achievement of last year and the baseline."""
    references = tuple(Reference(kind, D(each)) for kind, each in zip(KINDS, known, strict=False))
    return Typed(field, D(value), references, **rest)


def asked(value: str, *known: str, **rest) -> tuple[str, D | None] | None:
    """The code of the doubt and what is suggested instead."""
    doubt = doubt_about(typed(value, *known, **rest))
    return doubt and (doubt.code.value, doubt.suggestion)


# --- far away -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "known", "suggestion"),
    [
        ("1235", ["12.6"], "12.35"),  # the decimal mark was lost
        ("1235", ["12.6", "12.1", "11.9"], "12.35"),
        ("12350", ["12.6"], "12.35"),  # a decimal mark was read as one of thousands
        ("1260", ["12.6"], "12.6"),  # exactly 100 times
        ("1235000", ["1200"], "1235"),  # rupiah among thousands of rupiah
        ("1.2", ["1250", "1100"], "1200"),  # thousands among single ones
        ("0.0126", ["12.6"], "12.6"),
        ("-1235", ["-12.6"], "-12.35"),
        ("-1235", ["12.6"], "-12.35"),  # a loss, and far too large
        ("40000", ["300", "0"], "400"),  # zero tells nothing
        ("0.126", ["12.6", "1260"], "12.6"),
        ("630", ["12.6"], "6.3"),  # exactly 50 times: half of it was meant
    ],
)
def test_a_number_far_away_from_everything_known_is_asked_about(value, known, suggestion) -> None:
    assert asked(value, *known) == (DoubtCode.FAR_AWAY, D(suggestion))


def test_what_would_need_more_decimals_than_can_be_stored_is_not_suggested() -> None:
    assert asked("12345678", "0.000002") == (DoubtCode.FAR_AWAY, None)


def test_what_lies_outside_the_natural_bounds_is_not_suggested() -> None:
    assert asked("1200", "9", natural_min=D(20)) == (DoubtCode.FAR_AWAY, None)
    assert asked("1200", "9", natural_min=D(10)) == (DoubtCode.FAR_AWAY, D(12))


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("1235", []),  # nothing to compare with
        ("1235", ["0", "0"]),
        ("629", ["12.6"]),  # not quite 50 times as much
        ("0.127", ["12.6"]),  # not quite 100 times less
        ("1235", ["12.6", "1300"]),  # last year says so too
        ("100", ["1", "10000"]),  # between two that are far apart themselves
        ("0", ["12.6"]),  # a zero has no digits to slip
        ("1", ["0", "0"]),  # the first defect
        ("0.02", ["5", "-3"]),  # what swings through zero comes close to it
        ("-2", ["500", "450"]),
        ("0.00001", ["-3"]),
        ("12.35", ["12.6", "12.1"]),
    ],
)
def test_a_number_that_may_well_be_meant_is_not_asked_about(value, known) -> None:
    assert asked(value, *known) is None


def test_what_can_not_be_stored_anyhow_is_not_asked_about() -> None:
    assert asked("1235", "12.6", natural_max=D(100)) is None
    assert asked("-1235", "12.6", natural_min=D(0)) is None
    assert asked("0.0000001", "12.6") is None
    for value in ("NaN", "Infinity", "1E+999", "1E-999"):
        assert asked(value, "12.6") is None


# --- a share ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "known", "suggestion"),
    [
        ("0.85", ["90", "80"], "85"),
        ("1", ["95"], "100"),
        ("0.051", ["5", "4"], "5.1"),
        ("0.9", ["60", "0"], "90"),
    ],
)
@pytest.mark.parametrize("maximum", [None, D(100)])
def test_a_percentage_typed_as_a_share_is_asked_about(value, known, suggestion, maximum) -> None:
    found = asked(value, *known, unit_of_measure="%", natural_max=maximum)
    assert found == (DoubtCode.SHARE, D(suggestion))


@pytest.mark.parametrize(
    ("value", "known", "rest"),
    [
        ("0.95", ["90"], {"unit_of_measure": "days"}),
        ("0.95", ["0.9"], {"unit_of_measure": "%", "natural_max": D(1)}),  # it is a share
        ("0.85", ["0.9"], {"unit_of_measure": "%"}),  # so was everything before
        ("0.85", ["90", "0.8"], {"unit_of_measure": "%"}),
        ("0.9", ["12"], {"unit_of_measure": "%"}),  # a small percentage
        ("1.01", ["95"], {"unit_of_measure": "%"}),
        ("-0.85", ["90"], {"unit_of_measure": "%"}),
        ("0.85", [], {"unit_of_measure": "%"}),
        ("0.5", ["-20"], {"unit_of_measure": "%"}),
    ],
)
def test_what_is_no_percentage_typed_as_a_share_is_not_asked_about(value, known, rest) -> None:
    assert asked(value, *known, **rest) is None


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("%", True),
        ("% of sales", True),
        ("Persen", True),
        ("persentase kehadiran", True),
        ("per cent", True),
        ("PERCENT", True),
        ("days", False),
        ("", False),
        ("persentil", False),
        ("Rp", False),
    ],
)
def test_a_percentage_is_known_by_its_unit_of_measure(unit, expected) -> None:
    assert is_percentage(unit) is expected


# --- above the maximum ----------------------------------------------------------


def test_an_achievement_above_a_maximum_that_is_capped_at_may_be_the_maximum() -> None:
    doubt = doubt_about(typed("104", "95", natural_max=D(100), caps_at_maximum=True))
    assert doubt == Doubt(
        "achievement",
        DoubtCode.ABOVE_MAXIMUM,
        D(104),
        D(100),
        (Reference(Known.MAXIMUM, D(100)),),
        may_keep=False,
    )


def test_it_needs_nothing_to_compare_with() -> None:
    assert asked("104", natural_max=D(100), caps_at_maximum=True) == (DoubtCode.ABOVE_MAXIMUM, D(100))


@pytest.mark.parametrize("value", ["100", "99.9", "-5"])
def test_what_is_not_above_the_maximum_is_left_alone(value) -> None:
    assert asked(value, "95", natural_max=D(100), caps_at_maximum=True) is None


def test_a_target_is_never_capped() -> None:
    assert asked("104", field="target", natural_max=D(100), caps_at_maximum=True) is None


def test_a_lost_decimal_mark_is_not_taken_for_the_maximum_and_can_not_be_kept() -> None:
    doubt = doubt_about(typed("8512", "85", natural_max=D(100), caps_at_maximum=True))
    assert doubt is not None
    assert (doubt.code, doubt.suggestion, doubt.may_keep) == (DoubtCode.FAR_AWAY, D("85.12"), False)


# --- what holds for every number -------------------------------------------------

numbers = st.decimals(min_value=-1000, max_value=1000, places=2).map(D.normalize)
sizes = st.decimals(min_value=D("0.01"), max_value=10**5, places=2).map(D.normalize)


@st.composite
def doubted(draw) -> tuple[Typed, Doubt]:
    """A number that is asked about: mostly one whose decimal mark slipped."""
    known = draw(st.lists(numbers, max_size=3))
    near = draw(st.sampled_from([*filter(None, known), D(1)])) * draw(
        st.sampled_from([D("0.7"), 1, D("1.4")])
    )
    case = typed(
        f"{near.scaleb(draw(st.integers(-4, 6))):f}",
        *map(str, known),
        unit_of_measure=draw(st.sampled_from(["%", "days"])),
        natural_max=draw(st.sampled_from([None, D(100), D(5000)])),
        caps_at_maximum=draw(st.booleans()),
    )
    doubt = doubt_about(case)
    assume(doubt is not None)
    return case, doubt


MANY = settings(suppress_health_check=[HealthCheck.filter_too_much])


@MANY
@given(doubted())
def test_what_is_suggested_can_be_stored_and_is_not_asked_about_again(asked_about) -> None:
    case, doubt = asked_about
    assume(doubt.suggestion is not None)
    assert case.natural_max is None or doubt.suggestion <= case.natural_max
    assert doubt_about(case._replace(value=doubt.suggestion)) is None


@MANY
@given(doubted())
def test_whatever_is_asked_about_can_be_kept_unless_it_is_above_the_maximum(asked_about) -> None:
    case, doubt = asked_about
    assert doubt.may_keep == (case.natural_max is None or case.value <= case.natural_max)


@MANY
@given(doubted())
def test_a_shifted_mark_leaves_the_digits_as_they_were_typed(asked_about) -> None:
    case, doubt = asked_about
    assume(doubt.code != DoubtCode.ABOVE_MAXIMUM and doubt.suggestion is not None)
    assert doubt.suggestion.normalize().as_tuple()[:2] == case.value.normalize().as_tuple()[:2]


@given(sizes, st.decimals(min_value=D("0.02"), max_value=D(49), places=2))
def test_nothing_within_fifty_times_of_the_target_is_far_away(target, times) -> None:
    assert asked(str(target * times), str(target)) is None


@given(sizes, st.sampled_from([2, 3, 4]), st.sampled_from([-1, 1]))
def test_digits_that_slipped_by_two_places_or_more_are_put_back(target, places, sign) -> None:
    value, known = sign * target.scaleb(places), sign * target
    assert asked(str(value), str(known)) == (DoubtCode.FAR_AWAY, known)


@given(st.lists(numbers, max_size=3))
def test_a_zero_is_never_asked_about(known) -> None:
    assert asked("0", *map(str, known), unit_of_measure="%") is None


# --- the words --------------------------------------------------------------------


def test_the_question_says_what_was_read_compared_and_suggested() -> None:
    doubt = Doubt(
        "achievement",
        DoubtCode.FAR_AWAY,
        D(1235),
        D("12.35"),
        (Reference(Known.TARGET, D("12.6")), Reference(Known.ACHIEVEMENT, D("12.1"), 2011)),
    )
    with translation.override("en"):
        assert doubt_message(doubt, decimals=2) == (
            "Read 1,235; compared with: target 12.60, achievement 2011 12.10. Did you mean 12.35?"
        )


def test_without_another_reading_the_question_is_whether_it_is_right() -> None:
    known = (Reference(Known.TARGET, D("0.000002")),)
    question = doubt_question(Doubt("achievement", DoubtCode.FAR_AWAY, D(12345678), None, known))
    assert question["message"].endswith("Is that right?")
    assert (question["suggestion"], question["take"]) == (None, "")
    assert question["keep"] == "Keep 12,345,678"


def test_the_question_about_a_maximum_says_what_the_sheet_says() -> None:
    with translation.override("en"):
        question = doubt_question(doubt_about(typed("104", natural_max=D(100), caps_at_maximum=True)))
    assert question["message"] == (
        "Read 104; the most possible is 100, and the KPI sheet says that more counts as 100. "
        "Did you mean 100?"
    )
    assert not question["may_keep"]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    with translation.override("id"):
        question = doubt_question(doubt_about(typed("1235", "12.6")))
    assert question["suggestion"] == "12,35"
    assert "1.235" in question["message"]

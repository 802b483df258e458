"""The score of one indicator: golden cases, missing values, natural bounds and the properties of the rule."""

import csv
from dataclasses import replace
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.scoring import (
    Inputs,
    Polarity,
    Reason,
    YardstickKind,
    highest_reachable_level,
    score_indicator,
)
from scorecards.schemes import BUILT_IN, FIVE, FOUR, INDEX_120, PAPER_3, Band, Scheme
from tests.indicators.strategies import (
    ROOMY,
    exact_percent,
    inputs,
    level_of,
    positive_values,
    schemes,
    values,
)

GOLDEN = Path(__file__).parent.parent / "data" / "scoring_cases.csv"
HIGHER, LOWER, RANGE = Polarity


def number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def case(polarity: Polarity, achievement: str, target: str, upper: str = "", **declared: str) -> Inputs:
    """Inputs as written in the golden cases."""
    others = {name: number(text) for name, text in declared.items()}
    return Inputs(polarity, number(target), number(upper), number(achievement), **others)


def golden_cases() -> list[dict[str, str]]:
    with GOLDEN.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_all_golden_cases_are_here() -> None:
    assert len(golden_cases()) == 120


@pytest.mark.parametrize("row", golden_cases(), ids=lambda row: ",".join(list(row.values())[:8]))
def test_a_golden_case_has_its_level_and_attainment(row: dict[str, str]) -> None:
    built_in = next(each for each in BUILT_IN if each.code == row["scheme"])
    scheme = replace(built_in, tolerance=Decimal(row["tolerance_percent"]))
    score = case(
        Polarity(row["polarity"]),
        row["achievement"],
        row["target"],
        row["target_upper"],
        worst=row["worst"],
        baseline=row["baseline"],
    )
    result = score_indicator(score, scheme)
    assert (str(result.level), str(result.attainment)) == (row["level"], row["attainment"])


@pytest.mark.parametrize(
    ("score", "reason"),
    [
        (case(HIGHER, "", "100"), Reason.NO_ACHIEVEMENT),
        (case(HIGHER, "100", ""), Reason.NO_TARGET),
        (case(HIGHER, "", ""), Reason.NO_TARGET),
        (case(RANGE, "100", "90"), Reason.NO_TARGET),
        (case(RANGE, "", "90", "110"), Reason.NO_ACHIEVEMENT),
    ],
)
def test_what_misses_has_neither_level_nor_attainment(score: Inputs, reason: Reason) -> None:
    result = score_indicator(score, PAPER_3)
    assert (result.level, result.attainment, result.trace.reason) == (None, None, reason)


@pytest.mark.parametrize(
    ("score", "reason"),
    [
        (case(HIGHER, "101", "100"), Reason.BETTER),
        (case(HIGHER, "100", "100"), Reason.ON_TARGET),
        (case(LOWER, "101", "100"), Reason.WORSE),
        (case(RANGE, "100", "95", "105"), Reason.INSIDE_RANGE),
        (case(RANGE, "106", "95", "105"), Reason.WORSE),
    ],
)
def test_the_trace_names_the_reason(score: Inputs, reason: Reason) -> None:
    assert score_indicator(score, PAPER_3).trace.reason == reason


def test_the_trace_says_that_only_the_tolerance_made_it_on_target() -> None:
    result = score_indicator(case(HIGHER, "99", "100"), replace(PAPER_3, tolerance=Decimal(2)))
    assert (result.level, result.trace.reason) == (2, Reason.WITHIN_TOLERANCE)


@pytest.mark.parametrize(
    ("score", "kind", "yardstick"),
    [
        (case(LOWER, "3", "5", worst="10", baseline="8"), YardstickKind.TARGET, "5"),
        (case(LOWER, "3", "0", worst="10", baseline="8"), YardstickKind.WORST, "10"),
        (case(LOWER, "3", "0", worst="0", baseline="8"), YardstickKind.BASELINE, "8"),
        (case(LOWER, "3", "0", baseline="-8"), YardstickKind.BASELINE, "8"),
        (case(LOWER, "3", "0", baseline="0"), YardstickKind.NONE, None),
        (case(RANGE, "-5", "0", "4", worst="-20"), YardstickKind.WORST, "20"),
        (case(RANGE, "5", "0", "4", worst="-20"), YardstickKind.TARGET, "4"),
    ],
)
def test_the_trace_names_the_yardstick(score: Inputs, kind: YardstickKind, yardstick: str | None) -> None:
    trace = score_indicator(score, PAPER_3).trace
    assert (trace.kind, trace.yardstick) == (kind, None if yardstick is None else Decimal(yardstick))


def test_the_natural_bounds_are_never_taken_for_a_worst_value() -> None:
    score = case(LOWER, "3", "0", natural_min="0", natural_max="100")
    assert score_indicator(score, PAPER_3).trace.kind == YardstickKind.NONE


def test_the_trace_shows_the_comparison_that_decided() -> None:
    trace = score_indicator(case(HIGHER, "93", "100"), FOUR).trace
    assert trace.comparison == (Decimal(-700), Decimal(-1000))


def test_the_lowest_band_is_decided_by_the_bound_that_it_missed() -> None:
    trace = score_indicator(case(HIGHER, "89", "100"), FOUR).trace
    assert trace.comparison == (Decimal(-1100), Decimal(-1000))


def test_the_level_is_decided_before_the_cap() -> None:
    capped = replace(FIVE, cap=Decimal(105))
    result = score_indicator(case(HIGHER, "111", "100"), capped)
    assert (result.level, result.attainment, result.trace.capped) == (5, Decimal("105.00"), True)


def test_an_attainment_below_0_is_shown_as_0() -> None:
    result = score_indicator(case(HIGHER, "-5", "100"), PAPER_3)
    assert (str(result.attainment), result.trace.floored) == ("0.00", True)


@pytest.mark.parametrize(("achievement", "attainment"), [("1", "105.00"), ("0", "100.00"), ("-1", "0.00")])
def test_without_a_yardstick_the_cap_is_the_best_attainment(achievement: str, attainment: str) -> None:
    result = score_indicator(case(HIGHER, achievement, "0"), replace(PAPER_3, cap=Decimal(105)))
    assert str(result.attainment) == attainment


def test_without_a_yardstick_there_is_no_tolerance() -> None:
    result = score_indicator(case(HIGHER, "-0.000001", "0"), replace(PAPER_3, tolerance=Decimal(50)))
    assert result.level == 1


def test_an_attainment_beside_a_bound_of_an_own_scheme_stops_short_of_it() -> None:
    own = Scheme("own", 1, (Band(1, None), Band(2, Decimal("66.67")), Band(3, Decimal(100))))
    result = score_indicator(case(HIGHER, "2", "3"), own)
    assert (result.level, str(result.attainment)) == (1, "66.66")


def test_a_range_with_its_bounds_swapped_is_refused() -> None:
    with pytest.raises(ValueError, match="upper target"):
        score_indicator(case(RANGE, "1", "5", "4"), PAPER_3)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (case(HIGHER, "", "100", natural_max="100"), 2),
        (case(HIGHER, "", "99.999999", natural_max="100"), 3),
        (case(HIGHER, "", "100"), 3),
        (case(HIGHER, "", "4", natural_min="1", natural_max="4"), 2),
        (case(LOWER, "", "0", natural_min="0", natural_max="100", baseline="0.8"), 2),
        (case(LOWER, "", "1", natural_min="0"), 3),
        (case(LOWER, "", "1", natural_max="5"), 3),
        (case(RANGE, "", "95", "105"), 2),
        (case(RANGE, "", "95", "105", natural_min="0", natural_max="94"), 1),
        (case(RANGE, "", "95", "105", natural_min="106"), 1),
        (case(HIGHER, "", "", natural_max="100"), None),
    ],
)
def test_natural_bounds_limit_the_reachable_level(score: Inputs, level: int | None) -> None:
    assert highest_reachable_level(score, PAPER_3) == level


def test_a_reachable_level_may_lie_between_on_target_and_the_highest() -> None:
    assert highest_reachable_level(case(HIGHER, "", "95", natural_max="100"), FIVE) == 4


@given(inputs(), schemes())
def test_level_and_attainment_agree_with_the_definition_in_fractions(score: Inputs, scheme: Scheme) -> None:
    percent = exact_percent(score)
    assume(percent is not None)
    result = score_indicator(score, scheme)
    assert result.level == level_of(percent, scheme)
    clamped = max(percent, Fraction(0)) if scheme.cap is None else min(max(percent, 0), Fraction(scheme.cap))
    assert abs(Fraction(result.attainment) - clamped) < Fraction(1, 100)


@given(inputs(), schemes())
def test_an_attainment_is_rounded_half_up_unless_a_bound_is_there(score: Inputs, scheme: Scheme) -> None:
    percent = exact_percent(score)
    result = score_indicator(score, scheme)
    assume(percent is not None and percent > 0 and not result.trace.capped)
    nearest = Fraction((2 * 10000 * percent / 100 + 1) // 2, 100)
    bounds = {Fraction(band.from_percent) for band in scheme.bands[1:]}
    if nearest == percent or nearest not in bounds:
        assert Fraction(result.attainment) == nearest
    else:
        assert Fraction(result.attainment) == nearest + Fraction(1 if percent > nearest else -1, 100)


@given(inputs(), schemes(tolerant=False))
def test_without_tolerance_the_shown_attainment_never_contradicts_the_level(
    score: Inputs, scheme: Scheme
) -> None:
    result = score_indicator(score, scheme)
    assume(result.trace.kind != YardstickKind.NONE and not result.trace.capped)
    assert level_of(Fraction(result.attainment), scheme) == result.level


@given(inputs((HIGHER, LOWER)), values, schemes())
def test_a_better_achievement_never_lowers_level_or_attainment(
    score: Inputs, other: Decimal, scheme: Scheme
) -> None:
    ascending = sorted([score.achievement, other], reverse=score.polarity == LOWER)
    worse, better = (score_indicator(score._replace(achievement=each), scheme) for each in ascending)
    assert better.level >= worse.level
    assert better.attainment >= worse.attainment


@given(inputs((RANGE,)), positive_values, schemes())
def test_moving_away_from_the_range_never_raises_level_or_attainment(
    score: Inputs, distance: Decimal, scheme: Scheme
) -> None:
    above = score.achievement > score.target
    moved = ROOMY.add(score.achievement, distance if above else -distance)
    nearer, farther = (
        score_indicator(score._replace(achievement=each), scheme) for each in (score.achievement, moved)
    )
    assert farther.level <= nearer.level
    assert farther.attainment <= nearer.attainment


@given(inputs((RANGE,)), schemes())
def test_a_range_is_never_above_target(score: Inputs, scheme: Scheme) -> None:
    result = score_indicator(score, scheme)
    assert result.level <= scheme.on_target_level
    assert result.attainment <= 100


@given(inputs(), st.integers(1, 10**9), st.integers(-9, 9), schemes())
def test_scaling_all_numbers_by_a_positive_factor_changes_nothing(
    score: Inputs, digits: int, exponent: int, scheme: Scheme
) -> None:
    factor = ROOMY.scaleb(Decimal(digits), exponent)
    names = ("target", "target_upper", "achievement", "worst", "baseline")
    present = {name: getattr(score, name) for name in names if getattr(score, name) is not None}
    scaled = score._replace(**{name: ROOMY.multiply(each, factor) for name, each in present.items()})
    before, after = score_indicator(score, scheme), score_indicator(scaled, scheme)
    assert (after.level, after.attainment) == (before.level, before.attainment)


@given(inputs(), schemes())
def test_lower_is_better_mirrors_higher_is_better(score: Inputs, scheme: Scheme) -> None:
    mirrored_polarity = {HIGHER: LOWER, LOWER: HIGHER, RANGE: RANGE}[score.polarity]
    swapped = (score.target_upper, score.target) if score.polarity == RANGE else (score.target, None)
    lower, upper = (None if each is None else each.copy_negate() for each in swapped)
    mirrored = Inputs(
        polarity=mirrored_polarity,
        target=lower,
        target_upper=upper,
        achievement=score.achievement.copy_negate(),
        worst=None if score.worst is None else score.worst.copy_negate(),
        baseline=None if score.baseline is None else score.baseline.copy_negate(),
    )
    result, mirror = score_indicator(score, scheme), score_indicator(mirrored, scheme)
    assert (mirror.level, mirror.attainment) == (result.level, result.attainment)


@given(inputs((HIGHER, LOWER)), schemes())
def test_the_same_gap_on_the_other_side_scores_the_same_for_the_other_polarity(
    score: Inputs, scheme: Scheme
) -> None:
    reflected = ROOMY.subtract(ROOMY.multiply(score.target, Decimal(2)), score.achievement)
    other = score._replace(polarity=LOWER if score.polarity == HIGHER else HIGHER, achievement=reflected)
    result, mirror = score_indicator(score, scheme), score_indicator(other, scheme)
    assert (mirror.level, mirror.attainment) == (result.level, result.attainment)


@given(inputs(), schemes(tolerant=False), st.integers(1, 9999))
def test_a_tolerance_changes_the_level_to_on_target_or_not_at_all(
    score: Inputs, scheme: Scheme, hundredths: int
) -> None:
    strict = score_indicator(score, scheme)
    tolerant = score_indicator(score, replace(scheme, tolerance=Decimal(hundredths).scaleb(-2)))
    assert tolerant.level in (strict.level, scheme.on_target_level)
    assert tolerant.attainment == strict.attainment


@given(inputs(), schemes(), st.none() | values, st.none() | positive_values)
def test_no_achievement_within_the_natural_bounds_beats_the_reachable_level(
    score: Inputs, scheme: Scheme, least: Decimal | None, width: Decimal | None
) -> None:
    most = None if width is None else ROOMY.add(least or Decimal(0), width)
    assume(least is None or score.achievement >= least)
    assume(most is None or score.achievement <= most)
    bounded = score._replace(natural_min=least, natural_max=most)
    assert score_indicator(bounded, scheme).level <= highest_reachable_level(bounded, scheme)


@given(inputs(), schemes(), values)
def test_the_reachable_level_is_the_level_of_the_best_bound(
    score: Inputs, scheme: Scheme, bound: Decimal
) -> None:
    assume(score.polarity != RANGE)
    bounded = score._replace(**{"natural_max" if score.polarity == HIGHER else "natural_min": bound})
    reached = score_indicator(bounded._replace(achievement=bound), scheme).level
    assert highest_reachable_level(bounded, scheme) == reached


@given(inputs(), schemes())
def test_the_precision_of_the_thread_does_not_matter(score: Inputs, scheme: Scheme) -> None:
    expected = score_indicator(score, scheme)
    with localcontext() as context:
        context.prec = 3
        assert score_indicator(score, scheme) == expected


@given(inputs(), schemes())
def test_an_attainment_is_shown_with_2_decimals_within_0_and_the_cap(score: Inputs, scheme: Scheme) -> None:
    attainment = score_indicator(score, scheme).attainment
    assert attainment.as_tuple().exponent == -2
    assert attainment >= 0
    assert scheme.cap is None or attainment <= scheme.cap


@given(inputs(), schemes())
def test_the_comparison_of_the_trace_decides_the_band(score: Inputs, scheme: Scheme) -> None:
    trace = score_indicator(score, scheme).trace
    assume(trace.reason in (Reason.BETTER, Reason.WORSE) and trace.comparison is not None)
    reached, needed = trace.comparison
    if trace.band == scheme.lowest_band:
        assert reached < needed or (reached == needed and not scheme.bands[1].inclusive)
    else:
        assert reached > needed or (reached == needed and trace.band.inclusive)


def test_an_index_scheme_has_no_level_above_target() -> None:
    assert score_indicator(case(HIGHER, "500", "100"), INDEX_120).level == INDEX_120.on_target_level

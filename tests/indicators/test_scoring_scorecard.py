"""A scorecard-year: weights, interval, verdict, subtotals, missing values and how totals are shown."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.scoring import (
    GroupKind,
    Inputs,
    MeasurementInput,
    Polarity,
    Status,
    Verdict,
    YearResult,
    YearRules,
    ZeroWeightGroup,
    as_decimal,
    score_year,
)
from scorecards.schemes import FOUR, PAPER_3, WeightingMode
from tests.indicators.strategies import inputs, schemes, values

EQUAL, INDICATOR, HIERARCHICAL = WeightingMode
PERSPECTIVES = ("F", "C", "P")
OBJECTIVES = {"F1": "F", "F2": "F", "C1": "C", "C2": "C", "P1": "P"}
weights = st.integers(0, 30000).map(lambda units: Decimal(units).scaleb(-4))
natural_bounds = st.tuples(st.none() | values, st.none() | values)
positive_weights = st.integers(1, 30000).map(lambda units: Decimal(units).scaleb(-4))


def measurement(
    key: str, achievement: str | None, target: str | None = "100", weight: str = "1", objective: str = "F1"
) -> MeasurementInput:
    """A higher-is-better percentage whose best is 100."""
    score = Inputs(
        Polarity.HIGHER,
        target=None if target is None else Decimal(target),
        achievement=None if achievement is None else Decimal(achievement),
        natural_max=Decimal(100),
    )
    return MeasurementInput(key, OBJECTIVES[objective], objective, score, Decimal(weight))


def achieving(score: Inputs, achievement: Decimal) -> Inputs:
    """The inputs with that achievement, or the nearest one within the natural bounds."""
    if score.natural_min is not None:
        achievement = max(achievement, score.natural_min)
    if score.natural_max is not None:
        achievement = min(achievement, score.natural_max)
    return score._replace(achievement=achievement)


def within_bounds(score: Inputs, bounds: tuple[Decimal | None, Decimal | None]) -> Inputs:
    """The inputs with natural bounds, in either order."""
    least, most = bounds
    if least is not None and most is not None:
        least, most = min(least, most), max(least, most)
    return achieving(score._replace(natural_min=least, natural_max=most), score.achievement)


@st.composite
def years(
    draw: st.DrawFn, modes: tuple[WeightingMode, ...] = tuple(WeightingMode), of_weights: object = weights
) -> tuple[YearRules, list[MeasurementInput]]:
    """Rules and up to 7 measurements, some missing, without target or not applicable."""
    rules = YearRules(
        scheme=draw(schemes()),
        weighting_mode=draw(st.sampled_from(modes)),
        fixed_threshold=draw(st.none() | st.integers(0, 30).map(Decimal)),
        perspective_weights={key: draw(of_weights) for key in PERSPECTIVES},
        objective_weights={key: draw(of_weights) for key in OBJECTIVES},
    )
    rows = []
    for number in range(draw(st.integers(0, 7))):
        score = within_bounds(draw(inputs()), draw(natural_bounds))
        left_out = draw(st.sampled_from(["", "", "", "achievement", "achievement", "target"]))
        score = score._replace(**{left_out: None}) if left_out else score
        objective = draw(st.sampled_from(sorted(OBJECTIVES)))
        not_applicable = draw(st.integers(0, 5)) == 0
        rows.append(
            MeasurementInput(
                number, OBJECTIVES[objective], objective, score, draw(of_weights), not_applicable
            )
        )
    return rules, rows


def shares(year: YearResult) -> list[Fraction]:
    return [row.weight for row in year.rows if row.weight is not None]


@given(years((HIERARCHICAL,), positive_weights))
def test_hierarchical_shares_add_up_to_exactly_1(case: tuple[YearRules, list[MeasurementInput]]) -> None:
    year = score_year(*case)
    assume(year.expected)
    assert sum(shares(year)) == 1
    assert year.zero_weight_groups == ()


@given(years((HIERARCHICAL,)))
def test_hierarchical_shares_add_up_to_1_unless_a_group_weighs_nothing(
    case: tuple[YearRules, list[MeasurementInput]],
) -> None:
    year = score_year(*case)
    assume(year.expected)
    assert sum(shares(year)) == 1 or year.zero_weight_groups


@given(years(), st.data())
def test_the_interval_contains_every_total_that_missing_values_can_lead_to(
    case: tuple[YearRules, list[MeasurementInput]], data: st.DataObject
) -> None:
    rules, rows = case
    before = score_year(rules, rows)
    completed = [
        each
        if each.inputs.achievement is not None
        else each._replace(inputs=achieving(each.inputs, data.draw(values)))
        for each in rows
    ]
    after = score_year(rules, completed)
    assert after.complete
    assert before.lowest <= after.total <= before.highest
    if before.verdict != Verdict.UNDECIDED:
        assert after.verdict == before.verdict


@given(years())
def test_the_ends_of_the_interval_are_reachable_levels(
    case: tuple[YearRules, list[MeasurementInput]],
) -> None:
    year = score_year(*case)
    missing = [row for row in year.rows if row.counted and not row.reported]
    lowest_level = case[0].scheme.lowest_level
    assert year.lowest == year.total + sum(row.weight * lowest_level for row in missing)
    assert year.highest == year.total + sum(row.weight * row.highest_level for row in missing)


@given(years())
def test_missing_ones_that_count_as_the_lowest_level_make_the_lowest_total_the_total(
    case: tuple[YearRules, list[MeasurementInput]],
) -> None:
    rules, rows = case
    open_year, closed = score_year(rules, rows), score_year(replace(rules, missing_count_lowest=True), rows)
    assert closed.complete
    assert closed.total == closed.lowest == closed.highest == open_year.lowest
    assert closed.threshold_so_far == closed.derived_threshold == open_year.derived_threshold
    assert (closed.reported, closed.expected) == (open_year.reported, open_year.expected)
    assert closed.counted_lowest == open_year.expected - open_year.reported


@given(years())
def test_a_missing_one_that_counts_as_the_lowest_level_keeps_an_empty_attainment(
    case: tuple[YearRules, list[MeasurementInput]],
) -> None:
    rules, rows = case
    for row in score_year(replace(rules, missing_count_lowest=True), rows).rows:
        if row.counted_lowest:
            assert (row.result.level, row.result.attainment) == (None, None)
            assert (row.level, row.status) == (rules.scheme.lowest_level, Status.MISSING)
            assert row.contribution == row.weight * rules.scheme.lowest_level


@given(years())
def test_the_sums_are_those_of_the_rows(case: tuple[YearRules, list[MeasurementInput]]) -> None:
    year = score_year(*case)
    counted = [row for row in year.rows if row.counted]
    assert year.total == sum(row.contribution for row in counted if row.reported)
    assert year.derived_threshold == sum(row.threshold_share for row in counted)
    assert year.threshold_so_far == sum(row.threshold_share for row in counted if row.reported)
    assert year.reported == sum(row.reported for row in counted)
    assert year.expected == len(counted)


@given(years())
def test_the_subtotals_add_up_to_the_year(case: tuple[YearRules, list[MeasurementInput]]) -> None:
    year = score_year(*case)
    for groups in (year.perspectives.values(), year.objectives.values()):
        assert sum(group.total for group in groups) == year.total
        assert sum(group.threshold for group in groups) == year.derived_threshold
        assert sum(group.lowest for group in groups) == year.lowest
        assert sum(group.highest for group in groups) == year.highest
        assert sum(group.reported for group in groups) == year.reported
        assert sum(group.expected for group in groups) == year.expected


@given(years())
def test_the_verdict_compares_the_interval_with_the_threshold(
    case: tuple[YearRules, list[MeasurementInput]],
) -> None:
    year = score_year(*case)
    if not year.expected or not any(shares(year)):
        assert year.verdict == Verdict.UNDECIDED
    elif year.complete:
        assert year.verdict == (Verdict.GOOD if year.total >= year.threshold else Verdict.NOT_GOOD)
    else:
        assert (year.verdict == Verdict.GOOD) == (year.lowest >= year.threshold)
        assert (year.verdict == Verdict.NOT_GOOD) == (year.highest < year.threshold)


@given(years())
def test_the_reachable_totals_bound_the_interval(case: tuple[YearRules, list[MeasurementInput]]) -> None:
    year = score_year(*case)
    assert year.reachable.lowest <= year.lowest <= year.highest <= year.reachable.highest


@given(years())
def test_a_measurement_marked_not_applicable_is_as_if_it_were_not_there(
    case: tuple[YearRules, list[MeasurementInput]],
) -> None:
    rules, rows = case
    year, without = (
        score_year(rules, rows),
        score_year(rules, [each for each in rows if not each.not_applicable]),
    )
    assert (year.total, year.threshold, year.verdict) == (without.total, without.threshold, without.verdict)
    assert (year.lowest, year.highest, year.reachable) == (without.lowest, without.highest, without.reachable)


@given(years(), st.integers(1, 1000))
def test_scaling_the_weights_of_all_siblings_changes_no_hierarchical_share(
    case: tuple[YearRules, list[MeasurementInput]], factor: int
) -> None:
    rules, rows = case
    scaled = replace(
        rules,
        weighting_mode=HIERARCHICAL,
        perspective_weights={key: weight * factor for key, weight in rules.perspective_weights.items()},
        objective_weights={key: weight * factor for key, weight in rules.objective_weights.items()},
    )
    year, same = score_year(replace(rules, weighting_mode=HIERARCHICAL), rows), score_year(scaled, rows)
    assert shares(year) == shares(same)


def test_shares_are_taken_among_the_siblings_that_hold_something_counted() -> None:
    rules = YearRules(
        PAPER_3,
        HIERARCHICAL,
        perspective_weights={"F": Decimal(3), "C": Decimal(1), "P": Decimal(96)},
        objective_weights={"F1": Decimal(1), "F2": Decimal(2), "C1": Decimal(5), "P1": Decimal(1)},
    )
    rows = [
        measurement("a", "100", objective="F1", weight="1"),
        measurement("b", "100", objective="F1", weight="3"),
        measurement("c", None, objective="F2"),
        measurement("d", "100", objective="C1"),
        measurement("e", "100", target=None, objective="P1"),
    ]
    assert shares(score_year(rules, rows)) == [
        Fraction(1, 16),
        Fraction(3, 16),
        Fraction(1, 2),
        Fraction(1, 4),
    ]


def test_the_own_weights_are_taken_as_they_are_in_indicator_mode() -> None:
    rows = [measurement("a", "100", weight="2.5"), measurement("b", "99", weight="0.0001")]
    year = score_year(YearRules(PAPER_3, INDICATOR), rows)
    assert (year.total, year.threshold) == (Fraction("5.0001"), Fraction("5.0002"))
    assert year.verdict == Verdict.NOT_GOOD


def test_equal_weights_ignore_the_own_ones() -> None:
    rows = [measurement("a", "100", weight="7"), measurement("b", "100", weight="0")]
    assert shares(score_year(YearRules(PAPER_3, EQUAL), rows)) == [1, 1]


def test_a_weight_that_is_not_there_is_an_error_not_a_zero() -> None:
    with pytest.raises(KeyError):
        score_year(YearRules(PAPER_3, HIERARCHICAL), [measurement("a", "100")])


def test_siblings_without_weight_are_named_and_have_no_share() -> None:
    rules = YearRules(
        PAPER_3,
        HIERARCHICAL,
        perspective_weights={"F": Decimal(1), "C": Decimal(1)},
        objective_weights={"F1": Decimal(0), "C1": Decimal(1)},
    )
    rows = [measurement("a", "100"), measurement("b", "100", objective="C1", weight="0")]
    year = score_year(rules, rows)
    assert year.zero_weight_groups == (
        ZeroWeightGroup(GroupKind.PERSPECTIVE, "F"),
        ZeroWeightGroup(GroupKind.OBJECTIVE, "C1"),
    )
    assert (shares(year), year.verdict, year.index) == ([0, 0], Verdict.UNDECIDED, None)


@pytest.mark.parametrize("mode", [INDICATOR, HIERARCHICAL])
def test_a_scorecard_without_any_weight_is_undecided(mode: WeightingMode) -> None:
    nothing = {"F": Decimal(0)}
    rules = YearRules(PAPER_3, mode, perspective_weights=nothing, objective_weights={"F1": Decimal(1)})
    year = score_year(rules, [measurement("a", "100", weight="0" if mode == INDICATOR else "1")])
    assert year.zero_weight_groups == (ZeroWeightGroup(GroupKind.SCORECARD),)
    assert year.verdict == Verdict.UNDECIDED


@pytest.mark.parametrize("mode", WeightingMode)
def test_a_year_that_expects_nothing_is_undecided(mode: WeightingMode) -> None:
    year = score_year(YearRules(PAPER_3, mode), [measurement("a", "100", target=None)])
    assert (year.verdict, year.index, year.expected, year.complete) == (Verdict.UNDECIDED, None, 0, True)


def test_a_year_that_expects_nothing_is_undecided_even_with_a_fixed_threshold() -> None:
    year = score_year(YearRules(PAPER_3, fixed_threshold=Decimal(42)), [])
    assert (year.verdict, year.threshold) == (Verdict.UNDECIDED, 42)


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (measurement("a", "94", target="95"), Status.BELOW),
        (measurement("a", "95", target="95"), Status.ON),
        (measurement("a", "96", target="95"), Status.ABOVE),
        (measurement("a", None), Status.MISSING),
        (measurement("a", "95", target=None), Status.NO_TARGET),
        (measurement("a", "95")._replace(not_applicable=True), Status.NOT_APPLICABLE),
        (measurement("a", "95", target=None)._replace(not_applicable=True), Status.NOT_APPLICABLE),
    ],
)
def test_a_row_has_the_status_of_its_level(row: MeasurementInput, status: Status) -> None:
    assert score_year(YearRules(PAPER_3), [row]).rows[0].status == status


def test_a_measurement_marked_not_applicable_keeps_its_level_but_has_no_weight() -> None:
    row = score_year(YearRules(PAPER_3), [measurement("a", "99")._replace(not_applicable=True)]).rows[0]
    assert (row.result.level, row.weight, row.contribution, row.counted, row.reported) == (
        1,
        None,
        None,
        False,
        False,
    )


def test_a_missing_row_has_a_weight_and_a_threshold_but_contributes_nothing() -> None:
    row = score_year(YearRules(PAPER_3), [measurement("a", None)]).rows[0]
    assert (row.weight, row.threshold_share, row.contribution, row.highest_level) == (1, 2, None, 2)


def test_the_status_of_a_group_compares_with_its_threshold_so_far() -> None:
    rows = [measurement("a", "96", target="95"), measurement("b", None)]
    objective = score_year(YearRules(PAPER_3), rows).objectives["F1"]
    assert (objective.total, objective.threshold_so_far, objective.threshold) == (3, 2, 4)
    assert (objective.status, objective.index) == (Status.ABOVE, Decimal("150.00"))


def test_a_group_without_anything_reported_is_missing() -> None:
    objective = score_year(YearRules(PAPER_3), [measurement("a", None)]).objectives["F1"]
    assert (objective.status, objective.index) == (Status.MISSING, None)


def test_a_group_that_expects_nothing_is_there_with_empty_sums() -> None:
    objective = score_year(YearRules(PAPER_3), [measurement("a", "1", target=None)]).objectives["F1"]
    assert (objective.expected, objective.total, objective.status) == (0, 0, Status.MISSING)


def test_the_index_is_rounded_half_up() -> None:
    rows = [measurement(str(number), "100" if number < 2 else "99", objective="F1") for number in range(3)]
    assert score_year(YearRules(FOUR), rows).index == Decimal("88.89")


def test_a_level_of_0_can_be_the_lowest_in_the_interval() -> None:
    own = replace(PAPER_3, bands=(replace(PAPER_3.bands[0], level=0), *PAPER_3.bands[1:]))
    year = score_year(YearRules(own), [measurement("a", None)])
    assert (year.lowest, year.highest) == (0, 2)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(40), "40"),
        (Fraction(400), "400"),
        (Fraction(0), "0"),
        (Fraction(5, 2), "2.5"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(2, 3), "0.666667"),
        (Fraction(1, 2000000), "0.000001"),
        (Fraction(1, 2000001), "0"),
        (Fraction(-1, 3), "-0.333333"),
    ],
)
def test_a_total_is_shown_with_6_decimals_at_most(value: Fraction, shown: str) -> None:
    assert str(as_decimal(value)) == shown


def test_a_total_just_beside_the_threshold_is_not_shown_as_the_threshold() -> None:
    threshold, little = Fraction(2), Fraction(1, 10**9)
    assert str(as_decimal(threshold - little, apart_from=threshold)) == "1.999999"
    assert str(as_decimal(threshold + little, apart_from=threshold)) == "2.000001"
    assert str(as_decimal(threshold, apart_from=threshold)) == "2"


@given(st.fractions(), st.fractions())
def test_a_shown_total_is_on_the_side_of_the_threshold_that_the_exact_one_is_on(
    value: Fraction, threshold: Fraction
) -> None:
    shown, beside = as_decimal(value, apart_from=threshold), as_decimal(threshold)
    assert (shown > beside) - (shown < beside) == (value > threshold) - (value < threshold)


@given(st.fractions(), st.integers(0, 8))
def test_a_shown_total_is_within_half_a_unit_of_the_exact_one(value: Fraction, places: int) -> None:
    assert abs(Fraction(as_decimal(value, places)) - value) <= Fraction(1, 2 * 10**places)


def test_a_third_of_the_weights_each_reaches_the_threshold_exactly() -> None:
    rules = YearRules(
        PAPER_3, HIERARCHICAL, perspective_weights={"F": Decimal(1)}, objective_weights={"F1": Decimal(1)}
    )
    year = score_year(rules, [measurement(key, "100") for key in "abc"])
    assert (year.total, year.verdict, year.shown(year.total)) == (2, Verdict.GOOD, Decimal(2))

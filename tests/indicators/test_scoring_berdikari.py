"""What the scoring rule promises for PT Berdikari's plan: paper-3, equal weights, 20 indicators."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from indicators.scoring import MeasurementInput, Status, Verdict, YearResult, YearRules, score_year
from scorecards.schemes import PAPER_3, WeightingMode
from tests.indicators.berdikari import just_below, measurements, on_target, one_step_better, reported

CANNOT_BE_BEATEN_IN_2013 = {"SS5-1", "SS7-1", "SS8-1", "SS15-2", "SS11-1"}


def scored(of: Sequence[MeasurementInput], fixed_threshold: Decimal | None = None) -> YearResult:
    return score_year(YearRules(PAPER_3, fixed_threshold=fixed_threshold), of)


@pytest.fixture(scope="module")
def all_on_target() -> YearResult:
    return scored(reported(measurements(2012), on_target))


def test_all_on_target_in_2012_are_40_points_of_40_and_good(all_on_target: YearResult) -> None:
    year = all_on_target
    assert (year.total, year.threshold, year.derived_threshold, year.threshold_so_far) == (40, 40, 40, 40)
    assert (year.verdict, year.index, year.lowest, year.highest) == (Verdict.GOOD, Decimal("100.00"), 40, 40)


def test_all_20_are_reported(all_on_target: YearResult) -> None:
    assert (all_on_target.reported, all_on_target.expected, all_on_target.complete) == (20, 20, True)


@pytest.mark.parametrize("code", [each.key for each in measurements(2012)])
def test_one_just_below_its_target_makes_39_and_not_good(code: str) -> None:
    one_below = [
        reported([each], just_below)[0] if each.key == code else reported([each], on_target)[0]
        for each in measurements(2012)
    ]
    year = scored(one_below)
    assert (year.total, year.verdict) == (39, Verdict.NOT_GOOD)


def test_all_one_step_better_are_60_in_2012() -> None:
    assert scored(reported(measurements(2012), one_step_better)).total == 60


def test_all_one_step_better_where_possible_are_55_in_2013() -> None:
    assert scored(reported(measurements(2013), one_step_better)).total == 55


@pytest.mark.parametrize(("year", "highest"), [(2012, 60), (2013, 55)])
def test_the_reachable_totals_are_known_before_anything_is_reported(year: int, highest: int) -> None:
    reachable = scored(measurements(year)).reachable
    assert (reachable.lowest, reachable.on_target, reachable.highest) == (20, 40, highest)


def test_five_indicators_can_not_be_beaten_in_2013() -> None:
    rows = scored(measurements(2013)).rows
    assert {row.key for row in rows if row.highest_level == 2} == CANNOT_BE_BEATEN_IN_2013


def test_nothing_reported_is_undecided_between_20_and_60() -> None:
    year = scored(measurements(2012))
    assert (year.total, year.threshold_so_far, year.index) == (0, 0, None)
    assert (year.lowest, year.highest, year.verdict) == (20, 60, Verdict.UNDECIDED)


def test_a_fixed_threshold_of_42_makes_40_not_good_and_warns() -> None:
    year = scored(reported(measurements(2012), on_target), fixed_threshold=Decimal(42))
    assert (year.total, year.threshold, year.derived_threshold) == (40, 42, 40)
    assert (year.verdict, year.fixed_differs) == (Verdict.NOT_GOOD, True)


def test_a_fixed_threshold_equal_to_the_derived_one_does_not_warn() -> None:
    assert not scored(measurements(2012), fixed_threshold=Decimal("40.00")).fixed_differs


def test_the_perspectives_hold_3_3_6_and_8_indicators(all_on_target: YearResult) -> None:
    expected = {key: subtotal.expected for key, subtotal in all_on_target.perspectives.items()}
    assert expected == {"F": 3, "C": 3, "P": 6, "L": 8}


def test_there_are_18_objectives(all_on_target: YearResult) -> None:
    assert len(all_on_target.objectives) == 18


def test_an_objective_of_two_indicators_is_below_when_one_of_them_is() -> None:
    year = scored(
        [
            reported([each], just_below)[0] if each.key == "SS18-2" else reported([each], on_target)[0]
            for each in measurements(2012)
        ]
    )
    objective = year.objectives["SS18"]
    assert (objective.total, objective.threshold, objective.status) == (3, 4, Status.BELOW)
    assert (objective.index, year.objectives["SS17"].status) == (Decimal("75.00"), Status.ON)


def test_hierarchical_weights_of_1_share_each_perspective_a_quarter() -> None:
    plan = reported(measurements(2012), on_target)
    rules = YearRules(
        PAPER_3,
        WeightingMode.HIERARCHICAL,
        perspective_weights=dict.fromkeys("FCPL", Decimal(1)),
        objective_weights={each.objective_key: Decimal(1) for each in plan},
    )
    year = score_year(rules, plan)
    assert (year.total, year.threshold, year.verdict) == (2, 2, Verdict.GOOD)
    assert {subtotal.threshold * 2 for subtotal in year.perspectives.values()} == {1}


def test_a_measurement_marked_not_applicable_leaves_both_sides() -> None:
    plan = reported(measurements(2012), on_target)
    year = scored([plan[0]._replace(not_applicable=True), *plan[1:]])
    assert (year.total, year.threshold, year.expected, year.verdict) == (38, 38, 19, Verdict.GOOD)

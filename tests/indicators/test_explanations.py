"""Each score and each verdict in words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from indicators.explanations import (
    explain_indicator,
    explain_row,
    explain_year,
    explain_zero_weight_group,
)
from indicators.scoring import (
    GroupKind,
    Inputs,
    MeasurementInput,
    Polarity,
    Reason,
    YardstickKind,
    YearResult,
    YearRules,
    ZeroWeightGroup,
    score_indicator,
    score_year,
)
from scorecards.schemes import FIVE, FOUR, INDEX_120, PAPER_3, Scheme, WeightingMode
from tests.indicators.berdikari import measurements, on_target, one_step_better, reported

HIGHER, LOWER, RANGE = Polarity
TOLERANT = replace(PAPER_3, tolerance=Decimal("2.5"))


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


def case(
    polarity: Polarity, achievement: str | None, target: str | None, upper: str | None = None, **declared: str
) -> Inputs:
    known = {"achievement": achievement, "target": target, "target_upper": upper, **declared}
    return Inputs(
        polarity, **{"target": None} | {name: Decimal(text) for name, text in known.items() if text}
    )


def sentences(score: Inputs, scheme: Scheme = PAPER_3) -> list[str]:
    return explain_indicator(score_indicator(score, scheme))


@pytest.mark.parametrize(
    ("score", "scheme", "sentence"),
    [
        (
            case(HIGHER, "12.9", "12.6"),
            PAPER_3,
            "12.9 is above the target of 12.6 and higher is better: level 3.",
        ),
        (
            case(HIGHER, "12.5", "12.6"),
            PAPER_3,
            "12.5 is below the target of 12.6 and higher is better: level 1.",
        ),
        (case(LOWER, "11", "11.5"), PAPER_3, "11 is below the target of 11.5 and lower is better: level 3."),
        (case(LOWER, "12", "11.5"), PAPER_3, "12 is above the target of 11.5 and lower is better: level 1."),
        (case(LOWER, "11.50", "11.5"), PAPER_3, "11.5 is exactly the target: level 2."),
        (
            case(HIGHER, "98", "100"),
            TOLERANT,
            "98 differs from the target of 100 by no more than the tolerance of 2.5 %, "
            "which counts as on target: level 2.",
        ),
        (
            case(RANGE, "96", "95", "105"),
            PAPER_3,
            "96 lies inside the target range from 95 to 105: level 2.",
        ),
        (
            case(RANGE, "106", "95", "105"),
            PAPER_3,
            "106 lies outside the target range from 95 to 105: level 1.",
        ),
        (
            case(RANGE, "94", "95", "105"),
            TOLERANT,
            "94 lies outside the target range from 95 to 105 by no more than the tolerance of 2.5 %, "
            "which counts as on target: level 2.",
        ),
        (
            case(HIGHER, None, "100"),
            PAPER_3,
            "There is no achievement yet: it has no level. A missing achievement is never taken for a 0.",
        ),
        (
            case(HIGHER, "100", None),
            PAPER_3,
            "There is no target in this year: it has no level and does not count.",
        ),
    ],
)
def test_the_first_sentence_says_why_the_level_is_what_it_is(
    score: Inputs, scheme: Scheme, sentence: str
) -> None:
    assert sentences(score, scheme)[0] == sentence


@pytest.mark.parametrize(
    ("score", "scheme", "sentence"),
    [
        (
            case(HIGHER, "12.9", "12.6"),
            PAPER_3,
            "Measured against the target, the gap of 0.3 divided by 12.6 gives an attainment of 102.38 %.",
        ),
        (
            case(LOWER, "4", "0", worst="10"),
            INDEX_120,
            "A target of 0 can't be divided by, so the gap of -4 is measured by the distance of 10 between "
            "the worst value and the target: an attainment of 60 %.",
        ),
        (
            case(LOWER, "0.3", "0", baseline="0.8"),
            PAPER_3,
            "A target of 0 can't be divided by, so the gap of -0.3 is measured by the distance of 0.8 "
            "between the baseline and the target: an attainment of 62.5 %.",
        ),
        (
            case(HIGHER, "5", "0"),
            PAPER_3,
            "A target of 0 can't be divided by, and neither a worst value nor a baseline differs from it: "
            "better than the target is the highest level, worse is the lowest. The attainment is shown as "
            "200 %.",
        ),
        (
            case(HIGHER, "130", "100"),
            INDEX_120,
            "The attainment is higher, but shown as the cap of 120 %; the level is not capped.",
        ),
        (case(LOWER, "21", "10"), PAPER_3, "The attainment is lower, but never shown below 0 %."),
        (
            case(HIGHER, "93", "100"),
            FOUR,
            "An attainment of 93 % lies in the band from 90 % to below 100 %: level 2 of 4.",
        ),
        (case(HIGHER, "12", "100"), FIVE, "An attainment of 12 % lies in the band below 80 %: level 1 of 5."),
        (
            case(HIGHER, "105", "100"),
            FIVE,
            "An attainment of 105 % lies in the band above 100 % up to 110 %: level 4 of 5.",
        ),
        (
            case(HIGHER, "105", "100"),
            INDEX_120,
            "An attainment of 105 % lies in the band from 100 %: level 3 of 3.",
        ),
        (case(HIGHER, "130", "100"), INDEX_120, "It reaches the band from 100 %: level 3 of 3."),
    ],
)
def test_the_details_tell_how_the_attainment_came_about(score: Inputs, scheme: Scheme, sentence: str) -> None:
    assert sentence in sentences(score, scheme)


def test_the_last_sentence_names_the_scheme_and_its_version() -> None:
    assert (
        sentences(case(HIGHER, "1", "1"), replace(FOUR, version=3))[-1] == "Scored by scheme four, version 3."
    )


def test_the_three_levels_of_the_default_scheme_need_no_band() -> None:
    assert not any("band" in each for each in sentences(case(HIGHER, "12.9", "12.6")))


def test_the_unit_of_measure_follows_achievement_and_target() -> None:
    result = score_indicator(case(RANGE, "96", "95", "105"), PAPER_3)
    assert (
        explain_indicator(result, unit="%")[0]
        == "96 % lies inside the target range from 95 % to 105 %: level 2."
    )


def test_numbers_are_written_as_the_language_writes_them() -> None:
    with translation.override("id"):
        assert "12,9" in sentences(case(HIGHER, "12.9", "12.6"))[0]


@pytest.mark.parametrize("polarity", Polarity)
@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize("kind", YardstickKind)
def test_every_reason_has_words_for_every_polarity_and_yardstick(
    polarity: Polarity, reason: Reason, kind: YardstickKind
) -> None:
    result = score_indicator(case(polarity, "3", "4", "5"), FIVE)
    traced = result._replace(trace=result.trace._replace(reason=reason, kind=kind, gap=Decimal(-1)))
    assert all(each.endswith(".") and "%%" not in each for each in explain_indicator(traced))


def one_row_year(score: Inputs, scheme: Scheme = PAPER_3, **fields: object) -> YearResult:
    return score_year(YearRules(scheme), [MeasurementInput("a", "F", "F1", score, **fields)])


def test_a_row_says_what_it_contributes_to_the_total() -> None:
    plan = reported(measurements(2012), on_target)
    plan[0] = reported(plan[:1], one_step_better)[0]
    plan[0] = plan[0]._replace(inputs=plan[0].inputs._replace(achievement=Decimal("12.9")))
    year = score_year(YearRules(PAPER_3), plan)
    assert " ".join(explain_row(year.rows[0], year)).startswith(
        "12.9 is above the target of 12.6 and higher is better: level 3. Weight 1: contributes 3 of 41."
    )


def test_a_missing_row_says_what_is_still_possible() -> None:
    year = one_row_year(case(HIGHER, None, "100", natural_max="100"))
    assert explain_row(year.rows[0], year) == [
        "There is no achievement yet: it has no level. A missing achievement is never taken for a 0.",
        "Weight 1: contributes nothing yet; on target it would be 2.",
        "Until it is reported, anything from level 1 to level 2 is possible.",
    ]


def test_a_row_marked_not_applicable_says_that_it_leaves_both_sides() -> None:
    year = one_row_year(case(HIGHER, "99", "100"), not_applicable=True)
    assert explain_row(year.rows[0], year) == [
        "It is marked as not applicable in this year: it leaves both the total and the threshold."
    ]


def test_a_row_without_a_target_speaks_of_no_weight() -> None:
    year = one_row_year(case(HIGHER, "99", None))
    assert len(explain_row(year.rows[0], year)) == 1


def test_a_share_of_a_third_is_shown_with_6_decimals() -> None:
    one = Decimal(1)
    rules = YearRules(PAPER_3, WeightingMode.HIERARCHICAL, None, {"F": one}, {"F1": one})
    rows = [MeasurementInput(key, "F", "F1", case(HIGHER, "1", "1")) for key in "abc"]
    year = score_year(rules, rows)
    assert explain_row(year.rows[0], year)[1] == "Weight 0.333333: contributes 0.666667 of 2."


def test_a_complete_year_says_that_it_is_good() -> None:
    year = score_year(YearRules(PAPER_3), reported(measurements(2012), on_target))
    assert explain_year(year) == ["20 of 20 reported, a total of 40 against 40: good."]


def test_a_fixed_threshold_that_differs_is_told() -> None:
    rules = YearRules(PAPER_3, fixed_threshold=Decimal(42))
    assert explain_year(score_year(rules, reported(measurements(2012), on_target))) == [
        "20 of 20 reported, a total of 40 against 42: not good yet.",
        "The threshold is fixed at 42, while the targets of this year give 40.",
    ]


def test_an_incomplete_year_says_between_what_it_will_be() -> None:
    plan = reported(measurements(2012), on_target)
    year = score_year(YearRules(PAPER_3), [*measurements(2012)[:3], *plan[3:]])
    assert explain_year(year) == ["17 of 20 reported, between 37 and 43 points against 40: undecided."]


@pytest.mark.parametrize(("threshold", "verdict"), [("36.5", "good"), ("43.5", "not good yet")])
def test_an_incomplete_year_may_be_decided(threshold: str, verdict: str) -> None:
    plan = reported(measurements(2012), on_target)
    rules = YearRules(PAPER_3, fixed_threshold=Decimal(threshold))
    year = score_year(rules, [*measurements(2012)[:3], *plan[3:]])
    assert explain_year(year)[0] == (
        f"17 of 20 reported, between 37 and 43 points against {threshold}: {verdict}, "
        "whatever the missing ones will be."
    )


def test_a_year_that_expects_nothing_says_so() -> None:
    assert explain_year(score_year(YearRules(PAPER_3), [])) == [
        "No indicator with a target counts in this year: undecided."
    ]


def test_a_year_without_weights_says_so() -> None:
    row = MeasurementInput("a", "F", "F1", case(HIGHER, "1", "1"), Decimal(0))
    year = score_year(YearRules(PAPER_3, WeightingMode.INDICATOR), [row])
    assert explain_year(year) == ["All weights that count are 0, so there is nothing to judge: undecided."]


@pytest.mark.parametrize("kind", GroupKind)
def test_every_group_without_weight_is_named(kind: GroupKind) -> None:
    sentence = explain_zero_weight_group(ZeroWeightGroup(kind, 7), name="Finance")
    assert ("Finance" in sentence) == (kind != GroupKind.SCORECARD)
    assert sentence.endswith("nothing in it counts.")

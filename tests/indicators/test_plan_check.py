"""The rules of the plan check: each with plans that have its flaw, and plans that only nearly have it."""

from dataclasses import replace

import pytest

from indicators.plan_check import RULES, PlanFacts, Severity, SubjectKind, check_plan
from indicators.plan_check.plan import StatementFacts
from indicators.scoring import Polarity
from tests.indicators.plans import (
    FILLED,
    NOTHING,
    found,
    indicator,
    objective,
    of_one,
    perspective,
    plan,
    plan_of,
    planned,
    subject,
    within,
    year,
)


def test_a_sound_plan_has_no_findings():
    facts = plan(perspectives=tuple(perspective(key, objective(key)) for key in (1, 2, 3)))
    assert check_plan(facts) == ()


def test_an_empty_plan_has_no_findings():
    assert check_plan(PlanFacts()) == ()


def test_findings_come_errors_first_and_then_in_the_order_of_the_rules():
    flawed = indicator(1, years=planned("40", "120"), filled=frozenset(), kind="", initiatives=())
    findings = check_plan(plan_of(flawed))
    order = list(RULES)
    assert [f.severity for f in findings] == sorted((f.severity for f in findings), key=list(Severity).index)
    assert [f.rule for f in findings] == sorted((f.rule for f in findings), key=order.index)
    assert {f.severity for f in findings} == set(Severity)


def test_an_objective_that_comes_from_no_statement_is_found():
    facts = plan(perspectives=(perspective(1, objective(1), objective(2, derived=False)),))
    assert found("objective-without-statement", facts) == {"O2": {}}


def test_an_objective_that_comes_from_a_statement_is_not_found():
    assert found("objective-without-statement", plan()) == NOTHING


def test_a_statement_that_no_objective_comes_from_is_found():
    statements = tuple(StatementFacts(subject(SubjectKind.STATEMENT, key), served=key == 1) for key in (1, 2))
    assert found("statement-without-objective", plan(statements=statements)) == {"S2": {}}


def test_a_statement_that_an_objective_comes_from_is_not_found():
    assert found("statement-without-objective", plan()) == NOTHING


def test_a_perspective_without_objective_is_found():
    facts = plan(perspectives=(perspective(1, objective(1)), perspective(2)))
    assert found("perspective-without-objective", facts) == {"P2": {}}


def test_a_perspective_with_an_objective_is_not_found():
    assert found("perspective-without-objective", plan()) == NOTHING


def test_an_objective_without_indicator_is_found():
    bare = replace(objective(2), indicators=())
    facts = plan(perspectives=(perspective(1, objective(1), bare),))
    assert found("objective-without-indicator", facts) == {"O2": {}}


def test_an_objective_with_an_indicator_is_not_found():
    assert found("objective-without-indicator", plan_of(indicator())) == NOTHING


def test_four_indicators_on_one_objective_are_too_many():
    facts = plan_of(*(indicator(key) for key in range(4)))
    assert found("too-many-indicators", facts) == {
        "O1": {"indicators": ("SS1-0", "SS1-1", "SS1-2", "SS1-3"), "most": "3"}
    }


def test_three_indicators_on_one_objective_are_not_too_many():
    assert found("too-many-indicators", plan_of(*(indicator(key) for key in range(3)))) == NOTHING


def test_an_objective_that_no_link_leads_to_or_from_is_found():
    assert found("objective-without-link", plan(links=((3, 2),))) == {"O1": {}}


def test_cause_and_effect_of_a_link_are_not_found_without_link():
    assert found("objective-without-link", plan()) == NOTHING


def test_the_only_objective_of_a_plan_needs_no_link():
    assert found("objective-without-link", plan_of(indicator())) == NOTHING


def test_an_effect_in_a_lane_below_its_cause_is_found():
    assert found("effect-below-cause", plan(links=((3, 2), (2, 1), (1, 3), (2, 3)))) == {
        "O3": {"causes": ("O1", "O2"), "cause_lanes": ("P1", "P2"), "lane": "P3"}
    }


def test_effects_above_their_causes_or_beside_them_are_not_found():
    facts = plan(perspectives=(perspective(1, objective(1), objective(2)), perspective(2, objective(3))))
    assert found("effect-below-cause", replace(facts, links=((3, 1), (1, 2)))) == NOTHING


def test_objectives_without_owner_and_indicators_without_person_responsible_are_found():
    nobodys = indicator(5, filled=FILLED - {"person_responsible"})
    facts = plan(perspectives=(perspective(1, objective(1, nobodys, owned=False), objective(2)),))
    assert found("owner-missing", facts) == {"O1": {}, "SS1-5": {}}


def test_an_owned_objective_whose_indicators_name_somebody_is_not_found():
    assert found("owner-missing", plan()) == NOTHING


@pytest.mark.parametrize(
    ("letter", "field"),
    [
        ("S", "definition"),
        ("M", "unit_of_measure"),
        ("M", "formula"),
        ("M", "data_source"),
        ("M", "when_data_missing"),
        ("A", "target_source"),
        ("R", "information_produced"),
    ],
)
def test_a_sheet_that_lacks_a_field_misses_its_letter_of_smart(letter, field):
    seen = of_one("incomplete-sheet", indicator(filled=FILLED - {field}))
    assert seen == {"letters": (letter,), "missing": (field,), "years": ()}


def test_a_sheet_without_baseline_is_not_known_to_be_achievable():
    seen = of_one("incomplete-sheet", indicator(baseline=None))
    assert seen == {"letters": ("A",), "missing": ("baseline",), "years": ()}


def test_a_plan_year_without_target_is_not_time_bound():
    seen = of_one("incomplete-sheet", indicator(years=planned("60", None)))
    assert seen == {"letters": ("T",), "missing": ("target",), "years": ("2013",)}


def test_a_range_without_its_upper_target_has_no_target():
    years = tuple(replace(each, target_upper=None) for each in within().years)
    assert of_one("incomplete-sheet", within(years=years))["years"] == ("2012", "2013")


@pytest.mark.parametrize(
    "facts",
    [
        plan_of(indicator()),
        plan_of(indicator(years=planned("60", None)), years=(year(2012), year(2013, closed=True))),
        plan_of(indicator(years=(*planned("60"), replace(planned(None, None)[1], applies=False)))),
    ],
    ids=["complete", "year is closed", "not applicable"],
)
def test_a_complete_sheet_is_not_found(facts):
    assert found("incomplete-sheet", facts) == NOTHING


def test_a_perspective_without_lag_indicator_is_found():
    facts = plan_of(indicator(1, kind="lead"), indicator(2, kind=""))
    assert found("no-lag-indicator", facts) == {"P1": {"indicators": ("SS1-1", "SS1-2")}}


def test_a_perspective_without_lead_indicator_is_found():
    assert found("no-lead-indicator", plan_of(indicator())) == {"P1": {"indicators": ("SS1-1",)}}


@pytest.mark.parametrize("rule", ["no-lag-indicator", "no-lead-indicator"])
def test_a_perspective_with_both_kinds_or_without_indicators_is_not_found(rule):
    both = perspective(1, objective(1, indicator(1), indicator(2, kind="lead")))
    assert found(rule, plan(perspectives=(both, perspective(2)))) == NOTHING


@pytest.mark.parametrize(
    ("name", "unit", "says"),
    [
        ("Jumlah Produk Cacat", "%", "number"),
        ("Number of defects", "percent", "number"),
        ("Persentase kehadiran", "hari", "percent"),
        ("Percentage of orders", "orders", "percent"),
    ],
)
def test_a_name_that_contradicts_the_unit_is_found(name, unit, says):
    seen = of_one("name-against-unit", indicator(name=name, unit_of_measure=unit))
    assert seen == {"says": says, "unit": unit}


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Jumlah Produk Cacat", "buah"),
        ("Persentase jumlah produk cacat", "%"),
        ("Persentase kehadiran", "persen"),
        ("Penjumlahan", "%"),
        ("Persentase kehadiran", ""),
        ("Turnover", "%"),
    ],
)
def test_a_name_that_agrees_with_the_unit_is_not_found(name, unit):
    assert of_one("name-against-unit", indicator(name=name, unit_of_measure=unit)) is None


@pytest.mark.parametrize("unit", ["72 Jam", "72Jam", " 2,5 hours", "12 %"])
def test_a_unit_that_begins_with_a_value_is_found(unit):
    assert of_one("value-inside-unit", indicator(unit_of_measure=unit)) == {"unit": unit}


@pytest.mark.parametrize(
    "unit", ["Jam", "skala 1-4", "1-4", "1 to 4", "1000 orang", "1.000 unit", "%", "m2", ""]
)
def test_a_unit_that_is_only_a_unit_is_not_found(unit):
    assert of_one("value-inside-unit", indicator(unit_of_measure=unit)) is None


def test_missing_figures_alone_are_never_held_against_targets():
    nothing = indicator(
        baseline=None, years=planned(None, None), history={}, natural_min=None, natural_max=None
    )
    for polarity in Polarity:
        findings = check_plan(plan_of(replace(nothing, polarity=polarity)))
        assert {f.rule for f in findings} == {"incomplete-sheet", "no-lead-indicator"}

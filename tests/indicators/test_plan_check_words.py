"""The words of the plan check: for every rule, in numbers of the reader's language, as plain text."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.plan_check import RULES, Subject, SubjectKind, check_plan
from indicators.plan_check.plan import InitiativeFacts, StatementFacts, WorkProgramFacts
from indicators.plan_check_words import finding_message, rule_reason, rule_title, subject_name
from tests.indicators.plans import (
    FILLED,
    PAID,
    history,
    indicator,
    lower,
    objective,
    perspective,
    plan,
    plan_of,
    planned,
    subject,
    year,
)

MARKUP = '<script>alert("%(years)s %s {x}")</script>'
POSTERS = InitiativeFacts("Posters", (WorkProgramFacts(2012, None), WorkProgramFacts(2013, Decimal(1))))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_rule_has_a_title_and_one_sentence_of_reason(rule, language):
    with override(language):
        reason = rule_reason(rule)
        assert rule_title(rule)
        assert reason.endswith(".")
        assert reason.count(". ") == 0


@pytest.mark.parametrize(
    ("rule", "facts", "sentence"),
    [
        (
            "target-outside-bounds",
            plan_of(indicator(years=planned("-0.5", "100.5"))),
            "The natural bounds (minimum 0; maximum 100) don't allow these targets: -0.5 in 2012; 100.5 in "
            "2013.",
        ),
        (
            "target-against-polarity",
            plan_of(indicator(baseline=Decimal("34.65"), years=planned("36", "28"))),
            "Higher is better, but its targets lead from a baseline of 34.65 down to 28 in 2013.",
        ),
        (
            "target-against-polarity",
            plan_of(lower(baseline=None, years=planned("10", "11"))),
            "Lower is better, but its targets lead from 10 in 2012 up to 11 in 2013.",
        ),
        (
            "zero-target-without-worst-value",
            plan_of(lower(years=planned("40", "0"))),
            "Its target is 0 (2013), and no worst value is declared.",
        ),
        (
            "too-many-indicators",
            plan_of(*(indicator(key) for key in range(7))),
            "It has 7 indicators: SS1-0, SS1-1, SS1-2, SS1-3, SS1-4 and 2 more. 3 are enough.",
        ),
        (
            "effect-below-cause",
            plan(links=((3, 2), (2, 1), (1, 3))),
            "It lies in perspective P3, below what drives it: O1 in perspective P1.",
        ),
        (
            "owner-missing",
            plan_of(indicator(filled=FILLED - {"person_responsible"})),
            "Its KPI sheet names no person responsible.",
        ),
        (
            "owner-missing",
            plan(perspectives=(perspective(1, objective(1, owned=False)),)),
            "It has no owner.",
        ),
        (
            "incomplete-sheet",
            plan_of(indicator(filled=FILLED - {"formula", "data_source"}, years=planned("60", None))),
            "Its KPI sheet lacks, for M (measurable): formula, data source; T (time-bound): target (2013).",
        ),
        (
            "target-not-better-than-baseline",
            plan_of(indicator(years=planned("50", "70"))),
            "Its baseline is 50, and these targets are no better: 50 in 2012.",
        ),
        (
            "target-falls-back",
            plan_of(indicator(years=planned("85", "80"))),
            "Higher is better, but its targets fall back: 80 in 2013 after 85.",
        ),
        (
            "target-falls-back",
            plan_of(lower(years=planned("30", "31"))),
            "Lower is better, but its targets rise again: 31 in 2013 after 30.",
        ),
        (
            "ceiling-target",
            plan_of(indicator(years=planned("60", "100"))),
            "100 is the best possible, so the highest level is out of reach: 100 in 2013 (at most level 2 of "
            "3).",
        ),
        (
            "target-already-reached",
            plan_of(indicator(years=planned("60"), history=history("61"))),
            "The last achievement before it reached the target already: 60 in 2012 (61 in 2011).",
        ),
        (
            "target-too-hard",
            plan_of(indicator(history=history("50", "55"))),
            "The target goes further than the years before it support: 70 in 2013 (the best year so far, "
            "2011, had 55; best and worst differ by 5).",
        ),
        (
            "fixed-threshold-differs",
            plan_of(indicator(), years=(year(2012, fixed_threshold=Decimal("42.5")),)),
            "Its fixed threshold is 42.5, but all indicators on target give 2.",
        ),
        (
            "budget-missing",
            plan_of(indicator(initiatives=(PAID, InitiativeFacts("Talks"), POSTERS))),
            "Its initiatives are not planned for: “Talks” (no work program in 2012, 2013), “Posters” (no "
            "budget in 2012).",
        ),
        (
            "no-lag-indicator",
            plan_of(indicator(kind="lead")),
            "None of its indicators is a lag indicator: SS1-1.",
        ),
        (
            "no-lead-indicator",
            plan_of(indicator()),
            "None of its indicators is a lead indicator: SS1-1.",
        ),
        (
            "name-against-unit",
            plan_of(indicator(name="Jumlah cacat")),
            "Its name speaks of a number, but it is measured in “%”.",
        ),
        (
            "name-against-unit",
            plan_of(indicator(name="Persentase cacat", unit_of_measure="buah")),
            "Its name speaks of a percentage, but it is measured in “buah”.",
        ),
        (
            "value-inside-unit",
            plan_of(indicator(unit_of_measure="72 Jam")),
            "Its unit of measure begins with a number: “72 Jam”.",
        ),
    ],
)
def test_a_finding_is_told_in_a_sentence(rule, facts, sentence):
    [finding] = RULES[rule](facts)
    assert finding_message(finding) == sentence


def test_a_lopsided_perspective_is_told_with_its_share():
    heavy = perspective(1, objective(1, *(indicator(key) for key in range(5))))
    light = [perspective(key, objective(key, *(indicator(10 * key + n) for n in range(3)))) for key in (2, 3)]
    facts = plan(perspectives=(heavy, *light), years=(year(2012),))
    [finding] = RULES["lopsided-weights"](facts)
    assert finding_message(finding) == "Of the total it carries 45.454545 % in 2012."


def test_rules_without_figures_are_told_too():
    bare = replace(objective(1, derived=False), indicators=())
    facts = plan(
        perspectives=(perspective(1, bare, objective(2, indicator(initiatives=()))), perspective(2)),
        statements=(StatementFacts(subject(SubjectKind.STATEMENT, 1), served=False),),
        links=(),
    )
    told = {finding.rule: finding_message(finding) for finding in check_plan(facts)}
    assert told["objective-without-indicator"] == "No indicator measures it."
    assert told["objective-without-statement"] == "It comes from no statement of the plan."
    assert told["statement-without-objective"] == "No objective of the plan comes from it."
    assert told["perspective-without-objective"] == "It has no objective."
    assert told["objective-without-link"] == "No cause-effect link on the map leads to it or from it."
    assert told["indicator-without-initiative"] == "It has no initiative."


def test_numbers_are_written_as_the_reader_writes_them():
    facts = plan_of(indicator(years=planned("60", "1234.5"), natural_max=Decimal(1000)))
    [finding] = RULES["target-outside-bounds"](facts)
    with override("id"):
        assert "1.234,5" in finding_message(finding)
    assert "1,234.5" in finding_message(finding)


def test_what_people_typed_stays_as_it_is_and_long_names_are_shortened():
    flawed = indicator(
        name="Jumlah cacat",
        unit_of_measure=f"% {MARKUP}",
        initiatives=(InitiativeFacts(MARKUP), InitiativeFacts("x" * 10_000)),
    )
    told = {finding.rule: finding_message(finding) for finding in check_plan(plan_of(flawed))}
    assert MARKUP in told["budget-missing"]
    assert '<script>alert("%(years)s' in told["name-against-unit"]
    assert max(map(len, told.values())) < 400


def test_a_perspective_is_called_by_its_name_in_the_language_of_the_reader():
    learning = Subject(SubjectKind.PERSPECTIVE, 4, "L", "Pembelajaran", "Learning")
    with override("id"):
        assert subject_name(learning) == "Pembelajaran"
    assert subject_name(learning) == "Learning"
    assert subject_name(replace(learning, name_en="")) == "Pembelajaran"


def test_a_year_is_called_by_its_number_once():
    year = Subject(SubjectKind.YEAR, 1, "2012", "2012")
    assert f"{year.code} {subject_name(year)}" == "2012 Rules of the year"

"""The plan check finds in PT Berdikari's plan what is known to be inconsistent in the published case."""

import pytest
from django.db import transaction

from indicators.plan_check import RULES, PlanFacts, check_plan
from indicators.plan_facts import load_plan_facts
from organizations.numbers import NumberError, parse_number
from reports.demo import loader
from scorecards.models import Scorecard

BERDIKARI_INDICATORS = 20
KNOWN = [
    ("target-against-polarity", ["SS2-1"], {"start": "34.65", "end": "28"}),
    ("target-falls-back", ["SS2-1", "SS14-1"], {}),
    ("target-falls-back", ["SS14-1"], {"before": ("85",), "targets": ("80",)}),
    ("target-not-better-than-baseline", ["SS13-1", "SS15-2"], {"years": ("2012",), "targets": ("3",)}),
    ("ceiling-target", ["SS5-1", "SS7-1", "SS8-1"], {"years": ("2013",), "limit": "100", "levels": ("2",)}),
    ("ceiling-target", ["SS15-2"], {"years": ("2013",), "limit": "4"}),
    ("ceiling-target", ["SS11-1"], {"years": ("2013",), "limit": "0"}),
    ("zero-target-without-worst-value", ["SS11-1"], {"years": ("2013",)}),
    ("objective-without-statement", ["SS1", "SS5", "SS18"], {}),
    ("indicator-without-initiative", ["SS6-1"], {}),
    ("lopsided-weights", ["L"], {"years": ("2012", "2013"), "shares": ("40", "40")}),
    ("name-against-unit", ["SS8-1", "SS10-1", "SS11-1", "SS12-1"], {"says": "number", "unit": "%"}),
    ("incomplete-sheet", ["SS7-1"], {"letters": ("A",), "missing": ("target_source",)}),
]
"""The flaws that the case is known for: rule, codes of its subjects, and some of what the rule saw there."""

COMPLETE = {
    "objective-without-statement",
    "indicator-without-initiative",
    "ceiling-target",
    "target-against-polarity",
    "zero-target-without-worst-value",
    "lopsided-weights",
    "name-against-unit",
    "incomplete-sheet",
}
"""Rules that find nothing else in the case."""


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> tuple[PlanFacts, PlanFacts]:
    """The facts of the demo's plan as it is, and with the printed pass mark; loaded once, nothing is kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        loader.load()
        scorecard = Scorecard.objects.select_related("plan").get(unit__organization__code="BERDIKARI")
        as_it_is = load_plan_facts(scorecard, this_year=2013)
        scorecard.years.filter(year=2012).update(fixed_threshold=42, fixed_threshold_reason="Printed")
        with_pass_mark = load_plan_facts(scorecard, this_year=2013)
        transaction.set_rollback(True)
    return as_it_is, with_pass_mark


@pytest.fixture
def facts(loaded) -> PlanFacts:
    return loaded[0]


def found(rule: str, facts: PlanFacts) -> dict[str, dict]:
    return {finding.subject.code: dict(finding.facts) for finding in RULES[rule](facts)}


def test_each_known_flaw_is_found_where_it_is(facts):
    missing = [
        (rule, code)
        for rule, codes, seen in KNOWN
        for code in codes
        if not seen.items() <= found(rule, facts).get(code, {"not": "found"}).items()
    ]
    assert missing == []


def test_rules_whose_flaws_are_all_known_find_nothing_else(facts):
    known = {
        rule: {code for name, codes, _seen in KNOWN if name == rule for code in codes} for rule in COMPLETE
    }
    assert {rule: set(found(rule, facts)) for rule in COMPLETE} == known


def test_there_is_neither_a_work_program_nor_a_budget_anywhere(facts):
    lacking = found("budget-missing", facts)
    assert len(lacking) == BERDIKARI_INDICATORS - len(found("indicator-without-initiative", facts))
    assert {years for seen in lacking.values() for years in seen["without_program"]} == {"2012, 2013"}


def test_a_value_with_its_unit_is_refused_where_it_is_typed(facts):
    with pytest.raises(NumberError):
        parse_number("72 Jam", "id")
    assert found("value-inside-unit", facts) == {}


def test_the_printed_pass_mark_of_42_is_found_where_it_is_fixed(loaded):
    as_it_is, with_pass_mark = loaded
    assert found("fixed-threshold-differs", as_it_is) == {}
    assert found("fixed-threshold-differs", with_pass_mark) == {"2012": {"fixed": "42", "derived": "40"}}


def test_the_whole_case_is_checked_with_two_errors(facts):
    errors = [(f.rule, f.subject.code) for f in check_plan(facts) if f.severity.value == "error"]
    assert errors == [("target-against-polarity", "SS2-1"), ("zero-target-without-worst-value", "SS11-1")]

"""An accepted finding stands again when what defines its subject changes, and only then."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from indicators.models import Indicator, Measurement
from indicators.plan_check import Finding, Severity, SubjectKind
from indicators.plan_facts import load_plan_facts
from scorecards.models import Objective, Perspective, Statement
from tests.factories import IndicatorFactory, MeasurementFactory, ObjectiveFactory, StatementFactory


@pytest.fixture
def scorecard(scorecard):
    """With one statement, one objective and one indicator that has a target in both years."""
    perspective = scorecard.plan.perspectives.get(code="F")
    StatementFactory(plan=scorecard.plan)
    objective = ObjectiveFactory(scorecard=scorecard, perspective=perspective, code="SS1", name="Profit")
    made = IndicatorFactory(objective=objective, code="SS1-1", name="Return", baseline=Decimal(5))
    for year in scorecard.years.all():
        MeasurementFactory(indicator=made, scorecard_year=year, target=Decimal(10))
    return scorecard


def fingerprint(scorecard, kind: SubjectKind) -> str:
    """That of a finding about the first subject of a kind, whatever its rule saw."""
    facts = load_plan_facts(scorecard, this_year=2012)
    subjects = {
        SubjectKind.STATEMENT: facts.statements,
        SubjectKind.PERSPECTIVE: facts.perspectives,
        SubjectKind.OBJECTIVE: facts.objectives,
        SubjectKind.INDICATOR: facts.indicators,
        SubjectKind.YEAR: facts.years,
    }
    return Finding("rule", Severity.HINT, subjects[kind][0].subject).fingerprint


@pytest.mark.parametrize(
    ("kind", "rows", "changes"),
    [
        (SubjectKind.INDICATOR, Indicator, {"code": "SS1-2"}),
        (SubjectKind.INDICATOR, Indicator, {"name": "Other"}),
        (SubjectKind.INDICATOR, Indicator, {"unit_of_measure": "days"}),
        (SubjectKind.INDICATOR, Indicator, {"polarity": "lower"}),
        (SubjectKind.INDICATOR, Indicator, {"baseline": Decimal(6)}),
        (SubjectKind.INDICATOR, Indicator, {"baseline": None}),
        (SubjectKind.INDICATOR, Indicator, {"natural_min": Decimal(-1)}),
        (SubjectKind.INDICATOR, Indicator, {"natural_max": Decimal(999)}),
        (SubjectKind.INDICATOR, Indicator, {"worst_value": Decimal(0)}),
        (SubjectKind.INDICATOR, Objective, {"code": "SS2"}),
        (SubjectKind.INDICATOR, Measurement, {"target": Decimal(11)}),
        (SubjectKind.INDICATOR, Measurement, {"target_upper": Decimal(12)}),
        (SubjectKind.OBJECTIVE, Objective, {"code": "SS2"}),
        (SubjectKind.OBJECTIVE, Objective, {"name": "Other"}),
        (SubjectKind.OBJECTIVE, Perspective, {"code": "X"}),
        (SubjectKind.STATEMENT, Statement, {"code": "X"}),
        (SubjectKind.STATEMENT, Statement, {"text": "Other"}),
        (SubjectKind.PERSPECTIVE, Perspective, {"code": "X"}),
        (SubjectKind.PERSPECTIVE, Perspective, {"name_id": "Lain"}),
        (SubjectKind.PERSPECTIVE, Perspective, {"name_en": "Other"}),
        (SubjectKind.PERSPECTIVE, Perspective, {"order": 0}),
    ],
    ids=lambda each: str(each) if isinstance(each, dict) else None,
)
def test_a_finding_changes_with_what_defines_its_subject(scorecard, kind, rows, changes):
    before = fingerprint(scorecard, kind)
    found = rows.objects.filter(code="F") if rows is Perspective else rows.objects.all()
    found.update(**changes)
    assert fingerprint(scorecard, kind) != before


def test_a_finding_does_not_change_with_the_rest_of_its_subject(scorecard):
    before = [fingerprint(scorecard, kind) for kind in SubjectKind]
    Indicator.objects.update(definition="What it is", person_responsible="Somebody", kind="lead", order=7)
    Objective.objects.update(order=7)
    Measurement.objects.update(achievement=Decimal(3), weight=Decimal(2))
    assert [fingerprint(scorecard, kind) for kind in SubjectKind] == before


def test_a_finding_is_the_same_in_every_language_and_however_its_numbers_were_written(scorecard):
    Measurement.objects.update(target=Decimal("1000.5"))
    before = fingerprint(scorecard, SubjectKind.INDICATOR)
    Measurement.objects.update(target=Decimal("1000.500000"))
    Indicator.objects.update(baseline=Decimal("5.0000"))
    with override("id"):
        assert fingerprint(scorecard, SubjectKind.INDICATOR) == before

"""What the workbook says of a scorecard: typed values, in the order of the pages."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Measurement
from reports.workbook.columns import Kind
from reports.workbook.contents import load_contents, load_sheet, plain_number
from reports.workbook.sheets import SHEETS
from scorecards.models import ObjectiveStatement, PerspectiveWeight, ScorecardYear
from tests.factories import (
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    PerspectiveWeightFactory,
    ScorecardYearFactory,
    StatementFactory,
    UserFactory,
    WorkProgramFactory,
)
from tests.indicators.full_plans import full_plan
from tests.indicators.scorecards import of_size

TYPES = {
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.CODES: tuple,
    Kind.CHOICE: str,
    Kind.FLAG: bool,
    Kind.NUMBER: Decimal | None,
    Kind.WHOLE: int | None,
    Kind.DATE: datetime.date | None,
    Kind.EMAIL: str,
    Kind.PERIOD: (tuple, int),
}


@pytest.fixture
def full(cast):
    return full_plan(cast.unit, people=[cast.administrator, cast.viewer])


@pytest.fixture
def indicator(scorecard):
    return IndicatorFactory(objective__scorecard=scorecard, objective__code="SS1", code="SS1-1")


def test_every_sheet_has_rows_with_its_columns_in_their_order(full):
    contents = load_contents(full)
    assert list(contents) == [sheet.name for sheet in SHEETS]
    for sheet in SHEETS:
        assert contents[sheet.name], sheet.name
        assert {tuple(row) for row in contents[sheet.name]} == {sheet.names}


def test_every_value_is_of_the_type_of_its_column(full):
    for sheet in SHEETS:
        for row in load_sheet(sheet.name, full):
            for column in sheet.columns:
                assert isinstance(row[column.name], TYPES[column.kind]), (sheet.name, column.name)


def test_every_word_of_a_choice_is_one_of_its_column(full):
    for sheet in SHEETS:
        for row in load_sheet(sheet.name, full):
            for column in sheet.columns:
                if column.kind is Kind.CHOICE:
                    assert row[column.name] in (*column.choices, ""), (sheet.name, column.name)


def test_the_keys_of_rows_differ(full):
    for sheet in SHEETS:
        keys = [tuple(row[name] for name in sheet.key) for row in load_sheet(sheet.name, full)]
        assert len(set(keys)) == len(keys), sheet.name


@pytest.mark.parametrize(
    ("stored", "plain"),
    [("12.300000", "12.3"), ("100", "100"), ("1E+3", "1000"), ("-0.000000", "0"), ("0.000001", "0.000001")],
)
def test_a_number_has_no_trailing_zeros_and_no_exponent(stored, plain):
    assert str(plain_number(Decimal(stored))) == plain


def test_the_plan_comes_first_and_then_its_years_with_those_before_it(scorecard):
    ScorecardYearFactory(scorecard=scorecard, year=2011)
    ScorecardYear.objects.filter(year=2012).update(
        fixed_threshold=Decimal("42.50"),
        fixed_threshold_reason="Paper",
        closed_at=timezone.now(),
        closed_by=UserFactory(),
    )
    first, *years = load_sheet("Plan", scorecard)
    assert first["period"] == (2012, 2013)
    assert first["name"] == "Plan 2012-2013"
    assert [row["period"] for row in years] == [2011, 2012, 2013]
    closed = years[1]
    assert (closed["threshold"], closed["threshold_reason"], closed["closed"]) == (
        Decimal("42.5"),
        "Paper",
        True,
    )


def test_statements_come_by_kind(scorecard):
    for kind, code in (("goal", "G1"), ("mission", "M1"), ("vision", "V1"), ("mission", "M2")):
        StatementFactory(plan=scorecard.plan, kind=kind, code=code)
    assert [row["code"] for row in load_sheet("Statements", scorecard)] == ["V1", "M1", "M2", "G1"]


def test_an_objective_names_owner_statements_and_what_it_supports(scorecard, cast):
    above = ObjectiveFactory(scorecard=scorecard, code="SS9")
    owner = UserFactory(email="rini@example.org")
    objective = ObjectiveFactory(scorecard=scorecard, code="SS10", owner=owner, parent=above)
    for code in ("G2", "G1"):
        statement = StatementFactory(plan=scorecard.plan, code=code)
        ObjectiveStatement.objects.create(objective=objective, statement=statement)
    row = load_sheet("Objectives", scorecard)[1]
    assert row["owner"] == "rini@example.org"
    assert row["statements"] == ("G1", "G2")
    assert row["supports"] == f"{cast.unit.code}/SS9"


def test_rows_follow_the_order_of_the_pages(scorecard):
    perspectives = list(scorecard.plan.perspectives.all())
    for code, perspective, order in (("C", 1, 1), ("B", 0, 2), ("A", 0, 1)):
        objective = ObjectiveFactory(
            scorecard=scorecard, code=code, perspective=perspectives[perspective], order=order
        )
        for place in (2, 1):
            IndicatorFactory(objective=objective, code=f"{code}-{place}", order=place)
    assert [row["code"] for row in load_sheet("Objectives", scorecard)] == ["A", "B", "C"]
    indicators = [row["code"] for row in load_sheet("Indicators", scorecard)]
    assert indicators == ["A-1", "A-2", "B-1", "B-2", "C-1", "C-2"]


def test_line_ends_are_one_and_white_space_around_is_gone(indicator, scorecard):
    indicator.definition = " First line\r\nsecond\rthird \n"
    indicator.save()
    assert load_sheet("Indicators", scorecard)[0]["definition"] == "First line\nsecond\nthird"


def test_years_before_the_plan_are_there_when_they_say_something(indicator, scorecard):
    for year, achievement, note in ((2010, None, ""), (2011, Decimal(0), ""), (2009, None, "Not kept")):
        past = ScorecardYearFactory(scorecard=scorecard, year=year)
        MeasurementFactory(
            indicator=indicator, scorecard_year=past, target=None, achievement=achievement, note=note
        )
    MeasurementFactory(indicator=indicator, scorecard_year=scorecard.years.get(year=2012), target=None)
    rows = load_sheet("Years", scorecard)
    assert [(row["year"], row["achievement"]) for row in rows] == [(2009, None), (2011, 0), (2012, None)]


def test_a_year_without_a_weight_of_its_own_takes_the_default(indicator, scorecard):
    perspective = indicator.objective.perspective
    year = scorecard.years.get(year=2012)
    PerspectiveWeightFactory(scorecard_year=year, perspective=perspective, weight=Decimal("2.5"))
    weights = {
        (row["of"], row["code"], row["year"]): row["weight"] for row in load_sheet("Weights", scorecard)
    }
    assert weights["perspective", perspective.code, 2012] == Decimal("2.5")
    assert weights["perspective", perspective.code, 2013] == 1
    assert weights["objective", "SS1", 2013] == 1


def test_weights_are_those_of_plan_years(full):
    assert {row["year"] for row in load_sheet("Weights", full)} == set(full.plan.years)
    assert PerspectiveWeight.objects.filter(scorecard_year__year=2011).exists()


def test_another_units_scorecard_stays_out(scorecard, full):
    assert load_sheet("Objectives", scorecard) == []
    assert load_sheet("Years", scorecard) == []
    assert {row["year"] for row in load_sheet("Weights", scorecard)} == {2012, 2013}


@pytest.mark.parametrize("indicators", [20, 60])
def test_the_number_of_queries_stays_the_same(scorecard, indicators):
    of_size(scorecard, indicators)
    first, second, *_others = list(scorecard.objectives.all())
    ObjectiveLinkFactory(cause=first, effect=second)
    for measurement in Measurement.objects.select_related("indicator", "scorecard_year"):
        initiative = InitiativeFactory(indicator=measurement.indicator)
        WorkProgramFactory(initiative=initiative, scorecard_year=measurement.scorecard_year)
    with CaptureQueriesContext(connection) as captured:
        load_contents(scorecard)
    assert len(captured) == 16

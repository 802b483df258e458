"""The KPI sheet among the others: its trace up, its neighbours, and all sheets at once."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from indicators import services
from indicators.kpi_sheet import load_sheet, neighbours
from scorecards.models import ObjectiveStatement
from tests.factories import (
    EvidenceFactory,
    EvidenceFileFactory,
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    StatementFactory,
    WorkProgramFactory,
)

ALL_SHEETS_QUERIES = 13


def make_indicator(scorecard, code="SS7-1", **fields):
    """An indicator with a row in each year of the scorecard."""
    perspective = scorecard.plan.perspectives.first()
    objective = fields.pop("objective", None) or ObjectiveFactory(
        scorecard=scorecard, perspective=perspective, code=code.split("-")[0], **fields
    )
    indicator = IndicatorFactory(objective=objective, code=code)
    for year in scorecard.years.all():
        MeasurementFactory(scorecard_year=year, indicator=indicator)
    return indicator


def sheet_url(indicator, unit="ACME"):
    return reverse("indicators:indicator", args=["ACME", unit, 2012, indicator.pk])


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


# --- trace ------------------------------------------------------------------


def test_the_trace_names_statements_in_their_order_and_the_owner(scorecard, cast):
    indicator = make_indicator(scorecard, owner=cast.manager)
    for code, order in (("T1", 2), ("M1", 1)):
        statement = StatementFactory(plan=scorecard.plan, code=code, order=order)
        ObjectiveStatement.objects.create(objective=indicator.objective, statement=statement)
    trace = load_sheet(indicator).trace
    assert [statement.code for statement in trace.statements] == ["M1", "T1"]
    assert (trace.owner, trace.above) == (cast.manager.name, None)


def test_the_trace_goes_on_to_the_objective_of_the_unit_above(sign_in, cast, scorecard):
    above = ObjectiveFactory(
        scorecard=scorecard, perspective=scorecard.plan.perspectives.first(), code="TOP1", name="Higher aim"
    )
    below = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    ScorecardYearFactory(scorecard=below, year=2012)
    indicator = make_indicator(below, "D1-1", parent=above)
    page = sign_in(cast.viewer).get(sheet_url(indicator, "DESK")).content.decode()
    assert [said for said in ("TOP1", "Higher aim", "supported by D1") if said not in page] == []


def test_an_objective_without_a_statement_says_so(sign_in, cast, scorecard):
    page = sign_in(cast.viewer).get(sheet_url(make_indicator(scorecard))).content.decode()
    assert "The objective SS7 is not derived from any statement yet." in page


# --- neighbours -------------------------------------------------------------


def test_neighbours_follow_the_order_of_the_list(scorecard):
    first, last = scorecard.plan.perspectives.first(), scorecard.plan.perspectives.last()
    late = ObjectiveFactory(scorecard=scorecard, perspective=last, order=1)
    early = ObjectiveFactory(scorecard=scorecard, perspective=first, order=9)
    c = IndicatorFactory(objective=late, order=1)
    b = IndicatorFactory(objective=early, order=2)
    a = IndicatorFactory(objective=early, order=1)
    found = neighbours(b)
    assert (found.before, found.after, found.place, found.total) == (a, c, 2, 3)


def test_the_only_sheet_has_no_neighbours(scorecard):
    found = neighbours(make_indicator(scorecard))
    assert (found.before, found.after, found.place, found.total) == (None, None, 1, 1)


# --- all sheets -------------------------------------------------------------


def test_all_sheets_stand_on_one_page(sign_in, cast, scorecard):
    for code in ("SS1-1", "SS2-1"):
        make_indicator(scorecard, code)
    page = sign_in(cast.viewer).get(reverse("indicators:sheets", args=["ACME", "ACME", 2012]))
    assert page.content.decode().count('class="sheet-of-all"') == 2


def test_a_scorecard_without_indicators_has_no_sheets_yet(sign_in, cast, scorecard):
    page = sign_in(cast.viewer).get(reverse("indicators:sheets", args=["ACME", "ACME", 2012]))
    assert "No indicators yet" in page.content.decode()


@pytest.mark.parametrize("size", [2, 12])
def test_all_sheets_take_the_same_queries_however_many_they_are(sign_in, cast, scorecard, size):
    for number in range(size):
        fill(make_indicator(scorecard, f"SS{number}-1"), cast, 2)
    url = reverse("indicators:sheets", args=["ACME", "ACME", 2012])
    assert queries_of(sign_in(cast.staff), url) == ALL_SHEETS_QUERIES


@pytest.mark.parametrize("size", [1, 9])
def test_a_sheet_takes_the_same_queries_however_much_stands_on_it(sign_in, cast, scorecard, size):
    indicator = make_indicator(scorecard)
    fill(indicator, cast, size)
    assert queries_of(sign_in(cast.staff), sheet_url(indicator)) == 12


def fill(indicator, cast, size):
    """So many years of history with evidence, initiatives with work programs, and statements."""
    values = {2012 - back: Decimal(90 + back) for back in range(1, size + 1)}
    rows = services.write_history(indicator=indicator, values=values, by=cast.staff)
    year = indicator.objective.scorecard.years.get(year=2012)
    for row in rows:
        EvidenceFactory.create_batch(2, measurement=row)
        EvidenceFileFactory(measurement=row)
        initiative = InitiativeFactory(indicator=indicator)
        WorkProgramFactory(initiative=initiative, scorecard_year=year, owner=cast.manager)
        statement = StatementFactory(plan=indicator.objective.scorecard.plan)
        ObjectiveStatement.objects.create(objective=indicator.objective, statement=statement)

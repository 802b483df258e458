"""A page's number of SQL queries is pinned, and the same at 20 and at 200 indicators."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Measurement
from tests.factories import (
    EvidenceFactory,
    FollowUpFactory,
    InitiativeFactory,
    ObjectiveLinkFactory,
    StatementFactory,
    WorkProgramFactory,
)
from tests.indicators.scorecards import of_size

YEAR = 2012
# Queries of the whole answer: session, person, unit with its year, roles and the pickers are six of them.
BUDGETS = {
    "performance:overview": 14,
    "performance:table": 9,
    "performance:insights": 10,
    "performance:closing": 11,
    "performance:trends": 11,
    "performance:review": 13,
    "performance:follow-ups": 10,
    "performance:map": 13,
    "performance:map-svg": 10,
    "performance:story": 13,
    "performance:glossary": 6,
    "performance:year-rules": 10,
    "performance:year-rules-history": 10,
    "scorecards:statements": 10,
    "scorecards:objectives": 8,
    "scorecards:links": 8,
    "scorecards:perspectives": 7,
    "scorecards:plans": 8,
    "scorecards:start": 9,
    "scorecards:start-organization": 9,
    "scorecards:start-plan": 9,
    "scorecards:start-perspectives": 10,
    "scorecards:start-vision": 10,
    "scorecards:start-objectives": 12,
    "scorecards:schemes": 9,
    "indicators:list": 9,
    "indicators:sheets": 15,
    "indicators:plan": 23,
    "indicators:proposals": 12,
    "indicators:check": 18,
    "indicators:entry": 11,
    "indicators:entry-targets": 10,
    "indicators:initiatives": 10,
    "indicators:work-programs-history": 10,
    "indicators:practice": 8,
    "reports:workbook-export": 27,
    "organizations:organization": 6,
    "organizations:units": 7,
    "organizations:people": 8,
}


def queries_of(client, name: str, scorecard) -> int:
    unit = scorecard.unit
    url = reverse(name, args=[unit.organization.code, unit.code, YEAR])
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


@pytest.fixture(params=[20, 200])
def filled(request, scorecard, cast):
    """A scorecard of some size; statements, links, initiatives, follow-ups and a queue grow with it."""
    of_size(scorecard, request.param)
    reported = Measurement.objects.filter(achievement__isnull=False)
    reported.update(state="submitted", entered_by=cast.staff, entered_at=timezone.now())
    for measurement in reported:
        EvidenceFactory(measurement=measurement, added_by=cast.staff)
    objectives = list(scorecard.objectives.all())
    for cause, effect in pairwise(objectives):
        ObjectiveLinkFactory(cause=cause, effect=effect)
    for _each in range(request.param // 10):
        StatementFactory(plan=scorecard.plan)
    for measurement in Measurement.objects.filter(scorecard_year__year=YEAR).select_related(
        "indicator", "scorecard_year"
    ):
        initiative = InitiativeFactory(indicator=measurement.indicator)
        WorkProgramFactory(initiative=initiative, scorecard_year=measurement.scorecard_year)
        FollowUpFactory(measurement=measurement, owner=cast.manager)
    return scorecard


def test_each_page_keeps_to_its_budget_of_queries(filled, cast, sign_in):
    client = sign_in(cast.administrator)
    client.get("/")
    assert {name: queries_of(client, name, filled) for name in BUDGETS} == BUDGETS


def test_changing_one_value_costs_the_same_in_a_large_scorecard(filled, cast, sign_in):
    client = sign_in(cast.staff)
    measurement = Measurement.objects.filter(scorecard_year__year=YEAR).first()
    url = reverse("indicators:cell", args=[cast.unit.organization.code, cast.unit.code, YEAR, measurement.pk])
    body = {"values": {"achievement": "55"}, "version": measurement.version, "language": "en"}
    with CaptureQueriesContext(connection) as captured:
        assert client.patch(url, data=body, content_type="application/json").status_code == 200
    assert len(captured) == 18

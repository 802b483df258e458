"""A page's number of SQL queries is pinned, and the same at 20 and at 200 indicators."""

from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from indicators.models import Measurement
from scorecards.locks import raise_version
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
# Queries of the whole answer: session, person, unit with its year, and roles are four of them.
BUDGETS = {
    "performance:overview": 12,
    "performance:table": 7,
    "performance:insights": 8,
    "performance:closing": 9,
    "performance:trends": 9,
    "performance:review": 10,
    "performance:follow-ups": 8,
    "performance:map": 11,
    "performance:map-svg": 10,
    "performance:story": 11,
    "performance:glossary": 4,
    "performance:year-rules": 7,
    "performance:year-rules-history": 8,
    "scorecards:statements": 8,
    "scorecards:objectives": 6,
    "scorecards:links": 6,
    "scorecards:perspectives": 5,
    "scorecards:plans": 6,
    "scorecards:start": 7,
    "scorecards:start-organization": 7,
    "scorecards:start-plan": 7,
    "scorecards:start-perspectives": 8,
    "scorecards:start-vision": 8,
    "scorecards:start-objectives": 10,
    "scorecards:schemes": 7,
    "indicators:list": 7,
    "indicators:sheets": 13,
    "indicators:plan": 21,
    "indicators:proposals": 10,
    "indicators:check": 16,
    "indicators:entry": 8,
    "indicators:entry-targets": 8,
    "indicators:initiatives": 8,
    "indicators:work-programs-history": 8,
    "indicators:practice": 6,
    "reports:workbook-export": 26,
    "organizations:organization": 4,
    "organizations:units": 5,
    "organizations:people": 6,
}


def queries_of(client, name: str, scorecard) -> int:
    """Those of a page whose scorecard has changed since it was shown last; its menus have not."""
    unit = scorecard.unit
    url = reverse(name, args=[unit.organization.code, unit.code, YEAR])
    client.get(url)
    raise_version(scorecard)
    with CaptureQueriesContext(connection) as captured:
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
    assert len(captured) == 17

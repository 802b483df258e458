"""What leaves as a workbook and comes back is the same, here and in another organization."""

import pytest
from django.core.management import call_command

from indicators.models import Measurement
from reports.demo import loader
from scorecards.models import Scorecard
from tests.indicators.full_plans import full_plan
from tests.reports.workbook.files import bring, empty_organization, tables_of, taken_over


@pytest.fixture
def demo(db):
    loader.load()


def card_of(code):
    return Scorecard.objects.select_related("plan", "unit__organization").get(
        unit__organization__code=code, unit__parent=None
    )


def refusals(report):
    return [(each.sheet, each.row, each.name, each.fault, each.read, each.detail) for each in report.refusals]


def assert_round_trip(card):
    tables = tables_of(card)
    assert not bring(card.unit, tables).changes_something
    there = empty_organization(card.unit.organization)
    first = bring(there, tables)
    assert refusals(first) == []
    assert first.written
    copy = Scorecard.objects.select_related("plan").get(unit=there)
    assert taken_over(copy) == taken_over(card)
    assert not bring(there, tables).changes_something
    states = Measurement.objects.filter(scorecard_year__scorecard=copy).values_list("state", flat=True)
    assert set(states.distinct()) <= {"draft"}
    call_command("rescore", "--check")


@pytest.mark.parametrize("code", ["BERDIKARI", "DINAS"])
def test_the_demo_makes_the_same_workbook_in_an_empty_organization(demo, code, capsys):
    assert_round_trip(card_of(code))
    assert capsys.readouterr().out.strip() != "x"


@pytest.mark.parametrize("seed", range(1, 7))
def test_a_plan_with_everything_makes_the_same_workbook_in_an_empty_organization(cast, seed):
    assert_round_trip(full_plan(cast.unit, seed=seed, people=[cast.administrator, cast.viewer]))

"""What leaves as a workbook and comes back is the same, here and in another organization."""

import io
import os

import pytest
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from indicators.models import Measurement
from reports.demo import loader
from reports.workbook.importing.refusals import NoticeKind
from reports.workbook.writing import write_workbook
from scorecards.models import Scorecard
from tests.factories import ScoringSchemeFactory
from tests.indicators.full_plans import full_plan
from tests.reports.workbook.files import bring, empty_organization, taken_over, workbook
from tests.reports.workbook.large_plans import large_plan

INDICATORS, YEARS = (500, 10) if os.environ.get("FULL_SIZES") else (40, 3)


@pytest.fixture
def demo(db):
    loader.load()


def card_of(unit):
    return Scorecard.objects.select_related("plan__organization", "unit__organization").get(unit=unit)


def exported(card):
    stream = io.BytesIO()
    write_workbook(card, stream, today=timezone.localdate())
    stream.seek(0)
    return stream


def refusals(report):
    return [(each.sheet, each.row, each.name, each.fault, each.read, each.detail) for each in report.refusals]


def assert_round_trip(card, capsys):
    file = exported(card)
    here = bring(card.unit, file)
    assert (refusals(here), here.changes_something) == ([], False)
    there = empty_organization(card.unit.organization)
    first = bring(there, file)
    assert refusals(first) == []
    assert first.written
    assert NoticeKind.IGNORED_SHEET not in {notice.kind for notice in first.notices}
    copy = card_of(there)
    assert taken_over(copy) == taken_over(card)
    states = Measurement.objects.filter(scorecard_year__scorecard=copy).values_list("state", flat=True)
    assert set(states) <= {"draft"}
    assert not bring(there, file).changes_something
    assert not bring(there, exported(copy)).changes_something
    call_command("rescore", "--check")
    assert capsys.readouterr().out == "Every stored level, attainment and baseline is what the rule gives.\n"


@pytest.mark.parametrize("code", ["BERDIKARI", "DINAS"])
def test_the_demo_makes_the_same_workbook_in_an_empty_organization(demo, code, capsys):
    root = Scorecard.objects.filter(unit__organization__code=code, unit__parent=None).get().unit
    assert_round_trip(card_of(root), capsys)


@pytest.mark.parametrize("seed", range(1, 13 if os.environ.get("FULL_SIZES") else 4))
def test_a_plan_with_everything_makes_the_same_workbook_in_an_empty_organization(cast, seed, capsys):
    full_plan(cast.unit, seed=seed, people=[cast.administrator, cast.viewer])
    assert_round_trip(card_of(cast.unit), capsys)


def test_a_large_plan_makes_the_same_workbook_in_an_empty_organization(cast, capsys):
    scheme = ScoringSchemeFactory(organization=cast.unit.organization)
    tables = large_plan(indicators=INDICATORS, years=YEARS, scheme=scheme.code)
    report = bring(cast.unit, workbook(tables))
    assert refusals(report) == []
    assert_round_trip(card_of(cast.unit), capsys)


def test_a_workbook_of_one_language_is_read_in_the_other(cast):
    card = full_plan(cast.unit, people=[cast.administrator])
    with override("id"):
        file = exported(card)
    report = bring(card.unit, file)
    assert (refusals(report), report.changes_something) == ([], False)
    assert NoticeKind.IGNORED_SHEET not in {notice.kind for notice in report.notices}

"""The demo is the published case, loaded through the services, once, and beside nothing else."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from indicators.models import Indicator, Measurement, WorkProgram
from indicators.scorecard_year import load_scorecard_year
from indicators.scoring import Verdict
from organizations.models import Membership, Organization
from performance.follow_ups import open_follow_ups, unanswered
from performance.models import FollowUp
from reports.demo import loader
from reports.demo.accounts import ACCOUNTS, PASSWORD
from scorecards.models import Objective, ObjectiveLink, ObjectiveStatement, ScorecardYear, Statement
from scorecards.strategy_map import downstream, upstream
from tests.factories import OrganizationFactory

DATA = Path(loader.__file__).parent / "data" / "berdikari"


@pytest.fixture(scope="module")
def loaded(_plain_http, django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demo, loaded once; its rows are never committed, so tests of other modules don't meet them."""
    with django_db_blocker.unblock(), transaction.atomic():
        loader.load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db) -> None:
    """What a test changes in the demo, it takes back."""


def berdikari_year(year: int) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(
        scorecard__unit__organization__code="BERDIKARI", year=year
    )


def of_berdikari(queryset, path: str = "objective__scorecard__"):
    return queryset.filter(**{f"{path}unit__organization__code": "BERDIKARI"})


def test_the_demo_holds_the_whole_case(demo):
    scorecard = berdikari_year(2012).scorecard
    assert Statement.objects.filter(plan=scorecard.plan).count() == 12
    assert scorecard.plan.perspectives.count() == 4
    assert Objective.objects.filter(scorecard=scorecard).count() == 18
    assert of_berdikari(Indicator.objects).count() == 20
    # 29 rows of table 1, three of which lead to no final objective.
    assert of_berdikari(ObjectiveStatement.objects).count() == 26


def test_only_the_public_body_has_work_programs_because_the_case_has_none(demo):
    programs = WorkProgram.objects.all()
    path = "scorecard_year__scorecard__unit__organization__code"
    assert set(programs.values_list(path, flat=True)) == {"DINAS"}
    assert set(programs.values_list("scorecard_year__year", flat=True)) == {2025, 2026}
    assert set(programs.values_list("status", flat=True)) == set(WorkProgram.Status.values)


def test_the_demo_shows_follow_ups_of_every_status_and_results_without_one(demo):
    assert set(FollowUp.objects.values_list("status", flat=True)) == set(FollowUp.Status.values)
    year = load_scorecard_year(berdikari_year(2013))
    assert [row.indicator.code for row in unanswered(year)] == ["SS3-1", "SS4-1"]
    assert open_follow_ups(berdikari_year(2013).scorecard, 2013).count() == 4


def test_the_demo_keeps_targets_and_baselines_exactly_as_printed(demo):
    with (DATA / "indicators.csv").open(encoding="utf-8") as file:
        printed = {row["code"]: row for row in csv.DictReader(file)}
    for indicator in of_berdikari(Indicator.objects):
        row = printed[indicator.code]
        assert indicator.baseline == Decimal(row["baseline"])
        assert indicator.baseline_method == "mean"
        for year in (2012, 2013):
            measurement = indicator.measurements.get(scorecard_year__year=year)
            assert measurement.target == Decimal(row[f"target_{year}"])


def test_the_demo_keeps_the_kpi_sheet_of_the_case_with_its_gaps(demo):
    with (DATA / "kpi_sheet_SS7-1.csv").open(encoding="utf-8") as file:
        printed = {row["field"]: row["value"] for row in csv.DictReader(file)}
    sheet = of_berdikari(Indicator.objects).get(code="SS7-1")
    assert sheet.target_source == ""
    assert sheet.kind == ""
    for field in ("definition", "formula", "information_produced", "data_source", "person_responsible"):
        assert getattr(sheet, field) == printed[field]


def test_the_demo_year_2012_is_complete_and_2013_is_undecided(demo):
    complete = load_scorecard_year(berdikari_year(2012)).result
    half = load_scorecard_year(berdikari_year(2013)).result
    assert (complete.reported, complete.threshold, complete.verdict) == (20, 40, Verdict.GOOD)
    assert (half.reported, half.expected, half.verdict) == (10, 20, Verdict.UNDECIDED)
    assert half.reachable.highest == 55


def test_the_demo_marks_what_is_illustrative(demo):
    entered = of_berdikari(Measurement.objects, "scorecard_year__scorecard__").filter(
        achievement__isnull=False
    )
    assert entered.exclude(note__contains="llustrati").count() == 0
    assert ObjectiveLink.objects.exclude(note__contains="llustrati").count() == 0


def test_the_demo_map_connects_every_objective(demo):
    links = list(
        of_berdikari(ObjectiveLink.objects, "cause__scorecard__").values_list("cause_id", "effect_id")
    )
    for pk in Objective.objects.filter(scorecard=berdikari_year(2012).scorecard).values_list("pk", flat=True):
        assert upstream(links, pk) or downstream(links, pk)


def test_the_demo_accounts_sign_in_with_their_roles(demo, client):
    for account in ACCOUNTS:
        answer = client.post("/accounts/login/", {"username": account.email, "password": PASSWORD})
        assert answer.status_code == 302
        client.post("/accounts/logout/")
        membership = Membership.objects.get(user__email=account.email)
        assert (membership.role, membership.unit.organization.code) == (account.role, account.organization)


def test_every_row_of_the_demo_has_its_trace(demo):
    for model in (Statement, Objective, ObjectiveLink, ObjectiveStatement, Indicator, Measurement):
        traced = set(model.history.values_list("id", flat=True))
        assert traced == set(model.objects.values_list("pk", flat=True))


def test_loading_the_demo_again_changes_nothing(demo, capsys):
    before = Measurement.history.count(), Indicator.history.count()
    call_command("load_demo")
    assert "already there" in capsys.readouterr().out
    assert (Measurement.history.count(), Indicator.history.count()) == before


def test_the_stored_scores_of_the_demo_are_what_the_rule_gives(demo):
    call_command("rescore", "--check")


def test_a_practice_copy_of_the_demo_is_no_other_data(demo):
    original = Organization.objects.get(code="BERDIKARI")
    OrganizationFactory(practice_of=original)
    assert loader.load() is False

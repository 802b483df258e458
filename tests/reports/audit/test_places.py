"""Who reads which changes: a unit's and those below it, never a sibling's or another organization's."""

import pytest
from django.urls import reverse

from organizations import history
from organizations.models import Membership
from tests.factories import (
    EvidenceFactory,
    ImportedFileFactory,
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    ObjectiveFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    StatementFactory,
    UnitFactory,
    WorkProgramFactory,
)
from tests.reports.audit.conftest import YEAR, address

pytestmark = pytest.mark.django_db
READERS = ["viewer", "staff", "manager", "administrator"]


@pytest.fixture
def press(cast):
    """A unit beside the desk, with somebody who audits it alone."""
    return UnitFactory(parent=cast.unit, code="PRESS", name="Press")


@pytest.fixture
def auditor(press):
    return MembershipFactory(unit=press, role=Membership.Role.VIEWER).user


def measured(unit, plan, **fields):
    """A measurement of the unit in the year."""
    card = ScorecardFactory(plan=plan, unit=unit)
    objective = ObjectiveFactory(scorecard=card, perspective=plan.perspectives.first())
    year = ScorecardYearFactory(scorecard=card, year=YEAR)
    return MeasurementFactory(indicator=IndicatorFactory(objective=objective, **fields), scorecard_year=year)


def kinds_of(rows):
    return {row.kind for row in rows}


@pytest.mark.parametrize("role", READERS)
@pytest.mark.parametrize("name", ["audit", "audit-export"])
def test_every_role_reads_the_trail(cast, sign_in, role, name):
    assert sign_in(cast.by_name(role)).get(address(cast.unit, name)).status_code == 200


@pytest.mark.parametrize("name", ["audit", "audit-export"])
def test_an_outsider_finds_no_trail(cast, sign_in, name):
    assert sign_in(cast.outsider).get(address(cast.unit, name)).status_code == 404


@pytest.mark.parametrize("name", ["audit", "audit-export"])
def test_whoever_only_holds_a_unit_finds_no_trail(cast, sign_in, name):
    assert sign_in(cast.person).get(address(cast.desk, name)).status_code == 404


@pytest.mark.parametrize("name", ["audit", "audit-export"])
def test_an_auditor_of_a_unit_finds_no_trail_above_or_beside_it(cast, sign_in, auditor, name):
    client = sign_in(auditor)
    assert [client.get(address(unit, name)).status_code for unit in (cast.unit, cast.desk)] == [404, 404]


def test_the_root_shows_what_happened_below_it(trail, scorecard, press):
    measured(press, scorecard.plan, code="PR-1", name="Scrap")
    assert "PR-1 Scrap · 2012" in [row.name for row in trail()]


def test_a_unit_shows_nothing_of_its_sibling(trail, cast, scorecard, press, auditor):
    measured(cast.desk, scorecard.plan, code="DE-1", name="Letters")
    ImportedFileFactory(unit=cast.desk)
    assert {row.unit for row in trail(press, auditor)} == {"Press"}


def test_a_unit_shows_what_is_below_it(trail, scorecard, press, auditor):
    deep = UnitFactory(parent=UnitFactory(parent=press), name="Deep")
    measured(deep, scorecard.plan)
    assert {"Measurement", "Indicator"} <= kinds_of(
        row for row in trail(press, auditor) if row.unit == "Deep"
    )


def test_a_unit_shows_nothing_of_the_organization_as_a_whole(trail, scorecard, press, auditor):
    StatementFactory(plan=scorecard.plan)
    assert kinds_of(trail(press, auditor)) == {"Unit", "Membership"}


def test_the_root_shows_what_belongs_to_the_organization(trail, scorecard):
    StatementFactory(plan=scorecard.plan)
    assert {"Organization", "Plan", "Perspective", "Statement", "Scoring scheme"} <= kinds_of(trail())


def test_nothing_of_another_organization_shows(trail, cast, lines):
    elsewhere = PlanFactory()
    StatementFactory(plan=elsewhere, text="Secret")
    work = WorkProgramFactory()
    EvidenceFactory(measurement__scorecard_year=work.scorecard_year, title="Secret proof")
    ImportedFileFactory(name="secret.xlsx")
    words = {word for line in lines() for word in line.values()}
    assert not [word for word in words if "ecret" in word or word == work.name]


def test_a_person_known_here_only_shows_at_the_root(trail, cast):
    assert "Staff (HR)" in [row.name for row in trail(what="user")]


def test_a_person_of_two_organizations_shows_in_neither(trail, cast):
    MembershipFactory(user=cast.staff)
    assert "Staff (HR)" not in [row.name for row in trail(what="user")]


def test_a_person_of_two_organizations_is_called_by_the_address(trail, cast):
    MembershipFactory(user=cast.staff)
    names = [row.name for row in trail(what="membership")]
    assert f"{cast.staff.email} · ACME {cast.unit.name}" in names


def test_a_deleted_unit_shows_where_it_hung(trail, press, auditor, cast):
    below = UnitFactory(parent=press, code="OLD", name="Old line")
    history.delete(below, by=cast.administrator, reason="Merged")
    row = trail(press, auditor)[0]
    assert (row.kind, row.name, row.action, row.reason, row.url) == (
        "Unit",
        "OLD Old line",
        "Deleted",
        "Merged",
        "",
    )


def test_a_unit_that_moved_away_takes_its_changes_along(trail, press, auditor, cast):
    moving = UnitFactory(parent=press, name="Moving")
    moving.parent = cast.desk.parent
    history.save(moving, by=cast.administrator)
    assert "Moving" not in {row.unit for row in trail(press, auditor)}


def test_what_a_deleted_scorecard_held_still_shows(trail, scorecard, press, auditor, cast):
    row = measured(press, scorecard.plan, code="PR-1", name="Scrap")
    objective, year = row.indicator.objective, row.scorecard_year
    card = year.scorecard
    for each in (row, row.indicator, objective, year, card):
        history.delete(each, by=cast.administrator)
    deleted = [row for row in trail(press, auditor) if row.action == "Deleted"]
    assert [(row.kind, row.unit) for row in deleted] == [
        (kind, "Press") for kind in ("Scorecard", "Scorecard year", "Objective", "Indicator", "Measurement")
    ]
    assert deleted[-1].name == "PR-1 Scrap · 2012"


def test_evidence_shows_with_its_measurement(trail, scorecard, press, auditor):
    row = measured(press, scorecard.plan, code="PR-1", name="Scrap")
    EvidenceFactory(measurement=row, title="Minutes")
    proof = next(row for row in trail(press, auditor) if row.kind == "Evidence")
    sheet = reverse("indicators:indicator", args=["ACME", "PRESS", YEAR, row.indicator_id])
    assert (proof.name, proof.url) == ("Minutes · PR-1 Scrap · 2012", sheet)

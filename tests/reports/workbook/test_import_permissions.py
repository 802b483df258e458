"""Who may change which cell by a workbook: the same as on pages. What stays is refused to nobody."""

from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import Indicator
from organizations.models import Membership
from reports.workbook.importing.refusals import Fault
from reports.workbook.importing.words import refusal_message
from scorecards.models import Scorecard, ScorecardYear
from tests.factories import MembershipFactory, PlanFactory, ScorecardFactory, ScorecardYearFactory
from tests.indicators.full_plans import Drawing, fill, full_plan
from tests.reports.workbook.files import add, bring, put, tables_of

ROOT = ("viewer", "staff", "manager", "administrator", "person", "desk_administrator")
NOBODY: frozenset[str] = frozenset()
EDITORS = frozenset({"staff", "manager", "administrator"})
ADMINISTRATORS = frozenset({"administrator"})
AT_DESK = {"desk_administrator"}
HOLDER = {"person"}

# sheet, column: who may change it at the root; who at the desk, a person's unit with its own administrator
CELLS = {
    ("Plan", "name"): (ADMINISTRATORS, ADMINISTRATORS),
    ("Plan", "threshold"): (ADMINISTRATORS, ADMINISTRATORS | AT_DESK),
    ("Statements", "text"): (EDITORS, EDITORS),
    ("Perspectives", "name_en"): (ADMINISTRATORS, ADMINISTRATORS),
    ("Objectives", "name"): (EDITORS, EDITORS | AT_DESK),
    ("Links", "note"): (EDITORS, EDITORS | AT_DESK),
    ("Indicators", "definition"): (EDITORS, EDITORS | AT_DESK),
    ("Years", "target"): (EDITORS, EDITORS | AT_DESK),
    ("Years", "weight"): (ADMINISTRATORS, ADMINISTRATORS | AT_DESK),
    ("Years", "achievement"): (EDITORS, EDITORS | AT_DESK | HOLDER),
    ("Years", "note"): (EDITORS, EDITORS | AT_DESK | HOLDER),
    ("Initiatives", "name"): (EDITORS, EDITORS | AT_DESK),
    ("WorkPrograms", "progress"): (EDITORS, EDITORS | AT_DESK),
    ("Weights", "weight"): (ADMINISTRATORS, ADMINISTRATORS | AT_DESK),
}


@pytest.fixture
def world(cast):
    """Scorecards of the root and of the desk, and everybody by role."""
    people = {role: cast.by_name(role) for role in ROOT[:-1]}
    people["desk_administrator"] = MembershipFactory(unit=cast.desk, role=Membership.Role.ADMINISTRATOR).user
    root = full_plan(cast.unit, people=[cast.administrator, cast.viewer])
    desk = ScorecardFactory(plan=root.plan, unit=cast.desk)
    fill(desk, Drawing(2, [cast.administrator]), [root.plan.scheme])
    ScorecardYear.objects.update(closed_at=None, closed_by=None)
    cards = {"root": root, "desk": Scorecard.objects.select_related("plan", "unit").get(pk=desk.pk)}
    return cards, people


def change(tables, sheet, name):
    """Changes one cell of the column, or adds a row where the column tells rows apart."""
    head, *rows = tables[sheet]
    if sheet == "Initiatives":
        add(tables, sheet, indicator=rows[0][0], name="Another one")
        return len(tables[sheet])
    number = 2 if (sheet, name) != ("Plan", "threshold") else len(rows) + 1
    if sheet == "Years":
        number = next(n for n, row in enumerate(rows, 2) if row[head.index("year")] == 2013)
    row, place = tables[sheet][number - 1], head.index(name)
    row[place] = row[place] + 1 if isinstance(row[place], int | Decimal) else "Changed"
    return number


@pytest.mark.parametrize("where", ["root", "desk"])
def test_every_role_changes_what_it_may_and_is_told_why_not(world, where):
    cards, people = world
    card = cards[where]
    wrong = []
    for (sheet, name), by_place in CELLS.items():
        tables = tables_of(card)
        number = change(tables, sheet, name)
        for role, person in people.items():
            if where == "root" and role in ("person", "desk_administrator"):
                continue
            report = bring(
                card.unit, {sheet: tables[sheet]} | {"Plan": tables["Plan"]}, by=person, write=False
            )
            said = [(each.fault, each.sheet, each.row, each.name) for each in report.refusals]
            refused = [(Fault.NOT_ALLOWED, sheet, number, name)]
            expected = [] if role in by_place[where == "desk"] else refused
            if said != expected:
                wrong.append((sheet, name, role, said, [refusal_message(each) for each in report.refusals]))
    assert wrong == []


@pytest.mark.parametrize("role", ROOT[:5])
def test_an_unchanged_workbook_is_refused_to_nobody(world, role):
    cards, people = world
    report = bring(cards["desk"].unit, tables_of(cards["desk"]), by=people[role])
    assert (report.refusals, report.changes_something) == ((), False)


def test_the_reason_is_the_one_that_pages_give(world):
    cards, people = world
    tables = tables_of(cards["desk"])
    change(tables, "Statements", "text")
    [refusal] = bring(cards["desk"].unit, tables, by=people["desk_administrator"]).refusals
    assert "This belongs to the whole organization" in refusal_message(refusal)


def test_a_holder_changes_no_achievement_of_a_year_before_the_plan(world):
    cards, people = world
    tables = tables_of(cards["desk"])
    row = next(row for row in tables["Years"] if row[1] == 2010)
    row[5] = row[5] + 1
    assert [each.fault for each in bring(cards["desk"].unit, tables, by=people["person"]).refusals] == [
        Fault.NOT_ALLOWED
    ]


def test_in_a_closed_year_only_changed_cells_are_refused(world):
    cards, people = world
    card = cards["root"]
    ScorecardYear.objects.filter(scorecard=card, year=2012).update(
        closed_at=timezone.now(), closed_by=people["administrator"]
    )
    tables = tables_of(card)
    code = Indicator.objects.filter(objective__scorecard=card).first().code
    put(tables, "Years", [code, 2012], note="Later")
    put(tables, "Years", [code, 2013], note="Later")
    put(tables, "Plan", [2012], threshold=43)
    report = bring(card.unit, tables, by=people["administrator"])
    assert [(each.fault, each.sheet, each.name) for each in report.refusals] == [
        (Fault.YEAR_CLOSED, "Plan", "threshold"),
        (Fault.YEAR_CLOSED, "Years", "note"),
    ]
    assert not report.written


@pytest.mark.parametrize(("role", "allowed"), [("staff", False), ("manager", False), ("administrator", True)])
def test_only_an_administrator_of_the_organization_brings_a_new_plan(cast, role, allowed):
    tables = tables_of(full_plan(cast.unit, people=[cast.administrator]))
    plan = Scorecard.objects.get().plan
    plan.first_year, plan.last_year = 2030, 2031
    plan.save()
    report = bring(cast.unit, {"Plan": tables["Plan"]}, by=cast.by_name(role), write=False)
    faults = {each.fault for each in report.refusals}
    assert faults == (set() if allowed else {Fault.NOT_ALLOWED})


def test_a_sub_unit_gets_its_scorecard_in_the_plan_of_the_organization(cast):
    """The plan, statements and perspectives stand there already: they are neither new nor refused."""
    root = full_plan(cast.unit, people=[cast.administrator])
    tables = tables_of(root)
    by = MembershipFactory(unit=cast.desk, role=Membership.Role.ADMINISTRATOR).user
    report = bring(cast.desk, tables, by=by)
    assert [(each.sheet, each.row, each.name, each.detail) for each in report.refusals] == []
    assert report.written
    for sheet in ("Statements", "Perspectives"):
        assert (report.comparison.changes[sheet], report.comparison.unchanged[sheet]) == ([], 3)
    made = Scorecard.objects.get(unit=cast.desk)
    assert made.plan_id == root.plan_id
    assert Indicator.objects.filter(objective__scorecard=made).count() == 6


def test_another_organizations_plan_is_not_touched(cast):
    other = cast.outsider.memberships.get().unit
    foreign = ScorecardFactory(plan=PlanFactory(organization=other.organization), unit=other)
    ScorecardYearFactory(scorecard=foreign)
    full_plan(cast.unit, people=[cast.administrator])
    code = "code,achievement\nSS1-1,5\n"
    [refusal] = bring(other, code, year=2012, by=cast.outsider).refusals
    assert refusal.fault is Fault.UNKNOWN_CODE

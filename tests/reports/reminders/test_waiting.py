"""What waits for whom: as the pages count it, asked of those closest to it, and told to nobody else."""

import datetime
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Indicator, Measurement
from organizations.models import Membership, Unit, User
from organizations.permissions import Action, access_to
from reports.reminders.duties import Duty, Letter
from reports.reminders.people import People
from reports.reminders.waiting import letters, organizations_of
from tests.factories import (
    FollowUpFactory,
    MeasurementFactory,
    MembershipFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    UnitFactory,
    UserFactory,
)
from tests.reports.reminders.conftest import DAY

QUERIES_OF_AN_ORGANIZATION = 5


def waiting(today: datetime.date = DAY) -> dict[User, Letter]:
    return {letter.to: letter for letter in letters(organizations_of(None), today=today)}


def told(user: User, today: datetime.date = DAY) -> dict[Duty, int]:
    """What the person is told, all places together."""
    letter = waiting(today).get(user)
    return dict(letter.totals) if letter else {}


def asked_for(duty: Duty, today: datetime.date = DAY) -> set[User]:
    return {user for user, letter in waiting(today).items() if duty in letter.totals}


def places(user: User) -> list[tuple[str, int]]:
    return [(part.place.unit_code, part.place.year) for part in waiting()[user].sections]


def carried_by(unit: Unit, plan, year: int = 2012):
    """The unit's year in the plan."""
    return ScorecardYearFactory(scorecard=ScorecardFactory(plan=plan, unit=unit), year=year)


# --- which values ----------------------------------------------------------------------------


def test_who_has_nothing_to_do_is_told_nothing(cast, value):
    value(100, state="approved")
    assert waiting() == {}


def test_the_hr_staff_is_asked_for_what_is_missing(cast, value):
    value(), value()
    assert waiting().keys() == {cast.staff}
    assert told(cast.staff) == {Duty.ENTER: 2}


@pytest.mark.parametrize(
    "fields",
    [
        {"target": None},
        {"state": "not_applicable", "state_reason": "No press"},
        {"indicator__polarity": Indicator.Polarity.RANGE},
    ],
    ids=["without a target", "not applicable", "a range without its upper target"],
)
def test_what_is_not_expected_is_not_asked_for(fields, cast, value):
    value(**fields)
    assert waiting() == {}


def test_drafts_and_returned_values_are_to_be_submitted(cast, value):
    value(100), value(100, state="returned", state_reason="Look again")
    [section] = waiting()[cast.staff].sections
    [task] = section.tasks
    assert (task.duty, task.count, task.returned) == (Duty.SUBMIT, 2, 1)


def test_a_value_below_target_needs_its_note_first(cast, value):
    value(50), value(50, note="The press stood still")
    assert told(cast.staff) == {Duty.EXPLAIN: 1, Duty.SUBMIT: 1}


def test_the_manager_is_asked_to_approve_what_is_submitted(cast, value):
    value(100, state="submitted", entered_by=cast.staff)
    assert asked_for(Duty.APPROVE) == {cast.manager}


def test_a_value_below_target_without_a_note_can_not_be_approved_so_nobody_is_asked(cast, value):
    value(50, state="submitted", entered_by=cast.staff)
    assert asked_for(Duty.APPROVE) == set()


def test_nobody_is_asked_to_approve_their_own_so_the_administrator_is(cast, value):
    value(100, state="submitted", entered_by=cast.manager)
    assert asked_for(Duty.APPROVE) == {cast.administrator}


def test_where_the_organization_allows_it_people_are_asked_to_approve_their_own(cast, value):
    cast.unit.organization.self_approval_allowed = True
    cast.unit.organization.save()
    value(100, state="submitted", entered_by=cast.manager)
    assert asked_for(Duty.APPROVE) == {cast.manager}


def test_a_result_below_target_waits_for_a_follow_up_of_the_manager(cast, value):
    value(50, state="approved", note="Late"), value(50, state="approved", note="Late")
    FollowUpFactory(measurement=Measurement.objects.first(), owner=cast.viewer)
    assert told(cast.manager) == {Duty.ANSWER: 1}


# --- which years ------------------------------------------------------------------------------


def test_a_year_that_has_not_begun_is_not_asked_for(cast, value, running):
    value(scorecard_year=running)
    assert waiting(datetime.date(2012, 12, 31)) == {}
    assert told(cast.staff, datetime.date(2013, 1, 1)) == {Duty.ENTER: 1}


def test_an_open_year_is_asked_for_however_long_it_is_over(cast, value):
    value()
    assert told(cast.staff, datetime.date(2026, 6, 1)) == {Duty.ENTER: 1}


def test_a_closed_year_is_not_asked_for(cast, value, year):
    value(), value(50, state="submitted")
    year.closed_at, year.closed_by = timezone.now(), cast.administrator
    year.save()
    assert waiting() == {}


def test_a_year_before_the_plan_is_not_asked_for(cast, scorecard, value):
    value(100, scorecard_year=ScorecardYearFactory(scorecard=scorecard, year=2010))
    assert waiting() == {}


def test_the_running_year_does_not_press_and_a_returned_value_of_it_does(cast, value, running):
    value(scorecard_year=running)
    assert not waiting()[cast.staff].presses
    value(100, scorecard_year=running, state="returned", state_reason="Look again")
    assert waiting()[cast.staff].presses


def test_a_year_that_is_over_presses(cast, value):
    value()
    assert waiting()[cast.staff].presses


def test_what_is_submitted_presses_at_once(cast, value, running):
    value(100, scorecard_year=running, state="submitted", entered_by=cast.staff)
    assert waiting()[cast.manager].presses


# --- which people ------------------------------------------------------------------------------


def test_whom_the_sheet_names_is_asked_instead_of_all_hr_staff(cast, value):
    named = MembershipFactory(unit=cast.unit, role="staff", user__name="Budi Santoso").user
    value(indicator__person_responsible="  budi  SANTOSO; somebody else")
    assert waiting().keys() == {named}


def test_whom_the_sheet_names_but_who_may_not_enter_it_is_not_asked(cast, value):
    value(indicator__person_responsible=cast.viewer.email)
    assert waiting().keys() == {cast.staff}


def test_somebody_of_another_organization_is_not_asked_whatever_the_sheet_says(cast, value):
    value(indicator__person_responsible=cast.outsider.email)
    assert waiting().keys() == {cast.staff}


def test_the_owner_of_the_objective_is_asked_if_they_may_enter(cast, value):
    value(indicator__objective__owner=cast.manager)
    assert waiting().keys() == {cast.manager}


def test_the_holder_of_a_unit_is_asked_for_it(cast, scorecard):
    MeasurementFactory(scorecard_year=carried_by(cast.desk, scorecard.plan))
    assert waiting().keys() == {cast.person}
    assert places(cast.person) == [("DESK", 2012)]


def test_who_no_longer_holds_the_unit_is_not_asked(cast, scorecard):
    MeasurementFactory(scorecard_year=carried_by(cast.desk, scorecard.plan))
    cast.desk.holder_until = DAY - datetime.timedelta(days=1)
    cast.desk.save()
    assert waiting().keys() == {cast.staff}


def test_the_staff_closest_to_the_unit_is_asked_not_everybody_above(cast, scorecard):
    shop = UnitFactory(parent=cast.unit)
    press = UnitFactory(parent=shop)
    near = MembershipFactory(unit=shop, role="staff").user
    MembershipFactory(unit=press, role="manager")
    MeasurementFactory(scorecard_year=carried_by(press, scorecard.plan))
    assert waiting().keys() == {near}


@pytest.mark.parametrize("role", ["manager", "administrator"])
def test_where_nobody_is_hr_staff_the_next_role_is_asked(role, cast, value):
    kept = ["manager", "administrator"] if role == "manager" else ["administrator"]
    Membership.objects.filter(unit=cast.unit).exclude(role__in=kept).delete()
    value()
    assert waiting().keys() == {cast.by_name(role)}


def test_of_several_staff_who_typed_the_value_is_asked_to_submit_it(cast, value):
    typist = MembershipFactory(unit=cast.unit, role="staff").user
    value(100, entered_by=typist), value()
    assert told(typist) == {Duty.ENTER: 1, Duty.SUBMIT: 1}
    assert told(cast.staff) == {Duty.ENTER: 1}


def test_what_an_administrator_imported_is_still_submitted_by_the_staff(cast, value):
    value(100, entered_by=cast.administrator)
    assert waiting().keys() == {cast.staff}


@pytest.mark.parametrize("how", ["inactive", "invited"])
def test_who_can_not_sign_in_is_not_asked(how, cast, value):
    value()
    cast.staff.is_active = how != "inactive"
    if how == "invited":
        cast.staff.set_unusable_password()
    cast.staff.save()
    assert waiting().keys() == {cast.manager}


def test_who_wishes_no_reminders_is_still_the_one_who_is_asked(cast, value):
    cast.staff.reminders = "never"
    cast.staff.save()
    value()
    assert waiting().keys() == {cast.staff}


def test_viewers_are_asked_for_nothing(cast, value):
    value(), value(50), value(100, state="submitted", entered_by=cast.staff)
    assert cast.viewer not in waiting()


# --- which units --------------------------------------------------------------------------------


def test_a_retired_unit_asks_nobody(cast, scorecard):
    shop = UnitFactory(parent=cast.unit, active=False)
    row = MeasurementFactory(scorecard_year=carried_by(shop, scorecard.plan))
    FollowUpFactory(measurement=row, owner=cast.manager)
    assert waiting() == {}


def test_a_practice_copy_asks_nobody(cast, value, year):
    value()
    practice = cast.unit.organization
    practice.practice_of = cast.outsider.memberships.get().unit.organization
    practice.save()
    assert waiting() == {}


def test_nobody_is_told_of_another_organization(cast, value):
    value(), value(50), value(100, state="submitted", entered_by=cast.staff)
    assert cast.outsider not in waiting()


def test_who_works_in_two_organizations_gets_one_letter_of_both(cast, value):
    value()
    other = make_scorecard_elsewhere(cast.outsider)
    MembershipFactory(unit=other.scorecard.unit, role="staff", user=cast.staff)
    MeasurementFactory(scorecard_year=other)
    assert sorted(places(cast.staff)) == [("ACME", 2012), ("OTHER", 2012)]


def test_choosing_an_organization_adds_those_that_its_people_share(cast, scorecard):
    other = make_scorecard_elsewhere(cast.outsider).scorecard.unit.organization
    chosen = cast.unit.organization
    assert organizations_of(chosen) == [chosen]
    MembershipFactory(unit=other.units.get(), user=cast.person)
    assert set(organizations_of(chosen)) == {chosen, other}


def make_scorecard_elsewhere(outsider: User):
    """The year 2012 of the outsider's organization."""
    unit = outsider.memberships.get().unit
    return ScorecardYearFactory(
        scorecard=ScorecardFactory(plan__organization=unit.organization, unit=unit), year=2012
    )


# --- follow-ups -----------------------------------------------------------------------------------


def follow_up(value, owner: User, due: datetime.date, **fields):
    return FollowUpFactory(
        measurement=value(50, state="approved", note="Late"), owner=owner, due=due, **fields
    )


def test_the_owner_is_told_of_open_follow_ups_and_what_is_overdue(cast, value):
    follow_up(value, cast.viewer, DAY - datetime.timedelta(days=1))
    follow_up(value, cast.viewer, DAY + datetime.timedelta(days=90), status="in_progress")
    [section] = waiting()[cast.viewer].sections
    [task] = section.tasks
    assert (task.duty, task.count, task.overdue) == (Duty.WORK, 2, 1)
    assert task.next_due == DAY - datetime.timedelta(days=1)


def test_a_follow_up_that_is_due_later_does_not_press(cast, value):
    follow_up(value, cast.viewer, DAY + datetime.timedelta(days=90))
    assert not waiting()[cast.viewer].presses


def test_one_reported_as_done_waits_for_the_manager_and_no_longer_for_its_owner(cast, value):
    follow_up(value, cast.viewer, DAY, status="done")
    assert waiting().keys() == {cast.manager}
    assert told(cast.manager) == {Duty.CLOSE: 1}


def test_an_owner_who_no_longer_sees_the_unit_is_not_told(cast, value):
    follow_up(value, cast.outsider, DAY)
    assert waiting() == {}


def test_follow_ups_stand_in_the_latest_year_whose_page_carries_them_over(cast, value, running):
    follow_up(value, cast.viewer, DAY)
    assert places(cast.viewer) == [("ACME", 2013)]


# --- the same numbers as on the pages -----------------------------------------------------------------


def of_every_kind(cast, value, scorecard_year) -> None:
    """A year with values in every state, below target and not, entered by different people."""
    for entered_by in (cast.staff, cast.manager, None):
        for achievement in (None, 50, 100):
            for state in Measurement.State.values:
                reason = "Because" if state in ("returned", "not_applicable") else ""
                fields = {"state": state, "state_reason": reason, "entered_by": entered_by}
                value(achievement, scorecard_year=scorecard_year, **fields)
                value(achievement, scorecard_year=scorecard_year, note="Late", **fields)


@pytest.mark.parametrize("name", ["staff", "manager", "administrator"])
@pytest.mark.parametrize("number", [2012, 2013])
def test_a_letter_counts_what_the_overview_counts(number, name, cast, value, scorecard, sign_in):
    for each in scorecard.years.all():
        of_every_kind(cast, value, each)
    rows = Measurement.objects.filter(level=1).order_by("pk")
    for status, row in zip(["open", "done", "in_progress"], rows, strict=False):
        FollowUpFactory(measurement=row, owner=cast.by_name(name), status=status)
    user = cast.by_name(name)
    page = sign_in(user).get(f"/o/ACME/ACME/{number}/").context
    shown = {
        Duty.ENTER: page["missing"],
        Duty.SUBMIT: page["to_submit"],
        Duty.APPROVE: page["to_approve"],
        Duty.ANSWER: page["follow_ups"].to_answer,
    }
    if number == 2013:
        shown |= {Duty.WORK: page["follow_ups"].to_report, Duty.CLOSE: page["follow_ups"].to_close}
    [section] = [part for part in waiting(timezone.localdate())[user].sections if part.place.year == number]
    written = {task.duty: task.whole for task in section.tasks if task.duty is not Duty.EXPLAIN}
    assert written == {duty: shown[duty] for duty in written}
    assert written.keys() == {
        "staff": {Duty.ENTER, Duty.SUBMIT},
        "manager": {Duty.APPROVE, Duty.ANSWER},
        "administrator": {Duty.APPROVE},
    }[name] | ({Duty.WORK} if number == 2013 else set()) | (
        {Duty.CLOSE} if number == 2013 and name == "manager" else set()
    )


def test_everything_that_waits_is_asked_of_somebody(cast, value, year):
    of_every_kind(cast, value, year)
    counted = Counter()
    for letter in waiting().values():
        for section in letter.sections:
            counted.update({task.duty: task.count for task in section.tasks})
    whole = {task.duty: task.whole for s in waiting()[cast.staff].sections for task in s.tasks}
    assert {duty: counted[duty] for duty in whole} == whole


# --- permissions and queries -----------------------------------------------------------------------


def test_people_may_here_what_they_may_on_the_pages(cast, scorecard):
    other = MembershipFactory(role="staff").user
    shop = UnitFactory(parent=cast.unit)
    MembershipFactory(unit=shop, role="manager", user=cast.viewer)
    MembershipFactory(unit=shop, role="viewer", user=other)
    today = timezone.localdate()
    people = People(cast.unit.organization, today=today)
    assert people.users.keys() == {
        user.pk
        for user in User.objects.all()
        if any(access_to(user, unit, today=today).belongs for unit in people.units.values())
    }
    for user in people.users.values():
        for unit in people.units.values():
            page, here = access_to(user, unit, today=today), people.access(user.pk, unit.pk)
            assert (here.role, here.root_role, here.holds) == (page.role, page.root_role, page.holds)
            assert [bool(here.may(each)) for each in Action] == [bool(page.may(each)) for each in Action]


@pytest.mark.parametrize("size", [2, 20])
def test_queries_grow_with_neither_people_nor_units_nor_values(size, cast, scorecard):
    for _number in range(size):
        shop = UnitFactory(parent=cast.unit)
        MembershipFactory(unit=shop, role="staff")
        MembershipFactory(unit=shop, role="manager")
        shops_year = carried_by(shop, scorecard.plan)
        for state in ("draft", "submitted"):
            row = MeasurementFactory(
                scorecard_year=shops_year, state=state, achievement=50, level=1, attainment=50, note="Late"
            )
        MeasurementFactory(scorecard_year=shops_year)
        FollowUpFactory(measurement=row, owner=UserFactory())
    with CaptureQueriesContext(connection) as captured:
        found = letters([cast.unit.organization], today=DAY)
    assert len(found) == 2 * size
    assert len(captured) == QUERIES_OF_AN_ORGANIZATION

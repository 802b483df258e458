"""Who may do what: the predicate, and the query set that has to agree with it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import Membership, Unit, User
from organizations.permissions import Access, Action, Role, access_to
from tests.factories import MembershipFactory, RootUnitFactory, UnitFactory, UserFactory

TODAY = datetime.date(2013, 6, 15)
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(days=1), TODAY + datetime.timedelta(days=1)
ROLES = [None, *Role]


def access(unit, **facts):
    return Access(user=None, unit=unit, **{"role": None, "root_role": None, **facts})


ROOT, DESK = Unit(parent=None), Unit(parent_id=1)
NEEDED = {
    Action.VIEW_STRATEGY: Role.VIEWER,
    Action.VIEW: Role.VIEWER,
    Action.VIEW_SETTINGS: Role.VIEWER,
    Action.ENTER: Role.STAFF,
    Action.EDIT: Role.STAFF,
    Action.APPROVE: Role.MANAGER,
    Action.FOLLOW_UP: Role.MANAGER,
    Action.ADMINISTER: Role.ADMINISTRATOR,
}


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", ROLES)
def test_roles_are_cumulative(role, action):
    assert bool(access(DESK, role=role).may(action)) == (role is not None and role >= NEEDED[action])


@pytest.mark.parametrize("action", [Action.EDIT, Action.APPROVE, Action.ADMINISTER])
@pytest.mark.parametrize("root_role", ROLES)
def test_what_belongs_to_everybody_is_decided_at_the_root(root_role, action):
    person = access(DESK, role=Role.ADMINISTRATOR, root_role=root_role)
    allowed = bool(person.may(action, whole_organization=True))
    assert allowed == (root_role is not None and root_role >= NEEDED[action])


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        (Action.VIEW_STRATEGY, True),
        (Action.VIEW, True),
        (Action.VIEW_SETTINGS, False),
        (Action.ENTER, True),
        (Action.EDIT, False),
        (Action.APPROVE, False),
        (Action.FOLLOW_UP, False),
        (Action.ADMINISTER, False),
    ],
)
def test_a_holder_reads_and_enters_the_own_unit(action, allowed):
    assert bool(access(DESK, holds=True, belongs=True).may(action)) == allowed


@pytest.mark.parametrize("action", Action)
def test_whoever_belongs_reads_only_the_strategy_of_the_root(action):
    assert bool(access(ROOT, belongs=True).may(action)) == (action is Action.VIEW_STRATEGY)


@pytest.mark.parametrize("action", Action)
def test_whoever_belongs_finds_nothing_of_other_units(action):
    with pytest.raises(Http404):
        access(DESK, belongs=True).require(action)


def test_what_is_visible_but_not_allowed_says_why():
    with pytest.raises(PermissionDenied, match="administrators"):
        access(DESK, role=Role.VIEWER).require(Action.ADMINISTER)


def test_a_stranger_learns_nothing():
    with pytest.raises(Http404):
        access(DESK).require(Action.ADMINISTER)


@pytest.fixture
def tree(db):
    """ROOT > A > A1 > A11, ROOT > B, and another organization with one unit."""
    root = RootUnitFactory(organization__code="ACME", code="ROOT")
    a = UnitFactory(parent=root, code="A")
    a1 = UnitFactory(parent=a, code="A1")
    UnitFactory(parent=a1, code="A11")
    UnitFactory(parent=root, code="B")
    UnitFactory(parent=RootUnitFactory(organization__code="OTHER", code="ELSE"), code="ELSE1")
    return {unit.code: unit for unit in Unit.objects.all()}


@pytest.mark.parametrize(
    ("member_of", "seen"),
    [
        ([], ""),
        (["ROOT"], "A A1 A11 B ROOT"),
        (["A"], "A A1 A11"),
        (["A1"], "A1 A11"),
        (["B"], "B"),
        (["A1", "B"], "A1 A11 B"),
        (["A", "A1"], "A A1 A11"),
        (["ELSE"], "ELSE ELSE1"),
        (["A11", "ELSE1"], "A11 ELSE1"),
    ],
)
def test_a_membership_covers_its_unit_and_everything_under_it(tree, member_of, seen):
    user = UserFactory()
    for code in member_of:
        MembershipFactory(user=user, unit=tree[code])
    visible = Unit.objects.visible_to(user, today=TODAY).values_list("code", flat=True)
    assert sorted(visible) == seen.split()


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (YESTERDAY, None, True),
        (None, TOMORROW, True),
        (TOMORROW, None, False),
        (None, YESTERDAY, False),
    ],
)
def test_a_holder_sees_the_unit_while_holding_it(tree, first, last, holds):
    desk = UnitFactory(
        parent=tree["A"], kind="person", holder=UserFactory(), holder_from=first, holder_until=last
    )
    assert Unit.objects.visible_to(desk.holder, today=TODAY).filter(pk=desk.pk).exists() == holds
    assert access_to(desk.holder, desk, today=TODAY).holds == holds


def test_a_holder_does_not_see_the_unit_above(tree):
    desk = UnitFactory(parent=tree["A"], kind="person", holder=UserFactory())
    assert list(Unit.objects.visible_to(desk.holder, today=TODAY)) == [desk]


PLACES = ["ROOT", "A", "A1", "A11", "B", "ELSE", "ELSE1"]
DAYS = st.one_of(st.none(), st.sampled_from([YESTERDAY, TODAY, TOMORROW]))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    memberships=st.dictionaries(st.sampled_from(PLACES), st.sampled_from(Membership.Role.values), max_size=4),
    held_under=st.one_of(st.none(), st.sampled_from(PLACES)),
    days=st.tuples(DAYS, DAYS).filter(lambda days: None in days or days[0] <= days[1]),
)
def test_the_predicate_and_the_query_set_agree(tree, memberships, held_under, days):
    user = UserFactory()
    for code, role in memberships.items():
        MembershipFactory(user=user, unit=tree[code], role=role)
    if held_under:
        parent = tree[held_under]
        UnitFactory(parent=parent, kind="person", holder=user, holder_from=days[0], holder_until=days[1])
    visible = set(Unit.objects.visible_to(user, today=TODAY))
    assert visible == {
        unit
        for unit in Unit.objects.select_related("organization")
        if access_to(user, unit, today=TODAY).may(Action.VIEW)
    }


@pytest.mark.parametrize("others", [0, 60])
def test_reading_a_subtree_takes_one_query_however_large_the_organization(
    tree, django_assert_num_queries, others
):
    for _number in range(others):
        UnitFactory(parent=tree["B"])
    with django_assert_num_queries(1):
        assert len(Unit.objects.under(tree["A"])) == 3


@pytest.mark.parametrize("depth", [1, 30])
def test_deciding_takes_the_same_queries_at_every_depth(tree, django_assert_num_queries, depth):
    unit = tree["A"]
    for _number in range(depth):
        unit = UnitFactory(parent=unit)
    user = MembershipFactory(unit=tree["ROOT"]).user
    with django_assert_num_queries(1):
        access_to(user, unit, today=TODAY)


@pytest.mark.parametrize(
    ("member_of", "belongs"), [("ROOT", True), ("A", True), ("A11", True), ("ELSE", False), ("ELSE1", False)]
)
def test_a_role_anywhere_in_the_organization_belongs_to_it(tree, member_of, belongs):
    user = MembershipFactory(unit=tree[member_of]).user
    assert access_to(user, tree["ROOT"], today=TODAY).belongs == belongs


def test_who_no_longer_holds_a_unit_no_longer_belongs(tree):
    desk = UnitFactory(parent=tree["A"], kind="person", holder=UserFactory(), holder_until=YESTERDAY)
    assert not access_to(desk.holder, tree["ROOT"], today=TODAY).belongs


def test_deciding_about_someone_whose_role_lies_elsewhere_takes_two_queries(tree, django_assert_num_queries):
    user = MembershipFactory(unit=tree["A11"]).user
    root = Unit.objects.select_related("organization").get(pk=tree["ROOT"].pk)
    with django_assert_num_queries(2):
        access_to(user, root, today=TODAY)


def test_the_path_of_a_unit_ends_at_the_root(tree):
    assert {unit.code for unit in Unit.objects.above(tree["A11"])} == {"A11", "A1", "A", "ROOT"}


def test_a_cycle_made_behind_our_back_does_not_hang(tree):
    Unit.objects.filter(pk=tree["A"].pk).update(parent=tree["A11"])
    assert {unit.code for unit in Unit.objects.under(tree["A"])} == {"A", "A1", "A11"}


@pytest.mark.parametrize("role", ROLES)
def test_managers_report_on_every_follow_up_and_its_owner_while_they_see_the_unit(role):
    person = Access(user=User(pk=7), unit=DESK, role=role, root_role=None)
    is_manager, sees = role is not None and role >= Role.MANAGER, role is not None
    assert (bool(person.may_report(7)), bool(person.may_report(8))) == (sees, is_manager)


def test_the_holder_reports_on_the_own_follow_up_alone():
    holder = Access(user=User(pk=7), unit=DESK, role=None, root_role=None, holds=True)
    assert (bool(holder.may_report(7)), bool(holder.may_report(8))) == (True, False)


def test_an_owner_who_does_not_see_the_unit_finds_no_follow_up():
    stranger = Access(user=User(pk=7), unit=DESK, role=None, root_role=None, belongs=True)
    assert not stranger.may_report(7).visible

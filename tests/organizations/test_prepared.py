"""Questions whose SQL is worked out once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction
from django.db.models import FilteredRelation, Q
from django.db.transaction import TransactionManagementError

from organizations.models import Unit, path_from
from organizations.prepared import Given, Prepared, given
from tests.factories import OrganizationFactory, RootUnitFactory, UnitFactory

pytestmark = pytest.mark.django_db


def units_of(make=lambda: Unit.objects.filter(organization__code=given("code")).order_by("code")):
    return Prepared(make)


@pytest.fixture
def two_organizations():
    """Codes of two organizations, and the codes of the units of each."""
    found = {}
    for code in ("AA", "BB"):
        root = RootUnitFactory(organization=OrganizationFactory(code=code), code=code)
        UnitFactory(organization=root.organization, parent=root, code=f"{code}1")
        found[code] = [code, f"{code}1"]
    return found


def test_each_question_is_answered_for_its_own_values(two_organizations):
    units = units_of()
    assert {code: [unit.code for unit in units.ask(code=code)] for code in ("AA", "BB", "AA")} == (
        two_organizations
    )


def test_an_answer_is_read_anew_each_time(two_organizations):
    units = units_of()
    before = units.ask(code="AA")
    Unit.objects.filter(code="AA1").update(name="Renamed")
    assert (before[1].name, units.ask(code="AA")[1].name) != ("Renamed", before[1].name)
    assert units.ask(code="AA")[1].name == "Renamed"


def test_the_queryset_is_made_once(two_organizations):
    made = []

    def make():
        made.append(1)
        return Unit.objects.filter(organization__code=given("code"))

    units = Prepared(make)
    for code in ("AA", "BB"):
        units.ask(code=code)
    assert len(made) == 1


def test_related_rows_come_in_the_same_query(two_organizations, django_assert_num_queries):
    units = units_of(lambda: Unit.objects.select_related("organization").filter(code=given("code")))
    with django_assert_num_queries(1):
        assert units.ask(code="BB1")[0].organization.code == "BB"


def test_tuples_can_be_asked_for(two_organizations):
    rows = units_of(lambda: Unit.objects.filter(code=given("code")).values_list("code", "parent__code"))
    assert rows.ask(code="AA1") == [("AA1", "AA")]


def test_a_value_can_stand_in_a_joined_condition(two_organizations):
    roots = Prepared(
        lambda: (
            Unit.objects.filter(parent=None)
            .annotate(below=FilteredRelation("children", condition=Q(children__code=given("code"))))
            .order_by("code")
            .values_list("code", "below__code")
        )
    )
    assert roots.ask(code="BB1") == [("AA", None), ("BB", "BB1")]


def test_a_value_can_stand_in_raw_sql(two_organizations):
    path = path_from(Given("unit"))
    above = Prepared(lambda: Unit.objects.filter(pk__in=path).order_by("code").values_list("code", flat=True))
    assert above.ask(unit=Unit.objects.get(code="BB1").pk) == ["BB", "BB1"]


def test_a_value_is_never_taken_for_sql(two_organizations):
    assert units_of().ask(code="AA' OR 1=1 --") == []


def test_a_value_that_is_missing_is_an_error(two_organizations):
    with pytest.raises(KeyError, match="code"):
        units_of().ask(unit="AA")


@pytest.mark.django_db(transaction=True)
def test_another_thread_asks_on_its_own_connection(two_organizations):
    units = units_of()
    units.ask(code="AA")

    def ask():
        try:
            return [unit.code for unit in units.ask(code="BB")], connection.connection
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        answer, used = pool.submit(ask).result()
    assert answer == two_organizations["BB"]
    assert used is not connection.connection


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_only(two_organizations):
    locked = units_of(lambda: Unit.objects.select_for_update().filter(code=given("code")))
    with pytest.raises(TransactionManagementError):
        locked.ask(code="AA")


@pytest.mark.parametrize("has_pooler", [False, True])
def test_a_postgresql_server_keeps_the_plan_unless_a_pooler_is_in_between(
    two_organizations, settings, has_pooler
):
    settings.PREPARE_STATEMENTS = not has_pooler
    units, before = units_of(), plans()
    answers = [[unit.code for unit in units.ask(code=code)] for code in ("AA", "BB") * 4]
    assert answers == [["AA", "AA1"], ["BB", "BB1"]] * 4
    keeps = connection.vendor == "postgresql" and not has_pooler
    assert plans() - before == int(keeps)


def plans() -> int:
    """How many questions the server has planned for this connection."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


def test_a_plan_is_kept_through_a_transaction_that_was_rolled_back(two_organizations):
    units = units_of()
    with transaction.atomic():
        units.ask(code="AA")
        transaction.set_rollback(True)
    assert [unit.code for unit in units.ask(code="BB")] == two_organizations["BB"]


def test_the_first_row_is_none_where_there_is_none(two_organizations):
    units = units_of()
    assert (units.first(code="BB").code, units.first(code="CC")) == ("BB", None)


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_turns_out_to_be_lost_is_replaced_before_it_is_asked(
    two_organizations, monkeypatch
):
    units, wrapper = units_of(), connections["default"]
    units.ask(code="AA")
    lost = wrapper.connection
    monkeypatch.setattr(wrapper, "health_check_enabled", True)
    monkeypatch.setattr(wrapper, "health_check_done", False)
    monkeypatch.setattr(wrapper, "is_usable", lambda: False)
    assert [unit.code for unit in units.ask(code="BB")] == two_organizations["BB"]
    assert wrapper.connection is not lost

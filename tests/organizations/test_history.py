"""A row leaves the same trace whether it was written alone or in bulk."""

import datetime
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from organizations import history
from organizations.bulk import ROWS_PER_STATEMENT
from organizations.models import Unit
from scorecards.models import ScoringScheme
from tests.factories import RootUnitFactory, ScoringSchemeFactory, UserFactory

pytestmark = pytest.mark.django_db
NOT_COMPARED = {"history_id", "history_date", "id", "code"}


@pytest.fixture
def amir():
    return UserFactory()


@pytest.fixture
def root():
    return RootUnitFactory()


def new_unit(root, code):
    return Unit(organization=root.organization, parent=root, code=code, name="Press", kind="unit", order=3)


def last_trace(pk):
    row = Unit.history.filter(id=pk).order_by("history_id").values().last()
    return {name: value for name, value in row.items() if name not in NOT_COMPARED}


def test_a_row_made_in_bulk_leaves_the_same_trace(root, amir):
    one = history.save(new_unit(root, "A"), by=amir, reason="why")
    (other,) = history.create_many(Unit, [new_unit(root, "B")], by=amir, reason="why")
    assert last_trace(one.pk) == last_trace(other.pk)


def test_a_row_changed_in_bulk_leaves_the_same_trace(root, amir):
    one, other = history.create_many(Unit, [new_unit(root, code) for code in "AB"], by=None)
    one.name = other.name = "Paint"
    history.save(one, by=amir, reason="why")
    history.update_many([other], ["name"], by=amir, reason="why")
    assert last_trace(one.pk) == last_trace(other.pk)


@pytest.fixture
def many(root):
    """One more than a statement takes."""
    rows = [new_unit(root, f"U{number}") for number in range(ROWS_PER_STATEMENT + 1)]
    return Unit.objects.bulk_create(rows, batch_size=500)


def test_many_changed_rows_are_each_stored_and_traced_once(many, amir):
    for unit in many:
        unit.name = f"Press {unit.code}"
    history.update_many(many, ["name"], by=amir, reason="why")
    expected = {unit.pk: f"Press {unit.code}" for unit in many}
    assert dict(Unit.objects.filter(pk__in=expected).values_list("pk", "name")) == expected
    traces = list(
        Unit.history.filter(history_type="~").values_list(
            "id", "name", "history_user_id", "history_change_reason"
        )
    )
    assert sorted(traces) == sorted((pk, name, amir.pk, "why") for pk, name in expected.items())


def test_of_many_rows_only_the_changed_ones_leave_a_trace(many, amir):
    changed = many[::3]
    history.update_many(changed, ["name"], by=amir)
    traced = Unit.history.filter(history_type="~").values_list("id", flat=True)
    assert sorted(traced) == [unit.pk for unit in changed]


def test_many_rows_take_a_statement_and_a_trace_per_thousands(many, django_assert_max_num_queries):
    with django_assert_max_num_queries(2 * 2 + 2):
        history.update_many(many, ["name"], by=None)


def test_dates_relations_and_nothing_are_stored_in_bulk_as_one_by_one(root, amir):
    one, other = history.create_many(Unit, [new_unit(root, code) for code in "AB"], by=None)
    for unit in (one, other):
        unit.kind, unit.holder, unit.active = Unit.Kind.PERSON, amir, False
        unit.holder_from, unit.holder_until = datetime.date(2012, 2, 29), None
    history.save(one, by=amir)
    history.update_many([other], ["kind", "holder", "active", "holder_from", "holder_until"], by=amir)
    assert last_trace(one.pk) == last_trace(other.pk)


def test_decimals_and_json_are_stored_in_bulk_as_one_by_one(amir):
    one, other = ScoringSchemeFactory(), ScoringSchemeFactory()
    fields = ["bands", "tolerance", "cap", "source"]
    for scheme in (one, other):
        scheme.bands = [*one.bands[:-1], {"level": 3, "from": "100.5", "inclusive": False}]
        scheme.tolerance, scheme.cap, scheme.source = Decimal("0.5"), Decimal("1.2E2"), r'a "b" \\N {c,d} %s'
    history.save(one, by=amir)
    history.update_many([other], fields, by=amir)
    stored = ScoringScheme.objects.order_by("pk").values_list(*fields)
    assert stored[0] == stored[1]
    traces = ScoringScheme.history.filter(history_type="~").order_by("id").values_list(*fields)
    assert list(traces) == list(stored)


def test_what_contradicts_a_constraint_is_an_integrity_error_in_bulk_too(root, amir):
    (unit,) = history.create_many(Unit, [new_unit(root, "A")], by=None)
    unit.code = root.code
    with pytest.raises(IntegrityError), transaction.atomic():
        history.update_many([unit], ["code"], by=amir)


def test_a_text_that_is_too_long_is_never_cut(root, amir):
    """PostgreSQL refuses it; SQLite keeps texts of any length."""
    (unit,) = history.create_many(Unit, [new_unit(root, "A")], by=None)
    unit.name = "x" * 201
    with suppress(DataError), transaction.atomic():
        history.update_many([unit], ["name"], by=amir)
    assert Unit.objects.get(pk=unit.pk).name in ("Press", "x" * 201)


def test_a_row_deleted_in_bulk_leaves_the_same_trace(root, amir):
    one, other = history.create_many(Unit, [new_unit(root, code) for code in "AB"], by=None)
    keys = one.pk, other.pk
    history.delete(one, by=amir, reason="why")
    history.delete_many(Unit.objects.filter(pk=other.pk), by=amir, reason="why")
    assert last_trace(keys[0]) == last_trace(keys[1])


def test_a_recorded_row_leaves_the_same_trace(root, amir):
    one, other = history.create_many(Unit, [new_unit(root, code) for code in "AB"], by=None)
    history.save(one, by=amir)
    history.record_many([other], by=amir, kind=history.CHANGED)
    assert last_trace(one.pk) == last_trace(other.pk)


def test_the_system_itself_leaves_a_trace_without_a_person(root):
    (unit,) = history.create_many(Unit, [new_unit(root, "A")], by=None)
    assert last_trace(unit.pk)["history_user_id"] is None


def test_bulk_dates_are_as_late_as_single_ones(root):
    one = history.save(new_unit(root, "A"), by=None)
    (other,) = history.create_many(Unit, [new_unit(root, "B")], by=None)
    assert Unit.history.get(id=other.pk).history_date >= Unit.history.get(id=one.pk).history_date


def test_a_thousand_rows_leave_a_thousand_traces(root):
    units = history.create_many(Unit, [new_unit(root, f"U{number}") for number in range(1001)], by=None)
    assert Unit.history.filter(id__in=[units[0].pk, units[500].pk, units[1000].pk]).count() == 3


def test_nothing_in_bulk_leaves_nothing(root):
    history.update_many([], ["name"], by=None)
    assert history.create_many(Unit, [], by=None) == []


@pytest.mark.parametrize("character", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_a_name_that_turns_the_direction_of_writing_around_is_refused_at_its_field(character, root, amir):
    unit = new_unit(root, "PRESS")
    unit.name = f"Press{character}123"
    with pytest.raises(ValidationError) as refused:
        history.save(unit, by=amir)
    assert list(refused.value.message_dict) == ["name"]


def test_a_name_in_a_script_written_from_the_right_is_kept(root, amir):
    unit = new_unit(root, "PRESS")
    unit.name = "مبيعات Press"
    assert history.save(unit, by=amir).pk

"""A row leaves the same trace whether it was written alone or in bulk."""

import pytest
from django.core.exceptions import ValidationError

from organizations import history
from organizations.models import Unit
from tests.factories import RootUnitFactory, UserFactory

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

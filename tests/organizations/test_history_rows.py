"""The history in words: a pure comparison, and a reader with a fixed number of queries."""

import datetime
from decimal import Decimal

import pytest
from django.db import models
from django.utils import translation

from indicators.models import Measurement
from organizations import history
from organizations.history_rows import Change, differences, read_history, value_in_words, with_predecessors
from organizations.models import Unit
from tests.factories import MeasurementFactory, UnitFactory, UserFactory

NAME = Unit._meta.get_field("name")
KIND = Unit._meta.get_field("kind")
PARENT = Unit._meta.get_field("parent")
ACTIVE = Unit._meta.get_field("active")
UNTIL = Unit._meta.get_field("holder_until")
TARGET = Measurement._meta.get_field("target")


def plain(field: models.Field, value: object) -> str:
    return "" if value is None else str(value)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_equal_states_do_not_differ():
    assert differences([NAME], {"name": "Press"}, {"name": "Press"}, plain) == ()


def test_a_difference_shows_old_and_new():
    assert differences([NAME], {"name": "Press"}, {"name": "Paint"}, plain) == (
        Change("Name", "Press", "Paint"),
    )


def test_differences_come_in_the_order_of_the_fields():
    found = differences([KIND, NAME], {"name": "a", "kind": "unit"}, {"name": "b", "kind": "person"}, plain)
    assert [change.field for change in found] == ["Kind", "Name"]


def test_a_new_row_shows_only_fields_that_have_a_value():
    assert differences([NAME, PARENT], None, {"name": "Press", "parent_id": None}, plain) == (
        Change("Name", "", "Press"),
    )


def test_a_deleted_row_shows_what_it_was():
    assert differences([NAME], {"name": "Press"}, None, plain) == (Change("Name", "Press", ""),)


def test_a_decimal_of_another_scale_is_no_difference():
    assert differences([TARGET], {"target": Decimal("1.50")}, {"target": Decimal("1.5")}, plain) == ()


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (NAME, "", ""),
        (NAME, None, ""),
        (NAME, "Press", "Press"),
        (KIND, "person", "Person"),
        (KIND, "gone", "gone"),
        (ACTIVE, False, "no"),
        (ACTIVE, True, "yes"),
        (UNTIL, datetime.date(2012, 3, 9), "03/09/2012"),
        (TARGET, Decimal("1234.500000"), "1,234.5"),
        (TARGET, Decimal(0), "0"),
        (PARENT, 7, "Press shop"),
        (PARENT, 8, "no. 8 (deleted)"),
    ],
)
def test_a_value_reads_as_the_language_writes_it(field, value, words):
    assert value_in_words(field, value, {(Unit, 7): "Press shop"}) == words


def test_a_decimal_reads_indonesian_in_indonesian():
    with translation.override("id"):
        assert value_in_words(TARGET, Decimal("1234.5"), {}) == "1.234,5"


def read(model: type[models.Model], pk: int):
    return read_history(list(with_predecessors(model.history.filter(id=pk))))


def test_each_change_says_who_why_and_what(db):
    amir = UserFactory(name="Amir")
    unit = UnitFactory(name="Press")
    unit.name = "Press shop"
    history.save(unit, by=amir, reason="Reorganized")
    row = read(Unit, unit.pk)[0]
    assert (row.who, row.kind, row.reason, row.changes) == (
        "Amir",
        "Changed",
        "Reorganized",
        (Change("Name", "Press", "Press shop"),),
    )


def test_the_first_row_says_created(db):
    assert read(Unit, UnitFactory().pk)[-1].kind == "Created"


def test_the_last_row_of_a_deleted_object_shows_what_it_was(db):
    unit = UnitFactory(name="Press")
    pk = unit.pk
    history.delete(unit, by=None)
    row = read(Unit, pk)[0]
    assert (row.kind, row.who) == ("Deleted", "")
    assert Change("Name", "Press", "") in row.changes


def test_rows_of_another_object_in_between_do_not_mix(db):
    first, second = UnitFactory(name="A"), UnitFactory(name="B")
    first.name = "A2"
    history.save(first, by=None)
    second.name = "B2"
    history.save(second, by=None)
    rows = read_history(
        list(with_predecessors(Unit.history.filter(id__in=[first.pk, second.pk]))), about=lambda row: row.code
    )
    assert rows[0].kind == f"Changed · {second.code}"
    assert rows[0].changes == (Change("Name", "B", "B2"),)
    assert rows[1].changes == (Change("Name", "A", "A2"),)


def test_the_version_of_a_measurement_is_not_shown(db):
    measurement = MeasurementFactory()
    measurement.version += 1
    history.save(measurement, by=None)
    assert read(Measurement, measurement.pk)[0].changes == ()


@pytest.mark.parametrize("changes", [1, 30])
def test_reading_takes_the_same_queries_however_many_changes(db, django_assert_num_queries, changes):
    unit = UnitFactory()
    parents = [UnitFactory(parent=unit.parent) for _ in range(changes)]
    for parent in parents:
        unit.parent = parent
        history.save(unit, by=None)
    with django_assert_num_queries(4):
        read(Unit, unit.pk)

"""The page of a history: newest first, fifty on a page, the same queries however long."""

import pytest
from django.urls import reverse

from organizations import history
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(cast):
    return UnitFactory(parent=cast.unit, name="Press 0")


def rename(unit, times, by):
    for number in range(1, times + 1):
        unit.name = f"Press {number}"
        history.save(unit, by=by)


def url_of(unit):
    root = unit.parent
    return reverse("organizations:unit-history", args=[root.organization.code, root.code, 2012, unit.pk])


def test_the_newest_change_comes_first(cast, sign_in, press):
    rename(press, 2, cast.administrator)
    rows = sign_in(cast.administrator).get(url_of(press)).context["rows"]
    assert [row.changes[0].new for row in rows if row.kind == "Changed"] == ["Press 2", "Press 1"]


def test_fifty_changes_fill_a_page(cast, sign_in, press):
    rename(press, 50, cast.administrator)
    client = sign_in(cast.administrator)
    lengths = [len(client.get(url_of(press), {"page": number}).context["rows"]) for number in (1, 2)]
    assert lengths == [50, 1]


def test_the_last_row_of_a_page_knows_what_was_before(cast, sign_in, press):
    rename(press, 60, cast.administrator)
    row = sign_in(cast.administrator).get(url_of(press)).context["rows"][-1]
    assert (row.changes[0].old, row.changes[0].new) == ("Press 10", "Press 11")


def test_an_old_page_number_shows_the_last_page(cast, sign_in, press):
    answer = sign_in(cast.administrator).get(url_of(press), {"page": 99})
    assert answer.context["page_obj"].number == 1


def test_values_are_escaped(cast, sign_in, press):
    press.name = "<b>Press</b>"
    history.save(press, by=cast.administrator)
    assert "<b>Press</b>" not in sign_in(cast.administrator).get(url_of(press)).content.decode()


@pytest.mark.parametrize("changes", [3, 49])
def test_the_page_takes_the_same_queries_however_long_the_history(
    cast, sign_in, press, django_assert_max_num_queries, changes
):
    rename(press, changes, cast.administrator)
    client = sign_in(cast.administrator)
    with django_assert_max_num_queries(16):
        client.get(url_of(press))

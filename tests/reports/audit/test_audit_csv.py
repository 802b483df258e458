"""The trail as a file: the same filters, one line a field, safe in a spreadsheet, little memory."""

import datetime

import pytest

from organizations import history
from organizations.models import Unit
from tests.factories import UnitFactory
from tests.reports.audit.conftest import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def press(cast):
    return UnitFactory(parent=cast.unit, code="PRESS", name="Press")


def rename(unit, name, by, reason=""):
    unit.name = name
    history.save(unit, by=by, reason=reason)


def test_the_file_begins_with_a_byte_order_mark_and_a_head(cast, sign_in, press):
    answer = sign_in(cast.viewer).get(address(cast.unit, "audit-export"))
    first, _rest = b"".join(answer.streaming_content).split(b"\r\n", 1)
    assert first.startswith(b"\xef\xbb\xbf")
    assert first.decode("utf-8-sig") == "When,Who,Unit,Year,Kind of thing,Name,Change,Reason,Field,Old,New"


def test_the_file_is_a_download(cast, sign_in):
    answer = sign_in(cast.viewer).get(address(cast.unit, "audit-export"))
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-trail-ACME-')
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_line_tells_a_change_of_a_field(lines, cast, press):
    rename(press, "Press shop", cast.administrator, "New name")
    press.history.update(history_date=datetime.datetime(2012, 5, 1, 3, tzinfo=datetime.UTC))
    assert lines(what="unit", who="Administrator") == [
        {
            "When": "2012-05-01T10:00:00+07:00",
            "Who": "Administrator",
            "Unit": "Press shop",
            "Year": "",
            "Kind of thing": "Unit",
            "Name": "PRESS Press shop",
            "Change": "Changed",
            "Reason": "New name",
            "Field": "Name",
            "Old": "Press",
            "New": "Press shop",
        }
    ]


def test_days_are_written_as_other_programs_read_them(lines, cast):
    cast.desk.holder_from = datetime.date(2012, 3, 4)
    history.save(cast.desk, by=cast.administrator)
    assert lines(what="unit", who="Administrator")[0]["New"] == "2012-03-04"


@pytest.mark.parametrize("text", ["=1+1", "+62 21", "@SUM(A1)", "-cmd", "\t=1", "\n=1", "＝1+1"])
def test_what_looks_like_a_formula_is_text(lines, cast, press, text):
    Unit.history.filter(id=press.pk).update(name=text)
    assert f"'{text}" in {line["New"] for line in lines(what="unit")}


def test_the_file_speaks_the_readers_language(lines, cast, press):
    cast.viewer.language = "id"
    cast.viewer.save()
    line = lines(what="unit")[0]
    assert line["Perubahan"] == "Dibuat"


def test_the_file_keeps_to_the_filters_and_the_unit(lines, cast, press):
    rename(cast.desk, "Front desk", cast.administrator)
    assert {line["Unit"] for line in lines(press, cast.viewer)} == {"Press"}


def test_filters_that_cannot_be_read_lead_back_to_the_page(cast, sign_in):
    answer = sign_in(cast.viewer).get(address(cast.unit, "audit-export"), {"since": "yesterday"})
    assert (answer.status_code, answer["Location"]) == (302, f"{address(cast.unit)}?since=yesterday")


def test_the_file_has_every_change_once_in_small_batches(lines, cast, press, small_batches):
    names = [f"Press {number}" for number in range(11)]
    for name in names:
        rename(press, name, cast.administrator)
    assert [line["New"] for line in lines(who="Administrator")] == names[::-1]

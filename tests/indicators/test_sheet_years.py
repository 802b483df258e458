"""Targets and achievements changed on the KPI sheet: forms, errors, conflicts, and what follows."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Measurement
from tests.factories import ObjectiveFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def indicator(scorecard, cast):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    return services.create_indicator(
        objective=objective,
        code="SS7-1",
        name="Punctuality",
        unit_of_measure="%",
        natural_min=Decimal(0),
        natural_max=Decimal(100),
        by=cast.staff,
    )


@pytest.fixture
def row(indicator, cast):
    """The year 2012 with a target of 90."""
    measurement = indicator.measurements.get(scorecard_year__year=2012)
    return write_measurement(measurement=measurement, changes={"target": Decimal(90)}, by=cast.staff)


def address(row, what, year=2012):
    return reverse(f"indicators:year-{what}", args=["ACME", "ACME", 2012, row.indicator_id, year])


def typed(row, **values):
    return {"version": row.version, "language": "en", **values}


def stored(row):
    return Measurement.objects.get(pk=row.pk)


def test_a_percentage_is_taken_with_its_sign(sign_in, cast, row):
    sign_in(cast.staff).post(address(row, "achievement"), typed(row, achievement="88.25%"))
    assert stored(row).achievement == Decimal("88.25")


@pytest.mark.parametrize(("what", "value"), [("target", "95.5"), ("achievement", "88.25")])
def test_a_value_is_saved_where_it_stands(sign_in, cast, row, what, value):
    response = sign_in(cast.staff).post(address(row, what), typed(row, **{what: value}))
    assert (response.status_code, getattr(stored(row), what)) == (200, Decimal(value))


def test_the_answer_puts_years_chart_and_evidence_into_their_places(sign_in, cast, row):
    response = sign_in(cast.staff).post(address(row, "achievement"), typed(row, achievement="88"))
    page = response.content.decode()
    places = ("years", "history-data", "proofs", "sheet-answer")
    assert [name for name in places if f'id="{name}-{row.indicator_id}"' not in page] == []
    assert json.loads(response.context["sheet"].chart)["achievement"][0] == "88.000000"


def test_the_form_has_the_number_as_the_language_writes_it(sign_in, cast, row):
    cast.staff.language = "id"
    cast.staff.save()
    write_measurement(measurement=row, changes={"target": Decimal("90.5")}, by=cast.staff)
    form = sign_in(cast.staff).get(address(row, "target")).context["form"]
    assert form["target"].value() == "90,5"


def test_a_number_is_read_in_the_language_in_which_it_was_typed(sign_in, cast, row):
    response = sign_in(cast.staff).post(address(row, "target"), typed(row, target="95,5", language="id"))
    assert (response.status_code, stored(row).target) == (200, Decimal("95.5"))


def test_a_range_has_both_targets(sign_in, cast, row, indicator):
    write_measurement(measurement=row, changes={"target": None}, by=cast.staff)
    services.change_indicator(indicator, by=cast.staff, polarity="range")
    data = typed(stored(row), target="80", target_upper="90")
    assert sign_in(cast.staff).post(address(row, "target"), data).status_code == 200
    assert (stored(row).target, stored(row).target_upper) == (80, 90)


@pytest.mark.parametrize(
    ("what", "data", "said"),
    [
        ("target", {"target": "9o"}, "Read “9o”"),
        ("target", {"target": "101"}, "101"),
        ("target", {"target": "9" * 10_000}, "Read"),
        ("target", {"target": "1\0"}, "Read"),
        ("achievement", {"achievement": "-1"}, "-1"),
        ("achievement", {"achievement": "<b>"}, "&lt;b&gt;"),
    ],
)
def test_what_cannot_be_stored_is_told_at_its_field(sign_in, cast, row, what, data, said):
    response = sign_in(cast.staff).post(address(row, what), typed(row, **data))
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[what])
    assert stored(row).version == row.version


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_without_a_known_version_nothing_is_overwritten(sign_in, cast, row, version):
    data = typed(row, target="50") | {"version": version}
    assert sign_in(cast.staff).post(address(row, "target"), data).status_code in (409, 422)
    assert stored(row).target == 90


def test_what_somebody_else_wrote_meanwhile_is_told_with_both_values(sign_in, cast, row):
    write_measurement(measurement=row, changes={"target": Decimal(80)}, by=cast.manager)
    response = sign_in(cast.staff).post(address(row, "target"), typed(row, target="70"))
    conflict = response.context["conflict"]
    assert (response.status_code, stored(row).target) == (409, 80)
    assert (conflict["theirs"], conflict["who"]) == ("80", cast.manager.name)
    assert response.context["form"]["target"].value() == "70"


def test_after_the_warning_the_same_entry_replaces_it(sign_in, cast, row):
    write_measurement(measurement=row, changes={"target": Decimal(80)}, by=cast.manager)
    client = sign_in(cast.staff)
    form = client.post(address(row, "target"), typed(row, target="70")).context["form"]
    again = {name: form[name].value() for name in form.fields}
    assert client.post(address(row, "target"), again).status_code == 200
    assert stored(row).target == 70


def test_a_change_of_something_else_in_the_year_is_no_conflict(sign_in, cast, row):
    write_measurement(measurement=row, changes={"achievement": Decimal(80)}, by=cast.manager)
    assert sign_in(cast.staff).post(address(row, "target"), typed(row, target="70")).status_code == 200


def test_a_closed_year_is_refused_and_offers_no_pencil(sign_in, cast, row):
    year = row.scorecard_year
    year.closed_at, year.closed_by = year.scorecard.plan.history.first().history_date, cast.administrator
    year.save()
    client = sign_in(cast.staff)
    response = client.post(address(row, "target"), typed(row, target="70"))
    assert "2012 is closed" in response.context["form"].errors["target"][0]
    sheet = client.get(reverse("indicators:indicator", args=["ACME", "ACME", 2012, row.indicator_id]))
    assert address(row, "target") not in sheet.content.decode()


@pytest.mark.parametrize("year", [0, 1999, 2011, 9999, 10**18])
def test_a_year_outside_the_plan_is_not_found(sign_in, cast, row, year):
    assert sign_in(cast.staff).get(address(row, "target", year)).status_code == 404


def test_who_only_reads_sees_no_pencils(sign_in, cast, row):
    page = sign_in(cast.viewer).get(
        reverse("indicators:indicator", args=["ACME", "ACME", 2012, row.indicator_id])
    )
    assert "editor-achievement" not in page.content.decode()


def test_a_target_that_ends_an_approval_says_so_on_the_sheet(sign_in, cast, row):
    Measurement.objects.filter(pk=row.pk).update(achievement=95, state="approved")
    response = sign_in(cast.staff).post(address(row, "target"), typed(row, target="96"))
    assert "The target was changed after the approval." in response.content.decode()

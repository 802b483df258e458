"""The page of the audit trail: what a row says, the filters, paging without gaps or doubles, its queries."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations import history
from organizations.models import Membership, Unit
from reports.audit.kinds import KINDS
from reports.audit.positions import read_position
from scorecards.models import ObjectiveStatement, Scorecard
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    ObjectiveFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    UnitFactory,
)
from tests.reports.audit.conftest import YEAR, address
from tests.site.world import build_world

pytestmark = pytest.mark.django_db
# Of a page that has every kind of thing; one for the positions of each kind is the least.
BUDGET = 142
MOMENT = datetime.datetime(2012, 5, 1, 12, tzinfo=datetime.UTC)


@pytest.fixture
def objective(scorecard):
    return ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())


@pytest.fixture
def measurement(scorecard, objective):
    indicator = IndicatorFactory(objective=objective, code="SS1-1", name="Return")
    return MeasurementFactory(indicator=indicator, scorecard_year=scorecard.years.get(year=YEAR))


def at(moment, *models):
    """Sets all traces of the models to one moment."""
    for model in models:
        model.history.update(history_date=moment)


def every_page(client, unit, **query):
    """The rows of all pages, followed by their links."""
    url, rows = address(unit), []
    answer = client.get(url, query)
    while True:
        rows += answer.context["page"].rows
        if not answer.context["older_query"]:
            return rows
        answer = client.get(f"{url}?{answer.context['older_query']}")


def test_a_row_says_who_changed_what_old_and_new_and_why(trail, cast, measurement):
    measurement.target = 120
    history.save(measurement, by=cast.staff, reason="Decreed")
    row = trail()[0]
    assert (row.who, row.kind, row.name, row.action, row.reason, row.year) == (
        "Staff (HR)",
        "Measurement",
        "SS1-1 Return · 2012",
        "Changed",
        "Decreed",
        2012,
    )
    assert [(change.field, change.old, change.new) for change in row.changes] == [("Target", "100", "120")]


def test_what_the_system_did_says_so(cast, sign_in, measurement):
    assert "The system" in sign_in(cast.viewer).get(address(cast.unit)).content.decode()


def test_values_are_escaped(cast, sign_in, measurement):
    measurement.note = "<b>Note</b>"
    history.save(measurement, by=cast.staff)
    assert "<b>Note" not in sign_in(cast.viewer).get(address(cast.unit)).content.decode()


def test_the_trail_is_filtered_by_a_part_of_a_name_or_of_an_address(trail, cast, measurement):
    measurement.target = 120
    history.save(measurement, by=cast.staff)
    assert [row.who for row in trail(who="staff")] == ["Staff (HR)"]
    assert [row.who for row in trail(who=cast.staff.email)] == ["Staff (HR)"]


def test_the_trail_is_filtered_by_the_kind_of_thing(trail, measurement):
    assert {row.kind for row in trail(what="indicator")} == {"Indicator"}


def test_the_trail_is_filtered_by_days_both_included(trail, measurement):
    type(measurement).history.update(history_date=MOMENT)
    assert [row.kind for row in trail(since="2012-05-01", until="2012-05-01")] == ["Measurement"]
    assert trail(since="2012-04-01", until="2012-04-30") == ()


def test_a_day_begins_where_the_house_is(trail, measurement):
    type(measurement).history.update(history_date=datetime.datetime(2012, 4, 30, 17, tzinfo=datetime.UTC))
    assert len(trail(since="2012-05-01", until="2012-05-01")) == 1


def test_the_trail_is_filtered_by_the_year_that_a_change_is_about(trail, scorecard, measurement):
    MeasurementFactory(indicator=measurement.indicator, scorecard_year=scorecard.years.get(year=2013))
    assert {(row.kind, row.name) for row in trail(year="2013")} == {
        ("Measurement", "SS1-1 Return · 2013"),
        ("Scorecard year", "2013"),
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"since": "31/12/2013"}, "Read “31/12/2013”; expected a date such as 2013-12-31."),
        ({"until": "0001-01-01"}, "Read “0001-01-01”; expected a date such as 2013-12-31."),
        ({"since": "2013-01-02", "until": "2013-01-01"}, "The last day can&#x27;t be before the first."),
        ({"what": "secret"}, "secret is not one of the available choices"),
        ({"year": "x"}, "x is not one of the available choices"),
        ({"who": "\x00"}, "Null characters are not allowed"),
    ],
)
def test_a_filter_that_cannot_be_read_says_so_and_shows_nothing(cast, sign_in, scorecard, query, expected):
    answer = sign_in(cast.viewer).get(address(cast.unit), query)
    assert answer.context["page"].rows == ()
    assert expected in answer.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2012-05-01T12:00:00+00:00_unit_",
        "2012-05-01T12:00:00+00:00_secret_1",
        "2012-05-01T12:00:00_unit_1",
        "2012-99-01T12:00:00+00:00_unit_1",
        "0001-01-01T00:00:00+14:00_unit_1",
        "9999-12-31T23:00:00-14:00_unit_1",
        "2012-05-01T12:00:00+00:00_unit_99999999999999999999",
        "2012-05-01T12:00:00+00:00_unit_9223372036854775808",
    ],
)
def test_what_is_no_position_is_read_as_none(text):
    assert read_position(text) is None


def test_a_page_of_what_is_no_position_is_the_first(trail, measurement):
    assert trail(before="x") == trail()


def test_pages_have_no_gaps_and_no_doubles_when_all_traces_share_a_moment(
    cast, sign_in, monkeypatch, measurement
):
    for number in range(7):
        UnitFactory(parent=cast.unit, name=f"Unit {number}")
    at(MOMENT, Unit, Membership, Scorecard, type(measurement))
    client = sign_in(cast.viewer)
    whole = every_page(client, cast.unit)
    monkeypatch.setattr("reports.audit_views.ROWS_PER_PAGE", 3)
    assert every_page(client, cast.unit) == whole
    assert len({(row.kind, row.name) for row in whole}) == len(whole)


def test_the_filters_stay_when_the_next_page_is_asked_for(cast, sign_in, monkeypatch):
    for _each in range(5):
        UnitFactory(parent=cast.unit)
    monkeypatch.setattr("reports.audit_views.ROWS_PER_PAGE", 2)
    rows = every_page(sign_in(cast.viewer), cast.unit, what="unit")
    assert [row.kind for row in rows] == ["Unit"] * 7


def test_what_happens_meanwhile_moves_nothing_on_the_next_page(cast, sign_in, monkeypatch):
    for _each in range(5):
        UnitFactory(parent=cast.unit)
    monkeypatch.setattr("reports.audit_views.ROWS_PER_PAGE", 2)
    client = sign_in(cast.viewer)
    first = client.get(address(cast.unit), {"what": "unit"})
    following = f"{address(cast.unit)}?{first.context['older_query']}"
    before = client.get(following).context["page"].rows
    UnitFactory(parent=cast.unit)
    assert client.get(following).context["page"].rows == before


def test_a_row_leads_to_its_object_in_its_unit_and_year(trail, cast, scorecard):
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    year = ScorecardYearFactory(scorecard=card, year=2013)
    objective = ObjectiveFactory(scorecard=card, perspective=scorecard.plan.perspectives.first())
    row = MeasurementFactory(indicator__objective=objective, scorecard_year=year)
    assert trail(what="measurement")[0].url.endswith(f"/o/ACME/DESK/2013/indicators/{row.indicator_id}/")


def test_a_row_of_another_plan_leads_to_a_year_of_that_plan(trail, cast, sign_in):
    plan = PlanFactory(organization=cast.unit.organization, first_year=2020, last_year=2024)
    card = ScorecardFactory(plan=plan, unit=cast.unit)
    ScorecardYearFactory(scorecard=card, year=2020)
    ObjectiveFactory(scorecard=card)
    url = trail(what="objective")[0].url
    assert "/2020/" in url
    assert sign_in(cast.viewer).get(url).status_code == 200


def test_what_is_gone_has_its_name_and_no_link(trail, cast, objective):
    objective.name = "Grow abroad"
    history.save(objective, by=cast.staff)
    history.delete(objective, by=cast.staff)
    newest = trail(what="objective")[0]
    assert (newest.name, newest.url, newest.action) == (f"{objective.code} Grow abroad", "", "Deleted")


def test_every_link_of_the_trail_opens(cast, sign_in, shared_kinds):
    client = sign_in(cast.administrator)
    urls = {row.url for row in every_page(client, cast.unit) if row.url}
    assert {url: client.get(url).status_code for url in urls} == dict.fromkeys(urls, 200)


@pytest.fixture
def shared_kinds(measurement, cast):
    """Something of several kinds, and one of them deleted."""
    gone = UnitFactory(parent=cast.unit)
    history.delete(gone, by=cast.administrator)


@pytest.mark.parametrize("changes", [2, 45])
def test_the_page_takes_the_same_queries_however_many_rows_it_has(cast, sign_in, measurement, changes):
    for number in range(changes):
        measurement.target = 200 + number
        history.save(measurement, by=cast.staff)
    client = sign_in(cast.viewer)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        client.get(address(cast.unit), {"what": "measurement"})
    assert len(captured) == 19


def record_changes(by):
    """One more trace of everything there is."""
    for kind in KINDS:
        for row in kind.model.objects.all():
            history.record_many([row], by=by, kind=history.CHANGED)


def queries_of_everything(client, unit):
    client.get(address(unit))
    with CaptureQueriesContext(connection) as captured:
        rows = client.get(address(unit)).context["page"].rows
    return len(captured), {row.kind for row in rows}


def test_a_page_with_every_kind_takes_the_same_queries_however_many_rows_it_has(
    cast, scorecard, sign_in, monkeypatch
):
    monkeypatch.setattr("reports.audit_views.ROWS_PER_PAGE", 1000)
    world = build_world(cast, scorecard)
    tick = ObjectiveStatement(objective_id=world.keys["objective"], statement_id=world.keys["statement"])
    history.save(tick, by=cast.staff)
    client = sign_in(cast.viewer)
    client.get("/")
    record_changes(cast.administrator)
    once = queries_of_everything(client, cast.unit)
    record_changes(cast.administrator)
    twice = queries_of_everything(client, cast.unit)
    assert once == twice
    assert once == (BUDGET, {kind.title for kind in KINDS})

"""The filters of the entry page, from its URL and after each saved cell."""

import datetime
import json
import re
from decimal import Decimal as D

import pytest
from django.http import QueryDict

from indicators.entry_filters import Narrowing, Reader, Show, chosen_filter, filter_links, reader_of, shown_by
from indicators.measuring import write_measurement
from indicators.models import Indicator, Measurement
from indicators.scorecard_year import load_scorecard_year
from organizations.permissions import access_to
from scorecards.models import Objective
from tests.factories import MeasurementFactory, ObjectiveFactory, ScorecardFactory, ScorecardYearFactory

PLACE = "/o/ACME/ACME/2012"
TODAY = datetime.date(2012, 6, 1)


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def rows(year, scorecard, cast):
    """One missing, one below, one above, one without a target, one that does not apply; by code."""
    perspectives = list(scorecard.plan.perspectives.all())
    values = {
        "MISSING": {"target": D(10)},
        "BELOW": {"target": D(10), "achievement": D(9)},
        "ABOVE": {"target": D(10), "achievement": D(11)},
        "NO-TARGET": {"target": None},
        "NO-SUCH": {"target": D(10), "state": "not_applicable", "state_reason": "closed"},
    }
    made = {}
    for place, (code, fields) in enumerate(values.items()):
        objective = ObjectiveFactory(
            scorecard=scorecard, perspective=perspectives[place % 2], code=f"S{place}"
        )
        made[code] = MeasurementFactory(
            scorecard_year=year, indicator__objective=objective, indicator__code=code, **fields
        )
    return made


def shown(client, show: str = "") -> list[str]:
    """The codes of the rows that the page shows."""
    page = client.get(f"{PLACE}/entry/", {"show": show} if show else {})
    lines = re.findall(r'<tr data-row="([^"]*)"[^>]*?(hidden)?>', page.content.decode())
    return [code for code, hidden in lines if not hidden]


@pytest.mark.parametrize(
    ("show", "codes"),
    [
        ("missing", ["MISSING"]),
        ("below", ["BELOW"]),
        ("mine", []),
        ("", ["MISSING", "ABOVE", "NO-SUCH", "BELOW", "NO-TARGET"]),
        ("all", ["MISSING", "ABOVE", "NO-SUCH", "BELOW", "NO-TARGET"]),
        ("nothing-of-the-kind", ["MISSING", "ABOVE", "NO-SUCH", "BELOW", "NO-TARGET"]),
        ("\x00", ["MISSING", "ABOVE", "NO-SUCH", "BELOW", "NO-TARGET"]),
    ],
)
def test_the_address_narrows_the_page(sign_in, cast, rows, show, codes) -> None:
    assert shown(sign_in(cast.staff), show) == codes


def test_a_perspective_without_rows_that_are_shown_goes_with_them(sign_in, cast, rows) -> None:
    page = sign_in(cast.staff).get(f"{PLACE}/entry/?show=missing").content.decode()
    assert page.count("<tbody >") == 1
    assert page.count("<tbody hidden>") == 1


def test_nothing_to_show_is_said_instead_of_an_empty_table(sign_in, cast, rows) -> None:
    page = sign_in(cast.staff).get(f"{PLACE}/entry/?show=mine").content.decode()
    assert re.search(r'data-empty="mine" >\s', page)
    assert re.search(r'data-empty="missing" hidden>', page)
    assert 'class="table-scroll" hidden' in page


def test_the_filters_count_their_rows(rows, year, cast) -> None:
    reader = Reader(cast.staff.pk, frozenset(), holds_unit=False)
    links = filter_links(load_scorecard_year(year), Narrowing(reader), QueryDict())
    assert {link.show: link.count for link in links} == {"all": 5, "missing": 1, "below": 1, "mine": 0}


def test_a_filter_keeps_what_else_the_address_says(rows, year, cast) -> None:
    query = QueryDict("mode=targets&show=missing")
    narrowing = Narrowing(Reader(0, frozenset(), holds_unit=False), chosen_filter(query))
    links = {link.show: link for link in filter_links(load_scorecard_year(year), narrowing, query)}
    assert links[Show.BELOW].url == "?mode=targets&show=below"
    assert links[Show.ALL].url == "?mode=targets"
    assert [show for show, link in links.items() if link.is_chosen] == ["missing"]


# --- mine -----------------------------------------------------------------------


def mine(year, user, unit) -> list[str]:
    reader = reader_of(access_to(user, unit, today=TODAY))
    table = load_scorecard_year(year)
    return [row.indicator.code for row in table.rows if Show.MINE in shown_by(row, reader)]


def test_the_indicators_of_an_objective_that_one_owns_are_ones_own(rows, year, cast) -> None:
    Objective.objects.filter(pk=rows["BELOW"].indicator.objective_id).update(owner=cast.staff)
    assert mine(year, cast.staff, cast.unit) == ["BELOW"]
    assert mine(year, cast.manager, cast.unit) == []


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Rina Dewi", True),
        ("  rina   DEWI ", True),
        ("rina@example.org", True),
        ("Budi; Rina Dewi", True),
        ("Budi, rina@example.org / Sari", True),
        ("Rina", False),
        ("Rina Dewi Lestari", False),
        ("", False),
    ],
)
def test_whom_the_sheet_names_is_responsible(rows, year, cast, named, expected) -> None:
    cast.staff.name, cast.staff.email = "Rina Dewi", "rina@example.org"
    cast.staff.save()
    Indicator.objects.filter(code="MISSING").update(person_responsible=named)
    assert (mine(year, cast.staff, cast.unit) == ["MISSING"]) is expected


def test_everything_of_a_unit_belongs_to_who_holds_it(scorecard, cast) -> None:
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    year = ScorecardYearFactory(scorecard=card, year=2012)
    row = MeasurementFactory(scorecard_year=year)
    assert mine(year, cast.person, cast.desk) == [row.indicator.code]
    assert mine(year, cast.staff, cast.desk) == []


def test_having_typed_a_value_makes_it_nobodys_own(rows, year, cast) -> None:
    write_measurement(measurement=rows["MISSING"], changes={"achievement": D(9)}, by=cast.staff)
    assert mine(year, cast.staff, cast.unit) == []


# --- a saved cell ------------------------------------------------------------------


def test_a_saved_cell_answers_the_new_counts_and_what_shows_its_row(sign_in, cast, rows) -> None:
    row = rows["MISSING"]
    body = json.dumps({"values": {"achievement": "9"}, "version": row.version, "language": "en"})
    url = f"{PLACE}/entry/{row.pk}/"
    outputs = sign_in(cast.staff).patch(url, body, content_type="application/json").json()["outputs"]
    assert outputs[f"shows-{row.pk}"] == "all below"
    counts = {show: outputs[f"filter-count-{show}"] for show in ("all", "missing", "below", "mine")}
    assert counts == {"all": "5", "missing": "0", "below": "2", "mine": "0"}
    assert Measurement.objects.get(pk=row.pk).achievement == 9

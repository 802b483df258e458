"""The pages of seals: the table as it was sealed, its content, and in what seals differ."""

import hashlib
import json
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.models import Indicator, Measurement, Seal
from indicators.sealing import digest_of
from performance.closing_services import OfMissing, close_year, reopen_year
from performance.seal_differences import CELLS_SHOWN
from scorecards.models import Objective, ScorecardYear
from scorecards.schemes import FIVE
from tests.factories import ScoringSchemeFactory
from tests.indicators.berdikari import on_target
from tests.indicators.scorecards import berdikari, of_size
from tests.performance.test_closing import forget

SEALS = "performance/closing/seals/"


@pytest.fixture
def card(cast):
    """PT Berdikari's plan with everything on target in 2012."""
    return berdikari(cast.unit, achieve={2012: on_target})


def year_of(card) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=2012)


def close(card, cast, missing=OfMissing.LOWEST) -> Seal:
    return close_year(scorecard_year=year_of(card), missing=missing, by=cast.administrator)


def reopen(card, cast, reason="A wrong invoice") -> None:
    reopen_year(scorecard_year=year_of(card), reason=reason, by=cast.administrator)


def measured(code="SS1-1"):
    return Measurement.objects.filter(indicator__code=code, scorecard_year__year=2012)


@pytest.fixture
def read(sign_in, cast, place):
    """A page of the seals as the viewer reads it."""

    def of(path="1/"):
        return sign_in(cast.viewer).get(place(SEALS + path))

    return of


# --- one seal ---------------------------------------------------------------


def test_a_seal_shows_the_table_as_it_was_sealed(card, cast, read):
    name = Indicator.objects.get(code="SS1-1").name
    close(card, cast)
    reopen(card, cast)
    Indicator.objects.filter(code="SS1-1").update(name="Renamed")
    Objective.objects.update(name="Renamed")
    page = read().text
    assert name in page
    assert "Renamed" not in page


def test_a_seal_says_when_the_year_was_closed_opened_again_and_why(card, cast, read):
    close(card, cast)
    reopen(card, cast)
    page = read().text
    assert "The year as it was sealed on" in page
    assert "because: A wrong invoice" in page


def test_the_legend_of_a_seal_names_the_scheme_that_was_sealed(card, cast, read):
    close(card, cast)
    before = str(year_of(card).scheme)
    reopen(card, cast)
    other = ScoringSchemeFactory(organization=cast.unit.organization, name="Another one")
    card.years.update(scheme=other)
    page = read().text
    assert before in page
    assert "Another one" not in page


def test_only_a_seal_that_stands_links_to_explanations(card, cast, read, place):
    close(card, cast)
    link = place(f"performance/{measured().get().pk}/explanation/")
    assert link in read().text
    reopen(card, cast)
    assert link not in read().text


def test_the_content_of_a_seal_can_be_checked_with_a_tool_of_ones_own(card, cast, read):
    seal = close(card, cast)
    answer = read("1/content/")
    assert hashlib.sha256(answer.content).hexdigest() == seal.digest
    assert answer["Content-Type"] == "application/json"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="selaras-ACME-2012-seal-1.json"'


def test_a_seal_that_was_tampered_with_is_shown_with_a_warning(card, cast, read):
    close(card, cast)
    Seal.objects.update(digest="0" * 64)
    page = read()
    assert page.status_code == 200
    assert "do not rely on it" in page.text


BROKEN = ["", "{}", "[]", "[" * 100_000, "null", "1" * 5000, '{"format":1}', "x"]


@pytest.mark.parametrize("content", BROKEN)
@pytest.mark.parametrize(
    "path", ["performance/closing/", SEALS + "1/", SEALS + "1/content/", SEALS + "1/differences/", ""]
)
def test_content_that_can_not_be_read_breaks_no_page(card, cast, sign_in, place, content, path):
    close(card, cast)
    Seal.objects.update(content=content, digest=digest_of(content))
    assert sign_in(cast.viewer).get(place(path)).status_code == 200


ODD = {
    "targets": lambda seal: seal | {"rows": [seal["rows"][0] | {"targets": {}}, *seal["rows"][1:]]},
    "key": lambda seal: (
        seal
        | {
            "rows": [
                row | {"indicator": row["indicator"] | {"key": -row["indicator"]["key"]}}
                for row in seal["rows"]
            ]
        }
    ),
    "unit": lambda seal: seal | {"unit_path": [seal["unit_path"][0] | {"code": "A\r\nB"}]},
    "moment": lambda seal: (
        seal | {"rows": [seal["rows"][0] | {"entered_at": "0001-01-01T00:00:00+14:00"}, *seal["rows"][1:]]}
    ),
    "reason": lambda seal: seal | {"missing_reason": "\ud800"},
    "total": lambda seal: seal | {"result": seal["result"] | {"total": "1e400000"}},
    "index": lambda seal: seal | {"result": seal["result"] | {"index": "NaN"}},
    "achievement": lambda seal: (
        seal | {"rows": [seal["rows"][0] | {"achievement": "Infinity"}, *seal["rows"][1:]]}
    ),
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "path",
    [
        "performance/closing/",
        "performance/",
        "performance/trends/",
        "performance/insights/",
        SEALS + "1/",
        SEALS + "1/content/",
        SEALS + "1/differences/",
    ],
)
def test_a_cell_that_can_not_be_printed_breaks_no_page(card, cast, sign_in, place, odd, path):
    content = json.dumps(
        ODD[odd](json.loads(close(card, cast).content)), sort_keys=True, separators=(",", ":")
    )
    Seal.objects.update(content=content, digest=digest_of(content))
    assert sign_in(cast.viewer).get(place(path)).status_code == 200


@pytest.mark.parametrize("path", ["performance/closing/", "performance/", "", SEALS + "1/"])
def test_content_whose_parts_do_not_fit_breaks_no_page(card, cast, sign_in, place, path):
    seal = close(card, cast)
    data = json.loads(seal.content) | {"perspectives": []}
    content = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    Seal.objects.update(content=content, digest=digest_of(content))
    assert sign_in(cast.viewer).get(place(path)).status_code == 200


@pytest.mark.parametrize("path", ["2/", "0/", "9" * 40 + "/", "2/content/", "2/differences/"])
def test_a_seal_that_is_not_there_is_not_found(card, cast, read, path):
    close(card, cast)
    assert read(path).status_code == 404


# --- differences ------------------------------------------------------------


def test_a_year_that_did_not_change_has_no_difference(card, cast, read):
    close(card, cast)
    assert "There is no difference" in read("1/differences/?with=now").text


def cells(page) -> dict[str, tuple[str, str]]:
    """What the page shows for the indicators: field, old, new."""
    sections = page.context["comparison"].sections
    return {
        cell.field: (cell.old, cell.new)
        for section in sections
        for place in section.places
        for cell in place.cells
        if place.code in ("", "SS1-1")
    }


@pytest.fixture
def changed(card, cast):
    """Closed, opened again, changed in one cell, closed again."""
    close(card, cast)
    reopen(card, cast)
    measured().update(
        target=Decimal("1234.5"), level=1, attainment=Decimal("1.02"), note="Late", state="approved"
    )
    return card


def test_a_changed_cell_is_shown_with_what_it_was_and_what_it_is(changed, read):
    found = cells(read("1/differences/?with=now"))
    assert found["Target"] == ("12.6", "1,234.5")
    assert found["Note"] == ("", "Late")
    assert found["State"] == ("Draft", "Approved")
    assert found["Level of the achievement"] == ("2", "1")
    assert found["Status"] == ("On target", "Below")
    assert found["Verdict"] == ("Good", "Not good yet")


def test_the_sums_and_the_verdict_come_first(changed, read):
    first = read("1/differences/?with=now").context["comparison"].sections[0]
    assert str(first.title) == "Sums and verdict"
    assert first.places[0].cells[0].field == "Verdict"


def test_numbers_are_written_as_the_language_does(changed, cast, sign_in, place):
    cast.viewer.language = "id"
    cast.viewer.save()
    client = sign_in(cast.viewer)
    page = client.get(place(SEALS + "1/differences/?with=now"))
    assert "1.234,5" in page.text


def test_a_seal_is_compared_with_the_one_before_it(changed, card, cast, read):
    forget("SS2-1")
    measured().update(level=None, attainment=None, achievement=None, state="draft")
    close(card, cast)
    page = read("2/differences/")
    assert "From seal no. 1 to seal no. 2" in page.text
    assert cells(page)["What is missing counts as the lowest level"] == ("no", "yes")


def test_the_older_seal_comes_first_whichever_was_asked_for(card, cast, read):
    close(card, cast)
    reopen(card, cast)
    close(card, cast)
    assert "From seal no. 1 to seal no. 2" in read("1/differences/?with=2").text


def test_neither_keys_nor_addresses_are_shown(card, cast, read):
    close(card, cast)
    reopen(card, cast)
    measured().update(entered_by=cast.staff, entered_at="2013-01-02T03:04:05Z")
    page = read("1/differences/?with=now")
    assert cells(page)["Entered by"] == ("", cast.staff.name)
    assert cast.staff.email not in page.text


def test_a_row_that_one_of_them_does_not_have_is_one_line(card, cast, read):
    close(card, cast)
    reopen(card, cast)
    measured().delete()
    page = read("1/differences/?with=now").text
    assert "It is in the older one only." in page


def test_another_scheme_is_told_in_words(card, cast, read):
    close(card, cast)
    reopen(card, cast)
    five = ScoringSchemeFactory(
        organization=cast.unit.organization, code="five", name="Five", bands=FIVE.to_json()["bands"], cap=150
    )
    card.years.update(scheme=five)
    found = cells(read("1/differences/?with=now"))
    assert found["Scoring scheme: name"][1] == "Five"
    assert found["Highest attainment in percent"] == ("", "150")
    assert "Band 5: level" in found


@pytest.mark.parametrize("asked", ["3", "x", "-1", "9" * 400, "%00", "NOW", "٣"])
def test_a_seal_to_compare_with_that_is_not_there_is_not_found(card, cast, read, asked):
    close(card, cast)
    assert read(f"1/differences/?with={asked}").status_code == 404


def test_very_many_differences_are_counted_and_some_shown(cast, scorecard, read):
    of_size(scorecard, 120)
    close(scorecard, cast)
    reopen(scorecard, cast)
    Indicator.objects.update(name="Renamed", unit_of_measure="kg", worst_value=Decimal(-9), decimals=3)
    page = read("1/differences/?with=now")
    comparison = page.context["comparison"]
    shown = sum(len(each.cells) for section in comparison.sections for each in section.places)
    assert (shown, comparison.left_out) == (CELLS_SHOWN, comparison.count - CELLS_SHOWN)
    assert f"{comparison.left_out} more cells are not shown" in page.text


@pytest.fixture(params=[20, 60])
def sealed(request, cast, scorecard):
    """A year of some size with a seal that stands and one before it."""
    of_size(scorecard, request.param)
    close(scorecard, cast)
    reopen(scorecard, cast)
    close(scorecard, cast)
    return scorecard


BUDGETS = {
    "performance/closing/": 5,
    "performance/": 5,
    SEALS + "1/": 5,
    SEALS + "1/content/": 5,
    SEALS + "2/differences/": 5,
    SEALS + "1/differences/?with=now": 11,
}


def test_pages_of_seals_keep_to_their_budgets_whatever_the_size(sealed, cast, sign_in, place):
    client = sign_in(cast.administrator)
    client.get(place("performance/closing/"))
    counted = {}
    for path in BUDGETS:
        client.get(place(path))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(place(path)).status_code == 200
        counted[path] = len(captured)
    assert counted == BUDGETS

"""How far the entry of a year is: of the unit, of its perspectives, and of the units below."""

import datetime
import json
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.entry_progress import units_below, year_progress
from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from indicators.services.practice import make_practice_copy
from organizations.models import Membership
from organizations.permissions import access_to
from scorecards.models import ScorecardYear
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    MembershipFactory,
    ObjectiveFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    UnitFactory,
)

PLACE = "/o/ACME"
TODAY = datetime.date(2012, 6, 1)


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


def with_scorecard(unit, plan, *, reported: int, missing: int, year: int = 2012):
    """The unit's year with so many achievements there and missing."""
    made = ScorecardYearFactory(scorecard=ScorecardFactory(plan=plan, unit=unit), year=year)
    for number in range(reported + missing):
        achievement = D(5) if number < reported else None
        MeasurementFactory(
            scorecard_year=made,
            target=D(10),
            achievement=achievement,
            indicator__objective=ObjectiveFactory(scorecard=made.scorecard, code=f"S{number}"),
        )
    return made


@pytest.fixture
def units(cast, scorecard):
    """Two units below the root, one of them with a unit below it, each with a scorecard."""
    factory = UnitFactory(parent=cast.unit, code="FACTORY", name="Factory")
    line = UnitFactory(parent=factory, code="LINE", name="Line")
    office = UnitFactory(parent=cast.unit, code="OFFICE", name="Office")
    with_scorecard(factory, scorecard.plan, reported=1, missing=1)
    with_scorecard(line, scorecard.plan, reported=1, missing=3)
    with_scorecard(office, scorecard.plan, reported=2, missing=0)
    return {"factory": factory, "line": line, "office": office}


def names(user, unit, year) -> list[tuple[str, int, int]]:
    below = units_below(access_to(user, unit, today=TODAY), year)
    return [(each.name, each.reported, each.expected) for each in below.units]


# --- the unit and its perspectives ----------------------------------------------------


def test_progress_counts_what_is_expected_of_the_unit_and_of_each_perspective(year, scorecard) -> None:
    first, second, *_others = scorecard.plan.perspectives.all()
    for perspective, achievements in ((first, [D(1), None]), (second, [D(1)])):
        for number, achievement in enumerate(achievements):
            code = f"{perspective.code}-{number}"
            objective = ObjectiveFactory(scorecard=scorecard, perspective=perspective, code=code)
            MeasurementFactory(
                scorecard_year=year, indicator__objective=objective, target=D(2), achievement=achievement
            )
    progress = [(each.reported, each.expected) for each in year_progress(load_scorecard_year(year))]
    assert progress == [(2, 3), (1, 2), (1, 1)]


def test_a_saved_cell_answers_the_progress(sign_in, cast, year, scorecard) -> None:
    perspective = scorecard.plan.perspectives.first()
    objective = ObjectiveFactory(scorecard=scorecard, perspective=perspective)
    row = MeasurementFactory(scorecard_year=year, indicator__objective=objective, target=D(10))
    body = json.dumps({"values": {"achievement": "9"}, "version": row.version, "language": "en"})
    url = f"{PLACE}/ACME/2012/entry/{row.pk}/"
    outputs = sign_in(cast.staff).patch(url, body, content_type="application/json").json()["outputs"]
    for key in ("progress-all", f"progress-{perspective.pk}"):
        assert "1 of 1" in outputs[key]
        assert 'value="1" max="1"' in outputs[key]


# --- the units below --------------------------------------------------------------------


def test_the_units_below_are_counted_the_least_complete_first(units, cast, year) -> None:
    assert names(cast.manager, cast.unit, year) == [("Line", 1, 4), ("Factory", 1, 2), ("Office", 2, 2)]


def test_the_counts_of_units_are_those_of_scoring(units, cast, year, scorecard) -> None:
    line = ScorecardYearFactory._meta.model.objects.get(scorecard__unit=units["line"])
    ranged = IndicatorFactory(
        objective=ObjectiveFactory(scorecard=line.scorecard, code="R"), polarity="range", code="R-1"
    )
    MeasurementFactory(scorecard_year=line, indicator=ranged, target=D(1), achievement=D(1))
    first = Measurement.objects.filter(scorecard_year=line).first()
    first.state, first.state_reason = Measurement.State.NOT_APPLICABLE, "closed"
    first.save()
    MeasurementFactory(
        scorecard_year=line,
        target=None,
        achievement=D(3),
        indicator__objective=ObjectiveFactory(scorecard=line.scorecard, code="N"),
    )
    scored = load_scorecard_year(line).result
    assert ("Line", scored.reported, scored.expected) in names(cast.manager, cast.unit, year)
    assert (scored.reported, scored.expected) == (0, 3)


def test_a_role_further_down_sees_what_is_below_that_alone(units, year) -> None:
    lead = MembershipFactory(unit=units["factory"], role=Membership.Role.MANAGER).user
    assert names(lead, units["factory"], year) == [("Line", 1, 4)]
    assert names(lead, units["line"], year) == []


def test_a_sibling_or_an_outsider_counts_nothing(units, cast, year) -> None:
    sibling = MembershipFactory(unit=units["office"], role=Membership.Role.ADMINISTRATOR).user
    assert names(sibling, units["factory"], year) == []
    assert names(cast.outsider, cast.unit, year) == []


def test_a_sibling_finds_no_word_of_the_others_on_the_own_page(units, sign_in) -> None:
    sibling = MembershipFactory(unit=units["office"], role=Membership.Role.ADMINISTRATOR).user
    page = sign_in(sibling).get(f"{PLACE}/OFFICE/2012/entry/").content.decode()
    assert "Factory" not in page
    assert "entry-units" not in page


def test_who_only_holds_a_unit_counts_nothing_below_it(cast, scorecard, year) -> None:
    below = UnitFactory(parent=cast.desk, code="BELOW", name="Below")
    with_scorecard(below, scorecard.plan, reported=0, missing=1)
    assert names(cast.person, cast.desk, year) == []
    assert names(cast.viewer, cast.desk, year) == [("Below", 0, 1)]


def test_retired_units_other_plans_and_other_years_do_not_count(units, cast, year, scorecard) -> None:
    units["line"].active = False
    units["line"].save()
    other = PlanFactory(organization=cast.unit.organization, first_year=2014, last_year=2015)
    later = UnitFactory(parent=cast.unit, code="LATER", name="Later")
    with_scorecard(later, other, reported=0, missing=1)
    next_year = UnitFactory(parent=cast.unit, code="NEXT", name="Next")
    with_scorecard(next_year, scorecard.plan, reported=0, missing=1, year=2013)
    assert [name for name, _reported, _expected in names(cast.manager, cast.unit, year)] == [
        "Factory",
        "Office",
    ]


def test_a_unit_without_anything_expected_comes_last_and_is_not_called_complete(units, cast, year, scorecard):
    idle = UnitFactory(parent=cast.unit, code="IDLE", name="Idle")
    with_scorecard(idle, scorecard.plan, reported=0, missing=0)
    below = units_below(access_to(cast.manager, cast.unit, today=TODAY), year)
    assert below.units[-1].name == "Idle"
    assert (below.complete, below.expecting) == (1, 3)


def test_the_page_lists_the_units_with_links_to_their_entry(units, cast, sign_in) -> None:
    page = sign_in(cast.manager).get(f"{PLACE}/ACME/2012/entry/").content.decode()
    assert "Units below: 1 of 3 complete" in page
    assert f'<a href="{PLACE}/LINE/2012/entry/">Line</a>' in page


def test_the_page_takes_as_many_queries_at_3_as_at_33_units(units, cast, scorecard, sign_in) -> None:
    client = sign_in(cast.manager)
    client.get("/")

    def queries() -> int:
        client.get(f"{PLACE}/ACME/2012/entry/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{PLACE}/ACME/2012/entry/").status_code == 200
        return len(captured)

    few = queries()
    for number in range(30):
        unit = UnitFactory(parent=cast.unit, code=f"MORE{number}", name=f"More {number}")
        with_scorecard(unit, scorecard.plan, reported=1, missing=1)
    assert queries() == few


def test_the_units_below_in_a_practice_copy_are_there_while_the_original_is_seen(units, cast, year) -> None:
    person = MembershipFactory(unit=units["factory"], role=Membership.Role.MANAGER).user
    source = ScorecardYear.objects.get(scorecard__unit=units["factory"], year=2012).scorecard
    root = make_practice_copy(source, by=person)
    line = UnitFactory(parent=root, code="P-LINE", name="Practice line")
    copied = ScorecardYear.objects.select_related("scorecard").get(scorecard__unit=root, year=2012)
    with_scorecard(line, copied.scorecard.plan, reported=1, missing=1)
    assert names(person, root, copied) == [("Practice line", 1, 2)]
    Membership.objects.filter(user=person, unit=units["factory"]).delete()
    assert names(person, root, copied) == []

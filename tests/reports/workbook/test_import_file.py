"""An import of a file: a preview writes nothing, confirming writes all of it or nothing, with history."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.measuring import write_measurement
from indicators.models import Indicator, Initiative, Measurement, WorkProgram
from reports.workbook.importing.refusals import Fault, NoticeKind
from reports.workbook.importing.report import as_csv, as_text, headline
from reports.workbook.importing.words import notice_message, refusal_message
from scorecards.models import Objective, Plan, Scorecard, ScorecardYear
from tests.factories import ObjectiveFactory, PlanFactory, ScorecardFactory, UnitFactory
from tests.indicators.full_plans import full_plan
from tests.indicators.scorecards import berdikari
from tests.reports.workbook.files import (
    add,
    bring,
    empty_organization,
    put,
    table,
    tables_of,
    taken_over,
    workbook,
)
from tests.reports.workbook.spreadsheets import exported, opened, saved


@pytest.fixture
def card(cast):
    made = berdikari(cast.unit)
    Initiative.objects.filter(name="").delete()
    return made


def row(code="SS1-1", year=2012):
    return Measurement.objects.get(indicator__code=code, scorecard_year__year=year)


def places(report):
    return [(each.fault, each.row, each.column, each.name) for each in report.refusals]


SIMPLE = "code,achievement,note\nSS1-1,12.35,Checked\nSS2-1,,\n"


def test_a_preview_says_what_would_change_and_writes_nothing(card, cast):
    report = bring(card.unit, SIMPLE, year=2012, by=cast.staff, write=False)
    assert headline(report) == "1 changed row, 1 unchanged row"
    assert not report.written
    assert (row().achievement, row().version) == (None, 1)
    assert not Measurement.history.filter(history_user=cast.staff).exists()


def test_a_confirmed_file_is_written_with_who_and_why(card, cast):
    report = bring(card.unit, SIMPLE, year=2012, by=cast.staff, name="C:\\data\\capaian.csv")
    assert report.written
    stored = row()
    assert (stored.achievement, stored.note, stored.state) == (Decimal("12.35"), "Checked", "draft")
    assert (stored.entered_by, stored.level) == (cast.staff, 1)
    trace = stored.history.first()
    assert (trace.history_user, trace.history_change_reason) == (cast.staff, "Imported from capaian.csv")


def test_an_empty_cell_of_a_simple_table_leaves_the_value_and_the_note(card, cast):
    bring(card.unit, SIMPLE, year=2012)
    assert not bring(card.unit, "code,achievement,note\nSS1-1,,\n", year=2012).changes_something
    assert (row().achievement, row().note) == (Decimal("12.35"), "Checked")


def test_an_empty_cell_of_a_workbook_empties_the_value(card):
    bring(card.unit, SIMPLE, year=2012)
    tables = tables_of(card)
    put(tables, "Years", ["SS1-1", 2012], achievement=None)
    assert bring(card.unit, tables).written
    assert (row().achievement, row().level) == (None, None)


def test_all_refusals_of_a_file_are_told_and_nothing_of_it_is_written(card):
    tables = table(
        "Years",
        {"indicator": "SS1-1", "year": 2012, "achievement": 5, "target": 1},
        {"indicator": "SS2-1", "year": 2012, "achievement": "12.35"},
        {"indicator": "SS4-1", "year": 2012, "achievement": 101},
        {"indicator": "NONE", "year": 2012, "achievement": 1},
        {"indicator": "SS1-1", "year": 2015, "achievement": 1},
        {"indicator": "SS1-1", "year": 2012, "achievement": 1},
    )
    report = bring(card.unit, tables)
    assert places(report) == [
        (Fault.CELL, 3, "F", "achievement"),
        (Fault.SAID_BY_SERVICE, 4, "F", "achievement"),
        (Fault.UNKNOWN_CODE, 5, "A", "indicator"),
        (Fault.OUTSIDE_PLAN, 6, "B", "year"),
        (Fault.ROW_TWICE, 7, "", ""),
    ]
    assert "101" in refusal_message(report.refusals[1])
    assert not report.written
    assert row().achievement is None


def test_what_was_confirmed_is_not_written_once_somebody_else_changed_it(card, cast):
    seen = bring(card.unit, SIMPLE, year=2012, by=cast.staff, write=False).fingerprint
    write_measurement(measurement=row(), changes={"achievement": Decimal(9)}, by=cast.manager)
    report = bring(card.unit, SIMPLE, year=2012, by=cast.staff, seen=seen)
    assert (report.overtaken, report.written) == (True, False)
    assert row().achievement == 9
    assert bring(card.unit, SIMPLE, year=2012, by=cast.staff, seen=report.fingerprint).written


def test_another_file_is_not_written_under_the_confirmation_of_this_one(card):
    seen = bring(card.unit, SIMPLE, year=2012, write=False).fingerprint
    report = bring(card.unit, SIMPLE.replace("12.35", "12.36"), year=2012, seen=seen)
    assert (report.overtaken, report.written) == (True, False)


def test_a_text_file_says_nothing_of_its_decimal_mark(card):
    assert bring(card.unit, SIMPLE, year=2012, write=False).texts_only
    assert not bring(card.unit, tables_of(card), write=False).texts_only


def test_one_sheet_of_the_workbook_comes_as_a_text_file(card):
    file = "\ufeffindicator;year;target;achievement\r\nSS1-1;2013;13,5;12,35\r\n"
    report = bring(card.unit, file, language="id")
    assert report.written
    assert (row(year=2013).target, row(year=2013).achievement) == (Decimal("13.5"), Decimal("12.35"))
    assert bring(card.unit, "code,text\nM1,Make good parts\n", name="statements.csv").refusals[0].fault is (
        Fault.NEW_ROW_INCOMPLETE
    )


def test_an_initiative_is_found_whatever_white_space_stands_around_its_name(card):
    indicator = Indicator.objects.get(code="SS1-1")
    Initiative.objects.create(indicator=indicator, name="  Do it ")
    tables = tables_of(card)
    add(tables, "WorkPrograms", indicator="SS1-1", initiative="Do it", year=2012, name="Begin", progress=40)
    assert bring(card.unit, tables).written
    WorkProgram.objects.update(name=" Begin ")
    put(tables, "WorkPrograms", ["SS1-1", "Do it", 2012, "Begin"], progress=50)
    assert bring(card.unit, tables).written
    assert WorkProgram.objects.get().progress == 50


def test_what_a_work_program_contradicts_is_refused_at_its_cell(card):
    tables = tables_of(card)
    add(tables, "Initiatives", indicator="SS1-1", name="Do it")
    work = {"indicator": "SS1-1", "initiative": "Do it", "year": 2012}
    add(tables, "WorkPrograms", name="A", status="done", progress=50, **work)
    add(tables, "WorkPrograms", name="B", budget=-1, **work)
    add(tables, "WorkPrograms", name="C", progress=101, **work)
    assert [(each.row, each.name) for each in bring(card.unit, tables).refusals] == [
        (2, "progress"),
        (3, "budget"),
        (4, "progress"),
    ]


def test_an_unknown_owner_stays_empty_and_is_reported(cast):
    tables = tables_of(full_plan(cast.unit, people=[cast.administrator]))
    for line in tables["Objectives"][1:]:
        line[4] = "nobody@example.org"
    there = empty_organization(cast.unit.organization)
    report = bring(there, tables)
    assert report.written
    assert not Objective.objects.filter(scorecard__unit=there, owner__isnull=False).exists()
    unknown = [each for each in report.notices if each.kind is NoticeKind.UNKNOWN_OWNER]
    assert notice_message(unknown[0]).startswith(
        "Objectives, 4 rows from row 2 on: nobody here has the address"
    )


def test_a_plan_of_a_single_year_comes_back_the_same(cast):
    plan = PlanFactory(organization=cast.unit.organization, first_year=2020, last_year=2020)
    tables = table(
        "Plan", {"period": "2020-2020", "name": "One", "weighting": "equal", "scheme": plan.scheme.code}
    )
    there = empty_organization(cast.unit.organization)
    assert bring(there, tables).written
    made = Scorecard.objects.select_related("plan").get(unit=there)
    assert list(made.plan.years) == [2020]
    assert not bring(there, tables_of(made)).changes_something


def test_a_plan_that_shares_a_year_with_another_is_refused(card):
    tables = table("Plan", {"period": "2013-2014", "name": "X", "weighting": "equal", "scheme": "x"})
    [refusal] = bring(card.unit, tables).refusals
    assert refusal.fault is Fault.PLAN_OVERLAPS
    assert "2012-2013" in refusal_message(refusal)


@pytest.mark.parametrize("period", ["2013-2012", "0001-0002", "2020-2099", "2101-2102"])
def test_a_plan_of_impossible_years_is_refused(cast, period):
    scheme = PlanFactory(organization=cast.unit.organization).scheme.code
    tables = table("Plan", {"period": period, "name": "X", "weighting": "equal", "scheme": scheme})
    report = bring(cast.unit, tables)
    assert report.refusals
    assert Plan.objects.count() == 1


def test_two_plans_in_one_file_are_refused(card):
    tables = tables_of(card)
    add(tables, "Plan", period="2030-2031", name="X", weighting="equal", scheme=card.plan.scheme.code)
    assert places(bring(card.unit, tables)) == [(Fault.ROW_TWICE, 5, "A", "period")]


def test_a_file_for_a_year_without_a_plan_is_refused(card):
    [refusal] = bring(card.unit, SIMPLE, year=2030).refusals
    assert refusal.fault is Fault.PLAN_ROW_MISSING


def test_a_new_plan_whose_row_can_not_be_read_is_refused_for_that_alone(cast):
    tables = table("Plan", {"period": "2030-2031", "name": "X", "weighting": "some", "scheme": "x"})
    tables |= table("Statements", {"code": "V1", "kind": "vision", "text": "Grow"})
    assert places(bring(cast.unit, tables)) == [(Fault.CELL, 2, "C", "weighting")]


def test_a_scheme_that_the_organization_does_not_have_is_refused_with_those_that_it_has(cast):
    tables = tables_of(full_plan(cast.unit, people=[cast.administrator]))
    there = cast.outsider.memberships.get().unit
    report = bring(there, tables)
    assert [(each.sheet, each.name) for each in report.refusals] == [("Plan", "scheme")]


def test_an_objective_supports_one_of_a_unit_above(card, cast):
    plan = card.plan
    desk = ScorecardFactory(plan=plan, unit=cast.desk)
    ObjectiveFactory(scorecard=desk, perspective=plan.perspectives.first(), code="D1")
    tables = {"Objectives": tables_of(desk)["Objectives"]}
    put(tables, "Objectives", ["D1"], supports=f"{cast.unit.code}/SS1")
    assert bring(cast.desk, tables).written
    assert Objective.objects.get(code="D1").parent.code == "SS1"
    assert not bring(cast.desk, tables_of(desk)).changes_something
    for wrong in ("SS1", f"{cast.unit.code}/NONE", "DESK/D1", "/"):
        put(tables, "Objectives", ["D1"], supports=wrong)
        assert [(each.row, each.name) for each in bring(cast.desk, tables).refusals] == [(2, "supports")]


def test_a_unit_below_the_root_comes_back_the_same(cast):
    unit = UnitFactory(parent=UnitFactory(parent=cast.unit))
    here = full_plan(unit, people=[cast.administrator])
    there = UnitFactory(parent=empty_organization(cast.unit.organization))
    assert bring(there, tables_of(here)).written
    assert taken_over(Scorecard.objects.select_related("plan").get(unit=there)) == taken_over(here)


def test_a_retired_unit_gets_no_scorecard(card, cast):
    retired = UnitFactory(parent=cast.unit, active=False)
    report = bring(retired, tables_of(card))
    assert "retired" in refusal_message(report.refusals[0])
    assert not Scorecard.objects.filter(unit=retired).exists()


def test_only_what_changes_is_written(card):
    tables = tables_of(card)
    before = Measurement.history.count() + Indicator.history.count()
    put(tables, "Years", ["SS1-1", 2012], achievement=5)
    bring(card.unit, tables)
    assert Measurement.history.count() + Indicator.history.count() == before + 1


def test_an_unchanged_workbook_takes_the_same_queries_whatever_its_rows(card, cast):
    counts = []
    for file in (workbook(tables_of(card)), workbook({"Years": tables_of(card)["Years"]})):
        with CaptureQueriesContext(
            connection,
        ) as context:
            bring(card.unit, file, by=cast.administrator)
        counts.append(len(context))
    assert counts[0] <= 40
    assert counts[1] <= counts[0]


def test_the_report_reads_the_same_as_text_and_as_csv(card):
    report = bring(card.unit, SIMPLE.replace("SS2-1", "NONE"), year=2012)
    text, lines = as_text(report), as_csv(report).splitlines()
    assert text.startswith("Not written: ")
    assert "NONE" in text
    assert lines[0] == "Outcome,Sheet,Row,Column,What,Old,New,Message"
    assert any(line.startswith("Refused,") and "NONE" in line for line in lines)


def test_a_note_that_turns_the_direction_of_writing_around_is_refused_at_its_cell(card):
    report = bring(card.unit, "code,achievement,note\nSS1-1,12.35,100\u202e%\n", year=2012)
    assert places(report) == [(Fault.SAID_BY_SERVICE, 2, "C", "note")]
    assert "U+202E" in refusal_message(report.refusals[0])


def test_a_workbook_of_another_unit_is_told_from_the_own_one(card):
    content = exported(card)
    own, other = (
        [each for each in bring(unit, io.BytesIO(content), write=False).notices if each.read]
        for unit in (card.unit, empty_organization(card.plan.organization))
    )
    assert own == []
    assert [(each.kind, each.read) for each in other] == [(NoticeKind.OTHER_UNIT, "ACME")]
    assert "taken out of ACME, not of this unit" in notice_message(other[0])


def test_the_subject_of_a_file_of_ones_own_says_nothing_of_a_unit(card):
    book = opened(exported(card))
    book.properties.subject = "KPI 2012"
    assert not bring(card.unit, io.BytesIO(saved(book)), write=False).notices


def test_other_years_stay_as_they_are(card):
    years = list(ScorecardYear.objects.values())
    bring(card.unit, SIMPLE, year=2012)
    assert list(ScorecardYear.objects.values()) == years
    assert row(year=2013).achievement is None

"""The trends: years, perspectives, objectives and indicators, each with its numbers."""

import json
from decimal import Decimal

import pytest

from indicators.models import Measurement
from performance.closing_services import OfMissing, close_year
from performance.trend_cells import Cell
from scorecards.models import ScorecardYear
from tests.factories import (
    IndicatorFactory,
    ObjectiveFactory,
    PerspectiveFactory,
    PlanFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari, measure, of_size
from tests.performance.test_table_page import read

PAGE = "performance/trends/"


@pytest.fixture
def trends(cast, sign_in, place):
    """What the page is made of, for an auditor, in a year."""

    def show(year: int = 2012, query: str = ""):
        response = sign_in(cast.viewer).get(place(PAGE, year=year) + query)
        assert response.status_code == 200
        return response.context["trends"]

    return show


@pytest.fixture
def two_years(cast):
    """PT Berdikari on target in 2012, and in 2013 just below every target."""
    return berdikari(cast.unit, achieve={2012: on_target, 2013: just_below})


def said(cells: tuple[Cell, ...]) -> list[tuple[str, str]]:
    """The figure of each cell, else its word, and its status."""
    return [(cell.text or cell.word, cell.status) for cell in cells]


def indicator(trends, code: str):
    return next(line for group in trends.indicators for line in group.lines if line.code == code)


def set_row(code: str, year: int, **values) -> None:
    rows = Measurement.objects.filter(indicator__code=code, scorecard_year__year=year)
    rows.update(level=None, attainment=None, **values)


@pytest.mark.parametrize("name", ["viewer", "staff", "manager", "administrator"])
def test_members_read_the_trends(name, cast, sign_in, place, two_years):
    assert sign_in(cast.by_name(name)).get(place(PAGE)).status_code == 200


def test_an_outsider_finds_nothing(cast, sign_in, place, two_years):
    assert sign_in(cast.outsider).get(place(PAGE)).status_code == 404


def test_it_takes_no_writes(cast, sign_in, place, two_years):
    assert sign_in(cast.administrator).post(place(PAGE)).status_code == 405


def test_the_first_line_answers_in_words(cast, sign_in, place, two_years):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "The index fell from 100 in 2012 to 50 in 2013; good in 1 of 2 years." in page


def test_each_year_has_its_index_total_threshold_and_verdict(trends, two_years):
    [plan] = trends().plans
    assert [
        (line.year, line.index, line.total, line.threshold, line.verdict, line.shape) for line in plan.lines
    ] == [
        (2012, "100.00", "40", "40", "Good", "above"),
        (2013, "50.00", "20", "40", "Not good yet", "below"),
    ]


def test_each_perspective_and_objective_has_its_index_by_year(trends, two_years):
    groups = trends().results
    assert [group.line.name for group in groups] == [
        "Financial",
        "Customer",
        "Internal Business Process",
        "Learning and Growth",
    ]
    assert sum(len(group.objectives) for group in groups) == 18
    for line in (line for group in groups for line in (group.line, *group.objectives)):
        assert said(line.cells) == [("100.00", "on"), ("50.00", "below")]


def test_an_indicator_has_its_achievements_above_its_targets(trends, two_years):
    line = indicator(trends(), "SS2-1")
    assert said(line.achievements) == [("36", "on"), ("27.99", "below")]
    assert said(line.targets) == [("36", ""), ("28", "")]


def test_the_charts_draw_the_numbers_of_the_table(trends, two_years):
    page = trends()
    index, total = json.loads(page.index_chart), json.loads(page.total_chart)
    assert (index["achievement"], index["target"]) == (["100", "50"], ["100", "100"])
    assert (total["achievement"], total["target"]) == (["40", "20"], ["40", "40"])
    assert index["status"] == ["above", "below"]


def test_a_sparkline_has_the_values_of_its_row(trends, two_years):
    drawn = json.loads(indicator(trends(), "SS2-1").chart)
    assert [Decimal(value) for value in drawn["achievement"]] == [Decimal(36), Decimal("27.99")]
    assert [Decimal(value) for value in drawn["target"]] == [Decimal(36), Decimal(28)]


def test_a_missing_achievement_is_a_gap_and_not_a_zero(trends, two_years):
    set_row("SS2-1", 2013, achievement=None)
    line = indicator(trends(), "SS2-1")
    assert said(line.achievements)[1] == ("Not reported", "missing")
    assert json.loads(line.chart)["achievement"][1] is None


def test_an_incomplete_year_says_so_everywhere(trends, cast, sign_in, place, two_years):
    set_row("SS2-1", 2013, achievement=None)
    page = trends()
    year = page.plans[0].lines[1]
    assert (year.reported, year.expected, year.possible) == (19, 20, "20 to 22 still possible")
    assert page.results[0].line.cells[1].note == "2 of 3"
    assert not page.all_years[1].complete
    assert json.loads(page.index_chart)["open"] == [False, True]
    assert json.loads(page.total_chart)["possible"][1]["text"] == "20–22"
    assert "so far" in read(sign_in(cast.viewer), place(PAGE))


def test_a_year_without_anything_reported_has_no_index_and_no_total(trends, cast):
    berdikari(cast.unit, achieve={2012: on_target})
    page = trends()
    year = page.plans[0].lines[1]
    assert (year.index, year.total, year.verdict, year.reported) == ("", "", "Undecided", 0)
    assert {said(group.line.cells)[1] for group in page.results} == {("Not reported", "missing")}


def test_a_year_without_any_target_gives_no_verdict(trends, two_years):
    Measurement.objects.filter(scorecard_year__year=2013).update(target=None, level=None, attainment=None)
    page = trends()
    assert (page.plans[0].lines[1].verdict, page.plans[0].lines[1].threshold) == ("", "")
    assert said(page.results[0].line.cells)[1] == ("No target", "no_target")
    assert said(indicator(page, "SS2-1").targets)[1] == ("No target", "no_target")


def test_what_does_not_apply_says_so(trends, two_years):
    set_row("SS2-1", 2013, state="not_applicable", state_reason="Sold")
    page = trends()
    line = indicator(page, "SS2-1")
    assert said(line.achievements)[1] == ("Not applicable", "not_applicable")
    objective = next(line for line in page.results[0].objectives if line.code == "SS2")
    assert said(objective.cells)[1] == ("Not applicable", "not_applicable")


def test_one_year_draws_no_line_and_says_what_comes(trends, cast, sign_in, place):
    berdikari(cast.unit, achieve={2012: on_target})
    assert (trends().index_chart, trends().total_chart) == ("", "")
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "2012 is the only year with an index: 100, good. The next one makes a trend." in page
    assert "A line is drawn as soon as a second year has an index." in page


@pytest.fixture
def close(cast):
    """Closes a year of a scorecard under a seal."""

    def do(card, year: int, missing: OfMissing = OfMissing.REFUSE) -> None:
        chosen = ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(
            scorecard=card, year=year
        )
        close_year(scorecard_year=chosen, missing=missing, by=cast.administrator)

    return do


def test_a_closed_year_is_marked(trends, cast, sign_in, place, two_years, close):
    close(two_years, 2012)
    assert [column.closed for column in trends().years] == [True, False]
    assert 'aria-label="closed"' in read(sign_in(cast.viewer), place(PAGE))


def test_a_closed_year_is_shown_as_it_was_sealed(trends, two_years, close):
    close(two_years, 2012)
    set_row("SS2-1", 2012, achievement=Decimal(1))
    page = trends()
    assert page.plans[0].lines[0].total == "40"
    assert said(indicator(page, "SS2-1").achievements)[0] == ("36", "on")


def test_closed_years_keep_perspectives_and_indicators_in_their_order(trends, two_years, close):
    before = trends()
    close(two_years, 2012)
    close(two_years, 2013)
    after = trends()
    assert [group.line.name for group in after.results] == [group.line.name for group in before.results]
    assert [line.code for group in after.indicators for line in group.lines] == [
        line.code for group in before.indicators for line in group.lines
    ]


def test_what_was_missing_when_the_year_was_closed_stays_missing_where_it_counts_as_the_lowest(
    trends, two_years, close
):
    set_row("SS2-1", 2012, achievement=None)
    close(two_years, 2012, OfMissing.LOWEST)
    page = trends()
    assert (page.plans[0].lines[0].total, page.plans[0].lines[0].complete) == ("39", True)
    assert said(indicator(page, "SS2-1").achievements)[0] == ("Not reported", "missing")
    objective = next(line for line in page.results[0].objectives if line.code == "SS2")
    assert said(objective.cells)[0] == ("50.00", "below")


def test_the_year_of_the_page_is_the_marked_one(trends, two_years):
    assert [column.current for column in trends(2013).years] == [False, True]
    assert [line.current for line in trends(2013).plans[0].lines] == [False, True]


def test_achievements_before_the_plan_stand_before_it_without_a_target(trends, two_years):
    row = Measurement.objects.filter(indicator__code="SS2-1").first()
    before = ScorecardYearFactory(scorecard=two_years, year=2011)
    measure(row.indicator, before, None, lambda inputs: Decimal("34.75"))
    page = trends()
    assert [(column.year, column.before) for column in page.all_years] == [
        (2011, True),
        (2012, False),
        (2013, False),
    ]
    assert said(indicator(page, "SS2-1").achievements)[0] == ("34.75", "")
    assert said(indicator(page, "SS2-1").targets)[0] == ("–", "")
    assert [column.year for column in page.years] == [2012, 2013]


def test_a_range_shows_both_of_its_bounds(trends, scorecard):
    measured = IndicatorFactory(
        objective=ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first()),
        code="SS1-1",
        polarity="range",
    )
    year = scorecard.years.get(year=2012)
    measure(measured, year, Decimal(95), lambda inputs: Decimal(99), target_upper=Decimal(105))
    line = indicator(trends(), "SS1-1")
    assert said(line.targets) == [("95–105", ""), ("–", "")]
    assert json.loads(line.chart)["target_upper"] == ["105", None]


@pytest.fixture
def later_plan(cast, two_years):
    """A plan 2014-2015 of the same unit, with an indicator on target in 2014."""
    plan = PlanFactory(
        organization=cast.unit.organization, name="Renstra 2014-2015", first_year=2014, last_year=2015
    )
    card = ScorecardFactory(plan=plan, unit=cast.unit)
    first, second = (ScorecardYearFactory(scorecard=card, year=year) for year in plan.years)
    perspective = PerspectiveFactory(plan=plan, code="F", name_en="Later perspective")
    measured = IndicatorFactory(objective=ObjectiveFactory(scorecard=card, perspective=perspective))
    measure(measured, first, Decimal(10), on_target)
    measure(measured, second, Decimal(12))
    return plan


def test_the_years_of_all_plans_stand_under_their_plans(trends, later_plan):
    plans = trends().plans
    assert [(plan.name, [line.year for line in plan.lines]) for plan in plans] == [
        ("Renstra 2012-2013", [2012, 2013]),
        ("Renstra 2014-2015", [2014, 2015]),
    ]
    drawn = json.loads(trends().index_chart)
    assert (drawn["labels"], drawn["starts"]) == (["2012", "2013", "2014", "2015"], [2])


def test_objectives_and_indicators_are_those_of_the_plan_of_the_year(trends, later_plan):
    assert [group.line.name for group in trends(2014).results] == ["Later perspective"]
    assert (trends(2014).total, trends(2012).total) == (1, 20)


def test_the_page_leads_to_the_trends_of_the_other_plan(cast, sign_in, place, later_plan):
    page = read(sign_in(cast.viewer), place(PAGE))
    assert f'<a href="{place(PAGE, year=2015)}">Renstra 2014-2015</a>' in page


def test_the_answer_is_about_the_plan_of_the_year(trends, later_plan):
    assert trends(2014).answer.startswith("2014 is the only year with an index")


def test_words_of_a_search_narrow_down_the_indicators(trends, two_years):
    page = trends(query="?q=pendapatan+usaha")
    assert [line.code for group in page.indicators for line in group.lines] == ["SS2-1"]
    assert (page.shown, page.total) == (1, 20)


def test_a_perspective_narrows_down_the_indicators(trends, two_years):
    page = trends(query="?perspective=F")
    assert [group.name for group in page.indicators] == ["Financial"]
    assert page.shown == 3


@pytest.mark.parametrize("query", ["?q=%00", "?perspective=nothing", "?q=" + "x" * 500, "?q=%ED%A0%80"])
def test_a_faulty_filter_is_no_error(query, cast, sign_in, place, two_years):
    assert sign_in(cast.viewer).get(place(PAGE) + query).status_code == 200


def test_a_filter_that_nothing_matches_says_so(cast, sign_in, place, two_years):
    page = read(sign_in(cast.viewer), place(PAGE) + "?q=nothing+like+it")
    assert "No indicator matches these filters." in page


def test_without_indicators_it_says_what_to_do_first(cast, sign_in, place, scorecard):
    assert "There are no indicators yet" in read(sign_in(cast.viewer), place(PAGE))


def test_it_reads_in_indonesian(cast, sign_in, place, two_years):
    cast.viewer.language = "id"
    cast.viewer.save()
    page = read(sign_in(cast.viewer), place(PAGE))
    assert "Indeks turun dari 100 pada 2012 menjadi 50 pada 2013; baik pada 1 dari 2 tahun." in page


@pytest.mark.parametrize(("years", "indicators"), [(2, 20), (10, 20), (2, 200)])
def test_it_takes_the_same_queries_at_any_size(
    years, indicators, cast, sign_in, place, django_assert_num_queries
):
    plan = PlanFactory(organization=cast.unit.organization, last_year=2011 + years)
    card = ScorecardFactory(plan=plan, unit=cast.unit)
    for year in plan.years:
        ScorecardYearFactory(scorecard=card, year=year)
    PerspectiveFactory(plan=plan)
    of_size(card, indicators)
    client = sign_in(cast.viewer)
    with django_assert_num_queries(11):
        assert client.get(place(PAGE)).status_code == 200

"""The year's work programs as a tree: loaded at fixed cost, added up, narrowed, told in sentences."""

import datetime
from decimal import Decimal

import pytest

from indicators.work_page import draw_timeline
from indicators.work_programs import add_up
from indicators.work_words import gaps, year_answer
from indicators.work_year import load_indicator_work, load_work_year, narrow
from tests.factories import (
    IndicatorFactory,
    InitiativeFactory,
    ObjectiveFactory,
    UserFactory,
    WorkProgramFactory,
)

TODAY = datetime.date(2012, 6, 15)


@pytest.fixture
def year(scorecard):
    return scorecard.years.select_related("scorecard__plan").get(year=2012)


@pytest.fixture
def plan(scorecard, year):
    """Makes work programs: each under an initiative, indicator and objective of its own."""

    def make(perspective="F", **facts):
        found = scorecard.plan.perspectives.get(code=perspective)
        initiative = InitiativeFactory(
            indicator__objective__scorecard=scorecard, indicator__objective__perspective=found
        )
        return WorkProgramFactory(initiative=initiative, scorecard_year=year, **facts)

    return make


def load(year):
    return load_work_year(year, today=TODAY)


def test_the_tree_is_loaded_in_four_queries(year, plan, django_assert_num_queries):
    for perspective in "FCPL":
        plan(perspective, owner=UserFactory())
    with django_assert_num_queries(4):
        assert [line.owner != "" for line in load(year).lines] == [True] * 4


def test_the_work_on_one_indicator_is_loaded_in_two_queries(year, plan, django_assert_num_queries):
    program = plan()
    WorkProgramFactory.create_batch(3, initiative=program.initiative, scorecard_year=year)
    indicator = program.initiative.indicator
    with django_assert_num_queries(2):
        assert load_indicator_work(indicator, year, today=TODAY).totals.count == 4


def test_perspectives_objectives_and_indicators_keep_their_order(scorecard, year):
    last, first = (scorecard.plan.perspectives.get(code=code) for code in "LF")
    below = IndicatorFactory(objective__scorecard=scorecard, objective__perspective=last)
    objective = ObjectiveFactory(scorecard=scorecard, perspective=first)
    second, top = (IndicatorFactory(objective=objective, order=order) for order in (2, 1))
    groups = load(year).perspectives
    works = [work for group in groups for each in group.objectives for work in each.indicators]
    assert [work.indicator for work in works] == [top, second, below]


def test_each_group_adds_up_its_own_and_the_year_adds_up_all(year, plan):
    for perspective, budget in (("F", "10.5"), ("F", "20"), ("C", "300")):
        plan(perspective, budget=Decimal(budget))
    found = load(year)
    assert [group.totals.budget for group in found.perspectives] == [Decimal("30.5"), 300]
    assert found.totals == add_up(line.totals for line in found.lines)


def test_amounts_with_cents_make_all_of_them_show_cents(year, plan):
    plan(budget=Decimal(10))
    before = load(year).decimals
    plan(spent=Decimal("0.50"))
    assert (before, load(year).decimals) == (0, 2)


def test_work_programs_of_another_year_are_not_there(scorecard, year, plan):
    program = plan()
    other = scorecard.years.get(year=2013)
    WorkProgramFactory(initiative=program.initiative, scorecard_year=other)
    assert [line.program for line in load(year).lines] == [program]


def test_narrowing_leaves_out_what_is_left_without_work_and_adds_up_anew(year, plan):
    plan("F", budget=Decimal(1))
    kept = plan("C", budget=Decimal(2))
    found = narrow(load(year), lambda line: line.program == kept)
    assert ([line.program for line in found.lines], found.totals.budget) == ([kept], 2)
    assert len(found.perspectives) == 1


def test_narrowing_to_a_perspective_keeps_its_work_alone(year, plan):
    plan("F")
    kept = plan("C")
    found = narrow(load(year), lambda line: True, perspective="C")
    assert [line.program for line in found.lines] == [kept]


def test_the_year_in_one_sentence(year, plan):
    plan(budget=Decimal(400_000_000), spent=Decimal(120_000_000))
    plan(end=datetime.date(2012, 6, 14))
    words = year_answer(load(year), "Rp")
    assert words == "2012: 2 work programs, Rp 120,000,000 of 400,000,000 spent (30 %), 1 overdue."


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "2012: 1 work program, none overdue."),
        (
            {"budget": Decimal(5)},
            "2012: 1 work program, a budget of Rp 5, nothing stated about what was spent, none overdue.",
        ),
        ({"spent": Decimal(5)}, "2012: 1 work program, Rp 5 spent, no budget stated, none overdue."),
    ],
)
def test_the_sentence_says_what_is_not_said(year, plan, facts, expected):
    plan(**facts)
    assert year_answer(load(year), "Rp") == expected


def test_the_sentence_of_an_unplanned_year_counts_its_initiatives(scorecard, year):
    InitiativeFactory.create_batch(2, indicator__objective__scorecard=scorecard)
    assert year_answer(load(year), "Rp") == "2012: no work program yet for any of 2 initiatives."


def test_what_the_sums_leave_out_is_told(year, plan):
    plan(budget=Decimal(5), spent=Decimal(1))
    plan(spent=Decimal(2))
    plan()
    assert gaps(load(year).totals, "Rp", 0) == [
        "Of 3 work programs 1 have a budget; the sum covers only those.",
        "Of 3 work programs 2 say what was spent.",
        "Rp 2 was spent where no budget is stated.",
    ]


def test_nothing_is_told_where_all_amounts_are_said(year, plan):
    plan(budget=Decimal(5), spent=Decimal(0))
    assert gaps(load(year).totals, "Rp", 0) == []


def test_the_timeline_says_each_bar_in_words(year, plan):
    plan(
        name="Train",
        start=datetime.date(2012, 2, 1),
        end=datetime.date(2012, 5, 31),
        status="running",
        progress=40,
    )
    (group,) = draw_timeline(load(year)).groups
    assert group.rows[0].label == "Train: 1 Feb – 31 May, Running, 40 % done, Overdue"


def test_lengths_are_written_for_svg_in_every_language(year, plan, settings):
    plan(start=datetime.date(2012, 2, 1), end=datetime.date(2012, 5, 31), progress=50)
    (group,) = draw_timeline(load(year)).groups
    assert (group.rows[0].bar.left, group.rows[0].bar.filled) == ("8.4699%", "16.53%")


def test_a_long_timeline_starts_folded(year, plan):
    program = plan()
    is_open = draw_timeline(load(year)).is_open
    WorkProgramFactory.create_batch(30, initiative=program.initiative, scorecard_year=year)
    assert [is_open, draw_timeline(load(year)).is_open] == [True, False]


def test_today_stands_on_the_timeline_of_its_year_alone(scorecard, year, plan):
    plan()
    other = scorecard.years.select_related("scorecard__plan").get(year=2013)
    drawn = [draw_timeline(load_work_year(each, today=TODAY)).today for each in (year, other)]
    assert [bool(each) for each in drawn] == [True, False]

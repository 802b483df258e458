"""Changes of a workbook that are only valid together, and those that no service would keep."""

from decimal import Decimal

import pytest

from indicators.models import Indicator, Initiative, Measurement
from scorecards.models import PerspectiveWeight, ScorecardYear
from tests.indicators.scorecards import berdikari
from tests.reports.workbook.files import add, bring, put, tables_of


@pytest.fixture
def card(cast):
    made = berdikari(cast.unit)
    Initiative.objects.filter(name="").delete()
    return made


@pytest.fixture
def tables(card):
    return tables_of(card)


def said(report):
    return [(each.sheet, each.row, each.name, str(each.detail or each.read)) for each in report.refusals]


def brought(card, tables):
    report = bring(card.unit, tables)
    assert said(report) == []
    assert report.written
    assert not bring(card.unit, tables).changes_something
    return report


def indicator(code="SS1-1"):
    return Indicator.objects.get(code=code)


def row(code="SS1-1", year=2012):
    return Measurement.objects.get(indicator__code=code, scorecard_year__year=year)


def test_a_polarity_changes_together_with_the_targets(card, tables):
    put(tables, "Indicators", ["SS1-1"], polarity="range")
    put(tables, "Years", ["SS1-1", 2012], target=10, target_upper=12, achievement=11)
    put(tables, "Years", ["SS1-1", 2013], target_upper=20)
    brought(card, tables)
    assert indicator().polarity == "range"
    assert (row().target, row().target_upper, row().achievement) == (10, 12, 11)
    assert (row(year=2013).target, row(year=2013).target_upper) == (13, 20)


def test_a_range_becomes_an_indicator_with_one_target(card, tables):
    test_a_polarity_changes_together_with_the_targets(card, tables)
    put(tables, "Indicators", ["SS1-1"], polarity="lower")
    put(tables, "Years", ["SS1-1", 2012], target_upper=None)
    put(tables, "Years", ["SS1-1", 2013], target_upper=None)
    brought(card, tables)
    assert (row().target, row().target_upper, row(year=2013).target) == (10, None, 13)


def test_a_polarity_alone_is_refused_with_the_years_that_lack_a_target(card, tables):
    put(tables, "Indicators", ["SS1-1"], polarity="range")
    put(tables, "Years", ["SS1-1", 2012], target_upper=20)
    report = bring(card.unit, tables)
    assert not report.written
    assert ("Indicators", 2, "polarity") in [each[:3] for each in said(report)]
    assert "2013" in "".join(each[3] for each in said(report))


def test_natural_bounds_change_together_with_what_lies_within_them(card, tables):
    put(tables, "Indicators", ["SS1-1"], natural_min=100, natural_max=200, baseline=150)
    put(tables, "Years", ["SS1-1", 2012], target=160)
    put(tables, "Years", ["SS1-1", 2013], target=170)
    brought(card, tables)
    assert (indicator().natural_min, indicator().baseline, row().target) == (100, 150, 160)


def test_a_value_that_stays_outside_new_bounds_is_refused(card, tables):
    put(tables, "Indicators", ["SS1-1"], natural_min=100, baseline=150)
    put(tables, "Years", ["SS1-1", 2012], target=160)
    report = bring(card.unit, tables)
    assert [each[:3] for each in said(report)] == [("Indicators", 2, "natural_min")]
    assert row().target == Decimal("12.6")


def test_a_weighting_changes_together_with_weights_that_it_needs(card, tables):
    Measurement.objects.update(weight=0)
    tables = tables_of(card)
    put(tables, "Plan", [2012], weighting="indicator")
    put(tables, "Years", ["SS1-1", 2012], weight=3)
    brought(card, tables)
    year = ScorecardYear.objects.get(year=2012)
    assert (year.weighting_mode, row().weight) == ("indicator", 3)


def test_the_only_weights_of_a_year_move_together_with_the_targets(card, tables):
    """Weight and targets go from one perspective to the others: neither order alone would be allowed."""
    ScorecardYear.objects.update(weighting_mode="hierarchical")
    finance = [each.code for each in Indicator.objects.filter(objective__perspective__code="F")]
    others = [each.code for each in Indicator.objects.exclude(objective__perspective__code="F")]
    Measurement.objects.filter(indicator__code__in=others, scorecard_year__year=2012).update(target=None)
    PerspectiveWeight.objects.filter(scorecard_year__year=2012).exclude(perspective__code="F").update(
        weight=0
    )
    tables = tables_of(card)
    for code in finance:
        put(tables, "Years", [code, 2012], target=None)
    put(tables, "Years", [others[0], 2012], target=5)
    put(tables, "Weights", ["perspective", "F", 2012], weight=0)
    owner = indicator(others[0]).objective.perspective.code
    put(tables, "Weights", ["perspective", owner, 2012], weight=1)
    brought(card, tables)
    assert ScorecardYear.objects.get(year=2012).weighting_mode == "hierarchical"


def test_weights_that_leave_nothing_to_count_are_refused(card, tables):
    ScorecardYear.objects.update(weighting_mode="hierarchical")
    tables = tables_of(card)
    for line in tables["Weights"][1:]:
        line[-1] = 0
    report = bring(card.unit, tables)
    assert not report.written
    assert report.refusals
    assert set(ScorecardYear.objects.values_list("weighting_mode", flat=True)) == {"hierarchical"}


def test_a_reason_without_a_threshold_is_refused(card, tables):
    put(tables, "Plan", [2012], threshold_reason="As in the paper")
    assert [each[:3] for each in said(bring(card.unit, tables))] == [("Plan", 3, "threshold_reason")]


def test_a_threshold_comes_with_its_reason_and_goes_with_it(card, tables):
    put(tables, "Plan", [2012], threshold=42, threshold_reason="As in the paper")
    brought(card, tables)
    assert ScorecardYear.objects.get(year=2012).fixed_threshold == 42
    put(tables, "Plan", [2012], threshold=None, threshold_reason=None)
    brought(card, tables)
    assert ScorecardYear.objects.get(year=2012).fixed_threshold is None


def test_a_number_of_years_without_a_mean_is_refused(card, tables):
    put(tables, "Indicators", ["SS1-1"], baseline_years=3)
    add(
        tables,
        "Indicators",
        code="N",
        objective="SS1",
        name="N",
        unit_of_measure="%",
        polarity="higher",
        baseline_years=3,
    )
    assert {each[:3] for each in said(bring(card.unit, tables))} == {
        ("Indicators", 2, "baseline_years"),
        ("Indicators", len(tables["Indicators"]), "baseline_years"),
    }


@pytest.mark.parametrize("span", [0, -1, 2_000_000_000 - 1])
def test_a_mean_of_impossibly_many_years_is_refused_at_once(card, tables, span):
    put(tables, "Indicators", ["SS1-1"], baseline_method="mean", baseline_years=span, baseline=None)
    assert [each[:3] for each in said(bring(card.unit, tables))] == [("Indicators", 2, "baseline_years")]


def test_a_computed_baseline_comes_with_the_years_that_it_is_computed_from(card, tables):
    for year, value in ((2010, 10), (2011, 13)):
        add(tables, "Years", indicator="SS1-1", year=year, achievement=value)
    put(tables, "Indicators", ["SS1-1"], baseline_method="mean", baseline_years=2, baseline=11.5)
    brought(card, tables)
    assert indicator().baseline == Decimal("11.5")


def test_a_computed_baseline_that_does_not_come_out_is_refused(card, tables):
    add(tables, "Years", indicator="SS1-1", year=2011, achievement=13)
    put(tables, "Indicators", ["SS1-1"], baseline_method="previous", baseline=11.5)
    report = bring(card.unit, tables)
    assert said(report) == [
        ("Indicators", 2, "baseline", "Read 11.5; computed from the years before the plan it is 13.")
    ]
    assert not Measurement.objects.filter(scorecard_year__year=2011).exists()


def test_an_indicator_comes_with_its_objective_its_years_and_its_work(card, tables):
    add(tables, "Objectives", code="SS99", perspective="F", name="New")
    add(tables, "Links", cause="SS1", effect="SS99", note="Because")
    add(
        tables, "Indicators", code="SS99-1", objective="SS99", name="New", unit_of_measure="%",
        polarity="range", baseline_method="previous", baseline=4,
    )  # fmt: skip
    add(tables, "Years", indicator="SS99-1", year=2011, achievement=4)
    add(
        tables,
        "Years",
        indicator="SS99-1",
        year=2012,
        target=1,
        target_upper=2,
        weight=5,
        achievement=1.5,
        note="N",
    )
    add(tables, "Initiatives", indicator="SS99-1", name="Do it")
    add(
        tables,
        "WorkPrograms",
        indicator="SS99-1",
        initiative="Do it",
        year=2013,
        name="Begin",
        budget=10.25,
        progress=40,
    )
    add(tables, "Weights", of="objective", code="SS99", year=2012, weight=7)
    brought(card, tables)
    assert indicator("SS99-1").baseline == 4
    assert (row("SS99-1").weight, row("SS99-1").level) == (5, 2)


def test_what_hangs_on_a_refused_row_is_not_refused_as_well(card, tables):
    add(tables, "Indicators", code="N", objective="SS1", name="N", unit_of_measure="%", polarity="upwards")
    add(
        tables,
        "Indicators",
        code="M",
        objective="SS1",
        name="M",
        unit_of_measure="%",
        polarity="higher",
        decimals=7,
    )
    for code in "NM":
        add(tables, "Years", indicator=code, year=2012, target=3)
        add(tables, "Initiatives", indicator=code, name="Do it")
        add(tables, "WorkPrograms", indicator=code, initiative="Do it", year=2012, name="Begin")
    assert [each[:3] for each in said(bring(card.unit, tables))] == [
        ("Indicators", len(tables["Indicators"]) - 1, "polarity"),
        ("Indicators", len(tables["Indicators"]), "decimals"),
    ]


def test_links_in_a_circle_are_refused_with_the_circle(card, tables):
    add(tables, "Links", cause="SS1", effect="SS2")
    add(tables, "Links", cause="SS2", effect="SS1")
    [refused] = said(bring(card.unit, tables))
    assert refused[:3] == ("Links", len(tables["Links"]), "effect")
    assert "SS1 → SS2" in refused[3]


def test_a_scheme_without_its_version_stays_at_the_version_that_stands(card, tables):
    scheme = card.plan.scheme
    scheme.pk, scheme.version, scheme._state.adding = None, 2, True
    scheme.save()
    put(
        tables,
        "Plan",
        ["2012-2013"],
        name="Other",
        scheme_version=None,
    )
    brought(card, tables)
    card.plan.refresh_from_db()
    assert (card.plan.name, card.plan.scheme.version) == ("Other", 1)


def test_rules_of_a_year_are_refused_in_the_row_of_the_plan(card, tables):
    put(tables, "Plan", ["2012-2013"], threshold=3)
    put(tables, "Plan", [2012], name="Year")
    assert {each[:3] for each in said(bring(card.unit, tables))} == {
        ("Plan", 2, "threshold"),
        ("Plan", 3, "name"),
    }

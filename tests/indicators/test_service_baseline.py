"""Baselines and the years before the plan; initiatives; the years of a plan."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Initiative, Measurement
from scorecards.locks import YearClosed
from scorecards.models import ObjectiveWeight, PerspectiveWeight, ScorecardYear
from tests.factories import (
    InitiativeFactory,
    ObjectiveFactory,
    PlanFactory,
    ScorecardFactory,
    UnitFactory,
)

HISTORY = {2009: Decimal("12.1"), 2010: Decimal("12.35"), 2011: Decimal("12.6")}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def by(cast):
    return cast.staff


@pytest.fixture
def indicator(scorecard, by):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    return services.create_indicator(
        objective=objective,
        code="SS1-1",
        name="ROI",
        unit_of_measure="%",
        by=by,
        natural_min=Decimal(-100),
        natural_max=Decimal(100),
    )


@pytest.fixture
def history(indicator, by):
    return services.write_history(indicator=indicator, values=HISTORY, by=by)


def enter(indicator, year, by, **changes):
    row = indicator.measurements.get(scorecard_year__year=year)
    values = {name: Decimal(value) for name, value in changes.items()}
    return write_measurement(measurement=row, changes=values, by=by)


def close(scorecard, year, by):
    scorecard.years.filter(year=year).update(closed_at=timezone.now(), closed_by=by)


def achievement(indicator, year):
    return indicator.measurements.get(scorecard_year__year=year).achievement


# --- history ----------------------------------------------------------------


def test_history_makes_the_years_that_it_needs(scorecard, history):
    assert sorted(scorecard.years.values_list("year", flat=True)) == [2009, 2010, 2011, 2012, 2013]


def test_history_is_stored_by_year(indicator, history):
    assert {year: achievement(indicator, year) for year in HISTORY} == HISTORY


def test_history_says_who_entered_it(history, by):
    assert {row.entered_by for row in history} == {by}


def test_history_is_corrected(indicator, history, by):
    services.write_history(indicator=indicator, values={2011: Decimal(13)}, by=by)
    assert achievement(indicator, 2011) == 13


def test_history_is_cleared_by_none(indicator, history, by):
    services.write_history(indicator=indicator, values={2011: None}, by=by)
    assert achievement(indicator, 2011) is None


def test_clearing_a_year_that_does_not_exist_makes_none(scorecard, indicator, by):
    services.write_history(indicator=indicator, values={1999: None}, by=by)
    assert not scorecard.years.filter(year=1999).exists()


def test_history_carries_a_note(indicator, by):
    [row] = services.write_history(
        indicator=indicator, values={2011: Decimal(1)}, by=by, note="Illustrative figure"
    )
    assert row.note == "Illustrative figure"


@pytest.mark.parametrize("year", [2012, 2013, 1899])
def test_history_lies_before_the_plan(indicator, by, year):
    with pytest.raises(ValidationError, match=str(year)):
        services.write_history(indicator=indicator, values={year: Decimal(1)}, by=by)


@pytest.mark.parametrize("value", ["101", "-101", "1.0000001"])
def test_a_value_that_may_not_be_is_refused_with_its_year(indicator, by, value):
    with pytest.raises(ValidationError, match="2011"):
        services.write_history(indicator=indicator, values={2011: Decimal(value)}, by=by)


def test_history_is_all_or_nothing(scorecard, indicator, by):
    with pytest.raises(ValidationError):
        services.write_history(indicator=indicator, values={2010: Decimal(1), 2011: Decimal(101)}, by=by)
    assert not scorecard.years.filter(year__lt=2012).exists()


def test_a_closed_year_before_the_plan_does_not_change(scorecard, indicator, history, by):
    close(scorecard, 2011, by)
    with pytest.raises(YearClosed):
        services.write_history(indicator=indicator, values={2011: Decimal(1)}, by=by)


# --- baseline ---------------------------------------------------------------


def test_the_mean_is_stored_with_its_inputs(indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=by)
    indicator.refresh_from_db()
    assert indicator.baseline == Decimal("12.35")
    assert indicator.baseline_inputs == {"2009": "12.100000", "2010": "12.350000", "2011": "12.600000"}


def test_the_previous_year_is_stored(indicator, history, by):
    assert services.set_baseline(indicator=indicator, method="previous", by=by).baseline == Decimal("12.6")


def test_a_decreed_baseline_has_no_inputs(indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", by=by)
    changed = services.set_baseline(
        indicator=indicator, method="decreed", value=Decimal(12), note="By decree 7", by=by
    )
    assert (changed.baseline, changed.baseline_inputs, changed.baseline_note) == (12, {}, "By decree 7")


def test_a_baseline_can_be_taken_away(indicator, by):
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(12), by=by)
    assert services.set_baseline(indicator=indicator, method="decreed", by=by).baseline is None


def test_a_mean_of_missing_years_is_refused(indicator, history, by):
    with pytest.raises(ValidationError, match="2008"):
        services.set_baseline(indicator=indicator, method="mean", years=4, by=by)


def test_an_unknown_method_is_refused(indicator, by):
    with pytest.raises(ValidationError):
        services.set_baseline(indicator=indicator, method="guess", by=by)


def test_a_decreed_baseline_lies_within_the_natural_bounds(indicator, by):
    with pytest.raises(ValidationError, match="natural maximum"):
        services.set_baseline(indicator=indicator, method="decreed", value=Decimal(101), by=by)


def test_a_baseline_leaves_a_trace(indicator, by):
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(12), by=by)
    assert (indicator.history.first().baseline, indicator.history.first().history_user) == (12, by)


def test_a_baseline_set_again_leaves_no_second_trace(indicator, history, by):
    for _ in range(2):
        services.set_baseline(indicator=indicator, method="mean", by=by)
    assert indicator.history.count() == 2


def test_a_mean_is_computed_again_over_as_many_years_as_before(indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", years=2, note="Decree 7", by=by)
    services.write_history(indicator=indicator, values={2011: Decimal("12.85")}, by=by)
    again = services.compute_baseline_again(indicator, by=by)
    assert (again.baseline, again.baseline_note) == (Decimal("12.6"), "Decree 7")
    assert again.baseline_inputs == {"2010": "12.350000", "2011": "12.850000"}


def test_the_previous_year_is_read_again(indicator, history, by):
    services.set_baseline(indicator=indicator, method="previous", by=by)
    services.write_history(indicator=indicator, values={2011: Decimal(13)}, by=by)
    assert services.compute_baseline_again(indicator, by=by).baseline == 13


def test_a_mean_of_years_with_a_gap_takes_all_that_there_are_now(indicator, by):
    services.write_history(indicator=indicator, values={2008: Decimal(10), 2010: Decimal(12)}, by=by)
    services.set_baseline(indicator=indicator, method="mean", by=by)
    services.write_history(indicator=indicator, values={2008: Decimal(8)}, by=by)
    assert services.compute_baseline_again(indicator, by=by).baseline == 10


def span(indicator):
    indicator.refresh_from_db()
    return indicator.baseline_span


def test_the_years_of_a_mean_are_stored_with_it_and_in_its_trace(indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", years=2, by=by)
    assert (span(indicator), indicator.history.first().baseline_span) == (2, 2)


@pytest.mark.parametrize(("method", "years"), [("mean", None), ("previous", 2), ("decreed", 2)])
def test_what_is_no_mean_of_so_many_years_stores_no_number_of_them(indicator, history, by, method, years):
    services.set_baseline(indicator=indicator, method="mean", years=2, by=by)
    services.set_baseline(indicator=indicator, method=method, years=years, by=by)
    assert span(indicator) is None


def test_the_same_mean_by_another_rule_is_another_baseline(indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", by=by)
    services.set_baseline(indicator=indicator, method="mean", years=3, by=by)
    assert span(indicator) == 3


def test_a_mean_of_all_takes_a_year_more_when_it_is_computed_again(indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", by=by)
    services.write_history(indicator=indicator, values={2008: Decimal("10.35")}, by=by)
    assert services.compute_baseline_again(indicator, by=by).baseline == Decimal("11.85")


def test_a_mean_of_three_years_is_never_computed_again_over_two(scorecard, indicator, history, by):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=by)
    services.set_plan_years(scorecard.plan, first_year=2011, last_year=2013, by=by)
    indicator.refresh_from_db()
    with pytest.raises(ValidationError, match="2008"):
        services.compute_baseline_again(indicator, by=by)


def test_a_baseline_whose_years_are_gone_is_not_computed_again(indicator, history, by):
    services.set_baseline(indicator=indicator, method="previous", by=by)
    services.write_history(indicator=indicator, values={2011: None}, by=by)
    with pytest.raises(ValidationError, match="2011"):
        services.compute_baseline_again(indicator, by=by)


def test_a_decreed_baseline_is_not_computed_again(indicator, history, by):
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(5), by=by)
    assert services.compute_baseline_again(indicator, by=by).baseline == 5


def test_another_baseline_rescores_a_target_of_zero(indicator, by):
    enter(indicator, 2012, by, target="0", achievement="1")
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(-4), by=by)
    assert indicator.measurements.get(scorecard_year__year=2012).attainment == Decimal("125.00")


def test_a_baseline_that_a_closed_year_was_measured_by_does_not_change(scorecard, indicator, by):
    enter(indicator, 2012, by, target="0", achievement="1")
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(-4), by=by)
    close(scorecard, 2012, by)
    with pytest.raises(YearClosed):
        services.set_baseline(indicator=indicator, method="decreed", value=Decimal(-5), by=by)


def test_a_baseline_that_no_closed_year_needs_changes(scorecard, indicator, by):
    enter(indicator, 2012, by, target="2", achievement="1")
    close(scorecard, 2012, by)
    changed = services.set_baseline(indicator=indicator, method="decreed", value=Decimal(-5), by=by)
    assert changed.baseline == -5


# --- initiatives ------------------------------------------------------------


def test_initiatives_keep_the_order_in_which_they_came(indicator, by):
    for name in ("A", "B"):
        services.create_initiative(indicator=indicator, name=name, by=by)
    assert [each.name for each in indicator.initiatives.all()] == ["A", "B"]


def test_an_initiative_stands_once_at_an_indicator(indicator, by):
    services.create_initiative(indicator=indicator, name="A", by=by)
    with pytest.raises(ValidationError) as refusal:
        services.create_initiative(indicator=indicator, name="A", by=by)
    assert "name" in refusal.value.error_dict


def test_an_initiative_is_renamed_with_a_trace(indicator, by):
    initiative = services.create_initiative(indicator=indicator, name="A", by=by)
    services.change_initiative(initiative, name="B", by=by)
    row = initiative.history.first()
    assert (row.name, row.history_user, row.prev_record.name) == ("B", by, "A")


def test_an_initiative_moves(indicator, by):
    first, second = (InitiativeFactory(indicator=indicator, name=name, order=1) for name in "AB")
    assert services.move_initiative(first, direction="down", by=by)
    assert list(indicator.initiatives.all()) == [second, first]


def test_an_initiative_is_deleted_with_a_trace(indicator, by):
    initiative = services.create_initiative(indicator=indicator, name="A", by=by)
    services.delete_initiative(initiative, by=by, reason="Done")
    assert not Initiative.objects.exists()
    assert Initiative.history.first().history_change_reason == "Done"


def test_a_deleted_initiative_cannot_be_renamed(indicator, by):
    initiative = services.create_initiative(indicator=indicator, name="A", by=by)
    gone = Initiative.objects.get(pk=initiative.pk)
    services.delete_initiative(initiative, by=by)
    with pytest.raises(ValidationError, match="deleted"):
        services.change_initiative(gone, name="B", by=by)


@pytest.mark.parametrize("name", ["", "x" * 251])
def test_an_initiative_has_a_name_of_at_most_250_characters(indicator, by, name):
    with pytest.raises(ValidationError):
        services.create_initiative(indicator=indicator, name=name, by=by)


# --- plan years -------------------------------------------------------------


def years_of(scorecard):
    return sorted(scorecard.years.values_list("year", flat=True))


def test_a_new_year_has_weights_and_measurements(scorecard, indicator, by):
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2014, by=by)
    year = scorecard.years.get(year=2014)
    assert PerspectiveWeight.objects.filter(scorecard_year=year).count() == 4
    assert ObjectiveWeight.objects.filter(scorecard_year=year).count() == 1
    assert Measurement.objects.get(scorecard_year=year).indicator == indicator


def test_a_new_year_takes_the_plans_defaults(scorecard, indicator, by):
    scorecard.plan.weighting_mode = "hierarchical"
    scorecard.plan.save()
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2014, by=by)
    assert scorecard.years.get(year=2014).weighting_mode == "hierarchical"


def test_every_scorecard_of_the_plan_gets_the_year(scorecard, by):
    desk = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=scorecard.unit))
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2014, by=by)
    assert years_of(desk) == [2014]


def test_a_year_of_history_becomes_a_plan_year_and_keeps_its_value(scorecard, indicator, history, by):
    services.set_plan_years(scorecard.plan, first_year=2011, last_year=2013, by=by)
    assert achievement(indicator, 2011) == Decimal("12.6")
    assert indicator.measurements.filter(scorecard_year__year=2011).count() == 1


def test_an_empty_year_leaves_with_its_weights(scorecard, indicator, by):
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2014, by=by)
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2013, by=by)
    assert years_of(scorecard) == [2012, 2013]
    assert not PerspectiveWeight.objects.filter(scorecard_year__year=2014).exists()


@pytest.mark.parametrize("field", ["target", "achievement"])
def test_a_year_that_holds_something_stays_and_is_named(scorecard, indicator, by, field):
    enter(indicator, 2013, by, **{field: "1"})
    with pytest.raises(ValidationError, match=r"2013.*SS1-1"):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=by)
    scorecard.plan.refresh_from_db()
    assert scorecard.plan.last_year == 2013


def test_a_year_with_a_note_stays(scorecard, indicator, by):
    indicator.measurements.filter(scorecard_year__year=2013).update(note="Strike")
    with pytest.raises(ValidationError, match="2013"):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=by)


def test_a_closed_year_stays(scorecard, indicator, by):
    close(scorecard, 2013, by)
    with pytest.raises(YearClosed):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=by)


def test_plans_do_not_overlap(scorecard, by):
    PlanFactory(
        organization=scorecard.plan.organization,
        name="Next",
        first_year=2014,
        last_year=2018,
        scheme=scorecard.plan.scheme,
    )
    with pytest.raises(ValidationError, match="Next"):
        services.set_plan_years(scorecard.plan, first_year=2012, last_year=2014, by=by)


def test_plans_of_other_organizations_do_not_matter(scorecard, by):
    PlanFactory(first_year=2014, last_year=2018)
    assert services.set_plan_years(scorecard.plan, first_year=2012, last_year=2014, by=by).last_year == 2014


@pytest.mark.parametrize(("first", "last"), [(2013, 2012), (1899, 2012), (2012, 2101), (2012, 2099)])
def test_a_span_that_makes_no_sense_is_refused(scorecard, by, first, last):
    with pytest.raises(ValidationError):
        services.set_plan_years(scorecard.plan, first_year=first, last_year=last, by=by)


def test_the_same_years_leave_no_trace(scorecard, by):
    before = scorecard.plan.history.count()
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2013, by=by)
    assert scorecard.plan.history.count() == before


def test_a_removed_year_leaves_a_trace(scorecard, by):
    services.set_plan_years(scorecard.plan, first_year=2012, last_year=2012, by=by)
    row = ScorecardYear.history.first()
    assert (row.year, row.history_type, row.history_user) == (2013, "-", by)

"""Making, changing, moving and deleting indicators, and deleting objectives."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Indicator, Initiative, Measurement
from scorecards.locks import YearClosed
from scorecards.models import Objective, ObjectiveLink, ObjectiveStatement, ObjectiveWeight
from tests.factories import (
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    ObjectiveFactory,
    ObjectiveLinkFactory,
    ObjectiveWeightFactory,
    ScorecardFactory,
    ScorecardYearFactory,
    StatementFactory,
    UnitFactory,
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def objective(scorecard):
    perspective = scorecard.plan.perspectives.first()
    return ObjectiveFactory(scorecard=scorecard, perspective=perspective, code="SS1")


@pytest.fixture
def by(cast):
    return cast.staff


@pytest.fixture
def indicator(objective, by):
    return services.create_indicator(
        objective=objective, code="SS1-1", name="ROI", unit_of_measure="%", by=by
    )


def enter(indicator, year, by, **changes):
    row = indicator.measurements.get(scorecard_year__year=year)
    values = {name: Decimal(value) if isinstance(value, str) else value for name, value in changes.items()}
    return write_measurement(measurement=row, changes=values, by=by)


def close(scorecard, year, by):
    row = scorecard.years.get(year=year)
    row.closed_at, row.closed_by = timezone.now(), by
    row.save()
    return row


def stored(indicator, year):
    row = indicator.measurements.get(scorecard_year__year=year)
    return row.level, row.attainment


# --- create -----------------------------------------------------------------


def test_a_new_indicator_has_a_measurement_in_every_plan_year(indicator):
    years = indicator.measurements.values_list("scorecard_year__year", flat=True)
    assert sorted(years) == [2012, 2013]


def test_a_new_indicator_comes_last_in_its_objective(indicator, objective, by):
    second = services.create_indicator(
        objective=objective, code="SS1-2", name="Next", unit_of_measure="%", by=by
    )
    assert list(objective.indicators.all()) == [indicator, second]


def test_a_new_indicator_brings_its_weight_to_its_years(objective, by):
    indicator = services.create_indicator(
        objective=objective, code="X", name="X", unit_of_measure="%", by=by, default_weight=Decimal("2.5")
    )
    assert set(indicator.measurements.values_list("weight", flat=True)) == {Decimal("2.5")}


def test_a_new_indicator_leaves_a_trace(indicator, by):
    assert (indicator.history.first().history_user, indicator.history.first().history_type) == (by, "+")


def test_a_new_indicator_raises_the_version_of_its_scorecard(scorecard, objective, by):
    before = scorecard.version
    services.create_indicator(objective=objective, code="X", name="X", unit_of_measure="%", by=by)
    scorecard.refresh_from_db()
    assert scorecard.version > before


def test_a_new_indicator_has_no_measurement_in_a_closed_year(scorecard, objective, by):
    close(scorecard, 2012, by)
    indicator = services.create_indicator(objective=objective, code="X", name="X", unit_of_measure="%", by=by)
    assert [row.scorecard_year.year for row in indicator.measurements.all()] == [2013]


def test_a_code_is_unique_within_the_scorecard(scorecard, indicator, by):
    other = ObjectiveFactory(scorecard=scorecard, perspective=indicator.objective.perspective)
    with pytest.raises(ValidationError) as refusal:
        services.create_indicator(objective=other, code="SS1-1", name="Y", unit_of_measure="%", by=by)
    assert "code" in refusal.value.error_dict


def test_a_code_may_be_used_in_another_scorecard(scorecard, indicator, by):
    desk = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=scorecard.unit))
    objective = ObjectiveFactory(scorecard=desk, perspective=indicator.objective.perspective)
    assert services.create_indicator(objective=objective, code="SS1-1", name="Y", unit_of_measure="%", by=by)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("natural_min", "0.0000001"),
        ("natural_max", "1234567890123456"),
        ("worst_value", "123456789.1234567"),
        ("baseline", "12345678901.234567"),
        ("natural_max", "NaN"),
        ("natural_max", "Infinity"),
        ("default_weight", "-1"),
        ("default_weight", "1.00001"),
    ],
)
def test_a_number_that_cannot_be_stored_is_refused_at_its_field(objective, by, field, value):
    with pytest.raises(ValidationError) as refusal:
        services.create_indicator(
            objective=objective, code="X", name="X", unit_of_measure="%", by=by, **{field: Decimal(value)}
        )
    assert field in refusal.value.error_dict


@pytest.mark.parametrize("field", ["worst_value", "baseline"])
def test_worst_value_and_baseline_lie_within_the_natural_bounds(objective, by, field):
    with pytest.raises(ValidationError) as refusal:
        services.create_indicator(
            objective=objective,
            code="X",
            name="X",
            unit_of_measure="%",
            by=by,
            natural_max=Decimal(100),
            **{field: Decimal(101)},
        )
    assert field in refusal.value.error_dict


@pytest.mark.parametrize("low", ["1", "50"])
def test_the_natural_maximum_lies_above_the_minimum(objective, by, low):
    said = f"Read a natural maximum of 1 and a natural minimum of {low}; expected the maximum to be above"
    with pytest.raises(ValidationError) as refusal:
        services.create_indicator(
            objective=objective,
            code="X",
            name="X",
            unit_of_measure="%",
            by=by,
            natural_min=Decimal(low),
            natural_max=Decimal(1),
        )
    assert refusal.value.message_dict["natural_max"][0].startswith(said)


def test_bounds_in_the_wrong_order_are_no_fault_of_the_baseline(indicator, by):
    Indicator.objects.update(baseline=Decimal(38))
    with pytest.raises(ValidationError) as refusal:
        services.change_indicator(indicator, by=by, natural_min=Decimal(50), natural_max=Decimal(10))
    assert list(refusal.value.error_dict) == ["natural_max"]


def test_a_field_that_is_no_part_of_the_sheet_is_a_programming_error(objective, by):
    with pytest.raises(TypeError, match="order"):
        services.create_indicator(
            objective=objective, code="X", name="X", unit_of_measure="%", by=by, order=3
        )


# --- change -----------------------------------------------------------------


def test_a_change_is_stored_with_who_and_what(indicator, by):
    services.change_indicator(indicator, by=by, definition="Net profit by assets")
    indicator.refresh_from_db()
    assert (indicator.definition, indicator.history.first().history_user) == ("Net profit by assets", by)


def test_a_change_that_changes_nothing_leaves_no_trace(indicator, by):
    services.change_indicator(indicator, by=by, name=indicator.name)
    assert indicator.history.count() == 1


def test_a_stale_copy_does_not_undo_somebody_elses_change(indicator, by):
    stale = Indicator.objects.get(pk=indicator.pk)
    services.change_indicator(indicator, by=by, formula="a / b")
    services.change_indicator(stale, by=by, name="New name")
    indicator.refresh_from_db()
    assert (indicator.formula, indicator.name) == ("a / b", "New name")


def test_a_code_of_another_indicator_is_refused(indicator, objective, by):
    other = services.create_indicator(objective=objective, code="SS1-2", name="Y", unit_of_measure="%", by=by)
    with pytest.raises(ValidationError) as refusal:
        services.change_indicator(other, by=by, code="SS1-1")
    assert "code" in refusal.value.error_dict


def test_another_polarity_rescores_the_open_years(indicator, by):
    enter(indicator, 2012, by, target="12.6", achievement="12.9")
    services.change_indicator(indicator, by=by, polarity="lower")
    assert stored(indicator, 2012) == (1, Decimal("97.62"))


def test_another_worst_value_rescores_a_target_of_zero(indicator, by):
    enter(indicator, 2012, by, target="0", achievement="1")
    services.change_indicator(indicator, by=by, polarity="lower")
    services.change_indicator(indicator, by=by, worst_value=Decimal(4))
    assert stored(indicator, 2012) == (1, Decimal("75.00"))


def test_a_range_needs_upper_targets_and_the_years_without_are_named(indicator, by):
    enter(indicator, 2012, by, target="1")
    enter(indicator, 2013, by, target="2")
    with pytest.raises(ValidationError, match="2012, 2013") as refusal:
        services.change_indicator(indicator, by=by, polarity="range")
    assert "polarity" in refusal.value.error_dict


def test_a_range_with_upper_targets_stays_one(indicator, by):
    services.change_indicator(indicator, by=by, polarity="range")
    enter(indicator, 2013, by, target="1", target_upper="2")
    with pytest.raises(ValidationError, match="2013") as refusal:
        services.change_indicator(indicator, by=by, polarity="higher")
    assert "polarity" in refusal.value.error_dict


def test_without_targets_an_indicator_becomes_a_range(indicator, by):
    assert services.change_indicator(indicator, by=by, polarity="range").polarity == "range"


@pytest.mark.parametrize(
    ("field", "bound", "said"), [("natural_max", "12", "12.9"), ("natural_min", "12.8", "12.6")]
)
def test_new_bounds_that_exclude_a_value_are_refused_with_year_and_value(indicator, by, field, bound, said):
    enter(indicator, 2012, by, target="12.6", achievement="12.9")
    with pytest.raises(ValidationError) as refusal:
        services.change_indicator(indicator, by=by, **{field: Decimal(bound)})
    [message] = refusal.value.message_dict[field]
    assert "2012" in message
    assert said in message


def test_new_bounds_that_exclude_the_baseline_are_refused_at_the_bound(indicator, by):
    Indicator.objects.update(baseline=Decimal(38))
    with pytest.raises(ValidationError, match="baseline 38") as refusal:
        services.change_indicator(indicator, by=by, natural_min=Decimal(50))
    assert list(refusal.value.error_dict) == ["natural_min"]


def test_bounds_hold_for_history_too(indicator, by):
    services.write_history(indicator=indicator, values={2011: Decimal(150)}, by=by)
    with pytest.raises(ValidationError, match="2011"):
        services.change_indicator(indicator, by=by, natural_max=Decimal(100))


def test_an_attainment_too_large_to_store_is_refused(indicator, by):
    services.change_indicator(indicator, by=by, polarity="lower")
    enter(indicator, 2012, by, target="0", achievement="-99999999999999")
    with pytest.raises(ValidationError, match="2012"):
        services.change_indicator(indicator, by=by, worst_value=Decimal("0.000001"))


@pytest.mark.parametrize(
    "changes",
    [{"polarity": "lower"}, {"natural_max": Decimal("12.6")}],
)
def test_what_a_closed_year_reads_does_not_change(scorecard, indicator, by, changes):
    enter(indicator, 2012, by, target="12.6", achievement="12.6")
    close(scorecard, 2012, by)
    with pytest.raises(YearClosed):
        services.change_indicator(indicator, by=by, **changes)


def test_a_worst_value_that_a_closed_year_was_measured_by_does_not_change(scorecard, indicator, by):
    services.change_indicator(indicator, by=by, worst_value=Decimal(-10))
    enter(indicator, 2012, by, target="0", achievement="-1")
    close(scorecard, 2012, by)
    with pytest.raises(YearClosed):
        services.change_indicator(indicator, by=by, worst_value=Decimal(-20))


def test_a_text_changes_although_a_year_is_closed(scorecard, indicator, by):
    enter(indicator, 2012, by, target="12.6", achievement="12.6")
    close(scorecard, 2012, by)
    assert services.change_indicator(indicator, by=by, formula="a / b").formula == "a / b"


def test_a_bound_changes_when_a_closed_year_reads_the_same(scorecard, indicator, by):
    close(scorecard, 2012, by)
    assert services.change_indicator(indicator, by=by, natural_max=Decimal(100)).natural_max == 100


def test_an_indicator_moves_to_another_objective_of_its_scorecard(scorecard, indicator, by):
    other = ObjectiveFactory(scorecard=scorecard, perspective=indicator.objective.perspective)
    assert services.change_indicator(indicator, by=by, objective=other).objective == other


def test_an_indicator_does_not_move_to_another_scorecard(indicator, by):
    with pytest.raises(ValidationError) as refusal:
        services.change_indicator(indicator, by=by, objective=ObjectiveFactory())
    assert "objective" in refusal.value.error_dict


def test_an_indicator_of_a_closed_year_stays_in_its_objective(scorecard, indicator, by):
    close(scorecard, 2012, by)
    other = ObjectiveFactory(scorecard=scorecard, perspective=indicator.objective.perspective)
    with pytest.raises(YearClosed):
        services.change_indicator(indicator, by=by, objective=other)


def test_a_deleted_indicator_cannot_be_changed(indicator, by):
    services.delete_indicator(indicator, by=by)
    with pytest.raises(ValidationError, match="deleted"):
        services.change_indicator(Indicator(pk=999_999, objective=indicator.objective), by=by, name="x")


# --- move, delete -----------------------------------------------------------


def test_an_indicator_moves_up_and_down(indicator, objective, by):
    second = services.create_indicator(
        objective=objective, code="SS1-2", name="Y", unit_of_measure="%", by=by
    )
    assert services.move_indicator(second, direction="up", by=by)
    assert list(objective.indicators.all()) == [second, indicator]


def test_the_first_indicator_does_not_move_up(indicator, by):
    assert not services.move_indicator(indicator, direction="up", by=by)


def test_another_direction_is_refused(indicator, by):
    with pytest.raises(ValidationError):
        services.move_indicator(indicator, direction="sideways", by=by)


def test_deleting_takes_measurements_and_initiatives_along(indicator, by):
    services.create_initiative(indicator=indicator, name="Sell more", by=by)
    services.delete_indicator(indicator, by=by, reason="Doubled")
    assert not Measurement.objects.exists()
    assert not Initiative.objects.exists()


def test_a_deletion_leaves_a_trace_with_its_reason(indicator, by):
    services.delete_indicator(indicator, by=by, reason="Doubled")
    row = Indicator.history.first()
    assert (row.history_type, row.history_change_reason, row.history_user) == ("-", "Doubled", by)


def test_deleted_measurements_leave_traces(indicator, by):
    services.delete_indicator(indicator, by=by)
    assert Measurement.history.filter(history_type="-").count() == 2


def test_an_indicator_of_a_closed_year_is_not_deleted(scorecard, indicator, by):
    close(scorecard, 2013, by)
    with pytest.raises(YearClosed):
        services.delete_indicator(indicator, by=by)
    assert indicator.measurements.count() == 2


def test_a_closed_year_that_does_not_hold_the_indicator_forbids_nothing(scorecard, objective, by):
    close(scorecard, 2012, by)
    indicator = services.create_indicator(objective=objective, code="X", name="X", unit_of_measure="%", by=by)
    services.delete_indicator(indicator, by=by)
    assert not Indicator.objects.exists()


def test_the_last_indicator_with_a_weight_is_not_deleted(scorecard, indicator, objective, by):
    weightless = services.create_indicator(
        objective=objective, code="W", name="W", unit_of_measure="%", by=by, default_weight=Decimal(0)
    )
    enter(indicator, 2012, by, target="1")
    enter(weightless, 2012, by, target="1")
    scorecard.years.filter(year=2012).update(weighting_mode="indicator")
    with pytest.raises(ValidationError):
        services.delete_indicator(indicator, by=by)


def test_an_objective_goes_with_all_that_hangs_on_it(scorecard, objective, indicator, by):
    year = scorecard.years.first()
    ObjectiveWeightFactory(scorecard_year=year, objective=objective)
    ObjectiveLinkFactory(cause=objective, effect__perspective=objective.perspective)
    ObjectiveLinkFactory(effect=objective, cause__scorecard=scorecard)
    statement = StatementFactory(plan=scorecard.plan)
    ObjectiveStatement.objects.create(objective=objective, statement=statement)
    InitiativeFactory(indicator=indicator)
    services.delete_objective(objective, by=by)
    gone = [Indicator, Measurement, Initiative, ObjectiveStatement, ObjectiveLink, ObjectiveWeight]
    assert [model._default_manager.count() for model in gone] == [0] * len(gone)
    assert not Objective.objects.filter(pk=objective.pk).exists()


def test_objectives_below_lose_the_support_of_a_deleted_one(scorecard, objective, by):
    desk = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=scorecard.unit))
    supporter = ObjectiveFactory(scorecard=desk, perspective=objective.perspective, parent=objective)
    services.delete_objective(objective, by=by)
    supporter.refresh_from_db()
    assert supporter.parent is None
    assert supporter.history.first().history_user == by


@pytest.mark.parametrize("holds", ["measurement", "weight"])
def test_an_objective_of_a_closed_year_is_not_deleted(scorecard, objective, by, holds):
    year = close(scorecard, 2012, by)
    if holds == "weight":
        ObjectiveWeightFactory(scorecard_year=year, objective=objective)
    else:
        MeasurementFactory(scorecard_year=year, indicator=IndicatorFactory(objective=objective))
    with pytest.raises(YearClosed):
        services.delete_objective(objective, by=by)


def test_an_objective_made_after_closing_is_deleted(scorecard, objective, by):
    close(scorecard, 2012, by)
    services.delete_objective(objective, by=by)
    assert not Objective.objects.exists()


def test_years_of_other_scorecards_do_not_matter(scorecard, objective, by):
    other = ScorecardFactory(plan=scorecard.plan, unit=UnitFactory(parent=scorecard.unit))
    ScorecardYearFactory(scorecard=other, year=2012, closed_at=timezone.now(), closed_by=by)
    services.delete_objective(objective, by=by)
    assert not Objective.objects.exists()


@pytest.mark.parametrize("field", ["definition", "formula", "data_source", "target_source"])
def test_a_text_of_the_sheet_is_at_most_2000_characters_long(field, indicator, by):
    services.change_indicator(indicator, by=by, **{field: "x" * 2000})
    with pytest.raises(ValidationError) as refused:
        services.change_indicator(indicator, by=by, **{field: "x" * 2001})
    assert list(refused.value.message_dict) == [field]


def settled(indicator, by, state, note="", **values):
    """The year 2012 of the indicator with values, in a state of the review."""
    row = enter(indicator, 2012, by, **values)
    Measurement.objects.filter(pk=row.pk).update(state=state, note=note)
    row.refresh_from_db()
    return row


def test_a_sheet_that_gives_another_level_ends_an_approval_and_says_so(indicator, by):
    row = settled(indicator, by, "approved", target="50", achievement="80", note="Good year")
    services.change_indicator(indicator, by=by, polarity="lower")
    now = Measurement.objects.get(pk=row.pk)
    assert (now.level, now.state, now.version) == (1, "draft", row.version + 1)
    assert now.state_reason == "The KPI sheet was changed after the approval, and with it the level."


def test_a_sheet_that_gives_the_same_level_leaves_an_approval(indicator, by):
    row = settled(indicator, by, "approved", target="80", achievement="80")
    services.change_indicator(indicator, by=by, polarity="lower", name="Return")
    now = Measurement.objects.get(pk=row.pk)
    assert (now.state, now.version) == ("approved", row.version)


def test_who_saw_another_level_has_to_look_again_before_approving(indicator, by):
    row = settled(indicator, by, "submitted", target="50", achievement="80", note="Good year")
    services.change_indicator(indicator, by=by, polarity="lower")
    now = Measurement.objects.get(pk=row.pk)
    assert (now.state, now.version) == ("submitted", row.version + 1)


def test_a_submission_that_needs_a_note_by_the_new_sheet_is_a_draft_again(indicator, by):
    row = settled(indicator, by, "submitted", target="50", achievement="80")
    services.change_indicator(indicator, by=by, polarity="lower")
    assert Measurement.objects.get(pk=row.pk).state == "draft"

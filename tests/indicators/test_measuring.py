"""The one write path of measurements: what it stores, refuses and leaves behind."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.bulk_measuring import write_years
from indicators.measuring import (
    StaleVersion,
    check_weights,
    make_measurements,
    rescore,
    write_measurement,
)
from indicators.models import Measurement
from indicators.row_rules import RowFault
from indicators.scoring import score_indicator
from scorecards.locks import YearClosed
from tests.factories import IndicatorFactory, MeasurementFactory, ObjectiveFactory
from tests.indicators.scorecards import add_weights

# Lock the year, read, write, trace, raise the version; and two savepoints, made and released.
FIVE_STATEMENTS = 5 + 4


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def measurement(year):
    return MeasurementFactory(
        scorecard_year=year, target=D(80), indicator__natural_min=D(0), indicator__natural_max=D(100)
    )


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


def test_an_achievement_is_stored_with_its_level_and_attainment(measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.staff)
    measurement.refresh_from_db()
    assert (measurement.achievement, measurement.level, measurement.attainment) == (D(90), 3, D("112.50"))


def test_an_achievement_says_who_entered_it_and_when(measurement, cast) -> None:
    row = write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.staff)
    assert row.entered_by == cast.staff
    assert row.entered_at is not None


def test_a_note_alone_says_nothing_about_who_entered_the_achievement(measurement, cast) -> None:
    row = write_measurement(measurement=measurement, changes={"note": "late"}, by=cast.staff)
    assert row.entered_by is None


def test_taking_an_achievement_away_takes_its_level_away(measurement, cast) -> None:
    row = write_measurement(measurement=measurement, changes={"achievement": D(0)}, by=cast.staff)
    assert row.level == 1
    row = write_measurement(measurement=row, changes={"achievement": None}, by=cast.staff)
    assert (row.achievement, row.level, row.attainment) == (None, None, None)


def test_an_achievement_without_a_target_has_no_level(measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"target": None}, by=cast.staff)
    row = write_measurement(measurement=measurement, changes={"achievement": D(5)}, by=cast.staff)
    assert (row.achievement, row.level) == (D(5), None)


def test_each_write_leaves_one_history_row_that_names_its_author(measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.staff)
    [trace] = measurement.history.filter(history_type="~")
    assert (trace.history_user, trace.achievement, trace.level) == (cast.staff, D(90), 3)


def test_each_write_raises_the_versions_of_row_and_scorecard(measurement, cast, scorecard) -> None:
    row = write_measurement(measurement=measurement, changes={"note": "late"}, by=cast.staff)
    version = scorecard.version
    scorecard.refresh_from_db()
    assert (row.version, scorecard.version) == (2, version + 1)


@pytest.mark.parametrize("changes", [{"achievement": None}, {"target": D("80.00")}, {"note": ""}, {}])
def test_writing_what_stands_there_already_changes_nothing(measurement, cast, changes) -> None:
    row = write_measurement(measurement=measurement, changes=changes, by=cast.staff)
    assert (row.version, measurement.history.filter(history_type="~").count()) == (1, 0)


def test_a_write_from_an_old_version_is_refused_and_tells_who_was_quicker(measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.manager, version=1)
    with pytest.raises(StaleVersion) as refusal:
        write_measurement(measurement=measurement, changes={"achievement": D(70)}, by=cast.staff, version=1)
    assert refusal.value.current.achievement == D(90)
    assert refusal.value.changed_by == cast.manager
    assert refusal.value.changed_at is not None


def test_without_a_version_the_last_writer_wins(measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.manager)
    row = write_measurement(measurement=measurement, changes={"achievement": D(70)}, by=cast.staff)
    assert row.achievement == D(70)


def test_a_value_outside_the_natural_bounds_is_refused_at_its_field(measurement, cast) -> None:
    with pytest.raises(ValidationError) as refusal:
        write_measurement(measurement=measurement, changes={"achievement": D(101)}, by=cast.staff)
    assert refusal.value.error_dict["achievement"][0].code == RowFault.ABOVE_MAXIMUM


def test_a_refused_write_stores_nothing(measurement, cast) -> None:
    with pytest.raises(ValidationError):
        write_measurement(
            measurement=measurement, changes={"achievement": D(101), "note": "x"}, by=cast.staff
        )
    measurement.refresh_from_db()
    assert (measurement.achievement, measurement.note, measurement.version) == (None, "", 1)


def test_an_achievement_of_a_row_that_does_not_apply_is_refused(measurement, cast) -> None:
    measurement.state, measurement.state_reason = "not_applicable", "closed factory"
    measurement.save()
    with pytest.raises(ValidationError) as refusal:
        write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.staff)
    assert refusal.value.error_dict["achievement"][0].code == RowFault.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("state", "after"),
    [("submitted", "draft"), ("approved", "draft"), ("returned", "returned"), ("draft", "draft")],
)
def test_a_changed_achievement_must_be_submitted_again(measurement, cast, state, after) -> None:
    measurement.state, measurement.state_reason = state, "look again"
    measurement.save()
    row = write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.staff)
    assert row.state == after


@pytest.mark.parametrize("changes", [{"target": D(90)}, {"target": None}])
def test_a_changed_target_ends_an_approval_and_says_so(measurement, cast, changes) -> None:
    measurement.state, measurement.achievement = "approved", D(100)
    measurement.save()
    row = write_measurement(measurement=measurement, changes=changes, by=cast.staff)
    assert (row.state, row.state_reason) == ("draft", "The target was changed after the approval.")


def test_whoever_entered_an_achievement_stays_the_one_when_its_target_is_changed(measurement, cast) -> None:
    row = write_measurement(measurement=measurement, changes={"achievement": D(90)}, by=cast.staff)
    row = write_measurement(measurement=row, changes={"target": D(80)}, by=cast.manager)
    assert row.entered_by == cast.staff


def test_a_changed_target_leaves_a_submission_that_has_its_note(measurement, cast) -> None:
    measurement.state, measurement.achievement, measurement.note = "submitted", D(80), "The press stood still"
    measurement.save()
    row = write_measurement(measurement=measurement, changes={"target": D(99)}, by=cast.staff)
    assert row.state == "submitted"


def test_a_changed_target_takes_a_submission_back_that_needs_a_note_now(measurement, cast) -> None:
    measurement.state, measurement.achievement = "submitted", D(80)
    measurement.save()
    row = write_measurement(measurement=measurement, changes={"target": D(99)}, by=cast.staff)
    assert (row.level, row.state) == (1, "draft")


@pytest.mark.parametrize(("note", "after"), [("", "draft"), ("The press broke", "approved")])
def test_a_note_that_a_level_below_target_needs_can_not_be_taken_from_an_approval(
    measurement, cast, note, after
) -> None:
    measurement.target, measurement.achievement, measurement.level = D(100), D(20), 1
    measurement.attainment, measurement.state, measurement.note = D(20), "approved", "The press stood still"
    measurement.save()
    row = write_measurement(measurement=measurement, changes={"note": note}, by=cast.staff)
    assert row.state == after


@pytest.mark.parametrize("state", ["approved", "submitted"])
def test_a_changed_weight_leaves_the_review_where_it_is(measurement, scorecard, cast, state) -> None:
    measurement.state, measurement.achievement = state, D(100)
    measurement.save()
    write_years(scorecard=scorecard, changes={measurement.pk: {"weight": D(3)}}, by=cast.staff)
    measurement.refresh_from_db()
    assert measurement.state == state


@pytest.mark.parametrize("field", ["achievement", "target", "note"])
def test_nothing_in_a_closed_year_changes(measurement, year, cast, field) -> None:
    close(year, cast.administrator)
    with pytest.raises(YearClosed):
        write_measurement(measurement=measurement, changes={field: D(1)}, by=cast.administrator)


def test_a_field_that_is_not_written_here_is_a_programming_error(measurement, cast) -> None:
    with pytest.raises(ValueError, match="weight"):
        write_measurement(measurement=measurement, changes={"weight": D(1)}, by=cast.staff)


def test_a_single_write_takes_five_statements_whatever_the_size(
    measurement, year, cast, django_assert_num_queries
) -> None:
    for _ in range(5):
        MeasurementFactory(scorecard_year=year)
    row = Measurement.objects.select_related("scorecard_year__scorecard").get(pk=measurement.pk)
    with django_assert_num_queries(FIVE_STATEMENTS):
        write_measurement(measurement=row, changes={"achievement": D(90)}, by=cast.staff)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    polarity=st.sampled_from(["higher", "lower", "range"]),
    target=st.none() | st.decimals(-1000, 1000, places=2),
    width=st.decimals(0, 100, places=2),
    achievement=st.none() | st.decimals(-1000, 1000, places=3),
)
def test_what_is_stored_is_what_the_rule_gives(
    measurement, cast, polarity, target, width, achievement
) -> None:
    indicator = measurement.indicator
    indicator.polarity, indicator.natural_min, indicator.natural_max = polarity, None, None
    indicator.save()
    fresh = {"target": None, "target_upper": None, "achievement": None, "level": None, "attainment": None}
    Measurement.objects.filter(pk=measurement.pk).update(**fresh)
    upper = None if target is None or polarity != "range" else target + width
    changes = {"target": target, "target_upper": upper, "achievement": achievement}
    write_measurement(measurement=measurement, changes=changes, by=cast.staff)
    stored = Measurement.objects.select_related("indicator", "scorecard_year__scheme").get(pk=measurement.pk)
    rule = score_indicator(stored.inputs(), stored.scorecard_year.scheme.rule())
    assert (stored.achievement, stored.target, stored.target_upper) == (achievement, target, upper)
    assert (stored.level, stored.attainment) == (rule.level, rule.attainment)


# --- measurements, rescoring, weights ------------------------------------------


def test_an_indicator_gets_a_measurement_in_each_open_year(scorecard, cast) -> None:
    indicator = IndicatorFactory(objective=ObjectiveFactory(scorecard=scorecard), default_weight=D("2.5"))
    close(scorecard.years.get(year=2012), cast.administrator)
    [made] = make_measurements(indicator=indicator, by=cast.staff)
    assert (made.scorecard_year.year, made.weight, made.target) == (2013, D("2.5"), None)


def test_making_measurements_twice_makes_them_once(scorecard, cast) -> None:
    indicator = IndicatorFactory(objective=ObjectiveFactory(scorecard=scorecard))
    assert len(make_measurements(indicator=indicator, by=cast.staff)) == 2
    assert make_measurements(indicator=indicator, by=cast.staff) == []


@pytest.fixture
def rows(year):
    return [MeasurementFactory(scorecard_year=year, indicator__natural_max=D(100)) for _ in range(3)]


def test_rescoring_stores_only_what_differs(rows, cast) -> None:
    write_measurement(measurement=rows[0], changes={"achievement": D(90)}, by=cast.staff)
    Measurement.objects.filter(pk=rows[0].pk).update(level=3, attainment=D("1.00"))
    [changed] = rescore(rows, by=cast.staff, reason="test")
    assert (changed.pk, changed.level, changed.attainment) == (rows[0].pk, 1, D("90.00"))


def test_rescoring_a_closed_year_is_refused(rows, year, cast) -> None:
    close(year, cast.administrator)
    with pytest.raises(YearClosed):
        rescore(rows, by=None, reason="test")


def test_weights_that_add_up_to_zero_are_refused_by_name(measurement, year) -> None:
    year.weighting_mode = "indicator"
    Measurement.objects.update(weight=0)
    with pytest.raises(ValidationError, match=r"bobot|weights"):
        check_weights(year)


def test_a_target_that_leaves_only_weights_of_zero_is_refused(measurement, year, cast) -> None:
    year.weighting_mode = "hierarchical"
    year.save()
    objective = measurement.indicator.objective
    add_weights([year], [objective.perspective], [objective])
    light = MeasurementFactory(scorecard_year=year, indicator__objective=objective, weight=0)
    assert write_measurement(measurement=light, changes={"target": D(5)}, by=cast.staff).target == 5
    with pytest.raises(ValidationError) as refusal:
        write_measurement(measurement=measurement, changes={"target": None}, by=cast.staff)
    assert objective.name in refusal.value.messages[0]


def test_equal_weights_need_no_check(measurement, year, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        check_weights(year)

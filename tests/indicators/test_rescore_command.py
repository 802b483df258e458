"""`manage.py rescore`: every stored score is what the rule gives, and who is told when not."""

from decimal import Decimal as D
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from indicators.models import Indicator, Measurement
from tests.factories import MeasurementFactory


@pytest.fixture
def measurement(scorecard):
    return MeasurementFactory(
        scorecard_year=scorecard.years.get(year=2012),
        indicator__code="SS1-1",
        target=D(80),
        achievement=D(90),
        level=3,
        attainment=D("112.50"),
    )


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("rescore", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def failing(*arguments: str) -> str:
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("rescore", *arguments, stdout=out, stderr=out)
    return out.getvalue()


def break_score() -> None:
    Measurement.objects.update(level=1, attainment=D("99.00"))


def close(measurement, cast) -> None:
    year = measurement.scorecard_year
    year.closed_at, year.closed_by = timezone.now(), cast.administrator
    year.save()


def test_the_check_is_content_with_right_scores(measurement) -> None:
    assert run("--check")


def test_the_check_names_each_score_that_differs(measurement) -> None:
    break_score()
    said = failing("--check")
    for part in ("ACME", "SS1-1", "2012", "1 (99.00 %)", "3 (112.50 %)"):
        assert part in said


def test_the_check_changes_nothing(measurement) -> None:
    break_score()
    failing("--check")
    measurement.refresh_from_db()
    assert measurement.level == 1


def test_rescoring_repairs_an_open_year_and_leaves_a_trace_of_nobody(measurement) -> None:
    break_score()
    run()
    measurement.refresh_from_db()
    trace = measurement.history.first()
    assert (measurement.level, measurement.attainment) == (3, D("112.50"))
    assert (trace.history_user, trace.history_change_reason, trace.level) == (None, "rescore", 3)


def test_rescoring_leaves_a_closed_year_alone_and_says_so(measurement, cast) -> None:
    close(measurement, cast)
    break_score()
    assert "SS1-1" in failing()
    measurement.refresh_from_db()
    assert measurement.level == 1


def test_the_check_looks_into_closed_years_too(measurement, cast) -> None:
    close(measurement, cast)
    break_score()
    assert "SS1-1" in failing("--check")


def test_the_check_names_a_baseline_that_is_not_the_mean_of_its_inputs(measurement) -> None:
    inputs = {"2010": "10", "2011": "11"}
    Indicator.objects.update(baseline=D("10.6"), baseline_method="mean", baseline_inputs=inputs)
    said = failing("--check")
    assert "10.600000" in said
    assert "10.5" in said


@pytest.fixture
def measured_by_baseline(measurement):
    """A target of 0, which is measured by the baseline: -4, computed, gives 125 %."""
    Indicator.objects.update(baseline=D(-4), baseline_method="mean", baseline_inputs={"2011": "-4"})
    Measurement.objects.update(target=D(0), achievement=D(1), level=3, attainment=D("125.00"))
    return measurement


def tamper() -> None:
    Indicator.objects.update(baseline=D(-5))


def test_the_check_leaves_a_baseline_as_it_is(measured_by_baseline) -> None:
    tamper()
    failing("--check")
    assert Indicator.objects.get().baseline == -5


def test_a_baseline_is_repaired_and_leaves_a_trace_of_nobody(measured_by_baseline) -> None:
    tamper()
    assert "repaired: ACME SS1-1 baseline: stored -5.000000, recomputed -4" in run()
    indicator = Indicator.objects.get()
    trace = indicator.history.first()
    assert indicator.baseline == -4
    assert (trace.history_user, trace.history_change_reason, trace.baseline) == (None, "rescore", -4)


def test_after_a_repaired_baseline_the_check_is_content(measured_by_baseline) -> None:
    tamper()
    run()
    assert run("--check")


def test_a_score_that_was_right_is_not_touched_while_its_baseline_is_repaired(measured_by_baseline) -> None:
    tamper()
    run()
    assert measured_by_baseline.history.filter(history_change_reason="rescore").count() == 0


def test_the_open_years_follow_the_repaired_baseline(measured_by_baseline) -> None:
    tamper()
    Measurement.objects.update(level=3, attainment=D("120.00"))
    run()
    measured_by_baseline.refresh_from_db()
    trace = measured_by_baseline.history.first()
    assert measured_by_baseline.attainment == 125
    assert (trace.history_user, trace.history_change_reason, trace.attainment) == (None, "rescore", 125)


def test_a_baseline_is_repaired_where_a_closed_year_then_reads_what_it_holds(
    measured_by_baseline, cast
) -> None:
    close(measured_by_baseline, cast)
    tamper()
    run()
    assert Indicator.objects.get().baseline == -4


def test_a_baseline_that_a_closed_year_was_scored_by_is_reported_and_stays(
    measured_by_baseline, cast
) -> None:
    tamper()
    Measurement.objects.update(level=3, attainment=D("120.00"))
    close(measured_by_baseline, cast)
    assert "The year 2012 is closed" in failing()
    assert Indicator.objects.get().baseline == -5


def test_no_open_year_is_scored_by_a_baseline_that_could_not_be_repaired(
    measured_by_baseline, cast, scorecard
) -> None:
    later = MeasurementFactory(
        scorecard_year=scorecard.years.get(year=2013),
        indicator=measured_by_baseline.indicator,
        target=D(0),
        achievement=D(1),
        level=3,
        attainment=D("125.00"),
    )
    tamper()
    Measurement.objects.exclude(pk=later.pk).update(attainment=D("120.00"))
    close(measured_by_baseline, cast)
    assert "SS1-1 2013" in failing()
    later.refresh_from_db()
    assert later.attainment == 125


def test_a_decreed_baseline_is_not_recomputed(measurement) -> None:
    Indicator.objects.update(baseline=D("10.6"))
    assert run("--check")


def test_the_check_takes_as_many_queries_for_many_rows(measurement, django_assert_num_queries) -> None:
    for _ in range(20):
        MeasurementFactory(scorecard_year=measurement.scorecard_year)
    with django_assert_num_queries(2):
        run("--check")

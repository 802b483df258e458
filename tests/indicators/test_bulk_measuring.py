"""Many measurements at once: the same rows as one by one, all or nothing, and every refused one named."""

from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.bulk_measuring import RowsRefused, write_many, write_years
from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.row_rules import RowFault
from scorecards.locks import YearClosed
from tests.factories import MeasurementFactory, ScorecardFactory, ScorecardYearFactory
from tests.indicators.scorecards import add_weights

# Lock the years, read rows and indicators, write, trace, raise the version; and two savepoints.
STATEMENTS = 6 + 4
NOT_COMPARED = {"id", "indicator_id", "entered_at", "history_id", "history_date"}


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def next_year(scorecard):
    return scorecard.years.get(year=2013)


@pytest.fixture
def rows(year):
    return [MeasurementFactory(scorecard_year=year, indicator__natural_max=D(100)) for _ in range(3)]


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


def stored(pk: int) -> list[dict]:
    """The row and its traces, apart from what no two rows share."""
    records = [
        *Measurement.objects.filter(pk=pk).values(),
        *Measurement.history.filter(id=pk).order_by("history_id").values(),
    ]
    return [{name: value for name, value in each.items() if name not in NOT_COMPARED} for each in records]


numbers = st.none() | st.decimals(-200, 200, places=2) | st.sampled_from([D(0), D("1e-6"), D("Infinity")])
changed_values = st.fixed_dictionaries(
    {},
    optional={
        "target": numbers,
        "target_upper": numbers,
        "achievement": numbers,
        "note": st.sampled_from(["", "late", "x" * 2001, "a\0b"]),
    },
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    polarity=st.sampled_from(["higher", "lower", "range"]),
    state=st.sampled_from(["draft", "submitted", "approved", "returned", "not_applicable"]),
    before=st.sampled_from([None, D(50)]),
    changes=changed_values,
)
def test_a_row_written_in_bulk_is_the_row_written_alone(
    year, scorecard, cast, polarity, state, before, changes
) -> None:
    values = {
        "state": state,
        "state_reason": "why" if state in {"returned", "not_applicable"} else "",
        "achievement": before,
        "target_upper": D(120) if polarity == "range" else None,
        "indicator__polarity": polarity,
        "indicator__natural_min": D(-150),
        "indicator__baseline": D(10),
    }
    alone, in_bulk = (MeasurementFactory(scorecard_year=year, **values) for _ in range(2))
    errors = []
    try:
        write_measurement(measurement=alone, changes=changes, by=cast.staff)
    except ValidationError as error:
        errors.append(error.message_dict)
    try:
        write_years(scorecard=scorecard, changes={in_bulk.pk: changes}, by=cast.staff)
    except RowsRefused as error:
        errors.append(error.by_row[in_bulk.pk].message_dict)
    assert stored(in_bulk.pk) == stored(alone.pk)
    assert len(errors) in (0, 2)
    assert errors[:1] == errors[1:]


def test_rows_of_several_years_are_stored_with_their_scores_and_history(
    rows, next_year, scorecard, cast
) -> None:
    later = MeasurementFactory(scorecard_year=next_year, indicator=rows[0].indicator, target=D(80))
    changes = {rows[0].pk: {"achievement": D(90)}, later.pk: {"achievement": D(90)}}
    written = write_years(scorecard=scorecard, changes=changes, by=cast.staff, reason="import")
    assert (set(written.changed), written.years) == ({rows[0].pk, later.pk}, (2012, 2013))
    traces = Measurement.history.filter(history_type="~")
    told = {(trace.id, trace.level, trace.history_change_reason, trace.history_user) for trace in traces}
    assert told == {(rows[0].pk, 1, "import", cast.staff), (later.pk, 3, "import", cast.staff)}


def test_rows_with_different_changes_keep_what_is_not_theirs(rows, scorecard, cast) -> None:
    write_measurement(measurement=rows[0], changes={"achievement": D(90)}, by=cast.manager)
    changes = [{"note": "late"}, {"achievement": D(100)}, {"weight": D(2)}]
    write_many(scorecard=scorecard, rows=list(zip(rows, changes, strict=True)), by=cast.staff)
    fields = ("achievement", "level", "note", "weight", "entered_by")
    assert list(Measurement.objects.order_by("pk").values_list(*fields)) == [
        (D(90), 1, "late", D(1), cast.manager.pk),
        (D(100), 2, "", D(1), cast.staff.pk),
        (None, None, "", D(2), None),
    ]


def test_the_version_of_the_scorecard_is_raised_once(rows, scorecard, cast) -> None:
    before = scorecard.version
    write_years(scorecard=scorecard, changes={row.pk: {"note": "late"} for row in rows}, by=cast.staff)
    scorecard.refresh_from_db()
    assert scorecard.version == before + 1


def test_many_rows_are_stored_all_or_none_and_every_refused_one_is_named(rows, scorecard, cast) -> None:
    changes = {
        row.pk: {"achievement": value} for row, value in zip(rows, (D(90), D(101), D(102)), strict=True)
    }
    with pytest.raises(RowsRefused) as refusal:
        write_years(scorecard=scorecard, changes=changes, by=cast.staff)
    assert set(refusal.value.by_row) == {rows[1].pk, rows[2].pk}
    assert refusal.value.messages[0].startswith(f"{rows[1].indicator.code} 2012: Read 101")
    assert not Measurement.objects.filter(achievement__isnull=False).exists()


def test_what_was_written_before_a_refusal_is_taken_back(rows, scorecard, cast, monkeypatch) -> None:
    monkeypatch.setattr("organizations.bulk.ROWS_PER_STATEMENT", 1)
    changes = {rows[0].pk: {"achievement": D(90)}, rows[1].pk: {"achievement": D(101)}}
    with pytest.raises(RowsRefused):
        write_years(scorecard=scorecard, changes=changes, by=cast.staff)
    assert not Measurement.objects.filter(achievement__isnull=False).exists()
    assert not Measurement.history.filter(history_type="~").exists()


def test_many_rows_that_say_nothing_new_leave_no_trace(rows, scorecard, cast) -> None:
    changes = {row.pk: {"target": D(100), "weight": D("1.0")} for row in rows}
    assert write_years(scorecard=scorecard, changes=changes, by=cast.staff).changed == ()
    assert not Measurement.history.filter(history_type="~").exists()


def test_a_row_read_at_an_old_version_is_refused_with_what_stands_there_and_who_put_it(
    rows, scorecard, cast
) -> None:
    write_measurement(measurement=rows[1], changes={"achievement": D(50)}, by=cast.manager)
    changes = {row.pk: {"achievement": D(90)} for row in rows}
    with pytest.raises(RowsRefused) as refusal:
        write_years(scorecard=scorecard, changes=changes, by=cast.staff, versions={row.pk: 1 for row in rows})
    [(pk, stale)] = refusal.value.stale.items()
    assert (pk, stale.current.achievement, stale.changed_by) == (rows[1].pk, D(50), cast.manager)
    assert refusal.value.by_row[pk].code == "stale"


def test_an_old_version_of_a_value_that_stands_there_already_is_no_conflict(rows, scorecard, cast) -> None:
    write_measurement(measurement=rows[0], changes={"achievement": D(50)}, by=cast.manager)
    changes, versions = {rows[0].pk: {"achievement": D(50)}}, {rows[0].pk: 1}
    assert not write_years(scorecard=scorecard, changes=changes, by=cast.staff, versions=versions).changed


def test_a_row_of_another_scorecard_is_refused(rows, scorecard, cast) -> None:
    other = MeasurementFactory(scorecard_year=ScorecardYearFactory(scorecard=ScorecardFactory()))
    with pytest.raises(RowsRefused) as refusal:
        write_years(scorecard=scorecard, changes={other.pk: {"note": "x"}}, by=cast.staff)
    assert refusal.value.by_row[other.pk].code == "gone"


def test_in_a_closed_year_only_what_changes_is_refused(rows, next_year, scorecard, year, cast) -> None:
    later = MeasurementFactory(scorecard_year=next_year)
    close(year, cast.administrator)
    changes = {rows[0].pk: {"target": D(100)}, later.pk: {"target": D(90)}}
    assert write_years(scorecard=scorecard, changes=changes, by=cast.staff).changed == (later.pk,)
    changes = {rows[0].pk: {"target": D(90)}, later.pk: {"target": D(80)}}
    with pytest.raises(YearClosed):
        write_years(scorecard=scorecard, changes=changes, by=cast.staff)
    assert Measurement.objects.get(pk=later.pk).target == 90


@pytest.mark.parametrize(
    ("weight", "fault"),
    [
        (None, RowFault.WEIGHT_MISSING),
        (D(-1), RowFault.WEIGHT_NEGATIVE),
        (D("0.00001"), RowFault.TOO_MANY_DECIMALS),
        (D(1_000_000), RowFault.TOO_LARGE),
        (D("NaN"), RowFault.NOT_A_NUMBER),
    ],
)
def test_a_weight_that_can_not_be_is_refused_at_its_field(rows, scorecard, cast, weight, fault) -> None:
    with pytest.raises(RowsRefused) as refusal:
        write_years(scorecard=scorecard, changes={rows[0].pk: {"weight": weight}}, by=cast.staff)
    assert refusal.value.by_row[rows[0].pk].error_dict["weight"][0].code == fault


def test_weights_that_add_up_to_zero_are_refused(rows, scorecard, year, cast) -> None:
    year.weighting_mode = "hierarchical"
    year.save()
    for row in rows:
        add_weights([year], [row.indicator.objective.perspective], [row.indicator.objective])
    with pytest.raises(ValidationError, match="have the weight 0"):
        write_years(scorecard=scorecard, changes={rows[0].pk: {"weight": D(0)}}, by=cast.staff)
    assert Measurement.objects.get(pk=rows[0].pk).weight == 1


def test_a_field_that_is_not_written_here_is_a_programming_error(rows, scorecard, cast) -> None:
    with pytest.raises(ValueError, match="level"):
        write_years(scorecard=scorecard, changes={rows[0].pk: {"level": D(3)}}, by=cast.staff)


def test_a_measurement_at_hand_twice_is_a_programming_error(rows, scorecard, cast) -> None:
    with pytest.raises(ValueError, match="once"):
        write_many(scorecard=scorecard, rows=[(rows[0], {"note": note}) for note in "ab"], by=cast.staff)


def test_many_rows_take_as_many_statements_as_few(rows, scorecard, cast, django_assert_num_queries) -> None:
    for count, value in ((1, D(1)), (3, D(2))):
        changes = {row.pk: {"achievement": value} for row in rows[:count]}
        with django_assert_num_queries(STATEMENTS):
            write_years(scorecard=scorecard, changes=changes, by=cast.staff)

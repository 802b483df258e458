"""Numbers in doubt: asked about wherever a person types, with what they are compared with, then stored."""

import json
from decimal import Decimal as D

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from indicators import services
from indicators.asking import Doubtful, write_or_ask
from indicators.doubtful import as_confirmed, doubts_about
from indicators.doubts import DoubtCode, Known, Reference
from indicators.measuring import write_many, write_measurement
from indicators.models import Indicator, Measurement
from tests.factories import IndicatorFactory, MeasurementFactory, ObjectiveFactory
from tests.indicators.scorecards import of_size

PLACE = "/o/ACME/ACME"


@pytest.fixture
def indicator(scorecard):
    objective = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first())
    return IndicatorFactory(
        objective=objective, code="SS1-1", unit_of_measure="points", baseline=D("11.9"), decimals=2
    )


@pytest.fixture
def rows(scorecard, indicator):
    """The measurements of 2012 and 2013, with targets, by year."""
    return {
        year.year: MeasurementFactory(scorecard_year=year, indicator=indicator, target=D("12.6"))
        for year in scorecard.years.all()
    }


@pytest.fixture
def capped(indicator):
    """The indicator with a maximum at which it is capped."""
    Indicator.objects.filter(pk=indicator.pk).update(natural_max=D(100), caps_at_maximum=True)
    return Indicator.objects.get(pk=indicator.pk)


@pytest.fixture
def patch(sign_in, cast):
    def send(row: Measurement, values: dict, *, page: str = "entry", **rest):
        body = {"values": values, "version": row.version, "language": "en", **rest}
        url = f"{PLACE}/{row.scorecard_year.year}/{page}/{row.pk}/"
        return sign_in(cast.staff).patch(url, json.dumps(body), content_type="application/json")

    return send


def stored(row: Measurement) -> Measurement:
    return Measurement.objects.get(pk=row.pk)


def loaded(row: Measurement) -> Measurement:
    return Measurement.objects.select_related("indicator", "scorecard_year").get(pk=row.pk)


def compared(row: Measurement, **changes) -> list[Reference]:
    [doubt] = doubts_about([(loaded(row), changes)])[row.pk]
    return list(doubt.compared_with)


# --- what is compared -----------------------------------------------------------


def test_an_achievement_is_compared_with_target_last_year_and_baseline(rows, cast) -> None:
    write_measurement(measurement=rows[2012], changes={"achievement": D("12.1")}, by=cast.staff)
    assert compared(rows[2013], achievement=D(1235)) == [
        Reference(Known.TARGET, D("12.6")),
        Reference(Known.ACHIEVEMENT, D("12.1"), 2012),
        Reference(Known.BASELINE, D("11.9")),
    ]


def test_a_target_is_compared_with_the_targets_beside_it_and_the_baseline(rows) -> None:
    assert compared(rows[2012], target=D(1235)) == [
        Reference(Known.TARGET, D("12.6"), 2013),
        Reference(Known.BASELINE, D("11.9")),
    ]


def test_both_targets_of_a_range_are_compared_by_themselves(rows, indicator) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(polarity="range", baseline=None)
    Measurement.objects.filter(pk=rows[2013].pk).update(target_upper=D("13.5"))
    changes = {"target": D(1235), "target_upper": D(1400)}
    doubts = doubts_about([(loaded(rows[2012]), changes)])[rows[2012].pk]
    assert [(each.field, each.suggestion) for each in doubts] == [
        ("target", D("12.35")),
        ("target_upper", D("14.00")),
    ]


def test_an_achievement_is_compared_with_the_target_that_comes_with_it(rows, indicator) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(baseline=None)
    row = loaded(rows[2012])
    assert doubts_about([(row, {"target": D(1300), "achievement": D(1235)})])[row.pk][0].field == "target"


def test_what_stands_there_already_is_not_asked_about(rows) -> None:
    Measurement.objects.filter(pk=rows[2012].pk).update(achievement=D(1235))
    assert doubts_about([(loaded(rows[2012]), {"achievement": D(1235), "note": "x"})]) == {}


def test_many_rows_cost_one_query(scorecard, django_assert_num_queries, monkeypatch) -> None:
    of_size(scorecard, 60)
    rows = list(Measurement.objects.select_related("indicator", "scorecard_year"))
    changes = [(row, {"achievement": D(10) ** 9, "target": D(10) ** 9}) for row in rows]
    with django_assert_num_queries(1):
        few = doubts_about(changes)
    monkeypatch.setattr("indicators.doubtful.INDICATORS_PER_QUERY", 10)
    with django_assert_num_queries(1):
        assert doubts_about(changes) == few
    assert few


def test_nothing_to_ask_costs_nothing(rows, django_assert_num_queries) -> None:
    row = loaded(rows[2012])
    with django_assert_num_queries(0):
        assert doubts_about([(row, {"note": "x", "achievement": None})]) == {}


# --- the service ------------------------------------------------------------------


def test_nothing_is_stored_before_it_is_confirmed(rows, cast) -> None:
    row, changes = loaded(rows[2012]), {"achievement": D(1235), "note": "checked"}
    with pytest.raises(Doubtful) as raised:
        write_or_ask(measurement=row, changes=changes, by=cast.staff, version=1, confirmed=False)
    assert raised.value.doubts[0].suggestion == D("12.35")
    assert stored(row).version == 1
    write_or_ask(measurement=row, changes=changes, by=cast.staff, version=1, confirmed=True)
    assert (stored(row).achievement, stored(row).note) == (1235, "checked")


def test_a_confirmed_achievement_above_the_maximum_is_stored_as_the_maximum(rows, capped, cast) -> None:
    row, changes = loaded(rows[2012]), {"achievement": D(104)}
    write_or_ask(measurement=row, changes=changes, by=cast.staff, version=1, confirmed=True)
    assert stored(row).achievement == 100


def test_above_the_maximum_nothing_is_stored_by_those_who_do_not_ask(rows, capped, cast) -> None:
    with pytest.raises(ValidationError):
        write_measurement(measurement=rows[2012], changes={"achievement": D(104)}, by=cast.staff)
    doubts = doubts_about([(loaded(rows[2012]), {"achievement": D(104)})])[rows[2012].pk]
    changes = as_confirmed({"achievement": D(104)}, doubts)
    write_many(
        scorecard=rows[2012].scorecard_year.scorecard, year=2012, rows=[(rows[2012], changes)], by=cast.staff
    )
    assert stored(rows[2012]).achievement == 100


def test_a_target_above_the_maximum_stays_refused(rows, capped, cast) -> None:
    with pytest.raises(ValidationError):
        write_or_ask(
            measurement=loaded(rows[2012]),
            changes={"target": D(104)},
            by=cast.staff,
            version=1,
            confirmed=True,
        )


def test_commands_and_bulk_writes_pass_without_a_question(rows, cast) -> None:
    write_measurement(measurement=rows[2012], changes={"achievement": D(1235)}, by=cast.staff)
    assert stored(rows[2012]).achievement == 1235


# --- the grid -----------------------------------------------------------------------


def test_a_cell_in_doubt_answers_the_question_and_saves_nothing(patch, rows) -> None:
    answer = patch(rows[2012], {"achievement": "1235"})
    assert answer.status_code == 422
    assert answer.json() == {
        "doubts": {
            "achievement": {
                "message": "Read 1,235; compared with: target 12.60, baseline 11.90. Did you mean 12.35?",
                "suggestion": "12.35",
                "take": "Yes, 12.35",
                "keep": "Keep 1,235",
                "may_keep": True,
            }
        }
    }
    assert stored(rows[2012]).version == 1


def test_a_confirmed_cell_is_saved_as_typed(patch, rows) -> None:
    assert patch(rows[2012], {"achievement": "1235"}, confirmed=True).status_code == 200
    assert stored(rows[2012]).achievement == 1235


def test_the_question_is_in_the_language_of_the_page(patch, rows) -> None:
    answer = patch(rows[2012], {"achievement": "1235"}, language="id").json()
    assert answer["doubts"]["achievement"]["suggestion"] == "12,35"


def test_a_target_in_doubt_is_asked_about_on_the_plan(patch, rows) -> None:
    assert "doubts" in patch(rows[2012], {"target": "1235"}, page="plan").json()
    assert patch(rows[2012], {"target": "1235"}, page="plan", confirmed=True).status_code == 200


def test_above_a_maximum_that_is_capped_at_the_question_is_whether_the_maximum_is_meant(
    patch, rows, capped
) -> None:
    question = patch(rows[2012], {"achievement": "104"}).json()["doubts"]["achievement"]
    assert (question["suggestion"], question["may_keep"]) == ("100", False)
    assert (
        patch(rows[2012], {"achievement": "104"}, confirmed=True).json()["values"]["achievement"] == "100.00"
    )


def test_above_any_other_maximum_it_stays_refused(patch, rows, indicator) -> None:
    Indicator.objects.filter(pk=indicator.pk).update(natural_max=D(100))
    answer = patch(rows[2012], {"achievement": "104"}, confirmed=True)
    assert (answer.status_code, "achievement" in answer.json()["errors"]) == (422, True)


def test_who_was_faster_is_told_before_anything_is_asked(patch, rows, cast) -> None:
    write_measurement(measurement=rows[2012], changes={"achievement": D(12)}, by=cast.manager)
    assert patch(rows[2012], {"achievement": "1235"}).status_code == 409


@pytest.mark.parametrize("confirmed", [1, "yes", None, [], "true"])
def test_confirmed_is_yes_or_no(patch, rows, confirmed) -> None:
    assert patch(rows[2012], {"achievement": "12"}, confirmed=confirmed).status_code == 400


# --- the KPI sheet --------------------------------------------------------------------


@pytest.fixture
def post(sign_in, cast):
    def send(row: Measurement, what: str, **values):
        args = ["ACME", "ACME", 2012, row.indicator_id, row.scorecard_year.year]
        data = {"version": row.version, "language": "en", **values}
        return sign_in(cast.staff).post(reverse(f"indicators:year-{what}", args=args), data)

    return send


@pytest.mark.parametrize("what", ["achievement", "target"])
def test_the_sheet_asks_in_the_form(post, rows, what) -> None:
    response = post(rows[2012], what, **{what: "1235"})
    page = response.content.decode()
    assert (response.status_code, stored(rows[2012]).version) == (422, 1)
    for part in ("Did you mean 12.35?", "Yes, 12.35", "Keep 1,235", 'value="1235"'):
        assert part in page
    sent = json.loads(response.context["question"].suggested)
    assert post(rows[2012], what, **sent).status_code == 200
    assert getattr(stored(rows[2012]), what) == D("12.35")


def test_what_the_sheet_was_told_to_keep_is_saved(post, rows) -> None:
    kept = json.loads(post(rows[2012], "achievement", achievement="1235").context["question"].kept)
    assert post(rows[2012], "achievement", achievement="1,235.0", **kept).status_code == 200
    assert stored(rows[2012]).achievement == 1235


def test_another_number_than_the_one_that_was_asked_about_is_asked_about_again(post, rows) -> None:
    kept = json.loads(post(rows[2012], "achievement", achievement="1235").context["question"].kept)
    assert post(rows[2012], "achievement", achievement="1236", **kept).status_code == 422
    assert stored(rows[2012]).achievement is None


def test_the_sheet_offers_nothing_to_keep_above_the_maximum(post, rows, capped) -> None:
    page = post(rows[2012], "achievement", achievement="104").content.decode()
    assert "Yes, 100" in page
    assert "Keep 104" not in page


# --- the field of the sheet -------------------------------------------------------------


def test_only_with_a_natural_maximum_can_more_count_as_the_maximum(indicator, cast) -> None:
    with pytest.raises(ValidationError) as raised:
        services.change_indicator(indicator, by=cast.staff, caps_at_maximum=True)
    assert list(raised.value.message_dict) == ["caps_at_maximum"]
    services.change_indicator(indicator, by=cast.staff, caps_at_maximum=True, natural_max=D(100))
    with pytest.raises(ValidationError):
        services.change_indicator(indicator, by=cast.staff, natural_max=None)


def test_the_sheet_says_that_more_counts_as_the_maximum(sign_in, cast, capped, rows) -> None:
    page = sign_in(cast.viewer).get(f"{PLACE}/2012/indicators/{capped.pk}/").content.decode()
    assert "to 100 · more counts as the maximum" in page


def test_its_history_says_so_in_words(capped, cast, sign_in) -> None:
    services.change_indicator(capped, by=cast.staff, caps_at_maximum=False)
    page = sign_in(cast.viewer).get(f"{PLACE}/2012/indicators/{capped.pk}/history/").content.decode()
    assert "More counts as the natural maximum" in page


def test_a_doubt_names_why(rows) -> None:
    with pytest.raises(Doubtful, match=f"achievement: {DoubtCode.FAR_AWAY}"):
        write_or_ask(
            measurement=loaded(rows[2012]),
            changes={"achievement": D(1235)},
            by=None,
            version=1,
            confirmed=False,
        )

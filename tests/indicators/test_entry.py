"""The entry page of a year and what a changed cell answers."""

import json
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.measuring import write_measurement
from indicators.models import Measurement
from tests.factories import MeasurementFactory, ScorecardFactory, ScorecardYearFactory
from tests.indicators.scorecards import add_weights, berdikari, of_size

PLACE = "/o/ACME/ACME/2012"


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def measurement(year):
    return MeasurementFactory(
        scorecard_year=year,
        target=D(80),
        indicator__objective__code="OWN",
        indicator__code="SS1-1",
        indicator__name="Repeat orders",
        indicator__natural_min=D(0),
        indicator__natural_max=D(100),
    )


@pytest.fixture
def patch(sign_in, cast):
    """Sends a changed cell as somebody and answers the response."""

    def send(who: str, pk: int, values: object, *, page: str = "entry", **rest):
        body = {"values": values, "version": 1, "language": "en", **rest}
        return patch_raw(sign_in(cast.by_name(who)), f"{PLACE}/{page}/{pk}/", json.dumps(body))

    return send


def patch_raw(client, url: str, body: str | bytes):
    return client.patch(url, body, content_type="application/json")


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


# --- the page -------------------------------------------------------------------


def test_the_page_answers_first_how_the_year_stands(sign_in, cast, measurement) -> None:
    page = sign_in(cast.staff).get(f"{PLACE}/entry/")
    assert "2012: 0 of 1 reported, between 1 and 3 points against 2: undecided." in page.content.decode()


def test_staff_get_inputs(sign_in, cast, measurement) -> None:
    page = sign_in(cast.staff).get(f"{PLACE}/entry/")
    assert page.content.decode().count("data-field=") == 2


def test_a_viewer_gets_values_without_inputs(sign_in, cast, measurement) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D("77.5")}, by=cast.staff)
    content = sign_in(cast.viewer).get(f"{PLACE}/entry/").content.decode()
    assert "77.5" in content
    assert "data-field=" not in content


def test_nobody_gets_inputs_in_a_closed_year(sign_in, cast, measurement, year) -> None:
    close(year, cast.administrator)
    content = sign_in(cast.administrator).get(f"{PLACE}/entry/").content.decode()
    assert "nothing in this year changes any more" in content
    assert "data-field=" not in content


def test_a_row_that_does_not_apply_takes_no_achievement(sign_in, cast, measurement) -> None:
    measurement.state, measurement.state_reason = "not_applicable", "no factory"
    measurement.save()
    content = sign_in(cast.staff).get(f"{PLACE}/entry/").content.decode()
    assert 'data-field="achievement"' not in content


def test_the_page_writes_numbers_in_its_language(sign_in, cast, measurement) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D("77.5")}, by=cast.staff)
    cast.staff.language = "id"
    cast.staff.save()
    assert 'value="77,5"' in sign_in(cast.staff).get(f"{PLACE}/entry/").content.decode()


def test_the_page_shows_last_years_achievement(sign_in, cast, measurement, scorecard) -> None:
    next_year = scorecard.years.get(year=2013)
    MeasurementFactory(scorecard_year=next_year, indicator=measurement.indicator)
    write_measurement(measurement=measurement, changes={"achievement": D("77.125")}, by=cast.staff)
    assert "77.125" in sign_in(cast.staff).get("/o/ACME/ACME/2013/entry/").content.decode()


def test_a_scorecard_without_indicators_says_what_to_do_first(sign_in, cast, scorecard) -> None:
    assert "Add the indicators first" in sign_in(cast.staff).get(f"{PLACE}/entry/").content.decode()


def test_a_year_outside_every_plan_says_so(sign_in, cast, scorecard) -> None:
    assert sign_in(cast.staff).get("/o/ACME/ACME/1999/entry/").status_code == 200


def test_an_outsider_finds_no_entry_page(sign_in, cast, measurement) -> None:
    assert sign_in(cast.outsider).get(f"{PLACE}/entry/").status_code == 404


def test_the_page_takes_no_post(sign_in, cast, measurement) -> None:
    assert sign_in(cast.staff).post(f"{PLACE}/entry/").status_code == 405


def queries_of(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as context:
        assert client.get(url).status_code == 200
    return len(context)


@pytest.mark.parametrize("page", ["entry", "entry/targets", "plan"])
def test_a_page_takes_as_many_queries_at_20_as_at_200_indicators(sign_in, cast, scorecard, page) -> None:
    client = sign_in(cast.staff)
    of_size(scorecard, 20)
    small = queries_of(client, f"{PLACE}/{page}/")
    of_size_more(scorecard)
    assert queries_of(client, f"{PLACE}/{page}/") == small


def of_size_more(scorecard) -> None:
    """Ten times as many indicators, in objectives of their own."""
    objective = scorecard.objectives.first()
    for year in scorecard.years.all():
        for number in range(90):
            code = f"MORE-{year.year}-{number}"
            MeasurementFactory(scorecard_year=year, indicator__objective=objective, indicator__code=code)


# --- targets of all years side by side ------------------------------------------


def test_staff_type_the_targets_of_every_year(sign_in, cast, measurement, scorecard) -> None:
    MeasurementFactory(scorecard_year=scorecard.years.get(year=2013), indicator=measurement.indicator)
    content = sign_in(cast.staff).get(f"{PLACE}/entry/targets/").content.decode()
    assert "1 indicator, targets 2012–2013 complete." in content
    assert content.count('data-field="target"') == 2


def test_a_range_has_a_cell_for_its_upper_target(sign_in, cast, measurement) -> None:
    measurement.indicator.polarity = "range"
    measurement.indicator.save()
    content = sign_in(cast.staff).get(f"{PLACE}/entry/targets/").content.decode()
    assert content.count('data-field="target_upper"') == 1


def test_the_holder_of_a_unit_reads_the_targets_and_types_achievements(sign_in, cast, scorecard) -> None:
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    MeasurementFactory(scorecard_year=ScorecardYearFactory(scorecard=card, year=2012), target=D(77))
    client = sign_in(cast.person)
    targets = client.get("/o/ACME/DESK/2012/entry/targets/").content.decode()
    assert "77" in targets
    assert "data-key=" not in targets
    assert "Only HR staff, managers and administrators of this unit change the plan." in targets
    assert "data-key=" in client.get("/o/ACME/DESK/2012/entry/").content.decode()


@pytest.mark.parametrize(("mode", "columns"), [("indicator", 1), ("hierarchical", 1), ("equal", 0)])
@pytest.mark.parametrize("page", ["entry", "entry/targets"])
def test_weights_are_shown_where_the_years_weighting_uses_them(
    sign_in, cast, measurement, year, mode, columns, page
) -> None:
    Measurement.objects.update(weight=D("12.25"))
    year.weighting_mode = mode
    year.save()
    content = sign_in(cast.staff).get(f"{PLACE}/{page}/").content.decode()
    assert content.count('<td class="num faint">12.25</td>') == columns
    assert content.count("Weights are set on another page") == columns


def test_whoever_does_not_find_the_page_of_weights_gets_no_link_there(sign_in, cast, scorecard) -> None:
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    of_desk = ScorecardYearFactory(scorecard=card, year=2012, weighting_mode="indicator")
    MeasurementFactory(scorecard_year=of_desk, weight=D("12.25"))
    content = sign_in(cast.person).get("/o/ACME/DESK/2012/entry/").content.decode()
    assert "12.25" in content
    assert "settings/weights" not in content


def test_a_scorecard_without_indicators_has_no_targets_yet(sign_in, cast, scorecard) -> None:
    content = sign_in(cast.staff).get(f"{PLACE}/entry/targets/").content.decode()
    assert "Add the indicators first" in content


# --- a changed cell -------------------------------------------------------------


def test_an_achievement_answers_its_score_and_the_totals(patch, measurement) -> None:
    answer = patch("staff", measurement.pk, {"achievement": "90"}).json()
    assert (answer["values"]["achievement"], answer["version"]) == ("90", 2)
    assert (answer["level"], answer["attainment"], answer["status"]) == (3, "112.50", "above")
    outputs = answer["outputs"]
    assert "1 of 1 reported, a total of 3 against 2: good" in outputs["grid-answer"]
    assert "Above" in outputs[f"status-{measurement.pk}"]
    assert "3 points" in outputs[f"perspective-{measurement.indicator.objective.perspective_id}"]


def test_an_achievement_is_read_in_the_language_of_the_page(patch, measurement) -> None:
    answer = patch("staff", measurement.pk, {"achievement": "77,5"}, language="id").json()
    assert answer["values"]["achievement"] == "77,5"
    assert Measurement.objects.get().achievement == D("77.5")


def test_a_number_of_another_language_is_refused_with_what_is_accepted(patch, measurement) -> None:
    answer = patch("staff", measurement.pk, {"achievement": "77,5"})
    assert answer.status_code == 422
    assert "77.5" in answer.json()["errors"]["achievement"]


def test_an_emptied_cell_is_missing_and_not_zero(patch, measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(0)}, by=cast.staff)
    answer = patch("staff", measurement.pk, {"achievement": " "}, version=2).json()
    assert (answer["values"]["achievement"], answer["level"]) == ("", None)
    assert Measurement.objects.get().achievement is None


def test_a_note_is_stored_as_typed(patch, measurement) -> None:
    patch("staff", measurement.pk, {"note": "  <b>late</b> "})
    assert Measurement.objects.get().note == "<b>late</b>"


@pytest.mark.parametrize("who", ["staff", "manager", "administrator"])
def test_who_may_enter_may_change_a_cell(patch, measurement, who) -> None:
    assert patch(who, measurement.pk, {"achievement": "71"}).status_code == 200


def test_a_viewer_may_not_change_a_cell_and_reads_why(patch, measurement) -> None:
    answer = patch("viewer", measurement.pk, {"achievement": "1"})
    assert (answer.status_code, bool(answer.json()["message"])) == (403, True)
    assert Measurement.objects.get().achievement is None


@pytest.mark.parametrize("who", ["outsider", "person"])
def test_whoever_does_not_see_the_unit_finds_no_cell(patch, measurement, who) -> None:
    assert patch(who, measurement.pk, {"achievement": "1"}).status_code == 404


def test_a_cell_of_another_year_or_of_none_is_not_found(patch, measurement, scorecard) -> None:
    other = MeasurementFactory(scorecard_year=scorecard.years.get(year=2013))
    for pk in (other.pk, 987654, 10**30):
        assert patch("staff", pk, {"achievement": "1"}).status_code == 404


@pytest.mark.parametrize("verb", ["get", "post", "put", "delete"])
def test_a_cell_takes_no_other_verb(sign_in, cast, measurement, verb) -> None:
    assert getattr(sign_in(cast.staff), verb)(f"{PLACE}/entry/{measurement.pk}/").status_code == 405


def test_a_stale_version_answers_both_values_and_who_was_quicker(patch, measurement, cast) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(70)}, by=cast.manager)
    answer = patch("staff", measurement.pk, {"achievement": "90"})
    assert answer.status_code == 409
    message = answer.json()["conflicts"]["achievement"]
    for part in ("Manager", "70", "90"):
        assert part in message
    assert (answer.json()["values"]["achievement"], answer.json()["version"]) == ("70", 2)
    assert Measurement.objects.get().achievement == D(70)


def test_a_conflict_names_who_wrote_that_cell_and_not_who_changed_another_one(
    patch, measurement, cast
) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D(70)}, by=cast.manager)
    write_measurement(measurement=measurement, changes={"note": "seen"}, by=cast.administrator)
    message = patch("staff", measurement.pk, {"achievement": "90"}).json()["conflicts"]["achievement"]
    assert "Manager" in message
    assert "Administrator" not in message


def test_a_cell_of_a_closed_year_is_refused(patch, measurement, year, cast) -> None:
    close(year, cast.administrator)
    answer = patch("administrator", measurement.pk, {"achievement": "1"})
    assert (answer.status_code, "2012" in answer.json()["message"]) == (422, True)


@pytest.mark.parametrize(
    "typed",
    [
        "101",
        "-1",
        "NaN",
        "Infinity",
        "1e999",
        "x" * 5000,
        "9" * 100_000,
        "1.2.3",
        "\x00",
        "\ud83d",
        "٣",
    ],
)
def test_what_is_no_number_within_bounds_is_refused_at_its_field(patch, measurement, typed) -> None:
    answer = patch("staff", measurement.pk, {"achievement": typed})
    assert answer.status_code == 422
    assert answer.json()["errors"]["achievement"]


@pytest.mark.parametrize("typed", ["a\x00b", "\ud83d", "x" * 2001, "x" * 100_000])
def test_a_note_that_can_not_be_kept_is_refused(patch, measurement, typed) -> None:
    assert patch("staff", measurement.pk, {"note": typed}).status_code == 422


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"1" * 5000,
        b"[" * 100_000,
        b'{"values": {}, "version": 1, "language": "en"}',
        b'{"values": {"achievement": 5}, "version": 1, "language": "en"}',
        b'{"values": {"achievement": null}, "version": 1, "language": "en"}',
        b'{"values": {"target": "5"}, "version": 1, "language": "en"}',
        b'{"values": {"weight": "5"}, "version": 1, "language": "en"}',
        b'{"values": {"achievement": "5"}, "version": "1", "language": "en"}',
        b'{"values": {"achievement": "5"}, "version": true, "language": "en"}',
        b'{"values": {"achievement": "5"}, "version": NaN, "language": "en"}',
        b'{"values": {"achievement": "5"}, "language": "en"}',
        b'{"values": {"achievement": "5"}, "version": 1, "language": "xx"}',
        b'{"values": {"achievement": "5"}, "version": 1, "language": ["en"]}',
    ],
)
def test_what_the_grid_never_sends_is_a_bad_request(sign_in, cast, measurement, body) -> None:
    answer = patch_raw(sign_in(cast.staff), f"{PLACE}/entry/{measurement.pk}/", body)
    assert answer.status_code == 400
    assert Measurement.objects.get().version == 1


def test_an_anonymous_person_is_sent_to_sign_in(client, measurement) -> None:
    answer = patch_raw(client, f"{PLACE}/entry/{measurement.pk}/", "{}")
    assert answer.status_code == 302


def test_the_holder_of_a_unit_enters_the_own_achievements(sign_in, cast, scorecard) -> None:
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    own = MeasurementFactory(scorecard_year=ScorecardYearFactory(scorecard=card, year=2012))
    body = json.dumps({"values": {"achievement": "5"}, "version": 1, "language": "en"})
    answer = patch_raw(sign_in(cast.person), f"/o/ACME/DESK/2012/entry/{own.pk}/", body)
    assert answer.status_code == 200


def test_a_cell_takes_as_many_queries_at_20_as_at_110_indicators(
    sign_in, cast, scorecard, measurement, django_assert_num_queries
) -> None:
    client = sign_in(cast.staff)
    of_size(scorecard, 20)
    url = f"{PLACE}/entry/{measurement.pk}/"
    for version, value in ((1, "50"), (2, "60")):
        if version == 2:
            of_size_more(scorecard)
        body = {"values": {"achievement": value}, "version": version, "language": "en"}
        with django_assert_num_queries(17):
            assert patch_raw(client, url, json.dumps(body)).status_code == 200


# --- a changed target -----------------------------------------------------------


def test_a_target_is_stored_and_the_plan_says_how_complete_it_is(patch, measurement) -> None:
    answer = patch("staff", measurement.pk, {"target": ""}, page="plan").json()
    assert answer["outputs"]["grid-answer"].startswith("1 indicator, 2 of 2 targets missing")


@pytest.mark.parametrize(("who", "status"), [("staff", 200), ("viewer", 403), ("outsider", 404)])
def test_only_who_may_edit_changes_a_target(patch, measurement, who, status) -> None:
    assert patch(who, measurement.pk, {"target": "90"}, page="plan").status_code == status


def test_both_targets_of_a_range_are_written_together(patch, measurement) -> None:
    measurement.indicator.polarity = "range"
    measurement.indicator.save()
    refused = patch("staff", measurement.pk, {"target": "10"}, page="plan")
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["target_upper"])
    taken = patch("staff", measurement.pk, {"target": "10", "target_upper": "20"}, page="plan")
    assert taken.json()["values"]["target_upper"] == "20"


def test_a_target_is_no_field_of_the_entry_page_nor_an_achievement_of_the_plan(patch, measurement) -> None:
    assert patch("staff", measurement.pk, {"target": "1"}).status_code == 400
    assert patch("staff", measurement.pk, {"achievement": "1"}, page="plan").status_code == 400


# --- the plan -------------------------------------------------------------------


def test_the_plan_says_that_every_target_is_there(sign_in, cast) -> None:
    berdikari(cast.unit)
    content = sign_in(cast.viewer).get(f"{PLACE}/plan/").content.decode()
    assert "20 indicators, targets 2012–2013 complete." in content
    assert "Meningkatkan penjualan" in content


def test_the_plan_counts_missing_targets_by_year(sign_in, cast, measurement, year) -> None:
    add_weights([year], [], [])
    content = sign_in(cast.staff).get(f"{PLACE}/plan/").content.decode()
    assert "1 indicator, 1 of 2 targets missing (2013: 1)." in content


def test_targets_of_a_closed_year_are_read_only(sign_in, cast, measurement, year, scorecard) -> None:
    MeasurementFactory(scorecard_year=scorecard.years.get(year=2013), indicator=measurement.indicator)
    close(year, cast.administrator)
    content = sign_in(cast.staff).get(f"{PLACE}/plan/").content.decode()
    assert 'data-column="2013-1"' in content
    assert 'data-column="2012-1"' not in content


# --- history ---------------------------------------------------------------------


def test_whoever_sees_the_row_reads_its_history(sign_in, cast, measurement) -> None:
    write_measurement(measurement=measurement, changes={"achievement": D("77.5")}, by=cast.staff)
    content = sign_in(cast.viewer).get(f"{PLACE}/entry/{measurement.pk}/history/").content.decode()
    assert "Staff (HR)" in content
    assert "77.5" in content


def test_an_outsider_finds_no_history(sign_in, cast, measurement) -> None:
    assert sign_in(cast.outsider).get(f"{PLACE}/entry/{measurement.pk}/history/").status_code == 404

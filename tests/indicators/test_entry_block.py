"""A block of cells: what it would change is told first, then it is stored, all or nothing."""

import json
from decimal import Decimal as D

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.block_requests import MOST_CELLS
from indicators.measuring import write_measurement
from indicators.models import Indicator, Measurement
from tests.factories import (
    IndicatorFactory,
    MeasurementFactory,
    ScorecardFactory,
    ScorecardYearFactory,
)
from tests.indicators.scorecards import of_size

PLACE = "/o/ACME/ACME/2012"


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def rows(year):
    """Three measurements of one objective, targets of 80, values from 0 to 100."""
    bounds = {"indicator__natural_min": D(0), "indicator__natural_max": D(100)}
    first = MeasurementFactory(scorecard_year=year, target=D(80), indicator__code="SS1-1", **bounds)
    objective = first.indicator.objective
    return [
        first,
        *(
            MeasurementFactory(
                scorecard_year=year,
                target=D(80),
                indicator__code=code,
                indicator__objective=objective,
                **bounds,
            )
            for code in ("SS1-2", "SS1-3")
        ),
    ]


@pytest.fixture
def send(sign_in, cast):
    """Posts a block as somebody: (measurement, field, text) each."""

    def post(*cells, who: str = "staff", page: str = "entry", **rest):
        typed = [
            {"key": str(row.pk), "version": row.version, "field": field, "text": text}
            for row, field, text in cells
        ]
        body = {"cells": typed, "language": "en", **rest}
        return post_raw(sign_in(cast.by_name(who)), f"{PLACE}/{page}/block/", json.dumps(body))

    return post


def post_raw(client, url: str, body: str | bytes):
    return client.post(url, body, content_type="application/json")


def close(year, by) -> None:
    year.closed_at, year.closed_by = timezone.now(), by
    year.save()


def kinds(answer) -> list[str]:
    return [cell["kind"] for cell in answer.json()["cells"]]


def achievements() -> list[D | None]:
    return list(Measurement.objects.order_by("pk").values_list("achievement", flat=True))


# --- the preview ------------------------------------------------------------------


def test_a_preview_tells_old_and_new_and_stores_nothing(send, rows, cast) -> None:
    rows[0] = write_measurement(measurement=rows[0], changes={"achievement": D(70)}, by=cast.staff)
    answer = send((rows[0], "achievement", "90"), (rows[1], "note", "late"))
    assert answer.status_code == 200
    told = [(cell["kind"], cell["old"], cell["new"]) for cell in answer.json()["cells"]]
    assert told == [("changed", "70", "90"), ("changed", "", "late")]
    assert achievements() == [D(70), None, None]


def test_a_preview_tells_what_stands_there_already(send, rows) -> None:
    assert kinds(send((rows[0], "achievement", " "), (rows[1], "achievement", "5"))) == ["same", "changed"]


def test_a_preview_tells_what_can_not_be_read_and_what_is_expected(send, rows) -> None:
    [cell] = send((rows[0], "achievement", "77,5")).json()["cells"]
    assert (cell["kind"], cell["new"]) == ("unreadable", "77,5")
    assert "77.5" in cell["why"]


def test_a_preview_reads_numbers_in_the_language_of_the_page(send, rows) -> None:
    [cell] = send((rows[0], "achievement", "77,5"), language="id").json()["cells"]
    assert (cell["kind"], cell["new"]) == ("changed", "77,5")


def test_a_preview_tells_what_is_out_of_bounds(send, rows) -> None:
    [cell] = send((rows[0], "achievement", "101")).json()["cells"]
    assert cell["kind"] == "refused"
    assert "natural maximum 100" in cell["why"]


def test_a_preview_tells_of_a_row_that_does_not_apply(send, rows) -> None:
    rows[0].state, rows[0].state_reason = "not_applicable", "no factory"
    rows[0].save()
    [cell] = send((rows[0], "achievement", "1")).json()["cells"]
    assert (cell["kind"], "not applicable" in cell["why"]) == ("refused", True)


def test_a_preview_of_a_closed_year_refuses_what_would_change_there(send, rows, year, cast) -> None:
    close(year, cast.administrator)
    answer = send((rows[0], "achievement", "1"), (rows[1], "achievement", ""))
    assert kinds(answer) == ["refused", "same"]
    assert "2012 is closed" in answer.json()["cells"][0]["why"]


def test_a_preview_tells_who_was_quicker_at_that_very_cell(send, rows, cast) -> None:
    write_measurement(measurement=rows[0], changes={"achievement": D(70)}, by=cast.manager)
    write_measurement(measurement=rows[0], changes={"note": "seen"}, by=cast.administrator)
    [cell] = send((rows[0], "achievement", "90")).json()["cells"]
    assert (cell["kind"], cell["old"], cell["new"], cell["version"]) == ("conflict", "70", "90", 3)
    for part in ("Manager", "70", "90"):
        assert part in cell["why"]
    assert "Administrator" not in cell["why"]


def test_a_preview_takes_as_many_queries_at_5_as_at_50_cells(sign_in, cast, scorecard) -> None:
    of_size(scorecard, 50)
    found = list(Measurement.objects.filter(scorecard_year__year=2012))
    for row in found:
        write_measurement(measurement=row, changes={"note": "seen"}, by=cast.manager)
    client, counted = sign_in(cast.staff), []
    for count in (5, 50):
        typed = [{"key": str(row.pk), "version": 1, "field": "note", "text": "mine"} for row in found[:count]]
        with CaptureQueriesContext(connection) as captured:
            body = json.dumps({"cells": typed, "language": "en"})
            assert set(kinds(post_raw(client, f"{PLACE}/entry/block/", body))) == {"conflict"}
        counted.append(len(captured))
    assert counted[1] == counted[0]


# --- saving -----------------------------------------------------------------------


def test_a_saved_block_answers_its_rows_and_every_figure_that_follows(send, rows) -> None:
    answer = send((rows[0], "achievement", "90"), (rows[1], "achievement", "80"), save=True)
    assert answer.status_code == 200
    told = [(row["values"]["achievement"], row["version"]) for row in answer.json()["rows"]]
    assert told == [("90", 2), ("80", 2)]
    outputs = answer.json()["outputs"]
    assert "2 of 3 reported" in outputs["grid-answer"]
    assert "Above" in outputs[f"status-{rows[0].pk}"]
    assert f"objective-{rows[0].indicator.objective_id}" in outputs
    assert answer.json()["said"] == "2 cells saved."
    assert achievements() == [D(90), D(80), None]


def test_an_empty_text_of_a_block_takes_the_value_away(send, rows, cast) -> None:
    rows[0] = write_measurement(measurement=rows[0], changes={"achievement": D(70)}, by=cast.staff)
    assert send((rows[0], "achievement", ""), save=True).status_code == 200
    assert achievements()[0] is None


@pytest.mark.parametrize("wrong", ["77,5", "about 5", "101"])
def test_one_cell_that_can_not_be_stored_keeps_the_whole_block_out(send, rows, wrong) -> None:
    answer = send((rows[0], "achievement", "90"), (rows[1], "achievement", wrong), save=True)
    assert answer.status_code == 422
    assert kinds(answer)[0] == "changed"
    assert achievements() == [None, None, None]


def test_one_stale_cell_keeps_the_whole_block_out(send, rows, cast) -> None:
    write_measurement(measurement=rows[1], changes={"achievement": D(70)}, by=cast.manager)
    answer = send((rows[0], "achievement", "90"), (rows[1], "achievement", "80"), save=True)
    assert (answer.status_code, kinds(answer)) == (409, ["changed", "conflict"])
    assert achievements() == [None, D(70), None]


def test_whoever_knows_the_newer_value_may_put_theirs_in_its_place(send, rows, cast) -> None:
    rows[1] = write_measurement(measurement=rows[1], changes={"achievement": D(70)}, by=cast.manager)
    assert send((rows[1], "achievement", "80"), save=True).status_code == 200
    assert achievements()[1] == D(80)


def test_a_block_leaves_a_trace_of_each_changed_row_and_of_no_other(send, rows, cast) -> None:
    send((rows[0], "achievement", "90"), (rows[1], "achievement", ""), save=True)
    [trace] = Measurement.history.filter(history_type="~")
    assert (trace.id, trace.history_user) == (rows[0].pk, cast.staff)


def test_a_block_in_a_closed_year_is_refused(send, rows, year, cast) -> None:
    close(year, cast.administrator)
    answer = send((rows[0], "achievement", "1"), who="administrator", save=True)
    assert answer.status_code == 422
    assert achievements()[0] is None


def test_targets_of_several_years_are_stored_together(send, rows, scorecard) -> None:
    later = MeasurementFactory(scorecard_year=scorecard.years.get(year=2013), indicator=rows[0].indicator)
    answer = send((rows[0], "target", "81"), (later, "target", "82"), page="plan", save=True)
    assert answer.status_code == 200
    stored = Measurement.objects.filter(indicator=rows[0].indicator).order_by("scorecard_year__year")
    assert list(stored.values_list("target", flat=True)) == [D(81), D(82)]
    assert "complete" not in answer.json()["outputs"]["grid-answer"]


def test_one_closed_year_keeps_the_targets_of_the_others_out_too(send, rows, scorecard, year, cast) -> None:
    later = MeasurementFactory(scorecard_year=scorecard.years.get(year=2013), indicator=rows[0].indicator)
    close(year, cast.administrator)
    before = list(Measurement.objects.values_list("target", flat=True))
    answer = send((rows[0], "target", "81"), (later, "target", "82"), page="plan", save=True)
    assert (answer.status_code, kinds(answer)) == (422, ["refused", "changed"])
    assert list(Measurement.objects.values_list("target", flat=True)) == before


def test_a_range_with_one_target_is_refused_at_the_target_that_was_typed(send, year) -> None:
    row = MeasurementFactory(
        scorecard_year=year, target=None, indicator=IndicatorFactory(polarity="range", objective__code="R1")
    )
    Measurement.objects.filter(pk=row.pk).update(scorecard_year=year)
    [cell] = send((row, "target", "10"), page="plan").json()["cells"]
    assert (cell["kind"], "no end" in cell["why"]) == ("refused", True)
    both = send((row, "target", "10"), (row, "target_upper", "20"), page="plan", save=True)
    assert both.status_code == 200


def test_weights_that_would_add_up_to_nothing_are_said_and_nothing_is_stored(send, rows, year) -> None:
    year.weighting_mode = "indicator"
    year.save()
    Measurement.objects.filter(pk__in=[rows[0].pk, rows[1].pk]).update(weight=0)
    answer = send((rows[2], "target", ""), page="plan", save=True)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert Measurement.objects.get(pk=rows[2].pk).target == D(80)


# --- who, and what is no block ----------------------------------------------------


@pytest.mark.parametrize(("who", "status"), [("manager", 200), ("viewer", 403), ("person", 404)])
@pytest.mark.parametrize(("page", "field"), [("entry", "achievement"), ("plan", "target")])
@pytest.mark.parametrize("save", [True, False])
def test_only_who_may_write_gets_an_answer(send, rows, who, status, page, field, save) -> None:
    assert send((rows[0], field, "5"), who=who, page=page, save=save).status_code == status


def test_the_holder_of_a_unit_pastes_achievements_and_no_targets(sign_in, cast, scorecard) -> None:
    card = ScorecardFactory(plan=scorecard.plan, unit=cast.desk)
    own = MeasurementFactory(scorecard_year=ScorecardYearFactory(scorecard=card, year=2012))
    client = sign_in(cast.person)
    for page, field, status in (("entry", "achievement", 200), ("plan", "target", 403)):
        cell = {"key": str(own.pk), "version": 1, "field": field, "text": "5"}
        body = json.dumps({"cells": [cell], "language": "en", "save": True})
        assert post_raw(client, f"/o/ACME/DESK/2012/{page}/block/", body).status_code == status


def test_a_row_of_another_scorecard_keeps_the_whole_block_from_being_found(send, rows, scorecard, cast):
    other = MeasurementFactory(
        scorecard_year=ScorecardYearFactory(
            scorecard=ScorecardFactory(plan=scorecard.plan, unit=cast.desk), year=2012
        )
    )
    for page, field in (("entry", "achievement"), ("plan", "target")):
        assert send((rows[0], field, "5"), (other, field, "5"), page=page, save=True).status_code == 404
    assert achievements()[0] is None


def test_a_row_of_another_year_is_no_achievement_of_this_one(send, rows, scorecard) -> None:
    later = MeasurementFactory(scorecard_year=scorecard.years.get(year=2013), indicator=rows[0].indicator)
    assert send((later, "achievement", "5")).status_code == 404


def test_a_field_of_the_other_page_is_a_bad_request(send, rows) -> None:
    assert send((rows[0], "target", "5")).status_code == 400
    assert send((rows[0], "achievement", "5"), page="plan").status_code == 400


def test_the_same_cell_twice_and_two_versions_of_a_row_are_bad_requests(send, rows) -> None:
    assert send((rows[0], "note", "a"), (rows[0], "note", "b")).status_code == 400
    newer = Measurement.objects.get(pk=rows[0].pk)
    newer.version = 2
    assert send((rows[0], "note", "a"), (newer, "achievement", "5")).status_code == 400


GOOD = {"key": "1", "version": 1, "field": "note", "text": "x"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"[" * 100_000,
        json.dumps({"cells": [], "language": "en"}),
        json.dumps({"cells": {}, "language": "en"}),
        json.dumps({"cells": ["x"], "language": "en"}),
        json.dumps({"cells": [GOOD]}),
        json.dumps({"cells": [GOOD], "language": "xx"}),
        json.dumps({"cells": [GOOD], "language": "en", "save": "yes"}),
        json.dumps({"cells": [GOOD], "language": "en", "confirmed": 1}),
        json.dumps({"cells": [GOOD | {"key": 1}], "language": "en"}),
        json.dumps({"cells": [GOOD | {"key": "-1"}], "language": "en"}),
        json.dumps({"cells": [GOOD | {"key": "²"}], "language": "en"}),
        json.dumps({"cells": [GOOD | {"key": "9" * 5000}], "language": "en"}),
        json.dumps({"cells": [GOOD | {"version": True}], "language": "en"}),
        json.dumps({"cells": [GOOD | {"field": ["note"]}], "language": "en"}),
        json.dumps({"cells": [GOOD | {"text": None}], "language": "en"}),
        json.dumps({"cells": [GOOD] * (MOST_CELLS + 1), "language": "en"}),
    ],
)
def test_what_the_grid_never_sends_is_a_bad_request(sign_in, cast, rows, body) -> None:
    answer = post_raw(sign_in(cast.staff), f"{PLACE}/entry/block/", body)
    assert answer.status_code == 400


def test_a_block_of_megabytes_is_refused_with_a_sentence(sign_in, cast, rows) -> None:
    cells = [GOOD | {"text": "x" * 3_000_000}]
    body = json.dumps({"cells": cells, "language": "en"})
    answer = post_raw(sign_in(cast.staff), f"{PLACE}/entry/block/", body)
    assert (answer.status_code, bool(answer.json()["message"])) == (413, True)


@pytest.mark.parametrize("typed", ["NaN", "1e999", "x" * 5000, "9" * 100_000, "\x00", "\ud83d"])
def test_hostile_texts_are_unreadable_and_never_an_error(send, rows, typed) -> None:
    assert kinds(send((rows[0], "achievement", typed))) == ["unreadable"]
    assert send((rows[0], "note", typed), save=True).status_code in (200, 422)


def test_the_preview_says_how_many_approvals_a_block_of_targets_would_end(send, rows) -> None:
    Measurement.objects.filter(pk__in=[row.pk for row in rows]).update(state="approved", achievement=D(80))
    answer = send(
        (rows[0], "target", "90"), (rows[1], "target", "95"), (rows[2], "target", "80"), page="plan"
    )
    assert answer.json()["notice"] == (
        "2 approved achievements are drafts again: what was approved has changed."
    )


def test_a_saved_block_of_targets_ends_the_approvals(send, rows) -> None:
    Measurement.objects.filter(pk__in=[row.pk for row in rows]).update(state="approved", achievement=D(80))
    answer = send((rows[0], "target", "75"), page="plan", save=True)
    assert (answer.status_code, answer.json()["notice"]) == (
        200,
        "1 approved achievement is a draft again: what was approved has changed.",
    )
    assert [row.state for row in Measurement.objects.order_by("pk")] == ["draft", "approved", "approved"]


def test_a_percentage_is_taken_as_a_spreadsheet_copies_it(send, rows) -> None:
    answer = send((rows[0], "achievement", "13.2%"), save=True)
    assert answer.status_code == 200
    assert Measurement.objects.get(pk=rows[0].pk).achievement == D("13.2")


def test_a_percent_sign_behind_what_is_no_percentage_is_refused_with_what_is_expected(send, rows) -> None:
    Indicator.objects.filter(pk=rows[0].indicator_id).update(unit_of_measure="days")
    [judged] = send((rows[0], "achievement", "13.2%")).json()["cells"]
    assert (judged["kind"], judged["why"]) == (
        "unreadable",
        "Read “13.2%”; expected the number alone, without unit, percent or currency sign, written like 13.2.",
    )

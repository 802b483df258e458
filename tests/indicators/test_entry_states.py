"""Submitting from the entry page: one, a perspective or the year; what can't be submitted says why."""

from decimal import Decimal as D

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Measurement
from indicators.states import Move
from tests.factories import MeasurementFactory, ObjectiveFactory


@pytest.fixture
def year(scorecard):
    return scorecard.years.get(year=2012)


@pytest.fixture
def value(year, scorecard, cast):
    """Makes an achievement that the staff entered, in the first perspective unless another is named."""
    perspectives = {each.code: each for each in scorecard.plan.perspectives.all()}
    objectives = {
        code: ObjectiveFactory(scorecard=scorecard, perspective=each) for code, each in perspectives.items()
    }

    def make(code: str, achievement: str | None = "100", perspective: str = "F") -> Measurement:
        row = MeasurementFactory(
            scorecard_year=year, indicator__objective=objectives[perspective], indicator__code=code
        )
        changes = {"achievement": None if achievement is None else D(achievement)}
        return write_measurement(measurement=row, changes=changes, by=cast.staff)

    return make


def url(name: str, *args) -> str:
    return reverse(f"indicators:{name}", args=["ACME", "ACME", 2012, *args])


@pytest.fixture
def entry(sign_in, cast):
    """The entry page of a person."""
    return lambda user=cast.staff: sign_in(user).get(url("entry")).content.decode()


@pytest.fixture
def press(sign_in, cast):
    """Presses a button of the entry page; answers the page that follows."""

    def send(user=cast.staff, query: str = "", **data):
        return sign_in(user).post(url("entry-states") + query, data, follow=True)

    return send


def states() -> dict[str, str]:
    return dict(Measurement.objects.values_list("indicator__code", "state"))


def test_the_whole_year_is_submitted_as_far_as_it_can_be(value, press) -> None:
    value("A"), value("B", "50"), value("C", None), value("D", perspective="C")
    page = press(submit="all").content.decode()
    assert states() == {"A": "submitted", "B": "draft", "C": "draft", "D": "submitted"}
    assert "2 achievements are submitted and wait for approval." in page


def test_a_perspective_is_submitted_alone(value, press, scorecard) -> None:
    value("A"), value("B", perspective="C")
    press(submit=f"perspective-{scorecard.plan.perspectives.get(code='C').pk}")
    assert states() == {"A": "draft", "B": "submitted"}


def test_one_is_submitted_alone_and_taken_back(value, press) -> None:
    row, _other = value("A"), value("B")
    press(submit=f"row-{row.pk}")
    assert states() == {"A": "submitted", "B": "draft"}
    press(take_back=f"row-{row.pk}")
    assert states() == {"A": "draft", "B": "draft"}


def test_the_button_counts_what_can_be_submitted(value, entry) -> None:
    value("A"), value("B", "50"), value("C", perspective="C")
    page = entry()
    assert "Submit 2" in page
    assert page.count('name="submit" value="perspective-') == 2


def test_what_lacks_a_note_says_so_in_its_row_and_in_the_list(value, entry) -> None:
    value("B", "50")
    page = entry()
    assert "Note missing" in page
    assert "It is below target; a note has to say why first." in page
    assert "Nothing is ready to be submitted." in page


def test_a_note_makes_a_row_ready_and_the_answer_of_its_cell_says_so(value, sign_in, cast) -> None:
    row = value("B", "50")
    body = {"values": {"note": "The press stood still"}, "version": row.version, "language": "en"}
    answer = sign_in(cast.staff).patch(url("cell", row.pk), body, content_type="application/json").json()
    assert f'value="row-{row.pk}"' in answer["outputs"][f"state-{row.pk}"]
    assert "Submit 1" in answer["outputs"]["states-panel"]


def test_changing_an_approved_value_shows_that_it_is_a_draft_again(value, sign_in, cast, year) -> None:
    row = value("A")
    for move, by in ((Move.SUBMIT, cast.staff), (Move.APPROVE, cast.manager)):
        [row] = services.move_states(scorecard_year=year, measurements=[row.pk], move=move, by=by)
    body = {"values": {"achievement": "120"}, "version": row.version, "language": "en"}
    answer = sign_in(cast.staff).patch(url("cell", row.pk), body, content_type="application/json").json()
    assert "is-draft" in answer["outputs"][f"state-{row.pk}"]
    history = sign_in(cast.viewer).get(url("measurement-history", row.pk)).content.decode()
    assert '<span class="history-old">Approved</span>' in history


def test_a_returned_value_shows_why_and_can_be_submitted_again(value, entry, press, cast, year) -> None:
    row = value("A")
    press(submit="all")
    services.move_states(
        scorecard_year=year, measurements=[row.pk], move=Move.RETURN, by=cast.manager, reason="<b>Source?</b>"
    )
    assert "&lt;b&gt;Source?&lt;/b&gt;" in entry()
    press(submit=f"row-{row.pk}")
    assert states() == {"A": "submitted"}


@pytest.mark.parametrize(
    "data",
    [{}, {"submit": ""}, {"submit": "row-0"}, {"submit": "row-x\0"}, {"submit": "perspective-"}, {"do": "1"}],
)
def test_a_button_that_the_page_does_not_have_moves_nothing_and_says_so(value, press, data) -> None:
    value("A")
    page = press(**data)
    assert (page.status_code, states()) == (200, {"A": "draft"})
    assert "chosen" in page.content.decode()


def test_one_that_can_not_be_submitted_says_why(value, press) -> None:
    row = value("B", "50")
    assert "B: It is below target" in press(submit=f"row-{row.pk}").content.decode()


def test_the_page_stays_narrowed_down_as_it_was(value, press) -> None:
    value("A")
    assert press(query="?show=missing", submit="all").redirect_chain == [
        (url("entry") + "?show=missing", 302)
    ]


def test_a_reader_and_a_closed_year_get_no_buttons(value, entry, cast, year) -> None:
    value("A")
    assert "states-form" not in entry(cast.viewer)
    year.closed_at, year.closed_by = timezone.now(), cast.administrator
    year.save()
    assert "states-form" not in entry()


def test_a_closed_year_takes_no_submission(value, press, cast, year) -> None:
    value("A")
    year.closed_at, year.closed_by = timezone.now(), cast.administrator
    year.save()
    assert "2012 is closed" in press(submit="all").content.decode()
    assert states() == {"A": "draft"}

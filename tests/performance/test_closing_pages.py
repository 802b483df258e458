"""The page of a year's closing: its check list, what each choice would give, closing and opening again."""

import pytest

from indicators.models import Indicator, Measurement, Seal
from indicators.services import move_states
from performance.closing_services import OfMissing, close_year, reopen_year
from scorecards.models import Scorecard, ScorecardYear
from tests.factories import FollowUpFactory
from tests.indicators.berdikari import just_below, on_target
from tests.indicators.scorecards import berdikari
from tests.performance.test_closing import forget

CLOSING = "performance/closing/"


@pytest.fixture
def card(cast):
    """PT Berdikari's plan with everything on target and approved in 2012."""
    made = berdikari(cast.unit, achieve={2012: on_target})
    Measurement.objects.filter(scorecard_year__year=2012).update(state="approved")
    return made


def year_of(card) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=2012)


def close(card, cast, missing=OfMissing.REFUSE, **options) -> Seal:
    return close_year(scorecard_year=year_of(card), missing=missing, by=cast.administrator, **options)


def reopen(card, cast, reason="A wrong invoice") -> None:
    reopen_year(scorecard_year=year_of(card), reason=reason, by=cast.administrator)


@pytest.fixture
def read(sign_in, cast, place):
    """The page as somebody of the cast reads it."""

    def of(role="administrator", path=CLOSING):
        return sign_in(cast.by_name(role)).get(place(path))

    return of


@pytest.fixture
def send(sign_in, cast, place):
    """What an administrator sends; the check list was read just now unless `seen` says otherwise."""

    def post(path=CLOSING, **data):
        data = {"seen": Scorecard.objects.get(unit=cast.unit).version} | data
        return sign_in(cast.administrator).post(place(path), data)

    return post


# --- an open year -----------------------------------------------------------


def test_the_first_line_counts_what_is_missing_and_what_is_not_approved(card, read):
    forget("SS1-1", "SS2-1")
    Measurement.objects.filter(indicator__code="SS3-1").update(state="submitted")
    assert "2012 is open: 2 achievements are missing, 1 achievement is not approved." in read().text


def test_a_year_in_which_nothing_stands_open_says_so(card, read):
    assert "2012 is open: everything is reported and approved." in read().text


def test_the_check_list_names_and_links_whatever_is_missing(card, read, place):
    forget("SS1-1")
    indicator = Indicator.objects.get(code="SS1-1")
    page = read()
    assert place(f"indicators/{indicator.pk}/") in page.text
    assert [each.code for each in page.context["page"].checks[0].named] == ["SS1-1"]
    assert place("entry/?show=missing") in page.text


def test_the_check_list_names_some_and_counts_the_rest(card, read):
    Measurement.objects.filter(scorecard_year__year=2012).update(state="draft")
    assert "and 12 more" in read().text


def test_the_check_list_leads_to_each_state_of_the_review(card, read, place):
    Measurement.objects.filter(indicator__code="SS3-1").update(state="submitted")
    Measurement.objects.filter(indicator__code="SS4-1").update(state="returned", state_reason="Why?")
    page = read().text
    assert place("review/?state=submitted") in page
    assert place("review/?state=returned") in page
    assert "state=draft" not in page


def test_the_check_list_names_what_is_below_target_without_a_note(cast, read):
    berdikari(cast.unit, achieve={2012: just_below})
    assert "20 achievements are below target and no note says why" in read().text


def test_the_check_list_names_what_is_below_target_without_a_follow_up(cast, read):
    berdikari(cast.unit, achieve={2012: just_below})
    assert "20 achievements are below target and no follow-up answers them" in read().text


def test_the_check_list_names_the_follow_ups_that_are_open(cast, read, place):
    berdikari(cast.unit, achieve={2012: just_below})
    measurement = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    FollowUpFactory(measurement=measurement, action="Mend the press")
    page = read().text
    assert "1 follow-up is open" in page
    assert "Mend the press" in page
    assert place("follow-ups/") in page


def test_a_score_that_contradicts_the_rule_prevents_closing(card, read):
    Measurement.objects.filter(indicator__code="SS1-1", scorecard_year__year=2012).update(level=3)
    page = read().text
    assert "1 stored score is not what the rule gives" in page
    assert "Close 2012</button>" not in page


def test_a_fixed_threshold_that_differs_is_told(card, read):
    card.years.filter(year=2012).update(fixed_threshold=39, fixed_threshold_reason="As agreed")
    assert "The threshold is fixed at 39, while the targets of this year give 40." in read().text


def test_each_choice_stands_with_what_it_would_give(card, read):
    forget("SS1-1", "SS2-1")
    page = read().text
    assert "38 points against 40: not good yet." in page
    assert "36 points against 36: good." in page


def test_a_threshold_and_a_verdict_that_hang_on_the_choice_are_told_before_closing(card, read):
    forget("SS1-1", "SS2-1")
    page = read().text
    assert "“Not applicable” moves the threshold from 40 to 36." in page
    assert "“Not good yet” with the lowest level, “Good” without them" in page


def test_no_choice_is_made_for_anybody(card, read):
    forget("SS1-1")
    assert not any(choice.checked for choice in read().context["page"].choices)


def test_where_everything_is_missing_only_the_lowest_level_can_be_chosen(card, read):
    Measurement.objects.filter(scorecard_year__year=2012).update(
        achievement=None, level=None, attainment=None
    )
    page = read()
    assert [choice.value for choice in page.context["page"].choices] == ["lowest"]
    assert "nothing would count any more" in page.text


@pytest.mark.parametrize("role", ["viewer", "staff", "manager"])
def test_who_may_not_close_reads_the_check_list_and_why_not(card, read, role):
    page = read(role).text
    assert "Before it is closed" in page
    assert "Only administrators of this unit" in page
    assert 'name="seen"' not in page


def test_who_may_not_close_finds_no_form_where_nothing_is_missing(card, read):
    assert "closing-form" not in read("viewer").text


def test_without_a_scorecard_the_page_says_what_to_do_first(cast, read):
    assert read().status_code == 200


# --- closing ----------------------------------------------------------------


def test_a_year_in_which_nothing_is_missing_is_closed_at_once(card, send):
    assert send().status_code == 302
    assert year_of(card).is_closed


@pytest.mark.parametrize(
    ("sent", "result"),
    [({"missing": "lowest"}, (39, 40)), ({"missing": "not-applicable", "reason": "No data"}, (38, 38))],
)
def test_the_choice_that_was_sent_is_sealed(card, send, sent, result):
    forget("SS1-1")
    assert send(**sent).status_code == 302
    sealed = Seal.objects.get().sealed_head().result
    assert (sealed.total, sealed.threshold) == result


def test_something_missing_needs_a_choice(card, send):
    forget("SS1-1")
    answer = send()
    assert answer.status_code == 422
    assert "Choose what becomes of the missing ones." in answer.text
    assert not year_of(card).is_closed


def test_a_choice_that_is_none_is_refused_at_its_field(card, send):
    forget("SS1-1")
    answer = send(missing="refuse")
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["missing"])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1000, "nul \0"])
def test_not_applicable_needs_a_reason_that_can_be_kept(card, send, reason):
    forget("SS1-1")
    answer = send(missing="not-applicable", reason=reason)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert not year_of(card).is_closed


def test_values_that_nobody_approved_are_closed_only_when_that_is_confirmed(card, send):
    Measurement.objects.filter(indicator__code="SS3-1", scorecard_year__year=2012).update(state="draft")
    answer = send()
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["confirmed"])
    assert "Close although 1 value is not approved" in answer.text
    assert send(confirmed="on").status_code == 302


def test_a_check_list_that_changed_is_shown_anew_with_what_was_typed(card, cast, send):
    forget("SS1-1")
    seen = Scorecard.objects.get(unit=cast.unit).version
    row = Measurement.objects.get(indicator__code="SS2-1", scorecard_year__year=2012)
    Measurement.objects.filter(pk=row.pk).update(state="draft")
    move_states(scorecard_year=year_of(card), measurements=[row.pk], move="submit", by=cast.staff)
    answer = send(seen=seen, missing="not-applicable", reason="No data")
    assert answer.status_code == 409
    assert "Somebody changed something since you read this page." in answer.text
    assert [choice.value for choice in answer.context["page"].choices if choice.checked] == ["not-applicable"]
    assert 'value="No data"' in answer.text
    assert answer.context["seen"] == seen + 1
    assert not year_of(card).is_closed


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 5000, "٣", "\0"])
def test_a_check_list_that_nobody_can_have_read_is_shown_anew(card, send, seen):
    assert send(seen=seen).status_code == 409


def test_a_year_that_was_closed_meanwhile_leads_to_its_seal(card, cast, send):
    seen = Scorecard.objects.get(unit=cast.unit).version
    close(card, cast)
    assert send(seen=seen).status_code == 302
    assert Seal.objects.count() == 1


# --- a closed year ----------------------------------------------------------


def test_a_closed_year_says_when_by_whom_and_with_which_verdict(card, cast, read):
    close(card, cast)
    page = read("viewer").text
    assert "by Administrator: 40 points against 40, good." in page


def test_a_closed_year_shows_its_digest_and_what_became_of_the_missing_ones(card, cast, read):
    forget("SS1-1")
    seal = close(card, cast, OfMissing.LOWEST)
    page = read("viewer").text
    assert seal.digest in page
    assert "Counted as the lowest level" in page


def test_only_administrators_find_the_way_to_open_a_year_again(card, cast, read):
    close(card, cast)
    assert "Open 2012 again" in read().text
    assert "Open 2012 again" not in read("manager").text


def test_a_year_is_opened_again_with_a_reason_that_stands_beside_its_seal(card, cast, send, read):
    close(card, cast)
    assert send(CLOSING + "reopen/", reason="A wrong invoice").status_code == 302
    page = read("viewer").text
    assert "2012 is open" in page
    assert "“A wrong invoice”" in page


@pytest.mark.parametrize("reason", ["", " ", "x" * 251, "nul \0", "\u202e"])
def test_a_reason_that_can_not_be_kept_is_refused_at_its_field(card, cast, send, reason):
    close(card, cast)
    answer = send(CLOSING + "reopen/", reason=reason)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["reason"])
    assert year_of(card).is_closed


def test_opening_an_open_year_again_leads_back(card, send):
    assert send(CLOSING + "reopen/", reason="Why not").status_code == 302


def test_the_way_to_open_a_year_again_is_not_read(card, read):
    assert read(path=CLOSING + "reopen/").status_code == 405


def test_a_closed_year_without_a_seal_that_can_be_trusted_says_so(card, cast, read):
    close(card, cast)
    Seal.objects.update(digest="0" * 64)
    page = read()
    assert page.status_code == 200
    assert "no seal of it can be trusted" in page.text


# --- other pages ------------------------------------------------------------


@pytest.mark.parametrize("path", ["", "performance/"])
def test_overview_and_table_of_a_closed_year_lead_to_its_seal(card, cast, read, place, path):
    seal = close(card, cast)
    page = read("viewer", path).text
    assert f"Sealed as {seal.digest[:6]}…" in page
    assert seal.digest in page
    assert place(CLOSING) in page


@pytest.mark.parametrize("path", ["entry/", "plan/", "review/", "settings/weights/", "workbook/"])
def test_pages_of_a_closed_year_say_that_it_is_closed(card, cast, read, path):
    close(card, cast)
    assert "nothing in this year changes any more" in read(path=path).text


def test_the_kpi_sheet_of_a_closed_year_says_that_it_is_closed(card, cast, read):
    close(card, cast)
    sheet = f"indicators/{Indicator.objects.get(code='SS1-1').pk}/"
    assert "nothing in this year changes any more" in read(path=sheet).text


def test_the_picker_of_years_marks_those_that_are_closed(card, cast, read):
    close(card, cast)
    years = read(path="indicators/").context["nav"]["years"]
    assert [(year["label"], year["closed"]) for year in years] == [("2012", True), ("2013", False)]


def test_nothing_waits_for_anybody_in_a_closed_year(card, cast, read):
    forget("SS1-1")
    close(card, cast, OfMissing.LOWEST)
    page = read(path="").text
    assert "Nothing: the year is closed." in page

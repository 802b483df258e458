"""The page of a baseline: the years before the plan and how it is set, in one form for two people at once."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from indicators import services
from tests.factories import ObjectiveFactory

HISTORY = {2009: Decimal("12.1"), 2010: Decimal("12.35"), 2011: Decimal("12.6")}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def indicator(scorecard, cast):
    return services.create_indicator(
        objective=ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.first()),
        code="SS1-1",
        name="ROI",
        unit_of_measure="%",
        natural_min=Decimal(0),
        natural_max=Decimal(100),
        by=cast.staff,
    )


@pytest.fixture
def history(indicator, cast):
    write(indicator, cast.staff, HISTORY)


@pytest.fixture
def url(indicator):
    return reverse("indicators:baseline", args=["ACME", "ACME", 2012, indicator.pk])


@pytest.fixture
def computed_url(indicator):
    return reverse("indicators:baseline-computed", args=["ACME", "ACME", 2012, indicator.pk])


@pytest.fixture
def staff(sign_in, cast):
    return sign_in(cast.staff)


@pytest.fixture
def opened(staff, url):
    """What the page holds when staff opens it."""
    return lambda: read_form(staff.get(url))


def read_form(response) -> dict[str, str]:
    form = response.context["form"]
    sent = {name: form[name].value() for name in form.fields if name != "again"}
    return {name: "" if value is None else str(value) for name, value in sent.items()}


def write(indicator, by, values):
    services.write_history(indicator=indicator, values=values, by=by)


def decree(indicator, by, value, note=""):
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(value), note=note, by=by)


def achievements(indicator):
    rows = indicator.measurements.filter(achievement__isnull=False)
    return dict(rows.values_list("scorecard_year__year", "achievement"))


def errors_of(response) -> dict[str, str]:
    return {name: " ".join(said) for name, said in response.context["form"].errors.items()}


# --- one save ---------------------------------------------------------------


def test_years_and_baseline_are_saved_together(staff, url, opened, indicator):
    typed = {"year_2010": "93", "year_2011": "95", "method": "mean", "years": "2", "note": "Decree 7"}
    response = staff.post(url, opened() | typed)
    indicator.refresh_from_db()
    assert response.url == url
    assert achievements(indicator) == {2010: 93, 2011: 95}
    assert (indicator.baseline, indicator.baseline_span, indicator.baseline_note) == (94, 2, "Decree 7")


def test_another_year_is_added(staff, url, opened, indicator):
    staff.post(url, opened() | {"new_year": "2005", "new_value": "90"})
    assert achievements(indicator) == {2005: 90}


def test_a_decreed_baseline_is_typed(staff, url, opened, indicator):
    staff.post(url, opened() | {"value": "93.5"})
    indicator.refresh_from_db()
    assert indicator.baseline == Decimal("93.5")


def test_the_form_shows_the_mean_that_was_chosen(history, indicator, cast, opened):
    services.set_baseline(indicator=indicator, method="mean", years=2, by=cast.staff)
    assert (opened()["method"], opened()["years"]) == ("mean", "2")


def test_a_mean_of_all_years_is_shown_without_a_number(history, indicator, cast, opened):
    services.set_baseline(indicator=indicator, method="mean", by=cast.staff)
    assert opened()["years"] == ""


def test_another_history_alone_leaves_the_baseline(history, staff, url, opened, indicator, cast):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=cast.staff)
    staff.post(url, opened() | {"year_2011": "13.35"})
    indicator.refresh_from_db()
    assert (indicator.baseline, achievements(indicator)[2011]) == (Decimal("12.35"), Decimal("13.35"))


def test_another_history_moves_the_baseline_when_that_is_asked_for(
    history, staff, url, opened, indicator, cast
):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=cast.staff)
    staff.post(url, opened() | {"year_2011": "13.35", "again": "on"})
    indicator.refresh_from_db()
    assert indicator.baseline == Decimal("12.6")


def test_another_note_alone_computes_nothing(history, staff, url, opened, indicator, cast):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=cast.staff)
    write(indicator, cast.staff, {2011: None})
    response = staff.post(url, opened() | {"note": "Minutes of May"})
    indicator.refresh_from_db()
    assert (response.status_code, indicator.baseline_note) == (302, "Minutes of May")
    assert indicator.baseline == Decimal("12.35")


def test_what_is_refused_saves_nothing_and_keeps_all_that_was_typed(history, staff, url, opened, indicator):
    typed = {"year_2010": "13", "method": "mean", "years": "9", "note": "Minutes"}
    response = staff.post(url, opened() | typed)
    assert response.status_code == 422
    assert achievements(indicator) == HISTORY
    assert typed.items() <= read_form(response).items()


# --- two people -------------------------------------------------------------


def test_a_year_that_only_somebody_else_changed_stays_theirs(history, staff, url, opened, indicator, cast):
    mine = opened()
    write(indicator, cast.manager, {2009: Decimal("7.77")})
    staff.post(url, mine | {"year_2010": "13"})
    assert achievements(indicator) == HISTORY | {2009: Decimal("7.77"), 2010: 13}


def test_a_year_that_both_changed_tells_both_values_and_who(history, staff, url, opened, indicator, cast):
    mine = opened()
    write(indicator, cast.manager, {2009: Decimal("7.77")})
    response = staff.post(url, mine | {"year_2009": "8", "year_2010": "13"})
    assert response.status_code == 409
    assert achievements(indicator) == HISTORY | {2009: Decimal("7.77")}
    for said in ("8", "7.77", cast.manager.name):
        assert said in errors_of(response)["year_2009"]


def test_a_year_that_somebody_else_cleared_is_not_filled_again_unawares(
    history, staff, url, opened, indicator, cast
):
    mine = opened()
    write(indicator, cast.manager, {2009: None})
    response = staff.post(url, mine | {"year_2009": "8"})
    assert (response.status_code, 2009 in achievements(indicator)) == (409, False)


def test_after_the_warning_the_same_entry_replaces_it(history, staff, url, opened, indicator, cast):
    mine = opened()
    write(indicator, cast.manager, {2009: Decimal("7.77")})
    warned = staff.post(url, mine | {"year_2009": "8"})
    staff.post(url, read_form(warned))
    assert achievements(indicator)[2009] == 8


def test_the_same_value_from_two_people_is_no_conflict(history, staff, url, opened, indicator, cast):
    mine = opened()
    write(indicator, cast.manager, {2009: Decimal(8)})
    assert staff.post(url, mine | {"year_2009": "8"}).status_code == 302


def test_a_baseline_that_somebody_else_set_is_not_replaced_by_a_stale_one(
    staff, url, opened, indicator, cast
):
    decree(indicator, cast.staff, 5)
    mine = opened()
    decree(indicator, cast.manager, 6)
    staff.post(url, mine | {"year_2011": "7"})
    indicator.refresh_from_db()
    assert indicator.baseline == 6


def test_a_baseline_that_both_set_tells_what_stands_there_and_who(staff, url, opened, indicator, cast):
    decree(indicator, cast.staff, 5)
    mine = opened()
    decree(indicator, cast.manager, 6, note="Decree 8")
    response = staff.post(url, mine | {"value": "4"})
    indicator.refresh_from_db()
    assert (response.status_code, indicator.baseline) == (409, 6)
    for said in (cast.manager.name, "Decreed · 6 · Decree 8"):
        assert said in errors_of(response)["method"]
    assert read_form(response)["value"] == "4"


def test_after_the_warning_the_same_baseline_is_set(staff, url, opened, indicator, cast):
    mine = opened()
    decree(indicator, cast.manager, 6)
    staff.post(url, read_form(staff.post(url, mine | {"value": "4"})))
    indicator.refresh_from_db()
    assert indicator.baseline == 4


def test_a_refused_form_shows_what_somebody_else_wrote_in_years_that_nobody_touched(
    history, staff, url, opened, indicator, cast
):
    mine = opened()
    write(indicator, cast.manager, {2009: Decimal("7.77")})
    shown = read_form(staff.post(url, mine | {"year_2010": "abc"}))
    assert (shown["year_2009"], shown["year_2010"]) == ("7.77", "abc")


def test_a_year_that_the_plan_took_meanwhile_is_told_and_not_dropped(
    scorecard, history, staff, url, opened, cast, indicator
):
    mine = opened()
    services.set_plan_years(scorecard.plan, first_year=2011, last_year=2013, by=cast.administrator)
    response = staff.post(url, mine | {"year_2011": "9"})
    assert (response.status_code, achievements(indicator)) == (422, HISTORY)
    assert "2011" in errors_of(response)["year_2011"]


# --- forged and faulty requests ----------------------------------------------


@pytest.mark.parametrize(
    "data",
    [{}, {"method": "decreed"}, {"method": "decreed", "year_2009": "", "year_2010": "", "year_2011": ""}],
)
def test_a_field_that_was_not_sent_or_not_read_clears_nothing(history, staff, url, indicator, cast, data):
    decree(indicator, cast.staff, 5, note="Decree 7")
    staff.post(url, data)
    indicator.refresh_from_db()
    assert achievements(indicator) == HISTORY
    assert (indicator.baseline, indicator.baseline_note) == (5, "Decree 7")


def test_who_does_not_say_what_they_read_overwrites_nothing(history, staff, url, indicator):
    response = staff.post(url, {"method": "decreed", "year_2009": "8"})
    assert (response.status_code, achievements(indicator)) == (409, HISTORY)


def test_a_year_that_was_read_and_emptied_is_cleared(history, staff, url, opened, indicator):
    staff.post(url, opened() | {"year_2009": ""})
    assert 2009 not in achievements(indicator)


def test_a_closed_year_before_the_plan_is_refused_at_its_field(
    scorecard, history, staff, url, opened, indicator, cast
):
    mine = opened()
    scorecard.years.filter(year=2010).update(closed_at=timezone.now(), closed_by=cast.staff)
    response = staff.post(url, mine | {"year_2010": "13", "year_2011": "13"})
    assert (response.status_code, achievements(indicator)) == (422, HISTORY)
    assert "2010 is closed" in errors_of(response)["year_2010"]


def test_a_closed_year_before_the_plan_can_only_be_read(scorecard, history, staff, url, cast):
    scorecard.years.filter(year=2010).update(closed_at=timezone.now(), closed_by=cast.staff)
    form = staff.get(url).context["form"]
    assert [name for name in form.fields if form.fields[name].widget.attrs.get("readonly")] == ["year_2010"]


LONG = "9" * 10_000


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"new_year": "2005"}, "new_value", "belong together"),
        ({"new_value": "1"}, "new_year", "belong together"),
        ({"new_year": "2011", "new_value": "1"}, "new_year", "own field"),
        (
            {"new_year": "2012", "new_value": "1"},
            "new_year",
            "Read the year 2012; expected one from 1900 to 2011",
        ),
        (
            {"new_year": "1800", "new_value": "1"},
            "new_year",
            "Read the year 1800; expected one from 1900 to 2011",
        ),
        ({"new_year": "2008.0", "new_value": "1"}, "new_year", "Read the year 2008.0; expected"),
        ({"new_year": "abc", "new_value": "1"}, "new_year", "Read the year abc; expected"),
        ({"new_year": LONG, "new_value": "1"}, "new_year", "expected one from 1900 to 2011"),
        ({"new_year": "2008", "new_value": "101"}, "new_value", "natural maximum"),
        ({"year_2011": "94,5"}, "year_2011", "94,5"),
        ({"year_2011": "101"}, "year_2011", "natural maximum"),
        ({"year_2011": "\x00"}, "year_2011", "Read"),
        ({"year_2011": LONG}, "year_2011", "Read"),
        ({"method": "mean", "years": "0"}, "years", "Read “0”; expected a whole number from 1 to 200"),
        ({"method": "mean", "years": "2.0"}, "years", "Read “2.0”; expected a whole number from 1 to 200"),
        ({"method": "mean", "years": "abc"}, "years", "Read “abc”; expected a whole number from 1 to 200"),
        ({"method": "mean", "years": "9999"}, "years", "expected a whole number from 1 to 200"),
        ({"method": "mean", "years": "200"}, "method", "1812–2011"),
        ({"method": "mean"}, "method", "No year before the plan"),
        ({"method": "previous"}, "method", "2011"),
        ({"method": "decreed", "value": "101"}, "value", "natural maximum"),
        ({"method": "decreed", "value": "93,5"}, "value", "93,5"),
        ({"method": "guess"}, "method", "guess"),
        ({"note": "x" * 2001}, "note", "2000"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(staff, url, opened, indicator, typed, field, said):
    response = staff.post(url, opened() | typed)
    assert response.status_code == 422
    assert said in errors_of(response)[field]
    assert achievements(indicator) == {}


def test_what_belongs_to_another_method_is_not_even_read(history, staff, url, opened):
    typed = {"method": "previous", "value": "abc", "years": "abc"}
    assert staff.post(url, opened() | typed).status_code == 302


@pytest.mark.parametrize("name", ["seen", "seen_2011"])
@pytest.mark.parametrize("mark", ["\x00", "x" * 10_000, "<b>"])
def test_a_forged_mark_of_what_was_read_does_not_break_the_page(
    history, staff, url, opened, indicator, name, mark
):
    staff.post(url, opened() | {name: mark, "year_2011": "13", "value": "4"})
    assert achievements(indicator) == HISTORY


# --- what the page says ------------------------------------------------------


def test_the_preview_shows_the_value_and_the_years_before_saving(history, staff, computed_url):
    page = staff.get(computed_url, {"method": "mean", "years": "2", "year_2011": "12.85"}).content.decode()
    for said in ("<strong>12.6</strong>", "2010: 12.35", "2011: 12.85"):
        assert said in page


def test_the_preview_of_missing_years_names_them(staff, computed_url):
    page = staff.get(computed_url, {"method": "mean", "years": "2"}).content.decode()
    assert "2010, 2011" in page


def test_the_preview_says_that_another_history_alone_moves_nothing(
    history, staff, computed_url, indicator, cast
):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=cast.staff)
    data = {"method": "mean", "years": "3", "year_2011": "13.35", "seen_2011": "12.6"}
    page = staff.get(computed_url, data).content.decode()
    assert "The baseline stays <strong>12.35</strong>" in page
    assert "Computed again it would be <strong>12.6</strong>" in page


def test_a_year_more_offers_the_same_mean_of_all_again(history, staff, indicator, cast, url):
    services.set_baseline(indicator=indicator, method="mean", by=cast.staff)
    write(indicator, cast.staff, {2008: Decimal("10.35")})
    page = staff.get(reverse("indicators:indicator", args=["ACME", "ACME", 2012, indicator.pk]))
    text = page.content.decode()
    for said in ("Mean of all years before the plan", "2008 did not count and is 10.35.", "again: 11.85 %"):
        assert said in text


def test_an_input_that_became_a_year_of_the_plan_is_told_and_three_years_stay_three(
    scorecard, history, staff, indicator, cast
):
    services.set_baseline(indicator=indicator, method="mean", years=3, by=cast.staff)
    services.set_plan_years(scorecard.plan, first_year=2011, last_year=2013, by=cast.administrator)
    page = staff.get(reverse("indicators:indicator", args=["ACME", "ACME", 2012, indicator.pk]))
    text = page.content.decode()
    assert "2011 is a year of the plan now" in text
    assert "is gone" not in text
    assert "no achievement to compute the baseline from: 2008." in text
    assert "Compute it again" not in text


def test_a_viewer_reads_the_history_without_a_form(sign_in, cast, url, history):
    page = sign_in(cast.viewer).get(url).content.decode()
    assert "12.35" in page
    assert "<form method=" not in page.split('id="content"')[1]


def test_the_history_of_the_years_before_the_plan_tells_year_old_and_new(sign_in, cast, indicator):
    for value in (94, 95):
        write(indicator, cast.staff, {2011: Decimal(value)})
    history_url = reverse("indicators:baseline-history", args=["ACME", "ACME", 2012, indicator.pk])
    page = sign_in(cast.viewer).get(history_url).content.decode()
    for said in ("2011", "94", "95"):
        assert said in page

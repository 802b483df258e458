"""The pages of indicators: list, KPI sheet, forms, baseline, initiatives, deletions, plan years."""

import json
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Indicator, Initiative
from scorecards.models import Objective, ObjectiveStatement
from tests.factories import (
    IndicatorFactory,
    InitiativeFactory,
    MeasurementFactory,
    ObjectiveFactory,
    PlanFactory,
    StatementFactory,
)

LIST_QUERIES = 7
SHEET_QUERIES = 12
READ, FORM, MOVE, SETTING = "read", "form", "move", "setting"
PAGES = {
    "list": ("", READ),
    "indicator": ("indicator", READ),
    "indicator-history": ("indicator", READ),
    "baseline": ("indicator", READ),
    "baseline-computed": ("indicator", READ),
    "baseline-history": ("indicator", READ),
    "initiatives": ("", READ),
    "initiative-history": ("initiative", READ),
    "indicator-add": ("", FORM),
    "indicator-edit": ("indicator", FORM),
    "indicator-delete": ("indicator", FORM),
    "initiative-add": ("indicator", FORM),
    "initiative-edit": ("initiative", FORM),
    "initiative-delete": ("initiative", FORM),
    "objective-delete": ("objective", FORM),
    "indicator-move": ("indicator", MOVE),
    "initiative-move": ("initiative", MOVE),
    "baseline-again": ("indicator", MOVE),
    "plan-years": ("plan", SETTING),
}
READABLE = [name for name, (_, kind) in PAGES.items() if kind == READ]
FORMS = [name for name, (_, kind) in PAGES.items() if kind == FORM]
POSTED = [*FORMS, "baseline", *(name for name, (_, kind) in PAGES.items() if kind == MOVE)]
WITH_KEY = [name for name, (key, _) in PAGES.items() if key]


@pytest.fixture
def objective(scorecard):
    perspective = scorecard.plan.perspectives.first()
    return ObjectiveFactory(scorecard=scorecard, perspective=perspective, code="SS7", name="Deliver on time")


@pytest.fixture
def indicator(objective, cast):
    return services.create_indicator(
        objective=objective,
        code="SS7-1",
        name="Punctuality",
        unit_of_measure="%",
        natural_min=Decimal(0),
        natural_max=Decimal(100),
        person_responsible="Marketing manager",
        by=cast.staff,
    )


@pytest.fixture
def initiative(indicator):
    return InitiativeFactory(indicator=indicator, name="Keep the schedule", order=1)


@pytest.fixture
def things(scorecard, objective, indicator, initiative):
    return {
        "objective": objective,
        "indicator": indicator,
        "initiative": initiative,
        "plan": scorecard.plan,
    }


@pytest.fixture
def url(things):
    def build(name: str, pk: int | None = None) -> str:
        key = PAGES[name][0]
        args = [pk if pk is not None else things[key].pk] if key else []
        return reverse(f"indicators:{name}", args=["ACME", "ACME", 2012, *args])

    return build


def enter(indicator, year, by, **changes):
    row = indicator.measurements.get(scorecard_year__year=year)
    values = {name: Decimal(value) for name, value in changes.items()}
    return write_measurement(measurement=row, changes=values, by=by)


def sheet_data(indicator, **changes):
    data = {
        "objective": indicator.objective_id,
        "code": indicator.code,
        "name": indicator.name,
        "unit_of_measure": indicator.unit_of_measure,
        "polarity": indicator.polarity,
        "kind": indicator.kind,
        "default_weight": "1",
        "natural_min": "0",
        "natural_max": "100",
        "person_responsible": indicator.person_responsible,
    }
    return data | changes


# --- who may ----------------------------------------------------------------


@pytest.mark.parametrize("name", READABLE)
def test_a_viewer_reads(sign_in, cast, url, name):
    assert sign_in(cast.viewer).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_staff_opens_the_form(sign_in, cast, url, name):
    assert sign_in(cast.staff).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", FORMS)
def test_a_viewer_does_not_open_the_form(sign_in, cast, url, name):
    assert sign_in(cast.viewer).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", POSTED)
def test_a_viewer_does_not_write(sign_in, cast, url, name):
    assert sign_in(cast.viewer).post(url(name)).status_code == 403


@pytest.mark.parametrize("name", ["staff", "manager"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_only_an_administrator_changes_the_years_of_a_plan(sign_in, cast, url, name, verb):
    response = getattr(sign_in(cast.by_name(name)), verb)(url("plan-years"))
    assert response.status_code == 403


@pytest.mark.parametrize("name", [*READABLE, *FORMS, "plan-years"])
def test_an_outsider_finds_nothing(sign_in, cast, url, name):
    assert sign_in(cast.outsider).get(url(name)).status_code == 404


@pytest.mark.parametrize("name", [*POSTED, "plan-years"])
def test_an_outsider_writes_nothing(sign_in, cast, url, name):
    assert sign_in(cast.outsider).post(url(name)).status_code == 404


@pytest.mark.parametrize("name", [*READABLE, *FORMS, "plan-years"])
def test_a_stranger_is_asked_to_sign_in(client, url, name):
    assert client.get(url(name)).status_code == 302


@pytest.mark.parametrize("name", [name for name in WITH_KEY if PAGES[name][1] != MOVE])
@pytest.mark.parametrize("pk", [999_999, 10**25])
def test_an_unknown_key_is_not_found(sign_in, cast, url, name, pk):
    assert sign_in(cast.administrator).get(url(name, pk)).status_code == 404


@pytest.mark.parametrize("name", [name for name in POSTED if PAGES[name][0]])
def test_an_unknown_key_is_not_written(sign_in, cast, url, name):
    assert sign_in(cast.administrator).post(url(name, 999_999)).status_code == 404


@pytest.mark.parametrize("name", [name for name in WITH_KEY if PAGES[name][1] not in (MOVE, SETTING)])
def test_the_key_of_another_organization_is_not_found(sign_in, cast, url, name):
    initiative = InitiativeFactory()
    foreign = {
        "initiative": initiative,
        "indicator": initiative.indicator,
        "objective": initiative.indicator.objective,
    }
    key = PAGES[name][0]
    assert sign_in(cast.administrator).get(url(name, foreign[key].pk)).status_code == 404


def test_the_plan_of_another_organization_is_not_found(sign_in, cast, url):
    assert sign_in(cast.administrator).get(url("plan-years", PlanFactory().pk)).status_code == 404


@pytest.mark.parametrize("name", ["indicator-move", "initiative-move", "baseline-again"])
def test_what_only_writes_is_not_read(sign_in, cast, url, name):
    assert sign_in(cast.staff).get(url(name)).status_code == 405


@pytest.mark.parametrize("name", [name for name in READABLE if name != "baseline"])
def test_what_is_only_read_is_not_written(sign_in, cast, url, name):
    assert sign_in(cast.staff).post(url(name)).status_code == 405


@pytest.mark.parametrize("name", FORMS)
def test_forms_take_no_other_verb(sign_in, cast, url, name):
    assert sign_in(cast.staff).patch(url(name)).status_code == 405


# --- list -------------------------------------------------------------------


def test_the_list_shows_code_target_and_status(sign_in, cast, url, indicator):
    enter(indicator, 2012, cast.staff, target="97", achievement="98")
    page = sign_in(cast.viewer).get(url("list"))
    for said in ("SS7-1", "Punctuality", "Marketing manager", "97", "Above"):
        assert said in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=punct", True),
        ("q=MARKETING+ss7", True),
        ("q=deliver", True),
        ("q=profit", False),
        ("status=above", True),
        ("status=below", False),
        ("polarity=higher", True),
        ("polarity=lower", False),
        ("perspective=F", True),
        ("perspective=L", False),
        ("status=nonsense&perspective=nonsense&polarity=nonsense", True),
        ("q=%00", True),
        ("q=" + "x" * 101, True),
    ],
)
def test_the_list_is_filtered_by_its_url(sign_in, cast, url, indicator, query, found):
    enter(indicator, 2012, cast.staff, target="97", achievement="98")
    page = sign_in(cast.viewer).get(f"{url('list')}?{query}").content.decode()
    assert ("Marketing manager" in page) is found


def test_the_list_tells_a_viewer_why_there_are_no_controls(sign_in, cast, url):
    page = sign_in(cast.viewer).get(url("list")).content.decode()
    assert "change the plan" in page
    assert "/add/" not in page


def test_an_empty_list_says_what_to_do_first(sign_in, cast, url, indicator, initiative):
    services.delete_indicator(indicator, by=cast.staff)
    assert "No indicators yet" in sign_in(cast.staff).get(url("list")).content.decode()


def test_a_list_without_objectives_leads_to_them(sign_in, cast, scorecard):
    page = sign_in(cast.staff).get(reverse("indicators:list", args=["ACME", "ACME", 2012]))
    assert reverse("scorecards:objectives", args=["ACME", "ACME", 2012]) in page.content.decode()


def test_a_range_is_shown_with_both_ends(sign_in, cast, url, indicator):
    services.change_indicator(indicator, by=cast.staff, polarity="range")
    enter(indicator, 2012, cast.staff, target="20", target_upper="25.5")
    assert "20 – 25.5" in sign_in(cast.viewer).get(url("list")).content.decode()


def test_moving_changes_the_order(sign_in, cast, url, indicator, objective):
    second = services.create_indicator(
        objective=objective, code="SS7-2", name="Y", unit_of_measure="%", by=cast.staff
    )
    response = sign_in(cast.staff).post(url("indicator-move", second.pk), {"direction": "up"})
    assert response.status_code == 302
    assert list(objective.indicators.all()) == [second, indicator]


@pytest.mark.parametrize("name", ["indicator-move", "initiative-move"])
@pytest.mark.parametrize("data", [{}, {"direction": "left"}, {"direction": "\0"}])
def test_another_direction_than_up_and_down_cannot_be_read(sign_in, cast, url, name, data):
    assert sign_in(cast.staff).post(url(name), data).status_code == 400


@pytest.mark.parametrize("person", ["viewer", "staff"])
@pytest.mark.parametrize("size", [20, 200])
def test_the_list_takes_as_many_queries_at_20_as_at_200_indicators(
    sign_in, cast, scorecard, objective, django_assert_num_queries, person, size
):
    year = scorecard.years.get(year=2012)
    for number in range(size):
        each = IndicatorFactory(objective=objective, code=f"I{number}")
        MeasurementFactory(scorecard_year=year, indicator=each, target=Decimal(number))
    client = sign_in(cast.by_name(person))
    address = reverse("indicators:list", args=["ACME", "ACME", 2012])
    client.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(address)


# --- KPI sheet --------------------------------------------------------------


def test_the_sheet_shows_every_field(sign_in, cast, url, indicator, objective, scorecard):
    texts = {
        "definition": "What it is",
        "formula": "a / b x 100 %",
        "information_produced": "What one learns",
        "data_source": "Marketing department",
        "when_data_missing": "Count as 100 %",
        "target_source": "Set by the board",
    }
    services.change_indicator(indicator, by=cast.staff, **texts)
    statement = StatementFactory(plan=scorecard.plan, code="M3", text="Serve customers")
    ObjectiveStatement.objects.create(objective=objective, statement=statement)
    page = sign_in(cast.viewer).get(url("indicator")).content.decode()
    said = [*texts.values(), "Deliver on time", "Marketing manager", "Keep the schedule", "Serve customers"]
    assert [text for text in said if text not in page] == []


def test_the_sheet_shows_targets_and_achievements_by_year(sign_in, cast, url, indicator):
    enter(indicator, 2012, cast.staff, target="97", achievement="96.5")
    enter(indicator, 2013, cast.staff, target="100")
    page = sign_in(cast.viewer).get(url("indicator")).content.decode()
    for said in ("96.5", "99.48", "100", "Not reported"):
        assert said in page


def test_the_sheet_gives_the_chart_its_numbers(sign_in, cast, url, indicator):
    enter(indicator, 2012, cast.staff, target="97", achievement="96.5")
    chart = json.loads(sign_in(cast.viewer).get(url("indicator")).context["sheet"].chart)
    assert chart["labels"] == ["2012", "2013"]
    assert chart["achievement"] == ["96.500000", None]
    assert chart["status"] == ["below", ""]


def test_the_sheet_shows_a_note_once_with_its_years(sign_in, cast, url, indicator):
    services.write_history(
        indicator=indicator,
        values={2010: Decimal(93), 2011: Decimal(94)},
        by=cast.staff,
        note="Read off the old forms",
    )
    response = sign_in(cast.viewer).get(url("indicator"))
    assert [(note.text, note.years) for note in response.context["sheet"].notes] == [
        ("Read off the old forms", (2010, 2011))
    ]
    assert response.content.decode().count("Read off the old forms") == 1


def test_the_sheet_tells_that_the_history_has_changed_since(sign_in, cast, url, indicator):
    services.write_history(indicator=indicator, values={2011: Decimal(94)}, by=cast.staff)
    services.set_baseline(indicator=indicator, method="previous", by=cast.staff)
    services.write_history(indicator=indicator, values={2011: Decimal(95)}, by=cast.staff)
    page = sign_in(cast.viewer).get(url("indicator")).content.decode()
    assert "2011 was 94 and is 95." in page


def test_another_method_with_the_same_value_is_not_what_is_stored(sign_in, cast, url, indicator):
    services.write_history(indicator=indicator, values={2011: Decimal(94)}, by=cast.staff)
    services.set_baseline(indicator=indicator, method="previous", by=cast.staff)
    client = sign_in(cast.staff)
    same = client.get(url("baseline-computed"), {"method": "previous"}).content.decode()
    other = client.get(url("baseline-computed"), {"method": "decreed", "value": "94"}).content.decode()
    assert ("That is what is stored" in same, "That is what is stored" in other) == (True, False)


def test_a_changed_history_is_computed_again_in_one_click(sign_in, cast, url, indicator):
    services.write_history(indicator=indicator, values={2011: Decimal(94)}, by=cast.staff)
    services.set_baseline(indicator=indicator, method="previous", by=cast.staff)
    services.write_history(indicator=indicator, values={2011: Decimal(95)}, by=cast.staff)
    client = sign_in(cast.staff)
    assert "Compute it again: 95 %" in client.get(url("indicator")).content.decode()
    page = client.post(url("baseline-again"), follow=True).content.decode()
    indicator.refresh_from_db()
    assert indicator.baseline == 95
    assert "Compute it again" not in page


def test_a_history_that_no_longer_gives_a_baseline_is_told_without_a_button(sign_in, cast, url, indicator):
    services.write_history(indicator=indicator, values={2011: Decimal(94)}, by=cast.staff)
    services.set_baseline(indicator=indicator, method="previous", by=cast.staff)
    services.write_history(indicator=indicator, values={2011: None}, by=cast.staff)
    page = sign_in(cast.staff).get(url("indicator")).content.decode()
    assert "2011 was 94 and is gone." in page
    assert "These years have no achievement to compute the baseline from: 2011." in page
    assert "Compute it again" not in page


def test_a_baseline_that_cannot_be_computed_again_says_why(sign_in, cast, url, indicator):
    services.write_history(indicator=indicator, values={2011: Decimal(94)}, by=cast.staff)
    services.set_baseline(indicator=indicator, method="previous", by=cast.staff)
    services.write_history(indicator=indicator, values={2011: None}, by=cast.staff)
    page = sign_in(cast.staff).post(url("baseline-again"), follow=True).content.decode()
    assert "These years have no achievement" in page
    indicator.refresh_from_db()
    assert indicator.baseline == 94


def test_a_viewer_gets_no_controls_on_the_sheet(sign_in, cast, url):
    page = sign_in(cast.viewer).get(url("indicator")).content.decode()
    assert "/edit/" not in page
    assert "/delete/" not in page


def test_the_sheet_takes_the_same_queries_however_many_initiatives(
    sign_in, cast, url, indicator, django_assert_num_queries
):
    for number in range(10):
        InitiativeFactory(indicator=indicator, name=f"N{number}")
    client = sign_in(cast.staff)
    client.get(url("indicator"))
    with django_assert_num_queries(SHEET_QUERIES):
        client.get(url("indicator"))


# --- forms ------------------------------------------------------------------


def test_staff_adds_an_indicator(sign_in, cast, url, indicator):
    data = sheet_data(indicator, code="SS7-2", name="Complaints", default_weight="1.5")
    response = sign_in(cast.staff).post(url("indicator-add"), data)
    made = Indicator.objects.get(code="SS7-2")
    assert response.url == url("indicator", made.pk)
    assert made.measurements.count() == 2


def test_the_form_begins_with_the_chosen_objective(sign_in, cast, url, objective):
    page = sign_in(cast.staff).get(f"{url('indicator-add')}?objective={objective.pk}")
    assert f'<option value="{objective.pk}" selected>' in page.content.decode()


@pytest.mark.parametrize("objective", ["x", "999999999999999999999999"])
def test_a_senseless_objective_in_the_url_is_ignored(sign_in, cast, scorecard, objective):
    address = reverse("indicators:indicator-add", args=["ACME", "ACME", 2012])
    assert sign_in(cast.staff).get(f"{address}?objective={objective}").status_code == 200


def test_a_used_code_is_told_at_its_field(sign_in, cast, url, indicator):
    response = sign_in(cast.staff).post(url("indicator-add"), sheet_data(indicator))
    assert response.status_code == 422
    assert "code" in response.context["form"].errors


def test_an_objective_of_another_scorecard_is_no_choice(sign_in, cast, url, indicator):
    data = sheet_data(indicator, code="N", objective=ObjectiveFactory().pk)
    response = sign_in(cast.staff).post(url("indicator-add"), data)
    assert "objective" in response.context["form"].errors


def test_an_empty_form_says_what_is_missing(sign_in, cast, url):
    response = sign_in(cast.staff).post(url("indicator-add"), {})
    assert response.status_code == 422
    assert {"code", "name", "unit_of_measure", "objective"} <= set(response.context["form"].errors)


def test_staff_changes_the_sheet(sign_in, cast, url, indicator):
    data = sheet_data(indicator, formula="a / b", natural_max="99.5", polarity="lower")
    response = sign_in(cast.staff).post(url("indicator-edit"), data)
    indicator.refresh_from_db()
    assert response.url == url("indicator")
    assert (indicator.formula, indicator.natural_max, indicator.polarity) == (
        "a / b",
        Decimal("99.5"),
        "lower",
    )


def test_a_number_written_as_the_other_language_writes_it_is_explained(sign_in, cast, url, indicator):
    response = sign_in(cast.staff).post(url("indicator-edit"), sheet_data(indicator, natural_max="99,5"))
    assert "99.5" in response.context["form"].errors["natural_max"][0]


def test_bounds_that_exclude_a_value_are_told_at_the_field(sign_in, cast, url, indicator):
    enter(indicator, 2012, cast.staff, target="97")
    response = sign_in(cast.staff).post(url("indicator-edit"), sheet_data(indicator, natural_max="90"))
    assert "2012" in response.context["form"].errors["natural_max"][0]


def test_a_bound_that_excludes_the_baseline_of_another_page_is_told_at_the_bound(
    sign_in, cast, url, indicator
):
    services.set_baseline(indicator=indicator, method="decreed", value=Decimal(94), by=cast.staff)
    response = sign_in(cast.staff).post(url("indicator-edit"), sheet_data(indicator, natural_max="90"))
    assert response.status_code == 422
    assert "94" in response.context["form"].errors["natural_max"][0]


def test_a_field_that_was_not_touched_keeps_what_somebody_else_wrote_meanwhile(sign_in, cast, url, indicator):
    client = sign_in(cast.staff)
    seen = client.get(url("indicator-edit")).context["form"]["seen"].value()
    services.change_indicator(indicator, by=cast.manager, formula="a / b")
    response = client.post(url("indicator-edit"), sheet_data(indicator, name="Mine", seen=seen))
    fresh = Indicator.objects.get(pk=indicator.pk)
    assert (response.status_code, fresh.name, fresh.formula) == (302, "Mine", "a / b")


@pytest.fixture
def disputed(sign_in, cast, url, indicator):
    """Both changed the formula, the manager the source of the data too: what the form then says."""
    client = sign_in(cast.staff)
    seen = client.get(url("indicator-edit")).context["form"]["seen"].value()
    services.change_indicator(
        indicator, by=cast.manager, formula="theirs", data_source="Logs", natural_max=Decimal("99.5")
    )
    return client.post(url("indicator-edit"), sheet_data(indicator, formula="mine", seen=seen))


def test_a_field_that_both_changed_says_what_who_and_when(disputed, cast, indicator):
    [said] = disputed.context["form"].errors["formula"]
    assert disputed.status_code == 422
    assert [word for word in ("theirs", str(cast.manager.name), "20") if word not in said] == []
    assert Indicator.objects.get(pk=indicator.pk).formula == "theirs"


def test_only_the_disputed_field_is_told(disputed):
    assert set(disputed.context["form"].errors) == {"__all__", "formula"}


def test_after_the_warning_the_form_holds_what_the_other_wrote_elsewhere(disputed):
    form = disputed.context["form"]
    shown = {name: form[name].value() for name in ("formula", "data_source", "natural_max")}
    assert shown == {"formula": "mine", "data_source": "Logs", "natural_max": "99.5"}


def test_after_the_warning_the_same_entries_are_saved(sign_in, cast, url, indicator, disputed):
    form = disputed.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    response = sign_in(cast.staff).post(url("indicator-edit"), again)
    fresh = Indicator.objects.get(pk=indicator.pk)
    assert (response.status_code, fresh.formula, fresh.data_source) == (302, "mine", "Logs")


@pytest.mark.parametrize("seen", ["0", "-1", "9" * 30])
def test_with_an_unknown_mark_nothing_is_overwritten(sign_in, cast, url, indicator, seen):
    response = sign_in(cast.staff).post(url("indicator-edit"), sheet_data(indicator, name="Mine", seen=seen))
    assert response.status_code == 422
    assert Indicator.objects.get(pk=indicator.pk).name == indicator.name


def test_a_text_with_line_breaks_is_unchanged_as_browsers_send_it(sign_in, cast, url, indicator):
    services.change_indicator(indicator, by=cast.staff, definition="One\nTwo")
    traces = indicator.history.count()
    sign_in(cast.staff).post(url("indicator-edit"), sheet_data(indicator, definition="One\r\nTwo"))
    assert indicator.history.count() == traces


@pytest.mark.parametrize(("letters", "density"), [(0, ""), (600, "is-dense"), (700, "is-denser"), (2000, "")])
def test_a_sheet_is_set_as_closely_on_paper_as_one_page_needs(
    sign_in, cast, url, indicator, letters, density
):
    texts = ("definition", "formula", "information_produced", "data_source", "when_data_missing")
    services.change_indicator(indicator, by=cast.staff, **dict.fromkeys(texts, "x" * letters))
    assert sign_in(cast.viewer).get(url("indicator")).context["density"] == density


def test_the_history_of_a_sheet_names_who_changed_what(sign_in, cast, url, indicator):
    sign_in(cast.staff).post(url("indicator-edit"), sheet_data(indicator, formula="a / b"))
    page = sign_in(cast.viewer).get(url("indicator-history")).content.decode()
    assert "a / b" in page
    assert cast.staff.email in page or str(cast.staff.name) in page


# --- deletions --------------------------------------------------------------


def test_the_deletion_says_what_goes_with_it(sign_in, cast, url, indicator):
    enter(indicator, 2012, cast.staff, target="97", achievement="96.5")
    page = sign_in(cast.staff).get(url("indicator-delete")).content.decode()
    for said in ("2012", "97", "96.5", "Keep the schedule"):
        assert said in page


def test_staff_deletes_an_indicator_with_a_reason(sign_in, cast, url, indicator):
    client = sign_in(cast.staff)
    shown = client.get(url("indicator-delete")).context["shown"]
    response = client.post(url("indicator-delete"), {"reason": "Doubled", "shown": shown})
    assert response.url == url("list")
    assert Indicator.history.first().history_change_reason == "Doubled"


def test_what_came_to_an_indicator_after_the_question_is_told_and_nothing_goes(sign_in, cast, url, indicator):
    client = sign_in(cast.staff)
    shown = client.get(url("indicator-delete")).context["shown"]
    enter(indicator, 2012, cast.staff, target="97", achievement="96.5")
    answer = client.post(url("indicator-delete"), {"shown": shown})
    assert (answer.status_code, Indicator.objects.exists()) == (422, True)
    assert "96.5" in answer.content.decode()


def test_a_deletion_that_a_closed_year_forbids_is_refused_at_once(sign_in, cast, scorecard, url):
    scorecard.years.filter(year=2013).update(closed_at=timezone.now(), closed_by=cast.administrator)
    page = sign_in(cast.staff).get(url("indicator-delete")).content.decode()
    assert "2013 is closed" in page
    assert "btn-danger" not in page


def test_a_refused_deletion_deletes_nothing(sign_in, cast, scorecard, url):
    scorecard.years.filter(year=2013).update(closed_at=timezone.now(), closed_by=cast.administrator)
    assert sign_in(cast.staff).post(url("indicator-delete"), {}).status_code == 422
    assert Indicator.objects.exists()


def test_the_deletion_of_an_objective_names_its_indicators(sign_in, cast, url):
    page = sign_in(cast.staff).get(url("objective-delete")).content.decode()
    assert "SS7-1 Punctuality" in page
    assert "Keep the schedule" in page


def test_staff_deletes_an_objective(sign_in, cast, url):
    response = sign_in(cast.staff).post(url("objective-delete"), {})
    assert response.url == reverse("scorecards:objectives", args=["ACME", "ACME", 2012])
    assert not Objective.objects.exists()


# --- initiatives ------------------------------------------------------------


def test_staff_adds_an_initiative(sign_in, cast, url, indicator):
    response = sign_in(cast.staff).post(url("initiative-add"), {"name": "Sell more"})
    assert response.url == f"{url('indicator')}#initiatives"
    assert indicator.initiatives.filter(name="Sell more").exists()


def test_a_doubled_initiative_is_told_at_its_field(sign_in, cast, url, initiative):
    response = sign_in(cast.staff).post(url("initiative-add"), {"name": initiative.name})
    assert response.status_code == 422
    assert "name" in response.context["form"].errors


def test_staff_renames_an_initiative(sign_in, cast, url, initiative):
    sign_in(cast.staff).post(url("initiative-edit"), {"name": "Better"})
    initiative.refresh_from_db()
    assert initiative.name == "Better"


def test_staff_moves_an_initiative(sign_in, cast, url, indicator, initiative):
    second = InitiativeFactory(indicator=indicator, order=2)
    sign_in(cast.staff).post(url("initiative-move", second.pk), {"direction": "up"})
    assert list(indicator.initiatives.all()) == [second, initiative]


def test_staff_deletes_an_initiative(sign_in, cast, url):
    sign_in(cast.staff).post(url("initiative-delete"), {})
    assert not Initiative.objects.exists()


# --- plan years -------------------------------------------------------------


def test_an_administrator_lengthens_the_plan(sign_in, cast, scorecard, url):
    client = sign_in(cast.administrator)
    assert client.get(url("plan-years")).status_code == 200
    response = client.post(url("plan-years"), {"first_year": "2012", "last_year": "2014"})
    assert response.url == reverse("scorecards:plans", args=["ACME", "ACME", 2012])
    assert scorecard.years.filter(year=2014).exists()


@pytest.mark.parametrize(
    "data",
    [
        {"first_year": "2013", "last_year": "2012"},
        {"first_year": "2012", "last_year": "2099"},
        {"first_year": "1", "last_year": "2012"},
        {"first_year": "x", "last_year": ""},
    ],
)
def test_years_that_make_no_sense_are_shown_again(sign_in, cast, url, data):
    response = sign_in(cast.administrator).post(url("plan-years"), data)
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [("1", "9999", {"first_year": "1", "last_year": "9999"}), ("2012", "9" * 20, {"last_year": "9" * 20})],
)
def test_a_year_out_of_range_is_told_at_its_field(sign_in, cast, url, first, last, wrong):
    data = {"first_year": first, "last_year": last}
    form = sign_in(cast.administrator).post(url("plan-years"), data).context["form"]
    assert form.errors == {
        name: [f"Read “{read}”; expected a year from 1900 to 2100."] for name, read in wrong.items()
    }


def test_a_year_that_holds_a_target_is_refused_by_name(sign_in, cast, url, indicator):
    enter(indicator, 2013, cast.staff, target="97")
    response = sign_in(cast.administrator).post(
        url("plan-years"), {"first_year": "2012", "last_year": "2012"}
    )
    assert "2013" in response.context["form"].non_field_errors()[0]


@pytest.mark.parametrize("seen", ["0", "1", "-1", "9" * 30])
def test_a_new_indicator_was_never_seen_by_anybody(sign_in, cast, url, indicator, seen):
    response = sign_in(cast.staff).post(url("indicator-add"), {"seen": seen})
    assert response.status_code == 422

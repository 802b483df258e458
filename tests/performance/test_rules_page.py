"""Settings, weights and threshold: who may, the effect before saving, errors at their fields, the history."""

import re
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators.models import Measurement
from indicators.scorecard_year import load_scorecard_year
from organizations.models import Unit
from performance.rules import rules_mark
from scorecards.models import ObjectiveWeight, PerspectiveWeight, ScorecardYear
from scorecards.schemes import FIVE, bands_to_json
from tests.factories import ObjectiveFactory, PerspectiveFactory, ScoringSchemeFactory
from tests.indicators.berdikari import on_target
from tests.indicators.scorecards import berdikari, of_size

PAGE = "/o/ACME/ACME/2012/settings/weights/"
HISTORY = f"{PAGE}history/"


@pytest.fixture
def card(cast):
    """PT Berdikari's plan with everything on target in 2012."""
    return berdikari(cast.unit, achieve={2012: on_target})


@pytest.fixture
def five(cast):
    return ScoringSchemeFactory(
        organization=cast.unit.organization, code="five", name="Five", bands=bands_to_json(FIVE.bands)
    )


def year_of(card, year=2012) -> ScorecardYear:
    return ScorecardYear.objects.select_related("scorecard__plan", "scheme").get(scorecard=card, year=year)


def filled_in(card, **changes) -> dict[str, str]:
    """What the form of 2012 sends when nothing but the changes was touched; weights by their names."""
    year = year_of(card)
    table = load_scorecard_year(year)
    form = {
        "weighting_mode": year.weighting_mode,
        "scheme": str(year.scheme_id),
        "fixed_threshold": "",
        "fixed_threshold_reason": "",
        "mark": rules_mark(table),
    }
    form |= {f"perspective-{each.perspective.pk}": "1" for each in table.perspectives}
    form |= {f"objective-{each.objective.pk}": "1" for each in table.objectives}
    form |= {f"indicator-{row.measurement.pk}": "1" for row in table.rows}
    return form | changes


def name_of(code: str) -> str:
    row = Measurement.objects.get(indicator__code=code, scorecard_year__year=2012)
    return f"indicator-{row.pk}"


def text_of(response) -> str:
    """The visible text, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def effect_lines(response) -> dict[str, tuple[str, str]]:
    return {line.label: (line.before, line.after) for line in response.context["effect"].lines}


def test_the_page_says_how_the_year_stands(cast, card, sign_in):
    page = sign_in(cast.administrator).get(PAGE)
    assert "20 of 20 reported, a total of 40 against 40: good." in text_of(page)


@pytest.mark.parametrize("role", ["viewer", "staff", "manager"])
def test_who_does_not_administer_is_refused_with_a_reason(cast, card, sign_in, role):
    answer = sign_in(cast.by_name(role)).post(PAGE)
    assert (answer.status_code, "Only administrators of this unit" in text_of(answer)) == (403, True)


@pytest.mark.parametrize("role", ["viewer", "staff", "manager"])
def test_who_does_not_administer_reads_the_rules_and_why_they_stay(cast, card, sign_in, role):
    answer = sign_in(cast.by_name(role)).get(PAGE)
    assert (answer.status_code, "Only administrators of this unit" in text_of(answer)) == (200, True)


def test_who_does_not_administer_finds_every_field_disabled_and_no_button(cast, card, sign_in):
    page = sign_in(cast.viewer).get(PAGE).content.decode()
    form = page.partition('class="rules-form"')[2].partition("</form>")[0]
    outside_fieldsets = re.sub(r"<fieldset[^>]* disabled>.*?</fieldset>", "", form, flags=re.DOTALL)
    controls = re.findall(r"<(?:input|select|button)[^>]*>", outside_fieldsets)
    free = [each for each in controls if "disabled" not in each]
    assert (len(controls) > 20, free, "hx-post" in form) == (True, [], False)


@pytest.mark.parametrize("url", [PAGE, HISTORY])
def test_an_outsider_finds_nothing(cast, card, sign_in, url):
    assert sign_in(cast.outsider).get(url).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "staff", "manager", "administrator"])
def test_whoever_reads_the_settings_reads_the_history_of_the_rules(cast, card, sign_in, role):
    assert sign_in(cast.by_name(role)).get(HISTORY).status_code == 200


def test_a_holder_finds_neither_the_rules_nor_their_history(cast, card, sign_in):
    Unit.objects.filter(pk=cast.unit.pk).update(kind=Unit.Kind.PERSON, holder=cast.person)
    client = sign_in(cast.person)
    assert [client.get(url).status_code for url in (PAGE, HISTORY)] == [404, 404]


def test_a_preview_shows_total_threshold_and_verdict_before_and_after(cast, card, sign_in):
    form = filled_in(card, weighting_mode="indicator", preview="1", **{name_of("SS1-1"): "3"})
    lines = effect_lines(sign_in(cast.administrator).post(PAGE, form))
    assert (lines["Total"], lines["Threshold"], lines["Verdict"]) == (
        ("40", "44"),
        ("40", "44"),
        ("Good", "Good"),
    )


def test_a_preview_saves_nothing(cast, card, sign_in):
    sign_in(cast.administrator).post(PAGE, filled_in(card, weighting_mode="indicator", preview="1"))
    assert (year_of(card).weighting_mode, ScorecardYear.history.count()) == ("equal", 2)


def test_a_preview_of_another_scheme_names_the_indicators_that_change_level(cast, card, five, sign_in):
    form = filled_in(card, scheme=str(five.pk), preview="1")
    answer = sign_in(cast.administrator).post(PAGE, form)
    levels = answer.context["effect"].levels
    assert (len(levels), levels[0].before, levels[0].after) == (20, 2, 3)


def test_a_preview_by_htmx_answers_the_effect_alone(cast, card, sign_in):
    form = filled_in(card, fixed_threshold="42", preview="1")
    answer = sign_in(cast.administrator).post(PAGE, form, headers={"HX-Request": "true"})
    assert ("<html" in answer.content.decode(), answer.status_code) == (False, 200)


def test_a_fixed_threshold_of_42_is_not_good_and_warned_about(cast, card, sign_in):
    form = filled_in(card, fixed_threshold="42", fixed_threshold_reason="As printed")
    page = sign_in(cast.administrator).post(PAGE, form, follow=True)
    words = text_of(page)
    assert ("against 42: not good yet" in words, "fixed at 42, while the targets" in words) == (True, True)


def test_saving_leads_back_to_the_page_with_the_new_verdict(cast, card, sign_in):
    form = filled_in(card, weighting_mode="hierarchical")
    page = sign_in(cast.administrator).post(PAGE, form, follow=True)
    assert "The rules of 2012 are saved. 20 of 20 reported, a total of 2 against 2: good." in text_of(page)


def test_hierarchical_shares_are_shown_beside_their_weights(cast, card, sign_in):
    form = filled_in(card, weighting_mode="hierarchical", preview="1")
    page = sign_in(cast.administrator).post(PAGE, form)
    shares = {line.code: line.effective for line in page.context["lines"]}
    assert (shares["F"], shares["SS1"], page.context["effective_sum"]) == ("0.25", "0.083333", "1")


@pytest.mark.parametrize(
    ("language", "typed", "status"),
    [("en", "1.5", 302), ("en", "1,5", 422), ("id", "1,5", 302), ("id", "1.5", 422), ("en", "1.23456", 422)],
)
def test_weights_are_typed_as_the_language_writes_numbers(cast, card, sign_in, language, typed, status):
    cast.administrator.language = language
    cast.administrator.save()
    form = filled_in(card, **{name_of("SS1-1"): typed})
    assert sign_in(cast.administrator).post(PAGE, form).status_code == status


@pytest.mark.parametrize("typed", ["", "-1", "1000000", "a lot", "\x00", "9" * 400])
def test_a_weight_that_can_not_be_is_an_error_at_its_field(cast, card, sign_in, typed):
    name = name_of("SS1-1")
    answer = sign_in(cast.administrator).post(PAGE, filled_in(card, **{name: typed}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [name])


@pytest.mark.parametrize("field", ["weighting_mode", "scheme"])
@pytest.mark.parametrize("value", ["", "nonsense", "999999999"])
def test_a_choice_that_is_none_is_an_error_at_its_field(cast, card, sign_in, field, value):
    answer = sign_in(cast.administrator).post(PAGE, filled_in(card, **{field: value}))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


def test_a_scheme_of_another_organization_can_not_be_chosen(cast, card, sign_in):
    form = filled_in(card, scheme=str(ScoringSchemeFactory().pk))
    assert sign_in(cast.administrator).post(PAGE, form).status_code == 422


def test_a_fixed_threshold_without_a_reason_is_an_error_at_the_reason(cast, card, sign_in):
    answer = sign_in(cast.administrator).post(PAGE, filled_in(card, fixed_threshold="42"))
    assert list(answer.context["form"].errors) == ["fixed_threshold_reason"]


def test_a_perspective_whose_objectives_all_weigh_0_is_refused_by_name(cast, card, sign_in):
    customer = load_scorecard_year(year_of(card)).perspectives[1]
    zeros = {f"objective-{each.objective.pk}": "0" for each in customer.objectives}
    form = filled_in(card, weighting_mode="hierarchical", **zeros)
    answer = sign_in(cast.administrator).post(PAGE, form)
    said = f"All objectives of {customer.perspective.name_en} have the weight 0"
    assert (answer.status_code, said in text_of(answer)) == (422, True)


def test_a_form_with_nothing_in_it_is_shown_again(cast, card, sign_in):
    assert sign_in(cast.administrator).post(PAGE, {}).status_code == 422


def test_rules_changed_meanwhile_are_told_once_and_then_overwritten(cast, card, sign_in):
    mine = filled_in(card, fixed_threshold="42", fixed_threshold_reason="As printed")
    client = sign_in(cast.administrator)
    client.post(PAGE, filled_in(card, weighting_mode="indicator"))
    told = client.post(PAGE, mine)
    again = client.post(PAGE, mine | {"mark": told.context["form"]["mark"].value()})
    assert (told.status_code, again.status_code, year_of(card).fixed_threshold) == (422, 302, Decimal(42))


def test_a_closed_year_shows_its_rules_read_only(cast, card, sign_in):
    ScorecardYear.objects.filter(pk=year_of(card).pk).update(
        closed_at=timezone.now(), closed_by=cast.administrator
    )
    page = sign_in(cast.administrator).get(PAGE)
    assert ("nothing in this year changes any more" in text_of(page), ">Save<" in page.content.decode()) == (
        True,
        False,
    )


@pytest.mark.parametrize("extra", [{}, {"preview": "1"}])
def test_a_closed_year_refuses_every_change(cast, card, sign_in, extra):
    form = filled_in(card, weighting_mode="indicator", **extra)
    ScorecardYear.objects.filter(pk=year_of(card).pk).update(
        closed_at=timezone.now(), closed_by=cast.administrator
    )
    answer = sign_in(cast.administrator).post(PAGE, form)
    assert (answer.status_code, year_of(card).weighting_mode) == (422, "equal")


def test_the_history_tells_of_the_year_and_of_every_kind_of_weight(cast, card, sign_in):
    year = year_of(card)
    names = {
        name_of("SS1-1"): "2",
        f"perspective-{PerspectiveWeight.objects.filter(scorecard_year=year).first().perspective_id}": "3",
        f"objective-{ObjectiveWeight.objects.filter(scorecard_year=year).first().objective_id}": "4",
    }
    client = sign_in(cast.administrator)
    client.post(PAGE, filled_in(card, weighting_mode="indicator", **names))
    rows = client.get(HISTORY).context["rows"]
    changed = {(change.field, change.old, change.new) for row in rows[:4] for change in row.changes}
    assert changed == {
        ("Weighting", "Equal weights", "Each indicator's own weight"),
        ("Weight", "1", "2"),
        ("Weight", "1", "3"),
        ("Weight", "1", "4"),
    }


def test_the_history_leaves_achievements_out(cast, card, sign_in):
    row = Measurement.objects.get(indicator__code="SS1-1", scorecard_year__year=2012)
    row.note = "A remark"
    row.save()
    rows = sign_in(cast.administrator).get(HISTORY).context["rows"]
    assert all("SS1-1" not in row.kind for row in rows)


def count_queries(client, django_assert_max_num_queries, verb, url, data=None) -> int:
    with django_assert_max_num_queries(1000) as captured:
        getattr(client, verb)(url, data or {})
    return len(captured)


@pytest.mark.parametrize("indicators", [20, 200])
def test_the_page_takes_the_same_queries_for_20_and_200_indicators(
    cast, scorecard, sign_in, django_assert_max_num_queries, indicators
):
    of_size(scorecard, indicators)
    queries = count_queries(sign_in(cast.administrator), django_assert_max_num_queries, "get", PAGE)
    assert queries == PAGE_QUERIES


@pytest.mark.parametrize("indicators", [20, 200])
def test_saving_takes_the_same_queries_for_20_and_200_indicators(
    cast, scorecard, five, sign_in, django_assert_max_num_queries, indicators
):
    of_size(scorecard, indicators)
    form = filled_in(scorecard, scheme=str(five.pk))
    form |= {name: "2" for name in form if name.startswith("indicator-")}
    queries = count_queries(sign_in(cast.administrator), django_assert_max_num_queries, "post", PAGE, form)
    assert queries == SAVE_QUERIES


PAGE_QUERIES, SAVE_QUERIES = 9, 57


def test_a_closed_year_shows_its_rules_beside_what_it_never_measured(cast, card, sign_in):
    ObjectiveFactory(scorecard=card, perspective=PerspectiveFactory(plan=card.plan))
    card.years.filter(year=2012).update(closed_at=timezone.now(), closed_by=cast.administrator)
    assert sign_in(cast.administrator).get(PAGE).status_code == 200

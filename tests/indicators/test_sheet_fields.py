"""Facts of the KPI sheet changed in place: forms, errors, conflicts, and what follows from a change."""

from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from indicators import services
from indicators.measuring import write_measurement
from indicators.models import Indicator
from indicators.sheet_facts import RULES, fingerprint
from organizations.models import Membership
from tests.factories import MembershipFactory, ObjectiveFactory

SAVED_QUERIES = 43


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
        by=cast.staff,
    )


def address(indicator, field):
    return reverse("indicators:indicator-field", args=["ACME", "ACME", 2012, indicator.pk, field])


def seen(indicator, *fields):
    return fingerprint(Indicator.objects.get(pk=indicator.pk), fields)


def enter(indicator, year, by, **changes):
    row = indicator.measurements.get(scorecard_year__year=year)
    return write_measurement(
        measurement=row, changes={name: Decimal(value) for name, value in changes.items()}, by=by
    )


def close(indicator, year, by):
    row = indicator.measurements.get(scorecard_year__year=year).scorecard_year
    row.closed_at, row.closed_by = timezone.now(), by
    row.save()


# --- forms ------------------------------------------------------------------


def test_every_field_of_the_sheet_belongs_to_one_fact():
    fields = [field for rule in RULES for field in rule.fields]
    expected = {"objective", "code", "name", "unit_of_measure", "polarity", *services.SHEET_FIELDS}
    assert sorted(fields) == sorted(expected)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_the_form_of_a_fact_has_its_fields_and_no_others(sign_in, cast, indicator, rule):
    page = sign_in(cast.staff).get(address(indicator, rule.key)).content.decode()
    shown = [field for each in RULES for field in each.fields if f'name="{field}"' in page]
    assert shown == list(rule.fields)


@pytest.mark.parametrize("field", ["code", "baseline", "history", "order", "x" * 500, "%00"])
@pytest.mark.parametrize("verb", ["get", "post"])
def test_a_field_that_the_sheet_does_not_have_is_not_found(sign_in, cast, indicator, field, verb):
    url = address(indicator, "name").replace("/name/", f"/{field}/")
    assert getattr(sign_in(cast.staff), verb)(url).status_code == 404


def test_a_viewer_sees_no_pencils(sign_in, cast, indicator):
    page = sign_in(cast.viewer).get(
        reverse("indicators:indicator", args=["ACME", "ACME", 2012, indicator.pk])
    )
    assert "fact-pencil" not in page.content.decode()


# --- saving -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "stored"),
    [
        ("name", {"name": "Promptness"}, {"name": "Promptness"}),
        ("unit_of_measure", {"unit_of_measure": "days"}, {"unit_of_measure": "days"}),
        ("polarity", {"polarity": "lower"}, {"polarity": "lower"}),
        ("kind", {"kind": "lead"}, {"kind": "lead"}),
        ("definition", {"definition": "One\r\nTwo"}, {"definition": "One\nTwo"}),
        ("decimals", {"decimals": "2"}, {"decimals": 2}),
        ("default_weight", {"default_weight": "1.5"}, {"default_weight": Decimal("1.5")}),
        (
            "bounds",
            {"natural_min": "", "natural_max": "1,000", "caps_at_maximum": "on", "worst_value": "5"},
            {
                "natural_min": None,
                "natural_max": Decimal(1000),
                "caps_at_maximum": True,
                "worst_value": Decimal(5),
            },
        ),
    ],
)
def test_a_fact_is_saved_by_itself(sign_in, cast, indicator, key, typed, stored):
    data = typed | {"seen": seen(indicator, *typed)}
    response = sign_in(cast.staff).post(address(indicator, key), data)
    fresh = Indicator.objects.get(pk=indicator.pk)
    assert response.status_code == 200
    assert {name: getattr(fresh, name) for name in stored} == stored


def test_an_indicator_moves_to_another_objective_with_a_new_code(sign_in, cast, indicator, scorecard):
    other = ObjectiveFactory(scorecard=scorecard, perspective=scorecard.plan.perspectives.last(), code="SS9")
    data = {"objective": other.pk, "code": "SS9-1", "seen": seen(indicator, "objective", "code")}
    page = sign_in(cast.staff).post(address(indicator, "objective"), data).content.decode()
    assert Indicator.objects.get(pk=indicator.pk).objective == other
    assert f'id="trace-{indicator.pk}" hx-swap-oob="true"' in page


def test_what_follows_from_a_fact_is_answered_with_it(sign_in, cast, indicator):
    enter(indicator, 2012, cast.staff, target="97", achievement="90")
    data = {"polarity": "lower", "seen": seen(indicator, "polarity")}
    page = sign_in(cast.staff).post(address(indicator, "polarity"), data).content.decode()
    assert indicator.measurements.get(scorecard_year__year=2012).level == 3
    for part in ("value-polarity", "sheet-answer", "years", "baseline-facts", "proofs"):
        assert f'id="{part}-{indicator.pk}" hx-swap-oob="true"' in page


def test_what_is_answered_with_a_fact_keeps_its_controls(sign_in, cast, indicator):
    row = enter(indicator, 2012, cast.staff, achievement="90")
    data = {"formula": "a / b", "seen": seen(indicator, "formula")}
    page = sign_in(cast.staff).post(address(indicator, "formula"), data).content.decode()
    assert reverse("indicators:evidence-add", args=["ACME", "ACME", 2012, row.pk]) in page


def test_saving_what_stands_there_already_leaves_no_trace(sign_in, cast, indicator):
    before = indicator.history.count()
    data = {"name": indicator.name, "seen": seen(indicator, "name")}
    assert sign_in(cast.staff).post(address(indicator, "name"), data).status_code == 200
    assert indicator.history.count() == before


def test_the_trace_of_a_changed_fact_names_who(sign_in, cast, indicator):
    data = {"formula": "a / b", "seen": seen(indicator, "formula")}
    sign_in(cast.staff).post(address(indicator, "formula"), data)
    assert indicator.history.first().history_user == cast.staff


def test_markup_in_a_fact_is_shown_as_it_was_typed(sign_in, cast, indicator):
    data = {"definition": "<script>x</script>", "seen": seen(indicator, "definition")}
    page = sign_in(cast.staff).post(address(indicator, "definition"), data).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page


@pytest.mark.parametrize("years", [1, 6])
def test_saving_a_fact_takes_the_same_queries_however_many_years(
    sign_in, cast, indicator, django_assert_num_queries, years
):
    values = {2012 - back: Decimal(90 + back) for back in range(1, years + 1)}
    services.write_history(indicator=indicator, values=values, by=cast.staff)
    client = sign_in(cast.staff)
    client.get(address(indicator, "formula"))
    data = {"formula": "a / b", "seen": seen(indicator, "formula")}
    with django_assert_num_queries(SAVED_QUERIES):
        client.post(address(indicator, "formula"), data)


# --- what is refused --------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "typed", "field", "said"),
    [
        ("name", {"name": ""}, "name", "required"),
        ("name", {"name": "x" * 10_000}, "name", "250"),
        ("name", {"name": "a\0b"}, "name", "Null"),
        ("definition", {"definition": "x" * 2001}, "definition", "2001"),
        ("polarity", {"polarity": "sideways"}, "polarity", "sideways"),
        ("decimals", {"decimals": "9" * 30}, "decimals", "from 0 to 6"),
        ("decimals", {"decimals": "99"}, "decimals", "Read “99”; expected a whole number from 0 to 6."),
        ("decimals", {"decimals": "1.5"}, "decimals", "Read “1.5”; expected a whole number"),
        ("decimals", {"decimals": "abc"}, "decimals", "Read “abc”; expected a whole number"),
        ("decimals", {"decimals": "-1"}, "decimals", "Read “-1”; expected a whole number"),
        ("bounds", {"natural_max": "9,5"}, "natural_max", "Read “9,5”"),
        ("bounds", {"natural_min": "9", "natural_max": "3"}, "natural_max", "above the minimum"),
        ("bounds", {"natural_min": "0", "worst_value": "-4"}, "worst_value", "-4"),
        ("bounds", {"natural_min": "1" * 400}, "natural_min", "Read"),
        ("default_weight", {"default_weight": "-1"}, "default_weight", "at least 0"),
        ("objective", {"objective": "x", "code": "A"}, "objective", "another scorecard"),
        ("objective", {}, "code", "required"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(sign_in, cast, indicator, key, typed, field, said):
    before = Indicator.objects.values().get(pk=indicator.pk)
    fields = next(rule.fields for rule in RULES if rule.key == key)
    data = typed | {"seen": seen(indicator, *fields)}
    response = sign_in(cast.staff).post(address(indicator, key), data)
    assert response.status_code == 422
    assert said in " ".join(response.context["form"].errors[field])
    assert Indicator.objects.values().get(pk=indicator.pk) == before


def test_an_objective_of_another_organization_is_no_choice(sign_in, cast, indicator):
    data = {"objective": ObjectiveFactory().pk, "code": "SS7-1", "seen": seen(indicator, "objective", "code")}
    response = sign_in(cast.staff).post(address(indicator, "objective"), data)
    assert "objective" in response.context["form"].errors


def test_bytes_that_are_no_text_do_not_break_the_form(sign_in, cast, indicator):
    kind = "application/x-www-form-urlencoded"
    response = sign_in(cast.staff).post(
        address(indicator, "name"), b"name=%ff%fe&seen=%ff", content_type=kind
    )
    assert response.status_code in (409, 422)


def test_a_bound_that_excludes_a_target_names_it_at_the_bound(sign_in, cast, indicator):
    enter(indicator, 2012, cast.staff, target="97")
    fields = ("natural_min", "natural_max", "caps_at_maximum", "worst_value")
    data = {"natural_min": "0", "natural_max": "90", "seen": seen(indicator, *fields)}
    response = sign_in(cast.staff).post(address(indicator, "bounds"), data)
    assert "2012" in response.context["form"].errors["natural_max"][0]


def test_what_would_change_a_closed_year_is_refused_at_the_field(sign_in, cast, indicator):
    enter(indicator, 2012, cast.staff, target="97", achievement="90")
    close(indicator, 2012, cast.administrator)
    data = {"polarity": "lower", "seen": seen(indicator, "polarity")}
    response = sign_in(cast.staff).post(address(indicator, "polarity"), data)
    assert response.status_code == 422
    assert "2012 is closed" in response.context["form"].errors["polarity"][0]


# --- two people -------------------------------------------------------------


def test_a_fact_that_somebody_changed_meanwhile_is_not_overwritten(sign_in, cast, indicator):
    old = seen(indicator, "formula")
    services.change_indicator(indicator, by=cast.manager, formula="theirs")
    response = sign_in(cast.staff).post(address(indicator, "formula"), {"formula": "mine", "seen": old})
    page = response.content.decode()
    assert response.status_code == 409
    assert [word for word in ("theirs", "mine", cast.manager.name) if word not in page] == []
    assert Indicator.objects.get(pk=indicator.pk).formula == "theirs"


def test_after_the_warning_the_same_entry_replaces_it(sign_in, cast, indicator):
    old = seen(indicator, "formula")
    services.change_indicator(indicator, by=cast.manager, formula="theirs")
    client = sign_in(cast.staff)
    warned = client.post(address(indicator, "formula"), {"formula": "mine", "seen": old})
    again = {"formula": "mine", "seen": warned.context["form"]["seen"].value()}
    assert client.post(address(indicator, "formula"), again).status_code == 200
    assert Indicator.objects.get(pk=indicator.pk).formula == "mine"


def test_a_change_of_another_fact_meanwhile_is_no_conflict(sign_in, cast, indicator):
    old = seen(indicator, "formula")
    services.change_indicator(indicator, by=cast.manager, definition="theirs")
    response = sign_in(cast.staff).post(address(indicator, "formula"), {"formula": "mine", "seen": old})
    assert response.status_code == 200


def test_who_does_not_say_what_they_saw_overwrites_nothing(sign_in, cast, indicator):
    assert sign_in(cast.staff).post(address(indicator, "formula"), {"formula": "mine"}).status_code == 409


def test_a_conflict_names_who_wrote_it_not_who_changed_something_else_since(sign_in, cast, indicator):
    old = seen(indicator, "formula")
    services.change_indicator(indicator, by=cast.manager, formula="theirs")
    services.change_indicator(indicator, by=cast.administrator, definition="other")
    response = sign_in(cast.staff).post(address(indicator, "formula"), {"formula": "mine", "seen": old})
    assert response.context["conflict"]["who"] == cast.manager.name


def test_somebody_of_another_organization_too_is_called_by_their_address(sign_in, cast, indicator):
    MembershipFactory(user=cast.manager, unit__organization__code="ELSEWHERE", role=Membership.Role.VIEWER)
    old = seen(indicator, "formula")
    services.change_indicator(indicator, by=cast.manager, formula="theirs")
    response = sign_in(cast.staff).post(address(indicator, "formula"), {"formula": "mine", "seen": old})
    assert response.context["conflict"]["who"] == cast.manager.email

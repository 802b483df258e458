"""The form field types and shows numbers as the page's language writes them."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import engines
from django.utils import translation

from organizations.number_forms import StrictDecimalField, number_error_message
from organizations.numbers import NumberError, NumberErrorCode, parse_number


class WeightForm(forms.Form):
    weight = StrictDecimalField(required=False, max_decimals=4, min_value=0, max_value=Decimal("1000"))


@pytest.fixture(params=["en", "id"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_typed_number_is_read_in_the_active_language(language: str) -> None:
    form = WeightForm({"weight": {"id": "12,35", "en": "12.35"}[language]})
    assert form.is_valid()
    assert form.cleaned_data["weight"] == Decimal("12.35")


def test_a_number_of_the_other_language_is_an_error(language: str) -> None:
    assert not WeightForm({"weight": {"id": "12.35", "en": "12,35"}[language]}).is_valid()


def test_the_error_says_what_was_read_and_what_is_accepted(english: None) -> None:
    assert WeightForm({"weight": "12,35"}).errors["weight"] == [
        "Read “12,35”; expected a number written like 12.35 (with grouping: 1,234.5)."
    ]


def test_a_percent_sign_in_what_was_read_does_no_harm(english: None) -> None:
    assert "“5%(x)s”" in WeightForm({"weight": "5%(x)s"}).errors["weight"][0]


def test_a_long_text_is_shown_shortened(english: None) -> None:
    assert len(WeightForm({"weight": "x" * 9000}).errors["weight"][0]) < 150


@pytest.mark.parametrize(
    ("text", "words"),
    [("1.23456", "at most 4 decimals"), ("-1", "at least 0"), ("1,000.5", "at most 1,000")],
)
def test_a_number_beyond_a_limit_names_the_limit(english: None, text: str, words: str) -> None:
    assert words in WeightForm({"weight": text}).errors["weight"][0]


def test_blank_is_none(english: None) -> None:
    form = WeightForm({"weight": "  "})
    assert form.is_valid()
    assert form.cleaned_data["weight"] is None


def test_blank_is_refused_where_a_number_is_required(english: None) -> None:
    with pytest.raises(ValidationError):
        StrictDecimalField().clean("")


def test_an_initial_number_is_written_in_the_active_language(language: str) -> None:
    html = str(WeightForm(initial={"weight": Decimal("1234.5000")})["weight"])
    assert f'value="{ {"id": "1.234,5", "en": "1,234.5"}[language] }"' in html


def test_the_input_asks_for_a_decimal_keyboard(english: None) -> None:
    html = str(WeightForm()["weight"])
    assert 'type="text"' in html
    assert 'inputmode="decimal"' in html


def test_what_was_typed_is_shown_again_as_typed(english: None) -> None:
    assert 'value="12,35"' in str(WeightForm({"weight": "12,35"})["weight"])


@pytest.mark.parametrize(
    ("initial", "data", "changed"),
    [
        (Decimal("1.5"), "1.50", False),
        (Decimal("1.5"), "1.6", True),
        (None, "", False),
        (None, "0", True),
        (Decimal(0), "", True),
        (Decimal("1.5"), "x", True),
        (2, "2", False),
    ],
)
def test_change_is_of_the_number_not_of_its_spelling(
    english: None, initial: Decimal | int | None, data: str, changed: bool
) -> None:
    assert StrictDecimalField().has_changed(initial, data) is changed


def test_a_disabled_field_never_changes(english: None) -> None:
    assert StrictDecimalField(disabled=True).has_changed(Decimal(1), "2") is False


@pytest.mark.parametrize("code", list(NumberErrorCode))
def test_every_error_code_has_words_without_gaps(english: None, code: NumberErrorCode) -> None:
    words = number_error_message(NumberError(code, "read-text", "12.5", 3))
    assert "%(" not in words
    assert words.endswith(".")


def test_words_for_parser_errors_follow_the_active_language(language: str) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number("abc", language)
    assert {"id": "1.234,5", "en": "1,234.5"}[language] in number_error_message(caught.value)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ value|number }}", "1.234,5"),
        ("{{ value|number:2 }}", "1.234,50"),
        ("{{ nothing|number }}", ""),
        ("{{ absent|number }}", ""),
    ],
)
def test_the_filter_writes_numbers_in_templates(source: str, text: str) -> None:
    template = engines["django"].from_string("{% load numbers_tags %}" + source)
    with translation.override("id"):
        assert template.render({"value": Decimal("1234.5"), "nothing": None}) == text

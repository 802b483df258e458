"""Numbers are read strictly and written without losing a digit."""

from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from organizations.numbers import NumberError, NumberErrorCode, example_number, format_number, parse_number

IN_RANGE = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places),
    st.integers(-(10**14) + 1, 10**14 - 1),
    st.integers(0, 6),
) | st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1.234,5", "id", "1234.5"),
        ("1.234", "id", "1234"),
        ("12,35", "id", "12.35"),
        ("1,234.5", "en", "1234.5"),
        ("1,234", "en", "1234"),
        ("12.35", "en", "12.35"),
        ("1234.5", "en-gb", "1234.5"),
        ("12345678", "id-ID", "12345678"),
        ("1.234.567,000001", "id", "1234567.000001"),
        ("0", "id", "0"),
        ("-0", "id", "0"),
        ("007", "en", "7"),
        ("+5", "en", "5"),
        ("-5,5", "id", "-5.5"),
        ("\N{MINUS SIGN}5", "en", "-5"),
        ("\N{NO-BREAK SPACE} 12 \t\n", "en", "12"),
        ("99,999,999,999,999", "en", "99999999999999"),
        ("123456789.123456", "en", "123456789.123456"),
        ("99999999999999.500000", "en", "99999999999999.5"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(text: str, language: str, value: str) -> None:
    assert parse_number(text, language) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "language", "code", "expected"),
    [
        ("12,35", "en", "wrong_marks", "12.35"),
        ("12.35", "id", "wrong_marks", "12,35"),
        ("1.234,5", "en", "wrong_marks", "1,234.5"),
        ("0.123", "id", "wrong_marks", "0,123"),
        ("0,123", "en", "wrong_marks", "0.123"),
        ("-1,50", "en", "wrong_marks", "-1.50"),
        ("1.2345", "id", "wrong_marks", "1,2345"),
        ("1234.567", "id", "wrong_marks", "1.234,567"),
        ("1.234.5", "en", "wrong_marks", "1,234.5"),
        (".5", "en", "wrong_marks", "0.5"),
        ("5.", "en", "wrong_marks", "1,234.5"),
        ("12 500", "id", "wrong_marks", "12.500"),
        ("12\N{NO-BREAK SPACE}500", "en", "wrong_marks", "12,500"),
        ("12\N{THIN SPACE}500", "en", "wrong_marks", "12,500"),
        ("12%", "en", "extra_sign", "12"),
        ("Rp 1.000", "id", "extra_sign", "1.234,5"),
        ("$5", "en", "extra_sign", "1,234.5"),
        ("5 kg", "en", "extra_sign", "1,234.5"),
        ("1e5", "en", "not_a_number", "1,234.5"),
        ("NaN", "en", "not_a_number", "1,234.5"),
        ("Infinity", "id", "not_a_number", "1.234,5"),
        ("- 5", "en", "wrong_marks", "-5"),
        ("--5", "en", "extra_sign", "1,234.5"),
        ("1_000", "en", "not_a_number", "1,234.5"),
        ("=A1", "en", "not_a_number", "1,234.5"),
        ("-", "en", "not_a_number", "1,234.5"),
        ("\x00", "en", "not_a_number", "1,234.5"),
        ("١٢", "en", "other_digits", "1,234.5"),
        ("1２", "id", "other_digits", "1.234,5"),
        ("²", "en", "other_digits", "1,234.5"),
        ("", "id", "empty", "1.234,5"),
        ("  ", "en", "empty", "1,234.5"),
    ],
)
def test_an_unreadable_text_says_what_would_be_accepted(
    text: str, language: str, code: str, expected: str
) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text, language)
    assert (caught.value.code, caught.value.read, caught.value.expected) == (code, text.strip(), expected)


@pytest.mark.parametrize(
    ("text", "code", "limit"),
    [
        ("0.0000001", NumberErrorCode.TOO_MANY_DECIMALS, 6),
        ("1.0000000", NumberErrorCode.TOO_MANY_DECIMALS, 6),
        ("100000000000000", NumberErrorCode.TOO_LARGE, 14),
        ("1234567890.123456", NumberErrorCode.TOO_MANY_DIGITS, 15),
        ("9" * 90, NumberErrorCode.TOO_LARGE, 14),
    ],
)
def test_a_number_beyond_the_limits_names_the_limit(text: str, code: NumberErrorCode, limit: int) -> None:
    with pytest.raises(NumberError) as caught:
        parse_number(text, "en")
    assert (caught.value.code, caught.value.limit) == (code, limit)


def test_a_caller_may_allow_fewer_decimals() -> None:
    with pytest.raises(NumberError) as caught:
        parse_number("1,23456", "id", max_decimals=4)
    assert caught.value.limit == 4


@given(IN_RANGE, st.sampled_from(["id", "en"]), st.booleans())
def test_what_is_written_is_read_back_exactly(value: Decimal, language: str, grouping: bool) -> None:
    assert parse_number(format_number(value, language, grouping=grouping), language) == value


@given(IN_RANGE, st.integers(0, 6))
def test_asking_for_decimals_never_changes_the_number(value: Decimal, decimals: int) -> None:
    assert parse_number(format_number(value, "id", decimals=decimals), "id") == value


@given(st.text(), st.sampled_from(["id", "en"]))
def test_any_text_is_a_number_or_a_number_error(text: str, language: str) -> None:
    try:
        value = parse_number(text, language)
    except NumberError:
        return
    assert value.is_finite()


def read_or_suggested(text: str, language: str) -> Decimal:
    """Read the text, or else what its error says it would accept."""
    try:
        return parse_number(text, language, max_decimals=99, max_digits=99, max_integer_digits=99)
    except NumberError as error:
        return parse_number(error.expected, language, max_decimals=99, max_digits=99, max_integer_digits=99)


@given(st.text(alphabet="0123456789.,-+ %", max_size=12), st.sampled_from(["id", "en"]))
def test_a_suggestion_is_itself_acceptable(text: str, language: str) -> None:
    assert read_or_suggested(text, language).is_finite()


@pytest.mark.parametrize(
    ("value", "language", "decimals", "text"),
    [
        (None, "id", None, ""),
        (Decimal("1234.500"), "id", None, "1.234,5"),
        (Decimal("1234.500"), "en", None, "1,234.5"),
        (Decimal("1E+6"), "id", None, "1.000.000"),
        (Decimal("1E-6"), "en", None, "0.000001"),
        (Decimal("-0.00"), "en", None, "0"),
        (Decimal("-0"), "en", 2, "0.00"),
        (Decimal("-1234"), "id", None, "-1.234"),
        (Decimal("97.5"), "id", 2, "97,50"),
        (Decimal("97.555"), "en", 2, "97.555"),
        (
            Decimal("12345678901234567890123456789012.5"),
            "en",
            None,
            "12,345,678,901,234,567,890,123,456,789,012.5",
        ),
        (1000000, "en", None, "1,000,000"),
        (0, "id", None, "0"),
    ],
)
def test_a_number_is_written_as_its_language_does(
    value: Decimal | int | None, language: str, decimals: int | None, text: str
) -> None:
    assert format_number(value, language, decimals=decimals) == text


def test_grouping_can_be_left_out() -> None:
    assert format_number(Decimal("1234567.5"), "id", grouping=False) == "1234567,5"


def test_a_written_number_needs_no_escaping_on_a_page():
    source = "{{ number }}{{ missing }}"
    context = {"number": format_number(Decimal("-1234.5"), "id"), "missing": format_number(None)}
    assert engines["django"].from_string(source).render(context) == "-1.234,5"
    assert isinstance(context["number"], SafeString)


@pytest.mark.parametrize(("language", "text"), [("id", "1.234,5"), ("en", "1,234.5")])
def test_without_a_language_the_active_one_writes(language: str, text: str) -> None:
    with translation.override(language):
        assert example_number() == text


def test_what_is_not_finite_is_not_written() -> None:
    with pytest.raises(ValueError, match="finite"):
        format_number(Decimal("NaN"), "en")


def test_a_text_longer_than_any_number_is_refused_by_its_beginning():
    with pytest.raises(NumberError) as refused:
        parse_number("1" * 20_000 + "x", "en")
    assert refused.value.read == "1" * 100 + "…"


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("13,2%", "id", "13.2"),
        ("13,2 %", "id", "13.2"),
        ("-1.234,5\N{NO-BREAK SPACE}%", "id", "-1234.5"),
        ("13.2%", "en", "13.2"),
        ("13.2", "en", "13.2"),
    ],
)
def test_a_percentage_may_have_its_sign(text, language, value):
    assert parse_number(text, language, is_percentage=True) == Decimal(value)


@pytest.mark.parametrize("text", ["%", "%13", "13%%", "13% 2", "13.2%", "1.3%.2", "13‰", "13,2％"])
def test_a_percentage_is_read_as_strictly_as_any_number(text):
    with pytest.raises(NumberError):
        parse_number(text, "id", is_percentage=True)


def test_a_percent_sign_behind_any_other_number_is_refused_as_such():
    with pytest.raises(NumberError) as refusal:
        parse_number("13,2%", "id")
    assert (refusal.value.code, refusal.value.expected) == (NumberErrorCode.EXTRA_SIGN, "13,2")

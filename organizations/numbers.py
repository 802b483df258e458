"""Numbers as a language writes them, read strictly and written without losing a digit.

Indonesian writes ``1.234,5`` and English ``1,234.5``. The reader never guesses: what is not written
the way its language writes numbers is an error that tells what was read and what would be accepted.
Only codes leave this module; ``number_forms`` has the words.
"""

import re
from decimal import Decimal
from enum import StrEnum

from django.utils.safestring import SafeString
from django.utils.translation import get_language

MAX_DECIMALS = 6
LONGEST_TEXT = 100
MAX_INTEGER_DIGITS = 14
MAX_SIGNIFICANT_DIGITS = 15
"""Every stored value fits ``DecimalField(20, 6)`` and the 15 digits that SQLite keeps."""

NOTHING = SafeString("")
_SWAP_MARKS = str.maketrans(",.", ".,")
_MINUS_SIGNS = "-\N{MINUS SIGN}"
_ENGLISH_NUMBER = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.([0-9]+))?")
_SUGGESTION_LENGTH = 40


class NumberErrorCode(StrEnum):
    """Why a text is not a number that we accept."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    WRONG_MARKS = "wrong_marks"
    OTHER_DIGITS = "other_digits"
    EXTRA_SIGN = "extra_sign"
    TOO_MANY_DECIMALS = "too_many_decimals"
    TOO_MANY_DIGITS = "too_many_digits"
    TOO_LARGE = "too_large"


class NumberError(ValueError):
    """A text that is not a number in its language.

    ``read`` is the trimmed text, ``expected`` how the same number (or, where none can be recognised, an
    example) is written in the language, ``limit`` the exceeded count of digits for the TOO_… codes.
    """

    def __init__(self, code: NumberErrorCode, read: str, expected: str, limit: int | None = None) -> None:
        super().__init__(code, read, expected, limit)
        self.code = code
        self.read = read
        self.expected = expected
        self.limit = limit


def example_number(language: str | None = None) -> str:
    """Return a number with grouping and a decimal, as the language writes it (None: the active one)."""
    return format_number(Decimal("1234.5"), language)


def parse_number(
    text: str,
    language: str,
    *,
    max_decimals: int = MAX_DECIMALS,
    max_digits: int = MAX_SIGNIFICANT_DIGITS,
    max_integer_digits: int = MAX_INTEGER_DIGITS,
    is_percentage: bool = False,
) -> Decimal:
    """Read a number as the language writes it, exactly.

    Grouping may be left out, but must be complete where it is used: ``1.234`` is 1234 in Indonesian and
    ``12.35`` an error. One leading ``+``, ``-`` or ``−`` is allowed, white space around it all as well.
    Typed decimals count even when they are zero; significant digits count without outer zeros.
    is_percentage: the number is one anyhow, and may have one percent sign behind it, as spreadsheets copy it.
    Raises NumberError.
    """
    read = text.strip()
    if is_percentage and len(read) <= LONGEST_TEXT:
        read = read.removesuffix("%").rstrip() or read
    if not read:
        raise NumberError(NumberErrorCode.EMPTY, "", example_number(language))
    if len(read) > LONGEST_TEXT:
        raise NumberError(NumberErrorCode.NOT_A_NUMBER, f"{read[:LONGEST_TEXT]}…", example_number(language))
    negative, body = _split_sign(read)
    match = _match(body, language)
    if match is None:
        raise NumberError(_reason(body, language), read, _suggestion(negative, body, language))
    whole, decimals = match[1].replace(",", "").lstrip("0"), match[2] or ""
    significant = (whole + decimals.rstrip("0")).lstrip("0")
    for code, count, limit in (
        (NumberErrorCode.TOO_LARGE, len(whole), max_integer_digits),
        (NumberErrorCode.TOO_MANY_DECIMALS, len(decimals), max_decimals),
        (NumberErrorCode.TOO_MANY_DIGITS, len(significant), max_digits),
    ):
        if count > limit:
            raise NumberError(code, read, example_number(language), limit)
    value = Decimal(f"{whole or 0}.{decimals or 0}" if decimals else whole or "0")
    return -value if negative and value else value


def format_number(
    value: Decimal | int | None,
    language: str | None = None,
    *,
    decimals: int | None = None,
    grouping: bool = True,
) -> SafeString:
    """Write a number as the language does; None gives an empty text. Pages need not escape either.

    ``decimals`` is the least number of decimals to show: zeros are added, digits are never dropped
    (whoever wants fewer rounds first, by the rule of the place). Language None is the active one.
    """
    if value is None:
        return NOTHING
    number = value if isinstance(value, Decimal) else Decimal(value)
    if not number.is_finite():
        raise ValueError(f"not a finite number: {number}")
    whole, _, fraction = f"{number or Decimal(0):{',f' if grouping else 'f'}}".partition(".")
    fraction = fraction.rstrip("0").ljust(decimals or 0, "0")
    text = f"{whole}.{fraction}" if fraction else whole
    return SafeString(text.translate(_SWAP_MARKS) if _is_indonesian(language) else text)


def _is_indonesian(language: str | None) -> bool:
    code = language or get_language() or ""
    return code.partition("-")[0].lower() == "id"


def _split_sign(read: str) -> tuple[bool, str]:
    if read[0] in _MINUS_SIGNS:
        return True, read[1:]
    return False, read[1:] if read[0] == "+" else read


def _match(body: str, language: str) -> re.Match[str] | None:
    english = body.translate(_SWAP_MARKS) if _is_indonesian(language) else body
    return _ENGLISH_NUMBER.fullmatch(english)


def _reason(body: str, language: str) -> NumberErrorCode:
    if any(character.isdigit() and not character.isascii() for character in body):
        return NumberErrorCode.OTHER_DIGITS
    if re.fullmatch(r"[0-9., \u00a0\u2009\u202f]*[0-9][0-9., \u00a0\u2009\u202f]*", body):
        return NumberErrorCode.WRONG_MARKS
    if re.fullmatch(r"(?:[A-Za-z]{1,3}\.?|[^\w.,])?\s*[0-9][0-9.,]*\s*(?:[A-Za-z]{1,3}|[^\w.,])?", body):
        return NumberErrorCode.EXTRA_SIGN
    return NumberErrorCode.NOT_A_NUMBER


def _suggestion(negative: bool, body: str, language: str) -> str:
    """Write the number that was probably meant, or an example where that is anyone's guess."""
    bare = re.sub(r"[\s%]", "", body) if len(body) <= _SUGGESTION_LENGTH else ""
    bare = f"0{bare}" if bare.startswith((",", ".")) else bare
    for candidate in (bare, bare.translate(_SWAP_MARKS)):
        match = _match(candidate, language)
        if match:
            fraction = match[2] or ""
            value = Decimal(f"{'-' if negative else ''}{match[1].replace(',', '')}.{fraction or 0}")
            return format_number(value, language, decimals=len(fraction))
    return example_number(language)

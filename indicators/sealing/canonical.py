"""The canonical form of a seal and its SHA-256.

It is JSON as RFC 8785 wants it: keys in order, no spaces, no number but integers. Decimals and fractions are
texts without needless zeros ("12.6", "7/3"), so that both databases give the same form.
"""

import hashlib
import json
import operator
import re
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from cattrs import BaseValidationError, Converter

from indicators.sealing.content import FORMAT, SealedHead, SealedYear


class SealUnreadable(ValueError):
    """A text that is not the canonical form of a seal; its message says what is wrong, for the record."""


DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
FRACTION = re.compile(r"-?\d+(/\d+)?", re.ASCII)
UNFIT = (BaseValidationError, ArithmeticError, LookupError, RecursionError, TypeError, ValueError)
"""What reading a text raises that is no seal, however it is nested."""


def plain(value: Decimal) -> str:
    """A decimal without exponent and needless zeros: "12.6", "0", "-3"."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _decimal(value: object, _type: object) -> Decimal:
    return Decimal(_checked(value, DECIMAL))


def _fraction(value: object, _type: object) -> Fraction:
    return Fraction(_checked(value, FRACTION))


def _checked(value: object, form: re.Pattern[str]) -> str:
    """The text of a number. "NaN" and "1e999999" are numbers to Python, but can't be shown."""
    if not isinstance(value, str) or not form.fullmatch(value):
        raise TypeError(f"not the text of a number: {value!r:.80}")
    return value


CONVERTER = Converter(forbid_extra_keys=True)
CONVERTER.register_unstructure_hook(Decimal, plain)
CONVERTER.register_unstructure_hook(Fraction, str)
CONVERTER.register_structure_hook(Decimal, _decimal)
CONVERTER.register_structure_hook(Fraction, _fraction)
CONVERTER.register_unstructure_hook(StrEnum, operator.attrgetter("value"))


def as_plain(sealed: SealedYear) -> dict[str, Any]:
    """The seal as nested dictionaries, lists, texts, integers and booleans."""
    plain_form: dict[str, Any] = CONVERTER.unstructure(sealed)
    return plain_form


def write_seal(sealed: SealedYear) -> str:
    """The canonical text of a seal."""
    return json.dumps(as_plain(sealed), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_seal(text: str) -> SealedYear:
    """The seal that write_seal wrote. Raises SealUnreadable for any other text."""
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise SealUnreadable(f"format {data['format']!r}")
        sealed = CONVERTER.structure(data, SealedYear)
    except SealUnreadable:
        raise
    except UNFIT as error:
        raise SealUnreadable(str(error)) from error
    if write_seal(sealed) != text:
        raise SealUnreadable("not in the canonical form")
    return sealed


def read_head(text: str) -> SealedHead:
    """The head of a seal, read without its rows. Raises SealUnreadable where there is none to read."""
    try:
        data = json.loads(text)
        head = {field.name: data[field.name] for field in fields(SealedHead)}
        json.dumps(head, ensure_ascii=False).encode()  # a lone surrogate can't be printed
        return CONVERTER.structure(head, SealedHead)
    except UNFIT as error:
        raise SealUnreadable(str(error)) from error


def digest_of(text: str) -> str:
    """The SHA-256 of a seal's text (UTF-8), 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()

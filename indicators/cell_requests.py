"""Reads what the grid sends for a changed cell: typed texts, and the version that they were read at."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.row_rules import LONGEST_NOTE
from indicators.units_of_measure import is_percent
from organizations.number_forms import number_error_message
from organizations.numbers import NumberError, example_number, parse_number

LONGEST_NUMBER = 100


class MalformedRequest(ValueError):
    """Not a request that the grid makes; no person can mend it by typing something else."""


@dataclass(frozen=True, slots=True)
class CellRequest:
    """Texts as typed, by field, in the language of the page that they were typed on.

    confirmed: whoever typed them was asked whether they are meant, and said yes.
    """

    texts: Mapping[str, str]
    version: int
    language: str
    confirmed: bool = False


def read_cell_request(body: bytes, fields: Collection[str]) -> CellRequest:
    """The request in `{"values": {field: text}, "version": number, "language": code, "confirmed": true}`.

    `confirmed` may be left out; fields: those that may be named. Raises MalformedRequest.
    """
    data = json_object(body)
    texts, version, language = data.get("values"), data.get("version"), data.get("language")
    if not isinstance(texts, dict) or not texts or not set(texts) <= set(fields):
        raise MalformedRequest(f"values must name some of {', '.join(sorted(fields))}")
    if not all(isinstance(text, str) for text in texts.values()):
        raise MalformedRequest("values are texts, as they were typed")
    if type(version) is not int:
        raise MalformedRequest("version must be the number that came with the cell")
    return CellRequest(texts, version, known_language(language), flag(data, "confirmed"))


def json_object(body: bytes) -> dict[str, Any]:
    """The object that stands in the body. Raises MalformedRequest."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedRequest("not JSON") from None
    if not isinstance(data, dict):
        raise MalformedRequest("not an object")
    return data


def flag(data: Mapping[str, Any], name: str) -> bool:
    """A value that is true or false, and false when it is left out. Raises MalformedRequest."""
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise MalformedRequest(f"{name} must be true or false")
    return value


def known_language(language: object) -> str:
    """The code of one of the languages that pages come in. Raises MalformedRequest."""
    if not isinstance(language, str) or language not in dict(settings.LANGUAGES):
        raise MalformedRequest("language must be that of the page")
    return language


def typed_values(request: CellRequest, unit_of_measure: str) -> dict[str, Decimal | str | None]:
    """The values that the texts stand for; nothing typed is a missing value, never a zero.

    A percentage may have its sign. Raises ValidationError by field, in the active language.
    """
    values, errors = read_texts(request, unit_of_measure)
    if errors:
        raise ValidationError(dict(errors))
    return values


def read_texts(
    request: CellRequest, unit_of_measure: str
) -> tuple[dict[str, Decimal | str | None], dict[str, ValidationError]]:
    """The values that can be read, and what is wrong with the other texts, both by field."""
    percent = is_percent(unit_of_measure)
    values: dict[str, Decimal | str | None] = {}
    errors: dict[str, ValidationError] = {}
    for field, text in request.texts.items():
        try:
            values[field] = _note(text) if field == "note" else _number(text, request.language, percent)
        except ValidationError as error:
            errors[field] = error
    return values, errors


def _note(text: str) -> str:
    if len(text) > 2 * LONGEST_NOTE:
        raise _too_long(text, LONGEST_NOTE)
    return text.strip()


def _number(text: str, language: str, is_percentage: bool) -> Decimal | None:
    typed = text.strip()
    if not typed:
        return None
    if len(typed) > LONGEST_NUMBER:
        raise _too_long(typed, LONGEST_NUMBER)
    try:
        return parse_number(typed, language, is_percentage=is_percentage)
    except NumberError as error:
        raise ValidationError(number_error_message(error), code=error.code.value) from error


def _too_long(text: str, limit: int) -> ValidationError:
    words = {"read": text[:30], "length": len(text), "limit": limit, "example": example_number()}
    if limit == LONGEST_NUMBER:
        message = _("Read “%(read)s…” with %(length)s characters; expected a number such as %(example)s.")
    else:
        message = _("Read “%(read)s…” with %(length)s characters; expected at most %(limit)s.")
    return ValidationError(message % words, code="too_long")

"""The words for doubts: what was read, what it was compared with, and what may be meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.doubts import Doubt, DoubtCode, Known, Reference
from organizations.numbers import format_number

_SENTENCES: Mapping[DoubtCode, Promise] = {
    DoubtCode.SHARE: gettext_lazy("Read %(read)s %%; compared with: %(known)s."),
    DoubtCode.FAR_AWAY: gettext_lazy("Read %(read)s; compared with: %(known)s."),
    DoubtCode.ABOVE_MAXIMUM: gettext_lazy(
        "Read %(read)s; the most possible is %(most)s, and the KPI sheet says that more counts as %(most)s."
    ),
}
_KNOWN: Mapping[Known, Promise] = {
    Known.TARGET: gettext_lazy("target"),
    Known.TARGET_UPPER: gettext_lazy("upper target"),
    Known.ACHIEVEMENT: gettext_lazy("achievement"),
    Known.BASELINE: gettext_lazy("baseline"),
    Known.MAXIMUM: gettext_lazy("natural maximum"),
}


def doubt_question(doubt: Doubt, decimals: int | None = None) -> dict[str, Any]:
    """The question with its answers in the active language, as data for a page.

    `suggestion`: another reading as it would be typed, or None; `take`, `keep`: what the buttons say;
    `may_keep`: whether what was typed can be stored as it is.
    """
    suggestion = suggestion_text(doubt)
    return {
        "message": doubt_message(doubt, decimals),
        "suggestion": suggestion,
        "take": _("Yes, %(value)s") % {"value": suggestion} if suggestion else "",
        "keep": _("Keep %(value)s") % {"value": format_number(doubt.read)},
        "may_keep": doubt.may_keep,
    }


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """The questions about a form. `take`, `keep`: what the buttons say, empty where there is no such answer;
    `suggested`, `kept`: what they send beside the form, as JSON.
    """

    messages: tuple[str, ...]
    take: str
    keep: str
    suggested: str
    kept: str


def form_question(doubts: Sequence[Doubt], mark: str, decimals: int | None = None) -> FormQuestion:
    """The questions about the numbers of one form. mark: see `confirmation_mark`."""
    suggested = {each.field: text for each in doubts if (text := suggestion_text(each)) is not None}
    texts = get_text_list(list(suggested.values()), _("and"))
    read = get_text_list([format_number(each.read) for each in doubts], _("and"))
    return FormQuestion(
        messages=tuple(doubt_message(each, decimals) for each in doubts),
        take=_("Yes, %(value)s") % {"value": texts} if texts else "",
        keep=_("Keep %(value)s") % {"value": read} if all(each.may_keep for each in doubts) else "",
        suggested=json.dumps(suggested),
        kept=json.dumps({"confirmed": mark}),
    )


def confirmation_mark(values: Iterable[Decimal | None]) -> str:
    """A mark of the numbers that somebody was asked about: whoever sends it back means these very ones."""
    return ";".join("" if value is None else f"{value.normalize():f}" for value in values)


def doubt_message(doubt: Doubt, decimals: int | None = None) -> str:
    """The question in the active language. decimals: how many the indicator shows at least."""
    words = {
        "read": format_number(doubt.read),
        "known": ", ".join(_named(each, decimals) for each in doubt.compared_with),
        "most": format_number(doubt.compared_with[0].value),
    }
    return f"{_SENTENCES[doubt.code] % words} {_question(doubt)}"


def suggestion_text(doubt: Doubt) -> str | None:
    """The suggested number as it would be typed in the active language."""
    return None if doubt.suggestion is None else format_number(doubt.suggestion)


def _question(doubt: Doubt) -> str:
    suggestion = suggestion_text(doubt)
    return _("Is that right?") if suggestion is None else _("Did you mean %(value)s?") % {"value": suggestion}


def _named(reference: Reference, decimals: int | None) -> str:
    name = _KNOWN[reference.kind]
    named = name if reference.year is None else format_lazy("{} {}", name, reference.year)
    return f"{named} {format_number(reference.value, decimals=decimals)}"

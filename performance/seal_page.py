"""The seals of a year as pages print them: one line each, and the facts of one."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from indicators.models import Seal
from indicators.scoring import Verdict, as_decimal
from indicators.sealed_year import UNREADABLE
from indicators.sealing import Missing, SealedHead, SealedResult
from organizations.numbers import format_number
from performance.figures import shown
from performance.rules_page import VERDICT_STATUS
from performance.words import VERDICT_WORDS

DIGITS_SHOWN = 12
NOT_IN_A_NAME = re.compile(r"[^\w.-]", re.ASCII)
"""A sealed code is what its content says, even after somebody changed it; a header takes no line break."""


@dataclass(frozen=True, slots=True)
class SealLine:
    """A seal in the list. Total and verdict are empty where they can't be read.

    is_broken: its content is not the one that was sealed. with_now: it does not stand, so it is worth
    comparing with the year as it is; with_before: there is a seal before it.
    """

    number: int
    closed_at: datetime.datetime
    closed_by: str
    total: str
    threshold: str
    verdict: str
    status: str
    short_digest: str
    is_broken: bool
    stands: bool
    reopened_at: datetime.datetime | None
    reopened_by: str
    reopened_reason: str
    with_before: bool


@dataclass(frozen=True, slots=True)
class SealFacts:
    """What belongs to a seal beside its table. `missing` and `path` are empty where they can't be read."""

    number: int
    closed: str
    reopened: str
    missing: str
    missing_reason: str
    path: str
    digest: str
    file_name: str


def head_of(seal: Seal) -> SealedHead | None:
    """The head of a seal; None where none can be read."""
    try:
        return seal.sealed_head()
    except UNREADABLE:
        return None


def seal_lines(seals: Iterable[Seal]) -> list[SealLine]:
    """The seals of a year, the newest first; they come with names, by number."""
    lines = [_line(seal, is_first=place == 0) for place, seal in enumerate(seals)]
    return lines[::-1]


def seal_facts(seal: Seal, year: int) -> SealFacts:
    """The facts of a seal, in the active language; it comes with names."""
    head = head_of(seal)
    unit = head.unit_path[-1].code if head and head.unit_path else ""
    parts = ("selaras", unit, str(year), "seal", f"{seal.number}.json")
    return SealFacts(
        number=seal.number,
        closed=_("%(when)s by %(person)s") % {"when": _when(seal.sealed_at), "person": _closed_by(seal)},
        reopened=reopened_words(seal),
        missing=missing_words(head.missing) if head else "",
        missing_reason=head.missing_reason if head else "",
        path=" › ".join(f"{each.name} ({each.code})" for each in head.unit_path) if head else "",
        digest=seal.digest,
        file_name=NOT_IN_A_NAME.sub("_", "-".join(filter(None, parts))),
    )


def closed_answer(seal: Seal | None, year: int) -> str:
    """When, by whom and with which verdict a year was closed, in one sentence; the seal comes with names."""
    head = head_of(seal) if seal is not None and seal.is_intact else None
    if seal is None or head is None:
        return _("%(year)s is closed, but no seal of it can be trusted.") % {"year": year}
    words = {
        Verdict.GOOD: _(
            "%(year)s was closed on %(day)s by %(person)s: %(total)s points against %(threshold)s, good."
        ),
        Verdict.NOT_GOOD: _(
            "%(year)s was closed on %(day)s by %(person)s: %(total)s points against %(threshold)s, "
            "not good yet."
        ),
        Verdict.UNDECIDED: _(
            "%(year)s was closed on %(day)s by %(person)s: %(total)s points against %(threshold)s, undecided."
        ),
    }
    return words[head.result.verdict] % {
        "year": year,
        "day": date_format(localtime(seal.sealed_at)),
        "person": _closed_by(seal),
        "total": total_of(head.result),
        "threshold": shown(head.result.threshold),
    }


def seal_answer(seal: Seal) -> str:
    """When the year was closed under the seal, and what became of that, in one or two sentences."""
    closed = _("The year as it was sealed on %(when)s by %(person)s.") % {
        "when": _when(seal.sealed_at),
        "person": _closed_by(seal),
    }
    if seal.reopened_at is None:
        return _("%(closed)s This seal stands.") % {"closed": closed}
    return _("%(closed)s It was opened again on %(reopened)s") % {
        "closed": closed,
        "reopened": reopened_words(seal),
    }


def missing_words(missing: Missing) -> str:
    """What became of what was missing when a year was closed."""
    words = {
        Missing.NONE: _("Nothing was missing"),
        Missing.LOWEST: _("Counted as the lowest level"),
        Missing.NOT_APPLICABLE: _("Marked as not applicable"),
    }
    return words[missing]


def reopened_words(seal: Seal) -> str:
    """When, by whom and why the year was opened again; empty for a seal that stands."""
    if seal.reopened_at is None:
        return ""
    return _("%(when)s by %(person)s, because: %(reason)s") % {
        "when": _when(seal.reopened_at),
        "person": getattr(seal, "reopened_by_name", "") or "",
        "reason": seal.reopened_reason,
    }


def total_of(result: SealedResult) -> str:
    """The total as shown, never on the threshold unless it is equal to it."""
    return format_number(as_decimal(result.total, apart_from=result.threshold))


def _line(seal: Seal, *, is_first: bool) -> SealLine:
    head = head_of(seal)
    result = head.result if head else None
    return SealLine(
        number=seal.number,
        closed_at=seal.sealed_at,
        closed_by=_closed_by(seal),
        total=total_of(result) if result else "",
        threshold=shown(result.threshold) if result else "",
        verdict=str(VERDICT_WORDS[result.verdict]) if result else "",
        status=VERDICT_STATUS[result.verdict].value if result else "",
        short_digest=seal.digest[:DIGITS_SHOWN],
        is_broken=result is None or not seal.is_intact,
        stands=seal.stands,
        reopened_at=seal.reopened_at,
        reopened_by=getattr(seal, "reopened_by_name", "") or "",
        reopened_reason=seal.reopened_reason,
        with_before=not is_first,
    )


def _closed_by(seal: Seal) -> str:
    return getattr(seal, "closed_by_name", "") or ""


def _when(moment: datetime.datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")

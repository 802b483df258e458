"""Whether seals are what they were, say what the rule gives, and agree with the rows that they were made of.

Reads only. Everything is worked out again: the digest from the content, the results from the sealed inputs,
and what a standing seal holds from the rows of its year.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from indicators.models import Measurement, Seal
from indicators.sealing import (
    Difference,
    Part,
    SealedYear,
    SealUnreadable,
    differences,
    recomputed,
)
from organizations.models import Unit
from performance.present_seal import present_seal
from scorecards.models import ScorecardYear
from scorecards.schemes import SchemeError


class Fault(StrEnum):
    """What is wrong with a year or one of its seals."""

    DIGEST = "digest"  # the content is not the one that was sealed
    UNREADABLE = "unreadable"  # the content is no seal
    RECORD = "record"  # the row of the seal says something else than its content
    CHAIN = "chain"  # a seal before it is missing or was exchanged
    RULE = "rule"  # the rule gives something else from the sealed inputs
    ROWS = "rows"  # the rows of the closed year hold something else than its seal
    UNSEALED = "unsealed"  # a closed year without a standing seal
    OPEN = "open"  # an open year whose seal stands


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault. number: the seal's, None where the year has none; difference: the cell, for some faults."""

    scorecard_year: ScorecardYear
    number: int | None
    fault: Fault
    difference: Difference | None = None


def years_to_verify(unit: Unit | None = None) -> Iterator[ScorecardYear]:
    """The years that are closed or hold a seal: of the unit and everything below it, or of all."""
    found = ScorecardYear.objects.filter(Q(closed_at__isnull=False) | Q(seals__isnull=False)).distinct()
    if unit is not None:
        found = found.filter(scorecard__unit__in=Unit.objects.under(unit))
    ordered = found.select_related("scheme", "scorecard__plan", "scorecard__unit__organization").order_by(
        "scorecard__unit__organization__code", "scorecard__unit__code", "year", "pk"
    )
    yield from ordered.iterator(chunk_size=100)


def findings(scorecard_year: ScorecardYear) -> list[Finding]:
    """Everything that is wrong with the seals of a year, in a number of queries that its rows don't add to.

    Expects the year as years_to_verify loads it.
    """
    seals = list(Seal.objects.filter(scorecard_year=scorecard_year).select_related("sealed_by"))
    for seal in seals:
        seal.scorecard_year = scorecard_year
    found = list(_order(scorecard_year, seals))
    for seal, before in zip(seals, [None, *seals], strict=False):
        found += [Finding(scorecard_year, seal.number, *fault) for fault in _faults(seal, before)]
    return found


def _order(year: ScorecardYear, seals: Sequence[Seal]) -> Iterator[Finding]:
    """Whether the seals are numbered without a gap and stand as the year does."""
    numbers = [seal.number for seal in seals]
    if numbers != list(range(1, len(seals) + 1)):
        yield Finding(year, numbers[-1], Fault.CHAIN)
    standing = [seal for seal in seals if seal.stands]
    if year.is_closed and not standing:
        yield Finding(year, None, Fault.UNSEALED)
    if not year.is_closed:
        yield from (Finding(year, seal.number, Fault.OPEN) for seal in standing)


def _faults(seal: Seal, before: Seal | None) -> Iterator[tuple[Fault, Difference | None]]:
    if not seal.is_intact:
        yield Fault.DIGEST, None
    try:
        sealed = seal.sealed_year()
        again = recomputed(sealed)
    except (SealUnreadable, SchemeError, LookupError, ArithmeticError):
        yield Fault.UNREADABLE, None
        return
    yield from ((Fault.RECORD, each) for each in _record_differences(seal, sealed))
    if sealed.previous != (before.digest if before else ""):
        yield Fault.CHAIN, None
    yield from ((Fault.RULE, each) for each in differences(sealed, again))
    if seal.stands:
        yield from ((Fault.ROWS, each) for each in _row_differences(seal, sealed))


def _record_differences(seal: Seal, sealed: SealedYear) -> Iterator[Difference]:
    """What the row of the seal and its year say otherwise than the content."""
    year = seal.scorecard_year
    told: tuple[tuple[str, str | int, str | int], ...] = (
        ("number", sealed.number, seal.number),
        ("year", sealed.year, year.year),
        ("plan.key", sealed.plan.key, year.scorecard.plan_id),
        ("unit.key", sealed.unit_path[-1].key if sealed.unit_path else 0, year.scorecard.unit_id),
        ("sealed_at", sealed.sealed_at, seal.sealed_at.astimezone(datetime.UTC).isoformat()),
        ("sealed_by.key", sealed.sealed_by.key, seal.sealed_by_id),
    )
    yield from (Difference(Part.YEAR, None, "", *each) for each in told if each[1] != each[2])


BOUNDS = ("baseline", "natural_min", "natural_max", "worst_value")
FREE_FIELDS = tuple(f"indicator.{name}" for name in ("code", "name", "unit_of_measure", "decimals", *BOUNDS))
FREE_BEGINNINGS = ("targets.", "upper_targets.", "entered_by.email", "entered_by.name", "unit_path")
NAMES = ("code", "name", "name_id", "name_en", "tone")


def _row_differences(seal: Seal, sealed: SealedYear) -> Iterator[Difference]:
    """What the rows of a closed year hold otherwise than its seal: figures, rules, notes and states."""
    year = seal.scorecard_year
    now = present_seal(year, by=seal.sealed_by, at=seal.sealed_at)
    empty = {(Part.PERSPECTIVE, each.key) for each in sealed.perspectives if each.subtotal is None}
    empty |= {(Part.OBJECTIVE, each.key) for each in sealed.objectives if each.subtotal is None}
    yield from (each for each in differences(sealed, now) if not _may_differ(each, empty))
    closed = (year.closed_at, year.closed_by_id)
    if closed != (seal.sealed_at, seal.sealed_by_id):
        yield Difference(Part.YEAR, None, "", "closed", f"{seal.sealed_at}", f"{year.closed_at}")
    yield from _stored_scores(seal, sealed)


def _may_differ(difference: Difference, empty: set[tuple[Part, int]]) -> bool:
    """Whether it is a name, the target of another year, or a group that held nothing: a seal keeps those.

    The baseline and the bounds of an indicator may change too, as long as every score stays what it was.
    """
    field = difference.field
    if difference.part in (Part.YEAR, Part.UNIT, Part.PLAN):
        return True
    if difference.part in (Part.PERSPECTIVE, Part.OBJECTIVE):
        return field in NAMES or ((difference.part, difference.key) in empty and difference.new is None)
    return field in FREE_FIELDS or field.startswith(FREE_BEGINNINGS)


def _stored_scores(seal: Seal, sealed: SealedYear) -> Iterator[Difference]:
    """Stored levels and attainments that are not those of the seal, in one query."""
    columns = Measurement.objects.filter(scorecard_year=seal.scorecard_year_id).order_by()
    stored = {key: scores for key, *scores in columns.values_list("pk", "level", "attainment")}
    for row in sealed.rows:
        level, attainment = stored.get(row.key, (None, None))
        told = (
            ("stored level", row.score.attained_level, level),
            ("stored attainment", row.score.attainment, attainment),
        )
        for field, old, new in told:
            if row.key in stored and old != new:
                yield Difference(Part.MEASUREMENT, row.key, row.indicator.code, field, _text(old), _text(new))


def _text(value: object) -> str | None:
    return None if value is None else str(value)

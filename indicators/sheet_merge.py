"""Two people at one KPI sheet: what somebody typed, what they had read, and what stands there by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.sheet_facts import attname


@dataclass(frozen=True, slots=True)
class Merge:
    """Fields that somebody else changed meanwhile: `untouched` ones stay theirs, `disputed` both changed."""

    untouched: tuple[str, ...]
    disputed: tuple[str, ...]


def merge(read: Any, now: Any, typed: Mapping[str, Any], fields: Iterable[str]) -> Merge:
    """Tells apart what two people did to the fields of an indicator.

    read: the trace that the form was opened with (None: not known, so all was touched); now: the indicator;
    typed: what the form understood, so what is missing was touched and can't be read.
    """
    untouched: list[str] = []
    disputed: list[str] = []
    for name in fields:
        current = plain_value(getattr(now, attname(name)))
        mine = plain_value(typed[name]) if name in typed else _Unread
        then = plain_value(getattr(read, attname(name))) if read is not None else _Unread
        if current in (mine, then):
            continue
        (untouched if mine == then else disputed).append(name)
    return Merge(tuple(untouched), tuple(disputed))


def plain_lines(value: Any) -> Any:
    """A text with line ends as they are stored, not as browsers send them; anything else as it is."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def plain_value(value: Any) -> Any:
    """What counts of a value: line ends as they are stored, no white space around it, an object's key."""
    if isinstance(value, str):
        return str(plain_lines(value)).strip()
    return getattr(value, "pk", value)


class _Unread:
    """Equal to no value."""

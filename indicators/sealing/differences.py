"""In what two seals of a year differ, cell by cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from indicators.sealing.canonical import as_plain
from indicators.sealing.content import SealedYear


class Part(StrEnum):
    """Where in a seal a difference lies."""

    YEAR = "year"
    UNIT = "unit_path"
    PLAN = "plan"
    RULES = "rules"
    RESULT = "result"
    PERSPECTIVE = "perspectives"
    OBJECTIVE = "objectives"
    MEASUREMENT = "rows"


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two seals hold differently.

    `place` names the row by its code, empty for what is there once; `field` is a path such as
    "score.level". `old` and `new` are as in the canonical form; None for what one of them does not have.
    """

    part: Part
    key: int | None
    place: str
    field: str
    old: str | int | bool | None
    new: str | int | bool | None


LISTS = (Part.PERSPECTIVE, Part.OBJECTIVE, Part.MEASUREMENT)
_ABSENT: dict[str, Any] = {}


def differences(old: SealedYear, new: SealedYear) -> tuple[Difference, ...]:
    """Every cell in which two seals of a year differ, in the order of the rules, sums and rows.

    Who sealed when, and after which seal, is left out.
    """
    before, after = as_plain(old), as_plain(new)
    return tuple(_all(before, after))


def _all(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    for name in ("organization", "year"):
        yield from _cells(Part.YEAR, None, "", {name: before[name]}, {name: after[name]})
    for part in (Part.PLAN, Part.RULES, Part.RESULT):
        yield from _cells(part, None, "", before[part], after[part])
    paths = (
        {"path": " / ".join(f"{each['code']} {each['name']}" for each in seal[Part.UNIT])}
        for seal in (before, after)
    )
    yield from _cells(Part.UNIT, None, "", *paths)
    for part in LISTS:
        olds, news = ({each["key"]: each for each in seal[part]} for seal in (before, after))
        for key in [*olds, *(key for key in news if key not in olds)]:
            one, other = olds.get(key, _ABSENT), news.get(key, _ABSENT)
            yield from _cells(part, key, _code(one or other), one, other)


def _code(row: Mapping[str, Any]) -> str:
    code: str = row["code"] if "code" in row else row["indicator"]["code"]
    return code


def _cells(
    part: Part, key: int | None, place: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[Difference]:
    olds, news = dict(_flat(old)), dict(_flat(new))
    for field in [*olds, *(field for field in news if field not in olds)]:
        one, other = olds.get(field), news.get(field)
        if one != other or type(one) is not type(other):
            yield Difference(part, key, place, field, one, other)


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The leaves of nested dictionaries and lists with their paths."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _flat(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, (list, tuple)):
        for place, inner in enumerate(value):
            yield from _flat(inner, f"{path}.{place}")
    else:
        yield path, value

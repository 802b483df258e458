"""In what two seals of a year differ, in words and grouped, the sums and the verdict first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.sealing import Difference, Part, SealedYear, differences
from performance.seal_words import CellWords, Names, is_shown, words_of
from scorecards.models import Perspective

CELLS_SHOWN = 400

SECTIONS: Mapping[str | Promise, tuple[Part, ...]] = {
    _("Sums and verdict"): (Part.RESULT,),
    _("Rules"): (Part.RULES,),
    _("Unit and plan"): (Part.YEAR, Part.UNIT, Part.PLAN),
    _("Perspectives"): (Part.PERSPECTIVE,),
    _("Objectives"): (Part.OBJECTIVE,),
    _("Indicators"): (Part.MEASUREMENT,),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the seals with the cells in which they differ.

    code and name are empty for what is there once; `only_old` and `only_new`: one of the seals does not have
    the row at all, so its cells are not listed.
    """

    code: str
    name: str
    cells: tuple[CellWords, ...]
    only_old: bool = False
    only_new: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the seals in which they differ."""

    title: str | Promise
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All of it. count: in how many places and cells they differ; left_out: how many are not shown."""

    sections: tuple[Section, ...]
    count: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known of a row that differs before it is put into words."""

    part: Part
    key: int | None
    cells: tuple[Difference, ...]
    only_old: bool
    only_new: bool

    @property
    def weight(self) -> int:
        """As how many cells it counts: a row that one seal does not have is told in one line."""
        return 1 if self.only_old or self.only_new else len(self.cells)


def compare(old: SealedYear, new: SealedYear) -> Comparison:
    """What differs from the old seal to the new one, in the active language."""
    found = list(_found(old, new))
    names, titles = _names(old, new), _titles(old, new)
    room, sections = CELLS_SHOWN, []
    for title, parts in SECTIONS.items():
        places: list[Place] = []
        for each in (each for part in parts for each in found if each.part is part):
            if room > 0:
                places.append(_place(each, each.cells[:room], names, titles))
                room -= each.weight
        if places:
            sections.append(Section(title, tuple(places)))
    count = sum(each.weight for each in found)
    return Comparison(tuple(sections), count, max(count - CELLS_SHOWN, 0))


def _found(old: SealedYear, new: SealedYear) -> Iterable[_Found]:
    """The rows that differ, in the order of the seals."""
    olds, news = _titles(old), _titles(new)
    shown = (each for each in differences(old, new) if is_shown(each))
    for (part, key), cells in groupby(shown, key=lambda each: (each.part, each.key)):
        where = (part, key)
        has_rows = key is not None
        yield _Found(
            part,
            key,
            tuple(sorted(cells, key=_verdict_first)),
            only_old=has_rows and where not in news,
            only_new=has_rows and where not in olds,
        )


def _verdict_first(cell: Difference) -> bool:
    return (cell.part, cell.field) != (Part.RESULT, "verdict")


def _place(
    found: _Found,
    cells: Iterable[Difference],
    names: Names,
    titles: Mapping[tuple[Part, int | None], tuple[str, str]],
) -> Place:
    code, name = titles.get((found.part, found.key), ("", ""))
    is_listed = not (found.only_old or found.only_new)
    return Place(
        code=code,
        name=name,
        cells=tuple(words_of(each, names) for each in cells) if is_listed else (),
        only_old=found.only_old,
        only_new=found.only_new,
    )


def _titles(*seals: SealedYear) -> dict[tuple[Part, int | None], tuple[str, str]]:
    """Code and name of every row of the seals; those of the last one where they differ."""
    found: dict[tuple[Part, int | None], tuple[str, str]] = {}
    for seal in seals:
        found |= {
            (Part.PERSPECTIVE, each.key): (
                each.code,
                Perspective(name_id=each.name_id, name_en=each.name_en).name,
            )
            for each in seal.perspectives
        }
        found |= {(Part.OBJECTIVE, each.key): (each.code, each.name) for each in seal.objectives}
        found |= {
            (Part.MEASUREMENT, each.key): (each.indicator.code, each.indicator.name) for each in seal.rows
        }
    return found


def _names(*seals: SealedYear) -> Names:
    titles = _titles(*seals)
    perspectives, objectives = (
        {key: " ".join(title) for (of, key), title in titles.items() if of is part and key is not None}
        for part in (Part.PERSPECTIVE, Part.OBJECTIVE)
    )
    return Names(perspectives=perspectives, objectives=objectives)

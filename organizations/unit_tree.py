"""A unit and everything below it as an indented list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from organizations.models import Unit
from organizations.shown_names import shown_name

DEEPEST_INDENT = 8


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A unit in the list. depth: levels below the first row; first, last: among its siblings."""

    unit: Unit
    depth: int
    is_first: bool
    is_last: bool

    @property
    def indent(self) -> int:
        """The depth as far as a page can still indent it."""
        return min(self.depth, DEEPEST_INDENT)


def tree_rows(top: Unit, units: Iterable[Unit]) -> list[TreeRow]:
    """Parents before their children, siblings by order and code. `units` may include the top."""
    children: defaultdict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.pk != top.pk:
            children[unit.parent_id].append(unit)
    for siblings in children.values():
        siblings.sort(key=lambda unit: (unit.order, unit.code))
    rows = []
    waiting = [TreeRow(top, 0, is_first=True, is_last=True)]
    while waiting:
        row = waiting.pop()
        rows.append(row)
        below = children[row.unit.pk]
        last = len(below) - 1
        waiting.extend(
            TreeRow(unit, row.depth + 1, is_first=place == 0, is_last=place == last)
            for place, unit in reversed(list(enumerate(below)))
        )
    return rows


def load_tree(top: Unit) -> list[TreeRow]:
    """The unit and everything below it, each with `holder_name`, in one query."""
    found = Unit.objects.under(top).select_related("holder")
    units = list(found.annotate(holder_name=shown_name(top.organization_id, "holder")))
    return tree_rows(next((unit for unit in units if unit.pk == top.pk), top), units)


def without_subtree(rows: Iterable[TreeRow], unit: Unit) -> list[TreeRow]:
    """The rows without the unit and everything below it: where the unit can be moved."""
    kept = []
    left_out_below: int | None = None
    for row in rows:
        if left_out_below is not None and row.depth > left_out_below:
            continue
        left_out_below = row.depth if row.unit.pk == unit.pk else None
        if left_out_below is None:
            kept.append(row)
    return kept

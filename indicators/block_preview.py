"""What a block of typed cells would change, cell by cell, before anything of it is stored."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.block_requests import BlockRequest
from indicators.cell_requests import CellRequest, read_texts
from indicators.doubt_words import doubt_message, suggestion_text
from indicators.doubtful import as_confirmed, doubts_about
from indicators.doubts import Doubt
from indicators.entry_grid import value_texts
from indicators.models import Measurement
from indicators.row_rules import RowError
from indicators.row_words import row_error_message
from indicators.row_writes import CELL_FIELDS, Changes, Entry, apply_changes, ends_approval, settle
from organizations.models import User
from scorecards.locks import YearClosed


class CellKind(StrEnum):
    """What becomes of a typed cell."""

    CHANGED = "changed"
    SAME = "same"
    UNREADABLE = "unreadable"
    REFUSED = "refused"
    CONFLICT = "conflict"


WRONG = (CellKind.UNREADABLE, CellKind.REFUSED)


@dataclass(frozen=True, slots=True)
class PreviewCell:
    """A typed cell: what stands there now, what would stand there, and the sentence where it may not.

    new: as it would be shown, or what was typed where that can't be read. doubt: why it can hardly be meant;
    suggestion: what may be meant instead, as it would be typed.
    """

    row: Measurement
    field: str
    kind: CellKind
    old: str
    new: str
    why: str = ""
    doubt: str = ""
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The judged cells of a block, in the order of their rows; `changes`: what can be read, by row.

    taken_back: how many approvals it would end.
    """

    cells: tuple[PreviewCell, ...]
    changes: tuple[tuple[Measurement, Changes], ...]
    taken_back: int = 0

    def count(self, *kinds: CellKind) -> int:
        """How many cells are of the kinds."""
        return sum(cell.kind in kinds for cell in self.cells)

    @property
    def has_doubts(self) -> bool:
        """Whether something can hardly be meant."""
        return any(cell.doubt for cell in self.cells)


def preview_block(block: BlockRequest, rows: Mapping[int, Measurement], by: User) -> Preview:
    """Judges every cell by the rules of writing; saves nothing. Sentences are in the active language.

    rows: the measurements as they stand now, with indicator, year and scheme.
    """
    read = {key: read_texts(typed, rows[key].indicator.unit_of_measure) for key, typed in block.cells.items()}
    doubts = doubts_about([(rows[key], values) for key, (values, _errors) in read.items()])
    entry = Entry(by.pk, timezone.now())
    cells: list[PreviewCell] = []
    changes: list[tuple[Measurement, Changes]] = []
    taken_back = 0
    for key, typed in block.cells.items():
        values, errors = read[key]
        asked = {doubt.field: doubt for doubt in doubts.get(key, [])}
        meant = as_confirmed(values, asked.values())
        changes.append((rows[key], meant))
        trial = copy.copy(rows[key])
        cells += _judge(rows[key], trial, typed, meant, errors, asked, entry)
        taken_back += ends_approval(rows[key], trial)
    return Preview(tuple(cells), tuple(changes), taken_back)


def _judge(
    row: Measurement,
    trial: Measurement,
    typed: CellRequest,
    values: Changes,
    unreadable: Mapping[str, ValidationError],
    doubts: Mapping[str, Doubt],
    entry: Entry,
) -> list[PreviewCell]:
    """The cells of a row; `trial`, a copy of it, becomes what the values would make of it."""
    differing = apply_changes(trial, values, CELL_FIELDS)
    rule = row.scorecard_year.scheme.rule()
    faults = settle(trial, trial.inputs(), differing, rule, entry) if differing else []
    refusals = _refusals(row, differing, faults)
    now, then = value_texts(row, row.indicator), value_texts(trial, row.indicator)
    cells = []
    for field, text in typed.texts.items():
        kind, new, why = CellKind.SAME, now[field], ""
        if field in unreadable:
            kind, new, why = CellKind.UNREADABLE, text, " ".join(unreadable[field].messages)
        elif field in refusals:
            kind, new, why = CellKind.REFUSED, text, refusals[field]
        elif field in differing:
            is_stale = typed.version != row.version
            kind, new = CellKind.CONFLICT if is_stale else CellKind.CHANGED, then[field]
        doubt = suggestion = ""
        if field in doubts and kind is CellKind.CHANGED:
            doubt, suggestion = _sentence(doubts[field], row), suggestion_text(doubts[field]) or ""
            if not doubts[field].may_keep:
                kind, new, why, doubt = CellKind.REFUSED, text, doubt, ""
        cells.append(PreviewCell(row, field, kind, now[field], new, why, doubt, suggestion))
    return cells


def _sentence(doubt: Doubt, row: Measurement) -> str:
    return doubt_message(doubt, row.indicator.decimals)


def _refusals(row: Measurement, differing: frozenset[str], faults: list[RowError]) -> dict[str, str]:
    """The sentences by field; a fault of a field that was not typed stands at one that was."""
    if differing and row.scorecard_year.is_closed:
        [sentence] = YearClosed(row.scorecard_year.year).messages
        return dict.fromkeys(differing, sentence)
    refusals: dict[str, str] = {}
    for fault in faults:
        field = fault.field if fault.field in differing else min(differing)
        refusals.setdefault(field, row_error_message(fault))
    return refusals

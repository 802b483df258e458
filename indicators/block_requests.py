"""Reads what the grid sends for a block of cells: typed texts, each with its row and the version of that."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from indicators.cell_requests import CellRequest, MalformedRequest, flag, json_object, known_language

MOST_CELLS = 10_000
LONGEST_KEY = 18


@dataclass(frozen=True, slots=True)
class BlockRequest:
    """What was typed, by the primary key of its measurement.

    is_save: store it, all or nothing; else only look what would change. is_confirmed: values that can
    hardly be meant are meant.
    """

    cells: Mapping[int, CellRequest]
    language: str
    is_save: bool
    is_confirmed: bool


def read_block_request(body: bytes, fields: Collection[str]) -> BlockRequest:
    """The request in `{"cells": [{"key", "version", "field", "text"}], "language", "save", "confirmed"}`.

    fields: those that may be named. `save` and `confirmed` may be left out. Raises MalformedRequest.
    """
    data = json_object(body)
    language = known_language(data.get("language"))
    cells = data.get("cells")
    if not isinstance(cells, list) or not 0 < len(cells) <= MOST_CELLS:
        raise MalformedRequest(f"cells must be a list of 1 to {MOST_CELLS}")
    texts: dict[int, dict[str, str]] = {}
    versions: dict[int, int] = {}
    for cell in cells:
        key, version, field, text = _parts(cell, fields)
        if versions.setdefault(key, version) != version:
            raise MalformedRequest("the cells of a row must have one version")
        if field in texts.setdefault(key, {}):
            raise MalformedRequest("each cell at most once")
        texts[key][field] = text
    return BlockRequest(
        cells={key: CellRequest(texts[key], versions[key], language) for key in texts},
        language=language,
        is_save=flag(data, "save"),
        is_confirmed=flag(data, "confirmed"),
    )


def _parts(cell: Any, fields: Collection[str]) -> tuple[int, int, str, str]:
    if not isinstance(cell, dict):
        raise MalformedRequest("a cell must be an object")
    key, version, field, text = (cell.get(name) for name in ("key", "version", "field", "text"))
    if not (isinstance(key, str) and key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        raise MalformedRequest("key must be the text that came with the cell")
    if type(version) is not int:
        raise MalformedRequest("version must be the number that came with the cell")
    if not isinstance(field, str) or field not in fields:
        raise MalformedRequest(f"field must be one of {', '.join(sorted(fields))}")
    if not isinstance(text, str):
        raise MalformedRequest("text must be what was typed")
    return int(key), version, field, text

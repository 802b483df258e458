"""What belongs to a row, found by walking the foreign keys, so that the models of later apps are among it.

An app doesn't know those that are built on it, yet has to say what goes with its rows and to delete it.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

from django.db import models

KNOWN_APPS = frozenset({"organizations", "scorecards", "indicators"})


def belongings(whole: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Every model whose rows belong to one of `whole`, with the path of lookups that leads to it.

    In an order in which they can be deleted: the whole itself comes last.
    """
    paths: dict[type[models.Model], str] = {whole: "pk"}
    waiting: list[type[models.Model]] = [whole]
    for owner in waiting:
        for field in _references_to(owner):
            if field.model not in paths:
                paths[field.model] = field.name if owner is whole else f"{field.name}__{paths[owner]}"
                waiting.append(field.model)
    first = {
        owner: {field.model for field in _references_to(owner) if field.model is not owner} for owner in paths
    }
    for model in TopologicalSorter(first).static_order():
        yield model, paths[model]


def later_belongings(whole: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Those of them that this app does not know by name, because a later one has them."""
    for model, path in belongings(whole):
        if model._meta.app_label not in KNOWN_APPS:
            yield model, path


def _references_to(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys that lead to the model; those of history tables are hidden."""
    for relation in model._meta.related_objects:
        if isinstance(relation.field, models.ForeignKey):
            yield relation.field

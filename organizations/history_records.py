"""The declaration of a tracked model, as all of them use it."""

from __future__ import annotations

from functools import cache
from typing import Any

from simple_history import models as library
from simple_history.manager import HistoryManager


class ManagerMadeOnce(HistoryManager):
    """The library's manager of a history. The library alone makes a class for it anew at every write."""

    @classmethod
    @cache
    def from_queryset(cls, queryset_class: type, class_name: str | None = None) -> Any:
        return super().from_queryset(queryset_class, class_name)


class HistoricalRecords(library.HistoricalRecords):
    """A full copy of the row at each change, with who, when, why and the kind of change."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"history_manager": ManagerMadeOnce, **options})

"""What templates print row by row."""

from __future__ import annotations

from typing import Any


class Printed:
    """Gives its attributes as items too: a template looks for an item first, and failing takes it longer."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

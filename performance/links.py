"""Addresses of many pages of one kind: the URL is worked out once, not once per row."""

from __future__ import annotations

from collections.abc import Callable

from organizations.scope import UnitScope


def link_to(scope: UnitScope, name: str) -> Callable[[int], str]:
    """The address of the named page for each primary key; the page takes the key as its only argument."""
    before, _between, after = scope.url(name, 0).rpartition("/0/")
    return lambda pk: f"{before}/{pk}/{after}"

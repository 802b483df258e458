"""The history of scoring schemes as people read it: their bands, names and sources in words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from organizations.history_rows import Field, Related, value_in_words
from scorecards.built_in_words import in_active_language
from scorecards.scheme_words import band_words
from scorecards.schemes import Scheme, SchemeError, bands_from_json


class SchemeWords:
    """Words the values of a scheme. Put it in front of a page with HistoryMixin."""

    def describe_value(self, field: Field, value: Any, related: Related) -> str:
        """A value in words, as on the page of the schemes; empty for none."""
        if field.name == "bands" and value:
            return _bands_in_words(value)
        words = value_in_words(field, value, related)
        return in_active_language(words) if field.name in ("name", "source") else words


def _bands_in_words(stored: Any) -> str:
    """Each level with the attainments that reach it; bands that no longer read as such as they are."""
    try:
        rule = Scheme(code="", version=1, bands=bands_from_json(stored), tolerance=Decimal(0), cap=None)
    except SchemeError:
        return str(stored)
    return "; ".join(f"{band.level} = {band_words(rule, band)}" for band in rule.bands)

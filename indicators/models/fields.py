"""Fields that several models of the app share."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models

MONEY_DIGITS = 15
LONGEST_TEXT = 2000


def value_field(verbose_name: Any) -> models.DecimalField:
    """A value in the indicator's unit of measure: 6 decimals, at most 15 significant digits, or missing."""
    return models.DecimalField(verbose_name, max_digits=20, decimal_places=6, null=True, blank=True)


def money_field(verbose_name: Any) -> models.DecimalField:
    """An amount in the organization's currency: 2 decimals, at most 15 digits, or missing."""
    return models.DecimalField(verbose_name, max_digits=MONEY_DIGITS, decimal_places=2, null=True, blank=True)


def sheet_text(verbose_name: Any) -> models.TextField:
    """A text of the KPI sheet, no longer than a page can hold."""
    return models.TextField(verbose_name, blank=True, validators=[MaxLengthValidator(LONGEST_TEXT)])

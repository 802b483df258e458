"""Fields and limits that several models of the app share."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_YEAR, LAST_YEAR = 1900, 2100
YEAR_VALIDATORS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
WEIGHT = _("weight")


def weight_field(verbose_name: Any = WEIGHT) -> models.DecimalField:
    """A weight: at least 0, at most 4 decimals."""
    return models.DecimalField(
        verbose_name, max_digits=10, decimal_places=4, default=1, validators=[MinValueValidator(0)]
    )


class WeightingModes(models.TextChoices):
    """How a year weighs its indicators; the values are those of schemes.WeightingMode."""

    EQUAL = "equal", _("Equal weights")
    INDICATOR = "indicator", _("Each indicator's own weight")
    HIERARCHICAL = "hierarchical", _("Shares of perspective, objective and indicator")

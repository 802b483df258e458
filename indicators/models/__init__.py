"""How we measure: indicators with their KPI sheet, their years, and what is done to reach the targets."""

from indicators.models.evidence import Evidence
from indicators.models.fields import MONEY_DIGITS, money_field, value_field
from indicators.models.findings import AcceptedFinding
from indicators.models.indicators import Indicator
from indicators.models.initiatives import Initiative, WorkProgram
from indicators.models.measurements import Measurement
from indicators.models.seals import Seal, SealQuerySet, SealUnit

__all__ = [
    "MONEY_DIGITS",
    "AcceptedFinding",
    "Evidence",
    "Indicator",
    "Initiative",
    "Measurement",
    "Seal",
    "SealQuerySet",
    "SealUnit",
    "WorkProgram",
    "money_field",
    "value_field",
]

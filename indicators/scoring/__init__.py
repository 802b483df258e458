"""The scoring rule, pure: one indicator (`indicator`), weights (`weights`), a year (`scorecard`).

Everything that shows, stores, exports or explains a score calls these names and nothing else.
"""

from indicators.scoring.indicator import (
    IndicatorResult,
    Inputs,
    Polarity,
    Reason,
    Trace,
    YardstickKind,
    highest_reachable_level,
    score_indicator,
)
from indicators.scoring.rises import NextLevel, Rise, fewest_rises, needed_for, next_level
from indicators.scoring.scorecard import (
    MeasurementInput,
    Reachable,
    RowResult,
    Status,
    Subtotal,
    Verdict,
    YearResult,
    YearRules,
    as_decimal,
    score_year,
)
from indicators.scoring.weights import GroupKind, ZeroWeightGroup, effective_weights

__all__ = [
    "GroupKind",
    "IndicatorResult",
    "Inputs",
    "MeasurementInput",
    "NextLevel",
    "Polarity",
    "Reachable",
    "Reason",
    "Rise",
    "RowResult",
    "Status",
    "Subtotal",
    "Trace",
    "Verdict",
    "YardstickKind",
    "YearResult",
    "YearRules",
    "ZeroWeightGroup",
    "as_decimal",
    "effective_weights",
    "fewest_rises",
    "highest_reachable_level",
    "needed_for",
    "next_level",
    "score_indicator",
    "score_year",
]

"""What a seal holds. A field that is added, renamed or left out makes a new FORMAT.

Keys are the primary keys of the rows at the time. Sums and shares are exact fractions, everything else is as
it was stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from indicators.scoring import (
    GroupKind,
    Polarity,
    Reachable,
    Reason,
    Status,
    Subtotal,
    Verdict,
    YardstickKind,
)
from scorecards.schemes import WeightingMode

FORMAT = 1


class Missing(StrEnum):
    """What became of the measurements without an achievement when the year was closed."""

    NONE = "none"  # nothing was missing
    LOWEST = "lowest"  # they count as the lowest level
    NOT_APPLICABLE = "not-applicable"  # they were marked as not applicable before


@dataclass(frozen=True, slots=True)
class SealedPerson:
    """Somebody who did something, as they were called."""

    key: int
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class SealedUnit:
    """A step of the path from the organization's root to the unit."""

    key: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SealedPlan:
    """The plan whose year it is."""

    key: int
    name: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True)
class SealedRules:
    """How the year was scored. `scheme` is what Scheme.to_json writes."""

    scheme: Mapping[str, Any]
    weighting_mode: WeightingMode
    fixed_threshold: Decimal | None
    fixed_threshold_reason: str
    missing_count_lowest: bool


@dataclass(frozen=True, slots=True)
class SealedPerspective:
    """A perspective with its weight in the year; `subtotal` None where it held no indicator."""

    key: int
    code: str
    name_id: str
    name_en: str
    tone: int
    weight: Decimal
    subtotal: Subtotal | None


@dataclass(frozen=True, slots=True)
class SealedObjective:
    """An objective with its weight in the year; `subtotal` None where it held no indicator."""

    key: int
    perspective: int
    code: str
    name: str
    weight: Decimal
    subtotal: Subtotal | None


@dataclass(frozen=True, slots=True)
class SealedIndicator:
    """What the year's figures take from the indicator."""

    key: int
    objective: int
    code: str
    name: str
    unit_of_measure: str
    polarity: Polarity
    decimals: int | None
    baseline: Decimal | None
    natural_min: Decimal | None
    natural_max: Decimal | None
    worst_value: Decimal | None


@dataclass(frozen=True, slots=True)
class SealedScore:
    """What the rule made of a measurement, and how: the fields of RowResult, IndicatorResult and Trace.

    `attained_level` is the level of the achievement, `level` the one that counts. `band` is the level of the
    band that was reached.
    """

    status: Status
    counted: bool
    reported: bool
    level: int | None
    weight: Fraction | None
    contribution: Fraction | None
    threshold_share: Fraction | None
    highest_level: int | None
    attained_level: int | None
    attainment: Decimal | None
    reason: Reason
    reference: Decimal | None
    gap: Decimal | None
    yardstick: Decimal | None
    yardstick_kind: YardstickKind
    band: int | None
    capped: bool
    floored: bool


@dataclass(frozen=True, slots=True)
class SealedRow:
    """A measurement with its indicator and its score.

    `targets` and `upper_targets` are those of every plan year, as they stood beside it. `entered_at` is UTC.
    """

    key: int
    indicator: SealedIndicator
    target: Decimal | None
    target_upper: Decimal | None
    weight: Decimal
    achievement: Decimal | None
    state: str
    state_reason: str
    note: str
    entered_by: SealedPerson | None
    entered_at: str | None
    targets: Mapping[str, Decimal | None]
    upper_targets: Mapping[str, Decimal | None]
    score: SealedScore


@dataclass(frozen=True, slots=True)
class SealedGroup:
    """A group whose weights add up to 0; see scoring.ZeroWeightGroup."""

    kind: GroupKind
    key: int | None


@dataclass(frozen=True, slots=True)
class SealedResult:
    """The sums and the verdict; see scoring.YearResult."""

    total: Fraction
    derived_threshold: Fraction
    threshold: Fraction
    threshold_so_far: Fraction
    index: Decimal | None
    lowest: Fraction
    highest: Fraction
    verdict: Verdict
    reported: int
    counted_lowest: int
    expected: int
    reachable: Reachable
    fixed_differs: bool
    zero_weight_groups: tuple[SealedGroup, ...]


@dataclass(frozen=True, slots=True)
class SealedHead:
    """What a list of seals tells of each: the result and how it came about, without its rows."""

    unit_path: tuple[SealedUnit, ...]
    missing: Missing
    missing_reason: str
    result: SealedResult


@dataclass(frozen=True, slots=True)
class SealedYear:
    """A closed year of a scorecard: where, when, by whom, from what, with which result.

    `unit_path` leads from the organization's root to the unit. `previous` is the SHA-256 of the seal before
    it of the same year, empty for the first; `number` counts them from 1. `sealed_at` is UTC.
    """

    format: int
    number: int
    previous: str
    organization: str
    unit_path: tuple[SealedUnit, ...]
    plan: SealedPlan
    year: int
    sealed_at: str
    sealed_by: SealedPerson
    missing: Missing
    missing_reason: str
    rules: SealedRules
    perspectives: tuple[SealedPerspective, ...]
    objectives: tuple[SealedObjective, ...]
    rows: tuple[SealedRow, ...]
    result: SealedResult

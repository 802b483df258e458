"""Scoring schemes: how far from its target an indicator must be for which level. Pure: no database.

A scheme is a ladder of bands over the attainment in percent. It refuses to exist when its numbers
disagree, so whoever holds a `Scheme` may rely on it. Wording of the faults: `scheme_words.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any

HUNDRED = Decimal(100)
LARGEST_PERCENT = Decimal(100000)
SMALLEST_SHOWN = Decimal("0.01")
SMALLEST_STEP = Decimal("0.02")
FEWEST_BANDS, MOST_BANDS = 2, 9
LARGEST_LEVEL = 99


class WeightingMode(StrEnum):
    """How the measurements of a scorecard-year share its total."""

    EQUAL = "equal"
    INDICATOR = "indicator"
    HIERARCHICAL = "hierarchical"


class SchemeFault(StrEnum):
    """Why a scheme may not exist."""

    BAND_COUNT = "band_count"
    LEVELS = "levels"
    LOWEST_HAS_BOUND = "lowest_has_bound"
    BOUND_MISSING = "bound_missing"
    NOT_A_NUMBER = "not_a_number"
    BOUND_RANGE = "bound_range"
    DECIMALS = "decimals"
    NOT_ASCENDING = "not_ascending"
    TOO_CLOSE = "too_close"
    NOTHING_BELOW_TARGET = "nothing_below_target"
    TOLERANCE = "tolerance"
    CAP = "cap"
    MALFORMED = "malformed"


class SchemeError(ValueError):
    """A scheme that contradicts itself: `code` says how, `params` what was read."""

    def __init__(self, code: SchemeFault, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Band:
    """A level and the attainment in percent that reaches it: from it on, or (not inclusive) only above it.

    The lowest band of a scheme has no `from_percent`: it holds whatever reaches no other band.
    """

    level: int
    from_percent: Decimal | None
    inclusive: bool = True


@dataclass(frozen=True, slots=True)
class Scheme:
    """Ascending bands, with the tolerance around the target (percent) and the cap of the shown attainment.

    `on_target_level` is derived: the level of exactly 100 %. Raises SchemeError when the numbers disagree.
    """

    code: str
    version: int
    bands: tuple[Band, ...]
    tolerance: Decimal = Decimal(0)
    cap: Decimal | None = None
    name: str = ""
    source: str = ""
    lowest_band: Band = field(init=False, repr=False, compare=False)
    on_target_band: Band = field(init=False, repr=False, compare=False)
    highest_band: Band = field(init=False, repr=False, compare=False)
    # Descending: (distance of the bound from 100 percent, inclusive, band); computed once, used per score.
    steps: tuple[tuple[Decimal, bool, Band], ...] = field(init=False, repr=False, compare=False)
    bounds_in_hundredths: frozenset[Decimal] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_bands(self.bands)
        _check_tolerance(self.tolerance)
        _check_cap(self.cap)
        steps = []
        for band in reversed(self.bands):
            if band.from_percent is not None:
                steps.append((band.from_percent - HUNDRED, band.inclusive, band))
        derive = object.__setattr__
        derive(self, "lowest_band", self.bands[0])
        derive(self, "highest_band", self.bands[-1])
        derive(self, "steps", tuple(steps))
        derive(self, "bounds_in_hundredths", frozenset((away + HUNDRED) * HUNDRED for away, _, _ in steps))
        derive(self, "on_target_band", _band_of(HUNDRED, self.bands))
        if self.on_target_band is self.lowest_band:
            raise SchemeError(SchemeFault.NOTHING_BELOW_TARGET)

    @property
    def levels(self) -> tuple[int, ...]:
        """Every level, ascending: the columns of the performance table."""
        return tuple(band.level for band in self.bands)

    @property
    def lowest_level(self) -> int:
        """The level that a missing achievement counts as at closing."""
        return self.lowest_band.level

    @property
    def on_target_level(self) -> int:
        """The level of an attainment of exactly 100 percent."""
        return self.on_target_band.level

    @property
    def highest_level(self) -> int:
        """The best level, natural bounds aside."""
        return self.highest_band.level

    def band_after(self, band: Band) -> Band | None:
        """The next better band; None above the highest."""
        place = self.bands.index(band) + 1
        return self.bands[place] if place < len(self.bands) else None

    def to_json(self) -> dict[str, Any]:
        """The whole scheme for a JSONField or a seal: decimals as strings."""
        return {
            "code": self.code,
            "version": self.version,
            "bands": bands_to_json(self.bands),
            "tolerance": format(self.tolerance, "f"),
            "cap": None if self.cap is None else format(self.cap, "f"),
            "name": self.name,
            "source": self.source,
        }

    @classmethod
    def from_json(cls, data: object) -> "Scheme":
        """The scheme that `to_json` wrote. Raises SchemeError for anything else."""
        if not isinstance(data, Mapping):
            raise SchemeError(SchemeFault.MALFORMED, read=data)
        code, version = data.get("code"), data.get("version")
        if not isinstance(code, str) or not isinstance(version, int):
            raise SchemeError(SchemeFault.MALFORMED, read=data)
        cap = data.get("cap")
        return cls(
            code=code,
            version=version,
            bands=bands_from_json(data.get("bands")),
            tolerance=_decimal(data.get("tolerance", "0")),
            cap=None if cap is None else _decimal(cap),
            name=str(data.get("name", "")),
            source=str(data.get("source", "")),
        )


def bands_to_json(bands: Sequence[Band]) -> list[dict[str, Any]]:
    """Bands for a JSONField: `[{"level": 1, "from": null, "inclusive": true}, ...]`, decimals as strings."""
    return [
        {
            "level": band.level,
            "from": None if band.from_percent is None else format(band.from_percent, "f"),
            "inclusive": band.inclusive,
        }
        for band in bands
    ]


def bands_from_json(data: object) -> tuple[Band, ...]:
    """The bands that `bands_to_json` wrote. Raises SchemeError for anything that does not read as bands."""
    if not isinstance(data, Sequence) or isinstance(data, str):
        raise SchemeError(SchemeFault.MALFORMED, read=data)
    bands = []
    for item in data:
        if not isinstance(item, Mapping):
            raise SchemeError(SchemeFault.MALFORMED, read=item)
        level, bound, inclusive = item.get("level"), item.get("from"), item.get("inclusive", True)
        if type(level) is not int or not isinstance(inclusive, bool):
            raise SchemeError(SchemeFault.MALFORMED, read=item)
        bands.append(Band(level, None if bound is None else _decimal(bound), inclusive))
    return tuple(bands)


def _decimal(text: object) -> Decimal:
    """A finite decimal written as a string (or an integer); a JSON float is not exact, hence refused."""
    if not isinstance(text, str | int) or isinstance(text, bool):
        raise SchemeError(SchemeFault.NOT_A_NUMBER, read=text)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise SchemeError(SchemeFault.NOT_A_NUMBER, read=text) from None
    if not number.is_finite():
        raise SchemeError(SchemeFault.NOT_A_NUMBER, read=text)
    return number


def _check_bands(bands: tuple[Band, ...]) -> None:
    """Raise SchemeError unless the bands are a ladder on which every attainment has exactly one level."""
    if not FEWEST_BANDS <= len(bands) <= MOST_BANDS:
        raise SchemeError(SchemeFault.BAND_COUNT, read=len(bands), fewest=FEWEST_BANDS, most=MOST_BANDS)
    levels = [band.level for band in bands]
    if any(type(level) is not int or not 0 <= level <= LARGEST_LEVEL for level in levels):
        raise SchemeError(SchemeFault.LEVELS, read=levels)
    if any(upper <= lower for lower, upper in pairwise(levels)):
        raise SchemeError(SchemeFault.LEVELS, read=levels)
    if bands[0].from_percent is not None:
        raise SchemeError(SchemeFault.LOWEST_HAS_BOUND, level=levels[0], read=bands[0].from_percent)
    for band in bands[1:]:
        _check_bound(band)
    for below, above in pairwise(bands[1:]):
        _check_order(below, above)


def _check_bound(band: Band) -> None:
    """A bound is a percentage of 2 decimals above 0 (at 0 only exclusive: no figure is shown below 0)."""
    bound = band.from_percent
    if bound is None:
        raise SchemeError(SchemeFault.BOUND_MISSING, level=band.level)
    if not isinstance(bound, Decimal) or not bound.is_finite():
        raise SchemeError(SchemeFault.NOT_A_NUMBER, level=band.level, read=bound)
    if bound < 0 or bound > LARGEST_PERCENT or (bound == 0 and band.inclusive):
        raise SchemeError(SchemeFault.BOUND_RANGE, level=band.level, read=bound, most=LARGEST_PERCENT)
    if not _has_two_decimals_at_most(bound):
        raise SchemeError(SchemeFault.DECIMALS, level=band.level, read=bound)


def _check_order(below: Band, above: Band) -> None:
    """Two neighbours ascend by 0.02 or more (a shown figure fits between), or are `from x` and `above x`."""
    if below.from_percent is None or above.from_percent is None:
        return
    step = above.from_percent - below.from_percent
    if step == 0 and below.inclusive and not above.inclusive:
        return
    if step <= 0:
        raise SchemeError(SchemeFault.NOT_ASCENDING, level=above.level, read=above.from_percent)
    if step < SMALLEST_STEP:
        raise SchemeError(
            SchemeFault.TOO_CLOSE, level=above.level, read=above.from_percent, step=SMALLEST_STEP
        )


def _check_tolerance(tolerance: Decimal) -> None:
    if not isinstance(tolerance, Decimal) or not tolerance.is_finite() or not 0 <= tolerance < HUNDRED:
        raise SchemeError(SchemeFault.TOLERANCE, read=tolerance)


def _check_cap(cap: Decimal | None) -> None:
    if cap is None:
        return
    if not isinstance(cap, Decimal) or not cap.is_finite() or not HUNDRED <= cap <= LARGEST_PERCENT:
        raise SchemeError(SchemeFault.CAP, read=cap)
    if not _has_two_decimals_at_most(cap):
        raise SchemeError(SchemeFault.CAP, read=cap)


def _has_two_decimals_at_most(percent: Decimal) -> bool:
    """Whether the percentage (at most LARGEST_PERCENT) lies on the grid of 0.01 that figures are shown on."""
    return percent == percent.quantize(SMALLEST_SHOWN)


def _band_of(percent: Decimal, bands: tuple[Band, ...]) -> Band:
    """The highest band that an attainment of exactly this percentage reaches."""
    for band in reversed(bands):
        bound = band.from_percent
        if bound is None or percent > bound or (band.inclusive and percent == bound):
            return band
    return bands[0]


def _ladder(*bounds: tuple[str, bool]) -> tuple[Band, ...]:
    """Levels from 1 on: the lowest without a bound, then one for each (from, inclusive)."""
    rungs = [Band(1, None)]
    rungs += [
        Band(level, Decimal(bound), inclusive) for level, (bound, inclusive) in enumerate(bounds, start=2)
    ]
    return tuple(rungs)


PAPER_3 = Scheme(
    code="paper-3",
    version=1,
    bands=_ladder(("100", True), ("100", False)),
    name="Three levels: below, on, above target",
    source="Helianty, balanced-scorecard design for PT Berdikari, section 3.3.",
)
FOUR = Scheme(
    code="four",
    version=1,
    bands=_ladder(("90", True), ("100", True), ("100", False)),
    name="Four levels: far below, near, on, above target",
    source="Selaras: the three levels of Helianty, section 3.3, with 'below' divided at 90 %.",
)
FIVE = Scheme(
    code="five",
    version=1,
    bands=_ladder(("80", True), ("100", True), ("100", False), ("110", False)),
    name="Five levels: far below, near, on, above, far above target",
    source="Selaras: the three levels of Helianty, section 3.3, with 'below' divided at 80 % and 'above' at "
    "110 %.",
)
INDEX_120 = Scheme(
    code="index-120",
    version=1,
    bands=_ladder(("80", True), ("100", True)),
    cap=Decimal(120),
    name="Index capped at 120: red, yellow, green",
    source="Practice of Indonesian public bodies: attainment capped at 120 %; red below 80 %, "
    "yellow from 80 %, green from 100 %.",
)

BUILT_IN: tuple[Scheme, ...] = (PAPER_3, FOUR, FIVE, INDEX_120)

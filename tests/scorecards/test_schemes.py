"""Schemes refuse to exist when their numbers disagree, and survive JSON."""

from dataclasses import FrozenInstanceError, replace
from decimal import Decimal

import pytest

from scorecards.schemes import (
    BUILT_IN,
    FIVE,
    FOUR,
    INDEX_120,
    PAPER_3,
    Band,
    Scheme,
    SchemeError,
    SchemeFault,
    bands_from_json,
    bands_to_json,
)


def scheme(*bounds: tuple[str, bool] | str, **fields: object) -> Scheme:
    """A scheme of levels 1, 2, ... that start at the bounds, inclusive unless said otherwise."""
    bands = [Band(1, None)]
    for level, bound in enumerate(bounds, start=2):
        percent, inclusive = bound if isinstance(bound, tuple) else (bound, True)
        bands.append(Band(level, Decimal(percent), inclusive))
    return Scheme("own", 1, tuple(bands), **fields)


@pytest.mark.parametrize(
    ("built_in", "levels", "on_target"),
    [(PAPER_3, (1, 2, 3), 2), (FOUR, (1, 2, 3, 4), 3), (FIVE, (1, 2, 3, 4, 5), 3), (INDEX_120, (1, 2, 3), 3)],
    ids=lambda value: value.code if isinstance(value, Scheme) else None,
)
def test_a_built_in_scheme_has_its_levels_and_derives_the_one_on_target(
    built_in: Scheme, levels: tuple[int, ...], on_target: int
) -> None:
    assert (built_in.levels, built_in.on_target_level) == (levels, on_target)
    assert (built_in.lowest_level, built_in.highest_level) == (levels[0], levels[-1])


def test_the_built_in_schemes_have_codes_of_their_own_and_cite_a_source() -> None:
    assert [each.code for each in BUILT_IN] == ["paper-3", "four", "five", "index-120"]
    assert all(each.source and each.name for each in BUILT_IN)


def test_only_index_120_is_capped() -> None:
    assert [each.cap for each in BUILT_IN] == [None, None, None, Decimal(120)]


def test_a_scheme_can_not_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        PAPER_3.tolerance = Decimal(5)  # type: ignore[misc]


def test_the_level_on_target_may_lie_inside_a_band() -> None:
    assert scheme("50", "85.5", ("115", False)).on_target_level == 3


def test_the_level_above_exactly_100_is_not_on_target() -> None:
    assert scheme("99.98", ("100", False)).on_target_level == 2


def test_levels_may_skip_numbers_and_start_at_0() -> None:
    bands = (Band(0, None), Band(5, Decimal(80)), Band(10, Decimal(100)))
    assert Scheme("own", 1, bands).levels == (0, 5, 10)


def test_the_band_after_the_highest_is_none() -> None:
    assert FOUR.band_after(FOUR.bands[0]) == FOUR.bands[1]
    assert FOUR.band_after(FOUR.bands[-1]) is None


@pytest.mark.parametrize(
    ("bands", "fault"),
    [
        ((Band(1, None),), SchemeFault.BAND_COUNT),
        ((), SchemeFault.BAND_COUNT),
        (tuple(Band(n, Decimal(10 * n) if n > 1 else None) for n in range(1, 11)), SchemeFault.BAND_COUNT),
        ((Band(2, None), Band(1, Decimal(100))), SchemeFault.LEVELS),
        ((Band(1, None), Band(1, Decimal(100))), SchemeFault.LEVELS),
        ((Band(-1, None), Band(1, Decimal(100))), SchemeFault.LEVELS),
        ((Band(1, None), Band(100, Decimal(100))), SchemeFault.LEVELS),
        ((Band(True, None), Band(2, Decimal(100))), SchemeFault.LEVELS),
        ((Band(1, Decimal(50)), Band(2, Decimal(100))), SchemeFault.LOWEST_HAS_BOUND),
        ((Band(1, None), Band(2, None)), SchemeFault.BOUND_MISSING),
        ((Band(1, None), Band(2, Decimal("NaN"))), SchemeFault.NOT_A_NUMBER),
        ((Band(1, None), Band(2, Decimal("Infinity"))), SchemeFault.NOT_A_NUMBER),
        ((Band(1, None), Band(2, 100.0)), SchemeFault.NOT_A_NUMBER),
        ((Band(1, None), Band(2, Decimal(-1))), SchemeFault.BOUND_RANGE),
        ((Band(1, None), Band(2, Decimal(0))), SchemeFault.BOUND_RANGE),
        ((Band(1, None), Band(2, Decimal("1E+9"))), SchemeFault.BOUND_RANGE),
        ((Band(1, None), Band(2, Decimal("99.999"))), SchemeFault.DECIMALS),
        ((Band(1, None), Band(2, Decimal(100)), Band(3, Decimal(90))), SchemeFault.NOT_ASCENDING),
        ((Band(1, None), Band(2, Decimal(100)), Band(3, Decimal(100))), SchemeFault.NOT_ASCENDING),
        ((Band(1, None), Band(2, Decimal(100), False), Band(3, Decimal(100))), SchemeFault.NOT_ASCENDING),
        ((Band(1, None), Band(2, Decimal(100)), Band(3, Decimal("100.01"))), SchemeFault.TOO_CLOSE),
        ((Band(1, None), Band(2, Decimal(100), False)), SchemeFault.NOTHING_BELOW_TARGET),
        ((Band(1, None), Band(2, Decimal(110))), SchemeFault.NOTHING_BELOW_TARGET),
    ],
)
def test_bands_that_contradict_each_other_are_refused(bands: tuple[Band, ...], fault: SchemeFault) -> None:
    with pytest.raises(SchemeError) as caught:
        Scheme("own", 1, bands)
    assert caught.value.code == fault


@pytest.mark.parametrize("tolerance", ["-0.01", "100", "NaN", "Infinity"])
def test_a_tolerance_outside_0_to_100_is_refused(tolerance: str) -> None:
    with pytest.raises(SchemeError) as caught:
        replace(PAPER_3, tolerance=Decimal(tolerance))
    assert caught.value.code == SchemeFault.TOLERANCE


@pytest.mark.parametrize("cap", ["99.99", "0", "120.001", "NaN", "Infinity", "1E+9"])
def test_a_cap_below_100_or_off_the_shown_grid_is_refused(cap: str) -> None:
    with pytest.raises(SchemeError) as caught:
        replace(PAPER_3, cap=Decimal(cap))
    assert caught.value.code == SchemeFault.CAP


def test_trailing_zeros_are_no_decimals() -> None:
    assert scheme("90.5000", "100.000000").on_target_level == 3


@pytest.mark.parametrize("built_in", BUILT_IN, ids=lambda each: each.code)
def test_a_scheme_survives_json(built_in: Scheme) -> None:
    tolerant = replace(built_in, tolerance=Decimal("2.5"))
    assert Scheme.from_json(tolerant.to_json()) == tolerant


def test_bands_are_stored_with_decimals_as_strings() -> None:
    assert bands_to_json(PAPER_3.bands) == [
        {"level": 1, "from": None, "inclusive": True},
        {"level": 2, "from": "100", "inclusive": True},
        {"level": 3, "from": "100", "inclusive": False},
    ]


def test_bands_survive_json() -> None:
    assert bands_from_json(bands_to_json(FIVE.bands)) == FIVE.bands


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (None, SchemeFault.MALFORMED),
        ("bands", SchemeFault.MALFORMED),
        ({"level": 1}, SchemeFault.MALFORMED),
        ([1, 2], SchemeFault.MALFORMED),
        ([{"from": "100"}], SchemeFault.MALFORMED),
        ([{"level": "1", "from": None}], SchemeFault.MALFORMED),
        ([{"level": 1, "from": None, "inclusive": "yes"}], SchemeFault.MALFORMED),
        ([{"level": 2, "from": "hundred"}], SchemeFault.NOT_A_NUMBER),
        ([{"level": 2, "from": "NaN"}], SchemeFault.NOT_A_NUMBER),
        ([{"level": 2, "from": 99.99}], SchemeFault.NOT_A_NUMBER),
        ([{"level": 2, "from": True}], SchemeFault.NOT_A_NUMBER),
    ],
)
def test_json_that_is_not_bands_is_refused(data: object, fault: SchemeFault) -> None:
    with pytest.raises(SchemeError) as caught:
        bands_from_json(data)
    assert caught.value.code == fault


@pytest.mark.parametrize(
    "data", [None, [], {}, {"code": 1, "version": 1}, {"code": "own", "version": "1", "bands": []}]
)
def test_json_that_is_not_a_scheme_is_refused(data: object) -> None:
    with pytest.raises(SchemeError) as caught:
        Scheme.from_json(data)
    assert caught.value.code == SchemeFault.MALFORMED

"""Every fault of a scheme and every kind of band has its words."""

from decimal import Decimal

import pytest
from django.utils import translation

from scorecards.scheme_words import band_words, scheme_error_message
from scorecards.schemes import FIVE, PAPER_3, Band, Scheme, SchemeError, SchemeFault


@pytest.mark.parametrize("fault", SchemeFault)
def test_every_fault_has_a_sentence(fault: SchemeFault) -> None:
    with translation.override("en"):
        sentence = scheme_error_message(SchemeError(fault, level=2, read=Decimal("99.999")))
    assert sentence.endswith(".")
    assert "%%" not in sentence


def test_a_fault_names_what_was_read_as_the_language_writes_it() -> None:
    with translation.override("id"):
        sentence = scheme_error_message(SchemeError(SchemeFault.DECIMALS, level=2, read=Decimal("99.999")))
    assert "99,999" in sentence


def test_the_bands_of_five_levels_are_told_by_their_bounds() -> None:
    with translation.override("en"):
        words = [band_words(FIVE, band) for band in FIVE.bands]
    assert words == [
        "below 80 %",
        "from 80 % to below 100 %",
        "exactly 100 %",
        "above 100 % up to 110 %",
        "above 110 %",
    ]


def test_the_bands_of_an_own_scheme_are_told_by_their_bounds() -> None:
    bands = (
        Band(1, None),
        Band(2, Decimal("50.5"), False),
        Band(3, Decimal(60)),
        Band(4, Decimal(100), False),
    )
    with translation.override("en"):
        words = [band_words(scheme, band) for scheme in [Scheme("own", 1, bands)] for band in bands]
    assert words == ["up to 50.5 %", "above 50.5 % and below 60 %", "from 60 % up to 100 %", "above 100 %"]


def test_a_scheme_without_doubled_bound_on_target_ends_in_a_band_from_100() -> None:
    bands = (Band(1, None), Band(2, Decimal(100)))
    with translation.override("en"):
        assert band_words(Scheme("own", 1, bands), bands[1]) == "from 100 %"


def test_on_target_of_the_default_scheme_is_exactly_100() -> None:
    with translation.override("en"):
        assert band_words(PAPER_3, PAPER_3.on_target_band) == "exactly 100 %"

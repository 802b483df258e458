"""Which units of measure are percentages."""

import pytest

from indicators.units_of_measure import is_percent


@pytest.mark.parametrize(
    "unit", ["%", " % ", "Persen", "persen per tahun", "percent", "% of sales", "Persentase"]
)
def test_a_unit_that_begins_with_percent_is_one(unit) -> None:
    assert is_percent(unit)


@pytest.mark.parametrize("unit", ["", "Rp", "poin", "scale 1-4", "percentile", "skala %", "jam"])
def test_any_other_unit_is_none(unit) -> None:
    assert not is_percent(unit)

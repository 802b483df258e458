"""Values as they are compared: the same number or text is the same value, wherever it came from. Pure."""

from decimal import Decimal
from functools import lru_cache

ZERO, ONE = Decimal(0), Decimal(1)


@lru_cache(8192)
def plain_number(value: Decimal) -> Decimal:
    """The number without trailing zeros, and never one that prints with an exponent or as -0.

    value: finite, below 10 ** 15. The last ones are remembered: numbers recur in plans.
    """
    if value != value.to_integral_value():
        return value.normalize()
    return value.quantize(ONE) if value else ZERO


def plain_text(text: str) -> str:
    """The text as a cell gives it back: lines end in \\n, no white space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()

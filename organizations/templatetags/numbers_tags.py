"""Template filter for numbers as the active language writes them."""

from decimal import Decimal

from django import template

from organizations.numbers import format_number

register = template.Library()


@register.filter
def number(value: Decimal | int | str | None, decimals: int | None = None) -> str:
    """``{{ value|number }}`` shows every digit, ``{{ value|number:2 }}`` at least two decimals."""
    if value is None or isinstance(value, str):
        return value or ""
    return format_number(value, decimals=decimals)

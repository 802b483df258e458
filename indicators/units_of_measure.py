"""What a unit of measure says about how its numbers are written. Pure."""

import re

_PERCENT = re.compile(
    r"(?:%|persen|prosen|persentase|percent|per cent|percentage|pct\.?)(?:\s.*)?", re.IGNORECASE | re.DOTALL
)


def is_percent(unit_of_measure: str) -> bool:
    """Whether numbers in it are percentages, so that a percent sign behind one says nothing new."""
    return _PERCENT.fullmatch(unit_of_measure.strip()) is not None

"""The demo's tables: CSV files beside this module."""

import csv
from decimal import Decimal
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table such as "berdikari/indicators", in the file's order."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    """A cell of a table: a number with a decimal point, or nothing."""
    return Decimal(text) if text else None

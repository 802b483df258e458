"""PT Berdikari's plan as the case prints it, as inputs of the scoring rule."""

import csv
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

from indicators.scoring import Inputs, MeasurementInput, Polarity

FOLDER = Path(__file__).parent.parent / "data" / "berdikari"
STEP = Decimal("0.01")


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def measurements(year: int) -> list[MeasurementInput]:
    """The 20 measurements of a plan year (2012 or 2013), none of them reported."""
    perspective_of = {row["code"]: row["perspective"] for row in rows("objectives.csv")}
    return [
        MeasurementInput(
            key=row["code"],
            perspective_key=perspective_of[row["objective"]],
            objective_key=row["objective"],
            inputs=Inputs(
                polarity=Polarity(row["polarity"]),
                target=Decimal(row[f"target_{year}"]),
                baseline=Decimal(row["baseline"]),
                natural_min=Decimal(row["scale_min"]) if row["scale_min"] else None,
                natural_max=Decimal(row["scale_max"]) if row["scale_max"] else None,
            ),
        )
        for row in rows("indicators.csv")
    ]


def reported(
    of: Sequence[MeasurementInput], achievement: Callable[[Inputs], Decimal | None]
) -> list[MeasurementInput]:
    """The same measurements with achievements, given their inputs."""
    return [each._replace(inputs=each.inputs._replace(achievement=achievement(each.inputs))) for each in of]


def on_target(inputs: Inputs) -> Decimal | None:
    return inputs.target


def just_below(inputs: Inputs) -> Decimal:
    return (inputs.target or Decimal(0)) + (STEP if inputs.polarity == Polarity.LOWER else -STEP)


def one_step_better(inputs: Inputs) -> Decimal:
    """One step on the better side of the target, where the natural bounds leave room for it."""
    best = (inputs.target or Decimal(0)) + (-STEP if inputs.polarity == Polarity.LOWER else STEP)
    if inputs.natural_min is not None:
        best = max(best, inputs.natural_min)
    return best if inputs.natural_max is None else min(best, inputs.natural_max)

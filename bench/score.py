"""Scoring achievements in memory, beside the least that gives the same level and attainment."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from bench.timing import Timing
from bench.workloads import Row, Run, Workload, require
from indicators.scoring import Inputs, Polarity, score_indicator
from scorecards.schemes import BUILT_IN, Scheme

COUNT, SEED = 2000, 2013
HUNDREDTH = Decimal("0.01")
SCHEMES = {scheme.code: scheme for scheme in BUILT_IN}
Scored = tuple[int | None, Decimal | None]


def three_levels(target: Decimal, achievement: Decimal) -> Scored:
    """A level by comparing, and the attainment."""
    return 1 + (achievement >= target) + (achievement > target), attainment(target, achievement)


def five_levels(target: Decimal, achievement: Decimal) -> Scored:
    """A level by the share of the target, and the attainment."""
    share = achievement / target * 100
    return 1 + (share >= 80) + (share >= 100) + (share > 100) + (share > 110), attainment(target, achievement)


def attainment(target: Decimal, achievement: Decimal) -> Decimal:
    return (achievement / target * 100).quantize(HUNDREDTH, ROUND_HALF_UP)


CASES: tuple[tuple[str, str, Callable[[Decimal, Decimal], Scored], float], ...] = (
    ("3 levels", "paper-3", three_levels, 1.2),
    ("5 levels", "five", five_levels, 2.5),
)


def inputs_drawn() -> list[Inputs]:
    """Targets with achievements around them, which no rule rounds onto one of its bounds."""
    draw = random.Random(SEED)
    pairs = [(draw.randint(700, 1100), draw.choice((70, 90, 100, 105, 120))) for _each in range(COUNT)]
    return [
        Inputs(Polarity.HIGHER, Decimal(target) / 10, achievement=Decimal(target) * share / 1000)
        for target, share in pairs
    ]


def score_all(inputs: Sequence[Inputs], scheme: Scheme) -> list[Scored]:
    results = [score_indicator(each, scheme) for each in inputs]
    return [(result.level, result.attainment) for result in results]


def rows(run: Run) -> Iterator[Row]:
    inputs = inputs_drawn()
    pairs = [(each.target, each.achievement) for each in inputs if each.target and each.achievement]
    for label, code, bare, goal in CASES:
        score = partial(score_all, inputs, SCHEMES[code])
        floor = partial(lambda rule: [rule(*pair) for pair in pairs], bare)
        require(score() == floor(), f"a level or an attainment of {code} is not that of the bare function")
        yield run.ratio(f"score, {label}", Timing(score, floor), against="bare Decimal function", goal=goal)


WORKLOAD = Workload("score", f"score {COUNT:,} achievements in memory", rows)

"""Times of repeated runs, their median, and how sure it is: a bootstrap interval."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

WARM_UP = 3
RESAMPLES = 2000
CONFIDENCE = 0.95
SEED = 20130101
STEADY = (0.9, 1.1)


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one run: the median, its interval of 95 % confidence, and those of the processor."""

    median: float
    low: float
    high: float
    cpu: float
    rounds: int


def measure(run: Callable[[], object], rounds: int) -> Times:
    """Time a function, warmed up."""
    for _round in range(WARM_UP):
        run()
    times, cpu_times = [], []
    for _round in range(rounds):
        wall, cpu = timed(run)
        times.append(wall)
        cpu_times.append(cpu)
    low, high = bootstrap_interval(times)
    return Times(statistics.median(times), low, high, statistics.median(cpu_times), rounds)


@dataclass(frozen=True, slots=True)
class Ratios:
    """How many times as long as its divisor a run takes: the median and its interval of 95 % confidence.

    cpu: the same for the time of this process alone, that of a database server left out. steadiness: the
    same for the divisor beside itself; far from 1 the machine was too busy to judge by.
    """

    median: float
    low: float
    high: float
    cpu: float
    steadiness: float
    run_ms: float
    divisor_ms: float
    rounds: int

    @property
    def is_steady(self) -> bool:
        """Whether the divisor took about as long as itself."""
        return STEADY[0] <= self.steadiness <= STEADY[1]


def measure_pairs(run: Callable[[], object], divisor: Callable[[], object], rounds: int) -> Ratios:
    """Time a function against another, in the order divisor, run, run, divisor, so that drift cancels out."""
    timed(divisor)
    timed(run)
    ratios, cpu_ratios, drifts, runs, divisors = [], [], [], [], []
    for _round in range(rounds):
        turns = (timed(divisor), timed(run), timed(run), timed(divisor))
        before, first, second, after = (wall for wall, _cpu in turns)
        ratios.append((first + second) / (before + after))
        cpu_ratios.append((turns[1][1] + turns[2][1]) / (turns[0][1] + turns[3][1]))
        drifts.append(after / before)
        runs += [first, second]
        divisors += [before, after]
    low, high = bootstrap_interval(ratios)
    return Ratios(
        statistics.median(ratios),
        low,
        high,
        cpu=statistics.median(cpu_ratios),
        steadiness=statistics.median(drifts),
        run_ms=statistics.median(runs),
        divisor_ms=statistics.median(divisors),
        rounds=rounds,
    )


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds of one run: as the clock goes by, and of the processor in this process."""
    start, cpu_start = time.perf_counter_ns(), time.process_time_ns()
    run()
    cpu = (time.process_time_ns() - cpu_start) / 1e6
    return (time.perf_counter_ns() - start) / 1e6, cpu


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float]:
    """The interval of the median, from samples drawn with replacement; the same for the same values."""
    draw = random.Random(SEED)
    medians = sorted(statistics.median(draw.choices(values, k=len(values))) for _each in range(RESAMPLES))
    tail = int(RESAMPLES * (1 - CONFIDENCE) / 2)
    return medians[tail], medians[-tail - 1]

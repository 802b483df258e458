"""Times of repeated runs beside those of a floor, and how sure their ratio is: a bootstrap interval."""

from __future__ import annotations

import gc
import random
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import fmean
from typing import TypeAlias

Work: TypeAlias = Callable[[], object]
Time: TypeAlias = tuple[float, float]
"""Milliseconds by the clock, and of the processor."""

WARM_UP = 3
ROUNDS, HEAVY_ROUNDS = 31, 11
RESAMPLES = 2000
CONFIDENCE = 0.95
SEED = 20130101
LEAST_TURN_MS, MOST_RUNS = 20, 20
"""A turn is one run; of what is quick as many as take so long, so that a moment's disturbance counts less."""

STEADY, HEAVY_STEADY = (0.97, 1.03), (0.9, 1.1)
"""Where the floor beside itself must lie for the run to be judged: within a process, and with processes."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What is timed: work, the floor beside which it is timed, and what comes before each, untimed.

    before_floor: where that is something else than before the work.
    heavy: whole processes, or what takes as long as one. Then there are fewer rounds, and the floor beside
    itself is that of the same pairs rather than one of its own.
    """

    run: Work
    floor: Work
    before: Work = lambda: None
    before_floor: Work | None = None
    heavy: bool = False

    @property
    def rounds(self) -> int:
        return HEAVY_ROUNDS if self.heavy else ROUNDS


@dataclass(frozen=True, slots=True)
class Ratios:
    """How many times as long as its floor the work takes: the median and its interval of 95 % confidence.

    cpu: the same for the processor's time of this process and its children; a database server is left out.
    steadiness: the floor beside itself; is_steady: near enough to 1 to judge by.
    """

    median: float
    low: float
    high: float
    cpu: float
    steadiness: float
    is_steady: bool
    run_ms: float
    floor_ms: float
    rounds: int


def measure(timing: Timing, rounds: int | None = None) -> Ratios:
    """Times work and floor in pairs: floor, work, work, floor, so that drift cancels out."""
    rounds = rounds or timing.rounds
    # What is there already is not looked through when garbage is collected between the turns.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    pairs, drifts = _pairs(timing, rounds)
    walls = [[wall for wall, _cpu in pair] for pair in pairs]
    cpus = [[cpu for _wall, cpu in pair] for pair in pairs]
    ratios = [_ratio(wall) for wall in walls]
    low, high = bootstrap_interval(ratios)
    steadiness = statistics.median(drifts)
    least, most = HEAVY_STEADY if timing.heavy else STEADY
    return Ratios(
        statistics.median(ratios),
        low,
        high,
        cpu=statistics.median(map(_ratio, cpus)),
        steadiness=steadiness,
        is_steady=least <= steadiness <= most,
        run_ms=statistics.median(wall for each in walls for wall in each[1:3]),
        floor_ms=statistics.median(wall for each in walls for wall in (each[0], each[3])),
        rounds=rounds,
    )


def _pairs(timing: Timing, rounds: int) -> tuple[list[tuple[Time, ...]], list[float]]:
    """The times of floor, work, work and floor for each round, and of the floor to itself."""
    for _warming in range(1 if timing.heavy else WARM_UP):
        runs = {work: _runs_in_a_turn(timed(timing, work)[0]) for work in (timing.floor, timing.run)}

    def turn(work: Work) -> Time:
        return _mean([timed(timing, work) for _run in range(runs[work])])

    pairs, drifts = [], []
    for _round in range(rounds):
        pairs.append(tuple(map(turn, (timing.floor, timing.run, timing.run, timing.floor))))
        if timing.heavy:
            drifts.append(pairs[-1][3][0] / pairs[-1][0][0])
        else:
            drifts.append(_ratio([turn(timing.floor)[0] for _each in range(4)]))
    return pairs, drifts


def _runs_in_a_turn(milliseconds: float) -> int:
    """How many runs of what takes so long make a turn."""
    return min(max(1, ceil(LEAST_TURN_MS / milliseconds)), MOST_RUNS)


def _mean(times: Sequence[Time]) -> Time:
    return fmean(wall for wall, _cpu in times), fmean(cpu for _wall, cpu in times)


def _ratio(turns: Sequence[float]) -> float:
    """The two in the middle to the two around them; a processor's time may be too short to be told."""
    around = turns[0] + turns[3]
    return (turns[1] + turns[2]) / around if around else float("nan")


def timed(timing: Timing, work: Work) -> Time:
    """Milliseconds of one run: by the clock, and of the processor in this process and its children."""
    before_floor = timing.before_floor or timing.before
    (before_floor if work is timing.floor else timing.before)()
    gc.collect()
    cpu_start, start = _processor(), time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - start) / 1e6, (_processor() - cpu_start) * 1e3


def _processor() -> float:
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + of_children.ru_utime + of_children.ru_stime


def bootstrap_interval(values: Sequence[float]) -> tuple[float, float]:
    """The interval of the median, from samples drawn with replacement; the same for the same values."""
    draw = random.Random(SEED)
    medians = sorted(statistics.median(draw.choices(values, k=len(values))) for _each in range(RESAMPLES))
    tail = int(RESAMPLES * (1 - CONFIDENCE) / 2)
    return medians[tail], medians[-tail - 1]

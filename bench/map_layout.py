"""Laying out a large strategy map: 60 objectives in four lanes, 120 links, in plain Python."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from bench.timing import Timing
from bench.workloads import Row, Run, Workload, require
from scorecards.strategy_map import Card, Lane, Link, lay_out

LANES, OBJECTIVES, LINKS = 4, 60, 120
SEED = 18
NAMES = (
    "Peningkatan Efektivitas Penggunaan Alat Keselamatan Kerja",
    "Peningkatan Teknologi Informasi dalam Manajemen Perusahaan",
    "Peningkatan Profit",
)


def large_map() -> tuple[list[Lane], list[Card], list[Link]]:
    """Four lanes of fifteen cards, and links that all lead to an earlier card, so without a cycle."""
    lanes = [Lane(str(number), "Pembelajaran dan Pertumbuhan", number + 1) for number in range(LANES)]
    cards = [
        Card(str(number), str(number * LANES // OBJECTIVES), f"SS{number}", NAMES[number % 3], number)
        for number in range(OBJECTIVES)
    ]
    draw = random.Random(SEED)
    links: dict[Link, None] = {}
    while len(links) < LINKS:
        effect, cause = sorted(draw.sample(range(OBJECTIVES), 2))
        links[Link(str(cause), str(effect))] = None
    return lanes, cards, list(links)


def rows(run: Run) -> Iterator[Row]:
    """Ordering the lanes beside taking them as they are given; it must cost no crossing."""
    lanes, cards, links = large_map()
    ordered, given = lay_out(lanes, cards, links), lay_out(lanes, cards, links, reorder=False)
    require(len(ordered.cards) == OBJECTIVES, "a card is missing")
    require({(arrow.cause, arrow.effect) for arrow in ordered.arrows} == set(links), "a link is missing")
    require(ordered.crossings <= given.crossings, "ordering added crossings")
    timing = Timing(
        partial(lay_out, lanes, cards, links), partial(lay_out, lanes, cards, links, reorder=False)
    )
    facts = {"crossings": ordered.crossings, "crossings_unordered": given.crossings}
    yield run.ratio("map-layout", timing, against="the order as given", **facts)


WORKLOAD = Workload("map-layout", f"lay out {OBJECTIVES} objectives and {LINKS} links", rows)

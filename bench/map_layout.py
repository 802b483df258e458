"""Laying out a large strategy map: 60 objectives in four lanes, 120 links, in plain Python."""

from __future__ import annotations

import random
from functools import partial

from bench.workloads import Prepared, Workload, require
from scorecards.strategy_map import Card, Lane, Link, lay_out

LANES, OBJECTIVES, LINKS = 4, 60, 120
GOAL_MS = 50
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


def prepare() -> Prepared:
    """Proves that every link is drawn and that ordering did not add crossings."""
    lanes, cards, links = large_map()
    ordered, given = lay_out(lanes, cards, links), lay_out(lanes, cards, links, reorder=False)
    require(len(ordered.cards) == OBJECTIVES, "a card is missing")
    require({(arrow.cause, arrow.effect) for arrow in ordered.arrows} == set(links), "a link is missing")
    require(ordered.crossings <= given.crossings, "ordering added crossings")
    facts = {
        "objectives": OBJECTIVES,
        "links": LINKS,
        "crossings": ordered.crossings,
        "crossings_unordered": given.crossings,
    }
    return Prepared(partial(lay_out, lanes, cards, links), facts, GOAL_MS)


WORKLOAD = Workload("map-layout", f"lay out {OBJECTIVES} objectives and {LINKS} links", prepare)

"""Where the cards stand: rows of a common grid of columns, arranged so that links are short and cross little.

Cards are numbered here; a place is (row, column). Columns are compared doubled, so that the middle
between two columns is a whole number.
"""

from collections.abc import Sequence
from itertools import pairwise

MAX_PER_ROW = 6
CROWDED, MAX_PER_CROWDED_ROW = 12, 8
"""A lane of more cards than this has longer rows: so a large map is broad enough for screen and paper."""

_SWEEPS = 4
_SWAP_PASSES = 8
_CROSSING_COST = 3

Pair = tuple[int, int]
Row = list[int | None]


class Arrangement:
    """Rows of slots from top to bottom, each slot a card's number or None; knows every card's place."""

    def __init__(self, rows: Sequence[Sequence[int | None]]) -> None:
        self.rows: list[Row] = [list(row) for row in rows]
        self.columns = max((len(row) for row in self.rows), default=0)
        self.place: dict[int, Pair] = {
            card: (r, c) for r, row in enumerate(self.rows) for c, card in enumerate(row) if card is not None
        }

    def put(self, row: int, slots: Row) -> None:
        """Replace a row's slots by another arrangement of the same cards."""
        self.rows[row] = slots
        for column, card in enumerate(slots):
            if card is not None:
                self.place[card] = (row, column)

    def free(self, column: int, rows: range) -> bool:
        """Tell whether a column holds no card in any of these rows."""
        return all(self.rows[row][column] is None for row in rows)


def balanced_rows(cards: Sequence[int]) -> list[list[int]]:
    """Cut a lane's cards into as few rows as allowed, of nearly equal length."""
    count = -(-len(cards) // (MAX_PER_CROWDED_ROW if len(cards) > CROWDED else MAX_PER_ROW))
    ends = [len(cards) * i // count for i in range(count + 1)] if count else [0]
    return [list(cards[start:end]) for start, end in pairwise(ends)]


def as_given(lanes: Sequence[Sequence[int]]) -> Arrangement:
    """Place the cards of each lane in the order given, rows centred on the common grid."""
    rows = [row for lane in lanes for row in balanced_rows(lane)]
    columns = max((len(row) for row in rows), default=0)
    return Arrangement([_centred(row, columns) for row in rows])


def causes_below(lanes: Sequence[Sequence[int]], links: Sequence[Pair]) -> list[list[int]]:
    """Reorder lanes of several rows: effects towards the upper rows, causes towards the lower ones."""
    lane_of = {card: index for index, lane in enumerate(lanes) for card in lane}
    pull = dict.fromkeys(lane_of, 0)
    for cause, effect in links:
        for card, other in ((cause, effect), (effect, cause)):
            pull[card] += (lane_of[other] > lane_of[card]) - (lane_of[other] < lane_of[card])
        if lane_of[cause] == lane_of[effect]:
            pull[cause] += 2
            pull[effect] -= 2
    return [sorted(lane, key=pull.__getitem__) if len(lane) > MAX_PER_ROW else list(lane) for lane in lanes]


def swept(start: Arrangement, links: Sequence[Pair]) -> Arrangement:
    """Improve an arrangement by median sweeps up and down, then by swapping neighbouring slots."""
    arrangement = Arrangement(start.rows)
    neighbours: dict[int, list[int]] = {card: [] for card in arrangement.place}
    for cause, effect in links:
        neighbours[cause].append(effect)
        neighbours[effect].append(cause)
    for sweep in range(_SWEEPS):
        rows = range(len(arrangement.rows))
        for row in rows if sweep % 2 else reversed(rows):
            _sort_by_median(arrangement, row, neighbours)
    for _ in range(_SWAP_PASSES):
        if not _swap_neighbouring_slots(arrangement, neighbours):
            break
    return arrangement


def _centred(row: Sequence[int], columns: int) -> Row:
    left = (columns - len(row)) // 2
    return [None] * left + list(row) + [None] * (columns - left - len(row))


def _sort_by_median(arrangement: Arrangement, row: int, neighbours: dict[int, list[int]]) -> None:
    place = arrangement.place
    wanted: dict[int, int] = {}
    for column, card in enumerate(arrangement.rows[row]):
        if card is not None:
            there = sorted(place[other][1] for other in neighbours[card] if place[other][0] != row)
            middle = len(there) // 2
            wanted[card] = there[middle] + there[-middle - 1] if there else 2 * column
    cards = sorted(wanted, key=lambda card: (wanted[card], place[card][1]))
    arrangement.put(row, _nearest_slots(cards, wanted, arrangement.columns))


def _nearest_slots(cards: Sequence[int], wanted: dict[int, int], columns: int) -> Row:
    """Place cards in this order in the slots that are nearest to the columns wanted, in all."""
    best: dict[int, tuple[int, Row]] = {used: (0, [None] * used) for used in range(columns + 1)}
    for count, card in enumerate(cards, start=1):
        following: dict[int, tuple[int, Row]] = {}
        for used in range(count, columns + 1):
            cost, slots = best[used - 1]
            option = (cost + abs(2 * (used - 1) - wanted[card]), [*slots, card])
            if used > count and following[used - 1][0] < option[0]:
                option = (following[used - 1][0], [*following[used - 1][1], None])
            following[used] = option
        best = following
    return best[columns][1]


def _swap_neighbouring_slots(arrangement: Arrangement, neighbours: dict[int, list[int]]) -> bool:
    improved = False
    for row, slots in enumerate(arrangement.rows):
        for left in range(len(slots) - 1):
            pair, swapped = slots[left : left + 2], slots[left : left + 2][::-1]
            if pair[0] is None and pair[1] is None:
                continue
            before = _cost(arrangement, pair, neighbours)
            slots[left : left + 2] = swapped
            arrangement.put(row, slots)
            if _cost(arrangement, swapped, neighbours) < before:
                improved = True
            else:
                slots[left : left + 2] = pair
                arrangement.put(row, slots)
    return improved


def _cost(arrangement: Arrangement, pair: Row, neighbours: dict[int, list[int]]) -> int:
    """Length of the links of two neighbouring cards, and the crossings between these links."""
    place = arrangement.place
    cost = 0
    for card in pair:
        if card is not None:
            row, column = place[card]
            for other in neighbours[card]:
                other_row, other_column = place[other]
                cost += abs(column - other_column) * (1 if other_row != row else 2)
    left, right = pair
    if left is not None and right is not None:
        row = place[left][0]
        ends = [[(place[n][0] >= row, place[n][1]) for n in neighbours[card]] for card in (left, right)]
        crossings = sum(a[0] == b[0] and a[1] > b[1] for a in ends[0] for b in ends[1])
        cost += _CROSSING_COST * crossings
    return cost

"""Laying out a strategy map: lanes, cards and arrows with their places, and nothing about how they look."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorecards.strategy_map.ordering import (
    Arrangement,
    Pair,
    as_given,
    balanced_rows,
    causes_below,
    swept,
)
from scorecards.strategy_map.parts import Arrow, Card, CardBox, Lane, LaneBox, Layout, Point, TextLine
from scorecards.strategy_map.paths import count_crossings, rounded_path
from scorecards.strategy_map.routing import TRACK_PITCH, Grid, Route, Way, route_links
from scorecards.strategy_map.text import first_line, wrap

TITLE_WIDTH, TITLE_SIZE, TITLE_LINE, TITLE_LINES = 104, 13, 17, 5
CODE_SIZE, CODE_TOP = 11, 18
NAME_SIZE, NAME_LINE, NAME_LINES = 12, 15, 4
MARGIN, LANE_GAP, LANE_PAD = 2, 10, 14
ARROW_ROOM, STUB_ROOM = 16, 12
CARD_TEXT_LEFT, CARD_TEXT_RIGHT = 13, 6
NAME_TOP, STATUS_ROOM = 36, 30
_CARD_WIDTHS = {1: 230, 2: 230, 3: 230, 4: 210, 5: 175}
_CARD_WIDTH = 150


def lay_out(
    lanes: Sequence[Lane], cards: Iterable[Card], links: Iterable[tuple[str, str]], *, reorder: bool = True
) -> Layout:
    """Place lanes from top to bottom, their cards in rows, and an arrow for every link.

    Cards are arranged so that arrows cross little: never more than in the order given (``reorder=False``
    keeps that). Links to unknown cards, to itself and repeated ones are left out. Raises KeyError for a
    card of an unknown lane.
    """
    rank = {lane.key: index for index, lane in enumerate(lanes)}
    ordered = sorted(cards, key=lambda card: (rank[card.lane], card.order, card.code))
    number = {card.key: index for index, card in enumerate(ordered)}
    pairs = [
        (number[cause], number[effect])
        for cause, effect in dict.fromkeys((cause, effect) for cause, effect in links)
        if cause in number and effect in number and cause != effect
    ]
    by_lane: list[list[int]] = [[] for _ in lanes]
    for index, card in enumerate(ordered):
        by_lane[rank[card.lane]].append(index)
    drawings = [
        _Drawing(lanes, ordered, pairs, arrangement)
        for arrangement in _candidates(by_lane, pairs, reorder=reorder)
    ]
    return min(drawings, key=lambda drawing: (drawing.crossings, drawing.ink)).layout()


def _candidates(by_lane: list[list[int]], pairs: list[Pair], *, reorder: bool) -> list[Arrangement]:
    given = as_given(by_lane)
    if not reorder or not pairs:
        return [given]
    candidates = [given, swept(given, pairs)]
    causes = causes_below(by_lane, pairs)
    if causes != by_lane:
        candidates.append(swept(as_given(causes), pairs))
    return candidates


@dataclass(slots=True)
class _LaneSpan:
    top: int
    bottom: int


class _Drawing:
    """One arrangement of the cards with its arrows routed and measured."""

    def __init__(
        self, lanes: Sequence[Lane], cards: Sequence[Card], pairs: Sequence[Pair], arrangement: Arrangement
    ) -> None:
        self.lanes, self.cards, self.pairs, self.arrangement = lanes, cards, pairs, arrangement
        self.card_width = _CARD_WIDTHS.get(arrangement.columns, _CARD_WIDTH)
        self.names = [wrap(card.name, self._name_width, NAME_SIZE, NAME_LINES) for card in cards]
        self.row_heights = [self._row_height(row) for row in arrangement.rows]
        self.titles = [wrap(lane.title, TITLE_WIDTH, TITLE_SIZE, TITLE_LINES) for lane in lanes]
        left = MARGIN + LANE_PAD + TITLE_WIDTH
        self.routes: list[Route]
        self.grid: Grid
        self.routes, self.grid = route_links(arrangement, pairs, left, self.card_width)
        self.row_tops, self.spans = self._heights()
        self.lines = [self._points(route) for route in self.routes]
        self.crossings = count_crossings(self.lines)
        self.ink = sum(
            abs(x - following_x) + abs(y - following_y)
            for line in self.lines
            for (x, y), (following_x, following_y) in itertools.pairwise(line)
        )

    def _row_height(self, row: Sequence[int | None]) -> int:
        lines = max((len(self.names[card]) for card in row if card is not None), default=1)
        return NAME_TOP + NAME_LINE * (max(lines, 2) - 1) + STATUS_ROOM

    @property
    def _name_width(self) -> int:
        return self.card_width - CARD_TEXT_LEFT - CARD_TEXT_RIGHT

    def layout(self) -> Layout:
        """Return the finished map."""
        bottom = self.spans[-1].bottom if self.spans else MARGIN
        return Layout(
            width=self._right + MARGIN,
            height=bottom + MARGIN,
            lanes=tuple(self._lane_box(index) for index in range(len(self.lanes))),
            cards=tuple(self._card_box(index) for index in range(len(self.cards))),
            arrows=tuple(self._arrow(index) for index in range(len(self.routes))),
            crossings=self.crossings,
        )

    @property
    def _right(self) -> int:
        return max(self.grid.right, MARGIN + TITLE_WIDTH + 2 * LANE_PAD)

    def _heights(self) -> tuple[list[int], list[_LaneSpan]]:
        """Stack lanes, their rows and the tracks below every row, downwards."""
        sizes: dict[str, int] = defaultdict(int)
        for card in self.cards:
            sizes[card.lane] += 1
        tops: list[int] = []
        spans: list[_LaneSpan] = []
        y = MARGIN
        for lane, title in zip(self.lanes, self.titles, strict=True):
            start = y
            y += LANE_PAD
            for _ in balanced_rows(range(sizes[lane.key])):
                y += STUB_ROOM if y > start + LANE_PAD else 0
                tops.append(y)
                y += self.row_heights[len(tops) - 1] + self._room_below(len(tops))
            y = max(y, start + 2 * LANE_PAD + len(title) * TITLE_LINE)
            spans.append(_LaneSpan(start, y))
            y += LANE_GAP
        return tops, spans

    def _room_below(self, channel: int) -> int:
        tracks = self.grid.tracks[channel]
        return ARROW_ROOM + TRACK_PITCH * (tracks - 1) + 10 if tracks else LANE_PAD

    def _row_bottom(self, row: int) -> int:
        return self.row_tops[row] + self.row_heights[row]

    def _track_y(self, channel: int, track: int) -> int:
        return self._row_bottom(channel - 1) + ARROW_ROOM + TRACK_PITCH * track

    def _points(self, route: Route) -> list[Point]:
        """List the corners of an arrow from cause to effect."""
        lower_top = self.row_tops[route.lower[0]]
        upper_bottom = self._row_bottom(route.upper[0])
        low_y = self._track_y(route.low_channel, route.low_track) if route.low_channel else 0
        high_y = self._track_y(route.high_channel, route.high_track)
        start, end = (route.low_x, lower_top), (route.high_x, upper_bottom)
        match route.way:
            case Way.SIDE:
                return self._side_points(route)
            case Way.BELOW:
                start = (route.low_x, upper_bottom)
                corners = [(route.low_x, low_y), (route.high_x, low_y)]
            case Way.CORRIDOR:
                corners = [(route.low_x, low_y), (route.gap_x, low_y)]
                corners += [(route.gap_x, high_y), (route.high_x, high_y)]
            case Way.LOWER_COLUMN:
                corners = [(route.low_x, high_y), (route.high_x, high_y)]
            case Way.UPPER_COLUMN:
                corners = [(route.low_x, low_y), (route.high_x, low_y)]
        if route.low_x == route.high_x and route.way in (Way.LOWER_COLUMN, Way.UPPER_COLUMN):
            corners = []
        points = [start, *corners, end]
        return points[::-1] if route.down else points

    def _side_points(self, route: Route) -> list[Point]:
        y = self.row_tops[route.lower[0]] + self.row_heights[route.lower[0]] // 2
        start, end = (self.grid.column_x[place[1]] for place in (route.lower, route.upper))
        if start < end:
            return [(start + self.card_width, y), (end, y)]
        return [(start, y), (end + self.card_width, y)]

    def _arrow(self, index: int) -> Arrow:
        cause, effect = (self.cards[number].key for number in self.pairs[index])
        path, angle = rounded_path(self.lines[index])
        return Arrow(cause, effect, tuple(self.lines[index]), path, angle)

    def _card_box(self, index: int) -> CardBox:
        card = self.cards[index]
        row, column = self.arrangement.place[index]
        x, y = self.grid.column_x[column], self.row_tops[row]
        text_x = x + CARD_TEXT_LEFT
        code = TextLine(text_x, y + CODE_TOP, first_line(card.code, self._name_width, CODE_SIZE))
        lines = tuple(
            TextLine(text_x, y + NAME_TOP + NAME_LINE * number, text)
            for number, text in enumerate(self.names[index])
        )
        tone = next(lane.tone for lane in self.lanes if lane.key == card.lane)
        return CardBox(card, tone, x, y, self.card_width, self.row_heights[row], code, lines)

    def _lane_box(self, index: int) -> LaneBox:
        span, title = self.spans[index], self.titles[index]
        x, y = MARGIN + LANE_PAD, span.top + LANE_PAD
        lines = tuple(
            TextLine(x, y + TITLE_SIZE + TITLE_LINE * number, text) for number, text in enumerate(title)
        )
        return LaneBox(
            lane=self.lanes[index],
            x=MARGIN,
            y=span.top,
            width=self._right - MARGIN,
            height=span.bottom - span.top,
            title_x=x,
            title_y=y,
            title_width=TITLE_WIDTH,
            title_height=TITLE_LINE * len(title),
            title_lines=lines,
        )

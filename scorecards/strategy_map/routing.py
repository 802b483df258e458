"""Which way each arrow takes: up through free columns and gaps, sideways in the channels between rows.

Channel ``k`` lies above row ``k`` (and below row ``k - 1``), gap ``g`` left of column ``g``. A link between
rows runs from the top of the lower card to the bottom of the upper one; a link within a row runs through the
channel below it, or straight from side to side where nothing stands between. So no arrow can meet a card.
In a channel every vertical stretch has an x of its own, and horizontal stretches that overlap have tracks of
their own, ordered so that they cross little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from scorecards.strategy_map.ordering import Arrangement, Pair
from scorecards.strategy_map.tracks import Stretch, stack

PORT_PITCH = 16
TRACK_PITCH = 9
CORRIDOR_PITCH = 8
GAP_WIDTH, GAP_MARGIN, OUTER_GAP_WIDTH = 26, 12, 12
PORT_INSET = 12


class Way(Enum):
    """How a link travels."""

    SIDE = "side"
    BELOW = "below"
    CORRIDOR = "corridor"
    LOWER_COLUMN = "lower column"
    UPPER_COLUMN = "upper column"


@dataclass(slots=True)
class Route:
    """One link underway: ``lower`` and ``upper`` are the places it joins, ``down`` if its cause is the upper.

    For links within a row, lower is the cause and upper the effect. x positions and tracks are filled in
    step by step; ``low_track`` is in the channel above the lower row, ``high_track`` below the upper one.
    """

    lower: Pair
    upper: Pair
    down: bool
    way: Way
    gap: int = 0
    low_x: int = 0
    high_x: int = 0
    gap_x: int = 0
    low_track: int = 0
    high_track: int = 0

    @property
    def low_channel(self) -> int:
        """The channel that the lower end opens into (for links within a row: the one below it)."""
        return self.lower[0] + 1 if self.way is Way.BELOW else self.lower[0]

    @property
    def high_channel(self) -> int:
        """The channel that the upper end opens into."""
        return self.upper[0] + 1


@dataclass(slots=True)
class Grid:
    """The x positions of columns and gaps; ``tracks`` counts those of each channel."""

    column_x: list[int]
    card_width: int
    right: int
    tracks: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Port:
    """A place on a column's cards (or free cells) where a vertical stretch runs, through some channels."""

    first: int
    last: int
    key: tuple[int, ...]
    ends: list[tuple[Route, str]]


def route_links(
    arrangement: Arrangement, links: Sequence[Pair], left: int, card_width: int
) -> tuple[list[Route], Grid]:
    """Choose each link's way and give every stretch its column position and track."""
    routes = _choose_ways(arrangement, links)
    grid = _place_columns(arrangement.columns, routes, left, card_width)
    _place_ports(routes, grid)
    _place_tracks(routes, grid, len(arrangement.rows) + 1)
    return routes, grid


def _choose_ways(arrangement: Arrangement, links: Sequence[Pair]) -> list[Route]:
    used: Counter[int] = Counter()
    routes: list[Route] = []
    sides: set[Pair] = set()
    for cause, effect in links:
        start, end = arrangement.place[cause], arrangement.place[effect]
        if start[0] == end[0]:
            direct = (effect, cause) not in sides and _side_by_side(arrangement, start, end)
            if direct:
                sides.add((cause, effect))
            routes.append(Route(start, end, False, Way.SIDE if direct else Way.BELOW))
        else:
            down = start[0] < end[0]
            lower, upper = (end, start) if down else (start, end)
            routes.append(_choose_way(arrangement, Route(lower, upper, down, Way.UPPER_COLUMN), used))
    return routes


def _side_by_side(arrangement: Arrangement, one: Pair, other: Pair) -> bool:
    """Tell whether nothing stands between two places of a row."""
    left, right = sorted((one[1], other[1]))
    return all(card is None for card in arrangement.rows[one[0]][left + 1 : right])


def _choose_way(arrangement: Arrangement, route: Route, used: Counter[int]) -> Route:
    """Prefer a free column (fewest bends), else the gap that is nearest and least used."""
    passed = range(route.upper[0] + 1, route.lower[0])
    if arrangement.free(route.upper[1], passed):
        return route
    if arrangement.free(route.lower[1], passed):
        route.way = Way.LOWER_COLUMN
        return route
    low, high = 2 * route.lower[1], 2 * route.upper[1]

    def detour(gap: int) -> tuple[int, int]:
        middle = 2 * gap - 1
        return 3 * (abs(low - middle) + abs(high - middle)) + used[gap], gap

    route.way, route.gap = Way.CORRIDOR, min(range(arrangement.columns + 1), key=detour)
    used[route.gap] += 1
    return route


def _place_columns(columns: int, routes: Iterable[Route], left: int, card_width: int) -> Grid:
    """Make each gap wide enough for its corridors, and give these their x."""
    by_gap: dict[int, list[Route]] = defaultdict(list)
    for route in routes:
        if route.way is Way.CORRIDOR:
            by_gap[route.gap].append(route)
    x, column_x = left, []
    for gap in range(columns + 1):
        corridors = _corridors(by_gap[gap])
        least = GAP_WIDTH if 0 < gap < columns else OUTER_GAP_WIDTH
        width = max(least, 2 * GAP_MARGIN + CORRIDOR_PITCH * (len(corridors) - 1)) if corridors else least
        start = x + (width - CORRIDOR_PITCH * (len(corridors) - 1)) // 2
        for index, corridor in enumerate(corridors):
            for route in corridor:
                route.gap_x = start + CORRIDOR_PITCH * index
        x += width
        if gap < columns:
            column_x.append(x)
            x += card_width
    return Grid(column_x, card_width, x)


def _corridors(routes: list[Route]) -> list[list[Route]]:
    """Share corridors between routes that have no channel in common, from left to right by where they go."""
    corridors: list[list[Route]] = []
    for route in sorted(routes, key=lambda route: (route.lower[1] + route.upper[1], -route.lower[0])):
        for corridor in corridors:
            if all(
                other.low_channel < route.high_channel or route.low_channel < other.high_channel
                for other in corridor
            ):
                corridor.append(route)
                break
        else:
            corridors.append([route])
    return corridors


def _place_ports(routes: Iterable[Route], grid: Grid) -> None:
    by_column: dict[int, list[_Port]] = defaultdict(list)
    for route in routes:
        for column, port in _ports(route):
            by_column[column].append(port)
    for column, ports in by_column.items():
        ports.sort(key=lambda port: port.first)
        group: list[_Port] = []
        last = -1
        for port in ports:
            if group and port.first > last:
                _spread(group, grid, column)
                group = []
            group.append(port)
            last = max(last, port.last)
        _spread(group, grid, column)


def _ports(route: Route) -> list[tuple[int, _Port]]:
    """List the vertical stretches of a route that lie in columns of cards."""
    low, high = route.low_channel, route.high_channel
    low_column, high_column = route.lower[1], route.upper[1]
    if route.way is Way.SIDE:
        return []
    if route.way is Way.CORRIDOR:
        to_low, to_high = 2 * route.gap - 1, 2 * route.gap - 1
    else:
        to_low, to_high = 2 * high_column, 2 * low_column
    if low_column == high_column and route.way is not Way.CORRIDOR:
        return [(low_column, _Port(high, low, (to_low,), [(route, "low_x"), (route, "high_x")]))]
    low_end = high if route.way is Way.LOWER_COLUMN else low
    high_end = low if route.way is Way.UPPER_COLUMN else high
    return [
        (low_column, _Port(low_end, low, (to_low, 2 * high_column, -high), [(route, "low_x")])),
        (high_column, _Port(high, high_end, (to_high, 2 * low_column, low), [(route, "high_x")])),
    ]


def _spread(ports: list[_Port], grid: Grid, column: int) -> None:
    """Give ports of one column their x, side by side around its middle, ordered by where they go."""
    ports.sort(key=lambda port: port.key)
    pitch = max(1, min(PORT_PITCH, (grid.card_width - 2 * PORT_INSET) // len(ports)))
    start = grid.column_x[column] + (grid.card_width - pitch * (len(ports) - 1)) // 2
    for index, port in enumerate(ports):
        for route, end in port.ends:
            setattr(route, end, start + pitch * index)


def _place_tracks(routes: Iterable[Route], grid: Grid, channels: int) -> None:
    stretches: dict[int, list[tuple[Route, str, Stretch]]] = defaultdict(list)
    for route in routes:
        for channel, end, stretch in _stretches(route):
            stretches[channel].append((route, end, stretch))
    for channel in range(channels):
        grid.tracks.append(stack([stretch for _, _, stretch in stretches[channel]]))
        for route, end, stretch in stretches[channel]:
            setattr(route, end, stretch.track)


def _stretches(route: Route) -> list[tuple[int, str, Stretch]]:
    """List the horizontal stretches of a route, each with its channel and the track that it decides."""
    low, high, gap = (route.low_x,), (route.high_x,), (route.gap_x,)
    match route.way:
        case Way.BELOW:
            return [(route.low_channel, "low_track", Stretch(low + high, ()))]
        case Way.CORRIDOR:
            return [
                (route.low_channel, "low_track", Stretch(gap, low)),
                (route.high_channel, "high_track", Stretch(high, gap)),
            ]
        case Way.LOWER_COLUMN if low != high:
            return [(route.high_channel, "high_track", Stretch(high, low))]
        case Way.UPPER_COLUMN if low != high:
            return [(route.low_channel, "low_track", Stretch(high, low))]
    return []

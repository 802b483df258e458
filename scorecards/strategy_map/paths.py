"""Geometry of arrows made of horizontal and vertical stretches."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from scorecards.strategy_map.parts import Point

HEAD_LENGTH = 8
_RADIUS = 6


def rounded_path(points: Sequence[Point]) -> tuple[str, int]:
    """Return the SVG path of a line with rounded corners, and the angle of its head in degrees.

    The path ends where the head begins, HEAD_LENGTH before the last point.
    """
    (x, y), (tip_x, tip_y) = points[-2:]
    dx, dy = _sign(tip_x - x), _sign(tip_y - y)
    line = [*points[:-1], (tip_x - dx * (HEAD_LENGTH - 1), tip_y - dy * (HEAD_LENGTH - 1))]
    steps = [f"M{line[0][0]} {line[0][1]}"]
    for before, corner, after in zip(line, line[1:], line[2:], strict=False):
        radius = min(_RADIUS, _distance(before, corner) // 2, _distance(corner, after) // 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        steps.append(f"L{start[0]} {start[1]}Q{corner[0]} {corner[1]} {end[0]} {end[1]}")
    steps.append(f"L{line[-1][0]} {line[-1][1]}")
    return "".join(steps), {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}[dx, dy]


def count_crossings(lines: Sequence[Sequence[Point]]) -> int:
    """Count the points where a horizontal stretch of one line crosses a vertical stretch of another.

    Lines that only touch do not cross.
    """
    verticals: list[tuple[int, int, int, int]] = []
    horizontals: list[tuple[int, int, int, int]] = []
    for number, line in enumerate(lines):
        for (x, y), (next_x, next_y) in pairwise(line):
            if x == next_x:
                verticals.append((x, min(y, next_y), max(y, next_y), number))
            else:
                horizontals.append((y, min(x, next_x), max(x, next_x), number))
    verticals.sort()
    positions = [vertical[0] for vertical in verticals]
    crossings = 0
    for y, left, right, number in horizontals:
        for _, top, bottom, other in verticals[bisect_right(positions, left) : bisect_left(positions, right)]:
            if top < y < bottom and number != other:
                crossings += 1
    return crossings


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _distance(one: Point, other: Point) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(corner: Point, other: Point, distance: int) -> Point:
    return (
        corner[0] + distance * _sign(other[0] - corner[0]),
        corner[1] + distance * _sign(other[1] - corner[1]),
    )

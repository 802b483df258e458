"""Draws how cost grows, from the points that the workload growth measured, as an SVG file's text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10
from typing import Any
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 290, 30, 60
DECADES = 2
SHADES = ("#1f4e79", "#a63d2f", "#2e7d4f", "#7a5195", "#8a6d1d", "#3d3d3d")
DASHES = ("", "8 4", "2 4", "12 4 2 4", "4 4", "16 6")


@dataclass(frozen=True, slots=True)
class Series:
    """A line: its name, and how many times the time of the least data each size takes."""

    name: str
    points: tuple[tuple[float, float], ...]


def series_of(rows: Iterable[dict[str, Any]]) -> list[Series]:
    """The lines of a run's rows; both axes begin at 1, the least data and its time."""
    found = []
    for row in rows:
        points = row["facts"].get("points")
        if points:
            (least, least_ms), *_rest = points
            relative = tuple((size / least, milliseconds / least_ms) for size, milliseconds in points)
            found.append(Series(row["name"].removeprefix("growth of "), relative))
    return found


def draw(rows: Iterable[dict[str, Any]]) -> str:
    """The chart: both axes logarithmic, so that the slope of a line is the exponent of its growth."""
    lines = [line(number, each) for number, each in enumerate(series_of(rows))]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
            'font-family="sans-serif" font-size="12" fill="#3d3d3d">',
            "<title>How the time grows with the data; the slope of a line is its exponent</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            *grid(),
            *lines,
            "</svg>\n",
        ]
    )


def grid() -> list[str]:
    """The axes, and a thin line for growth in proportion."""
    marks = []
    for decade in range(DECADES + 1):
        times = 10**decade
        across, up = x(times), y(times)
        marks += [
            f'<path d="M{across:.0f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>',
            f'<path d="M{LEFT} {up:.0f}H{WIDTH - RIGHT}" stroke="#dddddd"/>',
            f'<text x="{across:.0f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{times}</text>',
            f'<text x="{LEFT - 10}" y="{up + 4:.0f}" text-anchor="end">{times}</text>',
        ]
    end = 10**DECADES
    proportion = f"M{x(1):.0f} {y(1):.0f}L{x(end):.0f} {y(end):.0f}"
    middle = (LEFT + WIDTH - RIGHT) / 2
    return [
        *marks,
        f'<path d="{proportion}" stroke="#bbbbbb" stroke-width="6" fill="none"/>',
        f'<text x="{middle:.0f}" y="{HEIGHT - 15}" text-anchor="middle">times the data</text>',
        f'<text transform="translate(20 {HEIGHT // 2}) rotate(-90)">times the time</text>',
        f'<text x="{WIDTH - RIGHT + 50}" y="{TOP + 5}">In proportion</text>',
        f'<path d="M{WIDTH - RIGHT + 15} {TOP}h28" stroke="#bbbbbb" stroke-width="6"/>',
    ]


def line(number: int, series: Series) -> str:
    """A line with its points and its name beside the chart; told by dash and order, not by colour alone."""
    shade, dash = SHADES[number % len(SHADES)], DASHES[number % len(DASHES)]
    places = [(x(size), y(times)) for size, times in series.points]
    path = "M" + "L".join(f"{across:.1f} {up:.1f}" for across, up in places)
    stroke = f'stroke="{shade}" stroke-width="2" stroke-dasharray="{dash}" fill="none"'
    height = TOP + 30 + 24 * number
    return "\n".join(
        [
            f'<path d="{path}" {stroke}/>',
            *(f'<circle cx="{across:.1f}" cy="{up:.1f}" r="3" fill="{shade}"/>' for across, up in places),
            f'<path d="M{WIDTH - RIGHT + 15} {height}h28" {stroke}/>',
            f'<text x="{WIDTH - RIGHT + 50}" y="{height + 4}">{escape(series.name)}</text>',
        ]
    )


def x(times: float) -> float:
    return LEFT + _share(times) * (WIDTH - LEFT - RIGHT)


def y(times: float) -> float:
    return HEIGHT - BOTTOM - _share(times) * (HEIGHT - TOP - BOTTOM)


def _share(times: float) -> float:
    """Where a factor lies on an axis; what is quicker than the least data lies on its line."""
    return min(max(log10(times), 0) / DECADES, 1) if times > 0 else 0

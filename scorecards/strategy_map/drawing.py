"""A layout dressed for the SVG template: statuses, addresses and colours beside every card and arrow.

The colours are those of the page's light scheme; as attributes they serve the downloaded file, on screen the
style sheet overrides them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from scorecards.strategy_map.graph import downstream, upstream
from scorecards.strategy_map.parts import Arrow, CardBox, LaneBox, Layout, TextLine
from scorecards.strategy_map.text import first_line

TONE_COLOURS: dict[int, tuple[str, str]] = {
    1: ("#7d5f14", "#f7f3e8"),
    2: ("#75447c", "#f6eff7"),
    3: ("#2a5f91", "#ebf2f9"),
    4: ("#35704a", "#ecf5ef"),
    5: ("#97492a", "#faf0eb"),
    6: ("#4c5596", "#f0f1fa"),
    7: ("#983f62", "#faeef3"),
    8: ("#5e652f", "#f3f4e9"),
}
"""Ink and ground of each tone."""

STATUS_COLOURS = {"above": "#1b7340", "on": "#3a5a87", "below": "#b3261e", "missing": "#5a6967"}
_PLAIN_TONE = ("#5f6e6b", "#f4f7f6")
_PLAIN_STATUS = "#5a6967"
_SHAPES = {
    "above": "M0-4.5L5 4H-5Z",
    "below": "M0 4.5L-5-4H5Z",
    "on": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z",
    "missing": "M-3.5 0A3.5 3.5 0 1 0 3.5 0A3.5 3.5 0 1 0-3.5 0Z",
}
_DASH = "M-4-1H4V1H-4Z"
_REACHED = ("above", "on", "below")
_MISSING_BAR = "#b4bfbc"
_BAR = 5
_WORD_INDENT, _WORD_SIZE = 15, 11


@dataclass(frozen=True, slots=True)
class MapStatus:
    """A status as the page names it: its code (above, on, below, missing, …) and its word, translated."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class MapLane:
    """A lane with its colours."""

    box: LaneBox
    ink: str
    ground: str


@dataclass(frozen=True, slots=True)
class MapCard:
    """A card with its status and address, and the keys of what drives it and what it drives."""

    box: CardBox
    status: MapStatus | None
    url: str
    upstream: str
    downstream: str
    colour: str
    bar_colour: str
    shape: str
    bar: str
    shape_x: int
    shape_y: int
    word_line: TextLine

    @property
    def label(self) -> str:
        """The accessible name: code, name and status word."""
        name = f"{self.box.card.code} {self.box.card.name}"
        return f"{name}, {self.status.word}" if self.status else name


@dataclass(frozen=True, slots=True)
class MapArrow:
    """An arrow with the codes of its ends and the status code of its cause (empty if none is shown)."""

    arrow: Arrow
    cause_code: str
    effect_code: str
    cause_status: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that templates/scorecards/strategy_map.svg prints."""

    width: int
    height: int
    lanes: tuple[MapLane, ...]
    cards: tuple[MapCard, ...]
    arrows: tuple[MapArrow, ...]
    interactive: bool


def draw(
    layout: Layout,
    *,
    statuses: Mapping[str, MapStatus] | None = None,
    urls: Mapping[str, str] | None = None,
) -> Drawing:
    """Join a layout with statuses and addresses by card key; a card without one is drawn without.

    Without addresses nothing in the drawing can be pressed: that is the file for download.
    """
    statuses, urls = statuses or {}, urls or {}
    links = [(arrow.cause, arrow.effect) for arrow in layout.arrows]
    codes = {box.card.key: box.card.code for box in layout.cards}
    return Drawing(
        width=layout.width,
        height=layout.height,
        lanes=tuple(MapLane(lane, *TONE_COLOURS.get(lane.lane.tone, _PLAIN_TONE)) for lane in layout.lanes),
        cards=tuple(
            _card(box, statuses.get(box.card.key), urls.get(box.card.key, ""), links) for box in layout.cards
        ),
        arrows=tuple(
            MapArrow(
                arrow,
                codes[arrow.cause],
                codes[arrow.effect],
                statuses[arrow.cause].code if arrow.cause in statuses else "",
            )
            for arrow in layout.arrows
        ),
        interactive=bool(urls),
    )


def _card(box: CardBox, status: MapStatus | None, url: str, links: list[tuple[str, str]]) -> MapCard:
    bottom = box.y + box.height - 11
    room = box.x + box.width - box.code_line.x - _WORD_INDENT - 6
    word = first_line(status.word, room, _WORD_SIZE) if status else ""
    tone_ink = TONE_COLOURS.get(box.tone, _PLAIN_TONE)[0]
    colour = STATUS_COLOURS.get(status.code, _PLAIN_STATUS) if status else tone_ink
    return MapCard(
        box=box,
        status=status,
        url=url,
        upstream=" ".join(upstream(links, box.card.key)),
        downstream=" ".join(downstream(links, box.card.key)),
        colour=colour,
        bar_colour=colour if status is None or status.code in _REACHED else _MISSING_BAR,
        shape=_SHAPES.get(status.code, _DASH) if status else "",
        bar=(
            f"M{box.x + _BAR} {box.y}a{_BAR} {_BAR} 0 0 0-{_BAR} {_BAR}"
            f"v{box.height - 2 * _BAR}a{_BAR} {_BAR} 0 0 0 {_BAR} {_BAR}Z"
        ),
        shape_x=box.code_line.x + 5,
        shape_y=bottom - 4,
        word_line=TextLine(box.code_line.x + _WORD_INDENT, bottom, word),
    )

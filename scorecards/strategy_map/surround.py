"""What a map needs where no page stands around it: its name above it, and the legend below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scorecards.strategy_map.drawing import DASH, PLAIN_STATUS, SHAPES, STATUS_COLOURS, Drawing, MapStatus
from scorecards.strategy_map.parts import TextLine
from scorecards.strategy_map.text import first_line, text_width

TITLE_SIZE, TITLE_ROOM = 18, 40
LEGEND_SIZE, LEGEND_ROW, LEGEND_TOP = 11, 20, 24
_LEFT = 4
_SHAPE_ROOM, _ARROW_ROOM, _GAP = 15, 38, 22
_ARROW_COLOUR = "#6b7d7a"


@dataclass(frozen=True, slots=True)
class LegendMark:
    """One sign of the legend with its words: a status's shape, or an arrow when there is no shape."""

    x: int
    y: int
    shape: str
    colour: str
    is_hollow: bool
    line: TextLine


@dataclass(frozen=True, slots=True)
class Surround:
    """The name and the legend around a drawing; the view box begins at `top` and is `height` high."""

    top: int
    height: int
    title: TextLine
    legend: tuple[LegendMark, ...]


@dataclass(frozen=True, slots=True)
class _Sign:
    shape: str
    colour: str
    is_hollow: bool
    room: int
    text: str


def surround(
    drawing: Drawing, *, title: str, statuses: Sequence[MapStatus], arrow: str, arrow_below: str = ""
) -> Surround:
    """Name and legend of a drawing: a shape for each status, an arrow for what links say.

    arrow: what every arrow means; arrow_below: what one means whose cause is below target, empty to leave it
    out.
    """
    signs = [_sign(status) for status in statuses]
    signs.append(_Sign("", _ARROW_COLOUR, False, _ARROW_ROOM, arrow))
    if arrow_below:
        signs.append(_Sign("", STATUS_COLOURS["below"], False, _ARROW_ROOM, arrow_below))
    legend = tuple(_placed(signs, drawing.width, drawing.height + LEGEND_TOP))
    bottom = max((mark.y for mark in legend), default=drawing.height)
    text = first_line(title, drawing.width - 2 * _LEFT, TITLE_SIZE)
    return Surround(
        top=-TITLE_ROOM,
        height=bottom + LEGEND_ROW // 2 + TITLE_ROOM,
        title=TextLine(_LEFT, -TITLE_ROOM // 2 + TITLE_SIZE // 3, text),
        legend=legend,
    )


def _sign(status: MapStatus) -> _Sign:
    return _Sign(
        SHAPES.get(status.code, DASH),
        STATUS_COLOURS.get(status.code, PLAIN_STATUS),
        status.code == "missing",
        _SHAPE_ROOM,
        status.word,
    )


def _placed(signs: Iterable[_Sign], width: int, top: int) -> Iterable[LegendMark]:
    """Put the signs side by side, and on a new row where one would leave the drawing."""
    x, y = _LEFT, top
    for sign in signs:
        text = first_line(sign.text, width - 2 * _LEFT - sign.room, LEGEND_SIZE)
        wide = sign.room + text_width(text, LEGEND_SIZE)
        if x > _LEFT and x + wide > width - _LEFT:
            x, y = _LEFT, y + LEGEND_ROW
        yield LegendMark(x, y, sign.shape, sign.colour, sign.is_hollow, TextLine(x + sign.room, y + 4, text))
        x += wide + _GAP

"""The strategy map, pure: where cards and arrows lie, how they look, and what drives what."""

from scorecards.strategy_map.drawing import (
    Drawing,
    IndicatorMarks,
    LaneAdd,
    LinkWords,
    MapArrow,
    MapCard,
    MapStatus,
    draw,
)
from scorecards.strategy_map.graph import downstream, find_cycle, upstream
from scorecards.strategy_map.layout import lay_out
from scorecards.strategy_map.parts import (
    Arrow,
    Card,
    CardBox,
    Lane,
    LaneBox,
    Layout,
    Link,
    TextLine,
)
from scorecards.strategy_map.surround import Surround, surround
from scorecards.strategy_map.text import xml_text

__all__ = [
    "Arrow",
    "Card",
    "CardBox",
    "Drawing",
    "IndicatorMarks",
    "Lane",
    "LaneAdd",
    "LaneBox",
    "Layout",
    "Link",
    "LinkWords",
    "MapArrow",
    "MapCard",
    "MapStatus",
    "Surround",
    "TextLine",
    "downstream",
    "draw",
    "find_cycle",
    "lay_out",
    "surround",
    "upstream",
    "xml_text",
]

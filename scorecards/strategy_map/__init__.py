"""The strategy map, pure: where cards and arrows lie, how they look, and what drives what."""

from scorecards.strategy_map.drawing import Drawing, MapArrow, MapCard, MapStatus, draw
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

__all__ = [
    "Arrow",
    "Card",
    "CardBox",
    "Drawing",
    "Lane",
    "LaneBox",
    "Layout",
    "Link",
    "MapArrow",
    "MapCard",
    "MapStatus",
    "TextLine",
    "downstream",
    "draw",
    "find_cycle",
    "lay_out",
    "upstream",
]

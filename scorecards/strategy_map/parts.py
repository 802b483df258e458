"""What goes into a strategy map and what comes out: plain frozen values, all lengths in whole pixels."""

from dataclasses import dataclass
from typing import NamedTuple

Point = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """A perspective; lanes are given from top to bottom. ``tone`` is the number of its colour."""

    key: str
    title: str
    tone: int


@dataclass(frozen=True, slots=True)
class Card:
    """An objective in its lane; ``order`` decides where it stands when no link does."""

    key: str
    lane: str
    code: str
    name: str
    order: int


class Link(NamedTuple):
    """A cause-effect link between the keys of two cards."""

    cause: str
    effect: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text, placed by the left end of its baseline."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class LaneBox:
    """A lane as drawn; its title keeps to the title box, which no arrow enters."""

    lane: Lane
    x: int
    y: int
    width: int
    height: int
    title_x: int
    title_y: int
    title_width: int
    title_height: int
    title_lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class CardBox:
    """A card as drawn, with its code and name cut and wrapped to fit."""

    card: Card
    tone: int
    x: int
    y: int
    width: int
    height: int
    code_line: TextLine
    name_lines: tuple[TextLine, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link as drawn: corner points from cause to effect, the SVG path, and its head.

    The last point is the tip of the head, on the effect's border; ``angle`` turns a head that points to
    the right, in degrees clockwise.
    """

    cause: str
    effect: str
    points: tuple[Point, ...]
    path: str
    angle: int

    @property
    def tip(self) -> Point:
        """Where the head touches the effect."""
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole map; ``crossings`` counts the points where two drawn arrows cross."""

    width: int
    height: int
    lanes: tuple[LaneBox, ...]
    cards: tuple[CardBox, ...]
    arrows: tuple[Arrow, ...]
    crossings: int

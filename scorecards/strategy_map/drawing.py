"""A layout dressed for the SVG template: statuses, addresses and colours beside every card and arrow.

The colours are those of the page's light scheme; as attributes they serve the downloaded file, on screen the
style sheet overrides them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from scorecards.strategy_map.graph import downstream, upstream
from scorecards.strategy_map.parts import Arrow, Card, CardBox, LaneBox, Layout, TextLine
from scorecards.strategy_map.text import first_line, text_width

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
PLAIN_STATUS = "#5a6967"
SHAPES = {
    "above": "M0-4.5L5 4H-5Z",
    "below": "M0 4.5L-5-4H5Z",
    "on": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0-4 0Z",
    "missing": "M-3.5 0A3.5 3.5 0 1 0 3.5 0A3.5 3.5 0 1 0-3.5 0Z",
}
DASH = "M-4-1H4V1H-4Z"
_REACHED = ("above", "on", "below")
_MISSING_BAR = "#b4bfbc"
_BAR = 5
_WORD_INDENT, _WORD_SIZE = 15, 11
_PIP_PITCH, _PIP_MARGIN = 9, 11
_ADD_ROOM, _ADD_BOTTOM = 22, 13
_HANDLE_ROOM, _UNLINKED_SIZE, _UNLINKED_GAP = 24, 10, 6

ChainWords = Callable[[Card, Sequence[Card], Sequence[Card]], str]
"""Says what an objective drives and what drives it: the card, those that it drives, those that drive it."""


@dataclass(frozen=True, slots=True)
class MapStatus:
    """A status as the page names it: its code (above, on, below, missing, …) and its word, translated."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class LinkWords:
    """A link as the page names it: its key, the sentence that it says, and its note."""

    key: str
    sentence: str
    note: str


@dataclass(frozen=True, slots=True)
class IndicatorMarks:
    """The statuses of an objective's indicators in their order, and the same in words."""

    statuses: tuple[MapStatus, ...]
    words: str


@dataclass(frozen=True, slots=True)
class LaneAdd:
    """Where a card is added to a lane: the address, the word that stands there, and what it means in full."""

    url: str
    word: str
    label: str


@dataclass(frozen=True, slots=True)
class Pip:
    """The status of one indicator as a small shape."""

    status: MapStatus
    shape: str
    colour: str
    x: int


@dataclass(frozen=True, slots=True)
class MapLane:
    """A lane with its colours, and where a card is added to it, if it is."""

    box: LaneBox
    ink: str
    ground: str
    add: LaneAdd | None = None
    add_line: TextLine | None = None


@dataclass(frozen=True, slots=True)
class MapCard:
    """A card with its status and address, and the keys of what drives it and what it drives.

    chain: the same in words; unlinked_word: said of a card without any arrow, right-aligned at unlinked_x.
    """

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
    code_line: TextLine
    chain: str
    unlinked_word: str
    unlinked_x: int
    pips: tuple[Pip, ...] = ()
    indicator_words: str = ""

    @property
    def label(self) -> str:
        """The accessible name: code, name, status word, and what its indicators say."""
        name = f"{self.box.card.code} {self.box.card.name}"
        said = [name, self.status.word if self.status else "", self.indicator_words]
        return ", ".join(each for each in said if each)


@dataclass(frozen=True, slots=True)
class MapArrow:
    """An arrow with the codes of its ends and the status code of its cause (empty if none is shown)."""

    arrow: Arrow
    cause_code: str
    effect_code: str
    cause_status: str
    words: LinkWords | None


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
    links: Mapping[tuple[str, str], LinkWords] | None = None,
    indicators: Mapping[str, IndicatorMarks] | None = None,
    adds: Mapping[str, LaneAdd] | None = None,
    chain_words: ChainWords | None = None,
    unlinked_word: str = "",
) -> Drawing:
    """Join a layout with statuses, addresses and words by card keys; what is not given is left out.

    adds: where cards are added, by the keys of lanes.

    Without addresses nothing in the drawing can be pressed: that is the file for download. A card without an
    arrow is marked with `unlinked_word` as soon as there are arrows at all.
    """
    statuses, urls = statuses or {}, urls or {}
    pairs = [(arrow.cause, arrow.effect) for arrow in layout.arrows]
    ends = {key for pair in pairs for key in pair}
    cards = {box.card.key: box.card for box in layout.cards}
    filled = {card.lane for card in cards.values()}
    dressed = []
    for box in layout.cards:
        key = box.card.key
        chain = _chain(key, pairs, cards, chain_words)
        word = unlinked_word if pairs and key not in ends else ""
        card = _card(box, statuses.get(key), urls.get(key, ""), chain, word)
        marks = (indicators or {}).get(key)
        dressed.append(replace(card, pips=_pips(card, marks), indicator_words=marks.words) if marks else card)
    return Drawing(
        width=layout.width,
        height=layout.height,
        lanes=tuple(
            _lane(lane, (adds or {}).get(lane.lane.key), is_empty=lane.lane.key not in filled)
            for lane in layout.lanes
        ),
        cards=tuple(dressed),
        arrows=tuple(_arrow(each, cards, statuses, links or {}) for each in layout.arrows),
        interactive=bool(urls),
    )


def _lane(box: LaneBox, add: LaneAdd | None, *, is_empty: bool) -> MapLane:
    """A lane; where a card is added stands below its title, or beside it in a lane that has none yet."""
    ink, ground = TONE_COLOURS.get(box.lane.tone, _PLAIN_TONE)
    has_room = box.height >= 2 * _ADD_ROOM + box.title_height
    if add is None or not (has_room or is_empty):
        return MapLane(box, ink, ground)
    x = box.title_x + box.title_width + _ADD_ROOM if is_empty else box.title_x
    word = first_line(f"+ {add.word}", box.title_width, _WORD_SIZE)
    return MapLane(box, ink, ground, add, TextLine(x, box.y + box.height - _ADD_BOTTOM, word))


def _pips(card: MapCard, marks: IndicatorMarks) -> tuple[Pip, ...]:
    """The indicators' statuses at the right of the card's own, if all of them fit there."""
    word_end = card.word_line.x + text_width(card.word_line.text, _WORD_SIZE)
    first = card.box.x + card.box.width - _PIP_MARGIN - _PIP_PITCH * (len(marks.statuses) - 1)
    if first < word_end + _PIP_PITCH:
        return ()
    return tuple(
        Pip(
            status,
            SHAPES.get(status.code, DASH),
            STATUS_COLOURS.get(status.code, PLAIN_STATUS),
            first + _PIP_PITCH * index,
        )
        for index, status in enumerate(marks.statuses)
    )


def _arrow(
    arrow: Arrow,
    cards: Mapping[str, Card],
    statuses: Mapping[str, MapStatus],
    links: Mapping[tuple[str, str], LinkWords],
) -> MapArrow:
    return MapArrow(
        arrow=arrow,
        cause_code=cards[arrow.cause].code,
        effect_code=cards[arrow.effect].code,
        cause_status=statuses[arrow.cause].code if arrow.cause in statuses else "",
        words=links.get((arrow.cause, arrow.effect)),
    )


@dataclass(frozen=True, slots=True)
class _Chain:
    """What drives a card and what it drives, to the end: keys for scripts, words for people."""

    upstream: str
    downstream: str
    words: str


def _chain(
    key: str, pairs: list[tuple[str, str]], cards: Mapping[str, Card], words: ChainWords | None
) -> _Chain:
    drivers, driven = upstream(pairs, key), downstream(pairs, key)
    said = (
        words(cards[key], [cards[each] for each in driven], [cards[each] for each in drivers])
        if words
        else ""
    )
    return _Chain(" ".join(drivers), " ".join(driven), said)


def _card(box: CardBox, status: MapStatus | None, url: str, chain: _Chain, unlinked_word: str) -> MapCard:
    bottom = box.y + box.height - 11
    room = box.x + box.width - box.code_line.x - _WORD_INDENT - 6
    word = first_line(status.word, room, _WORD_SIZE) if status else ""
    tone_ink = TONE_COLOURS.get(box.tone, _PLAIN_TONE)[0]
    colour = STATUS_COLOURS.get(status.code, PLAIN_STATUS) if status else tone_ink
    unlinked_x = box.x + box.width - _HANDLE_ROOM
    code_end = unlinked_x
    if unlinked_word:
        code_end -= text_width(unlinked_word, _UNLINKED_SIZE) + _UNLINKED_GAP
    return MapCard(
        box=box,
        status=status,
        url=url,
        upstream=chain.upstream,
        downstream=chain.downstream,
        colour=colour,
        bar_colour=colour if status is None or status.code in _REACHED else _MISSING_BAR,
        shape=SHAPES.get(status.code, DASH) if status else "",
        bar=(
            f"M{box.x + _BAR} {box.y}a{_BAR} {_BAR} 0 0 0-{_BAR} {_BAR}"
            f"v{box.height - 2 * _BAR}a{_BAR} {_BAR} 0 0 0 {_BAR} {_BAR}Z"
        ),
        shape_x=box.code_line.x + 5,
        shape_y=bottom - 4,
        word_line=TextLine(box.code_line.x + _WORD_INDENT, bottom, word),
        code_line=TextLine(
            box.code_line.x,
            box.code_line.y,
            first_line(box.card.code, code_end - box.code_line.x, _WORD_SIZE),
        ),
        chain=chain.words,
        unlinked_word=unlinked_word,
        unlinked_x=unlinked_x,
    )

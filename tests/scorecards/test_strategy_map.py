"""The strategy map: no arrow behind a card or over a title, and never more crossings than unordered."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.strategy_map import Card, Lane, Layout, Link, downstream, find_cycle, lay_out, upstream
from scorecards.strategy_map.ordering import MAX_PER_ROW
from scorecards.strategy_map.text import ELLIPSIS, text_width, wrap

Map = tuple[list[Lane], list[Card], list[Link]]
Segment = tuple[int, int, int, int]

LONG_NAMES = [
    "Peningkatan Efektivitas Penggunaan Alat Keselamatan Kerja",
    "Peningkatan Teknologi Informasi dalam Manajemen Perusahaan",
    "Peningkatan Penyelesaian Produk sampai ke Pelanggan",
]
NAMES = st.sampled_from([*LONG_NAMES, "Profit", "", "W" * 90]) | st.text(max_size=80)


@st.composite
def maps(draw: st.DrawFn) -> Map:
    """Draw one to five lanes of up to fourteen cards, and links between any of them."""
    sizes = draw(st.lists(st.integers(0, 14), min_size=1, max_size=5))
    lanes = [Lane(f"L{i}", draw(NAMES), i + 1) for i in range(len(sizes))]
    cards = [
        Card(f"{lane.key}-{i}", lane.key, f"SS{i}", draw(NAMES), i)
        for lane, size in zip(lanes, sizes, strict=True)
        for i in range(size)
    ]
    if len(cards) < 2:
        return lanes, cards, []
    keys = st.sampled_from([card.key for card in cards])
    links = draw(st.lists(st.builds(Link, keys, keys), max_size=40))
    return lanes, cards, links


def segments(points: tuple[tuple[int, int], ...]) -> list[Segment]:
    """Return the stretches of an arrow as (left, top, right, bottom)."""
    return [(min(a, c), min(b, d), max(a, c), max(b, d)) for (a, b), (c, d) in pairwise(points)]


def enters(segment: Segment, x: int, y: int, width: int, height: int) -> bool:
    """Tell whether a stretch has a point strictly inside a box."""
    left, top, right, bottom = segment
    return right > x and left < x + width and bottom > y and top < y + height


def coincide(one: Segment, other: Segment) -> bool:
    """Tell whether two stretches run on top of each other."""
    for axis in (0, 1):
        flat = one[axis] == one[axis + 2] == other[axis] == other[axis + 2]
        along = 1 - axis
        if flat and max(one[along], other[along]) < min(one[along + 2], other[along + 2]):
            return True
    return False


def berdikari(*, reorder: bool = True) -> Layout:
    """Lay out a map like the demonstration's."""
    lanes = [
        Lane(key, title, i) for i, (key, title) in enumerate({"F": "Finansial", "C": "Pelanggan"}.items())
    ]
    cards = [Card(f"SS{i}", "F" if i < 4 else "C", f"SS{i}", LONG_NAMES[i % 3], i) for i in range(1, 8)]
    links = [Link("SS7", "SS1"), Link("SS4", "SS3"), Link("SS5", "SS2"), Link("SS6", "SS4")]
    return lay_out(lanes, cards, links, reorder=reorder)


@given(maps())
def test_no_arrow_runs_behind_a_card(drawn: Map) -> None:
    layout = lay_out(*drawn)
    assert not [
        (arrow.cause, arrow.effect, box.card.key)
        for arrow in layout.arrows
        for box in layout.cards
        for segment in segments(arrow.points)
        if enters(segment, box.x, box.y, box.width, box.height)
    ]


@given(maps())
def test_no_arrow_runs_over_a_lane_title(drawn: Map) -> None:
    layout = lay_out(*drawn)
    assert not [
        (arrow.cause, arrow.effect, lane.lane.key)
        for arrow in layout.arrows
        for lane in layout.lanes
        for segment in segments(arrow.points)
        if enters(segment, lane.title_x, lane.title_y, lane.title_width, lane.title_height)
    ]


@given(maps())
def test_no_two_arrows_run_on_top_of_each_other(drawn: Map) -> None:
    layout = lay_out(*drawn)
    assert not [
        (one.cause, one.effect, other.cause, other.effect)
        for one, other in combinations(layout.arrows, 2)
        for a in segments(one.points)
        for b in segments(other.points)
        if coincide(a, b)
    ]


@given(maps())
def test_ordering_never_adds_crossings(drawn: Map) -> None:
    assert lay_out(*drawn).crossings <= lay_out(*drawn, reorder=False).crossings


@given(maps())
def test_crossings_are_counted_exactly(drawn: Map) -> None:
    layout = lay_out(*drawn)
    crossings = 0
    for one, other in combinations(layout.arrows, 2):
        for a in segments(one.points):
            for b in segments(other.points):
                flat, steep = (a, b) if a[1] == a[3] else (b, a)
                crossings += flat[0] < steep[0] < flat[2] and steep[1] < flat[1] < steep[3]
    assert layout.crossings == crossings


@given(maps())
def test_every_arrow_touches_the_borders_of_its_own_cards(drawn: Map) -> None:
    layout = lay_out(*drawn)
    boxes = {box.card.key: box for box in layout.cards}
    for arrow in layout.arrows:
        for key, (x, y) in ((arrow.cause, arrow.points[0]), (arrow.effect, arrow.tip)):
            box = boxes[key]
            assert box.x <= x <= box.x + box.width
            assert box.y <= y <= box.y + box.height


@given(maps())
def test_everything_lies_within_the_map(drawn: Map) -> None:
    layout = lay_out(*drawn)
    points = [point for arrow in layout.arrows for point in arrow.points]
    points += [(box.x + box.width, box.y + box.height) for box in (*layout.cards, *layout.lanes)]
    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in points)


@given(maps())
def test_cards_stand_apart_inside_their_own_lane(drawn: Map) -> None:
    layout = lay_out(*drawn)
    lanes = {lane.lane.key: lane for lane in layout.lanes}
    for box in layout.cards:
        lane = lanes[box.card.lane]
        assert lane.y < box.y
        assert box.y + box.height < lane.y + lane.height
    for one, other in combinations(layout.cards, 2):
        apart_sideways = one.x + one.width < other.x or other.x + other.width < one.x
        assert apart_sideways or one.y + one.height < other.y or other.y + other.height < one.y


@given(maps())
def test_names_stay_inside_their_cards(drawn: Map) -> None:
    for box in lay_out(*drawn).cards:
        for line in (box.code_line, *box.name_lines):
            assert line.x + text_width(line.text, 12) <= box.x + box.width
            assert box.y < line.y < box.y + box.height - 15


@given(maps())
def test_each_link_is_drawn_once_and_the_same_map_twice_alike(drawn: Map) -> None:
    lanes, cards, links = drawn
    layout = lay_out(lanes, cards, links)
    assert {(arrow.cause, arrow.effect) for arrow in layout.arrows} == {(a, b) for a, b in links if a != b}
    assert layout == lay_out(lanes, cards, links)


def test_arrows_enter_an_effect_above_from_below() -> None:
    assert {arrow.angle for arrow in berdikari().arrows if arrow.effect in {"SS1", "SS2", "SS3"}} == {270}


def test_a_row_neighbour_is_reached_from_the_side() -> None:
    arrows = lay_out(
        [Lane("F", "Finansial", 1)],
        [Card(key, "F", key, key, i) for i, key in enumerate("ab")],
        [Link("a", "b")],
    ).arrows
    assert (arrows[0].angle, len(arrows[0].points)) == (0, 2)


def test_an_effect_below_its_cause_is_entered_from_above() -> None:
    lanes = [Lane("F", "Finansial", 1), Lane("C", "Pelanggan", 2)]
    cards = [Card("f", "F", "f", "f", 1), Card("c", "C", "c", "c", 1)]
    assert lay_out(lanes, cards, [Link("f", "c")]).arrows[0].angle == 90


def test_parallel_links_uncross() -> None:
    lanes = [Lane("F", "Finansial", 1), Lane("C", "Pelanggan", 2)]
    cards = [Card(f"{lane.key}{i}", lane.key, str(i), "x", i) for lane in lanes for i in range(4)]
    links = [Link(f"C{i}", f"F{3 - i}") for i in range(4)]
    assert lay_out(lanes, cards, links).crossings == 0


def test_without_links_cards_keep_their_order() -> None:
    cards = [Card(str(i), "F", str(i), "x", 9 - i) for i in range(5)]
    layout = lay_out([Lane("F", "Finansial", 1)], cards, [])
    assert [box.card.key for box in sorted(layout.cards, key=lambda box: box.x)] == ["4", "3", "2", "1", "0"]


def test_a_lane_with_more_cards_than_fit_wraps_into_balanced_rows() -> None:
    cards = [Card(str(i), "F", str(i), "x", i) for i in range(MAX_PER_ROW + 2)]
    layout = lay_out([Lane("F", "Finansial", 1)], cards, [])
    rows = [box.y for box in layout.cards]
    assert [rows.count(y) for y in sorted(set(rows))] == [4, 4]


def test_a_map_without_cards_or_lanes_is_laid_out() -> None:
    assert lay_out([], [], []).arrows == ()
    assert len(lay_out([Lane("F", "Finansial", 1)], [], []).lanes) == 1


def test_links_to_unknown_cards_are_left_out() -> None:
    cards = [Card("a", "F", "a", "a", 1)]
    assert lay_out([Lane("F", "Finansial", 1)], cards, [Link("a", "gone")]).arrows == ()


@pytest.mark.parametrize("name", LONG_NAMES)
def test_long_indonesian_names_are_shown_whole(name: str) -> None:
    cards = [Card(str(i), "F", str(i), name, i) for i in range(6)]
    box = lay_out([Lane("F", "Finansial", 1)], cards, []).cards[0]
    assert " ".join(line.text for line in box.name_lines) == name


@given(st.text(max_size=200), st.integers(20, 200), st.integers(1, 4))
def test_wrapped_lines_fit_and_only_what_is_cut_ends_in_an_ellipsis(
    text: str, width: int, lines: int
) -> None:
    wrapped = wrap(text, width, 12, lines)
    assert len(wrapped) <= lines
    assert all(text_width(line, 12) <= width for line in wrapped)
    whole = "".join(wrapped).replace(" ", "") == "".join(text.split())
    assert whole or wrapped[-1].endswith(ELLIPSIS)


LINKS = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]


@pytest.mark.parametrize(
    ("new", "cycle"),
    [
        (("d", "a"), ("d", "a", "d")),
        (("c", "a"), ("c", "a", "b", "c")),
        (("b", "b"), ("b", "b")),
        (("b", "d"), None),
        (("x", "a"), None),
    ],
)
def test_a_link_that_would_close_a_cycle_is_told_by_its_chain(
    new: tuple[str, str], cycle: tuple[str, ...] | None
) -> None:
    assert find_cycle(LINKS, new) == cycle


def test_downstream_is_all_that_an_objective_drives_nearest_first() -> None:
    assert downstream(LINKS, "a") == ("b", "d", "c")


def test_upstream_is_all_that_drives_an_objective() -> None:
    assert set(upstream(LINKS, "c")) == {"a", "b"}


def test_a_cycle_made_behind_our_back_does_not_hang() -> None:
    assert set(downstream([("a", "b"), ("b", "a")], "a")) == {"b"}


@given(st.lists(st.tuples(st.integers(0, 7).map(str), st.integers(0, 7).map(str)), max_size=30))
def test_links_added_only_without_a_cycle_never_make_one(wanted: list[tuple[str, str]]) -> None:
    links: list[tuple[str, str]] = []
    for link in wanted:
        if find_cycle(links, link) is None:
            links.append(link)
    assert all(start not in downstream(links, start) for start, _ in links)
    assert all(effect not in upstream(links, effect) for _, effect in links)

"""The map as a file: its name above, the legend below, and text that fits into XML."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.strategy_map import Card, Drawing, Lane, Link, MapStatus, draw, lay_out, surround, xml_text
from scorecards.strategy_map.surround import LEGEND_SIZE
from scorecards.strategy_map.text import text_width

STATUSES = [MapStatus("above", "Di atas"), MapStatus("missing", "Belum diisi"), MapStatus("x", "Lain")]


def drawing(objectives: int = 6) -> Drawing:
    cards = [Card(str(number), "F", f"SS{number}", "Profit", number) for number in range(objectives)]
    return draw(lay_out([Lane("F", "Finansial", 1)], cards, [Link("0", "1")]))


def test_the_name_stands_above_the_drawing_and_the_legend_below() -> None:
    around = surround(drawing(), title="Peta strategi", statuses=STATUSES, arrow="mendorong")
    assert around.top < around.title.y < 0
    assert all(drawing().height < mark.y < around.top + around.height for mark in around.legend)


def test_the_legend_explains_each_status_and_the_arrows() -> None:
    around = surround(
        drawing(), title="Peta", statuses=STATUSES, arrow="mendorong", arrow_below="di bawah target"
    )
    assert [(mark.line.text, bool(mark.shape), mark.is_hollow) for mark in around.legend] == [
        ("Di atas", True, False),
        ("Belum diisi", True, True),
        ("Lain", True, False),
        ("mendorong", False, False),
        ("di bawah target", False, False),
    ]


def test_a_legend_without_arrows_from_below_does_not_explain_them() -> None:
    assert len(surround(drawing(), title="Peta", statuses=[], arrow="mendorong").legend) == 1


@given(st.integers(0, 6), st.lists(st.text("abc ", max_size=60), max_size=8))
def test_no_sign_of_the_legend_leaves_the_drawing_or_meets_another(objectives: int, texts: list[str]) -> None:
    drawn = drawing(objectives)
    statuses = [MapStatus("on", text) for text in texts]
    legend = surround(drawn, title="Peta", statuses=statuses, arrow="mendorong").legend
    ends = [mark.line.x + text_width(mark.line.text, LEGEND_SIZE) for mark in legend]
    assert all(end <= drawn.width for end in ends)
    for (one, end), following in zip(zip(legend, ends, strict=True), legend[1:], strict=False):
        assert following.y > one.y or following.x > end


def test_a_long_name_is_cut_to_the_width_of_the_drawing() -> None:
    around = surround(drawing(1), title="Peta strategi " * 40, statuses=[], arrow="mendorong")
    assert around.title.text.endswith("…")


@given(st.text())
def test_any_text_becomes_text_of_xml(text: str) -> None:
    escaped = xml_text(text).replace("&", "&amp;").replace("<", "&lt;")
    ElementTree.fromstring(f"<a>{escaped}</a>")  # noqa: S314


@pytest.mark.parametrize("text", ["Profit\tdan\nbiaya", "Ærø é 目標 🎯", "<b>&"])
def test_text_that_xml_has_room_for_stays_as_it_is(text: str) -> None:
    assert xml_text(text) == text


@pytest.mark.parametrize(("links", "marked"), [([], []), ([Link("a", "b")], ["c"])])
def test_a_card_without_an_arrow_is_marked_as_soon_as_there_are_arrows(
    links: list[Link], marked: list[str]
) -> None:
    cards = [Card(key, "F", key, "Profit", order) for order, key in enumerate("abc")]
    found = draw(lay_out([Lane("F", "Finansial", 1)], cards, links), unlinked_word="Tidak terhubung")
    assert [card.box.card.key for card in found.cards if card.unlinked_word] == marked


def test_a_long_code_leaves_room_for_the_mark() -> None:
    cards = [Card(key, "F", "W" * 30, "Profit", 1) for key in "abc"]
    found = draw(
        lay_out([Lane("F", "Finansial", 1)], cards, [Link("a", "b")]), unlinked_word="Tidak terhubung"
    )
    card = found.cards[2]
    assert card.code_line.x + text_width(card.code_line.text, 11) < card.unlinked_x - text_width(
        card.unlinked_word, 10
    )

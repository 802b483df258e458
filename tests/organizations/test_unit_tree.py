"""The tree as an indented list."""

from organizations.models import Unit
from organizations.unit_tree import DEEPEST_INDENT, tree_rows, without_subtree

TOP = Unit(pk=1, code="TOP")
B = Unit(pk=2, code="B", parent_id=1, order=2)
A = Unit(pk=3, code="A", parent_id=1, order=2)
FIRST = Unit(pk=4, code="Z", parent_id=1, order=1)
A1 = Unit(pk=5, code="A1", parent_id=3)
A11 = Unit(pk=6, code="A11", parent_id=5)
ALL = [TOP, A11, B, A1, A, FIRST]


def codes(rows):
    return [(row.unit.code, row.depth) for row in rows]


def test_parents_come_before_children_and_siblings_by_order_and_code():
    assert codes(tree_rows(TOP, ALL)) == [("TOP", 0), ("Z", 1), ("A", 1), ("A1", 2), ("A11", 3), ("B", 1)]


def test_the_first_and_the_last_of_siblings_are_marked():
    rows = {row.unit.code: (row.is_first, row.is_last) for row in tree_rows(TOP, ALL)}
    assert (rows["Z"], rows["A"], rows["B"], rows["A1"]) == (
        (True, False),
        (False, False),
        (False, True),
        (True, True),
    )


def test_a_tree_of_one_is_one_row():
    assert codes(tree_rows(A11, [A11])) == [("A11", 0)]


def test_units_that_hang_nowhere_are_left_out():
    assert codes(tree_rows(A, [A, B])) == [("A", 0)]


def test_a_unit_is_left_out_with_everything_below_it():
    assert codes(without_subtree(tree_rows(TOP, ALL), A)) == [("TOP", 0), ("Z", 1), ("B", 1)]


def test_a_unit_without_anything_below_is_left_out_alone():
    assert codes(without_subtree(tree_rows(TOP, ALL), A11))[-2:] == [("A1", 2), ("B", 1)]


def test_a_very_deep_unit_is_indented_as_far_as_the_page_can():
    units = [Unit(pk=number, code=str(number), parent_id=number - 1) for number in range(2, 2002)]
    rows = tree_rows(TOP, units)
    assert (rows[-1].depth, rows[-1].indent) == (2000, DEEPEST_INDENT)

"""What is typed or pasted in the guided start, line by line."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecards.start_lines import MOST_LINES, LineFault, free_codes, initial_code, read_lines


def texts(text, **kwargs):
    return [line.text for line in read_lines(text, longest=250, **kwargs)[0]]


def faults(text, **kwargs):
    found = read_lines(text, longest=250, **kwargs)[1]
    return [(each.fault, each.number) for each in found]


@pytest.mark.parametrize(
    "typed",
    [
        "One\nTwo",
        "One\r\nTwo\r\n",
        "One\rTwo",
        "\n\n  One  \n\t\nTwo\n\n",
        "- One\n• Two",
        "1. One\n2) Two",
        "(1) One\n(2) Two",
        "\tOne\nTwo\t\t",
    ],
)
def test_empty_lines_bullets_and_numbering_are_left_out(typed):
    assert texts(typed) == ["One", "Two"]


@pytest.mark.parametrize(
    "typed", ["3 new products", "-5 % scrap", "24/7 service", "5.5 points", "1.000 homes"]
)
def test_a_number_that_belongs_to_the_text_stays(typed):
    assert texts(typed) == [typed]


def test_lines_are_numbered_as_they_stand_in_the_text():
    lines, _faults = read_lines("\n\nOne\n\nTwo", longest=250)
    assert [line.number for line in lines] == [3, 5]


def test_a_first_cell_that_looks_like_a_code_is_the_code():
    lines, _faults = read_lines("T7\tGrow\nGrow\tfast", longest=250)
    assert [(line.code, line.text) for line in lines] == [("T7", "Grow"), ("", "Grow fast")]


def test_a_code_alone_is_a_text():
    assert texts("T7") == ["T7"]


def test_a_line_may_end_with_the_statements_that_it_comes_from():
    line = read_lines("Raise the profit [v1, M2 m2]", longest=250, statements=["V1", "M2"])[0][0]
    assert (line.text, line.sources) == ("Raise the profit", ("V1", "M2"))


@pytest.mark.parametrize("typed", ["Fewer faulty parts [ppm]", "Grow [more]", "[V1", "Grow []"])
def test_brackets_that_name_no_statement_belong_to_the_text(typed):
    assert texts(typed, statements=["V1"]) == [typed]


def test_brackets_belong_to_the_text_where_there_are_no_statements():
    assert texts("Grow [V1]") == ["Grow [V1]"]


@pytest.mark.parametrize("typed", ["Grow [V9]", "Grow [V1, V9]"])
def test_an_unknown_statement_is_a_fault(typed):
    assert faults(typed, statements=["V1"]) == [(LineFault.UNKNOWN_SOURCE, 1)]


def test_the_statement_spelt_exactly_so_is_meant_where_others_differ_in_capitals():
    line = read_lines("Grow [V1]", longest=250, statements=["V1", "v1"])[0][0]
    assert line.sources == ("V1",)


def test_a_statement_is_unclear_where_several_differ_in_capitals():
    assert faults("Grow [ab1]", statements=["Ab1", "AB1"]) == [(LineFault.UNCLEAR_SOURCE, 1)]


def test_several_brackets_name_all_their_statements():
    line = read_lines("Grow [V2] [V3, M1]", longest=250, statements=["V2", "V3", "M1"])[0][0]
    assert (line.text, line.sources) == ("Grow", ("V2", "V3", "M1"))


def test_brackets_before_those_of_the_statements_belong_to_the_text():
    line = read_lines("Fewer faulty parts [ppm] [V1]", longest=250, statements=["V1"])[0][0]
    assert (line.text, line.sources) == ("Fewer faulty parts [ppm]", ("V1",))


@pytest.mark.parametrize("typed", ["[V1]", "[V1] [V1]", "3. ", "-", "(4)", "T7\t", "SS1\t[V1]"])
def test_a_line_without_words_is_a_fault_of_its_line(typed):
    assert faults(f"One\n{typed}\nTwo", statements=["V1"]) == [(LineFault.NO_WORDS, 2)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ('"Raise the\nquality"\nTwo', ["Raise the quality", "Two"]),
        ('T7\t"Raise\r\nthe ""best"""\tmore', ['Raise the "best" more']),
        ('One\n"Raise\tthe\nquality"', ["One", "Raise the quality"]),
        ('"Service" first\nTwo', ['"Service" first', "Two"]),
        ('"Service"\nTwo', ['"Service"', "Two"]),
        ('"Service\nTwo', ['"Service', "Two"]),
    ],
)
def test_a_cell_with_a_line_break_is_one_line(typed, read):
    assert texts(typed) == read


def test_lines_behind_a_cell_with_line_breaks_are_numbered_as_they_stand():
    assert faults('"Raise\nthe\nquality"\n' + "x" * 251) == [(LineFault.TOO_LONG, 4)]


def test_a_line_that_is_too_long_is_a_fault_of_its_line():
    assert faults("One\n" + "x" * 251) == [(LineFault.TOO_LONG, 2)]


def test_too_many_lines_are_a_fault_of_the_text():
    assert faults("One\n" * (MOST_LINES + 1)) == [(LineFault.TOO_MANY, 0)]


def test_as_many_lines_as_allowed_are_read():
    assert len(texts("One\n" * MOST_LINES)) == MOST_LINES


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text):
    for line in read_lines(text, longest=250, statements=["V1"])[0]:
        assert line.text.strip() == line.text != ""


@pytest.mark.parametrize(
    ("used", "codes"),
    [
        ([], ["V1", "V2"]),
        (["V1", "V2"], ["V3", "V4"]),
        (["v1", "M1", "M2"], ["V2", "V3"]),
        (["V1", "V3"], ["V4", "V5"]),
        (["V2"], ["V3", "V4"]),
        (["V" + "9" * 29], ["V2", "V3"]),
    ],
)
def test_codes_in_use_are_skipped(used, codes):
    assert list(islice(free_codes("V", used), 2)) == codes


@pytest.mark.parametrize(
    ("name", "used", "code"),
    [("Community", [], "C"), ("Community", ["c"], "C2"), ("Community", ["C", "C2"], "C3"), ("社区", [], "P")],
)
def test_a_perspective_gets_the_first_letter_of_its_name(name, used, code):
    assert initial_code(name, used) == code

"""`manage.py score FILE.csv`: the rows with level and attainment come out, or one clear line of error."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.management.commands.score import error_message
from indicators.score_csv import CsvError, CsvFault, score_csv

ROOT = Path(__file__).parent.parent.parent
GOLDEN = ROOT / "tests" / "data" / "scoring_cases.csv"
HEADER = "polarity,achievement,target,target_upper,worst,baseline,scheme,tolerance_percent"
ON_TARGET = "higher,1,1,,,,paper-3,0"

type_of_write = Callable[[str | bytes], str]


@pytest.fixture(autouse=True)
def english() -> object:
    with translation.override("en"):
        yield


@pytest.fixture
def write(tmp_path: Path) -> type_of_write:
    """Write a file and return its path."""

    def written(content: str | bytes) -> str:
        path = tmp_path / "rows.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    return written


def score(path: str) -> str:
    output = StringIO()
    call_command("score", path, stdout=output)
    return output.getvalue()


def test_the_golden_cases_come_out_as_they_went_in() -> None:
    assert score(str(GOLDEN)) == GOLDEN.read_bytes().decode()


def test_level_and_attainment_in_the_input_are_replaced_in_their_place(write: type_of_write) -> None:
    path = write(f"attainment,{HEADER},level\nwrong,{ON_TARGET},9\n")
    assert score(path) == f"attainment,{HEADER},level\n100.00,{ON_TARGET},2\n"


def test_level_and_attainment_are_appended_where_they_are_missing(write: type_of_write) -> None:
    assert score(write(f"{HEADER}\n{ON_TARGET}\n")) == f"{HEADER},level,attainment\n{ON_TARGET},2,100.00\n"


def test_other_columns_are_kept_where_they_are(write: type_of_write) -> None:
    path = write(f'code,{HEADER},note\nA-1,{ON_TARGET},"so, so"\n')
    assert score(path) == f'code,{HEADER},note,level,attainment\nA-1,{ON_TARGET},"so, so",2,100.00\n'


@pytest.mark.parametrize(
    "row", ["higher,,1,,,,paper-3,0", "higher,1,,,,,paper-3,0", "range,,1,2,,,five,0", "range,1,,,,,five,0"]
)
def test_a_missing_achievement_or_target_leaves_both_empty(write: type_of_write, row: str) -> None:
    assert score(write(f"{HEADER}\n{row}\n")).splitlines()[1] == f"{row},,"


def test_an_empty_tolerance_is_none_at_all(write: type_of_write) -> None:
    assert score(write(f"{HEADER}\nhigher,99,100,,,,paper-3,\n")).endswith(",1,99.00\n")


@pytest.mark.parametrize("number", ["1.", "+1", "01", " 1 ", "1.000000", '"1"'])
def test_plain_decimals_are_read_however_they_are_padded(write: type_of_write, number: str) -> None:
    assert score(write(f"{HEADER}\nhigher,{number},1,,,,paper-3,0\n")).endswith(",2,100.00\n")


def test_a_byte_order_mark_is_no_part_of_the_first_column(write: type_of_write) -> None:
    assert score(write(b"\xef\xbb\xbf" + f"{HEADER}\n{ON_TARGET}\n".encode())).startswith("polarity,")


def test_the_line_ends_of_the_input_are_kept(write: type_of_write) -> None:
    assert score(write(f"{HEADER}\r\n{ON_TARGET}\r\n")).count("\r\n") == 2


def test_blank_lines_are_skipped(write: type_of_write) -> None:
    assert score(write(f"\n{HEADER}\n\n{ON_TARGET}\n\n")).count("\n") == 2


def test_a_header_alone_is_scored_to_a_header_alone(write: type_of_write) -> None:
    assert score(write(HEADER)) == f"{HEADER},level,attainment\n"


@pytest.mark.parametrize(
    ("row", "column", "read", "expected"),
    [
        ("up,1,1,,,,paper-3,0", "polarity", "up", "one of higher, lower, range"),
        ("Higher,1,1,,,,paper-3,0", "polarity", "Higher", "one of higher, lower, range"),
        ("higher,1,1,,,,paper-4,0", "scheme", "paper-4", "one of paper-3, four, five, index-120"),
        ("higher,1,1,,,,,0", "scheme", "", "one of paper-3, four, five, index-120"),
        ("higher,NaN,1,,,,paper-3,0", "achievement", "NaN", "a plain decimal number"),
        ("higher,Infinity,1,,,,paper-3,0", "achievement", "Infinity", "a plain decimal number"),
        ("higher,1,1e999,,,,paper-3,0", "target", "1e999", "a plain decimal number"),
        ('higher,"1,5",1,,,,paper-3,0', "achievement", "1,5", "a plain decimal number with a point"),
        ("higher,1_000,1,,,,paper-3,0", "achievement", "1_000", "a plain decimal number"),
        ("higher,.,1,,,,paper-3,0", "achievement", ".", "a plain decimal number"),
        ("higher,-,1,,,,paper-3,0", "achievement", "-", "a plain decimal number"),
        ("higher,١,1,,,,paper-3,0", "achievement", "١", "a plain decimal number"),
        ("higher,1,1,,ten,,paper-3,0", "worst", "ten", "a plain decimal number"),
        ("higher,1,1,,,--,paper-3,0", "baseline", "--", "a plain decimal number"),
        (f"higher,{'9' * 41},1,,,,paper-3,0", "achievement", "9" * 41, "at most 40 digits"),
        ("higher,1,1,,,,paper-3,-1", "tolerance_percent", "-1", "a percentage from 0 to less than 100"),
        ("higher,1,1,,,,paper-3,100", "tolerance_percent", "100", "a percentage from 0 to less than 100"),
        ("higher,1,1,,,,paper-3,x", "tolerance_percent", "x", "a plain decimal number"),
        ("range,1,1,,,,paper-3,0", "target_upper", "", "the upper bound of the target range"),
        ("range,1,5,4.9,,,paper-3,0", "target_upper", "4.9", "an upper bound of at least the target 5"),
        ("range,1,,4.9,,,paper-3,0", "target_upper", "4.9", "nothing, or a target that the range starts at"),
        ("higher,1,1,2,,,paper-3,0", "target_upper", "2", "nothing: only a range has an upper target"),
        ("higher,,1,,,,paper-4,0", "scheme", "paper-4", "one of paper-3"),
    ],
)
def test_a_malformed_cell_is_named_by_line_column_what_was_read_and_what_is_expected(
    write: type_of_write, row: str, column: str, read: str, expected: str
) -> None:
    with pytest.raises(CommandError) as caught:
        score(write(f"{HEADER}\n{ON_TARGET}\n{row}\n"))
    assert str(caught.value).startswith(f"line 3, {column}: read “{read}”, expected {expected}")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "line 1: read “”, expected a first line with the columns polarity, achievement"),
        ("\n\n", "line 1: read “”, expected a first line with the columns"),
        ("polarity;target\n", "line 1: read “polarity;target”, expected a column named polarity"),
        (HEADER.replace("baseline,", ""), "line 1: read “polarity,"),
        (f"{HEADER},note,note\n", "line 1: read “polarity,"),
        (f"{HEADER}\n{ON_TARGET},1\n", "line 2: read 9 cells, expected 8, as many as there are columns"),
        (f"{HEADER}\nhigher,1\n", "line 2: read 2 cells, expected 8, as many"),
        (f"{HEADER}\nhigher\n", "line 2: read 1 cell, expected 8, as many"),
        (f'{HEADER}\n"higher,1\n', "line 2: read “unexpected end of data”, expected comma-separated values"),
        (f'{HEADER}\n"higher"x,1\n', "line 2: read “',' expected after '\"'”, expected comma-separated"),
        (f"{HEADER}\n".encode() + b"\xff\xfe\n", "line 2: read “\\xff”, expected text in UTF-8"),
        ("ﬀ".encode("utf-16"), "line 1: read “\\xff”, expected text in UTF-8"),
    ],
)
def test_a_malformed_file_is_named_by_line_what_was_read_and_what_is_expected(
    write: type_of_write, content: str | bytes, message: str
) -> None:
    with pytest.raises(CommandError) as caught:
        score(write(content))
    assert str(caught.value).startswith(message)


def test_the_line_is_the_physical_one_after_cells_of_several_lines(write: type_of_write) -> None:
    content = f'{HEADER},note\n{ON_TARGET},"two\nlines"\n\nlower,x,1,,,,paper-3,0,"also\ntwo"\n'
    with pytest.raises(CommandError, match="line 5, achievement"):
        score(write(content))


@pytest.mark.parametrize("name", ["nowhere.csv", "", "."])
def test_a_file_that_can_not_be_read_is_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError, match="can't be read"):
        score(str(tmp_path / name))


def test_a_faulty_row_leaves_nothing_on_standard_output(write: type_of_write) -> None:
    output = StringIO()
    with pytest.raises(CommandError):
        call_command("score", write(f"{HEADER}\n{ON_TARGET}\nup,,,,,,,\n"), stdout=output)
    assert output.getvalue() == ""


def run(path: str) -> subprocess.CompletedProcess[str]:
    """The command as typed, with a database that can't be reached."""
    environment = {
        **os.environ,
        "SECRET_KEY": "for this test",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    }
    command = [sys.executable, "manage.py", "score", path]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_it_needs_no_database() -> None:
    process = run(str(GOLDEN))
    assert (process.returncode, process.stderr) == (0, "")
    assert process.stdout.splitlines() == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_a_malformed_row_ends_with_status_1_and_without_a_traceback(write: type_of_write) -> None:
    process = run(write(f"{HEADER}\n{ON_TARGET}\nhigher,x,1,,,,paper-3,0\n"))
    assert (process.returncode, process.stdout) == (1, "")
    assert "3" in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("fault", CsvFault)
def test_every_fault_has_its_words(fault: CsvFault) -> None:
    assert error_message(CsvError(fault, 7, "4", column="target", limit=3)).startswith("line 7")


def outcome(rows: bytes) -> int:
    """The number of lines that came out, or that of the faulty line."""
    try:
        return score_csv(rows).count("\n")
    except CsvError as error:
        return error.line


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_content_whatever_is_a_surprise(content: bytes) -> None:
    for rows in (content, f"{HEADER}\n".encode() + content):
        assert outcome(rows)


cells = st.lists(
    st.sampled_from(
        ["", "0", "-0", "1", "-1.5", "100", "1" * 40, "0." + "1" * 40, "higher", "range", "five"]
    ),
    min_size=4,
    max_size=4,
)


@given(st.sampled_from(["higher", "lower", "range"]), cells, st.sampled_from(["", "0", "-0.0", "99.999"]))
def test_no_row_whatever_is_a_surprise(polarity: str, numbers: list[str], tolerance: str) -> None:
    row = ",".join([polarity, numbers[0], numbers[1], numbers[2], numbers[3], "", "five", tolerance])
    assert outcome(f"{HEADER}\n{row}\n".encode()) == 2

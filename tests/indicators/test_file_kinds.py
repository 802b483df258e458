"""What files are taken for: by their content, never by their name alone."""

import io

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from indicators.file_kinds import (
    ENDINGS,
    KINDS,
    LARGEST,
    LONGEST_NAME,
    FileRefused,
    Foreign,
    Kind,
    Refusal,
    cleaned_name,
    ending_of,
    judge,
    kind_of_type,
)
from indicators.file_words import file_refused_message, kind_name, size_text
from tests.indicators.proofs import GOOD, HOSTILE, OPEN_XML, PDF

XLSX_TYPE = f"{OPEN_XML}.spreadsheetml.sheet"


def judged(content, name):
    return judge(io.BytesIO(content), size=len(content), name=name)


def outcome_of(content, name):
    """The kind of the file, or why it is refused."""
    try:
        return judged(content, name)
    except FileRefused as refused:
        return refused.code


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_taken_for_what_it_is(name):
    assert ending_of(name) in judged(GOOD[name], name).endings


def test_there_is_a_good_file_of_each_kind():
    assert {judged(content, name) for name, content in GOOD.items()} == set(KINDS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_for_what_it_is(name):
    make, code, words = HOSTILE[name]
    with pytest.raises(FileRefused) as refused:
        judged(make(), name)
    assert refused.value.code is code
    message = file_refused_message(refused.value, name)
    assert words in message
    assert f"“{name}”" in message


def test_each_reason_of_refusal_has_a_hostile_file():
    assert {code for _make, code, _words in HOSTILE.values()} == set(Refusal)


@pytest.mark.parametrize("foreign", Foreign)
def test_whatever_a_file_is_has_words(foreign):
    message = file_refused_message(FileRefused(Refusal.NOT_TAKEN, foreign), "x.bin")
    assert message.startswith("“x.bin” is a")


class Unread(io.BytesIO):
    """A stream that nobody may read."""

    def read(self, *args):
        raise AssertionError("read")


@pytest.mark.parametrize("size", [0, LARGEST + 1])
def test_nothing_is_read_of_a_file_that_is_empty_or_too_large(size):
    with pytest.raises(FileRefused):
        judge(Unread(), size=size, name="a.pdf")


def test_a_file_of_just_ten_megabytes_is_taken():
    assert judged(PDF.ljust(LARGEST), "a.pdf").code == "pdf"


@given(
    st.binary(max_size=300), st.sampled_from(["", "PK\3\4", "%PDF-", "<", "RIFF"]), st.sampled_from(ENDINGS)
)
def test_any_bytes_are_taken_or_refused(content, head, ending):
    outcome = outcome_of(head.encode() + content, f"x{ending}")
    assert ending in outcome.endings if isinstance(outcome, Kind) else outcome in set(Refusal)


@given(st.data())
def test_any_damage_to_a_document_is_taken_or_refused(data):
    content = bytearray(GOOD["values.xlsx"])
    for _each in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    outcome = outcome_of(bytes(content), "x.xlsx")
    assert outcome is kind_of_type(XLSX_TYPE) or outcome in set(Refusal)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\hr\\report.pdf", "report.pdf"),
        ("/etc/passwd", "passwd"),
        ("a\0b\r\n.pdf", "ab.pdf"),
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("\u200bzero\ufeff.pdf", "zero.pdf"),
        ("  spaced \t out .pdf ", "spaced out .pdf"),
        (".htaccess", "htaccess"),
        ("..", ""),
        ("", ""),
        ("laporan “akhir” 2013.pdf", "laporan “akhir” 2013.pdf"),
        ("報告.pdf", "報告.pdf"),
    ],
)
def test_a_name_is_shown_without_path_and_invisible_characters(name, cleaned):
    assert cleaned_name(name) == cleaned


@given(st.text(max_size=400))
def test_no_name_keeps_a_path_or_grows_too_long(name):
    cleaned = cleaned_name(name)
    assert len(cleaned) <= LONGEST_NAME
    assert not {"/", "\\", "\0", "\n"} & set(cleaned)


def test_a_long_name_keeps_its_ending():
    assert cleaned_name("x" * 500 + ".pdf").endswith("….pdf")


def test_each_kind_is_found_by_its_content_type():
    assert [kind_of_type(kind.content_type) for kind in KINDS] == list(KINDS)


def test_each_kind_has_a_name():
    assert all(kind_name(kind) for kind in KINDS)


@pytest.mark.parametrize(
    ("size", "english", "indonesian"),
    [
        (1, "1 KB", "1 KB"),
        (1024 * 840, "840 KB", "840 KB"),
        (1024 * 1024, "1.0 MB", "1,0 MB"),
        (LARGEST, "10.0 MB", "10,0 MB"),
    ],
)
def test_a_size_is_written_as_people_read_it(size, english, indonesian):
    assert size_text(size) == english
    with translation.override("id"):
        assert size_text(size) == indonesian

"""Every refusal has words in both languages that say what was read, where, and what is expected."""

import pytest
from django.utils import translation

from reports.workbook.reading import BadCell, CellFault, FileRefused, Refusal
from reports.workbook.reading_words import bad_cell_message, file_refused_message


def refusal(code: Refusal) -> FileRefused:
    return FileRefused(code, read=7_000_000, limit=5_242_880, sheet="Years", row=12, column=3)


@pytest.mark.parametrize("code", Refusal)
def test_a_refusal_has_words_in_both_languages(code):
    english = file_refused_message(refusal(code))
    with translation.override("id"):
        indonesian = file_refused_message(refusal(code))
    assert english.startswith("Sheet “Years”, row 12, column C: ")
    assert "expected" in english
    assert indonesian.startswith("Lembar “Years”, baris 12, kolom C: ")
    assert "%(" not in english + indonesian


@pytest.mark.parametrize("code", CellFault)
def test_an_unusable_cell_has_words_in_both_languages(code):
    bad = BadCell(code, "#N/A 100%")
    english = bad_cell_message(bad)
    with translation.override("id"):
        indonesian = bad_cell_message(bad)
    assert "“#N/A 100%”" in english
    assert "“#N/A 100%”" in indonesian
    assert english != indonesian


def test_sizes_are_told_in_megabytes_of_the_language_and_never_as_the_limit_itself():
    error = FileRefused(Refusal.TOO_LARGE, read=5 * 1024 * 1024 + 1, limit=5 * 1024 * 1024)
    assert file_refused_message(error) == "The file has 5.01 MB; expected at most 5 MB."
    with translation.override("id"):
        assert "5,01 MB" in file_refused_message(error)


def test_the_kind_of_another_file_is_named():
    assert "PDF" in file_refused_message(FileRefused(Refusal.NOT_A_WORKBOOK, read="PDF"))
    assert "xl/styles.xml" in file_refused_message(FileRefused(Refusal.BROKEN, read="xl/styles.xml"))


def test_a_far_cell_is_told_by_rows_or_by_columns():
    assert "20,000 rows" in file_refused_message(FileRefused(Refusal.FAR_CELL, limit=20_000, row=1_048_576))
    far_right = FileRefused(Refusal.FAR_CELL, limit=60, row=1, column=16_384)
    assert file_refused_message(far_right).startswith("Row 1, column XFD: ")
    assert "60 columns" in file_refused_message(far_right)


def test_what_was_read_is_shown_shortened():
    assert len(bad_cell_message(BadCell(CellFault.UNREADABLE_NUMBER, "x" * 100))) < 120
    assert len(file_refused_message(FileRefused(Refusal.UNSAFE_NAMES, read="../" * 10_000))) < 300

"""A part is never inflated further than the archive says, whatever is in it."""

import io

import pytest

from reports.workbook.reading import FileRefused, Limits, Refusal
from reports.workbook.reading.package import Package
from tests.reports.workbook.packages import SHEET, parts, with_declared_size, worksheet, zipped

DECLARED = 100_000


def test_a_part_that_is_longer_than_it_says_is_left_at_that_length():
    archive = with_declared_size(zipped(parts(worksheet(" " * 5_000_000))), SHEET, DECLARED)
    package = Package(io.BytesIO(archive), Limits())
    lengths: list[int] = []
    with pytest.raises(FileRefused) as refused:
        lengths.extend(len(piece) for piece in package.pieces(SHEET))
    assert refused.value.code == Refusal.LYING_SIZES
    assert lengths
    assert sum(lengths) <= DECLARED


def test_a_part_is_found_in_any_case_of_letters_and_another_one_is_refused():
    package = Package(io.BytesIO(zipped(parts())), Limits())
    assert SHEET.upper() in package
    assert b"".join(package.pieces(SHEET.upper())) == b"".join(package.pieces(SHEET))
    assert "xl/nowhere.xml" not in package
    with pytest.raises(FileRefused):
        list(package.pieces("xl/nowhere.xml"))


def test_limits_of_unpacking_hold_to_the_byte():
    archive = zipped(parts())
    size = sum(len(content) for content in parts().values())
    Package(io.BytesIO(archive), Limits(unpacked=size))
    with pytest.raises(FileRefused) as refused:
        Package(io.BytesIO(archive), Limits(unpacked=size - 1))
    assert (refused.value.code, refused.value.read, refused.value.limit) == (
        Refusal.UNPACKS_TOO_LARGE,
        size,
        size - 1,
    )

"""Files that must not be read: each is refused by name, in time, and by nothing but FileRefused."""

import time
from pathlib import Path

import pytest

from reports.workbook.reading import BadCell, CellFault, FileRefused, Limits, Refusal, Row, open_table_file
from tests.reports.workbook.hostile import HostileFile, hostile_file, hostile_files, hostile_names

SECONDS = 2
"""Of the processor: what else the machine does at the moment is not the file's fault."""


def read_all(path: Path) -> list[Row]:
    with path.open("rb") as stream, open_table_file(stream, name=path.name, limits=Limits()) as table:
        return [row for sheet in table.sheets for row in table.rows(sheet)]


@pytest.fixture(params=hostile_names())
def hostile(request, tmp_path) -> HostileFile:
    return hostile_file(tmp_path, request.param)


def test_the_folder_has_at_least_25_files_of_every_code(tmp_path):
    files = hostile_files(tmp_path)
    assert len(files) >= 25
    assert {path.name for path in tmp_path.iterdir()} == {file.path.name for file in files}
    assert {file.code for file in files} == {*Refusal, *CellFault}


def test_a_hostile_file_is_refused_with_its_code_in_time(hostile):
    start = time.process_time()
    if isinstance(hostile.code, Refusal):
        with pytest.raises(FileRefused) as refused:
            read_all(hostile.path)
        code = refused.value.code
    else:
        [bad] = [value for _row, row in read_all(hostile.path) for value in row if isinstance(value, BadCell)]
        code = bad.code
    assert code == hostile.code
    assert time.process_time() - start < SECONDS

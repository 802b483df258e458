"""Whatever happens to a file on its way, reading it gives rows or FileRefused, and nothing else."""

import io
import os
import random
import zipfile
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest

from reports.workbook.reading import FileRefused, Limits, open_table_file
from reports.workbook.reading_words import file_refused_message
from tests.reports.workbook.makers import by_openpyxl, by_xlsxwriter
from tests.reports.workbook.packages import parts, zipped

ROUNDS = 1_500 if os.environ.get("FULL_SIZES") else 60
LIMITS = Limits(bytes=1_000_000, unpacked=5_000_000, rows=500, columns=20)


def fill(book: openpyxl.Workbook) -> None:
    book.active.append(["code", "achievement", "on"])
    for row in range(1, 40):
        book.active.append([f"IND-{row:02}", row / 7, "=B2*2"])
    book.create_sheet("Second")["C3"] = "=1/0"


SOURCES = {
    "openpyxl": by_openpyxl(fill),
    "xlsxwriter": by_xlsxwriter(lambda book: book.add_worksheet().write_row(0, 0, ["code", 1.5, "é" * 50])),
    "by hand": zipped(parts(), level=0),
    "csv": b"kode;capaian;catatan\n" + 'IND-01;12,5;"dua\nbaris é"\n'.encode() * 30,
    "utf-16": ("kode\tcapaian\n" + "IND-01\t12,5\n" * 30).encode("utf-16"),
}


def truncated(content: bytes, dice: random.Random) -> bytes:
    return content[: dice.randrange(len(content))]


def flipped(content: bytes, dice: random.Random) -> bytes:
    changed = bytearray(content)
    for _number in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def shuffled(content: bytes, dice: random.Random) -> bytes:
    """Two stretches change places."""
    first, second, third = sorted(dice.randrange(len(content)) for _number in range(3))
    return content[:first] + content[second:third] + content[first:second] + content[third:]


def swapped(content: bytes, dice: random.Random) -> bytes:
    """Two parts of the workbook change places."""
    if not content.startswith(b"PK"):
        return shuffled(content, dice)
    contents = unzipped(content)
    one, other = dice.sample(sorted(contents), 2)
    contents[one], contents[other] = contents[other], contents[one]
    return zipped(contents)


def damaged_inside(content: bytes, dice: random.Random) -> bytes:
    """A part is damaged before it is packed, so that its checksum is right."""
    if not content.startswith(b"PK"):
        return flipped(content, dice)
    contents = unzipped(content)
    name = dice.choice([name for name in contents if contents[name]])
    contents[name] = dice.choice([flipped, shuffled, truncated, odd_values])(contents[name], dice)
    return zipped(contents)


def odd_values(content: bytes, dice: random.Random) -> bytes:
    """Digits, quoted names and texts give way to what a parser stumbles over."""
    odd = [
        b"-1",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"",
        b"\xef\xbf\xbf",
        b"&#0;",
        b"&lt;",
        b"A0",
        b"s",
    ]
    positions = [place for place, byte in enumerate(content) if byte in b"0123456789\"'"] or [0]
    for _number in range(dice.randint(1, 4)):
        place = dice.choice(positions)
        content = content[:place] + dice.choice(odd) + content[place + 1 :]
    return content


def unzipped(content: bytes) -> dict[str, str | bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("damage", [truncated, flipped, shuffled, swapped, damaged_inside])
@pytest.mark.parametrize("source", SOURCES)
def test_a_damaged_file_gives_rows_or_a_refusal_with_words(
    source: str, damage: Callable[[bytes, random.Random], bytes]
):
    dice = random.Random(f"{source} {damage.__name__}")
    refusals = [refusal for _round in range(ROUNDS) if (refusal := read(damage(SOURCES[source], dice)))]
    assert all(file_refused_message(refusal) for refusal in refusals)
    assert refusals or source in ("csv", "utf-16")


def read(content: bytes) -> FileRefused | None:
    """Read all there is, and make sure that it can be stored."""
    try:
        with open_table_file(io.BytesIO(content), name="damaged", limits=LIMITS) as table:
            for sheet in table.sheets:
                for _row, values in table.rows(sheet):
                    assert all(value.is_finite() for value in values if isinstance(value, Decimal))
                    "".join(value for value in values if isinstance(value, str)).encode()
    except FileRefused as refusal:
        return refusal
    return None

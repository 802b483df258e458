"""A folder of files that must not be read: each is made here, and wrong in just one way."""

import io
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from reports.workbook.reading import CellFault, Refusal
from tests.reports.workbook.packages import (
    HEAD,
    MAIN,
    SHEET,
    compound_file,
    parts,
    relationships,
    table,
    with_declared_size,
    with_flag,
    with_shared_bytes,
    workbook,
    worksheet,
    zipped,
)

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class HostileFile:
    """A file and why it is refused: as a whole, or for what its one measurement (sheet row 2) holds."""

    path: Path
    code: Refusal | CellFault


Maker = Callable[[], bytes]
_MAKERS: list[tuple[str, Refusal | CellFault, Maker]] = []


def hostile_files(folder: Path) -> list[HostileFile]:
    """Write all of them into the folder."""
    files = []
    for name, code, make in _MAKERS:
        path = folder / name
        path.write_bytes(make())
        files.append(HostileFile(path, code))
    return files


def hostile_names() -> list[str]:
    return [name for name, _code, _make in _MAKERS]


def hostile_file(folder: Path, wanted: str) -> HostileFile:
    """Write one of them into the folder."""
    [(code, make)] = [(code, make) for name, code, make in _MAKERS if name == wanted]
    path = folder / wanted
    path.write_bytes(make())
    return HostileFile(path, code)


def _hostile(name: str, code: Refusal | CellFault) -> Callable[[Maker], Maker]:
    def register(make: Maker) -> Maker:
        _MAKERS.append((name, code, make))
        return make

    return register


def _fixed(name: str, code: Refusal | CellFault, content: bytes) -> None:
    _MAKERS.append((name, code, lambda: content))


def _sheet(name: str, code: Refusal | CellFault, sheet: str | Callable[[], str]) -> None:
    """A sound workbook with this one sheet; a long one is made when it is wanted."""
    _MAKERS.append((name, code, lambda: zipped(parts(sheet if isinstance(sheet, str) else sheet()))))


def _part(name: str, code: Refusal, part: str, content: str | bytes | Callable[[], str]) -> None:
    """A sound workbook in which one part is another one."""
    _MAKERS.append(
        (name, code, lambda: zipped(parts() | {part: content() if callable(content) else content}))
    )


def _without(name: str, code: Refusal, missing: str) -> None:
    _MAKERS.append((name, code, lambda: zipped({n: c for n, c in parts().items() if n != missing})))


# --- not a workbook at all --------------------------------------------------------------------------------

_fixed("empty.xlsx", Refusal.EMPTY, b"")
_fixed("empty.csv", Refusal.EMPTY, b"")
_fixed("report.pdf.xlsx", Refusal.NOT_A_WORKBOOK, b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n")
_fixed("photo.xlsx", Refusal.NOT_A_WORKBOOK, b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
_fixed(
    "web-page.xlsx",
    Refusal.NOT_A_WORKBOOK,
    b"<!DOCTYPE html><html><table><tr><td>code</td></tr></table></html>",
)
_fixed("table.xls", Refusal.NOT_A_WORKBOOK, b'<html xmlns:x="urn:schemas-microsoft-com:office:excel"></html>')
_fixed("sheet-2003.xml", Refusal.NOT_A_WORKBOOK, b'<?xml version="1.0"?><Workbook></Workbook>')
_fixed("random.xlsx", Refusal.NOT_A_WORKBOOK, random.Random(4).randbytes(20_000))
_fixed("random.csv", Refusal.NOT_A_WORKBOOK, random.Random(5).randbytes(20_000))
_fixed("zip-without-anything.xlsx", Refusal.NOT_A_WORKBOOK, b"PK\x05\x06" + b"\0" * 18)
_fixed("old.xls", Refusal.OLD_XLS, compound_file("Workbook", "\x05SummaryInformation"))
_fixed("very-old.xlsx", Refusal.OLD_XLS, compound_file("Book"))
_fixed("protected.xlsx", Refusal.PASSWORD_PROTECTED, compound_file("EncryptionInfo", "EncryptedPackage"))
_fixed("letter.doc.xlsx", Refusal.NOT_A_WORKBOOK, compound_file("WordDocument"))


@_hostile("photos.xlsx", Refusal.NOT_A_WORKBOOK)
def _photos() -> bytes:
    return zipped({"holiday/1.jpg": b"\xff\xd8\xff", "holiday/2.jpg": b"\xff\xd8\xff"})


@_hostile("letter.xlsx", Refusal.NOT_A_WORKBOOK)
def _letter() -> bytes:
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": relationships(("rId1", "officeDocument", "word/document.xml")),
            "word/document.xml": "<document/>",
        }
    )


@_hostile("letter-renamed-inside.xlsx", Refusal.NOT_A_WORKBOOK)
def _other_root() -> bytes:
    return zipped(parts() | {"xl/workbook.xml": f"{HEAD}<document/>"})


@_hostile("open-document.ods", Refusal.NOT_A_WORKBOOK)
def _open_document() -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"})


@_hostile("encrypted-parts.xlsx", Refusal.PASSWORD_PROTECTED)
def _encrypted_parts() -> bytes:
    return with_flag(zipped(parts()), SHEET, 1)


# --- too much of it ---------------------------------------------------------------------------------------


@_hostile("over-5-mb.xlsx", Refusal.TOO_LARGE)
def _over_five_megabytes() -> bytes:
    return zipped(parts() | {"xl/media/image1.png": random.Random(1).randbytes(5 * MEBIBYTE)}, level=0)


@_hostile("over-100-mb-unpacked.xlsx", Refusal.UNPACKS_TOO_LARGE)
def _unpacks_too_large() -> bytes:
    block = random.Random(2).randbytes(1024) + b"\0" * 63 * 1024
    return zipped(parts() | {"xl/media/image1.bmp": block * 1601}, level=1)


@_hostile("bomb.xlsx", Refusal.ZIP_BOMB)
def _bomb() -> bytes:
    return zipped(parts() | {"xl/sharedStrings.xml": b" " * (40 * MEBIBYTE)})


@_hostile("bomb-in-bombs.xlsx", Refusal.NOT_A_WORKBOOK)
def _nested_bomb() -> bytes:
    content = b"\0" * MEBIBYTE
    for level in range(5):
        content = zipped({f"{level}-{number}.zip": content for number in range(10)})
    return content


@_hostile("bomb-of-shared-bytes.xlsx", Refusal.ZIP_BOMB)
def _overlapping() -> bytes:
    return with_shared_bytes(zipped(parts()), "xl/styles.xml", "xl/sharedStrings.xml")


@_hostile("bomb-of-many-parts.xlsx", Refusal.ZIP_BOMB)
def _many_parts() -> bytes:
    return zipped(parts() | {f"xl/media/{number}": b"" for number in range(20_000)}, level=0)


@_hostile("bomb-of-more-parts-than-it-says.xlsx", Refusal.ZIP_BOMB)
def _uncounted_parts() -> bytes:
    archive = _many_parts()
    count = archive.rindex(b"PK\x05\x06") + 8
    return archive[:count] + b"\x07\0\x07\0" + archive[count + 4 :]


@_hostile("directory-elsewhere.xlsx", Refusal.ZIP_BOMB)
def _another_directory() -> bytes:
    archive = zipped(parts())
    end = archive.rindex(b"PK\x05\x06")
    return archive[:end] + b"PK\x06\x07".ljust(20, b"\0") + archive[end:]


@_hostile("bomb-that-lies.xlsx", Refusal.LYING_SIZES)
def _lying_bomb() -> bytes:
    return with_declared_size(zipped(parts(worksheet(" " * 40 * MEBIBYTE))), SHEET, 1000)


@_hostile("lies-that-it-is-longer.xlsx", Refusal.LYING_SIZES)
def _longer() -> bytes:
    return with_declared_size(zipped(parts()), SHEET, 5000)


@_hostile("too-many-rows.xlsx", Refusal.TOO_MANY_ROWS)
def _many_rows() -> bytes:
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>{r}</v></c></row>' for r in range(1, 20_002))
    return zipped(parts(worksheet(rows)))


@_hostile("too-many-wide-rows.xlsx", Refusal.TOO_MANY_ROWS)
def _many_wide_rows() -> bytes:
    row = "<row>" + "<c><v>7</v></c>" * 60 + "</row>"
    return zipped(parts(worksheet(row * 20_001) + f"<!--{random.Random(3).randbytes(90_000).hex()}-->"))


@_hostile("too-many-rows.csv", Refusal.TOO_MANY_ROWS)
def _many_lines() -> bytes:
    return b"code;achievement\n" + b"IND-01;1\n" * 20_000


@_hostile("too-many-columns.xlsx", Refusal.TOO_MANY_COLUMNS)
def _many_columns() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(range(61)))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_fixed("too-many-columns.csv", Refusal.TOO_MANY_COLUMNS, b",".join(b"%d" % n for n in range(61)))
_fixed("far-cell.csv", Refusal.FAR_CELL, b"code,achievement\nIND-01,1" + b"," * 5_000 + b"x\n")
_sheet(
    "far-corner.xlsx",
    Refusal.FAR_CELL,
    worksheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        before='<dimension ref="A1:B2"/>',
    ),
)
_sheet("far-row.xlsx", Refusal.FAR_CELL, worksheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
_sheet("far-column.xlsx", Refusal.FAR_CELL, worksheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'))
_sheet(
    "row-without-end.xlsx", Refusal.TOO_MANY_COLUMNS, worksheet(f"<row>{'<c><v>1</v></c>' * 300_000}</row>")
)
_sheet(
    "too-many-cells.xlsx",
    Refusal.TOO_MANY_CELLS,
    lambda: worksheet(f"<row>{'<c/>' * 100}</row>" * 10_000),
)
_sheet(
    "long-text.xlsx",
    Refusal.TEXT_TOO_LONG,
    lambda: table(f'<c r="B2" t="inlineStr"><is><t>{"long " * 500_000}</t></is></c>'),
)
_part(
    "long-shared-text.xlsx",
    Refusal.TEXT_TOO_LONG,
    "xl/sharedStrings.xml",
    lambda: f"{HEAD}<sst {MAIN}><si><t>{'long ' * 500_000}</t></si></sst>",
)
_fixed("long-text.csv", Refusal.TEXT_TOO_LONG, b"code,note\nIND-01," + b"long " * 10_000 + b"\n")

# --- a zip with traps -------------------------------------------------------------------------------------

_part("climbs-out.xlsx", Refusal.UNSAFE_NAMES, "../../etc/cron.d/job", "x")
_part("absolute.xlsx", Refusal.UNSAFE_NAMES, "/etc/passwd", "x")
_part("drive.xlsx", Refusal.UNSAFE_NAMES, "c:\\windows\\win.ini", "x")


@_hostile("same-part-twice.xlsx", Refusal.BROKEN)
def _part_twice() -> bytes:
    stream = io.BytesIO(zipped(parts()))
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(SHEET.upper(), worksheet(""))
    return stream.getvalue()


@_hostile("truncated.xlsx", Refusal.BROKEN)
def _truncated() -> bytes:
    return zipped(parts())[:-200]


@_hostile("flipped-bytes.xlsx", Refusal.BROKEN)
def _wrong_checksum() -> bytes:
    archive = zipped(parts(), level=0)
    return archive.replace(b"<v>12.5</v>", b"<v>92.5</v>")


# --- XML with traps ---------------------------------------------------------------------------------------

_sheet(
    "external-entity.xlsx",
    Refusal.EXTERNAL_ENTITY,
    f'<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet {MAIN}><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>',
)
_part(
    "billion-laughs.xlsx",
    Refusal.EXTERNAL_ENTITY,
    "xl/sharedStrings.xml",
    '<!DOCTYPE sst [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + f"]><sst {MAIN}><si><t>&a9;</t></si></sst>",
)
_part(
    "remote-dtd-in-properties.xlsx",
    Refusal.EXTERNAL_ENTITY,
    "docProps/core.xml",
    '<!DOCTYPE core SYSTEM "http://127.0.0.1:9/x.dtd"><core/>',
)
_part(
    "entity-in-utf-16.xlsx",
    Refusal.EXTERNAL_ENTITY,
    "xl/styles.xml",
    '<!DOCTYPE s [<!ENTITY x "y">]><s/>'.encode("utf-16"),
)
_sheet("half-a-sheet.xlsx", Refusal.BROKEN, worksheet("")[:-20])
_sheet("deep.xlsx", Refusal.BROKEN, lambda: "<a>" * MEBIBYTE)
_sheet("deep-among-cells.xlsx", Refusal.BROKEN, lambda: worksheet("<a>" * 300 + "</a>" * 300))
_sheet("cells-in-cells.xlsx", Refusal.BROKEN, lambda: worksheet("<row>" + "<c>" * MEBIBYTE))
_part("deep-styles.xlsx", Refusal.BROKEN, "xl/styles.xml", "<a>" * 300 + "</a>" * 300)
_sheet("not-xml.xlsx", Refusal.BROKEN, "code,achievement")
_sheet("another-root.xlsx", Refusal.BROKEN, f"{HEAD}<chart/>")
_sheet(
    "endless-attribute.xlsx",
    Refusal.BROKEN,
    lambda: worksheet(f'<row r="1" spans="{"ab" * 4 * MEBIBYTE}"/>'),
)
_sheet("endless-tag.xlsx", Refusal.BROKEN, lambda: worksheet("<" + "row" * 3 * MEBIBYTE))
_part("unknown-encoding.xlsx", Refusal.BROKEN, "xl/styles.xml", '<?xml version="1.0" encoding="utf-77"?><s/>')

# --- a workbook whose parts don't fit together ------------------------------------------------------------

_without("no-workbook.xlsx", Refusal.BROKEN, "xl/workbook.xml")
_without("no-sheet.xlsx", Refusal.BROKEN, SHEET)
_without("no-shared-texts.xlsx", Refusal.BROKEN, "xl/sharedStrings.xml")
_without("no-content-types.xlsx", Refusal.NOT_A_WORKBOOK, "[Content_Types].xml")
_part("unknown-sheet-id.xlsx", Refusal.BROKEN, "xl/workbook.xml", workbook(("Years", "rId99")))
_part("no-sheets.xlsx", Refusal.EMPTY, "xl/workbook.xml", workbook())
_part(
    "same-sheet-twice.xlsx",
    Refusal.DUPLICATE_SHEETS,
    "xl/workbook.xml",
    workbook(("Years", "rId1"), ("YEARS", "rId1")),
)
_part(
    "sheet-outside.xlsx",
    Refusal.BROKEN,
    "xl/_rels/workbook.xml.rels",
    relationships(("rId1", "worksheet", "../../../etc/passwd")),
)
for _name, _cell in (
    ("shared-text-9999.xlsx", '<c r="B2" t="s"><v>9999</v></c>'),
    ("shared-text-huge.xlsx", f'<c r="B2" t="s"><v>{"9" * 30}</v></c>'),
    ("shared-text-negative.xlsx", '<c r="B2" t="s"><v>-1</v></c>'),
    ("unknown-type.xlsx", '<c r="B2" t="zz"><v>1</v></c>'),
    ("cell-of-another-row.xlsx", '<c r="B77"><v>1</v></c>'),
    ("cell-nowhere.xlsx", '<c r="ZZZZ2"><v>1</v></c>'),
    ("cell-twice.xlsx", '<c r="B2"><v>1</v></c><c r="B2"><v>2</v></c>'),
):
    _sheet(_name, Refusal.BROKEN, table(_cell))
_sheet("row-twice.xlsx", Refusal.BROKEN, worksheet('<row r="1"/><row r="1"/>'))
_sheet("row-minus-one.xlsx", Refusal.BROKEN, worksheet('<row r="-1"/>'))
_sheet(
    "more-rows-than-there-are.xlsx",
    Refusal.BROKEN,
    lambda: worksheet("".join(f'<row r="{number}"></row>' for number in range(1, 1_048_578))),
)
_sheet("row-nine-digits.xlsx", Refusal.BROKEN, worksheet('<row r="999999999"/>'))

# --- CSV --------------------------------------------------------------------------------------------------

_fixed("quote-never-closed.csv", Refusal.UNPAIRED_QUOTE, b'code,achievement\n"IND-01,12\nIND-02,13\n')
_fixed("text-after-quote.csv", Refusal.UNPAIRED_QUOTE, b'code,achievement\n"IND"-01,12\n')
_fixed("nul.csv", Refusal.CONTROL_CHARACTER, b"code,achievement\n" + b"IND-01,12\n" * 60 + b"IND\0-02,13\n")
_fixed("cyrillic.csv", Refusal.ENCODING, "код,значение\nIND-01,12\n".encode("cp1251"))
_fixed("japanese.csv", Refusal.ENCODING, "コード,実績\nIND-01,12\n".encode("shift-jis"))
_fixed("damaged-utf-8.csv", Refusal.ENCODING, "kode;catatan\nIND-01;é\nIND-02;".encode() + b"\xe2\x82\n")
_fixed("half-utf-16.csv", Refusal.ENCODING, "kode\tcapaian\n".encode("utf-16")[:-1])

# --- one cell ---------------------------------------------------------------------------------------------

for _name, _fault, _cell in (
    ("error-cell.xlsx", CellFault.ERROR_CELL, '<c r="B2" t="e"><v>#N/A</v></c>'),
    ("error-of-formula.xlsx", CellFault.ERROR_CELL, '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
    ("formula-only.xlsx", CellFault.FORMULA_WITHOUT_VALUE, '<c r="B2"><f>A1+1</f></c>'),
    ("formula-blank.xlsx", CellFault.FORMULA_WITHOUT_VALUE, '<c r="B2"><f>A1+1</f><v></v></c>'),
    ("shared-formula.xlsx", CellFault.FORMULA_WITHOUT_VALUE, '<c r="B2"><f t="shared" si="0"/></c>'),
    ("nan.xlsx", CellFault.NOT_FINITE, '<c r="B2"><v>NaN</v></c>'),
    ("infinity.xlsx", CellFault.NOT_FINITE, '<c r="B2"><v>-INF</v></c>'),
    ("1e999.xlsx", CellFault.NOT_FINITE, '<c r="B2"><v>1e999</v></c>'),
    ("1e-999.xlsx", CellFault.UNREADABLE_NUMBER, '<c r="B2"><v>1e-999</v></c>'),
    ("16-digits.xlsx", CellFault.TOO_MANY_DIGITS, '<c r="B2"><v>1234567890123456</v></c>'),
    ("words-as-number.xlsx", CellFault.UNREADABLE_NUMBER, '<c r="B2"><v>twelve</v></c>'),
    ("other-digits.xlsx", CellFault.UNREADABLE_NUMBER, '<c r="B2"><v>١٢</v></c>'),
    ("year-99999.xlsx", CellFault.UNREADABLE_DATE, '<c r="B2" s="1"><v>99999999999</v></c>'),
    ("before-1900.xlsx", CellFault.UNREADABLE_DATE, '<c r="B2" s="1"><v>-5</v></c>'),
    ("time.xlsx", CellFault.TIME_OF_DAY, '<c r="B2" s="2"><v>0.5</v></c>'),
    ("hours.xlsx", CellFault.TIME_OF_DAY, '<c r="B2" s="3"><v>1.5</v></c>'),
):
    _sheet(_name, _fault, table(_cell))

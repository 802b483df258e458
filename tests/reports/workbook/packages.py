"""Workbooks written by hand, part by part, so that each can be wrong in just one way."""

import io
import struct
import zipfile

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET = "xl/worksheets/sheet1.xml"


def worksheet(rows: str, before: str = "", after: str = "") -> str:
    return f"{HEAD}<worksheet {MAIN}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def table(cell: str) -> str:
    """A sheet of a code and an achievement, the latter as given."""
    return worksheet(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>code</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>achievement</t></is></c></row>'
        f'<row r="2"><c r="A2" t="inlineStr"><is><t>IND-01</t></is></c>{cell}</row>'
    )


def parts(sheet: str = "") -> dict[str, str | bytes]:
    """The parts of a sound workbook of one sheet; change one with ``|``."""
    return {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": relationships(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(("Years", "rId1")),
        "xl/_rels/workbook.xml.rels": relationships(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": f'{HEAD}<styleSheet {MAIN}><cellXfs count="4"><xf numFmtId="0"/>'
        '<xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="46"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"{HEAD}<sst {MAIN}><si><t>first</t></si><si><t>second</t></si></sst>",
        SHEET: sheet or table('<c r="B2"><v>12.5</v></c>'),
    }


def workbook(*sheets: tuple[str, str], properties: str = "") -> str:
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="{identifier}"/>'
        for number, (name, identifier) in enumerate(sheets, start=1)
    )
    return f'{HEAD}<workbook {MAIN} xmlns:r="{OFFICE}">{properties}<sheets>{listed}</sheets></workbook>'


def relationships(*listed: tuple[str, str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for identifier, kind, target in listed
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inside}</Relationships>'


def zipped(contents: dict[str, str | bytes], level: int = 6) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return stream.getvalue()


def directory_entry(archive: bytes, name: str) -> int:
    """Where the central directory tells of a part."""
    position = archive.index(b"PK\x01\x02")
    while archive[position + 46 : position + 46 + len(name)] != name.encode():
        position = archive.index(b"PK\x01\x02", position + 1)
    return position


def with_declared_size(archive: bytes, name: str, size: int) -> bytes:
    """The same archive, whose directory tells another unpacked size of a part."""
    position = directory_entry(archive, name) + 24
    return archive[:position] + struct.pack("<I", size) + archive[position + 4 :]


def with_shared_bytes(archive: bytes, name: str, other: str) -> bytes:
    """The same archive, in which a part lies where another one lies."""
    position = directory_entry(archive, name) + 42
    offset = directory_entry(archive, other) + 42
    return archive[:position] + archive[offset : offset + 4] + archive[position + 4 :]


def with_flag(archive: bytes, name: str, flag: int) -> bytes:
    position = directory_entry(archive, name) + 8
    return archive[:position] + struct.pack("<H", flag) + archive[position + 2 :]


def compound_file(*entries: str) -> bytes:
    """A compound file (as of Office before 2007) with these entries in its directory."""
    header = bytes.fromhex("d0cf11e0a1b11ae1").ljust(512, b"\0")
    allocation = b"\xff" * 512
    directory = b"".join(
        f"{name}\0".encode("utf-16-le").ljust(64, b"\0").ljust(128, b"\0")
        for name in ("Root Entry", *entries)
    )
    return header + allocation + directory.ljust(1024, b"\0")

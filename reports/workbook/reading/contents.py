"""What is in a workbook: its sheets in their order, the parts that hold them, and its calendar."""

import posixpath
from dataclasses import dataclass
from datetime import datetime

from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from reports.workbook.reading.package import Package
from reports.workbook.reading.refusals import FileRefused, Refusal
from reports.workbook.reading.xml_parts import RELATIONSHIP_IDS, PartReader

_CONTENT_TYPES = "[Content_Types].xml"
_ROOT_RELATIONSHIPS = "_rels/.rels"
_MOST_RELATIONSHIPS = 10_000
_MOST_SHEETS = 1_000
_LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Relationship:
    """A part that another one names: ``kind`` is the last word of its type."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class Contents:
    """``sheets`` maps names to parts, hidden sheets too; ``shared_texts`` and ``styles`` may be missing.

    ``subject`` is what the document's properties say it is about; empty where they don't.
    """

    sheets: dict[str, str]
    epoch: datetime
    shared_texts: str | None
    styles: str | None
    subject: str


def check_is_workbook(package: Package) -> None:
    """Refuse a zip archive that holds something else: photos, a text document, another archive."""
    if _CONTENT_TYPES not in package or _ROOT_RELATIONSHIPS not in package:
        kind = "OpenDocument" if "content.xml" in package and "mimetype" in package else "ZIP"
        raise FileRefused(Refusal.NOT_A_WORKBOOK, read=kind)
    for part, kind in (
        ("word/document.xml", "Word"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", "XLSB"),
    ):
        if part in package:
            raise FileRefused(Refusal.NOT_A_WORKBOOK, read=kind)


def read_contents(package: Package) -> Contents:
    """Follow the relationships from the root to the workbook and its sheets."""
    roots = {
        each.kind: each.target for each in reversed(_relationships(package, _ROOT_RELATIONSHIPS, "").values())
    }
    workbook = roots.get("officeDocument")
    if workbook is None:
        raise FileRefused(Refusal.NOT_A_WORKBOOK, read="ZIP")
    folder, name = posixpath.split(workbook)
    related = _relationships(package, posixpath.join(folder, "_rels", f"{name}.rels"), folder)
    reader = _WorkbookReader(workbook)
    reader.read(package.pieces(workbook))
    by_kind = {relationship.kind: relationship.target for relationship in related.values()}
    return Contents(
        sheets=_sheet_parts(package, reader.sheets, related, workbook),
        epoch=reader.epoch,
        shared_texts=by_kind.get("sharedStrings"),
        styles=by_kind.get("styles"),
        subject=_subject(package, roots.get("core-properties", "")),
    )


def _subject(package: Package, part: str) -> str:
    if part not in package:
        return ""
    reader = _PropertiesReader(part)
    reader.read(package.pieces(part))
    return reader.subject[:_LONGEST_SUBJECT]


def _sheet_parts(
    package: Package, sheets: list[tuple[str, str]], related: dict[str, Relationship], workbook: str
) -> dict[str, str]:
    parts: dict[str, str] = {}
    for title, relationship_id in sheets:
        relationship = related.get(relationship_id)
        if relationship is None:
            raise FileRefused(Refusal.BROKEN, read=workbook, sheet=title)
        if relationship.kind != "worksheet":
            continue
        if relationship.target not in package:
            raise FileRefused(Refusal.BROKEN, read=relationship.target, sheet=title)
        if title.casefold() in (other.casefold() for other in parts):
            raise FileRefused(Refusal.DUPLICATE_SHEETS, read=title, sheet=title)
        parts[title] = relationship.target
    if not parts:
        raise FileRefused(Refusal.EMPTY)
    return parts


def _relationships(package: Package, part: str, folder: str) -> dict[str, Relationship]:
    reader = _RelationshipsReader(part, folder)
    reader.read(package.pieces(part))
    return reader.found


class _RelationshipsReader(PartReader):
    """What lies outside of the workbook is left out: it is never fetched."""

    def __init__(self, part: str, folder: str) -> None:
        super().__init__(part)
        self.found: dict[str, Relationship] = {}
        self._folder = folder

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        if len(self.found) >= _MOST_RELATIONSHIPS:
            raise self.broken()
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", "")))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found[attributes.get("Id", "")] = Relationship(kind, target.lstrip("/"))


class _PropertiesReader(PartReader):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.subject = ""
        self._is_inside = False

    def started(self, name: str, attributes: dict[str, str]) -> None:
        self._is_inside = name == "subject"

    def ended(self, name: str) -> None:
        self._is_inside = False

    def characters(self, data: str) -> None:
        if self._is_inside and len(self.subject) < _LONGEST_SUBJECT:
            self.subject += data


class _WorkbookReader(PartReader):
    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.sheets: list[tuple[str, str]] = []
        self.epoch: datetime = WINDOWS_EPOCH
        self._begun = False

    def started(self, name: str, attributes: dict[str, str]) -> None:
        if not self._begun and name != "workbook":
            raise FileRefused(Refusal.NOT_A_WORKBOOK, read="ZIP")
        self._begun = True
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true", "on"):
            self.epoch = MAC_EPOCH
        elif name == "sheet":
            ids = (attributes[key] for key in RELATIONSHIP_IDS if key in attributes)
            self.sheets.append((attributes.get("name", ""), next(ids, "")))
            if len(self.sheets) > _MOST_SHEETS:
                raise self.broken()

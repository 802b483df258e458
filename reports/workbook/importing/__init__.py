"""Reads a workbook or a table of achievements into a scorecard: all of it or nothing, after a preview."""

from reports.workbook.importing.importing import Import, ImportReport, import_file
from reports.workbook.importing.values import Style

__all__ = ["Import", "ImportReport", "Style", "import_file"]

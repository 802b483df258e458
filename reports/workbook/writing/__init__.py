"""Writes a scorecard as a workbook: a Read me, the sheets that an import reads, live performance tables."""

from reports.workbook.writing.book import WORKBOOK_TYPE, file_name, write_workbook

__all__ = ["WORKBOOK_TYPE", "file_name", "write_workbook"]

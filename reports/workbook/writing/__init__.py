"""Writes a scorecard as a workbook: a Read me, the sheets that an import reads, live performance tables."""

from reports.workbook.writing.book import write_workbook

__all__ = ["write_workbook"]

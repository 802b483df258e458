"""Reads uploaded .xlsx and .csv files safely: every file gives rows of plain values, or FileRefused.

Knows nothing of plans, settings or the database. The words are in ``reports.workbook.reading_words``.
"""

from reports.workbook.reading.cells import BadCell, CellFault, Value
from reports.workbook.reading.refusals import FileRefused, Limits, Refusal
from reports.workbook.reading.table_file import Row, TableFile, TableKind, open_table_file

__all__ = [
    "BadCell",
    "CellFault",
    "FileRefused",
    "Limits",
    "Refusal",
    "Row",
    "TableFile",
    "TableKind",
    "Value",
    "open_table_file",
]

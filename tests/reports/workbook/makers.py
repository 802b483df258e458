"""Workbooks as libraries write them: a function fills the book, its bytes come back."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import xlsxwriter


def by_openpyxl(fill: Callable[[openpyxl.Workbook], object]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(fill: Callable[[xlsxwriter.Workbook], object], **options: Any) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, **options})
    fill(book)
    book.close()
    return stream.getvalue()

"""The workbook: a plan with its years as a spreadsheet, out and in again without losing a digit."""

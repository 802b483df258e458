"""The workbook that travels both ways: a plan as a spreadsheet out, and back in."""

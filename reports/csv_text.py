"""Cells of a CSV file that somebody will open in a spreadsheet."""

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet may take for the beginning of a formula, wide signs included."""


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula; numbers stay numbers."""
    is_number = text[:1] in "+-" and text[1:].replace(".", "").replace(",", "").isdigit()
    return f"'{text}" if text.startswith(FORMULA_SIGNS) and not is_number else text

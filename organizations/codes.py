"""Codes: the short names that stand in URLs, workbooks and commands."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

CODE_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}"

validate_code = RegexValidator(
    rf"^{CODE_PATTERN}\Z",
    _("A code has 1 to 30 letters, digits, dots, dashes or underscores and begins with a letter or digit."),
)


class CodeConverter:
    """URL converter for codes."""

    regex = CODE_PATTERN

    def to_python(self, text: str) -> str:
        return text

    def to_url(self, code: str) -> str:
        return code


class YearConverter:
    """URL converter for years 1900 to 2100."""

    regex = r"19[0-9]{2}|20[0-9]{2}|2100"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, year: int) -> str:
        return str(year)

"""What stands before amounts of money, such as Rp, USD or €."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 10
SHOWN_LENGTH = 40
ALLOWED = {"Sc", "Nd", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc"}
"""Unicode's currency signs, digits, letters and the signs that belong to letters."""


def validate_currency(text: str) -> None:
    """Raises ValidationError unless it has 1 to 10 letters, digits, currency signs, spaces or dots."""
    is_plain = all(char in " ." or unicodedata.category(char) in ALLOWED for char in text)
    if not text.strip() or len(text) > LONGEST or not is_plain:
        words = _(
            "Read “%(read)s”; expected at most %(limit)s letters, digits, spaces, dots or signs of a "
            "currency, such as Rp, USD or €."
        )
        read = "".join(char if char.isprintable() else "�" for char in text[:SHOWN_LENGTH])
        raise ValidationError(words % {"read": read, "limit": LONGEST}, code="currency")

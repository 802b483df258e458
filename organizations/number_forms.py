"""Form fields for numbers typed as the page's language writes them, and the words for their errors."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from organizations.numbers import (
    MAX_DECIMALS,
    NumberError,
    NumberErrorCode,
    example_number,
    format_number,
    parse_number,
)

_SHOWN_LENGTH = 40


def number_error_message(error: NumberError) -> str:
    """Word a NumberError in the active language: what was read, and what is expected."""
    read = error.read if len(error.read) <= _SHOWN_LENGTH else f"{error.read[:_SHOWN_LENGTH]}…"
    words = {"read": read, "expected": error.expected, "example": example_number(), "limit": error.limit}
    return _head(error) % words


def _head(error: NumberError) -> str:
    limit = error.limit or 0
    match error.code:
        case NumberErrorCode.EMPTY:
            return _("Nothing was typed; expected a number written like %(example)s.")
        case NumberErrorCode.OTHER_DIGITS:
            return _("Read “%(read)s”; expected the digits 0 to 9, written like %(example)s.")
        case NumberErrorCode.EXTRA_SIGN:
            return _(
                "Read “%(read)s”; expected the number alone, without unit, percent or currency sign, "
                "written like %(expected)s."
            )
        case NumberErrorCode.TOO_MANY_DECIMALS if limit == 0:
            return _("Read “%(read)s”; expected a number without decimals.")
        case NumberErrorCode.TOO_MANY_DECIMALS:
            return ngettext(
                "Read “%(read)s”; expected at most %(limit)s decimal.",
                "Read “%(read)s”; expected at most %(limit)s decimals.",
                limit,
            )
        case NumberErrorCode.TOO_LARGE:
            return ngettext(
                "Read “%(read)s”; expected at most %(limit)s digit before the decimal mark.",
                "Read “%(read)s”; expected at most %(limit)s digits before the decimal mark.",
                limit,
            )
        case NumberErrorCode.TOO_MANY_DIGITS:
            return ngettext(
                "Read “%(read)s”; expected at most %(limit)s digit in all.",
                "Read “%(read)s”; expected at most %(limit)s digits in all.",
                limit,
            )
        case _:
            return _(
                "Read “%(read)s”; expected a number written like %(expected)s (with grouping: %(example)s)."
            )


class StrictDecimalField(forms.Field):
    """A Decimal typed and shown as the active language writes numbers; blank is None.

    ``max_decimals`` limits typed decimals; ``min_value`` and ``max_value`` are inclusive bounds;
    ``is_percentage``: one percent sign may stand behind the number.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        max_decimals: int = MAX_DECIMALS,
        min_value: Decimal | int | None = None,
        max_value: Decimal | int | None = None,
        is_percentage: bool = False,
        **kwargs: Any,
    ) -> None:
        self.max_decimals = max_decimals
        self.is_percentage = is_percentage
        self.min_value = min_value
        self.max_value = max_value
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Write initial numbers as the language does; what somebody typed stays as typed."""
        return format_number(value) if isinstance(value, Decimal | int) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, int):
            return Decimal(value)
        text = str(value).strip()
        if not text:
            return None
        try:
            return parse_number(
                text,
                get_language() or "en",
                max_decimals=self.max_decimals,
                is_percentage=self.is_percentage,
            )
        except NumberError as error:
            raise ValidationError(number_error_message(error), code=error.code.value) from error

    def validate(self, value: Decimal | None) -> None:
        super().validate(value)
        if value is None:
            return
        words = {"read": format_number(value)}
        if self.min_value is not None and value < self.min_value:
            words["limit"] = format_number(self.min_value)
            raise ValidationError(_("Read %(read)s; expected at least %(limit)s.") % words, code="min_value")
        if self.max_value is not None and value > self.max_value:
            words["limit"] = format_number(self.max_value)
            raise ValidationError(_("Read %(read)s; expected at most %(limit)s.") % words, code="max_value")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare numbers, not spellings: ``1.50`` did not change ``1.5``."""
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class WholeNumberField(StrictDecimalField):
    """An int from ``min_value`` to ``max_value``, both inclusive; blank is None."""

    def __init__(self, *, max_value: int, min_value: int = 0, **kwargs: Any) -> None:
        super().__init__(max_decimals=0, min_value=min_value, max_value=max_value, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def clean(self, value: Any) -> int | None:
        try:
            number = super().clean(value)
        except ValidationError as error:
            if error.code == "required":
                raise
            raise ValidationError(self._expected(str(value).strip()), code=error.code) from error
        return None if number is None else int(number)

    def _expected(self, typed: str) -> str:
        read = typed if len(typed) <= _SHOWN_LENGTH else f"{typed[:_SHOWN_LENGTH]}…"
        words = {"read": read, "low": format_number(self.min_value), "high": format_number(self.max_value)}
        return _("Read “%(read)s”; expected a whole number from %(low)s to %(high)s.") % words

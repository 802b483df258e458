"""What a text must not hold, as a check of forms and models."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from organizations.texts import DIRECTION_CONTROLS


def check_direction(text: str) -> None:
    """Raises ValidationError for a character that turns the direction of writing around.

    Such a character garbles whatever stands beside the text on its line, wherever it is shown.
    """
    if found := DIRECTION_CONTROLS.search(text):
        message = _(
            "This has an invisible character that turns the direction of writing around (U+%(code)04X)."
        )
        raise ValidationError(message, code="direction", params={"code": ord(found[0])})

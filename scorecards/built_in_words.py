"""The names and sources of the built-in schemes in the active language.

They are stored as schemes.py writes them; one that an administrator rewrote is shown as it was written.
"""

from django.utils.translation import gettext, gettext_noop

from scorecards.schemes import BUILT_IN

_WORDS = (
    gettext_noop("Three levels: below, on, above target"),
    gettext_noop("Four levels: far below, near, on, above target"),
    gettext_noop("Five levels: far below, near, on, above, far above target"),
    gettext_noop("Index capped at 120: red, yellow, green"),
    gettext_noop("Helianty, balanced-scorecard design for PT Berdikari, section 3.3."),
    gettext_noop("Selaras: the three levels of Helianty, section 3.3, with 'below' divided at 90 %."),
    gettext_noop(
        "Selaras: the three levels of Helianty, section 3.3, with 'below' divided at 80 % and 'above' at "
        "110 %."
    ),
    gettext_noop(
        "Practice of Indonesian public bodies: attainment capped at 120 %; red below 80 %, "
        "yellow from 80 %, green from 100 %."
    ),
)
_BUILT_IN = frozenset(word for scheme in BUILT_IN for word in (scheme.name, scheme.source))


def in_active_language(text: str) -> str:
    """A name or source of a built-in scheme translated; any other text as it is."""
    return gettext(text) if text in _BUILT_IN else text

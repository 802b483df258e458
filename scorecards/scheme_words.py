"""The words for scoring schemes: their faults and their bands, as sentences in the active language."""

from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.numbers import format_number
from scorecards.schemes import (
    FEWEST_BANDS,
    LARGEST_LEVEL,
    LARGEST_PERCENT,
    MOST_BANDS,
    SMALLEST_STEP,
    Band,
    Scheme,
    SchemeError,
    SchemeFault,
)

_LIMITS: dict[str, Decimal | int] = {
    "fewest": FEWEST_BANDS,
    "most_bands": MOST_BANDS,
    "most": LARGEST_PERCENT,
    "most_level": LARGEST_LEVEL,
    "step": SMALLEST_STEP,
}

_FAULTS: dict[SchemeFault, Promise] = {
    SchemeFault.BAND_COUNT: _("A scheme has %(fewest)s to %(most_bands)s bands, not %(read)s."),
    SchemeFault.LEVELS: _(
        "The levels must be whole numbers from 0 to %(most_level)s, each higher than the one before it."
    ),
    SchemeFault.LOWEST_HAS_BOUND: _(
        "The lowest band starts at no percentage: it takes whatever reaches no other band. "
        "Leave the bound of level %(level)s empty instead of %(read)s."
    ),
    SchemeFault.BOUND_MISSING: _("Level %(level)s needs the percentage that it starts from."),
    SchemeFault.NOT_A_NUMBER: _("“%(read)s” is not a number."),
    SchemeFault.BOUND_RANGE: _(
        "Level %(level)s starts at %(read)s %%: a bound lies above 0 %% and is at most %(most)s %%."
    ),
    SchemeFault.DECIMALS: _("Level %(level)s starts at %(read)s %%: a bound has at most 2 decimals."),
    SchemeFault.NOT_ASCENDING: _(
        "Level %(level)s starts at %(read)s %%, which is not above the level before it. "
        "Only “from” and then “above” the same percentage may follow each other."
    ),
    SchemeFault.TOO_CLOSE: _(
        "Level %(level)s starts at %(read)s %%, too close to the level before it: "
        "different bounds are at least %(step)s apart."
    ),
    SchemeFault.NOTHING_BELOW_TARGET: _(
        "Exactly 100 %% reaches only the lowest level, so nothing could be below target. "
        "At least one band must start at 100 %% or lower."
    ),
    SchemeFault.TOLERANCE: _("The tolerance is %(read)s; it must be from 0 to less than 100 percent."),
    SchemeFault.CAP: _(
        "The cap is %(read)s; it must be from 100 to %(most)s percent with at most 2 decimals, or empty."
    ),
    SchemeFault.MALFORMED: _("This is not a scoring scheme: “%(read)s”."),
}

# By how a band starts (nothing, from, above) and ends (nothing, below, up to and including).
_BANDS: dict[tuple[str, str], Promise] = {
    ("", "below"): _("below %(upper)s %%"),
    ("", "up to"): _("up to %(upper)s %%"),
    ("from", "below"): _("from %(lower)s %% to below %(upper)s %%"),
    ("from", "up to"): _("from %(lower)s %% up to %(upper)s %%"),
    ("above", "below"): _("above %(lower)s %% and below %(upper)s %%"),
    ("above", "up to"): _("above %(lower)s %% up to %(upper)s %%"),
    ("from", ""): _("from %(lower)s %%"),
    ("above", ""): _("above %(lower)s %%"),
}
_EXACTLY = _("exactly %(lower)s %%")


def scheme_error_message(error: SchemeError) -> str:
    """What is wrong with a scheme and what would be right, in the active language."""
    shown = {name: _shown(value) for name, value in {**_LIMITS, **error.params}.items()}
    return str(_FAULTS[error.code]) % shown


def band_words(scheme: Scheme, band: Band) -> str:
    """The attainments that a band holds, such as "from 90 % to below 100 %", in the active language."""
    following = scheme.band_after(band)
    lower, upper = band.from_percent, following.from_percent if following else None
    starts = "" if lower is None else "from" if band.inclusive else "above"
    ends = "" if following is None else "below" if following.inclusive else "up to"
    words = _EXACTLY if lower is not None and lower == upper else _BANDS[starts, ends]
    return str(words) % {"lower": format_number(lower), "upper": format_number(upper)}


def _shown(value: Any) -> str:
    """A finite number as the language writes it, anything else as it was read, shortened."""
    if isinstance(value, Decimal) and value.is_finite():
        return format_number(value)
    return str(value)[:80]

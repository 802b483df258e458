"""The words of the strategy map: chains of cause and effect as sentences, and what its scripts say."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indicators.scoring import Status
from performance.words import STATUS_WORDS
from scorecards.models import ObjectiveLink
from scorecards.strategy_map import Card


def chain_words(card: Card, driven: Sequence[Card], drivers: Sequence[Card]) -> str:
    """What an objective drives and what drives it, to the end of the chain, nearest first."""
    if not driven and not drivers:
        return _("%(objective)s is not linked to any other objective.") % {"objective": card.code}
    return f"{_driven_words(card, driven)} {_driver_words(drivers)}"


def _driven_words(card: Card, driven: Sequence[Card]) -> str:
    if not driven:
        return _("%(objective)s drives no other objective.") % {"objective": card.code}
    words = ngettext(
        "%(objective)s drives %(count)s objective: %(codes)s.",
        "%(objective)s drives %(count)s objectives: %(codes)s.",
        len(driven),
    )
    return words % {"objective": card.code, "count": len(driven), "codes": _codes(driven)}


def _driver_words(drivers: Sequence[Card]) -> str:
    if not drivers:
        return _("Nothing drives it.")
    words = ngettext(
        "It is driven by %(count)s: %(codes)s.", "It is driven by %(count)s: %(codes)s.", len(drivers)
    )
    return words % {"count": len(drivers), "codes": _codes(drivers)}


def _codes(cards: Sequence[Card]) -> str:
    return ", ".join(card.code for card in cards)


def indicator_words(statuses: Sequence[Status]) -> str:
    """How many indicators an objective has, and how many of them have which status."""
    words = ngettext("%(count)s indicator: %(statuses)s", "%(count)s indicators: %(statuses)s", len(statuses))
    each = [f"{word} {statuses.count(status)}" for status, word in STATUS_WORDS.items() if status in statuses]
    return words % {"count": len(statuses), "statuses": ", ".join(each)}


def link_sentence(link: ObjectiveLink) -> str:
    """What an arrow says."""
    return _("%(cause)s drives %(effect)s.") % {"cause": link.cause, "effect": link.effect}


def script_words(*, may_draw: bool) -> dict[str, str]:
    """What the scripts of the page say; [cause] and [effect] stand for codes of objectives."""
    words = {
        "hint": _(
            "Point at an objective, or move to it by keyboard, to see what it drives and what drives it."
        ),
        "touch_hint": _("Tap an objective to see what it drives and what drives it."),
        "tap_again": _("Tap it again to open it."),
        "failure": _("That did not work and nothing was changed. Please try again, or reload the page."),
    }
    return words | _words_of_drawing() if may_draw else words


def _words_of_drawing() -> dict[str, str]:
    return {
        "handle": _("Drag to the objective that [cause] drives"),
        "choose_cause": _("Choose the cause: tap a card, or go to it with the arrow keys and press Enter."),
        "choose_effect": _("[cause] drives …? Choose the effect: a card, or Enter on one. Esc cancels."),
        "aim": _("[cause] drives [effect]?"),
        "cancelled": _("Nothing was drawn."),
        "refused": _("You may not change this map (any more). Nothing was changed."),
    }

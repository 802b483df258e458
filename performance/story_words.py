"""The strategy in plain words: what a perspective means, and how large the whole is."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from scorecards.models import Perspective
from scorecards.services.perspectives import CUSTOMER, FINANCIAL, LEARNING, PROCESS, STAKEHOLDER

_MEANINGS = (
    (
        FINANCIAL,
        gettext_lazy(
            "Money: what comes in, what it costs, and whether the organization can live and grow on it."
        ),
    ),
    (CUSTOMER, gettext_lazy("The people we work for: what they get from us, and whether they come back.")),
    (
        STAKEHOLDER,
        gettext_lazy("Those for whom we exist: what the public and everyone concerned gets from us."),
    ),
    (PROCESS, gettext_lazy("The way we work: what we have to do well, every day, for the rest to succeed.")),
    (
        LEARNING,
        gettext_lazy(
            "People, knowledge and tools: what we have to learn and build so that we keep improving."
        ),
    ),
)
MEANING_OF: dict[str, str | Promise] = {
    name.casefold(): meaning for (_code, *names, _tone), meaning in _MEANINGS for name in names
}


def perspective_meaning(perspective: Perspective, objectives: int) -> str:
    """One sentence: what the usual perspectives ask; for one of the organization's own, what lies in it."""
    for name in (perspective.name_en, perspective.name_id):
        if meaning := MEANING_OF.get(name.strip().casefold()):
            return str(meaning)
    words = ngettext(
        "Seen from here, %(count)s thing is to become better.",
        "Seen from here, %(count)s things are to become better.",
        objectives,
    )
    return words % {"count": objectives} if objectives else ""


def story_answer(*, goals: int, objectives: int, perspectives: int, first_year: int, last_year: int) -> str:
    """The page's first line: the years of the plan, and how much it wants.

    goals: vision, missions and goals together; perspectives: those that hold an objective.
    """
    years = {"first": str(first_year), "last": str(last_year)}
    if not objectives:
        return _("What we want from %(first)s to %(last)s.") % years
    wanted = ngettext("%(count)s objective", "%(count)s objectives", objectives) % {"count": objectives}
    sides = ngettext("%(count)s perspective", "%(count)s perspectives", perspectives) % {
        "count": perspectives
    }
    if not goals:
        sentence = _("From %(first)s to %(last)s: %(objectives)s in %(perspectives)s.")
    else:
        sentence = _(
            "From %(first)s to %(last)s: where we want to go, and the %(objectives)s in %(perspectives)s that"
            " take us there."
        )
    return sentence % {**years, "objectives": wanted, "perspectives": sides}

"""The words for states: why a move is refused, what was done, and why an approval ended."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from indicators.states import Change, Move, Refusal, State

REFUSALS: Mapping[Refusal, Promise] = {
    Refusal.MAY_NOT_ENTER: _(
        "Only HR staff, managers, administrators and the unit's holder submit achievements here."
    ),
    Refusal.MAY_NOT_APPROVE: _("Only managers and administrators of this unit approve achievements."),
    Refusal.STATE: _("Its state is “%(state)s”; from there this can't be done."),
    Refusal.OWN_VALUE: _("You entered this value yourself; somebody else has to approve it."),
    Refusal.NO_ACHIEVEMENT: _("It has no achievement yet."),
    Refusal.NOTE_MISSING: _("It is below target; a note has to say why first."),
    Refusal.REASON_MISSING: _("Say why."),
}

TAKEN_BACK: Mapping[Change, Promise] = {
    Change.ACHIEVEMENT: _("The achievement was changed after its approval."),
    Change.TARGET: _("The target was changed after the approval."),
    Change.NOTE: _("It is below target, and its note was taken away after the approval."),
    Change.LEVEL: _("The KPI sheet was changed after the approval, and with it the level."),
}


def refusal_words(refusal: Refusal, state: str) -> str:
    """The refusal as a sentence; state: the one that the measurement is in."""
    return str(REFUSALS[refusal]) % {"state": State(state).label}


def done_words(move: Move, count: int) -> str:
    """What was done with so many measurements."""
    sentences = {
        Move.SUBMIT: ngettext(
            "%(count)s achievement is submitted and waits for approval.",
            "%(count)s achievements are submitted and wait for approval.",
            count,
        ),
        Move.TAKE_BACK: ngettext(
            "%(count)s achievement is a draft again.", "%(count)s achievements are drafts again.", count
        ),
        Move.APPROVE: ngettext(
            "%(count)s achievement is approved.", "%(count)s achievements are approved.", count
        ),
        Move.RETURN: ngettext(
            "%(count)s achievement is returned.", "%(count)s achievements are returned.", count
        ),
        Move.NOT_APPLICABLE: ngettext(
            "%(count)s indicator is not applicable in this year.",
            "%(count)s indicators are not applicable in this year.",
            count,
        ),
        Move.APPLICABLE: ngettext(
            "%(count)s indicator applies in this year again.",
            "%(count)s indicators apply in this year again.",
            count,
        ),
    }
    return sentences[move] % {"count": count}


def taken_back_words(count: int) -> str:
    """How many approvals a change ends; empty for none."""
    if not count:
        return ""
    sentence = ngettext(
        "%(count)s approved achievement is a draft again: what was approved has changed.",
        "%(count)s approved achievements are drafts again: what was approved has changed.",
        count,
    )
    return sentence % {"count": count}

"""The reasons of proposed targets in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.target_proposals import Past, Proposal, ProposalReason
from organizations.numbers import format_number

REASONS: Mapping[ProposalReason, Promise] = {
    ProposalReason.KEEP_PACE: _(
        "%(year)s reached %(reached)s; the yearly improvement was %(pace)s (median), and keeps its pace."
    ),
    ProposalReason.HOLD_REACHED: _("%(year)s reached %(reached)s; that is held."),
    ProposalReason.NOT_REACHED: _("%(year)s missed its target of %(target)s; it stands."),
    ProposalReason.AT_BOUND: _("%(year)s reached %(reached)s; more than %(bound)s is not possible."),
    ProposalReason.KEEP_RANGE: _("The range stays."),
    ProposalReason.NOT_REPORTED: _("%(year)s is not reported yet; its target stands."),
}
BEST_IS_LOWEST = _("%(year)s reached %(reached)s; less than %(bound)s is not possible.")


def reason_words(past: Past, proposal: Proposal) -> str:
    """Why the target is proposed, in the active language."""
    sentence = REASONS[proposal.reason]
    if proposal.reason is ProposalReason.AT_BOUND and past.polarity == "lower":
        sentence = BEST_IS_LOWEST
    return str(sentence) % {
        "year": past.year,
        "reached": format_number(past.achievements.get(past.year), decimals=past.decimals),
        "target": format_number(past.target, decimals=past.decimals),
        "bound": format_number(proposal.target, decimals=past.decimals),
        "pace": format_number(proposal.pace),
    }

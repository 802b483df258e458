"""What next year's target could be: the rule, case by case, and what every proposal keeps to."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.scoring import Polarity
from indicators.target_proposals import Past, Proposal, ProposalReason, propose

HIGHER, LOWER, RANGE = Polarity.HIGHER, Polarity.LOWER, Polarity.RANGE
KEEP_PACE, AT_BOUND = ProposalReason.KEEP_PACE, ProposalReason.AT_BOUND


def past(polarity: Polarity, target: str, *achievements: str | None, **more) -> Past:
    """achievements: the last ones up to 2013."""
    years = range(2014 - len(achievements), 2014)
    known = {year: D(each) for year, each in zip(years, achievements, strict=True) if each is not None}
    return Past(polarity, 2013, D(target), more.pop("target_upper", None), known, **more)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        # better every year: the median improvement is added to what was reached
        (
            past(HIGHER, "12.6", "12", "12.4", "12.9"),
            Proposal(D("13.4"), None, ProposalReason.KEEP_PACE, D("0.45")),
        ),
        (past(LOWER, "48", "72", "60", "41"), Proposal(D("26"), None, ProposalReason.KEEP_PACE, D("15.5"))),
        # reached, but not by getting better from year to year: what was reached is held
        (past(HIGHER, "10", "12", "11"), Proposal(D(11), None, ProposalReason.HOLD_REACHED)),
        (past(HIGHER, "10", "11"), Proposal(D(11), None, ProposalReason.HOLD_REACHED)),
        # a year between is missing: nobody knows the pace
        (past(HIGHER, "10", "8", None, "11"), Proposal(D(11), None, ProposalReason.HOLD_REACHED)),
        # not reached: the target stands
        (past(HIGHER, "10", "8", "9"), Proposal(D(10), None, ProposalReason.NOT_REACHED)),
        (past(LOWER, "10", "14", "12"), Proposal(D(10), None, ProposalReason.NOT_REACHED)),
        # not reported yet: the target stands
        (past(HIGHER, "10", "8", None), Proposal(D(10), None, ProposalReason.NOT_REPORTED)),
        # nothing beyond what is possible
        (
            past(HIGHER, "98", "97", "99.5", natural_max=D(100)),
            Proposal(D(100), None, ProposalReason.AT_BOUND),
        ),
        (past(LOWER, "1", "2", "0.5", natural_min=D(0)), Proposal(D(0), None, ProposalReason.AT_BOUND)),
        # a range stays
        (
            past(RANGE, "10", "12", target_upper=D(20)),
            Proposal(D(10), D(20), ProposalReason.KEEP_RANGE),
        ),
    ],
)
def test_a_proposal_follows_from_history_and_result(known, expected) -> None:
    assert propose(known) == expected


values = st.decimals(min_value=-1000, max_value=1000, places=2)


@st.composite
def pasts(draw) -> Past:
    polarity = draw(st.sampled_from([HIGHER, LOWER]))
    low, high = sorted([draw(values), draw(values)])
    within = st.decimals(min_value=low, max_value=high, places=2)
    known = draw(st.dictionaries(st.integers(2008, 2013), within, max_size=6))
    bounds = draw(st.booleans())
    return Past(
        polarity,
        2013,
        draw(within),
        None,
        known,
        natural_min=low if bounds else None,
        natural_max=high if bounds else None,
        decimals=draw(st.none() | st.integers(0, 4)),
    )


@given(pasts())
def test_a_proposal_lies_within_what_is_possible(known: Past) -> None:
    target = propose(known).target
    assert known.natural_min is None or target >= known.natural_min
    assert known.natural_max is None or target <= known.natural_max


@given(pasts())
def test_a_proposal_never_asks_for_less_than_this_years_target(known: Past) -> None:
    target = propose(known).target
    assert target >= known.target if known.polarity == HIGHER else target <= known.target


@given(pasts())
def test_a_proposal_has_no_more_decimals_than_a_target_can_have(known: Past) -> None:
    assert propose(known).target.as_tuple().exponent >= -6

"""Runs the plan check on a scorecard as it is stored now, beside what was accepted of it."""

from __future__ import annotations

from django.db.models import QuerySet

from indicators.accepted_findings import CheckedPlan, split_findings
from indicators.models import AcceptedFinding
from indicators.plan_check import check_plan
from indicators.plan_facts import load_plan_facts
from organizations.shown_names import shown_name
from scorecards.models import Scorecard


def checked_plan(scorecard: Scorecard) -> CheckedPlan:
    """What the plan check finds, split into what stands and what is quiet. A fixed number of queries."""
    return split_findings(check_plan(load_plan_facts(scorecard)), accepted_rows(scorecard))


def accepted_rows(scorecard: Scorecard) -> QuerySet[AcceptedFinding]:
    """The scorecard's acceptances; each `who` is called as people are called in its organization."""
    rows = AcceptedFinding.objects.filter(scorecard=scorecard)
    return rows.annotate(who=shown_name(scorecard.plan.organization_id, "accepted_by"))

"""Which findings stand and which are quiet: the pure side, and the services that accept and withdraw."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from indicators import services
from indicators.accepted_findings import Reference, split_findings
from indicators.checked_plan import checked_plan
from indicators.models import AcceptedFinding
from indicators.plan_check import Finding, Severity, Subject, SubjectKind
from scorecards.models import Scorecard
from tests.factories import AcceptedFindingFactory, IndicatorFactory

RULE = "indicator-without-initiative"
NOON = dt.datetime(2012, 5, 1, 12, tzinfo=dt.UTC)


def finding(code: str = "SS1-1", *, key: int = 1, rule: str = RULE, **facts: str) -> Finding:
    subject = Subject(SubjectKind.INDICATOR, key, code, f"Indicator {key}")
    return Finding(rule, Severity.WARNING, subject, facts)


def acceptance(of: Finding, *, reason: str = "On purpose", days: int = 0) -> AcceptedFinding:
    return AcceptedFinding(
        rule=of.rule,
        subject_kind=of.subject.kind.value,
        subject_code=of.subject.code,
        fingerprint=of.fingerprint,
        reason=reason,
        accepted_at=NOON + dt.timedelta(days=days),
    )


def test_a_finding_that_nobody_accepted_stands():
    assert [each.finding for each in split_findings([finding()], []).standing] == [finding()]


def test_an_accepted_finding_is_quiet():
    row = acceptance(finding())
    checked = split_findings([finding()], [row])
    assert (checked.standing, [each.accepted for each in checked.quiet]) == ((), [row])


def test_a_finding_that_changed_since_stands_and_tells_who_accepted_it():
    row = acceptance(finding(target="36"))
    checked = split_findings([finding(target="28")], [row])
    assert [each.earlier for each in checked.standing] == [(row,)]


def test_a_finding_about_a_renamed_subject_stands_again():
    row = acceptance(finding())
    renamed = Finding(RULE, Severity.WARNING, Subject(SubjectKind.INDICATOR, 1, "SS1-1", "Renamed"))
    assert len(split_findings([renamed], [row]).standing) == 1


@pytest.mark.parametrize(
    "other",
    [finding("SS1-2"), finding(rule="too-many-indicators")],
    ids=["another subject", "another rule"],
)
def test_an_acceptance_holds_for_its_rule_and_subject_only(other):
    checked = split_findings([other], [acceptance(finding())])
    assert [each.earlier for each in checked.standing] == [()]


def test_of_several_earlier_acceptances_the_newest_comes_first():
    old = acceptance(finding(target="1"), reason="Old", days=1)
    new = acceptance(finding(target="2"), reason="New", days=2)
    checked = split_findings([finding(target="3")], [old, new])
    assert [row.reason for row in checked.standing[0].earlier] == ["New", "Old"]


def test_an_acceptance_of_what_is_not_found_any_more_is_idle():
    row = acceptance(finding())
    assert split_findings([], [row]).idle == (row,)


def test_an_acceptance_told_at_a_standing_finding_is_not_idle():
    assert split_findings([finding(target="2")], [acceptance(finding(target="1"))]).idle == ()


def test_what_is_said_about_one_object_leaves_out_the_others():
    checked = split_findings([finding(), finding("SS1-2", key=2)], [])
    assert [each.finding.subject.code for each in checked.of(SubjectKind.INDICATOR, 2).standing] == ["SS1-2"]


def test_a_reference_is_read_as_it_is_written():
    reference = Reference.to(finding())
    assert Reference.read(reference.token) == reference


@pytest.mark.parametrize(
    "token",
    ["", "x", "a/b/c/d", "rule/indicator/-1/f", "rule/indicator/²/f", f"rule/indicator/{'9' * 400}/f"],
)
def test_a_text_that_is_no_reference_is_refused(token):
    with pytest.raises(ValueError, match=r".*"):
        Reference.read(token)


@pytest.fixture
def indicator(scorecard):
    return IndicatorFactory(objective__scorecard=scorecard)


@pytest.fixture
def reference(indicator, scorecard) -> Reference:
    """The finding that the indicator has no initiative."""
    return next(
        Reference.to(each.finding)
        for each in checked_plan(scorecard).of(SubjectKind.INDICATOR, indicator.pk).standing
        if each.finding.rule == RULE
    )


def accept(scorecard, *chosen: Reference, by, reason: str = "Done by the head office"):
    return services.accept_findings(scorecard=scorecard, chosen=chosen, reason=reason, by=by)


def refusal(*args, **kwargs) -> tuple[dict[str, list[str]], int]:
    """Why nothing was accepted, and how many acceptances there are afterwards."""
    with pytest.raises(ValidationError) as caught:
        accept(*args, **kwargs)
    return caught.value.message_dict, AcceptedFinding.objects.count()


def rules_about(scorecard, indicator) -> list[str]:
    checked = checked_plan(scorecard).of(SubjectKind.INDICATOR, indicator.pk)
    return [each.finding.rule for each in checked.standing]


def test_accepting_keeps_a_finding_quiet(scorecard, indicator, reference, cast):
    accept(scorecard, reference, by=cast.staff)
    assert RULE not in rules_about(scorecard, indicator)


def test_accepting_keeps_who_and_why(scorecard, reference, cast):
    row = accept(scorecard, reference, by=cast.staff)[0]
    assert (row.accepted_by, row.reason, row.history.count()) == (cast.staff, "Done by the head office", 1)


def test_a_finding_stands_again_when_its_subject_changes(scorecard, indicator, reference, cast):
    accept(scorecard, reference, by=cast.staff)
    services.change_indicator(indicator, by=cast.staff, name="Another name")
    assert RULE in rules_about(scorecard, indicator)


def test_accepting_a_changed_finding_replaces_what_was_accepted_before(scorecard, indicator, cast, reference):
    accept(scorecard, reference, by=cast.staff)
    services.change_indicator(indicator, by=cast.staff, name="Another name")
    checked = checked_plan(scorecard).of(SubjectKind.INDICATOR, indicator.pk)
    again = next(Reference.to(each.finding) for each in checked.standing if each.finding.rule == RULE)
    accept(scorecard, again, by=cast.staff, reason="Still so")
    assert [row.reason for row in scorecard.accepted_findings.all()] == ["Still so"]


def test_several_findings_are_accepted_at_once(scorecard, indicator, cast):
    chosen = [Reference.to(each.finding) for each in checked_plan(scorecard).standing]
    accept(scorecard, *chosen, by=cast.staff)
    assert checked_plan(scorecard).standing == ()


def test_accepting_raises_the_version_of_the_scorecard(scorecard, reference, cast):
    accept(scorecard, reference, by=cast.staff)
    assert Scorecard.objects.get(pk=scorecard.pk).version == scorecard.version + 1


def test_a_finding_that_changed_meanwhile_is_not_accepted(scorecard, indicator, reference, cast):
    services.change_indicator(indicator, by=cast.staff, name="Another name")
    message = f"The finding about {indicator.code} has changed meanwhile: look at what is found now."
    assert refusal(scorecard, reference, by=cast.staff) == ({"findings": [message]}, 0)


def test_a_finding_that_was_put_right_meanwhile_is_not_accepted(scorecard, indicator, reference, cast):
    services.create_initiative(indicator=indicator, name="Train people", by=cast.staff)
    message = "A chosen finding does not stand any more: the plan has been changed meanwhile."
    assert refusal(scorecard, reference, by=cast.staff) == ({"findings": [message]}, 0)


def test_a_finding_is_not_accepted_twice(scorecard, indicator, reference, cast):
    accept(scorecard, reference, by=cast.staff)
    message = f"The finding about {indicator.code} has been accepted already."
    assert refusal(scorecard, reference, by=cast.manager) == ({"findings": [message]}, 1)


@pytest.mark.parametrize(
    "change",
    [{"rule": "no-such-rule"}, {"kind": "year"}, {"key": 999_999}, {"fingerprint": "0" * 64}],
    ids=["rule", "kind", "key", "fingerprint"],
)
def test_a_forged_reference_is_refused(scorecard, reference, cast, change):
    fields = {name: getattr(reference, name) for name in ("rule", "kind", "key", "fingerprint")}
    errors, rows = refusal(scorecard, Reference(**fields | change), by=cast.staff)
    assert ([*errors], rows) == (["findings"], 0)


def test_one_wrong_choice_leaves_the_others_unaccepted(scorecard, reference, cast):
    forged = Reference(reference.rule, reference.kind, 999_999, reference.fingerprint)
    assert refusal(scorecard, reference, forged, by=cast.staff)[1] == 0


@pytest.mark.parametrize("reason", ["", "   ", "x" * 251], ids=["empty", "blank", "long"])
def test_a_reason_is_needed_and_short(scorecard, reference, cast, reason):
    errors, rows = refusal(scorecard, reference, by=cast.staff, reason=reason)
    assert ([*errors], rows) == (["reason"], 0)


def test_nothing_chosen_is_refused(scorecard, cast):
    assert refusal(scorecard, by=cast.staff) == ({"findings": ["Choose a finding."]}, 0)


def test_a_finding_of_another_scorecard_is_not_accepted(scorecard, reference, cast):
    other = IndicatorFactory().objective.scorecard
    assert refusal(other, reference, by=cast.staff)[1] == 0


def test_withdrawing_lets_the_finding_stand_again(scorecard, indicator, reference, cast):
    row = accept(scorecard, reference, by=cast.staff)[0]
    services.withdraw_acceptance(row, by=cast.manager, reason="It was not done")
    assert RULE in rules_about(scorecard, indicator)


def test_withdrawing_leaves_a_trace_with_the_reason(scorecard, reference, cast):
    row = accept(scorecard, reference, by=cast.staff)[0]
    services.withdraw_acceptance(row, by=cast.manager, reason="It was not done")
    newest = AcceptedFinding.history.filter(scorecard=scorecard).latest("history_id")
    assert (newest.history_user, newest.history_change_reason) == (cast.manager, "It was not done")


def test_an_acceptance_is_withdrawn_once(scorecard, cast):
    row = AcceptedFindingFactory(scorecard=scorecard)
    same = AcceptedFinding.objects.get(pk=row.pk)
    services.withdraw_acceptance(row, by=cast.manager)
    with pytest.raises(ValidationError):
        services.withdraw_acceptance(same, by=cast.manager)

"""`manage.py plan_check UNIT`: the findings for people and programs, and the exit status for scripts."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django.utils.translation import override

from indicators.plan_check import RULES, check_plan
from indicators.plan_facts import load_plan_facts
from tests.factories import (
    AcceptedFindingFactory,
    IndicatorFactory,
    ObjectiveFactory,
    PlanFactory,
    RootUnitFactory,
    ScorecardFactory,
)


def run(*arguments: object) -> str:
    output = StringIO()
    call_command("plan_check", *map(str, arguments), stdout=output)
    return output.getvalue()


def data(*arguments: object) -> dict:
    return json.loads(run(*arguments, "--format", "json"))


@pytest.fixture
def flawed(scorecard):
    """A scorecard with one objective, whose missing indicator is an error."""
    ObjectiveFactory(
        scorecard=scorecard, code="SS1", name="Profit", perspective=scorecard.plan.perspectives.first()
    )
    return scorecard


def accept(scorecard, rule: str) -> None:
    for finding in check_plan(load_plan_facts(scorecard)):
        if finding.rule == rule:
            AcceptedFindingFactory(
                scorecard=scorecard,
                rule=rule,
                subject_kind=finding.subject.kind.value,
                subject_code=finding.subject.code,
                fingerprint=finding.fingerprint,
                reason="Comes next year",
            )


def test_json_tells_each_finding_with_rule_severity_object_code_and_message(flawed):
    told = data("ACME")
    assert (told["organization"], told["unit"], told["plan"]) == ("ACME", "ACME", "Plan 2012-2013")
    assert told["counts"] == {"error": 1, "warning": 5, "hint": 0}
    assert told["findings"][0] == {
        "rule": "objective-without-indicator",
        "severity": "error",
        "object": "objective",
        "code": "SS1",
        "name": "Profit",
        "message": "No indicator measures it.",
        "why": "Without an indicator nobody can tell whether an objective is reached.",
        "accepted": False,
        "accepted_because": None,
    }


def test_text_tells_each_finding_on_one_line_and_counts_them(flawed):
    lines = run("ACME").splitlines()
    assert lines[0] == "ACME · Plan 2012-2013"
    assert lines[1] == "error    objective SS1: Objective without indicator. No indicator measures it."
    assert lines[-1] == "1 error, 5 warnings, 0 hints, 0 accepted"
    assert len(lines) == 8


def test_an_accepted_finding_is_left_out(flawed):
    accept(flawed, "objective-without-indicator")
    told = data("ACME")
    assert told["counts"]["error"] == 0
    assert {each["severity"] for each in told["findings"]} == {"warning"}


def test_an_accepted_finding_is_told_with_its_reason_when_all_are_asked_for(flawed):
    accept(flawed, "objective-without-indicator")
    [accepted] = [each for each in data("ACME", "--all")["findings"] if each["accepted"]]
    assert (accepted["rule"], accepted["accepted_because"]) == (
        "objective-without-indicator",
        "Comes next year",
    )
    assert "No indicator measures it. (accepted: Comes next year)" in run("ACME", "--all")


def test_a_finding_stands_again_when_its_subject_has_changed_since_it_was_accepted(flawed):
    accept(flawed, "objective-without-indicator")
    flawed.objectives.update(name="Renamed")
    assert data("ACME")["counts"]["error"] == 1


def test_strict_fails_while_an_error_stands_and_still_tells_everything(flawed):
    output = StringIO()
    with pytest.raises(CommandError, match=r"^1 error stands\.$") as caught:
        call_command("plan_check", "ACME", "--strict", "--format", "json", stdout=output)
    assert caught.value.returncode == 1
    assert json.loads(output.getvalue())["counts"]["error"] == 1


def test_strict_passes_when_only_warnings_stand(flawed):
    accept(flawed, "objective-without-indicator")
    assert "5 warnings" in run("ACME", "--strict")


def test_without_strict_an_error_does_not_fail(flawed):
    assert "1 error" in run("ACME")


def test_a_unit_below_the_root_has_its_own_findings(flawed, cast):
    desks = ScorecardFactory(plan=flawed.plan, unit=cast.desk)
    ObjectiveFactory(scorecard=desks, code="D1", perspective=flawed.plan.perspectives.first())
    told = data("ACME/DESK")
    assert told["unit"] == "DESK"
    assert [each["code"] for each in told["findings"] if each["object"] == "objective"] == ["D1"] * 3


@pytest.mark.parametrize(
    ("arguments", "plan"),
    [((), "Now"), (("--year", "2012"), "Plan 2012-2013"), (("--year", "2100"), "Far")],
)
def test_the_plan_that_covers_this_year_is_checked_unless_another_year_is_asked_for(
    flawed, cast, arguments, plan
):
    today = timezone.localdate().year
    for name, first, last in (("Now", today - 1, today + 1), ("Far", 2099, 2100)):
        later = PlanFactory(organization=cast.unit.organization, name=name, first_year=first, last_year=last)
        ScorecardFactory(plan=later, unit=cast.unit)
    assert data("ACME", *arguments)["plan"] == plan


def test_the_latest_plan_is_checked_when_none_covers_this_year(flawed, cast):
    older = PlanFactory(organization=cast.unit.organization, name="Older", first_year=2001, last_year=2005)
    ScorecardFactory(plan=older, unit=cast.unit)
    assert data("ACME")["plan"] == "Plan 2012-2013"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("NOWHERE",), "There is no unit “NOWHERE”: write ORGANIZATION for its root, or ORGANIZATION/UNIT."),
        (("ACME/DESK",), "ACME/DESK has no scorecard."),
        (("ACME", "--year", "1999"), "ACME has no scorecard for 1999."),
        (("ACME", "--year", "9" * 30), f"ACME has no scorecard for {'9' * 30}."),
        (("EMPTY",), "EMPTY has no scorecard."),
    ],
)
def test_what_is_not_there_is_one_line_of_error(flawed, arguments, message):
    RootUnitFactory(organization__code="EMPTY")
    with pytest.raises(CommandError) as caught:
        run(*arguments)
    assert (str(caught.value), caught.value.returncode) == (message, 2)


def test_names_with_markup_and_line_breaks_are_told_as_they_are_in_one_line(flawed):
    flawed.plan.name = "<b>Plan</b>\nsecond line"
    flawed.plan.save()
    objective = flawed.objectives.get()
    IndicatorFactory(objective=objective, code="SS1-1", name="<script>", unit_of_measure="72 jam\n<b>")
    assert data("ACME")["plan"] == "<b>Plan</b>\nsecond line"
    text = run("ACME")
    assert text.startswith("ACME · <b>Plan</b> second line\n")
    assert "“72 jam <b>”" in text


def test_everything_is_told_in_english(flawed):
    with override("id"):
        in_indonesian = run("ACME"), run("ACME", "--format", "json")
    assert (run("ACME"), run("ACME", "--format", "json")) == in_indonesian


def test_an_empty_scorecard_lacks_only_objectives(scorecard):
    assert (
        {each["rule"] for each in data("ACME")["findings"]} == {"perspective-without-objective"} <= set(RULES)
    )

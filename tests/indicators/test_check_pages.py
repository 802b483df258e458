"""The pages of the plan check: what they find, accepting and withdrawing, marks beside other rows."""

import re
from decimal import Decimal as D

import pytest
from django.urls import reverse

from indicators.accepted_findings import Reference
from indicators.checked_plan import checked_plan
from indicators.models import AcceptedFinding, Indicator, Measurement
from indicators.plan_check import SubjectKind
from tests.factories import (
    AcceptedFindingFactory,
    IndicatorFactory,
    MeasurementFactory,
    ObjectiveFactory,
    StatementFactory,
)

RULE = "indicator-without-initiative"
REASON = "The head office does it"


@pytest.fixture
def indicator(scorecard) -> Indicator:
    """The only indicator of the only objective, with a target in both years."""
    perspective = scorecard.plan.perspectives.get(code="F")
    objective = ObjectiveFactory(scorecard=scorecard, perspective=perspective, code="SS1", name="Grow profit")
    made = IndicatorFactory(objective=objective, code="SS1-1", name="Return on investment")
    for year in scorecard.years.all():
        MeasurementFactory(indicator=made, scorecard_year=year, target=D(10))
    return made


@pytest.fixture
def url():
    def of(name: str, *keys: object, unit: str = "ACME") -> str:
        return reverse(f"indicators:{name}", args=["ACME", unit, 2012, *keys])

    return of


def reference(scorecard, rule: str = RULE) -> Reference:
    standing = checked_plan(scorecard).standing
    return next(Reference.to(each.finding) for each in standing if each.finding.rule == rule)


def text_of(response) -> str:
    """The page's own words without markup."""
    main = response.content.decode().split("<main", 1)[-1].split("</main>", 1)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def standing_rules(page) -> list[str]:
    return [rule.rule for group in page.context["page"].groups for rule in group.rules]


def test_the_page_asks_where_the_plan_is_weak_and_counts_the_answer(sign_in, cast, indicator, url):
    page = sign_in(cast.viewer).get(url("check"))
    checked = checked_plan(indicator.objective.scorecard)
    assert "Where is the plan weak?" in text_of(page)
    assert re.search(rf"{cast.unit.name} 2012–2013: .*\d+ warnings?", page.context["page"].answer)
    assert page.context["page"].total == len(checked.standing)


def test_a_finding_stands_under_its_rule_with_the_reason_and_a_link_to_its_place(
    sign_in, cast, indicator, url
):
    page = sign_in(cast.viewer).get(url("check"))
    assert "Indicator without initiative" in text_of(page)
    assert "A target that nothing is done for is reached by chance, if at all." in text_of(page)
    assert f'href="{url("indicator", indicator.pk)}"' in page.content.decode()


def test_a_plan_without_findings_is_in_order(sign_in, cast, scorecard, url, monkeypatch):
    monkeypatch.setattr("indicators.views.check.check_plan", lambda facts: ())
    assert "No findings: the plan is in order" in text_of(sign_in(cast.viewer).get(url("check")))


def test_only_one_perspective_is_shown_when_the_reader_asks_for_it(sign_in, cast, indicator, url):
    page = sign_in(cast.viewer).get(url("check"), {"perspective": "C"})
    codes = {
        item.code for group in page.context["page"].groups for rule in group.rules for item in rule.items
    }
    assert codes == {"C"}


def test_only_one_rule_is_shown_when_the_reader_asks_for_it(sign_in, cast, indicator, url):
    assert standing_rules(sign_in(cast.viewer).get(url("check"), {"rule": RULE})) == [RULE]


def test_only_one_severity_is_shown_when_the_reader_asks_for_it(sign_in, cast, indicator, url):
    page = sign_in(cast.viewer).get(url("check"), {"severity": "hint"})
    assert [group.severity for group in page.context["page"].groups] == ["hint"]


@pytest.mark.parametrize("name", ["severity", "perspective", "rule"])
@pytest.mark.parametrize("text", ["nonsense", "\x00", "x" * 10_000, "<b>"])
def test_a_filter_that_does_not_exist_filters_nothing(sign_in, cast, indicator, url, name, text):
    page = sign_in(cast.viewer).get(url("check"), {name: text})
    assert page.context["page"].shown == page.context["page"].total


def test_a_long_list_folds_all_but_its_first_findings(sign_in, cast, scorecard, url):
    perspective = scorecard.plan.perspectives.get(code="F")
    ObjectiveFactory.create_batch(10, scorecard=scorecard, perspective=perspective)
    page = sign_in(cast.viewer).get(url("check"))
    rules = [rule for group in page.context["page"].groups for rule in group.rules]
    folded = next(rule for rule in rules if rule.rule == "objective-without-indicator")
    assert (len(folded.items), len(folded.more), folded.count) == (4, 6, 10)


def test_a_holder_finds_no_links_to_settings(sign_in, cast, scorecard, url):
    scorecard.unit = cast.desk
    scorecard.save()
    page = sign_in(cast.person).get(url("check", unit="DESK"))
    assert "perspective-without-objective" in standing_rules(page)
    assert "/settings/" not in page.content.decode()


def test_a_statement_leads_to_its_row_of_the_matrix(sign_in, cast, scorecard, url):
    statement = StatementFactory(plan=scorecard.plan)
    place = reverse("scorecards:statements", args=["ACME", "ACME", 2012])
    assert (
        f'href="{place}#statement-{statement.pk}"' in sign_in(cast.viewer).get(url("check")).content.decode()
    )


def test_markup_in_a_name_is_shown_as_text(sign_in, cast, indicator, url):
    Indicator.objects.filter(pk=indicator.pk).update(name="<script>alert(1)</script>")
    assert "<script>alert" not in sign_in(cast.staff).get(url("check")).content.decode()


def test_whoever_may_not_change_the_plan_is_not_offered_to_accept(sign_in, cast, indicator, url):
    page = sign_in(cast.viewer).get(url("check"))
    assert url("check-accept") not in page.content.decode()
    assert "Only HR staff, managers and administrators of this unit change the plan." in text_of(page)


def accept(client, url, *tokens: str, reason: str = REASON, **headers):
    return client.post(url("check-accept"), {"findings": tokens, "reason": reason}, headers=headers)


def test_an_accepted_finding_moves_to_the_accepted_ones_with_reason_and_name(sign_in, cast, indicator, url):
    client = sign_in(cast.staff)
    accept(client, url, reference(indicator.objective.scorecard).token)
    page = client.get(url("check"))
    assert RULE not in standing_rules(page)
    assert [item.accepted.reason for item in page.context["page"].quiet] == [REASON]
    assert "1 accepted" in page.context["page"].answer


def test_accepting_leads_back_to_the_plan_check(sign_in, cast, indicator, url):
    answer = accept(sign_in(cast.staff), url, reference(indicator.objective.scorecard).token)
    assert (answer.status_code, answer.url) == (302, url("check"))


def test_accepting_in_the_side_panel_shows_the_page_below_anew(sign_in, cast, indicator, url):
    token = reference(indicator.objective.scorecard).token
    answer = accept(sign_in(cast.staff), url, token, **{"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_an_acceptance_holds_in_the_other_language_too(sign_in, cast, indicator, url):
    scorecard = indicator.objective.scorecard
    client = sign_in(cast.staff)
    accept(client, url, reference(scorecard, "perspective-without-objective").token)
    client.cookies["django_language"] = "id"
    cast.staff.language = "id"
    cast.staff.save()
    assert len(client.get(url("check")).context["page"].quiet) == 1


def test_the_form_for_one_finding_offers_that_one_chosen(sign_in, cast, indicator, url):
    token = reference(indicator.objective.scorecard).token
    page = sign_in(cast.staff).get(url("check-accept"), {"finding": token})
    assert ([item.token for item in page.context["offered"]], page.context["form"]["findings"].value()) == (
        [token],
        [token],
    )


def test_the_form_for_a_rule_offers_its_findings_and_chooses_none(sign_in, cast, indicator, url):
    page = sign_in(cast.staff).get(url("check-accept"), {"rule": "perspective-without-objective"})
    assert [item.code for item in page.context["offered"]] == ["C", "P", "L"]
    assert not page.context["form"]["findings"].value()


@pytest.mark.parametrize("query", [{"rule": "nonsense"}, {"finding": "x"}, {"rule": "\x00"}])
def test_the_form_for_what_does_not_stand_says_so(sign_in, cast, indicator, url, query):
    page = sign_in(cast.staff).get(url("check-accept"), query)
    assert "This does not stand any more" in text_of(page)


@pytest.mark.parametrize(
    ("token", "message"),
    [
        ("nonsense", "“nonsense” is not a finding of the plan check."),
        ("\x00", "is not a finding of the plan check."),
        ("x" * 10_000, "is not a finding of the plan check."),
        (f"{RULE}/indicator/999999/{'0' * 64}", "A chosen finding does not stand any more"),
        (f"no-such-rule/indicator/1/{'0' * 64}", "A chosen finding does not stand any more"),
    ],
    ids=["unreadable", "NUL", "long", "unknown object", "unknown rule"],
)
def test_a_forged_choice_gets_its_error_and_accepts_nothing(sign_in, cast, indicator, url, token, message):
    answer = accept(sign_in(cast.staff), url, token)
    assert (answer.status_code, AcceptedFinding.objects.count()) == (422, 0)
    assert message in text_of(answer)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 10_000, "a\x00b"], ids=["empty", "blank", "long", "NUL"])
def test_a_faulty_reason_gets_its_error_and_accepts_nothing(sign_in, cast, indicator, url, reason):
    answer = accept(sign_in(cast.staff), url, reference(indicator.objective.scorecard).token, reason=reason)
    assert (answer.status_code, AcceptedFinding.objects.count()) == (422, 0)
    assert answer.context["form"].errors["reason"]


def test_an_empty_form_gets_an_error_at_each_field(sign_in, cast, indicator, url):
    answer = sign_in(cast.staff).post(url("check-accept"))
    assert (answer.status_code, {*answer.context["form"].errors}) == (422, {"findings", "reason"})


def test_withdrawing_lets_the_finding_stand_again(sign_in, cast, indicator, url):
    client = sign_in(cast.staff)
    accept(client, url, reference(indicator.objective.scorecard).token)
    client.post(url("check-withdraw", AcceptedFinding.objects.get().pk), {"reason": "Not done"})
    assert RULE in standing_rules(client.get(url("check")))


def test_an_acceptance_that_holds_no_more_is_told_apart(sign_in, cast, scorecard, url):
    AcceptedFindingFactory(scorecard=scorecard, subject_code="GONE-1")
    assert "Accepted, and no longer found" in text_of(sign_in(cast.viewer).get(url("check")))


def test_an_acceptance_of_a_rule_that_is_no_more_is_still_shown(sign_in, cast, scorecard, url):
    row = AcceptedFindingFactory(scorecard=scorecard, rule="an-older-rule")
    client = sign_in(cast.staff)
    pages = [client.get(url("check")), client.get(url("check-withdraw", row.pk))]
    assert ["an-older-rule" in text_of(page) for page in pages] == [True, True]


def test_the_history_tells_who_accepted_what_and_who_withdrew_it(sign_in, cast, indicator, url):
    client = sign_in(cast.staff)
    accept(client, url, reference(indicator.objective.scorecard).token)
    client.post(url("check-withdraw", AcceptedFinding.objects.get().pk), {"reason": "Not done"})
    rows = client.get(url("check-history")).context["rows"]
    told = "Indicator without initiative · SS1-1"
    assert [(row.kind, row.reason) for row in rows] == [
        (f"Deleted · {told}", "Not done"),
        (f"Created · {told}", ""),
    ]


def test_the_findings_of_an_indicator_come_without_the_frame_for_the_side_panel(
    sign_in, cast, indicator, url
):
    client = sign_in(cast.viewer)
    panel = client.get(url("check-indicator", indicator.pk), headers={"HX-Request": "true"})
    assert "Indicator without initiative" in panel.content.decode()
    assert "<html" not in panel.content.decode()


def test_the_plan_shows_how_much_is_found_about_each_indicator(sign_in, cast, indicator, url):
    page = sign_in(cast.viewer).get(url("plan"))
    standing = checked_plan(indicator.objective.scorecard).of(SubjectKind.INDICATOR, indicator.pk).standing
    row = page.context["table"].groups[0].groups[0].rows[0]
    assert f">{len(standing)}</span>" in row.mark


def test_the_plan_tells_how_many_errors_and_warnings_stand(sign_in, cast, indicator, url):
    page = sign_in(cast.viewer).get(url("plan"))
    assert re.search(r"Plan check: .*\d+ warnings?", text_of(page))


def test_a_changed_target_answers_with_what_is_found_now(sign_in, cast, indicator, url):
    measurement = Measurement.objects.get(indicator=indicator, scorecard_year__year=2012)
    body = {"values": {"target": "0"}, "version": measurement.version, "language": "en"}
    answer = sign_in(cast.staff).patch(
        url("target-cell", measurement.pk), data=body, content_type="application/json"
    )
    outputs = answer.json()["outputs"]
    assert "severity-error" in outputs[f"findings-{indicator.pk}"]
    assert "error" in outputs["check-line"]


def test_targets_of_a_page_without_the_check_are_answered_without_it(sign_in, cast, indicator, url):
    client = sign_in(cast.staff)
    measurement = Measurement.objects.get(indicator=indicator, scorecard_year__year=2012)
    page = client.get(url("entry-targets"))
    address = f"{url('target-cell', measurement.pk)}?check=no"
    assert f'data-url="{address}"' in page.content.decode()
    body = {"values": {"target": "0"}, "version": measurement.version, "language": "en"}
    assert list(client.patch(address, data=body, content_type="application/json").json()["outputs"]) == [
        "grid-answer"
    ]
    cell = {"key": str(measurement.pk), "version": measurement.version + 1, "field": "target", "text": "1"}
    body = {"cells": [cell], "language": "en", "save": True, "confirmed": True}
    answer = client.post(page.context["block_url"], data=body, content_type="application/json")
    assert list(answer.json()["outputs"]) == ["grid-answer"]

"""Every way of writing, tried on a closed year.

REFUSED must raise ValidationError and write nothing; FREE writes something that is not of the year, so that
the year does not move; QUIET finds nothing to do; INNER is called by the others, which hold the lock. A
service that stands in none of them fails the test. A path may be tried in several ways: "name: what".
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from indicators import bulk_measuring, measuring
from indicators import services as indicators
from indicators.accepted_findings import Reference
from indicators.asking import write_or_ask
from indicators.baselines import BaselineRule, rule_of
from indicators.checked_plan import checked_plan
from indicators.models import AcceptedFinding, Indicator, Initiative, Measurement, WorkProgram
from indicators.plan_check import SubjectKind
from indicators.services.starting_point import WantedBaseline, WantedYear
from indicators.sheet_facts import fingerprint
from indicators.states import Move
from performance import closing_services, follow_up_services
from performance import services as performance
from performance.models import FollowUp
from reports import import_services
from scorecards import services as scorecards
from scorecards.schemes import FIVE
from scorecards.services import start
from scorecards.start_lines import Line
from tests.factories import (
    IndicatorFactory,
    OrganizationFactory,
    ScoringSchemeFactory,
    StatementFactory,
    UnitFactory,
)
from tests.site.closed_years import ClosedWorld

Try = Callable[[ClosedWorld], Any]

TWELVE: dict[str, Decimal | str | None] = {"achievement": Decimal(12)}


def finding(w: ClosedWorld) -> Reference:
    found = checked_plan(w.scorecard).of(SubjectKind.INDICATOR, w.indicator.pk)
    return Reference.to(found.standing[0].finding)


def a_scheme(w: ClosedWorld) -> Any:
    return ScoringSchemeFactory(organization=w.plan.organization, code="other")


def kept_file(w: ClosedWorld) -> Any:
    text = f"code,achievement\n{w.indicator.code},12\n".encode()
    return import_services.keep_file(
        unit=w.scorecard.unit, year=w.year.year, name="values.csv", stream=io.BytesIO(text), by=w.by
    )


def imported(w: ClosedWorld) -> Any:
    file = kept_file(w)
    report = import_services.preview_file(file, by=w.by, language="en")
    return import_services.confirm_file(file, by=w.by, language="en", seen=report.fingerprint, is_meant=True)


REFUSED: Mapping[str, Try] = {
    "indicators.asking.write_or_ask": lambda w: write_or_ask(
        measurement=w.measurement, changes=TWELVE, by=w.by, version=1, confirmed=True
    ),
    "indicators.measuring.write_measurement": lambda w: measuring.write_measurement(
        measurement=w.measurement, changes=TWELVE, by=w.by
    ),
    "indicators.bulk_measuring.write_many": lambda w: bulk_measuring.write_many(
        scorecard=w.scorecard, rows=[(w.measurement, TWELVE)], by=w.by
    ),
    "indicators.bulk_measuring.write_years": lambda w: bulk_measuring.write_years(
        scorecard=w.scorecard, changes={w.measurement.pk: {"target": Decimal(3)}}, by=w.by
    ),
    "indicators.measuring.rescore": lambda w: measuring.rescore(
        [_with_wrong_level(w)], by=w.by, reason="rescore"
    ),
    "indicators.services.states.move_states": lambda w: indicators.move_states(
        scorecard_year=w.year,
        measurements=[w.measurement.pk],
        move=Move.NOT_APPLICABLE,
        by=w.by,
        reason="No data",
    ),
    "indicators.services.evidence.add_evidence": lambda w: indicators.add_evidence(
        measurement=w.measurement, title="Minutes", url="https://files.example.org/1", by=w.by
    ),
    "indicators.services.evidence.add_evidence_file": lambda w: indicators.add_evidence_file(
        measurement=w.measurement, file=ContentFile(b"Minutes", name="minutes.txt"), by=w.by
    ),
    "indicators.services.evidence.delete_evidence": lambda w: indicators.delete_evidence(
        w.evidence, by=w.by, reason="Wrong"
    ),
    "indicators.services.indicators.delete_indicator": lambda w: indicators.delete_indicator(
        w.indicator, by=w.by
    ),
    "indicators.services.initiatives.delete_initiative": lambda w: indicators.delete_initiative(
        w.program.initiative, by=w.by
    ),
    "indicators.services.objectives.delete_objective": lambda w: indicators.delete_objective(
        w.objective, by=w.by
    ),
    "indicators.services.plan_years.set_plan_years": lambda w: indicators.set_plan_years(
        w.plan, first_year=w.plan.first_year + 1, last_year=w.plan.last_year, by=w.by
    ),
    "indicators.services.plans.delete_plan_with_scorecards": lambda w: indicators.delete_plan_with_scorecards(
        w.plan, by=w.by
    ),
    "indicators.services.scorecards.delete_scorecard": lambda w: indicators.delete_scorecard(
        w.scorecard, by=w.by
    ),
    "indicators.services.throwing_away.throw_away": lambda w: indicators.throw_away(
        w.plan.organization, by=w.by
    ),
    "indicators.services.work_programs.create_work_program": lambda w: indicators.create_work_program(
        initiative=w.initiative, scorecard_year=w.year, name="Train 20 people", by=w.by
    ),
    "indicators.services.work_programs.change_work_program": lambda w: indicators.change_work_program(
        w.program, name="Otherwise", by=w.by
    ),
    "indicators.services.work_programs.move_work_program": lambda w: indicators.move_work_program(
        w.program, direction="up", by=w.by
    ),
    "indicators.services.work_programs.delete_work_program": lambda w: indicators.delete_work_program(
        w.program, by=w.by
    ),
    "indicators.services.work_programs.plan_work_programs": lambda w: indicators.plan_work_programs(
        w.year, by=w.by
    ),
    "indicators.services.work_programs.carry_over": lambda w: indicators.carry_over(w.year, by=w.by),
    "indicators.services.many_work_programs.create_work_programs": lambda w: indicators.create_work_programs(
        scorecard=w.scorecard,
        rows=[WorkProgram(initiative=w.initiative, scorecard_year=w.year, name="Train")],
        by=w.by,
    ),
    "performance.services.change_year_rules": lambda w: performance.change_year_rules(
        scorecard_year=w.year, by=w.by, weighting_mode="indicator"
    ),
    "performance.closing_services.close_year": lambda w: closing_services.close_year(
        scorecard_year=w.year, missing=closing_services.OfMissing.LOWEST, by=w.by
    ),
    "scorecards.services.schemes.delete_scheme": lambda w: scorecards.delete_scheme(w.scheme, by=w.by),
    "scorecards.services.perspectives.delete_perspective": lambda w: scorecards.delete_perspective(
        w.perspective, by=w.by
    ),
    "scorecards.services.objectives.move_objective": lambda w: scorecards.move_objective(
        w.objective, by=w.by, perspective=w.empty_perspective
    ),
    "indicators.services.indicators.change_indicator: polarity": lambda w: indicators.change_indicator(
        w.indicator, by=w.by, polarity="lower"
    ),
    "indicators.services.sheet_fields.change_fields: polarity": lambda w: indicators.change_fields(
        w.indicator, by=w.by, seen=fingerprint(w.indicator, ["polarity"]), polarity="lower"
    ),
    "scorecards.services.objectives.change_objective: perspective": lambda w: scorecards.change_objective(
        w.objective, by=w.by, perspective=w.empty_perspective
    ),
    "scorecards.services.objectives.place_objective: perspective": lambda w: scorecards.place_objective(
        w.objective, perspective=w.empty_perspective, position=1, by=w.by
    ),
}

FREE: Mapping[str, Try] = {
    "indicators.services.indicators.change_indicator": lambda w: indicators.change_indicator(
        w.indicator, by=w.by, name="Renamed"
    ),
    "indicators.services.indicators.create_indicator": lambda w: indicators.create_indicator(
        objective=w.objective, code="NEW-1", name="Scrap", unit_of_measure="%", by=w.by
    ),
    "indicators.services.initiatives.create_initiative": lambda w: indicators.create_initiative(
        indicator=w.indicator, name="Train people", by=w.by
    ),
    "indicators.services.initiatives.change_initiative": lambda w: indicators.change_initiative(
        w.initiative, name="Train everybody", by=w.by
    ),
    "indicators.services.copies.copy_plan": lambda w: indicators.copy_plan(
        w.plan, name="The next", first_year=2014, last_year=2015, by=w.by
    ),
    "indicators.services.practice.make_practice_copy": lambda w: indicators.make_practice_copy(
        w.scorecard, by=w.by
    ),
    "indicators.services.findings.accept_findings": lambda w: indicators.accept_findings(
        scorecard=w.scorecard, chosen=[finding(w)], reason="As it is", by=w.by
    ),
    "indicators.services.findings.withdraw_acceptance": lambda w: indicators.withdraw_acceptance(
        w.get(AcceptedFinding, "accepted"), by=w.by
    ),
    "indicators.services.baseline.set_baseline": lambda w: indicators.set_baseline(
        indicator=w.indicator, method="decreed", value=Decimal(3), by=w.by
    ),
    "indicators.services.baseline.write_history": lambda w: indicators.write_history(
        indicator=w.indicator, values={2011: Decimal(3)}, by=w.by
    ),
    "indicators.services.many_indicators.create_indicators": lambda w: indicators.create_indicators(
        scorecard=w.scorecard,
        rows=[Indicator(objective=w.objective, code="N-1", name="New", unit_of_measure="%", order=9)],
        by=w.by,
    ),
    "indicators.services.many_indicators.create_initiatives": lambda w: indicators.create_initiatives(
        scorecard=w.scorecard, rows=[Initiative(indicator=w.indicator, name="Train", order=9)], by=w.by
    ),
    "indicators.services.many_indicators.make_history": lambda w: indicators.make_history(
        scorecard=w.scorecard, wanted=[(w.indicator, 2011)], by=w.by
    ),
    "indicators.services.many_baselines.set_baselines": lambda w: indicators.set_baselines(
        scorecard=w.scorecard, rows=[(w.indicator, rule_of("decreed", Decimal(3), None), "")], by=w.by
    ),
    "indicators.services.sheet_fields.change_fields": lambda w: indicators.change_fields(
        w.indicator, by=w.by, seen=fingerprint(w.indicator, ["definition"]), definition="What it says"
    ),
    "indicators.services.starting_point.save_start": lambda w: indicators.save_start(
        w.indicator,
        years={2011: WantedYear(Decimal(3), "")},
        baseline=WantedBaseline(BaselineRule(Indicator.BaselineMethod.DECREED), "", ""),
        by=w.by,
    ),
    "indicators.services.initiatives.move_initiative": lambda w: indicators.move_initiative(
        w.initiative, direction="up", by=w.by
    ),
    "indicators.services.indicators.move_indicator": lambda w: _beside(w, indicators.move_indicator),
    "scorecards.services.objectives.create_objective": lambda w: scorecards.create_objective(
        scorecard=w.scorecard, perspective=w.perspective, code="SS99", name="New", by=w.by
    ),
    "scorecards.services.objectives.change_objective": lambda w: scorecards.change_objective(
        w.objective, by=w.by, name="Renamed", default_weight=Decimal(7)
    ),
    "scorecards.services.objectives.move_objective: down": lambda w: scorecards.move_objective(
        w.objective, by=w.by, direction="down"
    ),
    "scorecards.services.objectives.place_objective": lambda w: scorecards.place_objective(
        w.objective, perspective=w.perspective, position=3, by=w.by
    ),
    "scorecards.services.links.create_link": lambda w: scorecards.create_link(
        cause=w.objective, effect=w.other_objective, by=w.by
    ),
    "scorecards.services.links.change_link": lambda w: scorecards.change_link(w.link, by=w.by, note="So"),
    "scorecards.services.links.delete_link": lambda w: scorecards.delete_link(w.link, by=w.by),
    "scorecards.services.perspectives.create_perspective": lambda w: scorecards.create_perspective(
        plan=w.plan, code="X", name_en="Other", by=w.by
    ),
    "scorecards.services.perspectives.change_perspective": lambda w: scorecards.change_perspective(
        w.perspective, by=w.by, name_en="Renamed", default_weight=Decimal(7)
    ),
    "scorecards.services.perspectives.move_perspective": lambda w: scorecards.move_perspective(
        w.perspective, direction="down", by=w.by
    ),
    "scorecards.services.plans.create_plan": lambda w: scorecards.create_plan(
        organization=w.plan.organization,
        name="The next",
        first_year=2030,
        last_year=2031,
        scheme=w.scheme,
        by=w.by,
    ),
    "scorecards.services.plans.found_plan": lambda w: scorecards.found_plan(
        organization=w.plan.organization,
        name="The next",
        first_year=2030,
        last_year=2031,
        scheme=w.scheme,
        by=w.by,
    ),
    "scorecards.services.plans.change_plan": lambda w: scorecards.change_plan(
        w.plan, by=w.by, name="Renamed", weighting_mode="indicator", scheme=a_scheme(w)
    ),
    "scorecards.services.plans.create_scorecard": lambda w: scorecards.create_scorecard(
        plan=w.plan, unit=UnitFactory(parent=w.scorecard.unit), by=w.by
    ),
    "scorecards.services.plans.add_history_years": lambda w: scorecards.add_history_years(
        w.scorecard, [2010], w.by
    ),
    "scorecards.services.schemes.add_built_in_schemes": lambda w: scorecards.add_built_in_schemes(
        organization=OrganizationFactory(), by=w.by
    ),
    "scorecards.services.schemes.create_scheme": lambda w: scorecards.create_scheme(
        organization=w.plan.organization, code="own", name="Own", bands=FIVE.bands, by=w.by
    ),
    "scorecards.services.schemes.change_scheme": lambda w: scorecards.change_scheme(
        w.scheme, by=w.by, bands=FIVE.bands
    ),
    "scorecards.services.start.begin_plan": lambda w: start.begin_plan(
        organization=w.plan.organization,
        unit=w.scorecard.unit,
        by=w.by,
        name="The next",
        first_year=2030,
        last_year=2031,
        scheme=w.scheme,
    ),
    "scorecards.services.start.add_perspectives": lambda w: start.add_perspectives(
        plan=w.plan, rows=[start.PerspectiveRow(1, "Lain", "Other", 1)], by=w.by, beside=True
    ),
    "scorecards.services.start.add_statements": lambda w: start.add_statements(
        plan=w.plan, kind="mission", lines=[Line(1, "Make better parts")], by=w.by
    ),
    "scorecards.services.start.add_objectives": lambda w: start.add_objectives(
        scorecard=w.scorecard, lines=[(w.perspective, Line(1, "Better parts"))], by=w.by
    ),
    "scorecards.services.statements.create_statement": lambda w: scorecards.create_statement(
        plan=w.plan, kind="mission", code="M99", text="Make better parts", by=w.by
    ),
    "scorecards.services.statements.change_statement": lambda w: scorecards.change_statement(
        w.statement, by=w.by, text="Otherwise"
    ),
    "scorecards.services.statements.delete_statement": lambda w: scorecards.delete_statement(
        w.statement, by=w.by
    ),
    "scorecards.services.statements.set_tick": lambda w: scorecards.set_tick(
        objective=w.objective, statement=w.statement, ticked=True, by=w.by
    ),
    "scorecards.services.statements.move_statement": lambda w: _second_statement(w),
    "performance.follow_up_services.create_follow_up": lambda w: follow_up_services.create_follow_up(
        measurement=w.get(Measurement, "below"),
        cause="The line stood still",
        action="Repair it",
        owner=w.by,
        due=datetime.date(2013, 3, 1),
        by=w.by,
    ),
    "performance.follow_up_services.change_follow_up": lambda w: follow_up_services.change_follow_up(
        w.get(FollowUp, "follow_up"), by=w.by, action="Replace it"
    ),
    "performance.follow_up_services.report_progress": lambda w: follow_up_services.report_progress(
        w.get(FollowUp, "follow_up"), status="done", progress_note="Repaired", by=w.by
    ),
    "performance.follow_up_services.close_follow_up": lambda w: follow_up_services.close_follow_up(
        w.get(FollowUp, "follow_up"), status="closed", outcome="Mended", by=w.by
    ),
    "performance.follow_up_services.reopen_follow_up": lambda w: follow_up_services.reopen_follow_up(
        w.get(FollowUp, "closed_follow_up"), reason="It is back", by=w.by
    ),
    "reports.import_services.keep_file": lambda w: kept_file(w),
    "reports.import_services.preview_file": lambda w: import_services.preview_file(
        kept_file(w), by=w.by, language="en"
    ),
    "reports.import_services.confirm_file": lambda w: imported(w),
    "reports.import_services.forget_file": lambda w: import_services.forget_file(kept_file(w), by=w.by),
}
"""Follow-ups look forward and outlive their year; of an uploaded file nothing gets into a closed one."""

QUIET: Mapping[str, Try] = {
    "indicators.services.baseline.compute_baseline_again": lambda w: indicators.compute_baseline_again(
        w.indicator, by=w.by
    ),
    "indicators.services.baseline.restore_baseline": lambda w: indicators.restore_baseline(
        w.indicator, by=w.by, reason="rescore"
    ),
    "indicators.services.catching_up.refresh_history": lambda w: indicators.refresh_history(
        w.scorecard, by=w.by
    ),
    "indicators.measuring.make_measurements": lambda w: measuring.make_measurements(
        indicator=w.indicator, by=w.by
    ),
}
"""They find nothing to do where all years are closed."""

INNER = frozenset(
    {
        "indicators.services.indicators.delete_indicators",
        "indicators.services.indicators.drop_indicators",
        "indicators.services.indicators.rescore_open",
        "indicators.services.objectives.drop_objectives",
        "scorecards.services.perspectives.create_default_perspectives",
        "scorecards.services.plans.make_scorecard_years",
        "scorecards.services.plans.make_year_weights",
        "scorecards.services.rows.change_row",
        "scorecards.services.rows.move_row",
        "scorecards.services.rows.renumber",
        "scorecards.services.rows.save_row",
        "scorecards.services.start.tick",
    }
)
"""Parts of the services: whoever calls one holds the lock. No view, command, admin or import calls them."""

OPENS = frozenset({"performance.closing_services.reopen_year"})
"""Opening again is what opens a year."""
URLS_THAT_OPEN = frozenset({"performance:closing-reopen post"})
"""Their pages are tried in tests/performance/test_closing_pages.py."""


URLS_BESIDE = frozenset(
    {
        "indicators:baseline post",
        "indicators:check-accept post",
        "indicators:check-withdraw post",
        "indicators:indicator-add post",
        "indicators:indicator-edit post",
        "indicators:initiative-add post",
        "indicators:initiative-delete post",
        "indicators:initiative-edit post",
        "indicators:initiative-move post",
        "indicators:objective-edit post",
        "indicators:plan-copy post",
        "indicators:plan-delete post",
        "indicators:plan-years post",
        "indicators:practice post",
        "organizations:membership-add post",
        "organizations:membership-delete post",
        "organizations:membership-edit post",
        "organizations:organization post",
        "organizations:unit-add post",
        "organizations:unit-delete post",
        "organizations:unit-edit post",
        "organizations:unit-move post",
        "organizations:unit-restore post",
        "organizations:unit-retire post",
        "performance:follow-up-add post",
        "performance:follow-up-close post",
        "performance:follow-up-edit post",
        "performance:follow-up-progress post",
        "performance:follow-up-reopen post",
        "performance:map-link delete",
        "performance:map-link post",
        "performance:map-link-add post",
        "scorecards:link-add post",
        "scorecards:link-delete post",
        "scorecards:link-edit post",
        "scorecards:objective-add post",
        "scorecards:perspective-add post",
        "scorecards:perspective-edit post",
        "scorecards:plan-add post",
        "scorecards:plan-edit post",
        "scorecards:scheme-add post",
        "scorecards:scheme-delete post",
        "scorecards:scheme-edit post",
        "scorecards:scorecard-add post",
        "scorecards:start-goals post",
        "scorecards:start-missions post",
        "scorecards:start-objectives post",
        "scorecards:start-organization post",
        "scorecards:start-perspectives post",
        "scorecards:start-vision post",
        "scorecards:statement-add post",
        "scorecards:statement-delete post",
        "scorecards:statement-edit post",
        "scorecards:statement-tick post",
    }
)
"""URLs that write, but nothing of a year: texts, strategy, people, plans, units.

The others write nothing where all years are closed.
"""


def _with_wrong_level(w: ClosedWorld) -> Measurement:
    """The measurement, its stored score tampered with."""
    row = w.measurement
    Measurement.objects.filter(pk=row.pk).update(achievement=Decimal(12), level=1, attainment=Decimal(1))
    return row


def _beside(w: ClosedWorld, move: Callable[..., Any]) -> Any:
    """Moves an indicator that has another one beside it."""
    IndicatorFactory(objective=w.objective, order=w.indicator.order + 1)
    return move(w.indicator, direction="down", by=w.by)


def _second_statement(w: ClosedWorld) -> Any:
    StatementFactory(plan=w.plan, kind=w.statement.kind, order=w.statement.order + 1)
    return scorecards.move_statement(w.statement, direction="down", by=w.by)

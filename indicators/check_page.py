"""The plan check ready to print: findings by severity and rule, with their places, and what is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from indicators.accepted_findings import CheckedPlan, QuietFinding, Reference, StandingFinding
from indicators.check_words import MEANINGS, SEVERITIES, check_answer, kind_name, rule_name
from indicators.models import AcceptedFinding
from indicators.plan_check import Finding, PlanFacts, Subject, SubjectKind
from indicators.plan_check_words import finding_message, rule_reason, subject_name

UNFOLDED = 6
FIRST_OF_MANY = 4
"""A rule shows up to UNFOLDED findings; of more than that these, and folds the others away."""
PlaceOf = Callable[[Subject], str]
"""The address of an object of the plan; empty where the reader has no page of it."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader asked for; an empty text does not filter. perspective is a code."""

    severity: str = ""
    perspective: str = ""
    rule: str = ""

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.severity or self.perspective or self.rule)


@dataclass(frozen=True, slots=True)
class Item:
    """A finding in words. earlier, accepted: acceptances of what it was, and of what it is."""

    severity: str
    rule: str
    kind: str
    code: str
    name: str
    message: str
    url: str
    token: str
    earlier: AcceptedFinding | None = None
    accepted: AcceptedFinding | None = None


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The findings of a rule, under its title and its reason.

    said: the message, where it is the same for all of several. more: what a long list folds away.
    """

    rule: str
    title: str
    reason: str
    said: str
    items: tuple[Item, ...]
    more: tuple[Item, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The rules of a severity that find something."""

    severity: str
    title: str
    meaning: str
    count: int
    rules: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True)
class Idle:
    """An acceptance of what is not found any more, with the title of its rule."""

    title: str
    accepted: AcceptedFinding


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The whole page. shown, total: standing findings that the filters accept, and all of them."""

    answer: str
    groups: tuple[SeverityGroup, ...]
    quiet: tuple[Item, ...]
    idle: tuple[Idle, ...]
    shown: int
    total: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing is found and nothing was ever accepted."""
        return not (self.total or self.quiet or self.idle)


def check_page(
    checked: CheckedPlan, filters: Filters, *, plan: str, facts: PlanFacts, place: PlaceOf
) -> CheckPage:
    """The page in the active language. plan: what was checked, as the first line calls it."""
    of = perspectives_of(facts)

    def is_shown(finding: Finding) -> bool:
        subject = finding.subject
        return (
            filters.severity in ("", finding.severity.value)
            and filters.rule in ("", finding.rule)
            and filters.perspective in ("", of.get((subject.kind, subject.key), ""))
        )

    standing = [each for each in checked.standing if is_shown(each.finding)]
    return CheckPage(
        answer=check_answer(checked, plan=plan),
        groups=tuple(_by_severity(standing, place, unfolded=len(standing) if filters.rule else UNFOLDED)),
        quiet=tuple(quiet_item(each, place) for each in checked.quiet if is_shown(each.finding)),
        idle=() if filters.active else tuple(Idle(rule_name(row.rule), row) for row in checked.idle),
        shown=len(standing),
        total=len(checked.standing),
    )


def perspectives_of(facts: PlanFacts) -> dict[tuple[SubjectKind, int], str]:
    """The code of the perspective of each perspective, objective and indicator, by kind and key."""
    found = {}
    for perspective in facts.perspectives:
        subjects = [perspective.subject, *(each.subject for each in perspective.objectives)]
        for subject in [*subjects, *(each.subject for each in perspective.indicators)]:
            found[subject.kind, subject.key] = perspective.subject.code
    return found


def standing_item(standing: StandingFinding, place: PlaceOf) -> Item:
    """A standing finding in words."""
    return _item(standing.finding, place, earlier=standing.earlier[0] if standing.earlier else None)


def quiet_item(quiet: QuietFinding, place: PlaceOf) -> Item:
    """An accepted finding in words."""
    return _item(quiet.finding, place, accepted=quiet.accepted)


def _by_severity(
    standing: Iterable[StandingFinding], place: PlaceOf, *, unfolded: int
) -> Iterator[SeverityGroup]:
    for severity, rows in groupby(standing, key=lambda each: each.finding.severity):
        rules = tuple(
            _rule_group(rule, [standing_item(each, place) for each in found], unfolded)
            for rule, found in groupby(rows, key=lambda each: each.finding.rule)
        )
        yield SeverityGroup(
            severity=severity.value,
            title=str(SEVERITIES[severity]),
            meaning=str(MEANINGS[severity]),
            count=sum(rule.count for rule in rules),
            rules=rules,
        )


def _rule_group(rule: str, items: Sequence[Item], unfolded: int) -> RuleGroup:
    first = len(items) if len(items) <= unfolded else FIRST_OF_MANY
    messages = {item.message for item in items}
    return RuleGroup(
        rule=rule,
        title=rule_name(rule),
        reason=rule_reason(rule),
        said=messages.pop() if len(messages) == 1 < len(items) else "",
        items=tuple(items[:first]),
        more=tuple(items[first:]),
        count=len(items),
    )


def _item(
    finding: Finding,
    place: PlaceOf,
    *,
    earlier: AcceptedFinding | None = None,
    accepted: AcceptedFinding | None = None,
) -> Item:
    return Item(
        severity=finding.severity.value,
        rule=rule_name(finding.rule),
        kind=kind_name(finding.subject.kind),
        code=finding.subject.code,
        name=subject_name(finding.subject),
        message=finding_message(finding),
        url=place(finding.subject),
        token=Reference.to(finding).token,
        earlier=earlier,
        accepted=accepted,
    )

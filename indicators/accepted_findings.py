"""Which findings of the plan check stand, and which are quiet because somebody accepted them. Pure.

An acceptance holds for what the rule saw at that time: when its subject changes, the finding stands again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.models import AcceptedFinding
from indicators.plan_check import Finding, Severity, SubjectKind

PARTS_OF_A_TOKEN = 4
LONGEST_KEY = 18


@dataclass(frozen=True, slots=True)
class Reference:
    """How a form names a finding: its rule, the kind and key of its subject, and its fingerprint."""

    rule: str
    kind: str
    key: int
    fingerprint: str

    @classmethod
    def to(cls, finding: Finding) -> Reference:
        """The reference to a finding as it is now."""
        subject = finding.subject
        return cls(finding.rule, subject.kind.value, subject.key, finding.fingerprint)

    @classmethod
    def read(cls, token: str) -> Reference:
        """The reference that `token` wrote. Raises ValueError for any other text."""
        parts = token.split("/")
        if len(parts) != PARTS_OF_A_TOKEN:
            raise ValueError(token)
        rule, kind, key, fingerprint = parts
        if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
            raise ValueError(token)
        return cls(rule, SubjectKind(kind).value, int(key), fingerprint)

    @property
    def token(self) -> str:
        """The reference as one text, for the value of a field."""
        return f"{self.rule}/{self.kind}/{self.key}/{self.fingerprint}"

    def is_about(self, finding: Finding) -> bool:
        """Whether it names this rule and subject, also when the finding has changed since."""
        subject = finding.subject
        return (self.rule, self.kind, self.key) == (finding.rule, subject.kind.value, subject.key)


@dataclass(frozen=True, slots=True)
class StandingFinding:
    """A finding that is not accepted as it is. earlier: acceptances of what it was, the newest first."""

    finding: Finding
    earlier: tuple[AcceptedFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class QuietFinding:
    """A finding with the acceptance that keeps it quiet."""

    finding: Finding
    accepted: AcceptedFinding


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """What the plan check says about a scorecard. idle: acceptances of what is not found any more."""

    standing: tuple[StandingFinding, ...]
    quiet: tuple[QuietFinding, ...] = ()
    idle: tuple[AcceptedFinding, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings of the severity stand."""
        return sum(each.finding.severity is severity for each in self.standing)

    def of(self, kind: SubjectKind, key: int) -> CheckedPlan:
        """What is said about one object of the plan."""
        return CheckedPlan(
            standing=tuple(each for each in self.standing if _is_of(each.finding, kind, key)),
            quiet=tuple(each for each in self.quiet if _is_of(each.finding, kind, key)),
        )


def split_findings(findings: Sequence[Finding], accepted: Iterable[AcceptedFinding]) -> CheckedPlan:
    """Quiet is a finding for which an acceptance of the same rule, kind, code and fingerprint exists."""
    keys = {(*_key(finding), finding.fingerprint) for finding in findings}
    held: dict[tuple[str, ...], AcceptedFinding] = {}
    outdated: dict[tuple[str, ...], list[AcceptedFinding]] = {}
    for row in sorted(accepted, key=lambda row: row.accepted_at, reverse=True):
        name = (row.rule, row.subject_kind, row.subject_code)
        if (*name, row.fingerprint) in keys:
            held[*name, row.fingerprint] = row
        else:
            outdated.setdefault(name, []).append(row)
    standing, quiet = [], []
    for finding in findings:
        name = _key(finding)
        if (acceptance := held.get((*name, finding.fingerprint))) is not None:
            quiet.append(QuietFinding(finding, acceptance))
        else:
            standing.append(StandingFinding(finding, tuple(outdated.get(name, ()))))
    told = {_key(each.finding) for each in standing}
    idle = tuple(row for name, rows in outdated.items() if name not in told for row in rows)
    return CheckedPlan(tuple(standing), tuple(quiet), idle)


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.subject.kind.value, finding.subject.code


def _is_of(finding: Finding, kind: SubjectKind, key: int) -> bool:
    return finding.subject.kind is kind and finding.subject.key == key

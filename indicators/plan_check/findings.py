"""What a rule of the plan check says about one object of the plan."""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field


class Severity(enum.StrEnum):
    """How much a finding weighs: an error contradicts the plan, a warning weakens it, a hint asks."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class SubjectKind(enum.StrEnum):
    """What a finding is about. A year stands for its rules; its code is the number of the year."""

    STATEMENT = "statement"
    PERSPECTIVE = "perspective"
    OBJECTIVE = "objective"
    INDICATOR = "indicator"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Subject:
    """The object of a finding; key: its primary key, code and name: what a person knows it by.

    name_en: the name in English where the object has one beside the other, so that the fingerprint is the
    same in every language; plan_check_words.subject_name picks the reader's. definition: what else makes the
    object what it is, names before texts, numbers in plain decimal notation (indicators.plan_subjects).
    """

    kind: SubjectKind
    key: int
    code: str
    name: str
    name_en: str = ""
    definition: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a subject of the plan breaks.

    facts: what the rule saw, as texts, numbers in plain decimal notation; the words are made from them, and a
    finding that was accepted is quiet while its fingerprint stays the same.
    """

    rule: str
    severity: Severity
    subject: Subject
    facts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the rule, its subject with its definition, and the facts, in a canonical form."""
        subject = self.subject
        called = [subject.kind, subject.key, subject.code, subject.name, subject.name_en]
        told = [self.rule, *called, subject.definition, dict(self.facts)]
        canonical = json.dumps(told, sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(canonical.encode()).hexdigest()

"""The glossary: every term of the field with its name in both languages and what it means."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scorecards.glossary_terms import MEASURED, REACHED, WANTED, Entry


@dataclass(frozen=True, slots=True)
class Term:
    """A term; key: its place on the glossary's page; definition: one or two sentences to translate."""

    key: str
    english: str
    indonesian: str
    definition: str | Promise

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.english if _reads_english() else self.indonesian

    @property
    def other_name(self) -> str:
        """The name in the other of the two languages."""
        return self.indonesian if _reads_english() else self.english

    @property
    def other_language(self) -> str:
        """The code of the language that other_name is written in."""
        return "id" if _reads_english() else "en"


@dataclass(frozen=True, slots=True)
class Chapter:
    """Terms that answer one question."""

    key: str
    title: str | Promise
    terms: tuple[Term, ...]


class UnknownTerm(LookupError):
    """The glossary has no such term."""


def chapter(key: str, title: str | Promise, entries: tuple[Entry, ...]) -> Chapter:
    return Chapter(key, title, tuple(Term(*entry) for entry in entries))


GLOSSARY = (
    chapter("wanted", _("What we want"), WANTED),
    chapter("measured", _("How we measure it"), MEASURED),
    chapter("reached", _("How it went"), REACHED),
)
TERMS = {term.key: term for each in GLOSSARY for term in each.terms}


def find_term(key: str) -> Term:
    """The term with this key. Raises UnknownTerm."""
    try:
        return TERMS[key]
    except KeyError:
        raise UnknownTerm(f"The glossary has no term “{key}”.") from None


def _reads_english() -> bool:
    return (get_language() or "").startswith("en")

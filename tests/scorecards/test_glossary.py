"""The glossary, and the words that lead to it."""

import re
from pathlib import Path

import pytest
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.utils import translation

from scorecards.glossary import GLOSSARY, TERMS, UnknownTerm, find_term

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LITERAL = re.compile(r"""{% term ["']([^"']+)["']""")


class Scope:
    def url(self, name):
        return f"/{name}/"


def shown(source, **context):
    engine: Engine = engines["django"].engine
    template = engine.from_string("{% load term_tags %}" + source)
    return template.render(Context({"scope": Scope(), **context}))


def test_no_term_stands_twice():
    keys = [term.key for chapter in GLOSSARY for term in chapter.terms]
    assert sorted(keys) == sorted(TERMS)


def test_the_name_of_the_reader_comes_first():
    term = find_term("achievement")
    assert (term.name, term.other_name, term.other_language) == ("Achievement", "Capaian", "id")
    with translation.override("id"):
        assert (term.name, term.other_name, term.other_language) == ("Capaian", "Achievement", "en")


def test_a_term_that_is_not_there_is_named():
    with pytest.raises(UnknownTerm, match="synergy"):
        find_term("synergy")


def test_a_word_leads_to_its_place_and_says_what_it_means():
    definition = str(find_term("baseline").definition)
    link = f'<a class="term" href="/performance:glossary/#baseline" title="{definition}">Baseline</a>'
    assert shown('{% term "baseline" %}') == link


def test_a_word_may_be_shown_in_another_form():
    assert shown('{% term "objective" "objectives" %}').endswith(">objectives</a>")


def test_a_word_that_is_given_is_escaped():
    assert "&lt;b&gt;" in shown('{% term "objective" words %}', words="<b>")


def test_a_word_without_a_term_stands_for_itself():
    assert shown("{% term key words %}", key="", words="a < b") == "a &lt; b"


def test_a_page_about_no_place_shows_the_word_alone():
    assert shown('{% term "baseline" %}', scope=None) == "Baseline"


@pytest.mark.parametrize("source", ['{% term "synergy" %}', "{% term %}", '{% term "level" "a" "b" %}'])
def test_a_template_with_an_unknown_term_does_not_load(source):
    with pytest.raises(TemplateSyntaxError):
        shown(source)


def test_the_pages_link_many_terms():
    linked = {key for path in TEMPLATES.rglob("*.html") for key in LITERAL.findall(path.read_text())}
    assert linked <= set(TERMS)
    assert len(linked) > 20

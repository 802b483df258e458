"""Template tag that links a word on a page to its place in the glossary."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, Token, Variable
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from scorecards.glossary import UnknownTerm, find_term

register = template.Library()
LINK = '<a class="term" href="{}" title="{}">{}</a>'
USAGE = '{% term "baseline" %} or {% term "baseline" "shown text" %}'


class TermNode(Node):
    child_nodelists = ()

    def __init__(self, key: FilterExpression, shown: FilterExpression | None) -> None:
        self.key = key
        self.shown = shown

    def render(self, context: Any) -> SafeString:
        key = self.key.resolve(context)
        shown = self.shown.resolve(context) if self.shown else None
        scope = context.get("scope")
        if not key:
            return conditional_escape(shown or "")
        term = find_term(key)
        if scope is None:
            return conditional_escape(shown or term.name)
        place = f"{scope.url('performance:glossary')}#{term.key}"
        return format_html(LINK, place, term.definition, shown or term.name)


@register.tag("term")
def do_term(parser: Parser, token: Token) -> TermNode:
    """``{% term "baseline" %}`` or ``{% term "baseline" "shown text" %}``: the word as a quiet link.

    Both may be variables: one that is empty for the key shows the text alone, as do pages without a scope.
    Raises TemplateSyntaxError for a literal key that the glossary does not know.
    """
    _tag, *words = token.split_contents()
    if len(words) not in (1, 2):
        raise template.TemplateSyntaxError(f"Write {USAGE}.")
    key, *shown = (parser.compile_filter(word) for word in words)
    if not isinstance(key.var, Variable):
        try:
            find_term(str(key.var))
        except UnknownTerm as error:
            raise template.TemplateSyntaxError(str(error)) from error
    return TermNode(key, shown[0] if shown else None)

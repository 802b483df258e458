"""Template tag for links to pages of the unit and year that the page is about."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def place(context: Any, name: str, *args: Any, year: int | None = None) -> str:
    """``{% place "scorecards:statement-edit" statement.pk %}``: the URL below the page's scope, or its year."""
    url: str = context["scope"].url(name, *args, year=year)
    return url

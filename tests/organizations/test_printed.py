"""What templates print row by row."""

from dataclasses import dataclass

import pytest
from django.template import engines

from organizations.printed import Printed


@dataclass(frozen=True, slots=True)
class Shown(Printed):
    name: str
    is_first: bool = False


@pytest.mark.parametrize(("source", "text"), [("{{ row.name }}", "a&lt;b"), ("{{ row.other }}", "")])
def test_a_template_prints_attributes_escaped_and_nothing_for_what_is_not_there(source, text):
    assert engines["django"].from_string(source).render({"row": Shown("a<b")}) == text


def test_what_is_printed_compares_and_hashes_by_its_values():
    assert (Shown("a"), len({Shown("a"), Shown("a")})) == (Shown("a"), 1)

"""Both languages are complete: nothing untranslated, nothing fuzzy, and the compiled file is the source's."""

from pathlib import Path
from string import Formatter

import polib
import pytest

LOCALE = Path(__file__).resolve().parents[2] / "locale"
SOURCES = sorted(LOCALE.rglob("*.po"))


@pytest.fixture(params=SOURCES, ids=lambda path: path.relative_to(LOCALE).as_posix())
def source(request) -> Path:
    return request.param


def test_there_is_an_indonesian_catalogue():
    assert LOCALE / "id" / "LC_MESSAGES" / "django.po" in SOURCES


def test_a_catalogue_leaves_nothing_untranslated(source):
    catalogue = polib.pofile(str(source))
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []


def test_a_catalogue_has_no_fuzzy_guesses(source):
    assert [entry.msgid for entry in polib.pofile(str(source)).fuzzy_entries()] == []


def test_a_compiled_catalogue_is_that_of_its_source(source):
    compiled = {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.mofile(str(source.with_suffix(".mo")))
    }
    written = {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.pofile(str(source))
        if not entry.obsolete
    }
    assert compiled == written


def placeholders(text: str, flags: list[str]) -> set[str]:
    if "python-brace-format" in flags:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    return {part.split(")")[0] for part in text.split("%(")[1:]}


def test_a_translation_uses_the_placeholders_of_its_text(source):
    wrong = [
        entry.msgid
        for entry in polib.pofile(str(source))
        for translated in ([entry.msgstr] if entry.msgstr else entry.msgstr_plural.values())
        if placeholders(translated, entry.flags)
        - placeholders(entry.msgid, entry.flags)
        - placeholders(entry.msgid_plural or "", entry.flags)
    ]
    assert wrong == []

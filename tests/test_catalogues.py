"""Every text of the interface comes in every language, compiled as it was translated."""

import ast
import io
import re
import string
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from screener.interview.plain_questions import hints
from screener.interview.readings import Understood
from screener.interview.typed import understand, understand_due
from screener.language import CATALOGUES, DOMAIN, in_language
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text
from screens.asking import due_hint

ROOT = Path(__file__).parent.parent
LANGUAGES = sorted(path.name for path in CATALOGUES.iterdir())


@cache
def texts_in_the_code() -> frozenset[str]:
    found = set()
    for folder in ("screener", "screens"):
        for _file, _line, text, _comments, _context in extract_from_dir(ROOT / folder):
            found.add(text if isinstance(text, str) else text[0])
    return frozenset(found - {""})


@cache
def catalogue(language: str) -> Catalog:
    path = CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_the_interface_comes_in_chinese():
    assert LANGUAGES == ["zh"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_in_the_code_is_translated(language):
    translated = set()
    for message in catalogue(language):
        forms = [message.string] if isinstance(message.string, str) else message.string
        if forms and all(forms):
            translated.add(message.id if isinstance(message.id, str) else message.id[0])
    assert sorted(texts_in_the_code() - translated) == []


def texts_hidden_in_strings(source: str) -> list[str]:
    """Give the texts to translate that stand inside an f-string, where extraction sees none."""
    inside = (
        call
        for formatted in ast.walk(ast.parse(source))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
    )
    return [
        ast.unparse(call)
        for call in inside
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", "") in ("_", "N_", "ngettext")
        and isinstance(call.args[0], ast.Constant)
    ]


def test_a_text_inside_a_formatted_string_is_found():
    assert texts_hidden_in_strings("f\"{_('yes')} {_(title)}\"") == ["_('yes')"]


def test_no_text_is_hidden_from_the_translators():
    files = [*(ROOT / "screener").rglob("*.py"), *(ROOT / "screens").rglob("*.py")]
    hidden = {path.name: texts_hidden_in_strings(path.read_text("utf-8")) for path in files}
    assert {name: texts for name, texts in hidden.items() if texts} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_has_the_placeholders_of_its_text(language):
    for message in catalogue(language):
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[-1]
        forms = [message.string] if isinstance(message.string, str) else message.string
        assert all(fields(form) == fields(text) for form in forms or [""]), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_is_what_was_translated(language):
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(language))
    path = CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.mo"
    assert path.read_bytes() == compiled.getvalue()


MATERIALS = Question(
    "materials",
    QuestionType.CHOICES,
    Place(1, 1),
    options={"steel": Text.plain("steel"), "titanium": Text.plain("titanium")},
)


def test_the_word_that_chinese_offers_for_none_is_read():
    with in_language("zh"):
        (offered,) = re.findall("“(.+)”", hints(MATERIALS, "zh")[-1])
        reading = understand(MATERIALS, offered, date(2026, 1, 31), "zh")
    assert isinstance(reading, Understood)
    assert reading.data == []


def test_the_due_dates_that_chinese_gives_as_examples_are_read():
    with in_language("zh"):
        examples = due_hint().partition("；")[0].split("、")
        readings = [understand_due(one, date(2026, 1, 31)) for one in examples]
    assert [getattr(one, "data", None) for one in readings] == [
        "2026-02-14",
        "2026-02-14",
        "2026-02-02",
    ]

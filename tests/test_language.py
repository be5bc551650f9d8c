"""The interface speaks the language that was chosen, and English wherever it has no other words."""

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from screener import language
from screener.language import (
    N_,
    _,
    active_language,
    available_languages,
    in_language,
    language_from_environment,
    match_language,
    ngettext,
    set_language,
)


def write_catalogue(folder: Path, tag: str) -> None:
    catalogue = Catalog(locale=tag, domain="screener")
    catalogue.add("eligible", "符合")
    catalogue.add(("{count} answer", "{count} answers"), ("{count} 个回答",))
    place = folder / tag / "LC_MESSAGES"
    place.mkdir(parents=True)
    content = io.BytesIO()
    write_mo(content, catalogue)
    (place / "screener.mo").write_bytes(content.getvalue())


@pytest.fixture(autouse=True)
def catalogues(tmp_path, monkeypatch):
    """Catalogues in Chinese and Traditional Chinese, English active, and nothing kept after."""
    for tag in ("zh", "zh_Hant"):
        write_catalogue(tmp_path, tag)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    monkeypatch.setattr(language, "_active", "en")
    language.available_languages.cache_clear()
    language._catalogue.cache_clear()
    yield
    language.available_languages.cache_clear()
    language._catalogue.cache_clear()


def test_english_is_always_there_and_comes_first():
    assert available_languages() == ("en", "zh", "zh_Hant")


def test_texts_are_english_until_a_language_is_chosen():
    assert (active_language(), _("eligible")) == ("en", "eligible")


def test_a_chosen_language_is_used_from_then_on():
    assert set_language("zh") == "zh"
    assert (_("eligible"), ngettext("{count} answer", "{count} answers", 2)) == (
        "符合",
        "{count} 个回答",
    )


def test_a_text_without_translation_stays_english():
    set_language("zh")
    assert _("never translated") == "never translated"


def test_the_empty_text_is_not_answered_with_the_header_of_the_catalogue():
    set_language("zh")
    assert _("") == ""


def test_an_unknown_language_is_english():
    set_language("zh")
    assert set_language("tlh") == "en"
    assert _("eligible") == "eligible"


def test_a_marked_text_is_translated_when_it_is_shown():
    marked = N_("eligible")
    set_language("zh")
    assert (marked, _(marked)) == ("eligible", "符合")


def test_a_block_may_speak_another_language():
    with in_language("zh"):
        assert (active_language(), _("eligible")) == ("zh", "符合")
    assert _("eligible") == "eligible"


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("zh", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("zh-Hans-CN", "zh"),
        ("ZH", "zh"),
        ("zh-Hant-TW", "zh_Hant"),
        ("en_GB@euro", "en"),
        ("de", None),
        ("", None),
        ("../zh", None),
    ],
)
def test_a_tag_or_locale_finds_the_nearest_language(tag, found):
    assert match_language(tag) == found


@pytest.mark.parametrize(
    ("environ", "chosen"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:zh:en"}, "zh"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
    ],
)
def test_the_locale_chooses_the_language_as_everywhere(environ, chosen):
    assert language_from_environment(environ) == chosen


def test_no_environment_given_means_that_of_the_process(monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert language_from_environment() == "zh"

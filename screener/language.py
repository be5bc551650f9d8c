"""The language of the interface: gettext catalogues, and which one is in use.

One person uses one process, so the active language is module-wide. `_` looks it up when it is
called; texts made at import time are marked with `N_` and translated when they are shown. English
is what the source is written in, and what every missing translation falls back to.
"""

import gettext
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENGLISH = "en"
DOMAIN = "screener"
CATALOGUES = Path(__file__).parent / "locale"

_active = ENGLISH
#: Set while one text is made in a language of its own, such as a copy for someone else.
_for_now: ContextVar[str | None] = ContextVar("language", default=None)


def _(message: str) -> str:
    """Translate into the active language. Fill in placeholders after this, never before."""
    # gettext answers the empty message with the catalogue's header.
    return _catalogue(active_language()).gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Translate the form that goes with `count`."""
    return _catalogue(active_language()).ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark a text for translation where it cannot be translated yet: at import time."""
    return message


def active_language() -> str:
    """Give the tag of the language in which texts come now."""
    return _for_now.get() or _active


def set_language(tag: str) -> str:
    """Choose the interface's language and give what came of it: English where there is no `tag`."""
    global _active  # noqa: PLW0603 - one person a process
    _active = match_language(tag) or ENGLISH
    return _active


@contextmanager
def in_language(tag: str) -> Iterator[None]:
    """Make the texts inside the block in another language than the interface's."""
    before = _for_now.set(match_language(tag) or ENGLISH)
    try:
        yield
    finally:
        _for_now.reset(before)


@cache
def available_languages() -> tuple[str, ...]:
    """List the tags of the languages the interface comes in, English first."""
    found = {path.parts[-3] for path in CATALOGUES.glob(f"*/LC_MESSAGES/{DOMAIN}.mo")}
    return (ENGLISH, *sorted(found - {ENGLISH}))


def match_language(tag: str) -> str | None:
    """Find the available language nearest to a tag or a locale's name; None where there is none.

    `zh-Hans-CN` and `zh_CN.UTF-8` are both served by `zh`.
    """
    name = tag.partition(".")[0].partition("@")[0].replace("_", "-").lower()
    by_name = {language.replace("_", "-").lower(): language for language in available_languages()}
    while name:
        if name in by_name:
            return by_name[name]
        name = name.rpartition("-")[0]
    return None


def language_from_environment(environ: Mapping[str, str] | None = None) -> str:
    """Choose the language by the system's locale, as gettext does; English where none fits."""
    environ = os.environ if environ is None else environ
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if not named:
        named = _system_language()
    if named.partition(".")[0] in ("C", "POSIX"):
        return ENGLISH
    wanted = [*environ.get("LANGUAGE", "").split(":"), named]
    return next(filter(None, map(match_language, wanted)), ENGLISH)


def _system_language() -> str:
    """Give the name of the user's language on Windows, which sets no variables."""
    if sys.platform != "win32":
        return ""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, CATALOGUES, [language], fallback=True)

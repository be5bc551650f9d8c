"""Irreducible causes in words: which of the answers are enough, where it takes not all of them."""

from collections.abc import Callable, Iterator, Sequence

from screener.engine.causes import Causes
from screener.joining import listed
from screener.language import _, ngettext

#: How many sets of answers are listed, on the screen and in a copy; of the others, how many they
#: are is said.
LISTED, COPIED = 4, 50
#: How many answers are named in one line.
_NAMED = 4
#: Beyond this, how many other sets there are tells nobody anything.
_COUNTED = 999


def causes_told(causes: Causes, name: Callable[[str], str], most: int = LISTED) -> Iterator[str]:
    """Say which answers are needed in any case, then one line a set of those that do besides.

    Up to `most` sets are listed. The headings end with a colon. Nothing is said where there is a
    single set. `name` gives a question's text.
    """
    if causes.count < 2:
        return
    yield _heading(causes, name)
    for found in apart(causes, most):
        named = questions_named(found, name)
        yield named if len(found) == 1 else _("{questions}, together").format(questions=named)
    if more := causes.count - most:
        if more > _COUNTED:
            yield _("or one of over {count} other sets of answers").format(count=_COUNTED)
        elif more > 0:
            said = ngettext(
                "or {count} other set of answers",
                "or one of {count} other sets of answers",
                more,
            )
            yield said.format(count=more)


def apart(causes: Causes, most: int) -> tuple[tuple[str, ...], ...]:
    """Give the first sets, without the answers that belong to all of them."""
    common = set(causes.in_all)
    sets = causes.smallest(most)
    return tuple(tuple(id for id in found if id not in common) for found in sets)


def questions_named(
    questions: Sequence[str], name: Callable[[str], str], most: int = _NAMED
) -> str:
    """Name questions by their texts, the first few of many, and say how many more there are."""
    named = listed(_("“{question}”").format(question=name(id)) for id in questions[:most])
    more = len(questions) - most
    if more <= 0:
        return named
    said = ngettext("{questions} and {count} other", "{questions} and {count} others", more)
    return said.format(questions=named, count=more)


def _heading(causes: Causes, name: Callable[[str], str]) -> str:
    two, needed = causes.count == 2, causes.in_all
    if not needed:
        return _("Either of these is enough:") if two else _("Any one of these is enough:")
    if len(needed) > _NAMED:
        said = _("{count} answers are needed in any case; besides, any one of these is enough:")
        if two:
            said = _("{count} answers are needed in any case; besides, either of these is enough:")
        return said.format(count=len(needed))
    said = _("With {questions}, any one of these is enough:")
    if two:
        said = _("With {questions}, either of these is enough:")
    return said.format(questions=questions_named(needed, name))

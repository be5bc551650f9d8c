"""Yes and no, and options by their number, their name or its beginning."""

import re
from collections.abc import Collection

from screener.interview.folding import fold_case
from screener.interview.readings import Proposal, Proposed, Refused, only
from screener.joining import listed
from screener.language import _
from screener.protocol.answering.answer_faults import did_you_mean
from screener.protocol.model import Question

_YES = frozenset({"y", "yes", "true", "是", "是的", "对", "有", "有的"})
_NO = frozenset({"n", "no", "false", "否", "不", "不是", "不对", "没", "没有", "无"})
_NONE = frozenset(
    {"none", "none of them", "none of these", "nothing", "no", "-", "[]", "0"}
    | {"无", "没有", "都没有", "都不是", "均无", "以上都没有", "以上都不是"}
)
_SEPARATOR = re.compile(r"[,;+&/]|\band\b|[和及]")
_NUMBER = re.compile(r"(?P<number>[0-9]{1,3})[.)]?\Z")


def read_boolean(text: str) -> Proposed | Refused:
    """Read yes or no."""
    word = fold_case(text).rstrip(".!")
    if word in _YES or word in _NO:
        return only(word in _YES)
    message = _("{text} is neither yes nor no").format(text=f"`{text.strip()}`")
    return Refused(message, _("y or n; for anything more, a note"))


def read_choice(question: Question, text: str, language: str) -> Proposed | Refused:
    """Read one option."""
    found = _find_options(question, text, language)
    if not found:
        return _no_option(question, text, language)
    message = _("{text} may be more than one of the options").format(text=f"`{text.strip()}`")
    return Proposed(tuple(map(Proposal, found)), message)


def read_choices(question: Question, text: str, language: str) -> Proposed | Refused:
    """Read any number of options, or none of them."""
    whole = _find_options(question, text, language)
    if fold_case(text).rstrip(".") in _NONE:
        # Whoever types "none" means the empty set, unless an option is called so.
        message = _("{text} may be no option, or one").format(text=f"`{text.strip()}`")
        return Proposed((Proposal([]), *(Proposal([option]) for option in whole)), message)
    if whole:
        message = _("{text} may be more than one of the options").format(text=f"`{text.strip()}`")
        return Proposed(tuple(Proposal([option]) for option in whole), message)
    parts = [part for part in _SEPARATOR.split(fold_case(text)) if part.strip()]
    if len(parts) < 2:
        parts = text.split()
    return _each(question, parts, language)


def _each(question: Question, parts: list[str], language: str) -> Proposed | Refused:
    sets: list[list[str]] = [[]]
    for part in parts:
        found = _find_options(question, part, language)
        if not found:
            return _no_option(question, part, language)
        # One part with several readings is asked about; several such parts are too many to list.
        if len(found) > 1 and len(sets) > 1:
            return _several_doubts(question, part, found, language)
        sets = [[*chosen, option] for chosen in sets for option in found]
    if sets == [[]]:
        return _no_option(question, "", language)
    message = _("one of these may be more than one of the options")
    return Proposed(tuple(Proposal(list(dict.fromkeys(chosen))) for chosen in sets), message)


def _find_options(question: Question, text: str, language: str) -> tuple[str, ...]:
    """Give the ids of the options that the text may mean, in the file's order.

    By number, by the whole name, or else by its beginning: in `language` first, then in any other
    language and by the option's id. A number that is also a name is both.
    """
    word = fold_case(text)
    if not word:
        return ()
    named = _exact(question, word) or _beginning(question, word, language)
    numbered = _numbered(question, word)
    return tuple(option for option in question.options if option in {*named, *numbered})


def _numbered(question: Question, word: str) -> tuple[str, ...]:
    found = _NUMBER.match(word)
    place = int(found["number"]) if found else 0
    return tuple(question.options)[place - 1 : place] if place else ()


def _exact(question: Question, word: str) -> tuple[str, ...]:
    return tuple(
        option
        for option, label in question.options.items()
        if word in map(fold_case, (option, *label.by_language.values()))
    )


def _beginning(question: Question, word: str, language: str) -> tuple[str, ...]:
    shown = tuple(
        option
        for option, label in question.options.items()
        if fold_case(label.in_language(language)).startswith(word)
    )
    return shown or tuple(
        option
        for option, label in question.options.items()
        if any(fold_case(name).startswith(word) for name in (option, *label.by_language.values()))
    )


def begun_by(question: Question, letter: str) -> tuple[str, ...]:
    """Give the options whose name, in any language, or id begins with the letter."""
    return tuple(
        option
        for option, label in question.options.items()
        if any(fold_case(name).startswith(letter) for name in (option, *label.by_language.values()))
    )


def _no_option(question: Question, text: str, language: str) -> Refused:
    labels = [label.in_language(language) for label in question.options.values()]
    message = _("{text} is none of the options").format(text=f"`{text.strip()}`")
    nearest = did_you_mean(text.strip(), labels)
    return Refused(message, nearest or _listed(question, tuple(question.options), language))


def _several_doubts(
    question: Question, part: str, found: tuple[str, ...], language: str
) -> Refused:
    message = _("{text} may be more than one of the options").format(text=f"`{part.strip()}`")
    return Refused(message, _listed(question, found, language))


def _listed(question: Question, options: Collection[str], language: str) -> str:
    """List options with the numbers they are shown with."""
    return listed(
        f"{number} {label.in_language(language)}"
        for number, (option, label) in enumerate(question.options.items(), 1)
        if option in options
    )

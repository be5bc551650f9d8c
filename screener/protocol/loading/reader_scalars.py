"""Scalars, read by what their place expects: texts, yes or no, numbers, dates, durations."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from screener.protocol.conditions import REFERENCE, Place, Reference
from screener.protocol.durations import MOST_DIGITS, Duration, parse_duration
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import Notes, quoted
from screener.protocol.numbers import looks_like_number, parse_number
from screener.protocol.text import Text
from screener.protocol.values import FIRST_YEAR, LAST_YEAR

_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{1,2})?\Z")
_OPERATORS = {"<": "below", ">": "above", "<=": "at_most", ">=": "at_least"}
_OPERATORS |= {"\u2264": "at_most", "\u2265": "at_least"}
_DURATION_HINT = "write 1 year, 6 months, 2 weeks, 10 days or P1Y6M"
_TOO_LONG = re.compile(rf"\A[0-9]{{{MOST_DIGITS + 1},}} +[a-z]+\Z")

#: A key with its value.
Pair = tuple[ScalarNode, Node]


def is_null(node: Node) -> bool:
    """Tell whether a node is YAML's null: a plain `null`, `~`, or nothing."""
    return isinstance(node, ScalarNode) and node.plain and node.text in _NULLS


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def pairs(node: Node | None, notes: Notes) -> dict[str, Pair]:
    """Give the pairs of a mapping by key; none where the node is no mapping."""
    if isinstance(node, MappingNode):
        return {key.text: (key, value) for key, value in node.pairs}
    if node is not None:
        notes.unsound(node)
    return {}


def doubled_keys(node: Node) -> frozenset[str]:
    """Give the keys that stand twice in a mapping: which of the two is meant is not known."""
    pairs = node.doubled if isinstance(node, MappingNode) else ()
    return frozenset(key.text for key, _ in pairs)


def pairs_as_meant(node: Node | None, known: Iterable[str], notes: Notes) -> dict[str, Pair]:
    """Give the pairs of a mapping, a misspelt key under the key that it probably means.

    The check of the shape tells of the misspelling; what follows from it need not be told.
    """
    given = pairs(node, notes)
    missing = [name for name in known if name not in given]
    if not missing or given.keys() <= set(known):
        return given
    read: dict[str, Pair] = {}
    for name, pair in given.items():
        meant = None if name in known else notes.closest(name, missing)
        read.setdefault(meant or name, pair)
    return read


def items(node: Node | None, notes: Notes) -> tuple[Node, ...]:
    """Give the items of a list; none where the node is no list."""
    if isinstance(node, SequenceNode):
        return node.items
    if node is not None:
        notes.unsound(node)
    return ()


def read_string(node: Node, notes: Notes) -> str | None:
    """Read a text that is the same in every language, as written."""
    if not isinstance(node, ScalarNode):
        notes.unsound(node)
        return None
    if node.plain and not node.text:
        notes.error("missing-value", node.place, "nothing stands here", "write a text, or leave")
        return None
    return node.text.rstrip("\n")


def read_text(pair: Pair, languages: Sequence[str], notes: Notes) -> Text | None:
    """Read a text, or one text for each language; every language must be there."""
    key, node = pair
    name = quoted(key.text)
    if isinstance(node, ScalarNode):
        text = _filled(key.text, node, notes)
        return None if text is None else Text.plain(text)
    if not isinstance(node, MappingNode):
        notes.unsound(node)
        return None
    texts: dict[str, str] = {}
    for language, value in node.pairs:
        if languages and language.text not in languages:
            _warn_of_language(language, languages, notes)
        if not isinstance(value, ScalarNode):
            notes.unsound(value)
        elif (text := _filled(language.text, value, notes)) is not None:
            texts[language.text] = text
    given = {language.text for language, _ in node.pairs}
    for tag in languages:
        if tag not in given:
            message = f"{name} has no text in the language `{tag}`"
            hint = f"add `{tag}: …`, or one plain text for every language"
            notes.error("missing-language", key.place, message, hint)
    return Text(texts) if texts else None


def _warn_of_language(tag: ScalarNode, languages: Sequence[str], notes: Notes) -> None:
    """Warn of a misspelt language wherever it stands, and of one that was not listed once."""
    found = notes.closest(tag.text, languages)
    if found is None:
        if tag.text in notes.undeclared:
            return
        notes.undeclared.add(tag.text)
    hint = f"did you mean `{found}`?" if found else "add it there, or remove every text in it"
    message = f"the language {quoted(tag.text)} is not in `protocol.languages`"
    notes.warn("undeclared-language", tag.place, message, hint)


def _filled(name: str, node: ScalarNode, notes: Notes) -> str | None:
    if node.plain and not node.text:
        message = f"nothing stands after {quoted(name)}"
        notes.error("missing-value", node.place, message, "write a text, or remove the key")
        return None
    if not node.text.strip():
        notes.warn("empty-text", node.place, f"the text of {quoted(name)} is empty")
    return node.text.rstrip("\n")


def read_flag(node: Node, notes: Notes) -> bool | None:
    """Read yes or no."""
    if not isinstance(node, ScalarNode):
        notes.unsound(node)
        return None
    value = _YES_NO.get(node.text.casefold()) if node.plain else None
    if value is None:
        quotes = not node.plain and node.text.casefold() in _YES_NO
        hint = "write it without quotes" if quotes else "write yes or no, without quotes"
        message = f"{_shown(node)} is not yes or no"
        notes.error("not-yes-or-no", node.place, message, hint)
    return value


def read_number(node: Node, notes: Notes, what: str = "a number") -> Decimal | None:
    """Read a decimal number within the limits of the language."""
    if not isinstance(node, ScalarNode):
        notes.unsound(node)
        return None
    text = node.text
    number = parse_number(text) if node.plain else None
    if number is not None:
        return number
    if node.plain and looks_like_number(text):
        message = f"the number {quoted(text)} is beyond what can be computed exactly"
        hint = "a number has at most 40 digits, and an exponent from -40 to 40"
        notes.error("number-limits", node.place, message, hint)
    else:
        notes.error("not-a-number", node.place, f"{_shown(node)} is not {what}", _number_hint(node))
    return None


def _number_hint(node: ScalarNode) -> str:
    if not node.plain and parse_number(node.text) is not None:
        return "write it without quotes: in quotes it is a text"
    if re.fullmatch(r"[+-]?[0-9]+,[0-9]+", node.text):
        return "write a point instead of the comma"
    if found := re.fullmatch(r"\s*([<>]=?|[\u2264\u2265])\s*([0-9.]+)\s*", node.text):
        return f"write {{{_OPERATORS[found[1]]}: {found[2]}}}"
    if found := re.fullmatch(r"([0-9.]+)\s*[-\u2013~]\s*([0-9.]+)", node.text):
        return f"write {{at_least: {found[1]}, at_most: {found[2]}}}"
    return "numbers are written in decimal digits: 5, -2.5, 1e3"


def read_whole_number(node: Node, least: int, notes: Notes) -> int | None:
    """Read a whole number from `least` up."""
    number = read_number(node, notes, "a whole number")
    if number is None:
        return None
    if number != number.to_integral_value() or number < least:
        message = f"{describe_number(number)} is not a whole number from {least} up"
        notes.error("not-a-whole-number", node.place, message)
        return None
    return int(number)


def describe_number(number: Decimal) -> str:
    """Give a number for a message."""
    return quoted(str(number))


def read_date(node: Node, notes: Notes, hint: str = "write YYYY-MM-DD") -> date | None:
    """Read a full date, with or without quotes."""
    if not isinstance(node, ScalarNode):
        notes.unsound(node)
        return None
    text = node.text
    if not _DATE.match(text):
        partial = "a date in the rules is always full: " if _PARTIAL_DATE.match(text) else ""
        message = f"{_shown(node)} is not a full date"
        notes.error("not-a-date", node.place, message, partial + hint)
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        notes.error("impossible-date", node.place, f"there is no day {quoted(text)}")
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"the date {quoted(text)} is not from {FIRST_YEAR} to {LAST_YEAR}"
        notes.error("date-limits", node.place, message)
        return None
    return day


def read_day(node: Node, notes: Notes) -> date | Reference | None:
    """Read a full date, or `reference`."""
    if isinstance(node, ScalarNode) and node.text == "reference":
        return REFERENCE
    return read_date(node, notes, "write YYYY-MM-DD, or reference for the reference date")


def read_duration(node: Node, notes: Notes) -> Duration | None:
    """Read a duration such as `6 months` or `P1Y6M`."""
    if not isinstance(node, ScalarNode):
        notes.unsound(node)
        return None
    duration = parse_duration(node.text)
    if duration is None:
        said = "is longer than any calendar" if _TOO_LONG.search(node.text) else "is not a duration"
        message = f"{_shown(node)} {said}"
        notes.error("not-a-duration", node.place, message, _DURATION_HINT)
    return duration


def _shown(node: ScalarNode) -> str:
    if not node.text:
        return "nothing" if node.plain else 'the empty text ""'
    return quoted(node.text) if node.plain else f"the text {quoted(node.text)}"


def at(node: Node, key: ScalarNode | None = None) -> Place:
    """Give the place of a key, or of the node where it stands in a list."""
    return node.place if key is None else key.place

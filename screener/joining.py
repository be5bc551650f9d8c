"""How the parts of a text are put together, with the marks of the language it is in.

Chinese has marks of its own, another one between the members of a list, and no space after any.
"""

from collections.abc import Iterable
from functools import reduce

from screener.language import _

_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？")


def before(label: str) -> str:
    """End a label with the space that parts it from what stands after it, where one is needed."""
    return label if label.endswith("：") else f"{label} "


def joined(two: str, parts: Iterable[str | None]) -> str:
    """Join parts two by two, as `{first} or {next}` says, without what is empty."""
    said = [part for part in parts if part]
    return reduce(lambda one, other: two.format(first=one, next=other), said) if said else ""


def listed(members: Iterable[str]) -> str:
    """Join the members of a list: `titanium, steel`."""
    # Translators: between the members of a list
    return _(", ").join(members)


def phrases(parts: Iterable[str]) -> str:
    """Join what is said of one thing, without what is empty: `A. Li, screener`."""
    return joined(_("{first}, {next}"), parts)


def clauses(parts: Iterable[str | None]) -> str:
    """Join what could each be a sentence, without what is empty: `titanium; note: 2015`."""
    # Translators: between clauses
    return _("; ").join(filter(None, parts))


def sentences(*parts: str | None) -> str:
    """Join whole sentences, without what is empty."""
    # Translators: two sentences after one another
    return joined(_("{first} {next}"), parts)


def advised(message: str, hint: str | None) -> str:
    """Say what is wrong and what would do: in two sentences where the first is a whole one."""
    if message.endswith(_SENTENCE_ENDS):
        return sentences(message, hint)
    return clauses((message, hint))


def unended(text: str) -> str:
    """Take the full stop from what is to stand within a sentence."""
    return text.removesuffix(".").removesuffix("。")


def aside(text: str, more: str) -> str:
    """Put more behind a text, in brackets."""
    return _("{text} ({more})").format(text=text, more=more)


def labelled(label: str, text: str = "") -> str:
    """Put a label before a text, with a colon unless it is a question."""
    said = "{label} {text}" if label.endswith(("?", "？")) else _("{label}: {text}")
    return said.format(label=label, text=text).rstrip()

"""A place where a file is no YAML: how it is named, and what an author may do about it."""

import re

from screener.protocol.conditions import Place
from screener.protocol.loading.places import BREAK

_CONFLICT = ("<<<<<<< ", "=======", ">>>>>>> ")
#: Spaces that look like one and are none to YAML.
_ODD_SPACE = re.compile("[\u00a0\u2002-\u200b\u202f\u3000\ufeff]")
#: Part of libyaml's words → what an author may do about it.
_ADVICE = {
    "mapping values are not allowed": "put a text with a colon and a space in it in quotes",
    "did not find expected key": "look at the indentation, and for a quote or bracket left open",
    "could not find expected ':'": "put a colon and a space after the key, or the text in quotes",
    "found unexpected end of stream": "a quote is left open",
    "cannot start any token": "put text that begins with @, ` or % in quotes",
    "did not find expected ',' or ']'": "close the list with ], put a comma between its items, "
    "and quotes around a text that holds [ ] { or }",
    "did not find expected ',' or '}'": "close the mapping with }, put a comma between its pairs, "
    "and quotes around a text that holds [ ] { or }",
    "expected '-' indicator": "begin each item of the list with `- `, all in one column",
    "block sequence entries are not allowed": "put the list on a line of its own",
    "did not find expected node content": "close what [ or { opens, "
    "and put text that begins with one in quotes",
    "unknown escape character": "write \\\\ for a backslash, or use single quotes",
}


def short(text: str) -> str:
    """Cut a text to what a message can hold."""
    return text if len(text) <= 60 else text[:59] + "…"


def advice(words: str, place: Place, text: str) -> str | None:
    """Say what an author may do about what libyaml says of this place."""
    line, before = _line(text, place.line), _line(text, place.line - 1)
    if line[place.column - 1 : place.column] == "\t":
        return "indent with spaces: YAML does not allow tabs there"
    for one, number in ((line, place.line), (before, place.line - 1)):
        if one.startswith(_CONFLICT):
            return f"line {number} is the mark of a merge conflict: settle it, and remove the marks"
    for one, number in ((line, place.line), (before, place.line - 1)):
        if found := _ODD_SPACE.search(one):
            return f"line {number} has a space U+{ord(found[0]):04X} in it: type an ordinary one"
        if "\uff1a" in one and ": " not in one:
            return f"the colon in line {number} is a Chinese one: write `: `, a colon and a space"
    if "mapping values are not allowed" in words and ": " not in line[: place.column - 1]:
        if re.match(r"\s*(- )?[A-Za-z]\w*:\S", before):
            return f"put a space after the colon in line {place.line - 1}"
        return "look at the indentation of this line and of the one before it"
    return next((what for part, what in _ADVICE.items() if part in words), None)


def _line(text: str, number: int) -> str:
    lines = BREAK.split(text)
    return lines[number - 1] if number <= len(lines) else ""

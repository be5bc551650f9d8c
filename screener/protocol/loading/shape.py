"""The shape of a rules file, checked against its published schema; errors told at their places."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from screener.protocol.conditions import Place
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import Notes, all_of, choice, describe, hidden, listed, quoted
from screener.protocol.loading.reader_scalars import doubled_keys
from screener.protocol.problems import Problem

SCHEMA = Path(__file__).parents[1] / "rules.schema.json"

_REFERENCE = "#/$defs/"
#: The one definition that leads back to itself; every other reference is written out.
_RECURSIVE = "condition"
_INTEGER = re.compile(r"[-+]?[0-9]{1,15}\Z")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z")
_CONSTANTS = {"": None, "true": True, "True": True, "TRUE": True}
_CONSTANTS |= {"false": False, "False": False, "FALSE": False}


def check_shape(root: Node, path: str) -> list[Problem]:
    """Check keys, kinds and fixed words; what the values mean is the reader's to tell."""
    notes = Notes(path)
    errors = [_Telling(error, root, notes) for error in _validator().iter_errors(_plain(root))]
    told = _Told()
    for error in sorted(errors, key=_rank):
        error.tell(told)
    return [one for one in notes.problems if Place(one.line, one.column) not in told.aside]


@dataclass(slots=True)
class _Told:
    """What was told of each mapping, by its place, so that no mistake is told twice."""

    #: Keys that a misspelt key probably meant: they are not missing.
    meant: dict[Place, set[str]] = field(default_factory=dict)
    #: What stands below a key that does not belong there.
    aside: set[Place] = field(default_factory=set)
    several_forms: set[Place] = field(default_factory=set)


def _rank(error: "_Telling") -> int:
    """Put what is missing last: it may be there under another name."""
    return int(error.is_missing_key)


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    definitions = schema.pop("$defs")
    prepared = _written_out(schema, definitions)
    recursive = _written_out(definitions[_RECURSIVE], definitions)
    return Draft202012Validator({**prepared, "$defs": {_RECURSIVE: recursive}})


def _written_out(part: Any, definitions: Mapping[str, Any]) -> Any:
    """Put definitions in the place of references to them: following one takes long.

    The title of a definition says what is expected, and goes before a title beside the reference.
    """
    if isinstance(part, list):
        return [_written_out(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    name = part.get("$ref", "").removeprefix(_REFERENCE) if "$ref" in part else None
    if name is not None and name != _RECURSIVE:
        part = {**part, **definitions[name]}
        del part["$ref"]
    return {key: _written_out(value, definitions) for key, value in part.items()}


def _plain(node: Node) -> object:
    """Give a node as an editor's YAML 1.2 reads it, but for numbers that are too long."""
    if isinstance(node, ScalarNode):
        return _scalar(node.text) if node.plain else node.text
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.pairs}


def _scalar(text: str) -> object:
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text)
    if _FLOAT.match(text):
        return float(text) if len(text) <= 30 else 0.5
    return text


class _Telling:
    """One error of the schema, told in the words of an author."""

    def __init__(self, error: ValidationError, root: Node, notes: Notes) -> None:
        self._error = error
        self._notes = notes
        self._key: ScalarNode | None = None
        self._parent: Node | None = None
        self._node: Node = root
        for step in error.absolute_path:
            self._parent = self._node
            if isinstance(self._node, MappingNode):
                self._key, self._node = next(
                    pair for pair in self._node.pairs if pair[0].text == step
                )
            elif isinstance(self._node, SequenceNode) and isinstance(step, int):
                self._key, self._node = None, self._node.items[step]

    @property
    def _schema(self) -> Mapping[str, Any]:
        return self._error.schema if isinstance(self._error.schema, dict) else {}

    @property
    def _title(self) -> str:
        return str(self._schema.get("title", "a value"))

    @property
    def _place(self) -> Place:
        """Where what the error is about is named: its key, else where it begins."""
        return self._node.place if self._key is None else self._key.place

    @property
    def _name(self) -> str:
        return f"{quoted(self._key.text)}: " if self._key is not None else ""

    @property
    def is_missing_key(self) -> bool:
        """Tell whether the error is about a key that is not there."""
        return self._error.validator in ("required", "dependentRequired")

    def tell(self, told: _Told) -> None:
        """Add the problem, or the problems, that the error stands for."""
        if "propertyNames" in self._error.relative_schema_path:
            self._tell_id(str(self._error.instance), self._key_named(self._error.instance))
            return
        if self._error.validator == "not" and not self._error.validator_value:
            told.aside.update(part.place for part in all_of(self._node))
            self._tell_misplaced_key()
            return
        match self._error.validator:
            case "additionalProperties":
                self._tell_unknown_keys(told)
            case "required" | "dependentRequired":
                self._tell_missing_key(told)
            case "enum" | "const" | "not" | "pattern" if isinstance(self._node, ScalarNode):
                self._tell_scalar(self._node)
            case "minItems" | "maxItems" | "minProperties" | "maxProperties":
                self._tell_length(told)
            case _:
                self._tell_kind()

    def _add(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        self._notes.error(code, place, message, hint)

    def _key_named(self, name: object) -> ScalarNode:
        assert isinstance(self._node, MappingNode)
        return next(key for key, _ in self._node.pairs if key.text == name)

    def _tell_unknown_keys(self, told: _Told) -> None:
        known = list(self._schema.get("properties", ()))
        assert isinstance(self._node, MappingNode)
        given = {key.text for key, _ in self._node.pairs}
        # A key that is there already was hardly meant a second time.
        free = [name for name in known if name not in given]
        for key, _ in self._node.pairs:
            if key.text not in known:
                meant = self._notes.closest(key.text, free) or self._notes.closest(key.text, known)
                if meant is not None:
                    told.meant.setdefault(self._node.place, set()).add(meant)
                    hint = hidden(key.text) or f"did you mean `{meant}`?"
                elif len(known) <= 8:
                    hint = choice(known)
                else:
                    hint = f"the keys: {', '.join(known)}"
                message = f"{quoted(key.text)} is no key of {self._title}"
                self._add("unknown-key", key.place, message, hint)

    def _tell_missing_key(self, told: _Told) -> None:
        missing = re.match(r"'(.*?)' is a", self._error.message)
        name = missing[1] if missing else "?"
        if name in told.meant.get(self._node.place, ()):
            return
        if self._error.validator == "dependentRequired" and self._node.place in told.several_forms:
            return
        place = self._node.place if self._parent is None else self._place
        if name == "inclusion":
            message = "the file has neither `inclusion` nor `exclusion`"
            self._add("missing-key", place, message, "add a list of criteria")
            return
        message = f"{self._name}{self._title} needs the key `{name}`"
        self._add("missing-key", place, message, _FILLED.get(name))

    def _tell_scalar(self, node: ScalarNode) -> None:
        words = self._error.validator_value
        if self._error.validator == "enum" and isinstance(words, list):
            what = self._key.text if self._key is not None else self._title
            message = f"{describe(node)} is none of the words for `{what}`"
            hint = self._notes.did_you_mean(node.text, words) or choice(words)
            self._add("unknown-word", node.place, message, hint)
        elif self._title.endswith("id"):
            self._tell_id(node.text, node)
        else:
            self._tell_kind()

    def _tell_id(self, text: str, node: ScalarNode) -> None:
        if self._error.validator == "not":
            message = f"{quoted(text)} is a word of the language, and no id"
            self._add("reserved-word", node.place, message, "take another id")
        else:
            message = f"{describe(node)} is no id"
            hint = "an id has letters, digits and underscores, and begins with a letter"
            self._add("id", node.place, message, hint)

    def _tell_length(self, told: _Told) -> None:
        kind = self._error.validator
        instance = self._error.instance
        size = len(instance) if isinstance(instance, list | dict) else 0
        if kind == "maxProperties":
            told.several_forms.add(self._node.place)
            self._tell_several_shapes()
        elif kind == "minItems" and size == 0:
            message = f"{self._name}the list is empty"
            self._add("empty-list", self._node.place, message, "fill it, or remove it")
        elif kind == "minProperties":
            message = f"{self._name}{self._title} is needed here, and the mapping is empty"
            self._add("empty-mapping", self._node.place, message)
        else:
            has = f"{size} members" if size != 1 else "1 member"
            message = f"{self._name}the list has {has}, and {self._title} are needed"
            self._add("list-length", self._node.place, message, "give two: [x, y]")

    def _tell_several_shapes(self) -> None:
        assert isinstance(self._node, MappingNode)
        keys = [key.text for key, _ in self._node.pairs]
        message = f"{self._title} has exactly one form, and here stand {listed(keys)}"
        hint = "put each into a mapping of its own, as members of `all` or `any`"
        if self._title == "a derived value":
            hint = "keep one of them"
        elif "at_least" in keys and "of" not in keys and len(keys) == 2:
            hint = "`at_least: n` counts the members of a list under `of`"
        self._add("several-forms", self._node.place, message, hint)

    def _tell_misplaced_key(self) -> None:
        """Tell that a question of this type, or a derived one, has no such key."""
        assert self._key is not None
        assert isinstance(self._parent, MappingNode)
        if not doubled_keys(self._parent).isdisjoint(("type", "derive")):
            return  # which of the two is meant is not known
        kind = self._parent.get("type")
        name = self._key.text
        type_name = kind.text if isinstance(kind, ScalarNode) else ""
        if name == "valid_for":
            if type_name == "series":
                what, hint = "a series", "use `within` in the tests of the series"
            else:
                what, hint = "a derived question", "put it on the questions it is computed from"
        else:
            what, hint = f"type `{type_name}`", f"`{name}` is for {_OWNERS.get(name, 'others')}"
        message = f"the key `{name}` does not go with {what}"
        self._add("misplaced-key", self._key.place, message, hint)

    def _tell_kind(self) -> None:
        """Tell that another kind of value is expected; a scalar's own reader may know better."""
        node = self._node
        if isinstance(node, ScalarNode) and node.plain and not node.text and self._key is not None:
            message = f"nothing stands after {quoted(self._key.text)}"
            self._add("missing-value", node.place, message, f"write {self._title}")
            return
        message = f"{self._name}{describe(node)} is not {self._title}"
        code = "wrong-value" if isinstance(node, ScalarNode) else "wrong-kind"
        self._add(code, node.place, message, self._kind_hint(node))

    def _kind_hint(self, node: Node) -> str | None:
        """Say how what stands here would become what is expected."""
        if self._parent is None:
            return "a rules file begins with `screener: 1`, then `protocol:`, then `questions:`"
        if isinstance(node, SequenceNode) and self._title == "a condition":
            return "put the list under `all` or `any`"
        if self._schema.get("type") == "array":
            if isinstance(node, ScalarNode):
                return f"write a list: [{node.text}]"
            return "write a list, each member behind `- ` on a line of its own"
        if isinstance(node, ScalarNode) and ":" in node.text.rstrip(":"):
            return "put a space after the colon"
        said = str(self._schema.get("description", "")).removesuffix(".")
        return said[:1].lower() + said[1:] or None


#: A key that is missing → what to write in it.
_FILLED = {"of": "list the conditions to count: {at_least: 2, of: [{…}, {…}]}"}
_OWNERS = {
    "options": "choice and choices",
    "ordered": "choice",
    "unit": "quantity",
    "units": "quantity",
    "min": "integer, decimal, quantity and date",
    "max": "integer, decimal, quantity and date",
    "future": "date",
    "ongoing": "date",
    "fields": "series",
}

"""Whatever becomes of a good file, the loader answers with a protocol or with problems."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.protocol.loading import loader
from screener.protocol.loading.loader import load_bytes
from screener.protocol.loading.nodes import MappingNode, ScalarNode, read_nodes
from screener.protocol.model import Protocol
from screener.protocol.problems import ProtocolError, Severity

GOOD = (Path(__file__).parent / "good" / "whole.yaml").read_text(encoding="utf-8")
SCHEMA = Path(loader.__file__).parents[1] / "rules.schema.json"
TOKENS = re.split(r"([A-Za-z_0-9.]+|[{}\[\],:>&*!|'\"#-]|\n *)", GOOD)
SPECIAL = set("{}[],:#\"'\n&*!|>%@`?")


class Word(str):
    """A scalar to be written without quotes where YAML allows."""

    __slots__ = ()


def as_data(node):
    if isinstance(node, ScalarNode):
        return Word(node.text) if node.plain else node.text
    if isinstance(node, MappingNode):
        return [(as_data(key), as_data(value)) for key, value in node.pairs], "mapping"
    return [as_data(item) for item in node.items], "list"


def write(data):
    if isinstance(data, str):
        plain = isinstance(data, Word) and data and not SPECIAL & set(data) and data == data.strip()
        return str(data) if plain else json.dumps(str(data))
    parts, kind = data
    if kind == "list":
        return f"[{', '.join(write(part) for part in parts)}]"
    return "{" + ", ".join(f"{write(key)}: {write(value)}" for key, value in parts) + "}"


def parts_of(data):
    if not isinstance(data, str):
        parts, kind = data
        for index, part in enumerate(parts):
            yield parts, index, kind
            yield from parts_of(part if kind == "list" else part[1])


TREE = as_data(read_nodes(GOOD.encode(), "whole.yaml")[0])
VALUES = [part[index] if kind == "list" else part[index][1] for part, index, kind in parts_of(TREE)]
WORDS = ["", "~", "null", "yes", "no", "1e50", "0x1F", "reference", "date", "age", "motor", "all"]


def check(text):
    try:
        protocol = load_bytes(text.encode("utf-8", "surrogatepass"), "rules.yaml")
    except ProtocolError as error:
        problems = error.problems
        assert any(problem.severity is Severity.ERROR for problem in problems)
    else:
        assert isinstance(protocol, Protocol)
        problems = list(protocol.problems)
        assert all(problem.severity is Severity.WARNING for problem in problems)
    places = [(problem.line, problem.column) for problem in problems]
    assert places == sorted(places)
    assert all(line >= 1 and column >= 1 for line, column in places)
    assert len(set(problems)) == len(problems)
    # Whatever cannot be read is told in words of its own.
    assert "unreadable" not in {problem.code for problem in problems}


@given(st.data())
@settings(max_examples=80)
def test_a_file_with_some_of_its_text_changed_loads_or_is_refused(data):
    tokens = list(TOKENS)
    for _ in range(data.draw(st.integers(1, 3))):
        index = data.draw(st.integers(0, len(tokens) - 1))
        change = data.draw(st.sampled_from(["remove", "replace", "insert", "any"]))
        if change == "remove":
            del tokens[index]
        elif change == "any":
            tokens[index] = data.draw(st.text(max_size=5))
        else:
            token = data.draw(st.sampled_from(TOKENS))
            tokens[index : index + (change == "replace")] = [token]
    check("".join(tokens))


@given(st.data())
@settings(max_examples=80)
def test_a_file_with_some_of_its_parts_exchanged_loads_or_is_refused(data):
    tree = as_data(read_nodes(GOOD.encode(), "whole.yaml")[0])
    for _ in range(data.draw(st.integers(1, 3))):
        parts, index, kind = data.draw(st.sampled_from(list(parts_of(tree))))
        new = data.draw(st.sampled_from(VALUES) | st.sampled_from(WORDS).map(Word))
        change = data.draw(st.sampled_from(["remove", "replace", "rename", "repeat"]))
        if change == "remove":
            del parts[index]
        elif change == "repeat":
            parts.append(parts[index])
        elif kind == "list":
            parts[index] = new
        else:
            key, value = parts[index]
            parts[index] = (key, new) if change == "replace" else (Word(f"{key}x"), value)
    check(write(tree))


@given(st.binary(max_size=200))
def test_bytes_that_are_no_rules_are_refused_with_a_reason(data):
    with pytest.raises(ProtocolError) as caught:
        load_bytes(data, "rules.yaml")
    assert caught.value.problems


def words_of_the_language():
    def keys(part):
        if isinstance(part, dict):
            yield from part.get("properties", {})
            part = list(part.values())
        for inner in part if isinstance(part, list) else ():
            yield from keys(inner)

    return set(keys(json.loads(SCHEMA.read_text(encoding="utf-8"))))


@pytest.mark.parametrize("spoil", [lambda key: key[:-1], str.capitalize], ids=["short", "capital"])
def test_a_misspelt_key_is_told_on_its_line(spoil):
    """Whichever key it is, and whatever what stands below it is then taken for."""
    rules, _head, _examples = GOOD.partition("\nexamples:")
    found = {key[0]: key for key in re.finditer(r"(?<![\w.])[a-z_]{3,}(?=: |:\n)", rules)}
    for name in sorted(found.keys() & words_of_the_language()):
        key = found[name]
        spoilt = GOOD[: key.start()] + spoil(name) + GOOD[key.end() :]
        with pytest.raises(ProtocolError) as caught:
            load_bytes(spoilt.encode(), "rules.yaml")
        line = GOOD.count("\n", 0, key.start()) + 1
        assert line in [problem.line for problem in caught.value.problems], name


@pytest.mark.parametrize(
    ("beside", "hint"),
    [
        ("at_least: 2, off: [{a: yes}, {b: yes}]", "`off` is no key beside `at_least`"),
        ("at_lest: 2, of: [{a: yes}, {b: yes}]", "`at_lest` is no key beside `of`"),
    ],
)
def test_of_a_misspelt_key_beside_the_count_what_stands_below_it_is_not_told(beside, hint):
    text = (
        "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
        "questions:\n  a: {type: boolean, ask: A?}\n  b: {type: boolean, ask: B?}\n"
        f"inclusion:\n  - {{id: I1, text: X, rule: {{{beside}}}}}\n"
    )
    with pytest.raises(ProtocolError) as caught:
        load_bytes(text.encode(), "rules.yaml")
    missing, unknown = caught.value.problems
    assert missing.code == "missing-key"
    assert hint in unknown.message

"""Files made to hurt are refused, each with a place and without being expanded or run."""

import pytest

from screener.protocol.loading.loader import load, load_bytes
from screener.protocol.loading.nodes import read_nodes
from screener.protocol.problems import ProtocolError

HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: T}\nquestions:\n"
AGE = "  age: {type: integer, ask: How old?}\n"
START = HEAD + AGE + "inclusion:\n  - {id: I1, text: T, rule: "


def bomb(levels, width):
    lines = ["a0: &a0 x"]
    for level in range(1, levels):
        lines.append(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * width)}]")
    return "\n".join(lines)


def problem_of(data):
    with pytest.raises(ProtocolError) as caught:
        load_bytes(data if isinstance(data, bytes) else data.encode(), "rules.yaml")
    assert len(caught.value.problems) == 1
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("data", "code", "line", "column"),
    [
        (bomb(30, 10), "too-many-nodes", 6, 45),
        ("[" * 100_000, "too-deep", 1, 101),
        ("{a: " * 100_000, "too-deep", 1, 401),
        ("- " * 100_000, "too-deep", 1, 201),
        ("a: &a [*a]", "alias-cycle", 1, 8),
        ("a: &a {b: {c: *a}}", "alias-cycle", 1, 15),
        ("a: *b", "unknown-alias", 1, 4),
        ("a: " + "x" * 1024 * 1024, "too-large", 1, 1),
        (START + "{age: 3}, source: a\x00}", "control-character", 6, 48),
        ("é: ok\na: \x1b[31m".encode(), "control-character", 2, 4),
        ("a: b".encode("utf-16"), "encoding", 1, 1),
        ("a: b".encode("utf-16-be"), "control-character", 1, 1),
        ("a: b".encode("utf-32"), "encoding", 1, 1),
        ("screener: 1\n# é\n".encode("latin-1"), "encoding", 2, 3),
        (b"\xef\xbb\xbfa: \xff", "encoding", 1, 4),
        (b"a: \xed\xa0\x80", "encoding", 1, 4),
        (b"", "empty-file", 1, 1),
        (b"\xef\xbb\xbf", "empty-file", 1, 1),
        (b"# nothing but a comment\n", "empty-file", 1, 1),
        (b"---\n...\n", "empty-file", 1, 1),
        ("a: 1\n---\nb: 2\n", "second-document", 2, 1),
        ('a: "\\ud800"', "yaml", 1, 7),
    ],
)
def test_a_hostile_file_is_refused_at_its_place(data, code, line, column):
    problem = problem_of(data)
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert problem.message


def test_a_byte_that_is_not_utf8_is_named_with_its_offset():
    assert "byte 14 of the file (0xE9)" in problem_of("screener: 1\n# é".encode("latin-1")).message


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [echo]",
        "!!python/name:os.system x",
        "!!python/tuple [1]",
        "!local x",
        "!!binary eA==",
        "!!set {a}",
        "!<tag:example.org,2000:x> x",
    ],
)
def test_a_tag_that_builds_something_is_refused(tag):
    _node, problems = read_nodes(f"a: {tag}\n".encode(), "rules.yaml")
    assert [(p.code, p.line, p.column) for p in problems] == [("tag", 1, 4)]


def test_a_tag_that_says_what_its_place_says_is_let_be_and_str_makes_a_text():
    _node, problems = read_nodes(b"a: !!int 5\nb: !!map {c: !!seq [d]}\n", "rules.yaml")
    assert problems == []
    text = START + "{age: {at_least: !!str 18}}}"
    assert problem_of(text).code == "not-a-number"


@pytest.mark.parametrize("digits", [41, 5_000, 1_000_000])
def test_a_number_of_any_length_is_refused_and_not_computed(digits):
    problem = problem_of(START + "{age: " + "9" * digits + "}}")
    assert problem.code == "number-limits"
    assert len(problem.message) < 200


def test_100_levels_are_read():
    depth = 94  # the file, its list, the criterion, the innermost test and its bound make the rest
    rule = "{not: " * depth + "{age: {above: 3}}" + "}" * depth
    protocol = load_bytes((START + rule + "}").encode(), "rules.yaml")
    assert protocol.problems == ()
    assert problem_of(START + "{not: " * 3 + rule + "}" * 4).code == "too-deep"


def test_a_byte_order_mark_is_no_part_of_the_first_line():
    data = b"\xef\xbb\xbf" + (START + "{age: {above: 3}}}").encode()
    assert load_bytes(data, "rules.yaml").problems == ()
    problem = problem_of(data.replace(b"screener: 1", b"screener: 2"))
    assert (problem.line, problem.column) == (1, 11)


def test_no_more_of_an_endless_file_is_read_than_is_allowed(tmp_path):
    path = tmp_path / "endless.yaml"
    with path.open("wb") as file:
        file.truncate(10 * 1024**4)
    with pytest.raises(ProtocolError) as caught:
        load(path)
    assert [problem.code for problem in caught.value.problems] == ["too-large"]


def test_an_aliased_part_is_told_once_however_often_it_is_used():
    members = ", ".join(["*part"] * 50)
    rule = f"{{all: [&part {{agg: {{above: 3}}}}, {members}]}}"
    assert problem_of(START + rule + "}").code == "unknown-question"


def test_a_chain_of_thousands_of_definitions_is_followed():
    lines = [f"  d{n}: {{not: {{definition: d{n + 1}}}}}" for n in range(3000)]
    file = HEAD + AGE + "definitions:\n" + "\n".join(lines) + "\n  d3000: {definition: d0}\n"
    rule = "{all: [{age: {above: 3}}, {definition: d0}]}"
    file += f"inclusion:\n  - {{id: I1, text: T, rule: {rule}}}\n"
    problem = problem_of(file)
    assert problem.code == "cycle"
    assert "…" in problem.message

"""Sections 6 and 9: what is an answer and what is none, in files of YAML and JSON."""

import json

import pytest

from screener import cli
from tests.contract.questions import QUESTIONS
from tests.contract.rules import written

ANY = (
    "{any: [{b: yes}, {c: g1}, {i: 5}, {n: 0.1}, {d: {before: 2024-01-01}}, {m: {any_of: [x]}}, "
    "{q: 5.55}]}"
)
RULES = written(QUESTIONS, inclusion={"I1": ANY})


@pytest.fixture
def run(tmp_path, capsys):
    """Decide a file of answers from the command line; give the status, the decision and errors."""

    def decided(answers, rules=RULES, on="2024-07-15"):
        rules_file, answers_file = tmp_path / "rules.yaml", tmp_path / "answers"
        rules_file.write_text(rules, encoding="utf-8")
        answers_file.write_bytes(answers if isinstance(answers, bytes) else answers.encode())
        arguments = ["decide", str(rules_file), str(answers_file), "--json", "--on", on]
        status = cli.main(arguments)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "defect" not in err
        if status == 0:
            assert not err
            return json.loads(out)
        assert status == 2
        assert not out
        assert err.strip()
        return err.strip().splitlines()

    return decided


PASSES = [
    "b: yes",
    "b: Yes",
    "b: TRUE",
    "b: true",
    '{"b": true}',
    "{b: yes}",
    "b: {value: yes, observed_on: 2024-07, source: chart}",
    "b:\n  value: yes\n  source: {kind: chart, reference: 12}\n  note: 5 days",
    "c: g1",
    'c: "g1"',
    "i: 5",
    "i: 5.0",
    "i: 05",
    "i: +5",
    "i: 5e0",
    '{"i": 5.0}',
    '{"i": 5e0}',
    "n: 0.1",
    "n: .1",
    "n: 1e-1",
    "n: 0.10000",
    '{"n": 0.1}',
    '{"n": 1e-1}',
    "m: [x]",
    "m:\n- y\n- x",
    'm: ["x"]',
    "d: 2023-12-31",
    "d: 2023-12",
    "d: 2023",
    "d: '2023'",
    "d: 2020/2023-11",
    '{"d": "2023"}',
    '{"d": "2023-12"}',
    "q: 100 mg/dL",
    'q: "100 mg/dL"',
    "q: 5.55",
    '{"q": "100 mg/dL"}',
    "# a comment\nb: yes\n...\n",
    "---\nb: yes\n",
    "b: &x yes\n",
    "t: no\nb: yes",
    "t: 1.10\nb: yes",
    "t: 2024-01-01\nb: yes",
    "t: 'null'\nb: yes",
    "s: []\nb: yes",
    "s: [{date: 2024-01-01, a: 5, u: [x], w: 2023, v: 5 kg}]\nb: yes",
    '{"b": true, "s": [{"date": "2024-01-01", "a": 5.0}]}',
    "i: null\nb: yes",
    "i: ~\nb: yes",
    "i:\nb: yes",
    '{"i": null, "b": true}',
    "\ufeffb: yes",
    b'\xef\xbb\xbf{"b": true}',
    "b: yes\r\nc: g2\r\n",
    '{"b":\ttrue}',
    "b: {value: yes, note: no}",
]


@pytest.mark.parametrize("text", PASSES)
def test_a_file_of_answers_is_read_by_what_each_place_expects(run, text):
    assert run(text)["decision"] == "eligible"


@pytest.mark.parametrize(
    "text",
    ["", "\n", "# nothing\n", "---\n", "{}", "  \n", "b:\n", '{"b": null}', "b: ~", "---\n..."],
)
def test_an_empty_file_holds_no_answers(run, text):
    assert run(text)["decision"] == "undetermined"


REFUSED = [
    ("b", 'b: "yes"'),
    ("b", "b: 'true'"),
    ("b", "b: on"),
    ("b", "b: y"),
    ("b", "b: 1"),
    ("b", '{"b": "yes"}'),
    ("b", '{"b": 1}'),
    ("b", "b: [yes]"),
    ("i", 'i: "5"'),
    ("i", "i: 0x5"),
    ("i", "i: 0o5"),
    ("i", "i: 0b1"),
    ("i", "i: 1_000"),
    ("i", "i: 1:30"),
    ("i", "i: 5.5"),
    ("i", "i: true"),
    ("i", "i: .nan"),
    ("i", "i: .inf"),
    ("i", "i: NaN"),
    ("i", '{"i": NaN}'),
    ("i", '{"i": Infinity}'),
    ("i", '{"i": "5"}'),
    ("i", '{"i": true}'),
    ("i", "i: " + "9" * 41),
    ("i", "i: " + "9" * 5000),
    ("i", '{"i": ' + "9" * 5000 + "}"),
    ("n", '{"n": 1e400}'),
    ("n", '{"n": 1e-400}'),
    ("n", "n: 1e400"),
    ("n", "n: 1e999999999999"),
    ("n", '{"n": 1e999999999999}'),
    ("n", "n: 1,5"),
    ("c", "c: g3"),
    ("c", '{"c": true}'),
    ("m", "m: [x, x]"),
    ("m", "m: x"),
    ("m", '{"m": ["x", "x"]}'),
    ("m", "m: {x: yes}"),
    ("d", "d: 2023-02-29"),
    ("d", "d: 2023-12-31T00:00:00"),
    ("d", "d: 2023-12-31 10:00:00"),
    ("d", "d: 2024-07-16"),
    ("d", '{"d": 2023}'),
    ("d", "d: 2023.0"),
    ("d", "d: 1849"),
    ("d", "d: 2023-1-1"),
    ("q", "q: '100'"),
    ("q", "q: 100 g/L"),
    ("q", '{"q": "100"}'),
    ("s", "s: {date: 2024-01-01}"),
    ("s", "s: [{date: 2024-01}]"),
    ("s", "s: [{date: 2024-07-16}]"),
    ("s", "s: [{a: 5}]"),
    ("s", "s: [{date: 2024-01-01, a: 5.5}]"),
    ("s", "s: [{date: 2024-01-01, a: {value: 5}}]"),
    ("s", "s: [{date: 2024-01-01, zz: 5}]"),
    ("nobody", "nobody: 5"),
    ("z", "z: 5"),
    ("b", "b: {value: yes, missing: unknown}"),
    ("b", "b: {missing: lost}"),
    ("b", "b: {value: yes, nte: x}"),
    ("b", "b: {value: yes, observed_on: 2024-08}"),
    ("b", "b: {missing: pending, due: 2024-08}"),
]


@pytest.mark.parametrize(("id", "text"), REFUSED)
def test_a_bad_answer_in_a_file_is_told_with_its_question(run, id, text):
    lines = run(text)
    assert any(id in line for line in lines)
    assert all(len(line) < 1500 for line in lines)


BROKEN = [
    "b: yes\nb: yes",
    "{b: yes, b: no}",
    '{"b": true, "b": true}',
    '{"s": [{"date": "2024-01-01", "a": 1, "a": 2}]}',
    "b: {value: yes, value: yes}",
    "- b\n- c",
    "just text",
    "5",
    "[]",
    '"b"',
    "true",
    "b: yes\n---\nb: no",
    "b: [",
    '{"b": true',
    "b: yes\n  c: g1",
    "x: &a {value: yes}\nb: {<<: *a}",
    "b: !!python/object/apply:os.system [ls]",
    "b: !!python/name:os.system",
    "b: !wrong yes",
    b"b: \xff\xfe",
    b"\x00\x01",
    b"t: \x07",
    "t: " + "x" * (1 << 20),
    '{"t": "' + "x" * (1 << 20) + '"}',
    "b: " + "[" * 200 + "]" * 200,
    '{"b": ' + "[" * 200 + "]" * 200 + "}",
    '{"b": ' + "[" * 100_000 + "]" * 100_000 + "}",
    "[" * 100_000,
    "{" * 100_000,
    '{"a":' * 100_000,
    "b: *nowhere",
    "&a [*a]",
    "t: &a [x]\nm: " + "[" + ", ".join(["*a"] * 10) + "]",
    "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 10)}]"
        for a, b in zip("abcdefg", "bcdefgh", strict=False)
    ),
    "? [b]\n: yes",
    "b: yes\n\tc: g1",
    "\ud800".encode("utf-8", "surrogatepass"),
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_file_that_cannot_be_read_is_told_in_lines(run, text):
    assert all(len(line) < 1500 for line in run(text))


def test_a_number_in_a_json_file_is_exact(run):
    rules = written({"n": "type: decimal"}, inclusion={"I1": "{n: {at_most: 5.55}}"})
    assert run('{"n": 5.55}', rules)["decision"] == "eligible"
    assert run('{"n": 5.5500000000000000000000000000001}', rules)["decision"] == "ineligible"
    assert run("n: 5.5500000000000000000000000000001", rules)["decision"] == "ineligible"
    assert run('{"n": 0.1e1}', rules)["decision"] == "eligible"


def test_ids_that_yaml_would_read_as_something_else_stay_as_written(run):
    questions = (
        "on: {type: boolean, ask: Q}\n"
        "y: {type: choice, ask: Q, options: {NO: No, off: Off, Yes: 1.10}}\n"
        "Null: {type: integer, ask: Q}\n"
        "e1: {type: integer, ask: Q}\n"
    )
    rules = written(questions, inclusion={"I1": "{all: [{on: yes, y: NO}, {Null: 1}, {e1: 1}]}"})
    result = run("on: yes\ny: NO\nNull: 1\ne1: 1\n", rules)
    assert result["decision"] == "eligible"
    result = run('{"on": true, "y": "NO", "Null": 1, "e1": 1}', rules)
    assert result["criteria"][0]["because"] == ["on", "y", "Null", "e1"]
    result = run("on: yes\ny: off\n", rules)
    assert result["decision"] == "ineligible"
    assert run("y: true\n", rules)

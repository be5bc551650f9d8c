"""interfaces.md: exit status, streams and JSON shapes, by running the program."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import screener
from screener.cli import main

RULES = """\
screener: 1
protocol: {id: T-1, version: 1.10, title: Trial, date: 2024-07-15}
questions:
  adult: {type: boolean, ask: Adult?}
  pacemaker: {type: boolean, ask: Pacemaker?}
inclusion:
  - {id: I1, text: Adults, rule: {adult: yes}}
exclusion:
  - {id: E5, text: Pacemaker, rule: {pacemaker: yes}}
"""
EXAMPLES = """\
examples:
  - {name: good, answers: {adult: yes, pacemaker: no}, expect: {decision: eligible}}
  - {name: child, answers: {adult: no}, expect: {decision: ineligible, fails: [I1], open: [E5]}}
  - {name: grown, based_on: child, answers: {adult: yes}, expect: {decision: undetermined}}
  - {name: gone, based_on: good, answers: {adult: null}, expect: {decision: undetermined}}
  - {name: none, based_on: good, expect: {decision: eligible, fails: [], open: []}}
"""
WARNING = RULES.replace("questions:\n", "questions:\n  idle: {type: boolean, ask: Unused?}\n")
WRONG = RULES.replace("{adult: yes}}", "{adlt: yes}}").replace(
    "{pacemaker: yes}}", "{pacemaker: 5}}"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (
        ("rules.yaml", RULES),
        ("examples.yaml", RULES + EXAMPLES),
        ("warning.yaml", WARNING),
        ("wrong.yaml", WRONG),
        ("answers.yaml", "adult: yes\npacemaker: yes\n"),
        ("bad.yaml", "adult: maybe\nnobody: 5\n"),
        ("empty.yaml", ""),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


MAIN = "import sys; from screener.cli import main; sys.exit(main())"


def run(*arguments, given=None, **environment):
    """Run the program as a person would; give its status, its output and its errors.

    Given input, or another environment, it is a process of its own. Else it runs in this one: an
    interpreter takes ten times as long to start as most commands take.
    """
    alone = given is not None or environment
    status, *written = (started if alone else run_here)(arguments, given, environment)
    out, err = (stream.decode() for stream in written)
    assert "Traceback" not in out + err
    assert "defect" not in err
    return status, out, err


def started(arguments, given, environment):
    done = subprocess.run(
        [sys.executable, "-c", MAIN, *arguments],
        input=given or b"",
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def run_here(arguments, _given, _environment):
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", io.TextIOWrapper(out, "utf-8"))
        patch.setattr("sys.stderr", io.TextIOWrapper(err, "utf-8"))
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse leaves so
            status = int(left.code or 0)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        return status, out.getvalue(), err.getvalue()


def as_json(*arguments, **more):
    status, out, err = run(*arguments, "--json", **more)
    assert err == ""
    return status, json.loads(out)


#: What time does to the decision; null where it does nothing.
DATES = ("eligible_from", "eligible_until", "eligible_perhaps_from", "eligible_perhaps_until")


def test_decide_prints_the_document_of_the_contract(folder):
    status, data = as_json("decide", "rules.yaml", "answers.yaml", "--on", "2026-01-31")
    assert status == 0
    assert list(data) == ["protocol", "on", "decision", "criteria", "next", *DATES]
    sha256 = hashlib.sha256((folder / "rules.yaml").read_bytes()).hexdigest()
    assert data == {
        "protocol": {"id": "T-1", "version": "1.10", "sha256": sha256},
        "on": "2026-01-31",
        "decision": "ineligible",
        "criteria": [
            {"id": "I1", "kind": "inclusion", "status": "pass", "because": ["adult"]},
            {"id": "E5", "kind": "exclusion", "status": "fail", "because": ["pacemaker"]},
        ],
        "next": None,
        **dict.fromkeys(DATES),
    }
    assert screener.load("rules.yaml").sha256 == sha256


def test_decide_has_done_its_work_whatever_the_decision(folder):
    for text, decision, words, following in (
        ("adult: yes\npacemaker: no", "eligible", "eligible", None),
        ("adult: no", "ineligible", "not eligible", None),
        ("adult: yes", "undetermined", "cannot be determined yet", "pacemaker"),
        ("", "undetermined", "cannot be determined yet", "adult"),
    ):
        (folder / "answers").write_text(text)
        status, data = as_json("decide", "rules.yaml", "answers")
        assert (status, data["decision"], data["next"]) == (0, decision, following)
        status, out, err = run("decide", "rules.yaml", "answers", "--on", "2026-01-31")
        assert (status, err) == (0, "")
        assert f": {words}\n" in out
        assert "2026-01-31" in out


def test_decide_reads_standard_input(folder):
    status, data = as_json("decide", "rules.yaml", "-", given=b'{"adult": false}')
    assert (status, data["decision"]) == (0, "ineligible")
    status, data = as_json("decide", "rules.yaml", "-", given=b"")
    assert (status, data["decision"]) == (0, "undetermined")
    status, out, err = run("decide", "rules.yaml", "-", given=b"\xff\xfe\x00")
    assert (status, out) == (2, "")
    assert err


def test_decide_takes_today_and_says_so(folder):
    before = datetime.now(UTC).date()
    _, data = as_json("decide", "rules.yaml", "answers.yaml", TZ="UTC")
    assert before.isoformat() <= data["on"] <= (before + timedelta(days=1)).isoformat()
    _, out, _ = run("decide", "rules.yaml", "answers.yaml")
    assert re.search(r"\b2\d{3}-\d\d-\d\d\b", out)


@pytest.mark.parametrize(
    "day", ["2024-02-30", "2024-13-01", "2024-02", "2024", "yesterday", "", "20240101", "1-1-2024"]
)
def test_a_date_that_is_none_cannot_be_used(folder, day):
    status, out, err = run("decide", "rules.yaml", "answers.yaml", "--on", day)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


def test_bad_answers_are_told_one_a_line_and_nothing_is_decided(folder):
    for more in ((), ("--json",)):
        status, out, err = run("decide", "rules.yaml", "bad.yaml", *more)
        assert (status, out) == (2, "")
        assert len(err.splitlines()) == 2
        assert "adult" in err
        assert "nobody" in err


def test_what_cannot_be_read_cannot_be_used(folder):
    (folder / "locked").mkdir()
    for rules in ("nowhere.yaml", "locked", "wrong.yaml", "empty.yaml", "answers.yaml"):
        for more in ((), ("--json",)):
            status, out, err = run("decide", rules, "answers.yaml", *more)
            assert (status, out) == (2, ""), rules
            assert err.strip()
            status, out, err = run("test", rules, *more)
            assert (status, out) == (2, ""), rules
            assert err.strip()
    for rules in ("nowhere.yaml", "locked"):
        for more in ((), ("--json",)):
            status, out, err = run("check", rules, *more)
            assert (status, out) == (2, "")
            assert err.count("\n") == 1
    for answers in ("nowhere.yaml", "locked"):
        status, out, err = run("decide", "rules.yaml", answers)
        assert (status, out) == (2, "")
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["decide"],
        ["decide", "rules.yaml"],
        ["decide", "rules.yaml", "answers.yaml", "more.yaml"],
        ["decide", "rules.yaml", "answers.yaml", "--on"],
        ["decide", "rules.yaml", "answers.yaml", "--loud"],
        ["check"],
        ["check", "rules.yaml", "--on", "2024-01-01"],
        ["test"],
        ["--nonsense"],
    ],
)
def test_a_call_that_cannot_be_used_is_told_in_one_line(folder, arguments):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


LINE = re.compile(r"(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning)"
                  r"\[(?P<code>[a-z0-9]+(?:-[a-z0-9]+)*)\]: (?P<message>.+)")  # fmt: skip


def test_check_lists_problems_by_place_on_standard_output(folder):
    status, out, err = run("check", "wrong.yaml")
    assert (status, err) == (1, "")
    found = [LINE.fullmatch(line) for line in out.splitlines()]
    errors = [one for one in found if one and one["severity"] == "error"]
    assert None not in found
    assert [(one["path"], one["line"]) for one in errors] == [
        ("wrong.yaml", "7"),
        ("wrong.yaml", "9"),
    ]
    status, data = as_json("check", "wrong.yaml")
    assert status == 1
    assert list(data) == ["problems"]
    for told, one in zip(data["problems"], found, strict=True):
        assert list(told) == ["path", "line", "column", "severity", "code", "message", "hint"]
        assert one is not None
        assert (told["path"], told["severity"], told["code"]) == (
            one["path"],
            one["severity"],
            one["code"],
        )
        assert (told["line"], told["column"]) == (int(one["line"]), int(one["column"]))
        assert one["message"].startswith(told["message"])


def test_warnings_alone_are_no_finding(folder):
    status, out, err = run("check", "warning.yaml")
    assert (status, err) == (0, "")
    line = LINE.fullmatch(out.strip())
    assert line is not None
    assert line["severity"] == "warning"
    status, data = as_json("check", "warning.yaml")
    assert status == 0
    assert [one["severity"] for one in data["problems"]] == ["warning"]
    status, data = as_json("check", "rules.yaml")
    assert (status, data) == (0, {"problems": []})
    rules = screener.load("warning.yaml")
    assert [str(one.severity) for one in rules.problems] == ["warning"]
    status, out, err = run("decide", "warning.yaml", "answers.yaml")
    assert (status, err) == (0, "")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"screener: 1",
        b"[",
        b"screener: 1\n---\nscreener: 2",
        b"\x00",
        b"- a",
        b"a: b: c",
    ],
)
def test_check_finds_what_is_wrong_with_any_bytes(folder, content):
    (folder / "any.yaml").write_bytes(content)
    status, out, err = run("check", "any.yaml")
    assert (status, err) == (1, "")
    assert all(LINE.fullmatch(line) for line in out.splitlines())
    status, data = as_json("check", "any.yaml")
    assert status == 1
    assert data["problems"]


def test_test_runs_the_examples(folder):
    status, data = as_json("test", "examples.yaml")
    assert status == 0
    assert list(data) == ["passed", "failed", "examples"]
    assert (data["passed"], data["failed"]) == (5, 0)
    assert [one["name"] for one in data["examples"]] == ["good", "child", "grown", "gone", "none"]
    for one in data["examples"]:
        assert list(one) == ["name", "passed", "expected", "actual"]
        assert one["passed"] is True
    status, out, err = run("test", "examples.yaml")
    assert (status, err) == (0, "")
    assert "5" in out


@pytest.mark.parametrize(
    "expect",
    [
        "{decision: eligible}",
        "{decision: ineligible, fails: [E5]}",
        "{decision: ineligible, fails: []}",
        "{decision: ineligible, fails: [I1, E5]}",
        "{decision: ineligible, open: []}",
        "{decision: ineligible, fails: [I1], open: [I1, E5]}",
    ],
)
def test_an_example_that_comes_out_otherwise_fails(folder, expect):
    text = f"{RULES}examples:\n  - {{name: child, answers: {{adult: no}}, expect: {expect}}}\n"
    (folder / "failing.yaml").write_text(text)
    status, data = as_json("test", "failing.yaml")
    assert (status, data["passed"], data["failed"]) == (1, 0, 1)
    (one,) = data["examples"]
    assert one["passed"] is False
    assert one["actual"]["decision"] == "ineligible"
    assert one["expected"] != one["actual"]
    status, out, err = run("test", "failing.yaml")
    assert (status, err) == (1, "")
    assert "child" in out


def test_rules_without_examples_have_none_that_fail(folder):
    assert as_json("test", "rules.yaml") == (0, {"passed": 0, "failed": 0, "examples": []})


def test_version_and_help_are_as_everywhere(folder):
    for arguments in (
        ["--version"],
        ["--help"],
        *([one, "--help"] for one in ("decide", "check", "test")),
    ):
        status, out, err = run(*arguments)
        assert (status, err) == (0, "")
        assert out.strip()


def test_one_json_document_and_nothing_else_is_printed_in_any_language(folder):
    for language in ("zh_CN.UTF-8", "C", "de_DE.UTF-8"):
        environment = {"LANG": language, "LC_ALL": language}
        status, data = as_json("decide", "rules.yaml", "answers.yaml", **environment)
        assert (status, data["decision"]) == (0, "ineligible")
        assert data["criteria"][1]["status"] == "fail"
        status, data = as_json("check", "wrong.yaml", **environment)
        assert {one["severity"] for one in data["problems"]} >= {"error"}


def test_neither_decide_nor_check_nor_test_leaves_anything_behind(folder):
    before = sorted(Path.home().rglob("*")), sorted(folder.iterdir())
    run("decide", "rules.yaml", "answers.yaml")
    run("check", "rules.yaml")
    run("test", "examples.yaml")
    assert (sorted(Path.home().rglob("*")), sorted(folder.iterdir())) == before


# Python


def test_a_protocol_error_lists_every_problem(folder):
    with pytest.raises(screener.ProtocolError) as caught:
        screener.load(folder / "wrong.yaml")
    errors = [one for one in caught.value.problems if one.severity == "error"]
    assert [one.line for one in errors] == [7, 9]
    for one in errors:
        assert one.path.endswith("wrong.yaml")
        assert one.column >= 1
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", one.code)
        assert one.message
        assert one.hint is None or one.hint


def test_a_file_that_cannot_be_read_raises_an_os_error(folder):
    for path in ("nowhere.yaml", folder, str(folder)):
        with pytest.raises(OSError, match=r".+"):
            screener.load(path)


def test_a_result_is_what_the_contract_says(folder):
    rules = screener.load("rules.yaml")
    result = screener.decide(rules, {"adult": True}, on=date(2026, 1, 31))
    assert result.decision == "undetermined"
    assert isinstance(result.decision, str)
    assert f"{result.decision}" == "undetermined"
    assert list(result.criteria) == ["I1", "E5"]
    one = result.criteria["I1"]
    assert (one.status, one.kind, one.because) == ("pass", "inclusion", ("adult",))
    assert isinstance(one.because, tuple)
    assert result.next == "pacemaker"
    assert screener.decide(rules, {"adult": False}, date(2026, 1, 31), True).next == "pacemaker"
    assert screener.decide(rules, {"adult": False}, on=date(2026, 1, 31), finish=True).next

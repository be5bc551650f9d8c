"""What a script may rely on: output, JSON shapes and exit status."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from screener.cli import main
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.exact_json import dumps
from screener.protocol.loading.loader import load

RULES = Path(__file__).parents[2] / "rules" / "criteria.yaml"
GOOD = """\
screener: 1
protocol: {id: P, version: 1.10, title: P, date: 2026-01-31}
questions:
  age: {type: integer, ask: Age?}
  pacemaker: {type: boolean, ask: Pacemaker?}
inclusion:
  - {id: I1, text: Adult, rule: {age: {at_least: 18}}}
exclusion:
  - {id: E1, text: Pacemaker, rule: {pacemaker: yes}}
examples:
  - {name: adult, answers: {age: 30, pacemaker: no}, expect: {decision: eligible}}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return status, out, err


def _answers(folder: Path, text: str, name: str = "answers.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


DATED = """
screener: 1
protocol: {id: P, version: 1, title: P}
questions:
  injury: {type: date, ask: "When?"}
  urine: {type: boolean, ask: "Normal?", valid_for: 28 days}
inclusion:
  - {id: I1, text: A year, rule: {injury: {ago: {above: 1 year}}}}
  - {id: I2, text: Urine, rule: {urine: yes}}
"""


def test_a_decision_is_printed_as_the_documented_json(rules, tmp_path, capsys) -> None:
    answers = _answers(tmp_path, "{pacemaker: yes}")
    status, out, err = _run(capsys, "decide", rules, answers, "--on", "2026-01-31", "--json")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert len(data["protocol"].pop("sha256")) == 64
    assert data == {
        "protocol": {"id": "P", "version": "1.10"},
        "on": "2026-01-31",
        "decision": "ineligible",
        "criteria": [
            {"id": "I1", "kind": "inclusion", "status": "open", "because": []},
            {"id": "E1", "kind": "exclusion", "status": "fail", "because": ["pacemaker"]},
        ],
        "next": None,
        "eligible_from": None,
        "eligible_until": None,
        "eligible_perhaps_from": None,
        "eligible_perhaps_until": None,
    }


def test_a_decision_says_from_when_and_until_when_it_is_eligible(tmp_path, capsys) -> None:
    path = tmp_path / "dated.yaml"
    path.write_text(DATED, encoding="utf-8")
    answers = _answers(tmp_path, "{injury: 2026-05, urine: {value: yes, observed_on: 2027-05-20}}")
    call = ("decide", str(path), answers, "--on", "2027-05-25")
    data = json.loads(_run(capsys, *call, "--json")[1])
    assert [value for key, value in data.items() if key.startswith("eligible_")] == [
        "2027-06-01",
        "2027-06-17",
        "2027-05-25",
        "2027-06-17",
    ]
    _status, out, _err = _run(capsys, *call)
    assert "Eligible from 1 June 2027, when 1 year since “When?” is over.\n" in out
    assert "may lie between 25 May 2027 and 1 June 2027, by “When?”, which is not known" in out
    assert "Eligible until 17 June 2027, when “Normal?” is 28 days old.\n" in out


def test_a_decision_names_the_date_it_used(rules, tmp_path, capsys) -> None:
    answers = _answers(tmp_path, '{"age": 30}', "answers.json")
    status, out, _ = _run(capsys, "decide", rules, answers)
    assert status == 0
    assert "on 20" in out
    assert "cannot be determined yet" in out
    assert "next question: pacemaker" in out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_trace_of_a_decision_is_as_agreed(tmp_path, capsys, snapshot, lang) -> None:
    """Each decision on the real protocol: what every criterion came to, and because of what."""
    protocol = load(RULES)
    traces = []
    for decision in ("eligible", "ineligible", "undetermined"):
        example = next(one for one in protocol.examples if one.expect.decision == decision)
        answers = {
            id: answer_to_data(protocol.questions[id], a) for id, a in example.answers.items()
        }
        file = _answers(tmp_path, dumps(answers), f"{decision}.json")
        for form in ((), ("--json",)):
            status, out, err = _run(
                capsys, "decide", RULES, file, "--on", example.on, "--lang", lang, *form
            )
            assert (status, err) == (0, "")
            traces.append(f"{example.name}\n{out.replace(protocol.sha256, 64 * '0')}")
    snapshot.assert_match("\n".join(traces), "traces.txt")


def test_answers_may_come_from_standard_input(rules, capsys, monkeypatch) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"age: 30\npacemaker: no\n"))
    monkeypatch.setattr(sys, "stdin", stdin)
    status, out, _ = _run(capsys, "decide", rules, "-", "--on", "2026-01-31", "--json")
    assert status == 0
    assert json.loads(out)["decision"] == "eligible"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("age: thirty", "age"),
        ("agee: 30", "age"),
        ("age: [", "answers.yaml:1:7"),
        ("{", "answers.yaml:1:2"),
        ("{\n", "answers.yaml:1:2"),
        ("age: .inf", "age"),
    ],
)
def test_bad_answers_are_told_one_a_line_and_nothing_is_decided(
    rules, tmp_path, capsys, text, named
) -> None:
    answers = _answers(tmp_path, text)
    status, out, err = _run(capsys, "decide", rules, answers, "--on", "2026-01-31")
    assert (status, out) == (2, "")
    assert named in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("on", ["yesterday", "2026-01", "99999-01-01"])
def test_a_reference_date_is_a_full_date(rules, tmp_path, capsys, on) -> None:
    status, out, err = _run(capsys, "decide", rules, _answers(tmp_path, ""), "--on", on)
    assert (status, out) == (2, "")
    assert "2026-01-31" in err


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2300-01-01", "--on 2300-01-01: a date is needed from 1850 to 2200\n"),
        ("1849-12-31", "--on 1849-12-31: a date is needed from 1850 to 2200\n"),
        ("2026-02-30", "--on 2026-02-30: there is no such day\n"),
    ],
)
def test_a_reference_date_that_cannot_be_is_told_why(rules, tmp_path, capsys, on, told) -> None:
    status, out, err = _run(capsys, "decide", rules, _answers(tmp_path, ""), "--on", on)
    assert (status, out, err) == (2, "", told)


def test_rules_with_errors_cannot_decide_or_be_tested(tmp_path, capsys) -> None:
    bad = _answers(tmp_path, GOOD.replace("at_least", "at_leats"), "bad.yaml")
    for command in (["decide", bad, _answers(tmp_path, "")], ["test", bad]):
        status, out, err = _run(capsys, *command)
        assert (status, out) == (2, "")
        assert "bad.yaml:7:" in err


def test_problems_are_the_finding_of_check(tmp_path, capsys) -> None:
    bad = _answers(tmp_path, GOOD.replace("at_least", "at_leats"), "bad.yaml")
    status, out, err = _run(capsys, "check", bad)
    assert (status, err) == (1, "")
    assert f"{bad}:7:" in out
    assert "error[" in out
    status, out, _ = _run(capsys, "check", bad, "--json")
    assert status == 1
    (problem,) = json.loads(out)["problems"]
    assert set(problem) == {"path", "line", "column", "severity", "code", "message", "hint"}
    assert problem["line"] == 7


def test_a_file_with_warnings_alone_is_good(tmp_path, capsys) -> None:
    unused = "  spare: {type: boolean, ask: Spare?}\ninclusion:"
    path = _answers(tmp_path, GOOD.replace("inclusion:", unused), "warned.yaml")
    status, out, _ = _run(capsys, "check", path)
    assert status == 0
    assert "warning[" in out


def test_examples_are_counted_and_a_failed_one_is_negative(tmp_path, capsys) -> None:
    wrong = GOOD.replace("decision: eligible", "decision: ineligible, fails: [I1]")
    path = _answers(tmp_path, wrong, "rules.yaml")
    status, out, _ = _run(capsys, "test", path)
    assert status == 1
    assert "adult" in out
    status, out, _ = _run(capsys, "test", path, "--json")
    assert status == 1
    assert json.loads(out) == {
        "passed": 0,
        "failed": 1,
        "examples": [
            {
                "name": "adult",
                "passed": False,
                "expected": {"decision": "ineligible", "fails": ["I1"]},
                "actual": {"decision": "eligible", "fails": [], "open": []},
            }
        ],
    }


def test_the_examples_of_the_protocol_all_pass(capsys) -> None:
    status, out, _ = _run(capsys, "test", RULES)
    assert status == 0
    assert " 0 failed" in out


@pytest.mark.parametrize("command", ["check", "test", "decide"])
def test_a_file_that_is_not_there_is_told(tmp_path, capsys, command) -> None:
    more = ["-"] if command == "decide" else []
    status, out, err = _run(capsys, command, tmp_path / "none.yaml", *more)
    assert (status, out) == (2, "")
    assert "none.yaml" in err


@pytest.mark.parametrize("call", [["frobnicate"], ["decide"], ["check", "a", "b"], ["--role", "x"]])
def test_a_wrong_call_is_told_in_one_line(capsys, call) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(call)
    _, err = capsys.readouterr()
    assert stopped.value.code == 2
    assert len(err.splitlines()) == 1
    assert "--help" in err


@pytest.mark.parametrize("place", [0, 1])
def test_problems_of_rules_are_in_english_in_every_language_and_the_help_says_so(
    tmp_path, capsys, place
) -> None:
    call = ["check", _answers(tmp_path, "screener: 2\n", "rules.yaml")]
    english = _run(capsys, *call)
    call[place:place] = ["--lang", "zh"]
    assert _run(capsys, *call) == english
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    assert "problems of a rules file are told in English" in " ".join(
        capsys.readouterr().out.split()
    )


@pytest.mark.parametrize("call", [["--help"], ["decide", "--help"], ["--version"]])
def test_help_and_version_are_there(capsys, call) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(call)
    out, err = capsys.readouterr()
    assert stopped.value.code == 0
    assert err == ""
    assert "screener" in out


def test_nothing_on_a_terminal_is_acted_on(tmp_path, capsys) -> None:
    bad = _answers(tmp_path, GOOD.replace("at_least", '"\\x1b]0;title\\x07"'), "bad.yaml")
    status, out, _ = _run(capsys, "check", bad)
    assert status == 1
    assert "\x1b" not in out
    assert "\x07" not in out


def test_a_defect_shows_no_traceback_and_no_answer(rules, tmp_path, capsys, monkeypatch) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("the candidate is called Smith")

    monkeypatch.setattr("screener.cli.rules_commands.decide_answers", broken)
    status, out, err = _run(capsys, "decide", rules, _answers(tmp_path, "age: 30"))
    assert (status, out) == (2, "")
    assert "Smith" not in err
    assert "RuntimeError" in err
    assert len(err.splitlines()) == 1


def test_a_reader_that_has_gone_away_is_no_error(rules) -> None:
    command = f"{sys.executable} -m screener test {RULES} --json | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert done.stderr == ""

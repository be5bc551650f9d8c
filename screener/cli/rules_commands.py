"""The commands about rules alone: they use no store and ask for no one."""

import argparse
import re
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from screener.authoring.examples import ExampleRun, as_data, run_examples
from screener.cli.output import (
    DONE,
    NEGATIVE,
    Unusable,
    tell,
    tell_json,
    unreadable,
    why_not,
)
from screener.engine.decide import Result
from screener.engine.decide import decide as decide_answers
from screener.interview.dates_told import dates_data, dates_told
from screener.interview.told import decision_told, status_told
from screener.language import _, active_language, ngettext
from screener.protocol.answering.answer_faults import Unfit
from screener.protocol.answering.answers_file import read_answers_file
from screener.protocol.answering.date_answers import read_full
from screener.protocol.loading.decoding import MOST_BYTES
from screener.protocol.loading.loader import load
from screener.protocol.model import Protocol
from screener.protocol.problems import AnswerError, Problem, ProtocolError, Severity
from screener.protocol.values import FIRST_YEAR, LAST_YEAR

STANDARD_INPUT = "-"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def decide(options: argparse.Namespace) -> int:
    """Decide one file of answers."""
    protocol = _usable(options.rules)
    on = _reference_date(options.on)
    try:
        answers = _answers(options.answers, protocol)
        result = decide_answers(protocol, answers, on)
    except AnswerError as error:
        raise Unusable(*(str(problem) for problem in error.problems)) from None
    if options.json:
        tell_json(_decision_data(result))
    else:
        _tell_decision(result, explain=options.explain)
    return DONE


def check(options: argparse.Namespace) -> int:
    """List every problem in a rules file."""
    problems = _problems(options.rules)
    if options.json:
        tell_json({"problems": [_problem_data(problem) for problem in problems]})
    else:
        for problem in problems:
            tell(str(problem))
        if not problems:
            tell(_("{path}: no problems").format(path=options.rules))
    negative = any(problem.severity is Severity.ERROR for problem in problems)
    return NEGATIVE if negative else DONE


def test(options: argparse.Namespace) -> int:
    """Run the examples of a rules file."""
    runs = run_examples(_usable(options.rules))
    failed = [run for run in runs if not run.passed]
    if options.json:
        tell_json(
            {
                "passed": len(runs) - len(failed),
                "failed": len(failed),
                "examples": [_example_data(run) for run in runs],
            }
        )
    else:
        for run in failed:
            _tell_failure(run)
        examples = ngettext("{count} example", "{count} examples", len(runs))
        count = _("{examples}: {passed} passed, {failed} failed")
        tell(
            count.format(
                examples=examples.format(count=len(runs)),
                passed=len(runs) - len(failed),
                failed=len(failed),
            )
        )
    return NEGATIVE if failed else DONE


def _usable(path: str) -> Protocol:
    """Load rules that a command is to work with: errors in them make the call unusable."""
    try:
        return load(path)
    except ProtocolError as error:
        raise Unusable(*(str(problem) for problem in error.problems)) from None
    except OSError as error:
        raise unreadable(path, why_not(error)) from None


def _problems(path: str) -> list[Problem]:
    try:
        return list(load(path).problems)
    except ProtocolError as error:
        return error.problems
    except OSError as error:
        raise unreadable(path, why_not(error)) from None


def _reference_date(text: str | None) -> date:
    """Read `--on`; without it, this is the one place where the clock is read."""
    if text is None:
        return date.today()  # noqa: DTZ011 - a calendar date where the command is run
    try:
        return read_full(text)
    except Unfit:
        raise Unusable(_why_no_date(text).format(text=text)) from None


def _why_no_date(text: str) -> str:
    if _DATE.match(text) is None:
        return _("--on {text}: a date is needed, as in 2026-01-31")
    try:
        date.fromisoformat(text)
    except ValueError:
        return _("--on {text}: there is no such day")
    years = _("--on {{text}}: a date is needed from {first} to {last}")
    return years.format(first=FIRST_YEAR, last=LAST_YEAR)


def _answers(path: str, protocol: Protocol) -> Mapping[str, object]:
    try:
        if path == STANDARD_INPUT:
            if sys.stdin is None:
                raise unreadable(_("standard input"), _("it is closed"))
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
            return read_answers_file(data, _("standard input"), protocol.questions)
        with Path(path).open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise unreadable(path, why_not(error)) from None
    return read_answers_file(data, path, protocol.questions)


def _decision_data(result: Result) -> dict[str, object]:
    protocol = result.protocol
    return {
        "protocol": {"id": protocol.id, "version": protocol.version, "sha256": protocol.sha256},
        "on": result.on.isoformat(),
        "decision": result.decision.value,
        "criteria": [
            {
                "id": one.id,
                "kind": one.kind.value,
                "status": one.status.value,
                "because": list(one.because),
            }
            for one in result.criteria.values()
        ],
        "next": result.next,
        **dates_data(result),
    }


def _tell_decision(result: Result, *, explain: bool) -> None:
    protocol = result.protocol
    tell(f"{protocol.id} {protocol.version} (sha256 {protocol.sha256})")
    decision = decision_told(result.decision.value)
    tell(_("on {date}: {decision}").format(date=result.on, decision=decision))
    if explain:
        _tell_reasons(result)
    else:
        _tell_criteria(result)
    for said in dates_told(result, active_language()):
        tell(said)
    if result.next is not None:
        tell(_("next question: {question}").format(question=result.next))


def _tell_criteria(result: Result) -> None:
    for one in result.criteria.values():
        because = ", ".join(one.because)
        reason = _(", because of {questions}").format(questions=because) if because else ""
        tell(f"  {one.id}: {status_told(one.status.value)}{reason}")


def _tell_reasons(result: Result) -> None:
    for explanation in result.explain().values():
        tell()
        for line in str(explanation).split("\n"):
            tell(line)
    tell()


def _problem_data(problem: Problem) -> dict[str, object]:
    return {
        "path": problem.path,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity.value,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _example_data(run: ExampleRun) -> dict[str, object]:
    return {
        "name": run.example.name,
        "passed": run.passed,
        "expected": as_data(run.example.expect),
        "actual": as_data(run.actual),
    }


def _tell_failure(run: ExampleRun) -> None:
    place = _("line {line}").format(line=run.example.place.line)
    told = _("failed: {name} ({place}): expected {expected}, got {actual}")
    tell(
        told.format(
            name=run.example.name,
            place=place,
            expected=_in_words(as_data(run.example.expect)),
            actual=_in_words(as_data(run.actual)),
        )
    )


def _in_words(outcome: Mapping[str, object]) -> str:
    decision, *lists = outcome.items()
    words = [str(decision[1])]
    for key, ids in lists:
        assert isinstance(ids, list)
        words.append(f"{key} {', '.join(ids) or '-'}")
    return "; ".join(words)

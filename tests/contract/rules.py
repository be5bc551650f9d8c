"""Small protocols from snippets of YAML, and what `screener` makes of them."""

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from textwrap import indent
from typing import Any

import screener

ON = date(2024, 7, 15)
HEAD = "screener: 1\nprotocol: {id: T, version: 1, title: T}\n"

Questions = str | Mapping[str, str]


@lru_cache(maxsize=4096)
def load(text: str) -> screener.Protocol:
    """Load a whole rules file, given as text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.yaml"
        path.write_bytes(text.encode())
        return screener.load(path)


def question(text: str) -> str:
    """Write one question's keys as a mapping, with the `ask` that it needs unless it is derived."""
    return f"{{{text}}}" if "derive:" in text else f"{{ask: Q?, {text}}}"


def written(
    questions: Questions,
    *,
    inclusion: Mapping[str, str] | None = None,
    exclusion: Mapping[str, str] | None = None,
    head: str = HEAD,
    more: str = "",
) -> str:
    """Write a rules file; criteria are id → condition, questions id → keys."""
    if not isinstance(questions, str):
        questions = "\n".join(f"{id}: {question(keys)}" for id, keys in questions.items())
    text = f"{head}questions:\n{indent(questions, '  ')}\n{more}"
    for name, criteria in (("inclusion", inclusion), ("exclusion", exclusion)):
        if criteria:
            text += f"\n{name}:\n"
            text += "".join(f"  - {{id: {id}, text: T, rule: {c}}}\n" for id, c in criteria.items())
    return text


def protocol(questions: Questions, **parts: Any) -> screener.Protocol:
    """Write and load."""
    return load(written(questions, **parts))


def truth(
    questions: Questions,
    rule: str,
    answers: Mapping[str, object] | None = None,
    on: date = ON,
    **parts: Any,
) -> bool | None:
    """Tell whether the condition is true, as the only inclusion criterion shows it."""
    rules = protocol(questions, inclusion={"I1": rule}, **parts)
    result = screener.decide(rules, answers or {}, on=on)
    return {"pass": True, "fail": False, "open": None}[result.criteria["I1"].status]


def statuses(result: screener.Result) -> dict[str, str]:
    return {id: str(one.status.value) for id, one in result.criteria.items()}


def because(result: screener.Result, criterion: str) -> tuple[str, ...]:
    return result.criteria[criterion].because


def faults(rules_text: str) -> list[screener.Problem]:
    """Load rules that must not load, and give the errors among their problems."""
    try:
        load(rules_text)
    except screener.ProtocolError as error:
        return [one for one in error.problems if one.severity == "error"]
    return []


def refused(
    questions: Mapping[str, str], answers: Any, on: date = ON
) -> list[screener.AnswerProblem]:
    """Decide on answers that may be unfit, and give what is told of them."""
    rules = protocol({**questions, "anchor": "type: boolean"}, inclusion={"I1": "{anchor: yes}"})
    problems: list[screener.AnswerProblem] = []
    try:
        screener.decide(rules, answers, on=on)
    except screener.AnswerError as error:
        problems = error.problems
    return problems

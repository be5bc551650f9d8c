"""Each file in `malformed` has one problem; its first line says where, which, and what is said.

`# line:column code | words` — the words stand in the message or the hint. A file whose name begins
with `warn` loads, with that warning.
"""

import re
from pathlib import Path

import pytest

from screener.protocol.loading.loader import load
from screener.protocol.problems import ProtocolError, Severity

FOLDER = Path(__file__).parent / "malformed"
FILES = sorted(FOLDER.glob("*.yaml"))
RULES = Path(__file__).parents[2] / "docs" / "rules.md"


def documented():
    tables = RULES.read_text(encoding="utf-8").partition("## Errors and warnings")[2]
    return set(re.findall(r"^\| `([a-z-]+)` \|", tables, re.M))


def expected(file):
    with file.open(encoding="utf-8") as lines:
        found = re.fullmatch(r"# (\d+):(\d+) ([a-z-]+) \| (.+)\n", lines.readline())
    assert found, file
    return int(found[1]), int(found[2]), found[3], found[4]


def problems_of(file):
    try:
        return list(load(file).problems)
    except ProtocolError as error:
        return error.problems


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_one_problem_is_told_at_its_place_with_what_would_do(file):
    line, column, code, words = expected(file)
    problems = problems_of(file)
    told = [(problem.line, problem.column, problem.code) for problem in problems]
    assert told == [(line, column, code)], [str(problem) for problem in problems]
    problem = problems[0]
    assert words in f"{problem.message} {problem.hint}"
    assert problem.path == str(file)
    warning = file.stem.startswith("warn")
    assert problem.severity is (Severity.WARNING if warning else Severity.ERROR)


def test_every_code_is_in_the_rule_reference():
    assert {expected(file)[2] for file in FILES} <= documented()


def test_every_code_of_the_loader_is_in_the_rule_reference():
    source = Path(__file__).parents[2] / "screener" / "protocol" / "loading"
    call = r'(?:report|error|warn|_error|_add|say)\(\s*"([a-z][a-z-]+)"'
    used = {
        code
        for file in source.glob("*.py")
        for code in re.findall(call, file.read_text(encoding="utf-8"))
    }
    assert len(used) > 50
    assert used <= documented()

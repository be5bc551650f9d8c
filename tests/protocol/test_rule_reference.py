"""The rule reference is true: its file loads, its examples hold, its tables are complete."""

import inspect
import re
from pathlib import Path

import yaml

from screener.engine import formulas
from screener.engine.decide import decide_checked
from screener.protocol.derivations import Formula
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import QuestionType

TEXT = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```yaml( fragment)?\n(.*?)^```", TEXT, re.M | re.S)


def test_the_complete_file_loads_without_a_problem_and_its_examples_hold():
    (complete,) = [block for kind, block in BLOCKS if not kind]
    protocol = load_bytes(complete.encode(), "rules.md")
    assert protocol.problems == ()
    for example in protocol.examples:
        result = decide_checked(protocol, example.answers, example.on)
        assert result.decision is example.expect.decision


def test_every_fragment_is_yaml():
    fragments = [block for kind, block in BLOCKS if kind]
    assert len(fragments) >= 3
    assert all(yaml.safe_load(fragment) for fragment in fragments)


def test_every_type_is_in_the_table_of_questions():
    row = next(line for line in TEXT.splitlines() if line.startswith("| `type` | all"))
    assert {kind for kind in QuestionType if f"`{kind}`" not in row} == set()


def test_every_formula_stands_with_its_published_source():
    table = TEXT.partition("| formula | source |\n")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.M))
    assert set(rows) == set(Formula)
    named = re.findall(r"Source: (.+?)\n\s*\"\"\"", inspect.getsource(formulas), re.S)
    assert sorted(rows.values()) == sorted(" ".join(source.split()) for source in named)


def test_no_problem_code_is_explained_twice():
    codes = re.findall(r"^\| `([a-z-]+)` \|", TEXT.partition("## Errors and warnings")[2], re.M)
    assert len(codes) == len(set(codes))

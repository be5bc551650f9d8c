"""The authors' guide is true: its file loads, its examples hold, what it points to is there."""

import re
from pathlib import Path

from screener.authoring.examples import run_examples
from screener.protocol.loading.loader import load_bytes

DOCS = Path(__file__).parents[2] / "docs"
TEXT = (DOCS / "guide-authors.md").read_text(encoding="utf-8")
FILE = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.M | re.S)[0]


def test_the_file_to_start_from_loads_without_a_problem_and_its_examples_hold():
    protocol = load_bytes(FILE.encode(), "trial.yaml")
    assert protocol.problems == ()
    runs = run_examples(protocol)
    assert len(runs) == len(protocol.examples) > 3
    assert [run.example.name for run in runs if not run.passed] == []


def codes_with_in_the_inclusion(condition):
    rule = f"rule: {{all: [{{consent: signed}}, {condition}]}}"
    file = FILE.replace("rule: {consent: signed}", rule).partition("examples:")[0]
    return [problem.code for problem in load_bytes(file.encode(), "trial.yaml").problems]


def test_a_negative_test_in_an_inclusion_is_warned_of_but_an_option_that_says_no_is_not():
    assert codes_with_in_the_inclusion("{pregnancy_test: {not: positive}}") == ["negative-test"]
    assert codes_with_in_the_inclusion("{pregnancy_test: negative}") == []
    assert codes_with_in_the_inclusion("{not: {pregnancy_test: positive}}") == []


def test_every_file_and_heading_that_the_guide_points_to_is_there():
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", TEXT)
    assert len(links) >= 4
    for path, heading in links:
        target = DOCS / path
        assert target.exists(), path
        if heading:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.M)
            assert heading in {each.lower().replace(" ", "-") for each in headings}

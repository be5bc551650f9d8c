"""The examples of NCT04213131 notice whatever would make its rules mean something else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from screener.authoring.examples import run_examples
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Example, Protocol

CRITERIA = Path(__file__).parents[2] / "rules" / "criteria.yaml"
#: So many days these months and this year are, counted back from the protocol's date.
DAYS = {"1 month": 30, "3 months": 91, "6 months": 183, "12 months": 365, "1 year": 365}
#: What members of a condition, lists of options and bounds look like in the file's layout.
MEMBER = re.compile(r"(?: {6,}- | {4})\w+: (yes|no|[a-z_]+|\d+|\{.*\})$")
LIST = re.compile(r"(unchanged|any_of): \[(.*?)\]")
BOUND = re.compile(r"(at_least|at_most): (\d+)")
DURATION = re.compile(r"(?:valid_for|for|within|above): (\d+ (?:days?|months?|years?))")
#: What no example can notice, as the decision is the same for every answer there can be.
SAME = {
    # The rule asks, beside it, for the very answer for which the question applies.
    "consent_date, when",
    "imaging_confirms_injury, when",
    "other_cause_of_no_periods, when",
    # The number that is counted from them asks, beside them, whether there is a fixator.
    "fixator_materials, when",
    # E5 asks whether it is one or more, not how many.
    "materials_beside_titanium, at_least 1",
    "materials_beside_titanium, at_least 3",
    # The other member asks a question that applies only where this one is true.
    "I2, - spinal_imaging: done",
    "I8, - consent: signed",
    "past_menopause, no_periods_for_12_months: yes",
}
#: What no rule rests on: it opens sections and questions for the record.
ASKING = {"consented", "some_test_abnormal"}


def mutants(protocol: Protocol, lines: list[str]) -> Iterator[tuple[str, int, str]]:
    """Give each place where something can be left out or moved: its name, line and new line."""
    rules = lines.index("definitions:")
    part = ""
    for place, line in enumerate(lines[: lines.index("examples:")]):
        found = re.match(r"  (?:- id: )?(\w+):?$", line)
        part = found[1] if found else part
        if part in ASKING or (part in protocol.questions and protocol.questions[part].for_record):
            continue
        if line.startswith("    when: "):
            yield f"{part}, when", place, ""
        if place > rules and MEMBER.match(line):
            yield f"{part}, {line.strip()}", place, ""
        for name, new in moved(line):
            yield f"{part}, {name}", place, new


def moved(line: str) -> Iterator[tuple[str, str]]:
    """Give a line with an option left out, a bound moved by one, a duration by a day."""
    for match in LIST.finditer(line):
        options = match[2].split(", ")
        for option in options if len(options) > 1 else ():
            left = ", ".join(one for one in options if one != option)
            yield f"without {option}", line.replace(match[2], left)
    for match in BOUND.finditer(line):
        for bound in (int(match[2]) - 1, int(match[2]) + 1):
            yield f"{match[1]} {bound}", line.replace(match[0], f"{match[1]}: {bound}")
    if "above:" in line:
        yield "at_least", line.replace("above:", "at_least:")
    for match in DURATION.finditer(line):
        days = DAYS.get(match[1]) or int(match[1].split()[0])
        for count in {days - 1, days, days + 1} - ({days} if "day" in match[1] else set()):
            yield f"{count} days", line.replace(match[1], f"{count} days")


def noticed(text: str, examples: tuple[Example, ...]) -> bool:
    """Tell whether an example comes out otherwise than expected."""
    # That the shape is right is known, and what the examples say: both would take half the time.
    protocol = load_bytes(text.encode(), "rules.yaml", accepted=True)
    return not all(run.passed for run in run_examples(replace(protocol, examples=examples)))


@pytest.mark.slow
def test_an_example_notices_whatever_is_left_out_of_the_rules_or_moved_by_one():
    text = CRITERIA.read_text(encoding="utf-8")
    lines = text.split("\n")
    protocol = load_bytes(text.encode(), "rules.yaml")
    assert not noticed(text, protocol.examples)
    unnoticed = set()
    for name, place, new in mutants(protocol, lines):
        if not noticed("\n".join([*lines[:place], new, *lines[place + 1 :]]), protocol.examples):
            unnoticed.add(name)
    assert unnoticed == SAME

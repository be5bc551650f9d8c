"""What is asked can change something: against every completion of the answers.

The protocols repeat questions in one rule, compare them, let them depend on one another and hold
them back behind sections.
"""

from datetime import date
from itertools import product
from random import Random
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screener.engine.decide import decide
from screener.protocol.loading.loader import load_bytes

ON = date(2026, 1, 31)
HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"
PENDING = {"missing": "pending"}
#: The questions that a random protocol may have, with their answers.
ANSWERS = {
    "a": (True, False),
    "b": (True, False),
    "grade": ("A", "B", "C"),
    "parts": ([], ["X"], ["Y"], ["X", "Y"]),
    "n": (0, 1, 2, 3),
    "m": (0, 1, 2, 3),
}
KINDS = {
    "a": "boolean",
    "b": "boolean",
    "grade": "choice, ordered: yes, options: {A: A, B: B, C: C}",
    "parts": "choices, options: {X: X, Y: Y}",
    "n": "integer, min: 0, max: 3",
    "m": "integer, min: 0, max: 3",
}
GRADED = """
    questions:
      grade: {type: choice, ask: G?, effort: 10, ordered: yes, options: {A: A, B: B, C: C}}
      mri: {type: boolean, ask: M?, effort: 1}
    exclusion:
      - id: E1
        text: E1
        rule: {any: [{grade: {at_least: B}}, {all: [{grade: C}, {mri: yes}]}]}
    """
COMPARISONS = ("at_least", "at_most", "above", "below")


def protocol_of(rules):
    return load_bytes((HEAD + dedent(rules)).encode(), "rules.yaml")


def a_test(chance, ids):
    id = chance.choice(ids)
    comparison, option = chance.choice(COMPARISONS), chance.choice("ABC")
    match id:
        case "grade":
            tests = (option, f"{{{comparison}: {option}}}", f"[{option}, B]", f"{{not: {option}}}")
            return f"{{grade: {chance.choice(tests)}}}"
        case "parts":
            sets = ("any_of: [X]", "all_of: [X, Y]", "none_of: [Y]", "any_of: [X, Y]")
            return f"{{parts: {{{chance.choice(sets)}}}}}"
        case "n" | "m":
            other = "m" if id == "n" else "n"
            compared = other in ids and chance.random() < 0.4
            bound = f"{{question: {other}}}" if compared else chance.randint(0, 3)
            return f"{{{id}: {{{comparison}: {bound}}}}}"
    return f"{{{id}: {chance.choice(('yes', 'no'))}}}"


def a_rule(chance, ids, depth=2):
    if not depth or chance.random() < 0.3:
        return a_test(chance, ids)
    members = [a_rule(chance, ids, depth - 1) for _one in range(chance.randint(2, 3))]
    if chance.random() < 0.15:
        return f"{{at_least: 2, of: [{', '.join(members)}]}}"
    return f"{{{chance.choice(('all', 'any', 'none'))}: [{', '.join(members)}]}}"


def loaded(seed):
    """Make a protocol of two to four questions, half of them with a section that is held back."""
    chance = Random(seed)
    ids = chance.sample(list(ANSWERS), chance.randint(2, 4))
    parted = chance.randint(1, len(ids) - 1)
    lines = ["questions:"]
    for place, id in enumerate(ids):
        section = "first" if place < parted else "then"
        before = ids[:place]
        when = f", when: {a_test(chance, before)}" if before and chance.random() < 0.3 else ""
        lines.append(f"  {id}: {{type: {KINDS[id]}, ask: Q, section: {section}{when}}}")
    after = f", after: {a_rule(chance, ids[:parted], 1)}" if chance.random() < 0.5 else ""
    lines.append(f"sections: [{{id: first, title: T}}, {{id: then, title: T{after}}}]")
    for kind in ("inclusion", "exclusion"):
        lines += [f"{kind}:", f"  - {{id: {kind[0]}, text: T, rule: {a_rule(chance, ids)}}}"]
    return protocol_of("\n".join(lines) + "\n")


class Judge:
    """Tries every completion of some answers, in which any question may stay without one."""

    def __init__(self, protocol, said):
        self.protocol = protocol
        self.open = [id for id in protocol.questions if id not in said]
        self.after = protocol.sections["then"].after
        choices = [(None, *ANSWERS[id]) for id in self.open]
        self.outcomes = {}
        for way in product(*map(range, map(len, choices))):
            given = zip(self.open, (c[at] for c, at in zip(choices, way, strict=True)), strict=True)
            answers = said | {id: value for id, value in given if value is not None}
            result = decide(protocol, answers, ON, finish=True)
            opened = None if self.after is None else result.truth(self.after)
            self.outcomes[way] = ([one.status for one in result.criteria.values()], opened)

    def _can_change(self, question, outcome):
        place = self.open.index(question)
        return any(
            outcome(found) != outcome(self.outcomes[(*way[:place], 0, *way[place + 1 :])])
            for way, found in self.outcomes.items()
        )

    def worth_asking(self):
        """Give what can change a criterion, or open a section that holds such a question back."""
        wanted = {id for id in self.open if self._can_change(id, lambda found: found[0])}
        held = any(self.protocol.questions[id].section == "then" for id in wanted)
        if self.after is not None and held:
            wanted |= {id for id in self.open if self._can_change(id, lambda found: found[1])}
        return wanted


@pytest.mark.parametrize("missing", [None, PENDING, {"missing": "unknown"}])
@settings(max_examples=60)
@given(seed=st.integers(0, 100_000))
def test_what_is_asked_is_what_can_change_an_open_criterion(missing, seed):
    protocol, chance = loaded(seed), Random(seed)
    said = {id: chance.choice(ANSWERS[id]) for id in protocol.questions if chance.random() < 0.3}
    left = [id for id in protocol.questions if id not in said]
    lacking = {chance.choice(left): missing} if left and missing else {}
    result = decide(protocol, said | lacking, ON, finish=True)
    worth = Judge(protocol, said).worth_asking()
    asked = result.worth_asking()
    assert asked == tuple(id for id in result.needed() if id in worth)
    assert result.without_effect().isdisjoint(worth)
    best = result.best(result.needed())
    assert (best in asked) if asked else (best is None)


def test_what_another_test_on_the_same_answer_makes_idle_is_not_asked():
    protocol = protocol_of(GRADED)
    result = decide(protocol, {}, ON)
    assert (result.needed(), result.worth_asking()) == (("grade", "mri"), ("grade",))
    assert result.best(result.needed()) == "grade"


def test_nothing_is_asked_where_only_what_is_awaited_can_change_something():
    result = decide(protocol_of(GRADED), {"grade": PENDING}, ON)
    assert (result.needed(), result.worth_asking()) == (("mri",), ())
    assert result.best(result.needed()) is None
    assert result.without_effect() == {"mri"}


def test_an_answer_that_one_test_compares_and_another_repeats_is_asked_once_it_can_matter():
    protocol = protocol_of(
        """
        questions:
          before: {type: integer, ask: Before?, min: 0, max: 9}
          now: {type: integer, ask: Now?, min: 0, max: 9}
          chat: {type: boolean, ask: Chat?}
        exclusion:
          - id: E1
            text: E1
            rule:
              any:
                - {now: {below: {question: before}}}
                - {all: [{chat: yes}, {now: {below: {question: before}}}]}
        """
    )
    result = decide(protocol, {}, ON)
    assert result.worth_asking() == ("before", "now")
    assert decide(protocol, {"before": 3}, ON).worth_asking() == ("now",)


def test_what_opens_a_section_is_not_asked_for_questions_without_effect():
    protocol = protocol_of(
        """
        sections:
          - {id: first, title: First}
          - {id: then, title: Then, after: {agreed: yes}}
        questions:
          a: {type: boolean, ask: A?, section: first}
          agreed: {type: boolean, ask: Agreed?, section: first}
          b: {type: boolean, ask: B?, section: then}
        exclusion:
          - {id: E1, text: E1, rule: {any: [{a: yes}, {all: [{a: yes}, {b: yes}]}]}}
        """
    )
    result = decide(protocol, {"a": PENDING}, ON)
    assert (result.needed(), result.worth_asking()) == (("agreed",), ())


def test_rules_too_large_to_try_in_full_leave_nothing_out():
    ids = [f"q{place}" for place in range(12)]
    lines = ["questions:", *(f"  {id}: {{type: boolean, ask: Q}}" for id in ids)]
    some = ", ".join(f"{{all: [{{{id}: yes}}, {{{ids[0]}: yes}}]}}" for id in ids)
    odd = ", ".join(f"{{all: [{{{id}: no}}, {{{ids[-1]}: yes}}]}}" for id in ids)
    lines += ["exclusion:", f"  - {{id: E, text: E, rule: {{any: [{some}, {odd}]}}}}"]
    result = decide(protocol_of("\n".join(lines) + "\n"), {}, ON)
    assert result.worth_asking() == tuple(ids)

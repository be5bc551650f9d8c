"""How many questions remain until a decision, against every way an interview can go."""

from datetime import date
from functools import cache
from math import inf
from random import Random
from textwrap import dedent

import pytest

from screener.engine.cells import cells
from screener.engine.decide import decide, decide_checked
from screener.engine.remaining import Remaining
from screener.protocol.answers import Answer, Missing
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision

ON = date(2026, 1, 31)
MISSING = Answer(missing=Missing.UNKNOWN)
HEAD = "screener: 1\nprotocol: {id: P, version: 1, title: P}\n"


def protocol_of(rules):
    return load_bytes((HEAD + dedent(rules)).encode(), "rules.yaml")


def remaining(protocol, first=None, finish=False, **answers):
    found = decide(protocol, answers, ON, finish).remaining(first)
    return found.fewest, found.most


def asked_next(protocol, answers, finish=False):
    """Give what may be asked next, in whichever order; nothing once the interview is over."""
    result = decide_checked(protocol, answers, ON, finish)
    if result.stops or (not finish and result.decision is not Decision.UNDETERMINED):
        return ()
    idle = result.without_effect()
    return tuple(id for id in (*result.needed(), *result.in_doubt()) if id not in idle)


def lengths(protocol, finish=False, missing=()):
    """Give the length of the shortest interview in any order, and of the longest.

    In the longest, answers may be missing too. `missing` are the answers that are from the start.
    """

    @cache
    def walk(said):
        answers = dict(said)
        result = decide_checked(protocol, answers, ON, finish)
        values = {id: result.value(id) for id in protocol.questions}
        least, most = inf, 0
        for id in asked_next(protocol, answers, finish):
            for cell in cells(protocol, values, ON, id):
                shortest, longest = walk(said | {(id, Answer(cell.value))})
                least, most = min(least, 1 + shortest), max(most, 1 + longest)
            _shortest, longest = walk(said | {(id, MISSING)})
            most = max(most, 1 + longest)
        return (least, most) if most else (0, 0)

    return walk(frozenset(missing))


def random_rules(chance, *, sections=False):
    """Write two to four criteria over up to five questions, some of which depend on others.

    With `sections`, an answer opens the section in which the later ones are.
    """
    ids = ["a", "b", "c", "d", "n"][: chance.randint(3, 5)]
    lines = ["questions:"]
    first = len(ids)
    if sections:
        first = chance.randint(1, len(ids) - 1)
        opens = chance.choice(ids[: min(first, 4)])
        after = f"{{id: two, title: Two, after: {{{opens}: yes}}}}"
        lines.insert(0, f"sections: [{{id: one, title: One}}, {after}]")
    for place, id in enumerate(ids):
        when = ""
        if place and chance.random() < 0.3:
            when = f", when: {{{chance.choice(ids[:place])}: yes}}"
        kind = "integer" if id == "n" else "boolean"
        section = f", section: {'one' if place < first else 'two'}" if sections else ""
        lines.append(f"  {id}: {{type: {kind}, ask: Q{section}{when}}}")

    def test():
        id = chance.choice(ids)
        return (
            f"{{{id}: {{above: 3}}}}" if id == "n" else f"{{{id}: {chance.choice(['yes', 'no'])}}}"
        )

    def rule(depth):
        if not depth or chance.random() < 0.4:
            return test()
        members = ", ".join(rule(depth - 1) for _one in range(chance.randint(2, 3)))
        return f"{{{chance.choice(['all', 'any', 'none'])}: [{members}]}}"

    for list, count in (("inclusion", 1), ("exclusion", chance.randint(1, 3))):
        lines.append(f"{list}:")
        for place in range(count):
            lines.append(f"  - {{id: {list[0].upper()}{place}, text: T, rule: {rule(2)}}}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("seed", range(60))
def test_no_interview_in_any_order_is_shorter_or_longer_than_is_said(seed):
    protocol = protocol_of(random_rules(Random(seed)))
    finish = seed % 3 == 0
    assert remaining(protocol, finish=finish) == lengths(protocol, finish)


@pytest.mark.parametrize("seed", range(80))
def test_what_hangs_on_an_awaited_result_or_a_closed_section_is_counted_as_it_is_asked(seed):
    chance = Random(seed)
    protocol = protocol_of(random_rules(chance, sections=seed % 2 == 0))
    missing = {
        id: Answer(missing=chance.choice([Missing.PENDING, Missing.PENDING, Missing.UNKNOWN]))
        for id in protocol.questions
        if chance.random() < 0.25
    }
    finish = chance.random() < 0.5
    found = decide_checked(protocol, missing, ON, finish).remaining()
    assert (found.fewest, found.most) == lengths(protocol, finish, missing.items())


def test_what_applies_by_an_awaited_result_is_not_counted_before_it_comes():
    protocol = protocol_of(
        """
        questions:
          scan: {type: boolean, ask: Scan?}
          lesion: {type: integer, ask: Lesions?, when: {scan: yes}}
          chat: {type: boolean, ask: Chat?}
        exclusion:
          - {id: E1, text: E1, rule: {lesion: {at_least: 3}}}
          - {id: E2, text: E2, rule: {chat: yes}}
        """
    )
    assert remaining(protocol, scan={"missing": "pending"}) == (1, 1)
    assert remaining(protocol, finish=True, scan={"missing": "pending"}) == (1, 1)
    assert remaining(protocol, finish=True, scan={"missing": "unknown"}) == (2, 2)


def test_what_is_for_the_record_alone_is_left_at_least_where_nothing_ends_before_it():
    protocol = protocol_of(
        """
        questions:
          a: {type: boolean, ask: A?}
          form: {type: text, ask: Form?, for_record: yes}
        exclusion:
          - {id: E1, text: E1, rule: {a: yes}}
        """
    )
    assert remaining(protocol) == (1, 2)
    assert remaining(protocol, finish=True) == (2, 2)
    assert remaining(protocol, a=False) == (1, 1)
    assert remaining(protocol, a={"missing": "pending"}) == (1, 1)


def test_a_question_that_comes_first_counts_among_those_at_best():
    protocol = protocol_of(
        """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
          c: {type: boolean, ask: C?}
        exclusion:
          - {id: E1, text: E1, rule: {all: [{a: yes}, {b: yes}]}}
          - {id: E2, text: E2, rule: {c: yes}}
        """
    )
    assert remaining(protocol) == (1, 3)
    assert remaining(protocol, first="a") == (2, 3)
    assert remaining(protocol, c=True) == (0, 0)


def test_what_is_asked_now_for_the_record_counts_besides():
    """It decides nothing, whatever is answered."""
    protocol = protocol_of(
        """
        questions:
          form: {type: text, ask: Which form?, for_record: yes}
          site: {type: text, ask: Which site?, for_record: yes}
          age: {type: integer, ask: How old?}
          ill: {type: boolean, ask: Ill?}
        inclusion:
          - {id: I1, text: Adult, rule: {age: {at_least: 18}}}
        exclusion:
          - {id: E1, text: Ill, rule: {ill: yes}}
        """
    )
    assert remaining(protocol) == (1, 4)
    assert remaining(protocol, first="age") == (1, 4)
    assert remaining(protocol, first="form") == (2, 4)
    assert remaining(protocol, first="form", finish=True) == (4, 4)
    assert remaining(protocol, first="form", age=20, ill=False) == (2, 2)


def test_what_a_section_waits_for_counts_and_so_does_what_it_holds():
    protocol = protocol_of(
        """
        sections:
          - {id: consent, title: Consent}
          - {id: tests, title: Tests, after: {signed: yes}}
        questions:
          signed: {type: boolean, ask: Signed?, section: consent}
          scan: {type: boolean, ask: Scan?, section: tests}
          blood: {type: boolean, ask: Blood?, section: tests}
        inclusion:
          - {id: I1, text: I1, rule: {signed: yes}}
          - {id: I2, text: I2, rule: {all: [{scan: yes}, {blood: yes}]}}
        """
    )
    assert remaining(protocol) == (1, 3)
    assert remaining(protocol, signed=True) == (1, 2)


def test_what_is_awaited_is_not_asked_again():
    protocol = protocol_of(
        """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
        exclusion:
          - {id: E1, text: E1, rule: {any: [{a: yes}, {b: yes}]}}
        """
    )
    assert remaining(protocol, a={"missing": "pending"}) == (1, 1)


def test_the_order_asked_may_not_take_more_than_is_said():
    """By effort the smoker comes first, and then both others are asked as well."""
    protocol = protocol_of(
        """
        questions:
          operated: {type: boolean, ask: Operated?, effort: 40}
          plate: {type: choice, ask: Plate?, options: {A: A, B: B}, when: {operated: yes}}
          smoker: {type: boolean, ask: Smoker?, effort: 1}
        inclusion:
          - {id: I1, text: T, rule: {any: [{smoker: no}, {smoker: yes}, {operated: yes}]}}
        exclusion:
          - {id: E1, text: E1, rule: {plate: B}}
        """
    )
    assert remaining(protocol, first="smoker") == (2, 3)


def test_an_awaited_result_counts_where_it_is_the_one_being_asked():
    protocol = protocol_of(
        """
        questions:
          a: {type: boolean, ask: A?}
        exclusion:
          - {id: E1, text: E1, rule: {a: yes}}
        """
    )
    awaited = decide(protocol, {"a": {"missing": "pending"}}, ON)
    assert awaited.remaining() == Remaining(0, 0, to_decide=False)
    assert awaited.remaining("a") == Remaining(1, 1, to_decide=True)


def test_no_decision_is_promised_where_one_waits_for_a_result():
    protocol = protocol_of(
        """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
        inclusion:
          - {id: I1, text: I1, rule: {a: yes}}
          - {id: I2, text: I2, rule: {b: yes}}
        """
    )
    assert decide(protocol, {}, ON).remaining() == Remaining(1, 2, to_decide=True)
    waiting = decide(protocol, {"a": {"missing": "pending"}}, ON)
    assert waiting.remaining() == Remaining(1, 1, to_decide=False)


def test_after_a_failure_what_is_left_is_counted_at_least_and_at_most():
    protocol = protocol_of(
        """
        questions:
          a: {type: boolean, ask: A?}
          b: {type: boolean, ask: B?}
          c: {type: boolean, ask: C?}
          d: {type: boolean, ask: D?}
          form: {type: text, ask: Form?, for_record: yes}
        exclusion:
          - {id: E1, text: E1, rule: {a: yes}}
          - {id: E2, text: E2, rule: {any: [{b: yes}, {c: yes}]}}
          - {id: E3, text: E3, rule: {d: yes}}
        """
    )
    failed = decide(protocol, {"a": True}, ON, finish=True)
    assert failed.remaining() == Remaining(3, 4, to_decide=False)
    assert decide(protocol, {"a": True}, ON).remaining() == Remaining(0, 0, to_decide=False)


def test_a_section_that_stays_closed_holds_nothing_that_is_left():
    protocol = protocol_of(
        """
        sections:
          - {id: consent, title: Consent}
          - {id: tests, title: Tests, after: {signed: yes}}
        questions:
          signed: {type: boolean, ask: Signed?, section: consent}
          scan: {type: boolean, ask: Scan?, section: tests}
        inclusion:
          - {id: I1, text: I1, rule: {signed: yes}}
          - {id: I2, text: I2, rule: {scan: yes}}
        """
    )
    assert remaining(protocol, finish=True) == (1, 2)
    assert remaining(protocol, finish=True, signed=False) == (0, 0)

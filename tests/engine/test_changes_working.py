"""What is said to work, against trying every answer there is: integers and days of a short span."""

from datetime import date, timedelta
from itertools import chain, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screener.engine.cells import Days
from screener.engine.changes import changes
from screener.engine.compiler import compiled
from screener.engine.values import as_of
from screener.protocol.answering.answer_checks import check_answers
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision
from screener.protocol.reach import reach
from screener.protocol.values import NumberRange

ON = date(2026, 11, 23)
_QUESTIONS = """\
screener: 1
protocol: {id: P, version: 1, title: P}
questions:
  b: {type: boolean, ask: B?, changes: can}
  n: {type: integer, ask: N?, min: 0, max: 4, changes: can}
  m: {type: integer, ask: M?, min: 0, max: 4, changes: can}
  x: {type: date, ask: X?, min: 2026-11-18, max: 2026-11-23, changes: can}
  y: {type: date, ask: Y?, min: 2026-11-18, max: 2026-11-23, changes: can}
  limit: {type: integer, ask: Limit, derive: {case: [{when: {b: yes}, value: 1}, {value: 3}]}}
  sum: {type: integer, ask: Sum, derive: {sum: [n, m]}}
inclusion:
"""
_DAYS = [(ON - timedelta(days=less)).isoformat() for less in range(5, -1, -1)]
_ALL = {"b": [True, False], "n": range(5), "m": range(5), "x": _DAYS, "y": _DAYS}

_bounds = st.sampled_from(["at_least", "at_most", "above", "below"])
_numbers = st.one_of(
    st.integers(0, 4).map(str),
    st.sampled_from(["{question: m}", "{question: m, times: 0.5}", "{question: limit}"]),
)
_leaves = st.one_of(
    st.sampled_from(["{b: yes}", "{b: no}"]),
    st.builds("{{n: {{{}: {}}}}}".format, _bounds, _numbers),
    st.builds("{{m: {{{}: {}}}}}".format, _bounds, st.integers(0, 4)),
    st.builds("{{sum: {{{}: {}}}}}".format, _bounds, st.integers(1, 7)),
    st.builds("{{x: {{ago: {{{}: {} days, until: y}}}}}}".format, _bounds, st.integers(0, 3)),
    st.builds(
        "{{x: {{{}: {}}}}}".format,
        st.sampled_from(["before", "on_or_after"]),
        st.sampled_from([*_DAYS, "{question: y}"]),
    ),
    st.builds("{{y: {{on_or_after: {}}}}}".format, st.sampled_from(_DAYS)),
)
_rules = st.recursive(
    _leaves,
    lambda inner: st.builds(
        "{{{}: [{}]}}".format,
        st.sampled_from(["all", "all", "any", "none"]),
        st.lists(inner, min_size=2, max_size=3).map(", ".join),
    ),
    max_leaves=6,
)
_given = st.fixed_dictionaries({}, optional={id: st.sampled_from(v) for id, v in _ALL.items()})


def _protocol(rules):
    listed = (f"  - {{id: I{at}, text: T, rule: {rule}}}\n" for at, rule in enumerate(rules))
    return load_bytes((_QUESTIONS + "".join(listed)).encode(), "rules.yaml")


def _values(protocol, answers):
    return {id: one.value for id, one in check_answers(protocol.questions, answers, ON).items()}


def _holds(cell, value):
    match cell.span:
        case NumberRange(low=low, high=high, open_low=above, open_high=below):
            over = low is None or (value > low if above else value >= low)
            return over and (high is None or (value < high if below else value <= high))
        case Days(first=first, last=last):
            return (first is None or first <= value) and (last is None or value <= last)
    return cell.value == value


def _check(protocol, answers):
    """Compare what works of every way with what every answer comes to; give how many ways."""
    rules = compiled(protocol)
    empty = dict.fromkeys(protocol.questions)
    values = empty | _values(protocol, answers)
    found = changes(rules, rules.evaluate(values, ON).values, ON)
    if found.stuck:
        assert not _by_force(protocol, rules, values)
    if not found.possible:
        return 0

    def eligible(chosen):
        given = {id: as_of(value, ON) for id, value in chosen.items()}
        return rules.evaluate({**values, **given}, ON).decision is Decision.ELIGIBLE

    for group in found.groups:
        others = [one.ways[0].answers for one in found.groups if one is not group]
        solved = dict(chain.from_iterable(one.items() for one in others))
        for way in group.ways:
            every = {id: [_values(protocol, {id: v})[id] for v in _ALL[id]] for id in way.answers}
            inside = {
                id: [v for v in every[id] if any(_holds(cell, v) for cell in way.working[id])]
                for id in way.answers
            }
            for id in way.answers:
                beside = {**solved, **way.answers}
                assert inside[id] == [v for v in every[id] if eligible({**beside, id: v})]
            for chosen in product(*every.values()) if way.apart else ():
                together = dict(zip(every, chosen, strict=True))
                whole = all(value in inside[id] for id, value in together.items())
                assert eligible({**solved, **together}) is whole
    return sum(len(group.ways) for group in found.groups)


def _by_force(protocol, rules, values):
    """Tell whether any answers at all make the candidate eligible."""
    every = {id: [None, *(_values(protocol, {id: v})[id] for v in _ALL[id])] for id in _ALL}
    read = frozenset().union(*reach(protocol).values())
    varying = [id for id in _ALL if id in read]
    return any(
        rules.evaluate({**values, **dict(zip(varying, chosen, strict=True))}, ON).decision
        is Decision.ELIGIBLE
        for chosen in product(*(every[id] for id in varying))
    )


_QUIET = (HealthCheck.too_slow, HealthCheck.filter_too_much)


@settings(max_examples=60, suppress_health_check=_QUIET, deadline=None)
@given(st.lists(_rules, min_size=1, max_size=3), _given)
def test_what_works_is_every_answer_that_does_and_no_other(rules, answers) -> None:
    _check(_protocol(rules), answers)


@pytest.mark.slow
@settings(max_examples=600, suppress_health_check=_QUIET, deadline=None)
@given(st.lists(_rules, min_size=1, max_size=3), _given)
def test_what_works_is_every_answer_that_does_in_a_long_search(rules, answers) -> None:
    _check(_protocol(rules), answers)


@pytest.mark.parametrize(
    ("rules", "answers", "apart"),
    [
        # One compared with another: the range of each ends where the other is.
        (["{n: {above: {question: m}}}", "{m: {at_least: 1}}"], {"n": 0, "m": 0}, False),
        (["{sum: {at_least: 4}}", "{n: {at_least: 1}}", "{m: {at_least: 2}}"], {}, False),
        (
            ["{x: {ago: {at_least: 2 days, until: y}}}", "{y: {on_or_after: 2026-11-21}}"],
            {"x": "2026-11-23", "y": "2026-11-18"},
            False,
        ),
        # Either choice of one goes with another choice of the other.
        (
            ["{any: [{all: [{b: yes}, {n: 1}]}, {all: [{b: no}, {n: 3}]}]}"],
            {},
            False,
        ),
        # Neighbouring cells are one range, which ends where what works ends.
        (["{n: {above: 0}}", "{not: {n: 4}}", "{m: {at_least: 1}}"], {"n": 0, "m": 0}, True),
        (["{all: [{any: [{n: {at_least: 2}}, {b: yes}]}, {b: no}]}"], {}, True),
    ],
)
def test_what_depends_on_another_answer_is_told_from_what_does_not(rules, answers, apart) -> None:
    protocol = _protocol(rules)
    assert _check(protocol, answers)
    rules = compiled(protocol)
    values = dict.fromkeys(protocol.questions) | _values(protocol, answers)
    found = changes(rules, rules.evaluate(values, ON).values, ON)
    assert {way.apart for group in found.groups for way in group.ways} == {apart}


def test_neighbouring_intervals_are_given_as_one() -> None:
    protocol = _protocol(["{any: [{n: {at_least: 1, below: 3}}, {n: {at_least: 3}}]}"])
    rules = compiled(protocol)
    values = dict.fromkeys(protocol.questions) | _values(protocol, {"n": 0})
    (group,) = changes(rules, rules.evaluate(values, ON).values, ON).groups
    (cell,) = group.ways[0].working["n"]
    assert [n for n in range(5) if _holds(cell, n)] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("rules", "answers", "hopeless"),
    [
        # No number works, whatever is known now: each was tried.
        (["{n: {at_least: 2}}", "{n: {below: 1}}"], {}, True),
        (["{n: {at_least: 2}}", "{n: {below: 1}}"], {"n": 3}, True),
        (["{x: {before: 2026-11-20}}", "{x: {ago: {below: 2 days}}}"], {}, True),
        (["{n: {below: {question: limit}}}", "{n: {above: 2}}"], {}, True),
        # Both at 4 would do, and neither alone: what was not tried is not called hopeless.
        (["{sum: {at_least: 8}}"], {"n": 0, "m": 0}, False),
    ],
)
def test_that_nothing_would_do_is_said_where_it_is_sure(rules, answers, hopeless) -> None:
    protocol = _protocol(rules)
    compiled_rules = compiled(protocol)
    values = dict.fromkeys(protocol.questions) | _values(protocol, answers)
    found = changes(compiled_rules, compiled_rules.evaluate(values, ON).values, ON)
    assert bool(found.stuck) is hopeless
    assert _by_force(protocol, compiled_rules, values) is not hopeless
    assert not found.possible

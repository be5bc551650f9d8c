"""Random protocols and answers, as objects: what the rules can say, without a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from screener.engine.compiler import Compiled, Evaluation, compiled
from screener.engine.truths import Truths
from screener.protocol import conditions as c
from screener.protocol import derivations as d
from screener.protocol.durations import Duration
from screener.protocol.model import (
    Criterion,
    Kind,
    OnFailure,
    Protocol,
    Question,
    QuestionType,
    Section,
)
from screener.protocol.text import Text
from screener.protocol.values import DateRange, Entry, NumberRange, Value

HERE = c.Place(1, 1)
ON = date(2024, 2, 29)
OPTIONS = ("a", "b", "c")
T = QuestionType

_numbers = st.sampled_from([Decimal(n) for n in ("-2", "-1", "0", "0.5", "1", "2", "3")])
_days = st.integers(-40, 3).map(lambda n: ON + timedelta(days=n * 7))
_durations = st.sampled_from(
    [Duration(0, 0), Duration(0, 7), Duration(1, 0), Duration(3, 0), Duration(6, 3)]
)
_comparisons = st.sampled_from([one for one in c.Comparison if one is not c.Comparison.EQUAL])


@dataclass(frozen=True)
class Names:
    """The questions a condition may use, and outside an entry the definitions and criteria."""

    questions: Sequence[Question]
    outer: Sequence[Question] = ()
    definitions: Sequence[str] = ()
    criteria: Sequence[str] = ()
    inside: bool = False


@st.composite
def answered(draw, names: Names, kind: set[QuestionType], but: str, unit: str | None = None):
    """A bound or a date from another question of the type, or None where there is none."""
    own = [
        (one.id, names.inside)
        for one in names.questions
        if one.type in kind and one.id != but and one.unit == unit
    ]
    outer = [(one.id, False) for one in names.outer if one.type in kind and one.unit == unit]
    if names.inside and T.DATE in kind and but != "date":
        own.append(("date", True))
    if not own and not outer:
        return None
    id, field = draw(st.sampled_from([*own, *outer]))
    times = draw(st.sampled_from([Decimal(1), Decimal(2), Decimal("-1"), Decimal(0)]))
    return c.Answered(id, Decimal(1) if T.DATE in kind else times, field)


@st.composite
def leaves(draw, names: Names):
    """One test on one of the questions."""
    question = draw(st.sampled_from(names.questions))
    id = question.id
    match question.type:
        case T.BOOLEAN:
            return c.BooleanTest(HERE, id, draw(st.booleans()))
        case T.CHOICE:
            if draw(st.booleans()):
                return c.OrderTest(HERE, id, draw(_comparisons), draw(st.sampled_from(OPTIONS)))
            listed = tuple(draw(st.sets(st.sampled_from(OPTIONS), min_size=1)))
            return c.ChoiceTest(HERE, id, listed, draw(st.booleans()))
        case T.CHOICES:
            listed = tuple(draw(st.sets(st.sampled_from(OPTIONS), min_size=1)))
            return c.ChoicesTest(HERE, id, draw(st.sampled_from(c.SetComparison)), listed)
        case T.DATE:
            bound = draw(answered(names, {T.DATE}, id)) if draw(st.booleans()) else None
            if draw(st.booleans()):
                return c.AgoTest(
                    HERE, id, draw(_comparisons), draw(_durations), bound or c.REFERENCE
                )
            bound = bound or draw(st.one_of(_days, st.just(c.REFERENCE)))
            return c.DateTest(HERE, id, draw(st.sampled_from(c.DateComparison)), bound)
        case T.SERIES:
            return draw(series_tests(question, names))
        case _:
            if draw(st.booleans()):
                bound = draw(answered(names, {T.DECIMAL, T.QUANTITY, T.INTEGER}, id, question.unit))
                if bound is not None:
                    return c.NumberTest(HERE, id, draw(_comparisons), bound)
            return c.NumberTest(HERE, id, draw(st.sampled_from(c.Comparison)), draw(_numbers))


@st.composite
def series_tests(draw, question: Question, names: Names):
    """One form over a series."""
    fields = Names(list(question.fields.values()), outer=names.questions, inside=True)
    dated = Question("date", T.DATE, HERE)
    inner = Names([*fields.questions, dated], outer=names.questions, inside=True)
    condition = conditions(inner, depth=1)
    form = draw(
        st.one_of(
            st.builds(c.Latest, condition),
            st.builds(c.AnyEntry, condition),
            st.builds(c.EveryEntry, condition),
            st.builds(c.Count, st.none() | st.integers(0, 2), st.integers(0, 2)),
            st.builds(c.Count, st.integers(0, 2)),
            st.builds(
                c.Unchanged,
                st.sets(st.sampled_from(["f", "g", "n"]), min_size=1).map(
                    lambda found: tuple(sorted(found))
                ),
                _durations,
            ),
        )
    )
    within = draw(st.none() | _durations)
    until = c.REFERENCE
    if within is not None and draw(st.booleans()):
        until = draw(answered(names, {T.DATE}, question.id)) or c.REFERENCE
    where = draw(st.none() | condition)
    return c.SeriesTest(HERE, question.id, form, within, until, where)


@st.composite
def conditions(draw, names: Names, depth: int = 2):
    """A condition over the questions, and outside entries over definitions and criteria."""
    referable = [c.DefinitionRef(HERE, one) for one in names.definitions] + [
        c.CriterionRef(HERE, one) for one in names.criteria
    ]
    if referable and draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(referable))
    if depth == 0 or draw(st.integers(0, 2)) == 0:
        return draw(leaves(names))
    inner = draw(st.lists(conditions(names, depth - 1), min_size=1, max_size=3))
    members = tuple(inner)
    match draw(st.sampled_from(["all", "any", "none", "not", "at_least"])):
        case "all":
            return c.All(HERE, members)
        case "any":
            return c.AnyOf(HERE, members)
        case "none":
            return c.NoneOf(HERE, members)
        case "not":
            return c.Not(HERE, members[0])
        case _:
            return c.AtLeast(HERE, draw(st.integers(1, len(members))), members)


_OPTIONS = {one: Text.plain(one) for one in OPTIONS}
_ASKED: dict[str, dict[str, Any]] = {
    "flag": {"type": T.BOOLEAN},
    "other": {"type": T.BOOLEAN},
    "grade": {"type": T.CHOICE, "options": _OPTIONS, "ordered": True},
    "set": {"type": T.CHOICES, "options": _OPTIONS},
    "x": {"type": T.DECIMAL},
    "y": {"type": T.DECIMAL},
    "q": {"type": T.QUANTITY, "unit": "kg"},
    "day": {"type": T.DATE, "ongoing": True},
    "end": {"type": T.DATE},
}


@st.composite
def derivations(draw, earlier: Sequence[Question]):
    """A derivation from the questions before it, or None."""
    names = Names(earlier)
    numbers = [one.id for one in earlier if one.type is T.DECIMAL]
    days = [one.id for one in earlier if one.type is T.DATE]
    flags = [one.id for one in earlier if one.type is T.BOOLEAN]
    kinds: list[st.SearchStrategy[d.Derivation]] = []
    if numbers:
        operand = st.one_of(_numbers, st.sampled_from(numbers))
        pair = st.tuples(operand, operand)
        kinds.append(st.builds(d.Calculation, st.sampled_from(d.Arithmetic), pair))
        branches = st.lists(
            st.builds(d.Branch, conditions(names, depth=1), operand), min_size=1, max_size=2
        )
        last = st.builds(d.Branch, st.none(), operand)
        kinds.append(
            st.builds(lambda some, end: d.Case((*some, end)), branches, last),
        )
        kinds.append(branches.map(lambda some: d.Case(tuple(some))))
    if days:
        end = st.one_of(st.sampled_from(days), _days, st.just(c.REFERENCE))
        kinds.append(st.builds(d.Completed, st.sampled_from(d.CalendarUnit), end, end))
    if flags:
        kinds.append(st.dictionaries(st.sampled_from(flags), _numbers, min_size=1).map(d.Score))
    return draw(st.one_of(kinds)) if kinds else None


@st.composite
def protocols(draw):
    """A whole protocol: asked and derived questions in random order, sections, criteria."""
    order = draw(st.permutations([*_ASKED, "series", "derived1", "derived2"]))
    questions: list[Question] = []
    for id in order:
        names = Names(list(questions))
        when = (
            draw(conditions(names, depth=1)) if questions and draw(st.integers(0, 3)) == 0 else None
        )
        common = {
            "id": id,
            "place": HERE,
            "when": when,
            "section": draw(st.sampled_from([None, "first", "second"])),
            "for_record": draw(st.integers(0, 5)) == 0,
        }
        if id.startswith("derived"):
            derive = draw(derivations(questions))
            if derive is not None:
                questions.append(Question(type=T.DECIMAL, derive=derive, **common))
        elif id == "series":
            questions.append(Question(type=T.SERIES, fields=draw(_fields()), **common))
        else:
            questions.append(Question(**_ASKED[id], **common))
    names = Names(questions)
    definition = draw(conditions(names))
    names = Names(questions, definitions=["shared"])
    criteria: dict[str, Criterion] = {}
    for id, kind in (("I1", Kind.INCLUSION), ("I2", Kind.INCLUSION), ("E1", Kind.EXCLUSION)):
        rule = draw(conditions(Names(questions, (), ["shared"], list(criteria))))
        criteria[id] = Criterion(id, kind, Text.plain(id), rule, HERE)
    sections = {
        "first": Section("first", Text.plain("first"), HERE),
        "second": Section("second", Text.plain("second"), HERE, _after(draw, questions)),
    }
    return Protocol(
        id="P",
        version="1",
        title=Text.plain("P"),
        languages=("en",),
        on_failure=draw(st.sampled_from(OnFailure)),
        questions={one.id: one for one in questions},
        sections=sections,
        definitions={"shared": definition},
        criteria=criteria,
        examples=(),
        sha256="",
        source_bytes=b"",
        path="random",
    )


def _after(draw, questions: Sequence[Question]):
    own = [one for one in questions if one.section != "second" and one.type is T.BOOLEAN]
    if not own or draw(st.booleans()):
        return None
    return c.BooleanTest(HERE, own[0].id, True)


@st.composite
def _fields(draw):
    flag = Question("f", T.BOOLEAN, HERE)
    names = Names([flag], inside=True)
    when = draw(st.none() | leaves(names))
    return {
        "f": flag,
        "g": Question("g", T.CHOICE, HERE, options=_OPTIONS, ordered=True, when=when),
        "n": Question("n", T.DECIMAL, HERE),
    }


_ranges = st.one_of(
    _numbers,
    _numbers.map(lambda n: NumberRange(None, n, open_high=True)),
    _numbers.map(lambda n: NumberRange(n, None, open_low=True)),
)
_dates = st.one_of(
    _days,
    st.tuples(_days, _days).map(lambda pair: DateRange(min(pair), max(pair) + timedelta(days=1))),
    _days.map(lambda _: DateRange(ON, None)),
)
_entries = st.lists(
    st.builds(
        Entry,
        _days.map(lambda day: min(day, ON)),
        st.fixed_dictionaries(
            {},
            optional={
                "f": st.booleans(),
                "g": st.sampled_from(OPTIONS),
                "n": st.one_of(_ranges, _numbers),
            },
        ),
    ),
    max_size=4,
).map(lambda entries: tuple(sorted(entries, key=lambda one: one.date)))
#: Values that an asked question of each type may have.
VALUES: dict[QuestionType, st.SearchStrategy[Value]] = {
    T.BOOLEAN: st.booleans(),
    T.CHOICE: st.sampled_from(OPTIONS),
    T.CHOICES: st.frozensets(st.sampled_from(OPTIONS)),
    T.DECIMAL: _ranges,
    T.QUANTITY: _ranges,
    T.DATE: _dates,
    T.SERIES: _entries,
}


@st.composite
def cases(draw) -> tuple[Protocol, dict[str, Value]]:
    """A protocol and values for some of its asked questions."""
    protocol = draw(protocols())
    values: dict[str, Value] = {}
    for id, question in protocol.questions.items():
        if question.derive is None and draw(st.integers(0, 4)) > 0:
            values[id] = draw(VALUES[question.type])
    return protocol, values


def evaluate(rules: Compiled, values: Mapping[str, Value], on: date = ON) -> Evaluation:
    """Evaluate the compiled rules on some of the values; the other questions have none."""
    return rules.evaluate(dict.fromkeys(rules.outline.asked) | dict(values), on)


def as_reasons_see_it(protocol: Protocol, values: Mapping[str, Value]) -> tuple[Protocol, set[str]]:
    """Give the protocol in which what does not apply reads nothing, and the answers that count.

    So says section 5 of the rule language: such answers are taken away first, and a derived
    question whose `when` is false has a value from constants alone.
    """
    rules = compiled(protocol)
    truths = Truths(rules, evaluate(rules, values))
    constant = evaluate(rules, {}).values
    questions = {
        id: replace(question, derive=None)
        if truths.applies(id) is False and constant[id] is None
        else question
        for id, question in protocol.questions.items()
    }
    counted = {id for id in values if truths.applies(id) is not False}
    return replace(protocol, questions=questions), counted

"""Examples: their answers complete and checked, `based_on` followed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from screener.protocol.answering.answer_checks import (
    check_answer,
    check_answers,
    checked_answer,
)
from screener.protocol.answering.answer_faults import Unfit
from screener.protocol.answering.answer_nodes import AnswersRead, coerce_answers
from screener.protocol.answers import Answer, Missing
from screener.protocol.conditions import Place
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.loading.notes import Notes, quoted
from screener.protocol.loading.reader import Parts
from screener.protocol.loading.reader_scalars import Pair, items, pairs, read_date, read_string
from screener.protocol.model import Decision, Example, Expectation, Kind, Question
from screener.protocol.problems import AnswerError, AnswerProblem

#: A decision and one of its lists, with members or without → why they do not go together.
_IMPOSSIBLE: Mapping[tuple[Decision, str, bool], tuple[str, str]] = {
    (Decision.INELIGIBLE, "fails", False): (
        "`ineligible` needs a criterion that fails, and `fails` is empty",
        "name what fails, or leave `fails` out",
    ),
    (Decision.ELIGIBLE, "fails", True): (
        "`eligible` has no criterion that fails",
        "where one fails the decision is `ineligible`",
    ),
    (Decision.ELIGIBLE, "open", True): (
        "`eligible` has no criterion that is open",
        "where one is open and none fails the decision is `undetermined`",
    ),
    (Decision.UNDETERMINED, "fails", True): (
        "`undetermined` has no criterion that fails",
        "where one fails the decision is `ineligible`",
    ),
    (Decision.UNDETERMINED, "open", False): (
        "`undetermined` needs a criterion that is open, and `open` is empty",
        "name what is open, or leave `open` out",
    ),
}
_MISSING = frozenset(reason.value for reason in Missing)


@dataclass(frozen=True, slots=True)
class _Row:
    """One example as written."""

    name: str
    place: Place
    given: Mapping[str, Pair]
    on: date | None
    based_on: str | None
    expect: Expectation | None


@dataclass(frozen=True, slots=True)
class _Answers:
    """The answers of one example, as plain data, checked on its reference date."""

    raw: dict[str, object]
    checked: dict[str, Answer]
    on: date | None


class ExampleReader:
    """Reads the examples of a file whose other parts are read already."""

    def __init__(self, parts: Parts, notes: Notes) -> None:
        self._parts = parts
        self._notes = notes
        self._questions = parts.known_questions
        self._rows: dict[str, _Row] = {}
        self._answers: dict[str, _Answers] = {}

    def read(self, root: Node) -> tuple[Example, ...]:
        """Read every example; those that cannot be used are left out, after saying so."""
        node = root.get("examples") if isinstance(root, MappingNode) else None
        rows = [self._row(item) for item in items(node, self._notes)]
        self._check_names(rows)
        examples: list[Example] = []
        for row in rows:
            if self._rows.get(row.name) is row:
                self._resolve(row)
                answers = self._answers[row.name]
            else:
                answers = self._answers_of(row, self._base(row))
            if answers.on is not None and row.expect is not None:
                checked = answers.checked
                examples.append(Example(row.name, answers.on, checked, row.expect, row.place))
        return tuple(examples)

    def _row(self, node: Node) -> _Row:
        given = pairs(node, self._notes)
        name = read_string(given["name"][1], self._notes) if "name" in given else None
        based_on = read_string(given["based_on"][1], self._notes) if "based_on" in given else None
        on = self._parts.day
        if "on" in given:
            on = read_date(given["on"][1], self._notes)
        elif on is None and not self._parts.day_lost:
            message = "this example has no reference date"
            hint = "give it `on`, or give the protocol its `date`"
            self._notes.error("example-date", node.place, message, hint)
        return _Row(name or "", node.place, given, on, based_on, self._expectation(given))

    def _check_names(self, rows: list[_Row]) -> None:
        bases = {row.based_on for row in rows}
        for row in rows:
            first = self._rows.setdefault(row.name, row)
            if first is row or not row.name:
                continue
            message = f"the name {quoted(row.name)} is given twice"
            hint = f"it stands on line {first.place.line} already"
            say = self._notes.error if row.name in bases else self._notes.warn
            say("duplicate-name", row.given["name"][1].place, message, hint)

    def _expectation(self, given: Mapping[str, Pair]) -> Expectation | None:
        inner = pairs(given["expect"][1], self._notes) if "expect" in given else {}
        fails = self._criteria(inner, "fails")
        stay_open = self._criteria(inner, "open")
        node = inner["decision"][1] if "decision" in inner else None
        if isinstance(node, ScalarNode) and node.text in Decision.__members__.values():
            decision = Decision(node.text)
            self._check_possible(decision, "fails", fails, inner)
            self._check_possible(decision, "open", stay_open, inner)
            if decision is Decision.INELIGIBLE and fails and stay_open:
                self._check_apart(fails, inner["open"][1])
            return Expectation(decision, fails, stay_open)
        if node is not None:
            self._notes.unsound(node)
        return None

    def _check_possible(
        self, decision: Decision, key: str, ids: tuple[str, ...] | None, given: Mapping[str, Pair]
    ) -> None:
        """Warn of a list with which there is no such decision; the example would always fail."""
        node = given[key][1] if key in given else None
        known = ids is not None and self._parts.criterion_ids.keys() >= set(ids)
        if not isinstance(node, SequenceNode) or not known:
            return  # what is wrong with the list itself is told
        told = _IMPOSSIBLE.get((decision, key, bool(node.items)))
        if told is not None:
            self._notes.warn("example-expect", node.place, *told)

    def _check_apart(self, fails: tuple[str, ...], stay_open: Node) -> None:
        """Warn of a criterion in both lists: it has one status, so the example would fail."""
        for item in items(stay_open, self._notes):
            name = item.text if isinstance(item, ScalarNode) else ""
            if name in fails and name in self._parts.criterion_ids:
                message = f"{quoted(name)} stands in `fails` and in `open`"
                hint = "a criterion either fails or is open; name it in one of them"
                self._notes.warn("example-expect", item.place, message, hint)

    def _criteria(self, given: Mapping[str, Pair], key: str) -> tuple[str, ...] | None:
        if key not in given:
            return None
        names: dict[str, None] = {}
        for item in items(given[key][1], self._notes):
            name = read_string(item, self._notes)
            if name is None:
                continue
            if name in names:
                message = f"the criterion {quoted(name)} is listed twice"
                self._notes.warn("listed-twice", item.place, message)
            elif name not in self._parts.criterion_ids and not self._notes.any_nameless(*Kind):
                hint = self._notes.did_you_mean(name, self._parts.criterion_ids)
                message = f"there is no criterion {quoted(name)}"
                self._notes.error("unknown-criterion", item.place, message, hint)
            names[name] = None
        return tuple(names)

    def _resolve(self, row: _Row) -> None:
        """Work out the answers of an example and of all that it is based on, base first."""
        chain: list[_Row] = []
        current: _Row | None = row
        while current is not None and current.name not in self._answers:
            if any(current is earlier for earlier in chain):
                names = [quoted(each.name) for each in chain[chain.index(current) :]]
                path = " → ".join([*names, names[0]])
                message = f"an example is based on itself: {path}"
                key = current.given["based_on"][1]
                hint = "base one of them on another example, or on none"
                self._notes.error("cycle", key.place, message, hint)
                break
            chain.append(current)
            current = self._row_named(current)
        for each in reversed(chain):
            self._answers[each.name] = self._answers_of(each, self._base(each))

    def _row_named(self, row: _Row) -> _Row | None:
        return None if row.based_on is None else self._rows.get(row.based_on)

    def _base(self, row: _Row) -> _Answers | None:
        if row.based_on is None:
            return None
        if row.based_on not in self._rows:
            node = row.given["based_on"][1]
            hint = self._notes.did_you_mean(row.based_on, (name for name in self._rows if name))
            message = f"there is no example {quoted(row.based_on)}"
            self._notes.error("unknown-example", node.place, message, hint)
            return None
        return self._answers.get(row.based_on)

    def _answers_of(self, row: _Row, base: _Answers | None) -> _Answers:
        raw = {} if base is None else dict(base.raw)
        checked = {} if base is None else dict(base.checked)
        node = row.given["answers"][1] if "answers" in row.given else None
        own: set[str] = set()
        if isinstance(node, MappingNode) and not self._parts.no_questions:
            own = self._own(node, row, raw, checked)
        elif node is not None and not isinstance(node, MappingNode):
            self._notes.unsound(node)
        if base is not None and row.on is not None and row.on != base.on:
            self._check_inherited(row, raw, checked, own)
        return _Answers(raw, checked, row.on)

    def _own(
        self,
        node: MappingNode,
        row: _Row,
        raw: dict[str, object],
        checked: dict[str, Answer],
    ) -> set[str]:
        """Put an example's own answers over those of its base; give their questions."""
        read = coerce_answers(node, self._questions)
        for name, answer in read.answers.items():
            if name in self._parts.partial:
                continue
            raw.pop(name, None)
            checked.pop(name, None)
            self._check(name, answer, row.on, read, checked)
            if name in checked:
                raw[name] = answer
        return set(read.answers)

    def _check(
        self, name: str, answer: object, on: date | None, read: AnswersRead, into: dict[str, Answer]
    ) -> None:
        question: Question | None = self._questions.get(name)
        if question is None:
            self._refuse_question(name, answer, read.places[name])
            return
        try:
            if on is not None and (good := checked_answer(question, answer, on)) is not None:
                into[name] = good
        except Unfit as bad:
            for fault in bad.faults:
                hint = fault.hint
                if isinstance(answer, str) and answer in _MISSING:
                    hint = f"for an answer that is missing write {{missing: {answer}}}"
                place = read.part_places.get((name, fault.part or ""), read.places[name])
                self._report(AnswerProblem(name, fault.value, fault.message, hint), place)

    def _refuse_question(self, name: str, answer: object, place: Place) -> None:
        """Report an answer to a question that there is not, unless what is unread may hold it."""
        if self._notes.any_nameless("questions"):
            return
        try:
            check_answers(self._questions, {name: answer}, date.max)
        except AnswerError as error:
            for problem in error.problems:
                self._report(problem, place)

    def _report(self, problem: AnswerProblem, place: Place, besides: str = "") -> None:
        message = f"{quoted(problem.question)}{besides}: {problem.message}"
        self._notes.error("example-answer", place, message, problem.hint)

    def _check_inherited(
        self,
        row: _Row,
        raw: Mapping[str, object],
        checked: dict[str, Answer],
        own: set[str],
    ) -> None:
        """Check what comes from the base once more: this example has another reference date."""
        for name, answer in raw.items():
            if name in own or row.on is None:
                continue
            try:
                good = check_answer(self._questions[name], answer, row.on)
                if good is not None:
                    checked[name] = good
            except AnswerError as error:
                for problem in error.problems:
                    self._report(problem, row.place, f" (from {quoted(row.based_on or '')})")

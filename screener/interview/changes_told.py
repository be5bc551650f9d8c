"""What would have to change for the candidate to become eligible, in words.

It names findings that can change: what was found now, and what would have to be found. It is no
advice on how to answer, and says so.
"""

from collections.abc import Iterator, Mapping, Sequence

from screener.engine.cell_words import cell_text
from screener.engine.cells import Cell, Days
from screener.engine.changes import Changes, Group, Stuck, Way
from screener.engine.decide import Result
from screener.engine.set_cells import set_values
from screener.engine.set_words import sets_told
from screener.interview.account import Account
from screener.interview.rows_changed import rows_besides, rows_instead, rows_wanted
from screener.interview.said import Said
from screener.joining import aside, clauses, joined, labelled, listed, sentences
from screener.language import N_, _, ngettext
from screener.prose.rules import criterion_told, value_name
from screener.prose.values import UNANSWERED, answer_text, value_text
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.answers import Answer
from screener.protocol.model import Decision, Question, QuestionType
from screener.protocol.values import NumberRange, Value
from screener.record.ahead import looks_ahead

#: The heading of what would change a decision.
CHANGES = N_("What would change it")
#: So many groups, and ways in each, are listed.
_GROUPS, _WAYS = 8, 3


def changes_said(account: Account) -> Iterator[Said]:
    """Say what would make the candidate eligible; nothing where that is so, or is over.

    Answers still to be given are counted, and only those named that would have to be others.
    """
    result = account.result
    if result is None or result.decision is Decision.ELIGIBLE or not looks_ahead(account.state):
        return
    yield from _Told(result, account.language).said()


def changes_data(account: Account) -> Mapping[str, object] | None:
    """Give what would make the candidate eligible, for machines; None where nothing can be said.

    A way gives, for each of its questions, the answers that work: an answer, or the bounds of an
    interval as the rules write them. `beside` gives, for each way, the answers with which those to
    the other questions work; nothing where any that work do so together.
    """
    result = account.result
    if result is None or result.decision is Decision.ELIGIBLE or not looks_ahead(account.state):
        return None
    found = result.changes
    return {
        "possible": found.possible,
        "groups": [
            {
                "criteria": list(group.criteria),
                "complete": group.complete,
                "ways": [
                    {id: [_cell_data(result, one) for one in cells] for id, cells in each}
                    for each in (way.working.items() for way in group.ways)
                ],
                "beside": [
                    {} if way.apart else _answers_data(result, way.answers) for way in group.ways
                ],
            }
            for group in found.groups
        ],
        "stuck": [
            {"criterion": one.criterion, "answers": list(one.questions)} for one in found.stuck
        ],
    }


def _cell_data(result: Result, cell: Cell) -> object:
    match cell.span:
        case NumberRange(low=low, high=high, open_low=above, open_high=below):
            bounds: dict[str, object] = {"above" if above else "at_least": low}
            bounds["below" if below else "at_most"] = high
        case Days(first=first, last=last):
            bounds = {
                "on_or_after": first and first.isoformat(),
                "on_or_before": last and last.isoformat(),
            }
        case None:
            return _answers_data(result, {cell.question: cell.value})[cell.question]
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _answers_data(result: Result, answers: Mapping[str, Value]) -> dict[str, object]:
    questions = result.protocol.questions
    return {
        id: answer_to_data(questions[id], Answer(value))["value"] for id, value in answers.items()
    }


class _Told:
    def __init__(self, result: Result, language: str) -> None:
        self._result = result
        self._protocol = result.protocol
        self._language = language

    def said(self) -> Iterator[Said]:
        found = self._result.changes
        if found.stuck:
            said = _("On this day no new finding would do, since this stays as it is:")
            yield Said(0, said)
            for one in found.stuck:
                yield Said(1, self._staying(one), self._criteria([one.criterion]))
            return
        named = [group for group in found.groups if found.must_change(group)]
        if named:
            said = _("To become eligible, this would have to be found:")
            yield Said(0, sentences(_("Answers change only by new findings."), said))
            yield from self._listed(found, named)
        unsolved = [group for group in found.groups if not group.ways]
        for group in unsolved:
            said = _("what would have to be found was not worked out")
            yield Said(1, said, self._criteria(group.criteria))
        if told := self._unanswered(found, others=bool(named or unsolved)):
            yield Said(0, told)

    def _listed(self, found: Changes, named: Sequence[Group]) -> Iterator[Said]:
        for group in named[:_GROUPS]:
            first, *others = (self._way(found, way) for way in group.ways[:_WAYS])
            yield Said(1, first, self._criteria(group.criteria))
            for other in others:
                yield Said(2, other, _("or"))
            more = len(group.ways) - _WAYS
            if not group.complete:
                yield Said(2, _("other findings, more than were worked out"), _("or"))
            elif more > 0:
                said = ngettext("{count} other way", "{count} other ways", more)
                yield Said(2, said.format(count=more), _("or"))
        more = len(named) - _GROUPS
        if more > 0:
            said = ngettext(
                "and what {count} other part of the criteria asks for",
                "and what {count} other parts of the criteria ask for",
                more,
            )
            yield Said(1, said.format(count=more))

    def _way(self, found: Changes, way: Way) -> str:
        return clauses(self._finding(found, way, id) for id in way.working)

    def _finding(self, found: Changes, way: Way, id: str) -> str:
        """Say what would have to be found of one question, what is there now, and beside what."""
        asked, cells = self._protocol.questions[id], way.working[id]
        rows = asked.type is QuestionType.SERIES
        wanted = self._rows(way, id) if rows else self._wanted(asked, cells)
        now = "" if rows else _("now {answer}").format(answer=self._now(id))
        more = clauses((_(UNANSWERED) if id in found.missing else now, self._beside(way, id)))
        return labelled(self._name(id), aside(wanted, more) if more else wanted)

    def _beside(self, way: Way, id: str) -> str:
        """Say with which other answers of a way one works, where that depends on them."""
        if way.apart:
            return ""
        others = ((one, value) for one, value in way.answers.items() if one != id)
        told = (labelled(self._name(one), self._chosen(one, value)) for one, value in others)
        return _("with {answers}").format(answers=listed(told))

    def _chosen(self, id: str, value: Value) -> str:
        """Say an answer that was chosen; rows are made up, and are none to name."""
        if isinstance(value, tuple):
            return _("to match")
        return value_text(self._protocol.questions[id], value, self._language)

    def _wanted(self, asked: Question, cells: Sequence[Cell]) -> str:
        """Say all the answers with which a question would do; where they are too many, some."""
        if asked.type is not QuestionType.CHOICES:
            told = (cell_text(asked, cell, self._language) for cell in cells)
            return joined(_("{first} or {next}"), told)
        working = {cell.value for cell in cells}
        does = {one: one in working for one in set_values(self._protocol, asked.id)}
        return sets_told(self._protocol, asked.id, does, self._language)[True]

    def _rows(self, way: Way, id: str) -> str:
        """Say with which rows a series would do: what those that are there would have to gain."""
        present = self._result.value(id)
        tried = [one.value for one in way.working[id] if isinstance(one.value, tuple)]
        if not isinstance(present, tuple) or not present:
            return rows_wanted(tried)
        if id not in way.least:
            return rows_instead(present, tried)
        asked = self._protocol.questions[id]
        return rows_besides(asked, present, way.least[id], self._language)

    def _staying(self, stuck: Stuck) -> str:
        if not stuck.questions:
            return _("no answers to its questions make it pass beside the others")
        return clauses(labelled(self._name(id), self._now(id)) for id in stuck.questions)

    def _unanswered(self, found: Changes, *, others: bool) -> str:
        """Count what has no answer yet, and name what is not known exactly enough."""
        told = [] if others else [_("Nothing that was answered stands in the way.")]
        if count := len(set(self._result.lacking()) & found.missing):
            said = ngettext(
                "{count} question has no answer yet.",
                "{count} questions have no answer yet.",
                count,
            )
            if others:
                said = ngettext(
                    "Besides, {count} question has no answer yet.",
                    "Besides, {count} questions have no answer yet.",
                    count,
                )
            told.append(said.format(count=count))
        ways = [group.ways[0] for group in found.groups if group.ways]
        inexact = [id for way in ways for id in way.questions if id in found.inexact]
        if inexact:
            names = listed(map(self._name, inexact))
            told.append(_("Not known exactly enough: {questions}.").format(questions=names))
        return sentences(*told)

    def _now(self, id: str) -> str:
        """Say the answer that is there; of a series how many rows it has."""
        answer = self._result.answer(id)
        if answer is None:
            return ""
        if isinstance(answer.value, tuple):
            rows = len(answer.value)
            return ngettext("{count} row", "{count} rows", rows).format(count=rows)
        return answer_text(self._protocol.questions[id], answer, self._language)

    def _name(self, id: str) -> str:
        return value_name(self._protocol.questions[id], self._language)

    def _criteria(self, criteria: Sequence[str]) -> str:
        return listed(criterion_told(self._protocol.criteria[id]) for id in criteria)

"""What a decision says, part by part: the same for the screen, the plain mode and every copy.

It is told of a decision as the record has it, or as it would be recorded now.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from screener.engine.decide import Result
from screener.interview.causes_told import LISTED, causes_told
from screener.interview.history_told import taken_over_told
from screener.interview.left_open_told import lack_said
from screener.interview.rows import as_entered, makers_told, marked
from screener.interview.said import Said, Table, closing_lines, said_by
from screener.interview.told import (
    answer_told,
    carried_told,
    recorded_told,
    resting_told,
    status_told,
    until_then_told,
)
from screener.joining import clauses, sentences
from screener.language import _, ngettext
from screener.prose.rules import criterion_told
from screener.protocol.model import Decision, Kind, Protocol, Question, QuestionType
from screener.protocol.reach import reach
from screener.record.decision import decision_body, ended_decided, lack_body, stands_decided
from screener.record.events import Act, Person
from screener.record.history import Entry, Note, rows_of
from screener.record.rights import role_told
from screener.record.standing import Lack, LackReason, Standing
from screener.record.state import ScreeningState
from screener.record.tombstones import REDACTED


class Account:
    """Tells a decision in one language.

    `state` is the screening's as of the decision; `notes` may hold later ones, which say so.
    """

    def __init__(
        self,
        protocol: Protocol,
        state: ScreeningState,
        on: date,
        body: Mapping[str, object],
        language: str,
        moment: Callable[[datetime], str],
        notes: Sequence[Note] | None = None,
    ) -> None:
        self.protocol = protocol
        self.state = state
        self.on = on
        self.body = body
        self.language = language
        self.notes = state.notes if notes is None else notes
        self.moment = moment
        #: So many of the sets of answers are told that are enough for what was decided.
        self.listed = LISTED

    @classmethod
    def of_now(
        cls, standing: Standing, language: str, moment: Callable[[datetime], str]
    ) -> "Account":
        """Tell what would be recorded now."""
        body = decision_body(standing)
        return cls(standing.protocol, standing.state, standing.on, body, language, moment)

    @property
    def decision(self) -> str:
        """The decision of the contract."""
        return str(self.body["decision"])

    @property
    def ended(self) -> bool:
        """Whether nothing more was asked, so that open criteria were not assessed."""
        return ended_decided(self.body)

    # What it came to.

    @property
    def outcome(self) -> str:
        """What the screening came to, in words."""
        return recorded_told(self.body)

    def closing(self) -> Iterator[Said]:
        """Say who recorded a withdrawal or a stop, when and why, and what had been answered."""
        closing = self.state.withdrawn or self.state.stopped
        if closing is not None:
            yield from closing_lines(closing, self.moment)
            yield Said(0, until_then_told(self.decision))

    def failed(self) -> Iterator[Said]:
        """Name the failed criteria, with the protocol's words and the answers that failed them."""
        for id, found in self._found.items():
            if found["status"] == "fail":
                yield from self._criterion(id, found)
        count = list(self.stands.values()).count("not_assessed")
        if count and self.decision == Decision.INELIGIBLE:
            said = ngettext(
                "The interview ended before {count} other criterion was assessed.",
                "The interview ended before {count} other criteria were assessed.",
                count,
            )
            yield Said(0, said.format(count=count))
            yield from self._ended_at_failure()

    def _ended_at_failure(self) -> Iterator[Said]:
        """Say who ended the interview at what failed; nothing where that was not said."""
        if (ended := self.standing.ended_at_failure) is not None:
            said = _("ended at what fails by {name}, {role}, {time}")
            yield from said_by(said, ended.closing, self.moment)

    def criteria(self, kind: Kind) -> Iterator[Said]:
        """Say of every criterion of a list where it stands, and the answers behind it."""
        for id, found in self._found.items():
            criterion = self.protocol.criteria[id]
            if criterion.kind is not kind:
                continue
            if found["status"] == "fail":
                yield self._heading(id)
                yield Said(1, _("The answers stand above, with the failed criteria."))
            else:
                yield from self._criterion(id, found)

    def criterion(self, id: str) -> Iterator[Said]:
        """Say of one criterion where it stands, with all answers behind it."""
        yield from self._criterion(id, self._found[id])

    # What is missing.

    @property
    def missing_heading(self) -> str:
        """The heading of what is missing."""
        if self.decision == Decision.INELIGIBLE:
            return _("What is missing (not needed for the decision)")
        return _("What is missing, why, and who can supply it")

    def missing(self, without: Collection[str] = ()) -> Iterator[Said]:
        """Say what is missing and why, by who can supply it; nothing where nothing is asked.

        The questions in `without` are left out.
        """
        every = () if self.ended else self._lacks
        lacks = [lack for lack in every if lack["question"] not in without]
        for who in dict.fromkeys(str(lack["who"]) for lack in lacks):
            yield Said(0, role_told(who), _("Who can supply it"))
            for lack in lacks:
                if lack["who"] == who:
                    yield self._lack(lack)
                    yield from self._beside(str(lack["question"]))
                    resting = _texts(lack["criteria"])
                    if resting:
                        named = resting_told(self.protocol, resting, self._named)
                        yield Said(2, named, _("Criteria"))

    # Notes.

    def other_notes(self) -> Iterator[Said]:
        """Give the notes to the screening, then those to questions that stand nowhere else."""
        yield from self.notes_to(None, 0)
        others = (note.question for note in self.notes if note.question not in self._told_of)
        for question in dict.fromkeys(others):
            if question is not None:
                yield Said(0, self.ask(question))
                yield from self.notes_to(question, 1)

    def _beside(self, question: str) -> Iterator[Said]:
        """Give the note that a missing answer carries, then those to its question."""
        entry = self.state.current(question)
        if entry is not None and entry.missing and entry.answer.get("note"):
            yield self._said_by(entry.person, entry.at, str(entry.answer["note"]), 2)
        yield from self.notes_to(question, 2)

    def notes_to(self, question: str | None, depth: int) -> Iterator[Said]:
        """Give the notes to a question, or to the screening, each with who and when."""
        for note in self.notes:
            if note.question == question:
                yield self._note(note, depth)

    def _note(self, note: Note, depth: int) -> Said:
        later = note.version > self.state.version
        return self._said_by(note.person, note.at, note.text, depth, later=later)

    def _said_by(
        self, person: Person, at: datetime, text: str, depth: int, *, later: bool = False
    ) -> Said:
        label = _("Note by {name}, {role}, {time}")
        if later:
            label = _("Note after the decision, by {name}, {role}, {time}")
        role = role_told(person.role)
        return Said(depth, text, label.format(name=person.name, role=role, time=self.moment(at)))

    @cached_property
    def _told_of(self) -> frozenset[str]:
        """The questions that stand with a criterion, or with what is missing."""
        told = set() if self.ended else {str(lack["question"]) for lack in self._lacks}
        values = {id for id, data in self._answers.items() if "value" in _mapping(data)}
        for id, found in self._found.items():
            is_open = found["status"] == "open"
            told |= values & reach(self.protocol)[id] if is_open else set(_texts(found["because"]))
        return frozenset(told)

    def lack(self, lack: Lack) -> Said:
        """Say one thing that is missing, and who can supply it."""
        return self._lack(lack_body(lack), role_told(lack.who))

    # One criterion.

    @cached_property
    def _found(self) -> Mapping[str, Mapping[str, object]]:
        return {str(found["id"]): found for found in mappings(self.body["criteria"])}

    @cached_property
    def _lacks(self) -> Sequence[Mapping[str, object]]:
        return mappings(self.body["missing"])

    @cached_property
    def standing(self) -> Standing:
        """Where the screening stood on the day of the decision."""
        return Standing(self.protocol, self.state, self.on)

    @cached_property
    def result(self) -> Result | None:
        """What the answers come to, with its reasons; None where they no longer say what was.

        So it is where one was redacted after the decision.
        """
        result = self.standing.result
        same = all(
            (found["status"], _texts(found["because"])) == (one.status, one.because)
            for found, one in zip(self._found.values(), result.criteria.values(), strict=True)
        )
        return result if same else None

    @cached_property
    def stands(self) -> Mapping[str, str]:
        """Where each criterion stands for people."""
        return stands_decided(self.body)

    def _lacking(self, criterion: str) -> list[Mapping[str, object]]:
        return [lack for lack in self._lacks if criterion in _texts(lack["criteria"])]

    def _named(self, criterion: str) -> str:
        return criterion_told(self.protocol.criteria[criterion])

    def _heading(self, id: str) -> Said:
        status = self.stands[id]
        return Said(0, status_told(status), self._named(id), status)

    def _criterion(self, id: str, found: Mapping[str, object]) -> Iterator[Said]:
        yield self._heading(id)
        yield Said(1, self.protocol.criteria[id].text.in_language(self.language))
        if found["status"] != "open":
            for question in _texts(found["because"]):
                yield from self._answer(question)
            if self.result is not None:
                causes = self.result.criteria[id].causes
                for place, told in enumerate(causes_told(causes, self.ask, self.listed)):
                    yield Said(min(place, 1) + 1, told)
            return
        for question in self.protocol.questions:
            if question in reach(self.protocol)[id]:
                yield from self._so_far(question)
                if self.stands[id] != "not_assessed":
                    yield from self._left_open(id, question)
        if self.stands[id] != "not_assessed":
            for lack in self._lacking(id):
                if lack["reason"] != LackReason.INEXACT:
                    yield self._lack(lack, role_told(str(lack["who"])))

    def _left_open(self, criterion: str, question: str) -> Iterator[Said]:
        """Say why an answer leaves a criterion open, beneath that answer."""
        for lack in self._lacking(criterion):
            if lack["question"] == question and lack["reason"] == LackReason.INEXACT:
                told = (self._why(lack, (criterion,)), role_told(str(lack["who"])))
                yield Said(2, " · ".join(told), status="open")

    def _why(self, lack: Mapping[str, object], criteria: Sequence[str]) -> str:
        due = date.fromisoformat(str(lack["due"])) if lack["due"] else None
        question, reason = str(lack["question"]), str(lack["reason"])
        return lack_said(self.standing, question, reason, due, criteria, self.language)

    def _lack(self, lack: Mapping[str, object], who: str = "") -> Said:
        said = self._why(lack, _texts(lack["criteria"]))
        status = "awaited" if lack["reason"] == "pending" else "open"
        told = " · ".join(filter(None, (said, who)))
        return Said(1, told, self.ask(str(lack["question"])), status)

    # One answer.

    @cached_property
    def _answers(self) -> Mapping[str, object]:
        """What was answered, by question: as the decision says, or else as the events say still."""
        return {**_mapping(self.body["answers"]), **self._in_events}

    @cached_property
    def _in_events(self) -> Mapping[str, object]:
        """The answers that were taken out of the decision alone, with another that was redacted.

        They stand in the events before it, where each is redacted by itself, whole or in part.
        """
        said = _mapping(self.body["answers"])
        gone = [id for id, data in said.items() if _mapping(data).get("missing") == REDACTED]
        held = {id: entry for id in gone if (entry := self.state.current(id)) is not None}
        answers = _mapping(decision_body(self.standing)["answers"]) if held else {}
        told = {id: answers.get(id) or marked(entry) for id, entry in held.items()}
        return {id: data for id, data in told.items() if _mapping(data).get("missing") != REDACTED}

    def ask(self, question: str) -> str:
        """Give a question's text."""
        ask = self.protocol.questions[question].ask
        return ask.in_language(self.language).strip() if ask else question

    def _so_far(self, question: str) -> Iterator[Said]:
        """Say an answer to an open criterion's question; why one is missing stands apart."""
        if "value" in _mapping(self._answers.get(question)):
            yield from self._answer(question)
        elif question in self.state.drafts:
            yield draft_said(self.protocol.questions[question], self.state, 1, self.ask(question))

    def _answer(self, question: str) -> Iterator[Said]:
        asked = self.protocol.questions[question]
        data = _mapping(self._answers.get(question))
        entry = self.state.current(question)
        if entry is not None and asked.type is QuestionType.SERIES and "value" in data:
            rows = as_entered(mappings(data["value"]), rows_of(entry.answer))
            data = {**data, "value": list(rows)}
        makers = makers_told(entry.makers, entry.person) if entry is not None else ()
        yield given_said(asked, data, self.language, 1, self.ask(question), makers)
        if entry is not None:
            yield from self._entered(asked, entry)
            if question in self._in_events:
                said = _("as event {version} says; the decision's own answers were redacted")
                if entry.redacted is not None:
                    said = _(
                        "as event {version} says without what was redacted there; the decision's"
                        " own answers were redacted"
                    )
                yield Said(2, said.format(version=entry.version))
        yield from self.notes_to(question, 2)

    def _entered(self, asked: Question, entry: Entry) -> Iterator[Said]:
        said = _("entered by {name}, {role}, {time}").format(
            name=entry.person.name,
            role=role_told(entry.person.role),
            time=self.moment(entry.at),
        )
        if asked.type is QuestionType.QUANTITY and entry.typed:
            # The unit as it stands in the source, beside the canonical one.
            said = sentences(said, _("as “{text}”").format(text=entry.typed))
        yield Said(2, said)
        if entry.taken_over is not None:
            yield Said(2, taken_over_told(entry.taken_over))
        if entry.act is Act.CORRECTION:
            yield Said(2, _("a correction, because: {reason}").format(reason=entry.reason))


def given_said(
    asked: Question,
    data: Mapping[str, object],
    language: str,
    depth: int,
    label: str,
    makers: tuple[str, ...],
) -> Said:
    """Say an answer with what it carries; a series as the number of its rows, with its table."""
    rows = tuple(mappings(data.get("value"))) if asked.type is QuestionType.SERIES else ()
    if not rows:
        return Said(depth, answer_told(asked, data, language), label)
    said = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
    told = clauses((said, carried_told(asked, data)))
    return Said(depth, told, label, table=Table(asked, rows, makers))


def draft_said(asked: Question, state: ScreeningState, depth: int, label: str) -> Said:
    """Say how many rows of a series are saved that is not complete, with them and by whom."""
    rows = state.drafts[asked.id]
    said = ngettext("{count} row, not complete", "{count} rows, not complete", len(rows))
    table = Table(asked, rows, makers_told(state.makers.get(asked.id, ()), None))
    return Said(depth, said.format(count=len(rows)), label, table=table)


def mappings(data: object) -> list[Mapping[str, object]]:
    """Give a list of mappings as the record holds it."""
    return [_mapping(member) for member in data] if isinstance(data, list) else []


def _mapping(data: object) -> Mapping[str, object]:
    return data if isinstance(data, Mapping) else {}


def _texts(data: object) -> tuple[str, ...]:
    return tuple(str(member) for member in data) if isinstance(data, list) else ()

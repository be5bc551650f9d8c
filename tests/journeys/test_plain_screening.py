"""Whole screenings on the real protocol, by line, from the first question to a copy."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from screener.interview.plain import run_plain
from screener.language import set_language
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.exact_json import dumps
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Protocol, Question, QuestionType
from screener.protocol.roles import Role
from screener.record.clock import SteppingClock
from screener.record.decision import replay
from screener.record.events import EventKind, Person
from screener.record.state import fold
from screener.record.store import Store

RULES = Path(__file__).parents[2] / "rules" / "criteria.yaml"
NURSE = Person("Li Na", Role.SCREENER)
INVESTIGATOR = Person("Zhao Min", Role.INVESTIGATOR)
START = datetime(2019, 12, 30, 1, 0, tzinfo=UTC)
#: As people type what the eligible man of the rules file's examples would answer.
TYPED = {
    "consent": "1",
    "consent_date": "2 Dec 2019",
    "date_of_birth": "17 May 1978",
    "date_of_injury": "August 2016",
    "sex": "male",
    "spinal_imaging_kinds": "1, 2",
    "fixator_materials": "t",
}
#: What of it is not literally what is understood, and so is confirmed with Enter alone.
CONFIRMED = frozenset({"date_of_injury", "fixator_materials"})


@pytest.fixture(scope="module")
def protocol():
    return load_bytes(RULES.read_bytes(), "criteria.yaml")


@pytest.fixture
def store(tmp_path):
    clock = SteppingClock(START, timedelta(seconds=20))
    with Store.open(tmp_path / "s.db", clock=clock, time_zone="Asia/Shanghai") as store:
        yield store
    set_language("en")


class Typist:
    """Someone at the keyboard: looks at the last question on the screen, and types its answer."""

    def __init__(self, protocol: Protocol, said: io.StringIO, language: str, *commands: str):
        self.protocol = protocol
        self.said = said
        self.language = language
        self.waiting = list(commands)
        self.last: list[str] = []
        self.answers = protocol.examples[0].answers

    def readline(self) -> str:
        line = self.next_line()
        if line is None:
            return ""
        self.said.write(line + "\n")
        return line + "\n"

    def next_line(self) -> str | None:
        if self.last:
            return self.last.pop(0)
        if self.waiting and self.waiting[0].startswith("/new"):
            return self.waiting.pop(0)
        question = self.asked()
        if question is not None:
            first, *self.last = self.lines(question)
            return first
        return self.waiting.pop(0) if self.waiting else None

    def asked(self) -> Question | None:
        """The question on the screen since the last input, if there is one."""
        screen = self.said.getvalue().rpartition("\n> ")[0] + "\n"
        tail = screen[screen.rfind("\n> ", 0, len(screen) - 1) :].splitlines()
        for question in self.protocol.questions.values():
            if question.ask and question.ask.in_language(self.language) in tail:
                return question
        return None

    def lines(self, question: Question) -> list[str]:
        data = answer_to_data(question, self.answers[question.id])
        if question.type is QuestionType.SERIES:
            rows = data["value"]
            assert isinstance(rows, list)
            return [line for row in rows for line in self.row(question, row)] + ["/complete"]
        said = [TYPED.get(question.id) or self.value(question, data["value"])]
        if question.valid_for:
            said.append(str(data["observed_on"]))
        return [*said, ""] if question.id in CONFIRMED else said

    def row(self, question: Question, row: dict[str, object]) -> list[str]:
        fields = [self.value(field, row[name]) for name, field in question.fields.items()]
        return [str(row["date"]), *fields]

    def value(self, question: Question, value: object) -> str:
        match question.type:
            case QuestionType.BOOLEAN:
                return "y" if value else "n"
            case QuestionType.CHOICE:
                return str(list(question.options).index(str(value)) + 1)
        return str(value)


def talk(store, protocol, person, language, *commands):
    """Let a person answer whatever is asked, then type the commands; give what was said."""
    set_language(language)
    said = io.StringIO()
    source = Typist(protocol, said, language, *commands)
    run_plain(store, person, RULES, source, said, language)
    return said.getvalue()


def test_an_eligible_candidate_from_the_first_question_to_a_copy(store, protocol, snapshot):
    transcript = talk(store, protocol, NURSE, "en", "/new DL-017", "/quit", "/quit")
    transcript += "\n\n--- the investigator sits down ---\n"
    decided = ("S-0001", "/sign", "yes", "/copy", "/quit", "/quit")
    transcript += talk(store, protocol, INVESTIGATOR, "en", *decided)
    state = fold(store.events("S-0001"))
    assert [event.body["decision"] for event in state.decisions] == ["eligible"]
    # Any change of the rules file is another hash, and no two records have one head; what is said
    # need not change with them.
    for changing in (protocol.sha256, state.decisions[0].head):
        transcript = transcript.replace(changing, "0" * 64)
    snapshot.assert_match(transcript, "transcript.txt")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_beginning_of_its_help_is_said_with_every_question(store, protocol, language):
    transcript = talk(store, protocol, INVESTIGATOR, language, "/new DL-017", "/quit", "/quit")
    answered = fold(store.events("S-0001")).answers
    helped = [protocol.questions[id] for id in answered if protocol.questions[id].help]
    assert helped
    for question in helped:
        assert question.ask is not None
        assert question.help is not None
        ask = question.ask.in_language(language)
        beginning, _, rest = question.help.in_language(language).strip().partition("\n")
        assert f"\n{ask}\n{beginning}\n" in transcript, question.id
        assert not rest.strip() or rest.strip() not in transcript


def test_the_whole_interview_can_be_held_in_chinese(store, protocol):
    transcript = talk(store, protocol, INVESTIGATOR, "zh", "/new DL-017", "/sign", "yes", "/quit")
    state = fold(store.events("S-0001"))
    assert [event.body["decision"] for event in state.decisions] == ["eligible"]
    asked = [protocol.questions[id].ask.by_language for id in state.answers]
    assert len(asked) > 50
    assert all(text["zh"] in transcript and text["en"] not in transcript for text in asked)
    assert {entry.language for r in state.answers.values() for entry in r.history} == {"zh"}


def test_what_was_typed_by_line_replays_to_the_same_decision(store, protocol):
    talk(store, protocol, INVESTIGATOR, "en", "/new DL-017", "/sign", "yes", "/quit", "/quit")
    events = store.events("S-0001")
    (decision,) = [event for event in events if event.kind is EventKind.DECISION_RECORDED]
    assert replay(protocol, events, decision) == dumps(decision.body)
    assert decision.body["decision"] == "eligible"

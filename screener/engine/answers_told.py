"""What was answered, in words, as the explanation of a rule needs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.joining import aside, clauses, listed, phrases
from screener.language import _, ngettext
from screener.prose.rules import about, duration_in_words, value_name
from screener.prose.spans import days_text
from screener.prose.values import STALE, UNANSWERED, answer_text, day_text
from screener.protocol.answers import Answer
from screener.protocol.derivations import conditions
from screener.protocol.model import Protocol, Question
from screener.protocol.reach import reach, reached_from
from screener.protocol.values import Entry

if TYPE_CHECKING:
    from screener.engine.decide import Result


@dataclass(frozen=True, slots=True)
class AnswersTold:
    """Says questions and their answers in one language."""

    result: "Result"
    language: str

    def name(self, id: str) -> str:
        """Name a question by its wording."""
        return value_name(self.result.protocol.questions[id], self.language)

    def answer(self, id: str, more: str = "") -> str:
        """Say the answer to a question, or why there is none; behind it how it counts, and more."""
        answer = self.result.answer(id)
        told = [more]
        if answer is None:
            said = _(UNANSWERED)
        elif isinstance(answer.value, tuple) and answer.value:
            said = self._rows(answer.value)
        else:
            said = answer_text(self.result.protocol.questions[id], answer, self.language)
            told = [*self._counted(id, answer), more]
        behind = clauses(told)
        if not behind:
            return said
        # No two pairs of brackets follow one another.
        return phrases((said, behind)) if said.endswith((")", "）")) else aside(said, behind)

    def _counted(self, id: str, answer: Answer) -> Iterator[str]:
        """Say how long an answer counts, and where it is too old."""
        question = self.result.protocol.questions[id]
        if question.valid_for is not None and answer.observed_on is not None:
            yield _("observed on {date}, counts for {duration}").format(
                date=day_text(answer.observed_on, self.language),
                duration=duration_in_words(question.valid_for),
            )
        if id in self.result.stale:
            yield _(STALE)

    def choosing(self, criterion: str, id: str) -> Iterator[str]:
        """Say which values of a criterion are chosen by an answer, such as a limit by sex."""
        protocol = self.result.protocol
        chosen = dict.fromkeys(
            one
            for one, question in _read(protocol, criterion)
            if question.derive is not None
            for condition in conditions(question.derive)
            if any(True for _test in about(protocol, condition, id))
        )
        if chosen:
            said = _("it counts for: {questions}")
            yield said.format(questions=listed(map(self.name, chosen)))

    def _rows(self, entries: tuple[Entry, ...]) -> str:
        said = ngettext("{count} row, of {days}", "{count} rows, {days}", len(entries))
        days = days_text(entries[0].date, entries[-1].date, self.language)
        return said.format(count=len(entries), days=days)


def gated_by(protocol: Protocol, criterion: str, id: str) -> tuple[str, ...]:
    """Give the questions behind a criterion that apply, or do not, by the answer to another."""
    return tuple(
        one
        for one, question in _read(protocol, criterion)
        if question.when is not None and id in reached_from(protocol, question.when)
    )


def _read(protocol: Protocol, criterion: str) -> Iterator[tuple[str, Question]]:
    reached = reach(protocol)[criterion]
    return ((id, one) for id, one in protocol.questions.items() if id in reached)

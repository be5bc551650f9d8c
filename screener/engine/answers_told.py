"""What was answered, in words, as the explanation of a rule needs it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from screener.joining import aside
from screener.language import _, ngettext
from screener.prose.rules import duration_in_words, value_name
from screener.prose.spans import days_text
from screener.prose.values import STALE, UNANSWERED, answer_text, day_text
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

    def answer(self, id: str) -> str:
        """Say the answer to a question, or why there is none."""
        answer = self.result.answer(id)
        if answer is None:
            return _(UNANSWERED)
        if isinstance(answer.value, tuple) and answer.value:
            return self._rows(answer.value)
        question = self.result.protocol.questions[id]
        said = answer_text(question, answer, self.language)
        if question.valid_for is not None and answer.observed_on is not None:
            observed = _("observed on {date}, counts for {duration}").format(
                date=day_text(answer.observed_on, self.language),
                duration=duration_in_words(question.valid_for),
            )
            said = aside(said, observed)
        return aside(said, _(STALE)) if id in self.result.stale else said

    def _rows(self, entries: tuple[Entry, ...]) -> str:
        said = ngettext("{count} row, of {days}", "{count} rows, {days}", len(entries))
        days = days_text(entries[0].date, entries[-1].date, self.language)
        return said.format(count=len(entries), days=days)

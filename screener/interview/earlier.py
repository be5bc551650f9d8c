"""What the candidate answered in an earlier screening and cannot have changed: offered, not taken.

An answer is offered where the rules now in force ask the very same question and say that its answer
never changes. It counts only once somebody has confirmed it, as an answer of the new screening.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from screener.interview.acts import Given
from screener.interview.history_told import origin_told
from screener.interview.refusals import Refused
from screener.interview.told import answer_told
from screener.interview.view import View
from screener.joining import aside
from screener.language import _
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.consent import is_about_consent
from screener.protocol.model import Changes, Question, QuestionType
from screener.protocol.problems import AnswerError, ProtocolError
from screener.record.errors import StoreError
from screener.record.history import Entry, RawAnswer
from screener.record.standing import Standing
from screener.record.state import ScreeningState, fold

if TYPE_CHECKING:
    from screener.record.store import Store

_SAME = ("type", "ask", "options", "ordered", "unit", "units", "answered_by")


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """An answer of an earlier screening, as it was given, and where it stands there."""

    answer: RawAnswer
    taken_over: Mapping[str, object]

    def given(self, language: str, note: str | None = None) -> Given:
        """Give it as an answer of now, asked in a language; `note` is what it needs besides."""
        raw = {**self.answer, "note": note} if note else self.answer
        return Given(raw, None, language, self.taken_over)


class EarlierAnswers(View):
    """The part of a sitting that looks back at the screenings which this one follows."""

    if TYPE_CHECKING:
        _store: Store

    def offered(self, question: str) -> EarlierAnswer | None:
        """Give the earlier answer to a question that has none here; None where none is offered."""
        if self._state.current(question) is not None:
            return None
        return self._unchanging(self.question(question))

    def differs(self, question: str, given: Given) -> str:
        """Say from which earlier answer, to a question whose answer never changes, one differs.

        Nothing where it is the same, is no value, or there is no earlier answer.
        """
        asked = self.question(question)
        before = self._unchanging(asked) if "value" in given.raw else None
        if before is None or _value(asked, given.raw, self) == _value(asked, before.answer, self):
            return ""
        return _("It differs from what cannot have changed: {answer}").format(
            answer=_with_origin(asked, before, self.language)
        )

    def check_offered(self, question: str, given: Given) -> None:
        """Make sure that an answer is the very one that is offered; raises `Refused` otherwise."""
        offer = self.offered(question)
        if offer is None or given.taken_over != offer.taken_over:
            raise Refused(_("No such answer of an earlier screening is offered."))
        if given.raw.get("value") != offer.answer["value"]:
            raise Refused(_("The answer of the earlier screening is another one."))

    def _unchanging(self, asked: Question) -> EarlierAnswer | None:
        if self._state.earlier is None or not _never_changes(asked):
            return None
        return _offered(asked, self.earlier, self)

    @cached_property
    def earlier(self) -> tuple[Standing, ...]:
        """The screenings that this one follows, the last one first, each as it ended.

        One that cannot be read any more ends the row: nothing of it is offered. So does one for
        training before a real one, and the other way round: what was practised is no answer.
        """
        found: list[Standing] = []
        state = self._state
        try:
            while state.earlier is not None and state.earlier != state.number:
                state = fold(self._store.events(state.earlier))
                if state.training is not self._state.training:
                    break
                protocol = self._store.protocol(state.rules_sha256, state.opened.program)
                found.append(Standing(protocol, state, _ended(state)))
        except (StoreError, ProtocolError):
            pass
        return tuple(found)


def earlier_told(question: Question, offer: EarlierAnswer, language: str) -> str:
    """Say an answer that is offered, with what it carries, and where it stands."""
    return _("Earlier: {answer}").format(answer=_with_origin(question, offer, language))


def _with_origin(question: Question, offer: EarlierAnswer, language: str) -> str:
    said = answer_told(question, offer.answer, language)
    return aside(said, origin_told(offer.taken_over))


def _never_changes(question: Question) -> bool:
    """Tell whether an answer stays true for ever.

    Consent is given anew for each screening, and a table is entered anew, row by row.
    """
    if is_about_consent(question) or question.type is QuestionType.SERIES:
        return False
    return question.changes is Changes.NEVER and question.valid_for is None


def _offered(asked: Question, earlier: Sequence[Standing], now: View) -> EarlierAnswer | None:
    for standing in earlier:
        before, entry = standing.protocol.questions.get(asked.id), standing.state.current(asked.id)
        if entry is None or "value" not in entry.answer:
            continue
        if before is None or any(getattr(before, part) != getattr(asked, part) for part in _SAME):
            return None
        try:
            if standing.result.applies(asked.id) is False:
                continue
            check_answer(asked, entry.answer, now.on)
        except (AnswerError, StoreError):
            return None
        return EarlierAnswer(entry.answer, _where(standing.state.number, entry))
    return None


def _value(asked: Question, raw: RawAnswer, now: View) -> object:
    """Give the value of an answer, however it was written."""
    answer = check_answer(asked, {"value": raw["value"]}, now.on)
    return answer and answer.value


def _where(number: str, entry: Entry) -> Mapping[str, object]:
    """Say where an answer was first given: one that was taken over itself keeps its origin."""
    if entry.taken_over is not None:
        return entry.taken_over
    where = {
        "screening": number,
        "event": entry.version,
        "on": entry.on.isoformat(),
        "by": entry.person.name,
        "source": entry.answer.get("source"),
        "observed_on": entry.answer.get("observed_on"),
    }
    return {key: said for key, said in where.items() if said is not None}


def _ended(state: ScreeningState) -> date:
    """Give the day as of which an earlier screening is looked at: that of its last decision."""
    return state.decisions[-1].on if state.decisions else state.last.on

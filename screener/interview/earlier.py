"""What the candidate answered in an earlier screening: offered, told or left out; never taken.

An answer is offered where the rules now in force ask for the very same fact, by the question's id
or its concept, and say that its answer never changes. It counts only once somebody has confirmed
it, as an answer of the new screening. What may have changed is told beside the question. Nothing
passes from one study to another: consent to one does not cover another.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from screener.interview.acts import Given
from screener.interview.earlier_fit import fitted, same_fact, why_unfit
from screener.interview.history_told import origin_told
from screener.interview.refusals import Refused
from screener.interview.told import answer_told
from screener.interview.view import View
from screener.joining import aside, sentences
from screener.language import _
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answering.date_answers import ONGOING, days_of, read_day
from screener.protocol.consent import consent_date, is_about_consent
from screener.protocol.model import Changes, Question, QuestionType
from screener.protocol.problems import ProtocolError
from screener.protocol.values import Ongoing
from screener.record.errors import StoreError
from screener.record.events import Event, EventKind
from screener.record.history import Entry, RawAnswer
from screener.record.standing import Standing
from screener.record.state import ScreeningState, fold

if TYPE_CHECKING:
    from screener.record.store import Store


class EarlierAnswer(NamedTuple):
    """An answer of an earlier screening: to which question, as it was `said`, where it stands.

    `answer` is what would be given now; `unfit` says why it cannot be, and is empty where it can.
    """

    before: Question
    said: RawAnswer
    taken_over: Mapping[str, object]
    answer: RawAnswer
    unfit: str = ""

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

    def earlier_told(self, question: str, language: str) -> str:
        """Say what was answered earlier to a question that has no answer here, and what of that.

        It is offered; or why it does not fit; or that it may have changed. Nothing where nothing
        was, or where each screening asks anew.
        """
        asked = self.question(question)
        if self._state.current(question) is not None or _asked_anew(asked):
            return ""
        found = self._remembered(asked)
        if found is None:
            return ""
        said = _("Earlier: {answer}")
        if not _never_changes(asked):
            said = _("Earlier: {answer}. It may have changed, so it is asked anew.")
        elif found.unfit:
            said = _("Earlier: {answer}. It is not offered: {reason}.")
        return said.format(answer=_with_origin(asked, found, language), reason=found.unfit)

    def at_odds(self, question: str, given: Given) -> str:
        """Say with which earlier answer one is at odds, which may be confirmed all the same.

        It differs from what never changes; or it dates a consent that may not be a new one. Nothing
        where it is no value, or there is no earlier answer.
        """
        asked = self.question(question)
        if "value" not in given.raw:
            return ""
        if asked is consent_date(self._protocol):
            return self._no_new_consent(asked, given)
        before = self._unchanging(asked)
        if before is None or _value(asked, given.raw, self) == _value(asked, before.answer, self):
            return ""
        return _("It differs from what cannot have changed: {answer}").format(
            answer=_with_origin(asked, before, self.language)
        )

    def _no_new_consent(self, asked: Question, given: Given) -> str:
        """Say that a day is not sure to be after that of the consent to the screening before."""
        found = self._remembered(asked)
        if found is None or found.before.type is not QuestionType.DATE:
            return ""
        (first, last), (first_then, last_then) = (
            _days(raw, self.on) for raw in (given.raw, found.said)
        )
        if last_then < first:
            return ""
        said = _("It may not be after the consent of the earlier screening: {answer}.")
        if last < first_then:
            said = _("It is before the consent of the earlier screening: {answer}.")
        elif (first, last) == (first_then, last_then):
            said = _("It is the date of the consent of the earlier screening: {answer}.")
        told = said.format(answer=_with_origin(asked, found, self.language))
        return sentences(told, _("Each screening takes a new consent."))

    def check_offered(self, question: str, given: Given) -> None:
        """Make sure that an answer is the very one that is offered; raises `Refused` otherwise."""
        offer = self.offered(question)
        if offer is None or given.taken_over != offer.taken_over:
            raise Refused(_("No such answer of an earlier screening is offered."))
        if given.raw.get("value") != offer.answer["value"]:
            raise Refused(_("The answer of the earlier screening is another one."))

    def _unchanging(self, asked: Question) -> EarlierAnswer | None:
        if not _never_changes(asked):
            return None
        found = self._remembered(asked)
        return None if found is None or found.unfit else found

    def _remembered(self, asked: Question) -> EarlierAnswer | None:
        """Give the last value that was answered before to the question of the same fact."""
        if self._state.earlier is None:
            return None
        for standing in self.earlier:
            before = same_fact(asked, self._protocol, standing.protocol)
            entry = standing.state.current(before.id) if before is not None else None
            if before is None or entry is None or "value" not in entry.answer:
                continue
            try:
                if standing.result.applies(before.id) is False:
                    continue
            except StoreError:
                return None
            return _earlier(asked, before, entry, standing.state.number, self.on)
        return None

    @cached_property
    def earlier(self) -> tuple[Standing, ...]:
        """The screenings that this one follows, the last one first, each as it ended.

        One that cannot be read any more ends the row: nothing of it is offered. So does one for
        training before a real one, and the other way round: what was practised is no answer. And
        so does one of another study.
        """
        found: list[Standing] = []
        state = self._state
        try:
            while state.earlier is not None and state.earlier != state.number:
                events = self._store.events(state.earlier)
                state = fold(events)
                protocol = self._store.protocol(state.rules_sha256, state.opened.program)
                apart = state.training is not self._state.training
                if apart or protocol.id != self._protocol.id:
                    break
                found.append(Standing(protocol, state, _ended(state, events)))
        except (StoreError, ProtocolError):
            pass
        return tuple(found)


def _with_origin(asked: Question, earlier: EarlierAnswer, language: str) -> str:
    """Say an earlier answer in the words of then, with the question of then if that was another."""
    before = earlier.before
    said = aside(answer_told(before, earlier.said, language), origin_told(earlier.taken_over))
    if before.ask is None or before.ask == asked.ask:
        return said
    ask = before.ask.in_language(language).strip()
    return _("“{question}” {answer}").format(question=ask, answer=said)


def _never_changes(question: Question) -> bool:
    """Tell whether an answer stays true for ever."""
    if _asked_anew(question):
        return False
    return question.changes is Changes.NEVER and question.valid_for is None


def _asked_anew(question: Question) -> bool:
    """Tell whether each screening asks for it anew: consent, and a table, row by row."""
    return is_about_consent(question) or question.type is QuestionType.SERIES


def _earlier(
    asked: Question, before: Question, entry: Entry, number: str, on: date
) -> EarlierAnswer:
    unfit = why_unfit(asked, before, entry.answer, on)
    answer = entry.answer if unfit else fitted(asked, before, entry.answer)
    return EarlierAnswer(before, entry.answer, _where(number, entry), answer, unfit)


def _value(asked: Question, raw: RawAnswer, now: View) -> object:
    """Give the value of an answer, however it was written."""
    answer = check_answer(asked, {"value": raw["value"]}, now.on)
    return answer and answer.value


def _days(raw: RawAnswer, on: date) -> tuple[date, date]:
    """Give the first and the last day that an answered date may be."""
    value = raw["value"]
    first, last = days_of(Ongoing() if value == ONGOING else read_day(value), on)
    return first, last or date.max


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


def _ended(state: ScreeningState, events: Sequence[Event]) -> date:
    """Give the day as of which an earlier screening is looked at: that of its last decision.

    Without one, that on which it was ended, or on which something was last entered that bears on a
    decision; before it was followed by another one.
    """
    if state.decisions:
        return state.decisions[-1].on
    ran = tuple(takewhile(lambda event: event.kind is not EventKind.SCREENED_AGAIN, events))
    then = fold(ran)
    closing = then.withdrawn or then.stopped or then.closed
    last = closing.version if closing is not None else max(then.changed, then.opened.version)
    return ran[last - 1].on

"""The record told as a conversation: each event becomes the messages it shows as."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, tzinfo

from screener.interview.history_told import act_told, taken_back_fate, typed_told
from screener.interview.moments import moment
from screener.interview.told import format_told, recorded_told, source_told
from screener.interview.wording import day_text
from screener.joining import phrases
from screener.language import N_, _
from screener.protocol.model import Protocol
from screener.record.events import Act, Event, EventKind, Person
from screener.record.state import source_lapses
from screens import asking
from screens.commands import with_keys
from screens.prompts import Tone
from screens.series_story import SeriesStory
from screens.trail import who_and_when
from screens.widgets.series import answer_words
from screens.widgets.transcript import Message, Speaker

Teller = Callable[["Story", Event], Iterator[Message]]
_LANGUAGES = {"en": N_("English"), "zh": N_("Chinese")}


def language_name(tag: str) -> str:
    """Name a language, in the one of now."""
    return _(_LANGUAGES.get(tag, tag))


def next_language(now: str, among: tuple[str, ...]) -> str | None:
    """Give the language after the present one; None where there is no other."""
    at = among.index(now) if now in among else -1
    found = among[(at + 1) % len(among)]
    return None if found == now else found


class Story:
    """Tells events of one screening in one language.

    Who answers is said where it changes: at the start of a sitting, with another person, and with
    another day.
    """

    def __init__(self, protocol: Protocol, language: str, zone: tzinfo) -> None:
        self.protocol = protocol
        self.language = language
        self.zone = zone
        self._series = SeriesStory(protocol, language, zone)
        self._questions: dict[int, str] = {}
        #: Who said where answers come from, and when; None where that is not said.
        self._source_from: Event | None = None
        self._told_of: tuple[Person, date] | None = None

    def tell_all(self, events: Iterable[Event]) -> list[Message]:
        """Give the messages of events; a sitting in which nothing was done leaves none."""
        told: list[Message] = []
        for event in events:
            for message in self.tell(event):
                if told and message.speaker is told[-1].speaker is Speaker.SITTING:
                    told.pop()
                told.append(message)
        return told

    def tell(self, event: Event) -> Iterator[Message]:
        """Give the messages of one event."""
        if self._told_of != (event.person, event.on) or _sat_down(event):
            self._told_of = (event.person, event.on)
            yield Message(Speaker.SITTING, f"— {who_and_when(event.person, event.at, self.zone)} —")
        question = event.body.get("question")
        if isinstance(question, str):
            self._questions[event.version] = question
        yield from self._series.tell(event)
        teller = _TELLERS.get(event.kind)
        if teller is not None:
            yield from teller(self, event)

    def ask(self, question: str, asked_in: object = None) -> str:
        """Give a question's text, in the language it was asked in."""
        language = str(asked_in) if asked_in else self.language
        found = self.protocol.questions.get(question)
        return asking.ask_text(found, language) if found else question

    def _answer(self, question: str, answer: object) -> str:
        found = self.protocol.questions.get(question)
        if found is None or not isinstance(answer, Mapping):
            return str(answer)
        return answer_words(found, answer, self.language)

    def _who(self, event: Event) -> str:
        return phrases((event.person.name, moment(event.at, self.zone)))

    # One teller a kind of event.

    def _opened(self, event: Event) -> Iterator[Message]:
        said = _("Screening {number} of candidate {candidate} begins.").format(
            number=event.number, candidate=event.body["candidate"]
        )
        yield Message(Speaker.RECORD, said)

    def _resumed(self, event: Event) -> Iterator[Message]:
        if event.body["stop_lifted"]:
            yield Message(Speaker.RECORD, _("Taken up again."), self._who(event))
        if self._source_from is not None and source_lapses(self._source_from, event):
            said = source_told(self._source_from.body["source"])
            text = _("Where the answers come from is not said any more; it was: {source}.")
            yield Message(
                Speaker.RECORD, text.format(source=said), with_keys(_("{source} says it."))
            )
            self._source_from = None

    def _answered(self, event: Event) -> Iterator[Message]:
        question = str(event.body["question"])
        yield Message(Speaker.APP, self.ask(question, event.body.get("language")))
        said = self._answer(question, event.body["answer"])
        yield Message(
            Speaker.PERSON,
            said,
            self._beside(event, question, said),
            question=question,
            version=event.version,
        )

    def _beside(self, event: Event, question: str, said: str) -> str:
        body, asked = event.body, self.protocol.questions.get(question)
        act, answer, typed = Act(str(body["act"])), body["answer"], body.get("typed")
        asked_in = str(body.get("language", self.language))
        parts = [moment(event.at, self.zone) if act is Act.CORRECTION else ""]
        if isinstance(answer, Mapping) and asked is not None:
            typed = typed if isinstance(typed, str) else None
            parts.append(typed_told(asked, answer, typed, said))
            parts.append(act_told(act, answer, body.get("reason")))
        if asked_in != self.language:
            parts.append(_("asked in {language}").format(language=language_name(asked_in)))
        return " · ".join(filter(None, parts))

    def _taken_back(self, event: Event) -> Iterator[Message]:
        question = str(event.body["question"])
        yield Message(Speaker.APP, self.ask(question, event.body.get("language")))
        said = self._answer(question, event.body["answer"])
        yield Message(Speaker.PERSON, said, fate=taken_back_fate())

    def _undone(self, event: Event) -> Iterator[Message]:
        undone = event.body["undoes"]
        question = self._questions.get(undone, "") if isinstance(undone, int) else ""
        said = _("Taken back at once: {question}").format(question=self.ask(question))
        yield Message(Speaker.RECORD, said, self._who(event))

    def _source_set(self, event: Event) -> Iterator[Message]:
        source = event.body["source"]
        self._source_from = event if source else None
        said = source_told(source) if source else _("not said")
        text = _("From here, answers come from: {source}").format(source=said)
        yield Message(Speaker.RECORD, text, moment(event.at, self.zone))

    def _noted(self, event: Event) -> Iterator[Message]:
        said = _("Note: {text}").format(text=event.body["text"])
        about = event.body.get("question")
        if about:
            asked = self.ask(str(about))
            said = _("Note to “{question}”: {text}").format(question=asked, text=event.body["text"])
        yield Message(Speaker.RECORD, said, self._who(event))

    def _due(self, event: Event) -> Iterator[Message]:
        named = event.body["questions"]
        asked = [self.ask(str(one)) for one in named] if isinstance(named, list) else []
        due = day_text(date.fromisoformat(str(event.body["due"])), self.language)
        said = _("Awaited until {due}:").format(due=due)
        yield Message(Speaker.RECORD, "\n  ".join([said, *asked]), moment(event.at, self.zone))

    def _skipped(self, event: Event) -> Iterator[Message]:
        said = _("Left for later: {question}").format(
            question=self.ask(str(event.body["question"]))
        )
        yield Message(Speaker.RECORD, said, moment(event.at, self.zone))

    def _stopped(self, event: Event) -> Iterator[Message]:
        said = _("Stopped: {reason}").format(reason=event.body["reason"])
        yield Message(Speaker.RECORD, said, self._who(event))

    def _continued(self, event: Event) -> Iterator[Message]:
        yield Message(
            Speaker.RECORD,
            _("Going on after the failed criterion, to record every reason."),
            self._who(event),
        )

    def _withdrawn(self, event: Event) -> Iterator[Message]:
        said = _("The candidate withdraws. Nothing more is asked; what was recorded stays.")
        reason = event.body.get("reason")
        more = _("reason: {reason}").format(reason=reason) if reason else ""
        yield Message(Speaker.DECISION, said, " · ".join(filter(None, (more, self._who(event)))))

    def _withdrawal_corrected(self, event: Event) -> Iterator[Message]:
        said = _("The withdrawal was recorded by mistake. The screening is as before it.")
        why = _("reason: {reason}").format(reason=event.body["reason"])
        yield Message(Speaker.DECISION, said, " · ".join((why, self._who(event))))

    def _switched(self, event: Event) -> Iterator[Message]:
        name = language_name(str(event.body["language"]))
        yield Message(Speaker.RECORD, _("From here in {language}.").format(language=name))

    def _decided(self, event: Event) -> Iterator[Message]:
        decision = str(event.body["decision"])
        said = _("Decision recorded: {decision}").format(decision=recorded_told(event.body))
        yield Message(Speaker.DECISION, said, self._who(event), tone=decision_tone(decision))

    def _copied(self, event: Event) -> Iterator[Message]:
        said = _("Copy written: {file} ({format})").format(
            file=event.body["file"], format=format_told(str(event.body["format"]))
        )
        yield Message(Speaker.RECORD, said, self._who(event))


def _sat_down(event: Event) -> bool:
    return event.kind is EventKind.RESUMED and not event.body["stop_lifted"]


def decision_tone(decision: str) -> Tone:
    """Give the tone of a decision."""
    return {"eligible": Tone.PASS, "ineligible": Tone.FAIL}.get(decision, Tone.AWAITED)


_TELLERS: Mapping[EventKind, Teller] = {
    EventKind.SCREENING_OPENED: Story._opened,
    EventKind.RESUMED: Story._resumed,
    EventKind.ANSWERED: Story._answered,
    EventKind.SERIES_COMPLETED: Story._answered,
    EventKind.SERIES_AWAITED: Story._answered,
    EventKind.ENTRY_TAKEN_BACK: Story._taken_back,
    EventKind.ANSWER_UNDONE: Story._undone,
    EventKind.SOURCE_SET: Story._source_set,
    EventKind.NOTE_ADDED: Story._noted,
    EventKind.DUE_SET: Story._due,
    EventKind.SKIPPED: Story._skipped,
    EventKind.STOPPED: Story._stopped,
    EventKind.CONTINUED_AFTER_FAILURE: Story._continued,
    EventKind.WITHDRAWN: Story._withdrawn,
    EventKind.WITHDRAWAL_CORRECTED: Story._withdrawal_corrected,
    EventKind.LANGUAGE_SWITCHED: Story._switched,
    EventKind.DECISION_RECORDED: Story._decided,
    EventKind.COPY_WRITTEN: Story._copied,
}

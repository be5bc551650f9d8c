"""The record told as a conversation: each event becomes the messages it shows as."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, tzinfo

from screener.interview.event_words import EventWords
from screener.interview.history_told import taken_back_fate
from screener.interview.moments import moment
from screener.interview.told import changed_before_told, source_told
from screener.joining import labelled, phrases
from screener.language import _
from screener.protocol.model import Protocol
from screener.record.assessing import voids
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


def next_language(now: str, among: tuple[str, ...]) -> str | None:
    """Give the language after the present one; None where there is no other."""
    at = among.index(now) if now in among else -1
    found = among[(at + 1) % len(among)]
    return None if found == now else found


def without_idle_sittings(messages: Iterable[Message]) -> list[Message]:
    """Leave out who sat down where nothing was done before the next one did."""
    told: list[Message] = []
    for message in messages:
        if told and message.speaker is told[-1].speaker is Speaker.SITTING:
            told.pop()
        told.append(message)
    return told


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
        #: What was told so far: a later event may be about one of these.
        self._events: dict[int, Event] = {}
        self.words = EventWords(
            language, zone, lambda number: protocol, lambda number, at: self._events.get(at)
        )
        #: Who said where answers come from, and when; None where that is not said.
        self._source_from: Event | None = None
        self._told_of: tuple[Person, date] | None = None
        #: The signatures that stand so far.
        self._signatures: list[Event] = []

    def tell_all(self, events: Iterable[Event]) -> list[Message]:
        """Give the messages of events; a sitting in which nothing was done leaves none."""
        return without_idle_sittings(said for event in events for said in self.tell(event))

    def tell(self, event: Event) -> Iterator[Message]:
        """Give the messages of one event."""
        if self._told_of != (event.person, event.on) or _sat_down(event):
            self._told_of = (event.person, event.on)
            yield Message(Speaker.SITTING, f"— {who_and_when(event.person, event.at, self.zone)} —")
        self._events[event.version] = event
        yield from self._series.tell(event)
        teller = _TELLERS.get(event.kind)
        if teller is not None:
            yield from teller(self, event)
        yield from self._voided(event)
        if event.kind is EventKind.SIGNED:
            self._signatures.append(event)
        if event.redacted is not None:
            yield Message(Speaker.RECORD, self.words.redaction(event))

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

    # What is told in more than one message, or changes how the next events are told.

    def _resumed(self, event: Event) -> Iterator[Message]:
        if event.body["stop_lifted"]:
            yield Message(Speaker.RECORD, self.words.text(event), self._who(event))
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
            self._beside(event, said),
            question=question,
            version=event.version,
        )

    def _beside(self, event: Event, said: str) -> str:
        corrects = event.body["act"] == Act.CORRECTION
        when = moment(event.at, self.zone) if corrects else ""
        return " · ".join(filter(None, (when, self.words.beside(event, said))))

    def _taken_back(self, event: Event) -> Iterator[Message]:
        question = str(event.body["question"])
        yield Message(Speaker.APP, self.ask(question, event.body.get("language")))
        said = self._answer(question, event.body["answer"])
        yield Message(Speaker.PERSON, said, fate=taken_back_fate())

    def _awaited_closed(self, event: Event) -> Iterator[Message]:
        yield Message(
            Speaker.RECORD,
            self.words.text(event),
            self._because(event),
            question=str(event.body["question"]),
            version=event.version,
        )

    def _source_set(self, event: Event) -> Iterator[Message]:
        self._source_from = event if event.body["source"] else None
        yield Message(Speaker.RECORD, self.words.text(event), moment(event.at, self.zone))

    def _decided(self, event: Event) -> Iterator[Message]:
        tone = decision_tone(str(event.body["decision"]))
        yield Message(Speaker.DECISION, self.words.text(event), self._who(event), tone=tone)

    def _signed(self, event: Event) -> Iterator[Message]:
        # Most conversations hold no signature, and need not wait for its words.
        from screener.interview.signing_told import signer_told

        beside = signer_told(event, self.zone)
        yield Message(Speaker.DECISION, self.words.text(event), beside, tone=Tone.PASS)

    def _voided(self, event: Event) -> Iterator[Message]:
        """Say of each signature that stood until this event that it is void."""
        if not self._signatures or not voids(event):
            return
        from screener.interview.signing_told import void_told

        for signature in self._signatures:
            label = _("Signed by {name}").format(name=signature.body["name"])
            said = labelled(label, void_told(event, self.zone))
            yield Message(Speaker.DECISION, said, tone=Tone.AWAITED)
        self._signatures.clear()

    # What can stand beside what an event did.

    def _followed(self, event: Event) -> str:
        return changed_before_told() if event.body.get("earlier") else ""

    def _who(self, event: Event) -> str:
        return phrases((event.person.name, moment(event.at, self.zone)))

    def _when(self, event: Event) -> str:
        return moment(event.at, self.zone)

    def _because(self, event: Event) -> str:
        """Give the reason of an event, coded or in words, beside who recorded it."""
        return " · ".join(filter(None, (self.words.because(event), self._who(event))))


def _said(speaker: Speaker, beside: Callable[[Story, Event], str] | None = None) -> Teller:
    """Tell what an event did in one message, with what stands beside it."""

    def tell(story: Story, event: Event) -> Iterator[Message]:
        yield Message(speaker, story.words.text(event), beside(story, event) if beside else "")

    return tell


def _sat_down(event: Event) -> bool:
    return event.kind is EventKind.RESUMED and not event.body["stop_lifted"]


def decision_tone(decision: str) -> Tone:
    """Give the tone of a decision."""
    return {"eligible": Tone.PASS, "ineligible": Tone.FAIL}.get(decision, Tone.AWAITED)


_TELLERS: Mapping[EventKind, Teller] = {
    EventKind.SCREENING_OPENED: _said(Speaker.RECORD, Story._followed),
    EventKind.RESUMED: Story._resumed,
    EventKind.ANSWERED: Story._answered,
    EventKind.SERIES_COMPLETED: Story._answered,
    EventKind.SERIES_AWAITED: Story._answered,
    EventKind.ENTRY_TAKEN_BACK: Story._taken_back,
    EventKind.ANSWER_UNDONE: _said(Speaker.RECORD, Story._who),
    EventKind.SOURCE_SET: Story._source_set,
    EventKind.NOTE_ADDED: _said(Speaker.RECORD, Story._who),
    EventKind.DUE_SET: _said(Speaker.RECORD, Story._when),
    EventKind.AWAITED_CLOSED: Story._awaited_closed,
    EventKind.SKIPPED: _said(Speaker.RECORD, Story._when),
    EventKind.STOPPED: _said(Speaker.RECORD, Story._who),
    EventKind.CONTINUED_AFTER_FAILURE: _said(Speaker.RECORD, Story._who),
    EventKind.ENDED_AT_FAILURE: _said(Speaker.RECORD, Story._who),
    EventKind.WITHDRAWN: _said(Speaker.DECISION, Story._because),
    EventKind.WITHDRAWAL_CORRECTED: _said(Speaker.DECISION, Story._because),
    EventKind.OUTCOME_RECORDED: _said(Speaker.DECISION, Story._because),
    EventKind.CANDIDATE_CORRECTED: _said(Speaker.RECORD, Story._because),
    EventKind.SCREENED_AGAIN: _said(Speaker.RECORD, Story._who),
    EventKind.LANGUAGE_SWITCHED: _said(Speaker.RECORD),
    EventKind.ORDER_SET: _said(Speaker.RECORD, Story._when),
    EventKind.DECISION_RECORDED: Story._decided,
    EventKind.CLOSED_UNDETERMINED: _said(Speaker.DECISION, Story._who),
    EventKind.QUERY_RAISED: _said(Speaker.DECISION, Story._who),
    EventKind.QUERY_ANSWERED: _said(Speaker.RECORD, Story._who),
    EventKind.QUERY_CLOSED: _said(Speaker.RECORD, Story._who),
    EventKind.SIGNED: Story._signed,
    EventKind.COPY_WRITTEN: _said(Speaker.RECORD, Story._who),
    EventKind.PACKET_WRITTEN: _said(Speaker.RECORD, Story._who),
    EventKind.REDACTED: _said(Speaker.RECORD, Story._who),
}

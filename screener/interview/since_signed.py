"""What has changed since a signature that is void: from what to what, by whom and why."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from screener.interview.account import given_said
from screener.interview.event_words import EventWords
from screener.interview.history_told import act_told
from screener.interview.rows import makers_told
from screener.interview.said import Said
from screener.interview.sitting import Sitting
from screener.joining import phrases
from screener.language import _
from screener.protocol.model import Question
from screener.record.assessing import Signature
from screener.record.events import Event, Person
from screener.record.history import Entry, EntryStanding
from screener.record.rights import role_told
from screener.record.shown import questions_behind
from screener.record.standing import Standing


class SinceSigned(NamedTuple):
    """A signature that is void, and all that makes one void and was recorded after it."""

    signature: Signature
    events: tuple[Event, ...]


class _Changed(NamedTuple):
    """An answer that was given, and the one that it took the place of, if there was one."""

    asked: Question
    entry: Entry
    before: Entry | None


class ChangesTold:
    """Tells what has changed, in the language of a sitting; `moment` writes a time."""

    def __init__(self, sitting: Sitting, moment: Callable[[datetime], str]) -> None:
        self._sitting = sitting
        self._protocol = sitting.protocol
        self.language = sitting.language
        self._moment = moment

    def heading(self, since: SinceSigned) -> str:
        """Say which signature is void."""
        said = _("The signature of {name}, {time}, is void. What has changed since:")
        signed = since.signature.event
        return said.format(name=signed.body["name"], time=self._moment(signed.at))

    def since(self, since: SinceSigned) -> Iterator[Said]:
        """Say all that has changed since a signature, in the order in which it was recorded."""
        events = {event.version: event for event in since.events}
        words = EventWords(
            self.language,
            self._sitting.time_zone,
            lambda number: self._protocol,
            lambda number, at: events.get(at),
        )
        for event in since.events:
            answers = list(self._given_in(event.version))
            for changed in answers:
                yield from self._answer(changed)
            if not answers:
                who = self._who(event.person, event.at)
                yield Said(1, words.text(event))
                yield Said(2, " · ".join(filter(None, (who, words.because(event)))))

    def behind(self, standing: Standing, criterion: str, since: int) -> Iterator[Said]:
        """Say which answers behind a criterion have changed since the event of a version."""
        for id in questions_behind(standing, criterion):
            for changed in self._history(id):
                if changed.entry.version > since:
                    yield from self._answer(changed)

    def _given_in(self, version: int) -> Iterator[_Changed]:
        """Give the answers that one event gave: of several questions where it gave a due date."""
        for id in self._sitting.state.answers:
            yield from (one for one in self._history(id) if one.entry.version == version)

    def _history(self, question: str) -> Iterator[_Changed]:
        record, before = self._sitting.state.answers.get(question), None
        for entry in record.history if record else ():
            yield _Changed(self._protocol.questions[question], entry, before)
            if entry.standing is not EntryStanding.TAKEN_BACK:
                before = entry

    def _answer(self, changed: _Changed) -> Iterator[Said]:
        entry, before = changed.entry, changed.before
        now, act = self._given(changed.asked, entry), _("not answered before")
        if before is None:
            yield now
        else:
            was = self._given(changed.asked, before)
            act = act_told(entry.act, entry.answer, entry.reason)
            yield now._replace(text=f"{was.text} → {now.text}")
            if was.table is not None:
                yield Said(2, _("Before:"), table=was.table)
        yield Said(2, " · ".join(filter(None, (self._who(entry.person, entry.at), act))))

    def _given(self, asked: Question, entry: Entry) -> Said:
        ask = asked.ask.in_language(self.language).strip() if asked.ask else asked.id
        makers = makers_told(entry.makers, entry.person)
        return given_said(asked, entry.answer, self.language, 1, ask, makers)

    def _who(self, person: Person, at: datetime) -> str:
        return phrases((person.name, role_told(person.role), self._moment(at)))

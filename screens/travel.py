"""Travel in time: a screening as it stood after one event, and step by step before and behind it.

Everything is worked out from the events that were read last, also while others record more.
"""

from collections.abc import Iterator
from functools import cached_property

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content

from screener.interview.audit import ScreeningAudit
from screener.interview.event_words import EventWords
from screener.interview.history_told import fate
from screener.interview.moments import moment_in_full
from screener.interview.refusals import Refused
from screener.interview.told import outcome_told, person_told, status_told
from screener.interview.travel import Spot, Stood, Travel, redacted_later_told, to_come_told
from screener.joining import labelled, listed
from screener.language import _
from screener.prose.rules import criterion_told
from screener.prose.values import day_text
from screener.record.decision import decision_body, recorded_decisions
from screener.record.errors import Replaced, StoreError
from screens.audit_pages import answers_page, why_page
from screens.base import refused_lines
from screens.commands import TRAVEL, bindings_for
from screens.company import Following
from screens.effects import criterion_lines
from screens.line_screen import LineScreen
from screens.prompts import Line, Tone
from screens.story import Story, decision_tone, without_idle_sittings
from screens.widgets.criteria import CriteriaPanel
from screens.widgets.key_bar import KeyBar
from screens.widgets.past_talk import PastTalk
from screens.widgets.plain_text import STYLES, PlainText, content, lines_content
from screens.widgets.top_line import TopLine
from screens.widgets.transcript import Message


class TravelScreen(LineScreen, Following):
    """The conversation, the criteria and the decision as they stood then."""

    place = TRAVEL
    CSS_PATH = ["interview.tcss", "audit.tcss"]
    body = "#talk"
    BINDINGS = [
        *bindings_for(TRAVEL),
        Binding("left", "step(-1)", show=False, priority=True),
        Binding("right", "step(1)", show=False, priority=True),
    ]

    def __init__(self, source: ScreeningAudit, travel: Travel, spot: Spot) -> None:
        """Begin at a place in time; `travel` is the source's."""
        super().__init__()
        self.source = source
        self.travel = travel
        self.spot = spot

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="moment")
        with Horizontal(id="body"):
            yield PastTalk(id="talk")
            yield CriteriaPanel(id="criteria")
        yield PlainText(id="stood")
        yield PlainText(id="notice", classes="notice -empty")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.retranslate()
        self.follow()

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.show()

    def asked(self) -> str:
        """Say on the empty line what can be typed there."""
        return _("an event's number, a date, a date and time; / for a command")

    # What is shown.

    @property
    def stood(self) -> Stood:
        """How the screening stood."""
        return self.travel.stood(self.spot)

    @cached_property
    def _words(self) -> EventWords:
        return self._story.words

    @cached_property
    def _story(self) -> Story:
        return Story(self.travel.protocol, self.travel.language, self.travel.zone)

    @cached_property
    def _messages(self) -> tuple[tuple[Message, ...], ...]:
        """What is told of each event: the same whatever comes after it."""
        return tuple(tuple(self._story.tell(event)) for event in self.travel.events)

    def read_now(self, *, asked: bool) -> tuple[Line, ...]:
        """Read what was recorded since; where one stands in time stays."""
        try:
            self.source.read_on()
        except Replaced as error:
            return refused_lines(error)
        except StoreError:
            # Whoever reads on is told.
            return self._meanwhile
        if self.source.problem:
            return (Line(self.source.problem, Tone.FAIL),)
        if self.source.travel is not None and self.source.travel is not self.travel:
            self.travel = self.source.travel
            for told in ("_story", "_words", "_messages"):
                self.__dict__.pop(told, None)
            self.show_read()
        return ()

    def show_now(self) -> None:
        """Show how it stood, by what has been read; what was scrolled to stays."""
        self._show(stay=True)

    def show(self) -> None:
        """Show how it stood."""
        self._show()

    def _show(self, *, stay: bool = False) -> None:
        stood = self.stood
        top = self.query_one(TopLine)
        top.bind_screening(stood, self.screener.person, stood.progress(), _("as it stood"))
        self.query_one(PastTalk).show(tuple(self._conversation(stood)), stay=stay)
        self.query_one(CriteriaPanel).bind_criteria(criterion_lines(stood))
        self.query_one("#moment", PlainText).show(self._moment(stood))
        self.query_one("#stood", PlainText).show(lines_content(self._stood_lines(stood)))

    def _conversation(self, stood: Stood) -> Iterator[Message]:
        """Give the conversation until then, each answer with what had become of it by then."""
        told = (said for event in self._messages[: self.spot.count] for said in event)
        for said in without_idle_sittings(told):
            if said.version:
                became = fate(stood.standing, said.question, said.version)
                yield said if became == said.fate else said._replace(fate=became)
            else:
                yield said

    def _moment(self, stood: Stood) -> Content:
        """Say which event it was, who did it and when, what it did, and which criteria changed."""
        event = stood.event
        place = _("Event {version} of {count}").format(
            version=event.version, count=len(self.travel.events)
        )
        when = moment_in_full(event.at, self.travel.zone)
        head = " · ".join((place, when, person_told(event.person)))
        parts: list[str | tuple[str, str]] = [(head, "bold"), f"\n{self._words.said(event)}"]
        for change in stood.changed:
            named = criterion_told(self.travel.protocol.criteria[change.criterion])
            parts.append((f"\n{labelled(named, status_told(change.after))}", STYLES[Tone.AWAITED]))
        if later := redacted_later_told(self.travel.redacted_later(self.spot)):
            parts.append((f"\n{later}", STYLES[Tone.AWAITED]))
        if to_come := to_come_told(self.spot, self.travel.language):
            parts.append((f"\n{to_come}", STYLES[Tone.AWAITED]))
        elif stood.on != event.on:
            later = _("Nothing more was recorded until {date}; it is judged as of that day.")
            told = later.format(date=day_text(stood.on, self.travel.language))
            parts.append((f"\n{told}", STYLES[Tone.AWAITED]))
        return content(*parts)

    def _stood_lines(self, stood: Stood) -> Iterator[Line]:
        """Say what it came to, what was recorded by then, and what was asked."""
        state, decision = stood.state, stood.result.decision.value
        came_to = outcome_told(
            decision, withdrawn=state.withdrawn is not None, stopped=state.stopped is not None
        )
        later = self.travel.redacted_later(self.spot)
        label = _("As the other answers come to") if later else _("As answered then")
        yield Line(labelled(label, came_to), decision_tone(decision))
        if state.decisions:
            events = self.travel.events[: self.spot.count]
            last = recorded_decisions(events, decision_body(stood.standing))[0]
            said = _("A decision was recorded (event {version}), and held.")
            if last.unknown:
                said = _("A decision was recorded (event {version}); what it rests on is redacted.")
            elif not last.holds:
                said = _("A decision was recorded (event {version}), and held no more.")
            yield Line(said.format(version=last.event.version), Tone.QUIET)
        if later:
            # What was asked next then hung on what is gone.
            return
        asked = stood.current()
        if asked is not None:
            yield Line(labelled(_("Asked next"), self._story.ask(asked)), Tone.QUIET)
        elif held := stood.held():
            named = listed(map(self._story.ask, held[:1]))
            yield Line(labelled(_("For the investigator"), named), Tone.QUIET)

    # Stepping.

    def go_to(self, spot: Spot) -> None:
        """Step to a place in time."""
        self.tell()
        if spot != self.spot:
            self.spot = spot
            self.show()

    def action_step(self, by: int) -> None:
        """Step to an earlier or a later event; with text on the line, go along it."""
        if self.line.value:
            self.line.cursor_position += by
            return
        count = self.spot.count + by
        there = self.travel.after(max(1, min(len(self.travel.events), count)))
        if there != self.spot:
            self.go_to(there)
        else:
            said = _("This is the first event.") if count < 1 else _("This is the last event.")
            self.tell(Line(said, Tone.QUIET))

    def action_go_to_end(self, last: bool) -> None:
        """Step to the first event or the last; with text on the line, go along it."""
        if self.line.value:
            super().action_go_to_end(last)
        else:
            self.go_to(self.travel.end if last else self.travel.after(1))

    def action_go(self, by: int) -> None:
        """Scroll the conversation, by a page where it is by many lines."""
        talk = self.query_one(PastTalk)
        if abs(by) == 1:
            talk.scroll_relative(y=by, animate=False)
        else:
            talk.page(by)

    def entered(self, text: str) -> None:
        """Step to the event's number, or the date and time, that was typed."""
        store = self.screener.store
        if not text or store is None:
            return
        try:
            self.go_to(self.travel.find(text, store.now()))
        except Refused as error:
            self.tell(*refused_lines(error))
            return
        self.line.clear_line()

    # Commands.

    @property
    def in_hand(self) -> str:
        """This screening."""
        return self.stood.number

    def _where(self) -> tuple[Travel, Spot]:
        return self.travel, self.spot

    def do_why(self, argument: str) -> None:
        """Say why it stood as it did then."""
        self.app.push_screen(why_page(self._where, self.size.width))

    def do_check(self, argument: str) -> None:
        """Give every answer until then, with its history."""
        self.app.push_screen(answers_page(self._where, self.size.width))

    def do_criteria(self, argument: str) -> None:
        """Show or hide the criteria beside the conversation."""
        self.query_one(CriteriaPanel).toggle()

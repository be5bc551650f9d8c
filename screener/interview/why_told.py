"""Why a screening came out as it did, on one page: for whoever was not there.

The criterion in the protocol's words, the answers behind it, who gave them, when, and from what
source; under which rules; and who decided. Told of any moment, from what was recorded until then.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from screener.engine.decide import Status
from screener.interview.account import Account
from screener.interview.course_told import course_said
from screener.interview.decisions_told import decisions_said
from screener.interview.moments import moment_in_full
from screener.interview.outlook import outlook
from screener.interview.pages import Part
from screener.interview.reasons_told import reasons_told
from screener.interview.said import Said
from screener.interview.told import KINDS, person_told, recorded_told
from screener.interview.training import training_told
from screener.interview.travel import Spot, Stood, Travel, redacted_later_told
from screener.joining import aside, phrases
from screener.language import N_, _
from screener.prose.values import day_text
from screener.protocol.model import Decision
from screener.record.decision import (
    RecordedDecision,
    decision_body,
    differs,
    recorded_decisions,
)
from screener.record.events import EventKind
from screener.record.replays import Replay, replays
from screener.record.tombstones import redacted_later

_QUESTIONS: Mapping[str, str] = {
    Decision.ELIGIBLE: N_("Why is this candidate eligible?"),
    Decision.INELIGIBLE: N_("Why was this candidate excluded?"),
    Decision.UNDETERMINED: N_("Why can this not be determined yet?"),
}
#: What evaluating a recorded decision again came to.
REPLAYED: Mapping[Replay, str] = {
    Replay.SAME: N_("replayed from the events before it: the same, to the byte"),
    Replay.DIFFERS: N_("replayed from the events before it: NOT the same"),
    Replay.REDACTED: N_("not replayable: redacted"),
}


class Why:
    """Tells why a screening stood as it did at a place in time."""

    def __init__(self, travel: Travel, spot: Spot) -> None:
        self.travel = travel
        self.stood: Stood = travel.stood(spot)
        self._events = travel.events[: spot.count]
        self._later = redacted_later_told(redacted_later(self._events))
        now = decision_body(self.stood.standing)
        self._recorded = recorded_decisions(self._events, now)
        #: Whether the page tells of now, where what was recorded does not hold any more.
        self._outdated = bool(self._recorded) and _outdated(self._recorded[0], now)
        of_now = self._outdated or not self._recorded
        self.account = self._of_then() if of_now else self._of_decision()

    @property
    def question(self) -> str:
        """The question that the page answers."""
        if self.account.body["withdrawn"] or self.account.body["stopped"]:
            return _("Why did this screening end?")
        return _(_QUESTIONS[self.account.decision])

    def parts(self) -> Iterator[Part]:
        """Give the whole page; what answers the question comes first."""
        account = self.account
        yield Part(self.question, tuple(self._head()))
        if failed := tuple(account.failed()):
            yield Part(_("Failed criteria"), failed)
        if not self._later:
            # From what is left of the answers it would be another one.
            yield from outlook(account)
        if account.result is not None:
            yield from reasons_told(account.standing, account.language, (Status.FAIL, Status.OPEN))
        yield Part(_("Who decided"), tuple(self._decided()))
        yield Part(_("Under which rules"), tuple(self._rules()))
        if missing := tuple(account.missing()):
            yield Part(account.missing_heading, missing)
        for kind, heading in KINDS.items():
            if said := tuple(account.criteria(kind)):
                yield Part(_(heading), said)
        if notes := tuple(account.other_notes()):
            yield Part(_("Notes"), notes)

    def _head(self) -> Iterator[Said]:
        stood, account = self.stood, self.account
        yield Said(0, stood.number, _("Screening"))
        yield Said(0, stood.candidate, _("Candidate"))
        if stood.training:
            yield Said(0, training_told(), _("Training"))
        yield Said(0, account.outcome, _("Decision"))
        yield from self._beside_it()
        yield from account.closing()
        yield from course_said(stood.state, self._moment)
        yield Said(0, self._as_of(), _("As it stood"))
        if self._later:
            yield Said(0, self._later)
        elif account.result is None:
            yield Said(0, _("Answers behind it were redacted: its reasons cannot be worked out."))

    def _beside_it(self) -> Iterator[Said]:
        """Say beside the decision what is recorded, or what came of it, where that is another."""
        if not self._recorded or self._recorded[0].holds:
            return
        if not self._outdated:
            yield Said(0, self._of_then().outcome, _("What the answers came to after that"))
            return
        said = _("{decision}; it does not hold any more, and is to be recorded anew")
        if self.stood.state.over:
            said = _("{decision}; it does not hold any more")
        recorded = recorded_told(self._recorded[0].event.body)
        yield Said(0, said.format(decision=recorded), _("Recorded"))

    def _as_of(self) -> str:
        stood, count = self.stood, len(self.travel.events)
        said = _("after event {version} of {count}, {time}").format(
            version=stood.version, count=count, time=self._moment(stood.event.at)
        )
        if stood.on == stood.event.on:
            return said
        later = _("judged as of {date}").format(date=day_text(stood.on, self.travel.language))
        return phrases((said, later))

    def _decided(self) -> Iterator[Said]:
        if not self._recorded:
            on = day_text(self.stood.on, self.travel.language)
            said = _("No decision was recorded. This is what the answers came to on {date}.")
            yield Said(0, said.format(date=on))
            return
        signatures, zone = self.stood.state.signatures, self.travel.zone
        yield from decisions_said(self._recorded, signatures, self._moment, zone)
        for one in replays(self.travel.protocol, self._events):
            label = _("Event {version}").format(version=one.version)
            yield Said(0, _(REPLAYED[one.found]), label)

    def _rules(self) -> Iterator[Said]:
        protocol, opened = self.travel.protocol, self.stood.state.opened
        yield Said(0, phrases((protocol.id, self._in_language())), _("Protocol"))
        yield Said(0, protocol.version, _("Version of the rules"))
        yield Said(0, protocol.sha256, _("SHA-256 of the rules file"))
        began = aside(person_told(opened.person), self._moment(opened.at))
        yield Said(0, began, _("Begun under these rules by"))
        said = self._recorded[0].event if self._recorded else self.stood.event
        yield Said(0, f"Screener {said.program}", _("Program"))

    def _in_language(self) -> str:
        return self.travel.protocol.title.in_language(self.travel.language)

    # Of what the page tells.

    def _of_decision(self) -> Account:
        """Tell of the last decision that was recorded by then, with the notes of later too."""
        last: RecordedDecision = self._recorded[0]
        before = self.travel.stood(self.travel.after(last.event.version - 1)).state
        return Account(
            self.travel.protocol,
            before,
            last.event.on,
            last.event.body,
            self.travel.language,
            self._moment,
            self.stood.state.notes,
        )

    def _of_then(self) -> Account:
        return Account.of_now(self.stood.standing, self.travel.language, self._moment)

    def _moment(self, at: datetime) -> str:
        return moment_in_full(at, self.travel.zone)


def _outdated(last: RecordedDecision, now: Mapping[str, object]) -> bool:
    """Tell whether what came after makes it another decision, so that it is told of now.

    Of a recorded exclusion it stays told: somebody was excluded so. What was redacted since makes
    no other decision of one.
    """
    after = (event for event in last.after if event.kind is not EventKind.REDACTED)
    excluded = last.event.body["decision"] == Decision.INELIGIBLE
    return not excluded and any(after) and differs(last.event.body, now)

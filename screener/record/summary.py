"""One line of the worklist: what each screening waits for today, or came to."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from screener import __version__
from screener.protocol.consent import consent_date
from screener.protocol.loading.loader import load_bytes
from screener.protocol.model import Decision, Protocol
from screener.protocol.problems import ProtocolError
from screener.protocol.roles import Role
from screener.record.ahead import Ahead, look_ahead
from screener.record.awaiting import Awaited, awaited_in
from screener.record.bearing import enters
from screener.record.decision import changes_after, stands_decided
from screener.record.errors import StoreError
from screener.record.events import Event, EventKind
from screener.record.outcomes import Outcome
from screener.record.queries import awaits_answer, open_queries
from screener.record.standing import Standing
from screener.record.state import ScreeningState, fold
from screener.sanitise import visible


class Stage(StrEnum):
    """What a screening waits for, or came to."""

    NEW = "new"
    IN_PROGRESS = "in_progress"
    #: Only the investigator's questions are left.
    INVESTIGATOR = "investigator"
    #: Nothing is left to ask until an awaited result comes.
    AWAITING = "awaiting"
    #: Nothing is left to ask, and it cannot be determined.
    UNDETERMINED = "undetermined"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    ENROLLED = "enrolled"
    NOT_ENROLLED = "not_enrolled"
    DECLINED = "declined"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    #: The record of this screening is damaged; `problem` says how.
    UNREADABLE = "unreadable"


class LogEntry(NamedTuple):
    """What the screening log has of a screening besides; no identifier is among it.

    `consent` is the day of consent as it was answered, perhaps a month or a year; empty where there
    is none. `enrolled` is the day of an enrolment. `stage` and `failed` are those of the recorded
    decision, as long as nothing has changed it, and else of the day on which the screening ended,
    whatever time does to them; so is the number of criteria that were `not_assessed`. `code` is the
    coded reason of a withdrawal or an outcome.
    """

    consent: str
    decided_at: datetime | None
    enrolled: date | None
    stage: Stage
    failed: tuple[str, ...]
    not_assessed: int
    code: str | None


class ScreeningSummary(NamedTuple):
    """A screening at a glance, as of today.

    `stage` is as the last decision was recorded, as long as nothing was entered that bears on it,
    and stays what it was when the screening ended; `by_time` says of one that has not ended that
    time alone has made the recorded decision another one. `decision` is today's. `closed` of
    `total` criteria are passed or failed; `left` questions can be asked now; `recorded` is the last
    recorded decision, `anew` whether something that bears on it was recorded since, while it has
    not ended: it is to be recorded anew. What is `awaited` stays so after it has ended. `earlier`
    is the screening of the same candidate that this one follows, `again` the one that follows it;
    it may be followed once it is `over`: a recorded screen failure, or ended without an enrolment.
    `log` is None where the screening cannot be read. `last_at` and `last_by` are of the last entry:
    who only looks into it enters nothing. `queries` are those that nobody has answered;
    `signed` says whether a signature stands, None where nobody has signed.
    """

    number: str
    candidate: str
    stage: Stage
    decision: Decision | None
    closed: int
    total: int
    fails: tuple[str, ...]
    left: int
    awaited: tuple[Awaited, ...]
    stale: tuple[str, ...]
    recorded: Decision | None
    anew: bool
    opened_at: datetime
    last_at: datetime
    last_by: str
    version: int
    protocol: Protocol | None
    earlier: str | None = None
    again: str | None = None
    over: bool = False
    queries: int = 0
    signed: bool | None = None
    by_time: bool = False
    log: LogEntry | None = None
    training: bool = False
    withdrawn: bool = False
    problem: str | None = None


#: The number, the version last seen, the day: with the same three a summary is the same.
Key = tuple[str, int, date]


class Summaries:
    """Makes summaries, and remembers them and the protocols they rest on."""

    def __init__(self) -> None:
        self._protocols: dict[str, Protocol] = {}
        self._known: dict[str, tuple[Key, ScreeningSummary]] = {}
        self._ahead: dict[str, tuple[Key, Ahead | None]] = {}

    def protocol(self, digest: str, rules: Callable[[], bytes], accepted_by: str = "") -> Protocol:
        """Give the protocol with this SHA-256, read once; see `Store.protocol`.

        Raises:
            ProtocolError: The rules cannot be used.
        """
        if digest not in self._protocols:
            self._protocols[digest] = load_bytes(
                rules(), f"{digest[:12]}.yaml", accepted=accepted_by == __version__
            )
        return self._protocols[digest]

    def forget(self) -> None:
        """Forget every summary: what they were made of is not in the store any more."""
        self._known.clear()
        self._ahead.clear()

    def summary(
        self, key: Key, events: Callable[[], Sequence[Event]], rules: Callable[[str], bytes]
    ) -> ScreeningSummary:
        """Give one screening's summary."""
        number, _version, on = key
        known = self._known.get(number)
        if known is not None and known[0] == key:
            return known[1]
        try:
            happened = events()
            summary = _summarise(self._standing(happened, on, rules), happened)
        except (StoreError, ProtocolError) as error:
            summary = _unreadable(key, str(error))
        self._known[number] = key, summary
        return summary

    def ahead(
        self, key: Key, events: Callable[[], Sequence[Event]], rules: Callable[[str], bytes]
    ) -> Ahead | None:
        """Give what time does to one screening; None where it has ended or cannot be read.

        It takes as long as a summary, and so is worked out apart, of what is looked at alone.
        """
        number, _version, on = key
        known = self._ahead.get(number)
        if known is not None and known[0] == key:
            return known[1]
        try:
            ahead = look_ahead(self._standing(events(), on, rules))
        except (StoreError, ProtocolError):
            ahead = None
        self._ahead[number] = key, ahead
        return ahead

    def _standing(
        self, happened: Sequence[Event], on: date, rules: Callable[[str], bytes]
    ) -> Standing:
        state = fold(happened)
        digest = state.rules_sha256
        protocol = self.protocol(digest, lambda: rules(digest), state.opened.program)
        return Standing(protocol, state, on)


def _summarise(standing: Standing, events: Sequence[Event]) -> ScreeningSummary:
    state, result = standing.state, standing.result
    asked = () if standing.ended else standing.askable
    recorded = state.decisions[-1] if state.decisions else None
    decided = Decision(str(recorded.body["decision"])) if recorded else None
    changed = recorded is not None and bool(changes_after(events, recorded))
    counted = _counted(standing, events)
    stage = _stage(standing, asked, counted.decision)
    last = next(event for event in reversed(events) if enters(event))
    return ScreeningSummary(
        number=state.number,
        candidate=state.candidate,
        stage=stage,
        decision=result.decision,
        closed=len(result.criteria) - len(standing.open_criteria),
        total=len(result.criteria),
        fails=standing.failed,
        left=len(asked),
        awaited=tuple(awaited_in(standing)),
        stale=tuple(id for id in standing.protocol.questions if id in result.stale),
        recorded=decided,
        anew=changed and not state.over,
        opened_at=state.opened.at,
        last_at=last.at,
        last_by=last.person.name,
        version=state.version,
        protocol=standing.protocol,
        earlier=state.earlier,
        again=state.again,
        queries=_queries(standing),
        signed=_signed(state),
        over=_over(state, decided is Decision.INELIGIBLE and not changed),
        by_time=not (changed or state.ended) and decided not in (None, result.decision),
        log=_log_entry(standing, stage, counted),
        training=state.training,
        withdrawn=state.withdrawn is not None,
    )


class _Counted(NamedTuple):
    """What a screening came to, and where the criteria stood; `recorded` as it was decided."""

    decision: Decision
    stands: Mapping[str, str]
    recorded: bool

    def standing_at(self, status: str) -> tuple[str, ...]:
        """Give the criteria that stood so."""
        return tuple(id for id, stood in self.stands.items() if stood == status)


#: These end the interview, and leave what was decided before them as it is.
_ENDINGS = frozenset({EventKind.WITHDRAWN, EventKind.STOPPED})
#: On the day of the last of these it was settled what an ended screening came to.
_SETTLING = _ENDINGS | {EventKind.DECISION_RECORDED, EventKind.CLOSED_UNDETERMINED}


def _counted(standing: Standing, events: Sequence[Event]) -> _Counted:
    """Give what counts: the recorded decision while nothing has changed it, or what it is else."""
    state = standing.state
    last = state.decisions[-1] if state.decisions else None
    if last is not None and all(one.kind in _ENDINGS for one in changes_after(events, last)):
        # What was open then is not assessed where the interview was ended at what fails since.
        ended = standing.ended_at_failure is not None
        body = {**last.body, "finish": False} if ended else last.body
        return _Counted(Decision(str(body["decision"])), stands_decided(body), True)
    settled = next((one.on for one in reversed(events) if one.kind in _SETTLING), standing.on)
    if state.ended and settled != standing.on:
        standing = Standing(standing.protocol, state, settled)
    return _Counted(standing.result.decision, standing.stands, False)


#: Of these the recorded decision is what the log says; any other says more.
_UNDECIDED = frozenset(
    {Stage.NEW, Stage.IN_PROGRESS, Stage.INVESTIGATOR, Stage.AWAITING, Stage.UNDETERMINED}
)


def _log_entry(standing: Standing, stage: Stage, counted: _Counted) -> LogEntry:
    state, closing = standing.state, standing.state.withdrawn
    if state.outcome is not None:
        closing = state.outcome.closing
    if counted.recorded and stage in _UNDECIDED:
        stage = Stage(counted.decision.value)
    return LogEntry(
        consent=_consent(standing),
        decided_at=state.decisions[-1].at if state.decisions else None,
        enrolled=state.outcome.on if state.outcome else None,
        stage=stage,
        failed=counted.standing_at("fail"),
        not_assessed=len(counted.standing_at("not_assessed")),
        code=closing.code if closing else None,
    )


def _consent(standing: Standing) -> str:
    asked = consent_date(standing.protocol)
    entry = standing.state.current(asked.id) if asked else None
    if asked is None or entry is None or standing.result.applies(asked.id) is False:
        return ""
    return str(entry.answer.get("value", ""))


def _queries(standing: Standing) -> int:
    queries = open_queries(standing.state)
    return sum(awaits_answer(standing.protocol, standing.state, query) for query in queries)


def _signed(state: ScreeningState) -> bool | None:
    if not state.signatures:
        return None
    return any(signature.voided is None for signature in state.signatures)


def _over(state: ScreeningState, failure: bool) -> bool:
    """Tell whether it came to its end without an enrolment; `failure` says it failed for good."""
    if state.outcome is not None:
        return state.outcome.outcome is not Outcome.ENROLLED
    return failure or any((state.withdrawn, state.stopped, state.closed))


def _stage(standing: Standing, left: Sequence[str], decision: Decision) -> Stage:
    """Tell what it waits for or came to; `left` can be asked, `decision` is the one that counts."""
    state = standing.state
    if state.withdrawn:
        return Stage.WITHDRAWN
    if (led := state.outcome) is not None and led.outcome is not None:
        # What speaks against an enrolment comes before it.
        fails = decision is Decision.INELIGIBLE and led.outcome is not Outcome.DECLINED
        return Stage.INELIGIBLE if fails else Stage(led.outcome.value)
    if state.stopped:
        return Stage.STOPPED
    if decision is not Decision.UNDETERMINED or state.closed:
        return Stage(decision.value)
    if left:
        if not (state.answers or state.drafts or state.entering):
            return Stage.NEW
        questions = standing.protocol.questions
        held = all(questions[id].answered_by is Role.INVESTIGATOR for id in left)
        return Stage.INVESTIGATOR if held else Stage.IN_PROGRESS
    awaited = any(lack.question in standing.awaited for lack in standing.lacks)
    return Stage.AWAITING if awaited else Stage.UNDETERMINED


def _unreadable(key: Key, problem: str) -> ScreeningSummary:
    """Keep a damaged screening in the list: the others can still be worked with."""
    number, version, on = key
    day = datetime(on.year, on.month, on.day, tzinfo=UTC)
    return ScreeningSummary(
        number=number,
        candidate="",
        stage=Stage.UNREADABLE,
        decision=None,
        closed=0,
        total=0,
        fails=(),
        left=0,
        awaited=(),
        stale=(),
        recorded=None,
        anew=False,
        opened_at=day,
        last_at=day,
        last_by="",
        version=version,
        protocol=None,
        problem=visible(problem, newlines=True),
    )

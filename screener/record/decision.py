"""A decision as it is recorded, and how it is worked out again from the record alone."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from screener import __version__
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.exact_json import dumps
from screener.protocol.model import Decision, Protocol
from screener.record.bearing import bears
from screener.record.events import Event, EventKind
from screener.record.standing import Lack, Standing, stands
from screener.record.state import fold
from screener.record.tombstones import redacted_later


def changes_after(events: Sequence[Event], decision: Event) -> tuple[Event, ...]:
    """Give the events after a recorded decision that bear on it."""
    return tuple(event for event in events if event.version > decision.version and bears(event))


class RecordedDecision(NamedTuple):
    """A recorded decision, and what came after it and bears on it, up to the one after it.

    `by_time` says that nothing did, and what was decided is another one nevertheless, or has other
    reasons: time alone has changed it. `moved` are criteria that time alone has changed without
    changing the decision: not eligible stays so while the same criteria fail. Whether time did any
    of it is `unknown` where answers were redacted after these events.
    """

    event: Event
    after: tuple[Event, ...]
    by_time: bool
    moved: tuple[str, ...] = ()
    unknown: bool = False

    @property
    def holds(self) -> bool:
        """Whether nothing has changed it since."""
        return not self.after and not self.by_time


def recorded_decisions(
    events: Sequence[Event], now: Mapping[str, object]
) -> tuple[RecordedDecision, ...]:
    """Give every recorded decision, the newest first; `now` is what would be recorded now."""
    told: list[RecordedDecision] = []
    changes: list[Event] = []
    body, gone = now, bool(redacted_later(events))
    for event in reversed(events):
        if event.kind is EventKind.DECISION_RECORDED:
            unknown = gone and not changes
            by_time = not (changes or unknown) and differs(event.body, body)
            moved = () if changes or unknown or by_time else _moved(event.body, body)
            after = tuple(reversed(changes))
            told.append(RecordedDecision(event, after, by_time, moved, unknown))
            # What was recorded before compares with what was recorded, not with what is left of it.
            changes, body, gone = [], event.body, False
        elif bears(event):
            changes.append(event)
    return tuple(told)


def decision_that_holds(standing: Standing) -> Event | None:
    """Give the last recorded decision, unless something or time alone has changed it since."""
    state = standing.state
    last = state.decisions[-1] if state.decisions else None
    if last is None or state.changed > last.version or differs(last.body, decision_body(standing)):
        return None
    return last


def as_decided(standing: Standing) -> Standing:
    """Give where it stood on the day of the recorded decision, while that holds; else where it is.

    What time alone has opened since leaves an interview that was complete then complete.
    """
    decided = decision_that_holds(standing)
    if decided is None:
        return standing
    return Standing(standing.protocol, standing.state, decided.on)


def differs(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether what was decided is another decision, or has other reasons.

    Those of not eligible are the criteria that fail; what becomes of any other changes nothing.
    """
    if one["decision"] == other["decision"] == Decision.INELIGIBLE:
        return _failed(one) != _failed(other)
    return any(one[key] != other[key] for key in ("decision", "criteria"))


def _failed(body: Mapping[str, object]) -> set[str]:
    return {id for id, status in _statuses(body).items() if status == "fail"}


def _moved(body: Mapping[str, object], later: Mapping[str, object]) -> tuple[str, ...]:
    """Give the criteria that stand otherwise later."""
    now = _statuses(later)
    return tuple(id for id, status in _statuses(body).items() if status != now.get(id))


def _statuses(body: Mapping[str, object]) -> Mapping[str, str]:
    return {str(one["id"]): str(one["status"]) for one in _mappings(body["criteria"])}


def decision_body(standing: Standing) -> Mapping[str, object]:
    """Give a decision's content: each criterion, the answers, the rules, what is missing.

    `answers` is in the form of an answers file: with the rules file and the event's date,
    `screener decide` comes to the same decision.
    """
    protocol, state, result = standing.protocol, standing.state, standing.result
    return {
        "decision": result.decision.value,
        "finish": standing.finish,
        "protocol": {"id": protocol.id, "version": protocol.version, "sha256": protocol.sha256},
        "program": __version__,
        "criteria": [
            {
                "id": id,
                "kind": found.kind.value,
                "status": str(found.status.value),
                "because": list(found.because),
            }
            for id, found in result.criteria.items()
        ],
        "answers": {
            id: answer_to_data(protocol.questions[id], answer)
            for id, answer in standing.answers.items()
        },
        "missing": [lack_body(lack) for lack in standing.lacks],
        "withdrawn": state.withdrawn is not None,
        "stopped": state.stopped is not None,
    }


def criteria_decided(decision: Event) -> Mapping[str, str]:
    """Give where each criterion stood in a recorded decision."""
    return _statuses(decision.body)


def stands_decided(body: Mapping[str, object]) -> Mapping[str, str]:
    """Give where each criterion stood for people in a decision's content; see `stands`."""
    ended = ended_decided(body)
    lacking: dict[str, list[str]] = {}
    for lack in _mappings(body["missing"]):
        for id in _members(lack["criteria"]):
            lacking.setdefault(str(id), []).append(str(lack["reason"]))
    found, decision = _statuses(body), str(body["decision"])
    return {
        id: stands(status, lacking.get(id, ()), decision, ended=ended)
        for id, status in found.items()
    }


def ended_decided(body: Mapping[str, object]) -> bool:
    """Tell of a decision's content whether nothing more was asked when it was recorded."""
    over = body["decision"] == Decision.INELIGIBLE and not body["finish"]
    return over or bool(body["withdrawn"]) or bool(body["stopped"])


def _mappings(data: object) -> list[Mapping[str, object]]:
    return [member for member in _members(data) if isinstance(member, Mapping)]


def _members(data: object) -> list[object]:
    return data if isinstance(data, list) else []


def lack_body(lack: Lack) -> Mapping[str, object]:
    """Give one thing that is missing as it is recorded."""
    return {
        "question": lack.question,
        "reason": lack.reason.value,
        "due": None if lack.due is None else lack.due.isoformat(),
        "who": lack.who.value,
        "criteria": list(lack.criteria),
    }


def replay(protocol: Protocol, events: Sequence[Event], decision: Event) -> str:
    """Work a recorded decision out again from the events before it; as canonical JSON.

    It is the same as the recorded one, to the byte; `program` stays that which recorded it. Raises
    `ValueError` where the event is no decision.
    """
    if decision.kind is not EventKind.DECISION_RECORDED:
        raise ValueError(f"event {decision.version} is no decision")
    state = fold(events[: decision.version - 1])
    body = decision_body(Standing(protocol, state, decision.on))
    return dumps({**body, "program": decision.body["program"]})

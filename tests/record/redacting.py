"""Screenings in which something is typed by mistake, and its redaction."""

from screener.record.decision import decision_body
from screener.record.events import EventKind
from screener.record.redaction import held_by, redact, together
from screener.record.standing import Standing
from screener.record.state import fold
from screener.record.verification import verify

SECRET = "Maria Gonzalez of Elm Street"


def append(store, number, kind, body, person):
    return store.append(number, len(store.events(number)), kind, body, person)


def answer(store, number, person, answer, question="age", **more):
    body = {"question": question, "act": "answer", "answer": answer, "language": "en", **more}
    return append(store, number, EventKind.ANSWERED, body, person)


def note(store, number, person, text=SECRET):
    return append(store, number, EventKind.NOTE_ADDED, {"text": text}, person)


def standing(store, number):
    state = fold(store.events(number))
    return Standing(store.protocol(state.rules_sha256), state, store.today())


def decide(store, number, person):
    return append(
        store,
        number,
        EventKind.DECISION_RECORDED,
        lambda on: decision_body(standing(store, number)),
        person,
    )


def pick(store, number, path, version=None):
    found = [held for event in store.events(number) for held in held_by(event)]
    return next(
        held for held in found if held.path == path and version in (None, held.event.version)
    )


def take_out(store, number, path, person, version=None, reason="typed by mistake"):
    events = store.events(number)
    held = together(events, pick(store, number, path, version))
    return redact(store, events[-1], held, reason, person)


def raw(path):
    """Every byte beside a store that is its own."""
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def found(path):
    return [(one.wrong, one.sequence) for one in verify(path).findings]

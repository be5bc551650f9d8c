"""What an investigator is shown to agree with and to sign, as data with one hash.

The same events give the same data wherever they are replayed, so that the hash in an agreement or
a signature can be checked. In the place of what was entered stands the hash of the event that says
it: that follows from a salt, which a redaction takes out with it, so that nobody finds what was
taken out by trying what it may have been. The words around it, the protocol's among them, follow
from the hash of the rules.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from screener.protocol.exact_json import dumps
from screener.protocol.model import Protocol
from screener.protocol.reach import reach
from screener.record.decision import lack_body
from screener.record.events import Event, Person
from screener.record.fields import bad
from screener.record.history import Closing, Entry, Note
from screener.record.standing import Standing
from screener.record.state import ScreeningState
from screener.record.stored import written

#: The form of what is shown with a decision, which a signature names; the first one names none,
#: and had the criteria alone.
FORM = 2
_CRITERIA_ALONE = 1


def form_of(signed: Event) -> int:
    """Give the form of what was shown to whoever signed; raises `BadEvent` for an unknown one."""
    form = signed.body.get("form", _CRITERIA_ALONE)
    if form not in (_CRITERIA_ALONE, FORM):
        raise bad(signed, "what was shown is in a form that is not known here")
    return int(str(form))


def hash_of(shown: Mapping[str, object]) -> str:
    """Give the SHA-256 of what is shown, in its canonical JSON, in hex."""
    return sha256(dumps(shown).encode()).hexdigest()


def decision_shown(
    standing: Standing, decision: Event, until: int, form: int = FORM
) -> Mapping[str, object]:
    """Give what is shown with a recorded decision on the day of `standing`.

    Of the notes and the void signatures, those before the event with the version `until` are shown.
    """
    state = standing.state
    shown = {
        "screening": state.number,
        "candidate": state.code_head,
        "decision": {
            "sequence": decision.sequence,
            "head": decision.head,
            "at": written(decision.at),
            "on": decision.on.isoformat(),
            **_person(decision.person),
            **{key: decision.body[key] for key in ("decision", "finish", "withdrawn", "stopped")},
        },
        "protocol": _protocol(standing.protocol),
        "on": standing.on.isoformat(),
        "comes_to": standing.result.decision.value,
        "criteria": [criterion_shown(standing, id, until) for id in standing.protocol.criteria],
        "withdrawn": _closing(state.withdrawn),
        "stopped": _closing(state.stopped),
        "closed": _closing(state.closed),
    }
    if form == _CRITERIA_ALONE:
        return shown
    return {**shown, "beside": _beside(standing, until), "void": _void(state, until)}


def criterion_shown(standing: Standing, criterion: str, until: int) -> Mapping[str, object]:
    """Give what is shown of one criterion: where it stands, and what stands behind it."""
    found, state = standing.result.criteria[criterion], standing.state
    questions = questions_behind(standing, criterion)
    return {
        "id": criterion,
        "kind": found.kind.value,
        "status": standing.stands[criterion],
        "because": list(found.because),
        **_answers(state, questions),
        "missing": [lack_body(lack) for lack in standing.lacks if criterion in lack.criteria],
        "notes": [
            _note(note)
            for note in state.notes
            if note.question in questions and note.version < until
        ],
    }


def questions_behind(standing: Standing, criterion: str) -> Sequence[str]:
    """Give the questions whose answers are shown with a criterion, in the protocol's order.

    Of a closed one those that closed it; of an open one all that it rests on.
    """
    protocol, found = standing.protocol, standing.result.criteria[criterion]
    behind = reach(protocol)[criterion] if found.status == "open" else set(found.because)
    return [id for id in protocol.questions if id in behind]


def questions_beside(standing: Standing) -> Sequence[str]:
    """Give the questions whose answers are shown with no criterion, in the protocol's order."""
    protocol = standing.protocol
    behind = {id for one in protocol.criteria for id in questions_behind(standing, one)}
    return [id for id in protocol.questions if id not in behind]


def _beside(standing: Standing, until: int) -> Mapping[str, object]:
    """Give what stands with no criterion: answers for the record, say, and the other notes."""
    state, questions = standing.state, questions_beside(standing)
    told_of = (None, *questions)
    notes = (note for note in state.notes if note.question in told_of and note.version < until)
    return {**_answers(state, questions), "notes": [_note(note) for note in notes]}


def _void(state: ScreeningState, until: int) -> list[Mapping[str, object]]:
    """Give the signatures that had been made void, each with what made it so."""
    return [
        {"signed": one.event.head, "by": one.voided.head}
        for one in state.signatures
        if one.voided is not None and one.voided.version < until
    ]


def _answers(state: ScreeningState, questions: Sequence[str]) -> Mapping[str, object]:
    """Give the answers to questions, and the rows of those that are not complete."""
    return {
        "answers": [
            {"question": id, **_entry(entry)}
            for id in questions
            if (entry := state.current(id)) is not None
        ],
        "rows": {
            id: [maker.head for maker in state.makers.get(id, ())]
            for id in questions
            if id in state.drafts
        },
    }


def _note(note: Note) -> Mapping[str, object]:
    return {
        "question": note.question,
        "head": note.head,
        "at": written(note.at),
        **_person(note.person),
    }


def _entry(entry: Entry) -> Mapping[str, object]:
    return {
        "head": entry.head,
        "missing": entry.answer.get("missing"),
        "act": entry.act.value,
        "at": written(entry.at),
        "on": entry.on.isoformat(),
        **_person(entry.person),
        "rows_by": [
            {
                "begun_by": maker.begun_by.name,
                "begun": written(maker.begun),
                "saved_by": maker.saved_by.name,
                "saved": written(maker.saved),
                "head": maker.head,
            }
            for maker in entry.makers
        ],
    }


def _protocol(protocol: Protocol) -> Mapping[str, object]:
    return {"id": protocol.id, "version": protocol.version, "sha256": protocol.sha256}


def _closing(closing: Closing | None) -> Mapping[str, object] | None:
    if closing is None:
        return None
    return {
        "at": written(closing.at),
        "code": closing.code,
        "head": closing.head,
        **_person(closing.person),
    }


def _person(person: Person) -> Mapping[str, object]:
    return {
        "by": person.name,
        "role": person.role.value,
        "authenticated": person.authenticated,
    }

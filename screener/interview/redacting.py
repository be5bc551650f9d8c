"""Redacting from within a screening: what can be taken out, told so that it can be found."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from screener.interview.event_names import kind_told
from screener.interview.sitting import Sitting
from screener.interview.told import value_told
from screener.joining import clauses, labelled, listed, phrases
from screener.language import N_, _
from screener.protocol.model import QuestionType
from screener.record.database import Hindered
from screener.record.events import Event, EventKind
from screener.record.redaction import Held, held_by, left, staying, texts_stay, together
from screener.record.tombstones import takes_answer
from screener.sanitise import visible

#: What a part of an event is called; a field of a table has the name that the protocol gives it.
_PARTS = {
    "typed": N_("as typed"),
    "value": N_("the answer"),
    "note": N_("note"),
    "reason": N_("reason"),
    "why": N_("reason"),
    "text": N_("text"),
    "candidate": N_("the candidate's code"),
    "from": N_("the candidate's code before"),
    "to": N_("the candidate's code since"),
    "reference": N_("document"),
    "file": N_("name of the file"),
    "answers": N_("all answers"),
    "observed_on": N_("day of the observation"),
    "due": N_("due date"),
    "on": N_("day of enrolment"),
    "date": N_("date"),
}
#: Why what was taken out may still lie in the store's files, and what would do.
_HINDERED = {
    Hindered.BY_OTHERS: N_(
        "Another program is at work in the store, so that it may still lie in its files. It goes "
        "from there once that is over: with the next entry anywhere, or when the store is next "
        "opened or closed."
    ),
    Hindered.BY_DISK: N_(
        "The disk is full, so that it may still lie in the store's files. Make room: then it goes "
        "from there with the next entry, or when the store is next opened or closed."
    ),
    Hindered.BY_ERROR: N_(
        "The store's files cannot be written now, so that it may still lie in them. Check the "
        "disk: then it goes from there with the next entry, or when the store is next opened or "
        "closed."
    ),
}
#: Answers of these types say what was chosen by its id.
_CHOSEN = (QuestionType.BOOLEAN, QuestionType.CHOICE, QuestionType.CHOICES)
#: Where many go at once, so many are named.
_MOST_NAMED = 8


class Going(NamedTuple):
    """What goes, and the last event of the screening when that was looked for."""

    held: tuple[Held, ...]
    seen: Event


def offered(sitting: Sitting) -> tuple[Held, ...]:
    """Give what somebody may pick to be redacted, the newest first.

    The answers in a recorded decision go with those that they were taken from.
    """
    events = [e for e in sitting.events() if e.kind is not EventKind.DECISION_RECORDED]
    return tuple(held for event in reversed(events) for held in held_by(event))


def going(sitting: Sitting, picked: Held) -> Going:
    """Give all that goes with what was picked, itself included, whoever recorded it by now."""
    events = sitting.events()
    return Going(together(events, picked), events[-1])


def shown(sitting: Sitting, held: Held) -> str:
    """Give what would be taken out; what was chosen, in the protocol's words."""
    asked, (*_way, name) = sitting.protocol.questions.get(held.question), held.path.split(".")
    if asked is not None and name != "value":
        asked = asked.fields.get(name)
    if asked is not None and asked.type in _CHOSEN:
        return value_told(asked, held.value, sitting.language)
    return visible(held.text)


def place_said(sitting: Sitting, held: Held) -> str:
    """Say where something stands: in which event, about what, as which part of it."""
    event, protocol = held.event, sitting.protocol
    asked = protocol.questions.get(held.question)
    about = asked.ask.in_language(sitting.language).strip() if asked and asked.ask else ""
    *_way, name = held.path.split(".")
    part = _(_PARTS[name]) if name in _PARTS else name
    if asked is not None and asked.type is QuestionType.SERIES and name in asked.fields:
        label = asked.fields[name].ask
        part = label.in_language(sitting.language).strip() if label else name
    said = _("event {version}, {kind}").format(version=event.version, kind=kind_told(event.kind))
    return phrases(filter(None, (said, about, part)))


def going_said(sitting: Sitting, held: Sequence[Held]) -> list[str]:
    """Say all that goes, where it stands; of many places, the first ones and how many more."""
    return [*_listed(held, partial(_gone_said, sitting)), *for_good_said(sitting, held)]


def asked_again(held: Sequence[Held]) -> bool:
    """Tell whether an answer goes, so that its question is asked again."""
    return any(one.question and takes_answer([one.path]) for one in held)


def _gone_said(sitting: Sitting, held: Held) -> str:
    """Say what goes and from where; of a decision's answers, which are all there, where alone."""
    return with_text(sitting, held, place_said(sitting, held))


def with_text(sitting: Sitting, held: Held, place: str) -> str:
    """Say what goes beside its place; of a decision's answers, which are all there, that alone."""
    decided = held.event.kind is EventKind.DECISION_RECORDED
    return place if decided else labelled(place, shown(sitting, held))


def for_good_said(sitting: Sitting, held: Sequence[Held]) -> list[str]:
    """Say what stays: in other words, where it is to be looked for; and what nobody can take out.

    That is what stays beside what goes, and what an earlier redaction left. Nothing where all goes.
    """
    events = sitting.events()
    said = _("What stays there beside it cannot be taken out later: {places}.")
    beside = _with_places(sitting, said, staying(events, held))
    elsewhere = _(
        "The same written in another way is not found: look for it in the notes and in what was "
        "typed."
    )
    unfound = [elsewhere] if texts_stay(events, held) else []
    return unfound + beside + _left_said(sitting, held)


def _left_said(sitting: Sitting, held: Sequence[Held]) -> list[str]:
    said = _(
        "It stays in what an earlier redaction left, where nothing can be taken out: {places}."
    )
    return _with_places(sitting, said, left(sitting.events(), held))


def _with_places(sitting: Sitting, said: str, held: Sequence[Held]) -> list[str]:
    return [said.format(places=clauses(_places_said(sitting, held)))] if held else []


def _places_said(sitting: Sitting, held: Sequence[Held]) -> list[str]:
    return _listed(held, partial(place_said, sitting))


def _listed(held: Sequence[Held], told: Callable[[Held], str]) -> list[str]:
    places = [told(one) for one in held[:_MOST_NAMED]]
    if len(held) > _MOST_NAMED:
        places.append(_("and {count} more").format(count=len(held) - _MOST_NAMED))
    return places


def done_said(sitting: Sitting, held: Sequence[Held]) -> list[str]:
    """Say what was done, what it leaves to do, and that it is not over where it is not."""
    events = listed(str(version) for version in sorted({one.event.version for one in held}))
    lines = [
        _("It is taken out for good, from: {events}.").format(events=events),
        _("Copies, packets and backups made before still hold it: find and destroy them."),
    ]
    lines += _left_said(sitting, held)
    others = [number for number in (sitting.state.earlier, sitting.state.again) if number]
    if others:
        said = _("The candidate's other screening may hold it too: {numbers}.")
        lines.append(said.format(numbers=listed(others)))
    if (hindered := sitting.hindered) is not None:
        lines.append(_(_HINDERED[hindered]))
    return lines

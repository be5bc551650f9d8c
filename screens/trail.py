"""Who gave an answer and when, what it did to the one before, and what became of it, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from screener.interview.told import role_told
from screener.joining import phrases
from screener.language import _
from screener.record.events import Act, Person
from screener.record.state import Entry, EntryStanding
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of an answer; `words` is empty while it simply counts.

    `struck` is what was wrong or no longer applies, `waits` what somebody has to do something
    about. An awaited result that is overdue waits and still counts as awaited.
    """

    words: str = ""
    struck: bool = False
    waits: bool = False
    counts: bool = False

    @property
    def told(self) -> str:
        """The words, with a mark where the answer is struck: never by colour alone."""
        return f"✗ {self.words}" if self.struck else self.words

    @property
    def tone(self) -> Tone:
        """How the words are meant."""
        return Tone.AWAITED if self.waits else Tone.QUIET

    @property
    def answer_style(self) -> str:
        """How the answer itself looks."""
        if self.struck:
            return STYLES[Tone.STRUCK]
        return "bold $person" if self.counts or not self.words else STYLES[Tone.QUIET]


def moment(at: datetime, zone: tzinfo) -> str:
    """Give a moment in the site's time."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def who_and_when(person: Person, at: datetime, zone: tzinfo) -> str:
    """Name a person, the role and the moment in the site's time."""
    return phrases((person.name, role_told(person.role), moment(at, zone)))


def taken_back_fate() -> Fate:
    """Give the fate of an entry that was taken back before it counted."""
    return Fate(_("entered and taken back, not counted"), struck=True)


def fate(sitting: "Sitting", question: str, version: int) -> Fate:
    """Say what became of the answer that an event gave to a question."""
    record = sitting.state.answers.get(question)
    history = record.history if record else ()
    at = next((at for at, entry in enumerate(history) if entry.version == version), None)
    if at is None:
        return Fate()
    entry = history[at]
    if entry.standing is EntryStanding.TAKEN_BACK:
        return Fate(_("taken back at once"), struck=True)
    if entry.standing is EntryStanding.CURRENT:
        return _standing_now(sitting, question)
    return _followed(entry, _next(history[at + 1 :]))


def act_told(act: Act, answer: Mapping[str, object], reason: object) -> str:
    """Say what giving an answer did to the one before it; nothing where there was none."""
    if act is Act.CORRECTION:
        return _("correction: {reason}").format(reason=reason)
    if act is not Act.NEWER:
        return ""
    if "missing" not in answer:
        return _("a newer observation")
    return _("asked again, the earlier result was too old")


def typed_told(typed: str | None, said: str) -> str:
    """Give what was typed, where it says more than a key or differs from what is shown."""
    if typed is None or len(typed) < 2 or typed.strip() in said:
        return ""
    return _("typed: {text}").format(text=typed)


def _standing_now(sitting: "Sitting", question: str) -> Fate:
    if sitting.result.applies(question) is False:
        return Fate(_("no longer applies"), struck=True)
    if question in sitting.result.stale:
        return Fate(_("too old now, to be asked again"), waits=True)
    if question in sitting.overdue():
        return Fate(_("overdue"), waits=True, counts=True)
    entry = sitting.state.current(question)
    if question in sitting.state.drafts and entry is not None and not entry.missing:
        return Fate(_("rows were changed since; counts again once complete"), waits=True)
    return Fate()


def _next(later: Sequence[Entry]) -> Entry | None:
    """Give the answer that took the place of one: what was taken back took none."""
    return next((e for e in later if e.standing is not EntryStanding.TAKEN_BACK), None)


def _followed(entry: Entry, following: Entry | None) -> Fate:
    if entry.standing is EntryStanding.CORRECTED:
        reason = following.reason if following else ""
        return Fate(_("corrected: {reason}").format(reason=reason), struck=True)
    if entry.standing is EntryStanding.FILLED_IN:
        return Fate(_("filled in later"))
    if following is None or not following.missing:
        return Fate(_("true of its day; a newer observation counts"))
    return Fate(_("had become too old, and was asked again"))

"""All that was answered to a question: what counts now, what stood before, what became of each.

Told once for the screen that checks the answers, for the conversation and for every copy.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from screener.interview.told import not_awaited_told
from screener.language import _, active_language
from screener.prose.values import day_text
from screener.protocol.model import Protocol, Question, QuestionType
from screener.record.events import Act
from screener.record.history import Entry, EntryStanding, TakenBack
from screener.record.standing import Standing
from screener.record.state import ScreeningState


class Fate(NamedTuple):
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


class Given(NamedTuple):
    """One answer that was given, and what became of it."""

    entry: Entry | TakenBack
    became: Fate

    def beside(self, question: Question, said: str) -> str:
        """Say what giving it did to the answer before, and what was typed where that says more."""
        entry, act = self.entry, ""
        if isinstance(entry, Entry):
            act = act_told(entry.act, entry.answer, entry.reason)
            if entry.taken_over is not None:
                act = taken_over_told(entry.taken_over)
        typed = typed_told(question, entry.answer, entry.typed, said)
        return " · ".join(filter(None, (act, typed)))


class History(NamedTuple):
    """The answer that counts to a question, if there is one, and all others, the oldest first.

    What was entered after the one that counts is what was taken back again.
    """

    now: Given | None
    before: tuple[Given, ...]
    after: tuple[Given, ...]

    def others(self) -> Iterator[tuple[str, tuple[Given, ...]]]:
        """Give the others under what is said of them: the later ones, then the earlier ones."""
        if self.after:
            yield _("Entered later and taken back:"), self.after
        if self.before:
            yield _("Before:"), self.before


def history_of(standing: Standing, question: str) -> History:
    """Give all that was answered to a question, what was entered and taken back among it."""
    state = standing.state
    record = state.answers.get(question)
    given: list[Entry | TakenBack] = [*(record.history if record else ())]
    given += [taken for taken in state.taken_back if taken.question == question]
    told = {
        entry.version: Given(
            entry,
            fate(standing, question, entry.version)
            if isinstance(entry, Entry)
            else taken_back_fate(),
        )
        for entry in sorted(given, key=lambda entry: entry.version)
    }
    current = state.current(question)
    now = told.pop(current.version) if current else None
    after = {version for version in told if current and version > current.version}
    return History(
        now,
        before=tuple(one for version, one in told.items() if version not in after),
        after=tuple(one for version, one in told.items() if version in after),
    )


def has_history(state: ScreeningState, question: str) -> bool:
    """Tell whether anything was entered to a question, be it a row, or taken back since."""
    return (
        question in state.answers
        or bool(state.rows(question))
        or question in state.entering
        or any(taken.question == question for taken in state.taken_back)
    )


def by_section(
    protocol: Protocol, questions: Sequence[str], language: str
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give questions by the title of their section, those in none first."""
    titles = {id: section.title.in_language(language) for id, section in protocol.sections.items()}
    for section in ("", *titles):
        members = [id for id in questions if (protocol.questions[id].section or "") == section]
        if members:
            yield titles.get(section, _("Without a section")), tuple(members)


def taken_back_fate() -> Fate:
    """Give the fate of an entry that was taken back before it counted."""
    return Fate(_("entered and taken back, not counted"), struck=True)


def fate(standing: Standing, question: str, version: int) -> Fate:
    """Say what became of the answer that an event gave to a question, or of closing it."""
    record = standing.state.answers.get(question)
    history = record.history if record else ()
    at = next((at for at, entry in enumerate(history) if entry.version == version), None)
    if at is None:
        return _closing_fate(standing, question, version)
    entry = history[at]
    if entry.standing is EntryStanding.TAKEN_BACK:
        return Fate(_("taken back at once"), struck=True)
    if entry.standing is EntryStanding.CURRENT and entry.taken_out:
        later = entry.redacted is not None and entry.redacted.version > standing.state.version
        return Fate(_("taken out later") if later else _("taken out, and asked again"), waits=True)
    if entry.standing is EntryStanding.CURRENT:
        return fate_now(standing, question)
    return _followed(entry, _next(history[at + 1 :]))


def _closing_fate(standing: Standing, question: str, version: int) -> Fate:
    """Say what became of the closing of an awaited result: undone where that is awaited again."""
    closed = standing.state.no_longer_awaited(question)
    if closed is None or closed.version != version or standing.not_awaited(question) is not None:
        return Fate()
    return Fate(_("undone: awaited again, as the decision does not stand any more"), struck=True)


def act_told(act: Act, answer: Mapping[str, object], reason: object) -> str:
    """Say what giving an answer did to the one before it; nothing where there was none."""
    if act is Act.CORRECTION:
        return _("correction: {reason}").format(reason=reason)
    if act is not Act.NEWER:
        return ""
    if "missing" not in answer:
        return _("a newer observation")
    return _("asked again, the earlier result was too old")


def taken_over_told(origin: Mapping[str, object]) -> str:
    """Say from which event of which screening an answer was taken over, of which day, by whom."""
    return _("taken over from {origin}").format(origin=origin_told(origin))


def origin_told(origin: Mapping[str, object]) -> str:
    """Say where an answer was given first: the event and its screening, of which day, by whom."""
    day = day_text(date.fromisoformat(str(origin["on"])), active_language())
    said = _("{screening}, event {event}: answered {day}, entered by {name}")
    return said.format(
        screening=origin["screening"], event=origin["event"], day=day, name=origin["by"]
    )


def typed_told(
    question: Question, answer: Mapping[str, object], typed: str | None, said: str
) -> str:
    """Give what was typed, where it says more than a key or differs from what is shown."""
    if typed is None or len(typed) < 2 or typed.strip() in said:
        return ""
    if question.type is QuestionType.DATE and typed.strip() == answer.get("value"):
        # The very date, as the record writes it: `2026-11-20` beside `20 November 2026`.
        return ""
    return _("typed: {text}").format(text=typed)


def fate_now(standing: Standing, question: str) -> Fate:
    """Say what became of the current answer to a question."""
    if standing.result.applies(question) is False:
        return Fate(_("no longer applies"), struck=True)
    if question in standing.result.stale:
        return Fate(_("too old now, to be asked again"), waits=True)
    if (closed := standing.not_awaited(question)) is not None:
        return Fate(not_awaited_told(closed), counts=True)
    if question in standing.overdue:
        return Fate(_("overdue"), waits=True, counts=True)
    entry = standing.state.current(question)
    if question in standing.state.drafts and entry is not None and not entry.missing:
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
        return Fate(_filled_in(entry.answer, following.answer if following else {}))
    if following is None or not following.missing:
        return Fate(_("true of its day; a newer observation counts"))
    return Fate(_("had become too old, and was asked again"))


def _filled_in(answer: Mapping[str, object], following: Mapping[str, object]) -> str:
    """Say what took the place of a missing answer: a value, another day, another reason."""
    if "missing" not in following:
        return _("filled in later")
    if following["missing"] != answer["missing"]:
        return _("another reason was given later")
    due = following.get("due")
    return _("due date changed") if due and due != answer.get("due") else _("given again later")

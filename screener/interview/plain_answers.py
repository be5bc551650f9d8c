"""Asking one question in the plain mode: understood, shown, confirmed, recorded."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from screener.interview.acts import may_be_newer
from screener.interview.dates_beside import DUE, OBSERVED, ROW_DATE
from screener.interview.literal import is_literal
from screener.interview.plain_conflicts import insist, recorded
from screener.interview.plain_lines import Lines
from screener.interview.plain_questions import Putting
from screener.interview.plain_series import SeriesAsking
from screener.interview.plain_shown import Shown
from screener.interview.plain_sources import recorded_source
from screener.interview.plain_telling import Telling
from screener.interview.readings import Ambiguous, Reading, Understood
from screener.interview.readings import Refused as NotUnderstood
from screener.interview.refusals import Refused
from screener.interview.sitting import Act, Given, Sitting
from screener.interview.told import answer_told
from screener.joining import advised, sentences
from screener.language import _, active_language
from screener.prose.values import day_text
from screener.protocol.model import Question, QuestionType


class Meant(NamedTuple):
    """What was meant, and whether it is literally what was typed."""

    reading: Understood
    literal: bool


class Asking(Telling):
    """Asks questions of one sitting by line.

    `correcting` says that the question was chosen to change its answer.
    """

    def __init__(self, sitting: Sitting, lines: Lines) -> None:
        super().__init__(sitting, lines)
        self.putting = Putting(self)
        self.shown = Shown(sitting, lines)
        self.series = SeriesAsking(self)
        self.correcting = False

    # What is typed.

    def hear(self, id: str, text: str) -> None:
        """Take a typed answer through to the record; raises `Refused` where it cannot be used."""
        again: str | None = text
        with self.shown.kept():
            while again is not None:
                again = self._hear(id, again)

    def missing(self, id: str, reason: str, said: str = "") -> None:
        """Record why there is no answer; `said` is by when it is awaited, else a note."""
        raw: dict[str, object] = {"missing": reason}
        if reason == "pending":
            self._add_due(raw, said)
        elif said:
            raw["note"] = said
        told = answer_told(self.sitting.question(id), raw, self.language)
        self.lines.say(_("Understood: {answer}").format(answer=told))
        self._take(id, Given(raw, None, self.language))

    def take_over(self, id: str) -> bool:
        """Record the answer of an earlier screening that is offered; False where none is."""
        offer = self.sitting.offered(id)
        if offer is None:
            return False
        self._take(id, offer.given(self.language))
        return True

    def understood(self, question: Question, text: str) -> Understood | None:
        """Find out what was meant; confirmed where it is not what was typed, None if given up."""
        again: str | None = text
        while again:
            meant = self._meant(question, again)
            if meant is None or meant.literal:
                return meant.reading if meant else None
            again = self._typed_anew(question)
            if not again:
                return meant.reading
        return None

    def full_day(self, text: str) -> date:
        """Read the full day of something that was; raises `Refused` where it is none."""
        reading = self.understood(ROW_DATE, text)
        try:
            return date.fromisoformat(str(reading.data if reading else ""))
        except ValueError:
            raise Refused(
                _("A full date is needed here."), _("Give day, month and year.")
            ) from None

    def due_day(self, text: str) -> date | None:
        """Read a due date, confirmed where it is not what was typed; None where it is given up."""
        # Loads a large library for dates, which importing this module does not need.
        from screener.interview.typed import understand_due

        while text:
            reading = understand_due(text, self.sitting.on)
            if isinstance(reading, NotUnderstood):
                self.lines.say(advised(reading.message, reading.hint))
            elif (meant := self._chosen(DUE, text, reading)) is not None:
                day = date.fromisoformat(str(meant.reading.data))
                if meant.literal:
                    return day
                text = self._typed_anew(DUE)
                if not text:
                    return day
                continue
            text = self.lines.ask(_("By when? Such as 14 Feb or 2 weeks; Enter alone for none."))
        return None

    def _hear(self, id: str, text: str) -> str | None:
        """Take an answer; gives what was typed in its place where it was not confirmed."""
        meant = self._meant(self.sitting.question(id), text)
        if meant is None:
            self.lines.say(_("Nothing was recorded."))
            return None
        data = meant.reading.data
        raw = dict(data) if isinstance(data, Mapping) else {"value": data}
        if raw.get("missing") == "pending" and "due" not in raw:
            self._add_due(raw)
        return self._confirm(id, Given(raw, text, self.language), literal=meant.literal)

    def _add_due(self, raw: dict[str, object], said: str = "") -> None:
        asked = _("By when is it awaited? Such as 14 Feb or 2 weeks; Enter alone leaves it open.")
        day = self.due_day(said or self.lines.ask(asked))
        if day is not None:
            raw["due"] = day.isoformat()

    def _meant(self, question: Question, text: str) -> Meant | None:
        """Find out what was meant, and say it; None where nothing is chosen of several."""
        from screener.interview.typed import understand

        return self._chosen(
            question, text, understand(question, text, self.sitting.on, self.language)
        )

    def _chosen(self, question: Question, text: str, reading: Reading) -> Meant | None:
        if isinstance(reading, NotUnderstood):
            raise Refused(reading.message, reading.hint)
        if isinstance(reading, Ambiguous):
            self.lines.say(reading.message)
            options = [one.echo for one in reading.readings]
            chosen = self.lines.choose(_("Which one? Type its number; Enter alone: none."), options)
            if chosen is None:
                return None
            return Meant(reading.readings[chosen], literal=True)
        self.lines.say(_("Understood: {answer}").format(answer=reading.echo))
        return Meant(reading, is_literal(question, text, reading))

    def _observed(self, id: str, given: Given, act: Act | None) -> Given:
        """Ask when a value was observed; today is proposed only for what is said or seen now.

        A slip is told and the date asked again: what is typed next is never taken for the value.
        """
        today = self.sitting.on.isoformat() if self.sitting.is_of_today(id) else ""
        prompt = _("When was it observed? Give the date.")
        if today:
            said = _("Enter alone takes today, {date}.")
            day = day_text(self.sitting.on, active_language())
            prompt = sentences(prompt, said.format(date=day))
        while heard := self.lines.ask(prompt):
            try:
                reading = self.understood(OBSERVED, heard)
                if reading is not None:
                    return self._as_of(str(reading.data), id, given, act)
            except Refused as slip:
                self.lines.say(str(slip))
        if today:
            return self._as_of(today, id, given, act)
        raise Refused(_("Nothing was recorded."))

    def _as_of(self, day: str, id: str, given: Given, act: Act | None) -> Given:
        """Give the answer with its day; raises `Refused` where it is newer and its day is not."""
        given = given._replace(raw={**given.raw, "observed_on": day})
        if act is Act.NEWER:
            self.sitting.check_newer(id, given)
        return given

    # What it does.

    def _take(self, id: str, given: Given) -> None:
        """Take an answer that was chosen through to the record, or what is typed in its place."""
        with self.shown.kept():
            again = self._confirm(id, given, literal=True)
            if again is not None:
                self.hear(id, again)

    def _confirm(self, id: str, given: Given, *, literal: bool) -> str | None:
        """Show what an answer would do, have it confirmed where that matters, and record it.

        Gives what was typed in its place; None where it is recorded.
        """
        question, stood = self.sitting.question(id), self._stood(id)
        act = self._act(id, given)
        dated = "observed_on" in given.raw
        if "value" in given.raw and not dated and (question.valid_for or act is Act.NEWER):
            given = self._observed(id, given, act)
        if self.sitting.is_the_answer(id, given):
            raise Refused(_("This is the answer already."))
        preview = self.sitting.preview(id, given)
        if act is None and "observed_on" in given.raw and preview.needs_reason:
            act = self._act_of_its_day(id, given)
        self.tell(preview)
        self.shown.waits(id, given, preview)
        if at_odds := self.sitting.at_odds(id, given):
            self.lines.say(at_odds)
        if preview.fails or at_odds or not literal:
            if "observed_on" in given.raw:
                self.lines.say(answer_told(question, given.raw, self.language))
            again = self._taken_anew(id)
            if again:
                return again
        if preview.needs_note:
            asked = _("On what does this judgement rest? It is recorded as a note.")
            note = self._needed(asked)
            given = given._replace(raw={**given.raw, "note": note})
        corrects = preview.needs_reason and act is not Act.NEWER
        reason = None
        if corrects or act is Act.CORRECTION:
            reason = self._why(id)
        if not self._recorded(id, stood, lambda: self._record(id, given, act, reason)):
            return self._beside_theirs(id, given)
        source = recorded_source(self.sitting, id)
        said = _("Recorded, from {source}.").format(source=source) if source else _("Recorded.")
        self.lines.say(said)
        return None

    def _stood(self, id: str) -> tuple[int, bool] | None:
        """Give the version of the answer that counts, and whether it was redacted."""
        entry = self.sitting.state.current(id)
        return None if entry is None else (entry.version, entry.taken_out)

    def _recorded(
        self, id: str, stood: tuple[int, bool] | None, record: Callable[[], None]
    ) -> bool:
        """Record an answer; False where someone else has meanwhile answered, or redacted that."""

        def counts() -> None:
            with self.shown.counting():
                record()

        def answered() -> bool:
            try:
                self.sitting.may_change(id)
            except Refused:
                # It was confirmed: whoever is refused now has taken nothing back.
                self.shown.let_go()
                raise
            return self._stood(id) != stood

        return recorded(self.lines, counts, answered)

    def _beside_theirs(self, id: str, given: Given) -> str | None:
        """Ask for what it takes to give an answer beside the one that someone else has given."""
        given = given._replace(taken_over=None)
        entry = self.sitting.state.current(id)
        if (entry is None or entry.missing) and not self.sitting.is_the_answer(id, given):
            insist(self.lines)
        correcting, self.correcting = self.correcting, True
        try:
            return self._confirm(id, given, literal=True)
        finally:
            self.correcting = correcting

    def _record(self, id: str, given: Given, act: Act | None, reason: str | None) -> None:
        series = self.sitting.question(id).type is QuestionType.SERIES
        if series and given.raw.get("missing") == "pending":
            self.series.reopen(id)
            due = given.raw.get("due")
            self.sitting.await_series(id, date.fromisoformat(str(due)) if due else None)
        else:
            self.sitting.give(id, given, reason=reason, act=act)

    def _act(self, id: str, given: Given) -> Act | None:
        """Ask what a changed answer is beside the earlier one, where it may be either."""
        entry = self.sitting.state.current(id)
        if not self.correcting or "value" not in given.raw:
            return None
        if entry is None or not may_be_newer(self.sitting.question(id), entry):
            return None
        if "observed_on" in given.raw and (said := self.sitting.only_corrects(id, given)):
            self.lines.say(said)
            return Act.CORRECTION
        return self._chosen_act()

    def _act_of_its_day(self, id: str, given: Given) -> Act | None:
        """Ask which act it is of what is asked again as too old, where its day may be either's."""
        if said := self.sitting.only_corrects(id, given):
            self.lines.say(said)
            return None
        return self._chosen_act()

    def _chosen_act(self) -> Act:
        options = (
            _("a correction: the earlier answer was wrong"),
            _("a newer observation: the earlier answer was right on its day"),
        )
        asked = _("What is it beside the earlier answer? Type its number; Enter alone leaves it.")
        chosen = self.lines.choose(asked, options)
        if chosen is None:
            raise Refused(_("Nothing was recorded."))
        return (Act.CORRECTION, Act.NEWER)[chosen]

    def _taken_anew(self, id: str) -> str:
        """Ask to confirm; gives what was typed in the place of what is taken back with that."""
        asked, enter_alone = (
            _("Enter records it; or type the answer anew."),
            _("Enter alone records it."),
        )
        again = self._anew(asked, enter_alone, self.sitting.question(id))
        if again:
            self.shown.take_back()
        return again

    def _typed_anew(self, question: Question) -> str:
        """Ask to confirm what was understood; gives what was typed in its place."""
        asked, enter_alone = _("Enter takes it; or type it anew."), _("Enter alone takes it.")
        return self._anew(asked, enter_alone, question)

    def _anew(self, asked: str, enter_alone: str, question: Question | None = None) -> str:
        """Hear what is typed in place of what waits; a yes that answers nothing drops nothing."""
        while True:
            heard = self.lines.ask(asked)
            if not self.lines.is_yes(heard) or (question and self._may_answer(question, heard)):
                return heard
            self.lines.say(enter_alone)

    def _may_answer(self, question: Question, text: str) -> bool:
        from screener.interview.typed import understand

        read = understand(question, text, self.sitting.on, self.language)
        return not isinstance(read, NotUnderstood)

    def _needed(self, prompt: str) -> str:
        """Ask for what an answer needs; without it, nothing is recorded but what was shown."""
        heard = self.lines.ask(prompt)
        if not heard:
            raise Refused(_("Without it nothing was recorded."))
        return heard

    def _why(self, id: str) -> str | None:
        """Ask why an answer is corrected; of a series it is asked once, before it is changed."""
        if self.sitting.question(id).type is QuestionType.SERIES:
            self.series.reopen(id)
            return self.sitting.state.reopened.get(id)
        asked = _("There is an answer already. Why was it wrong? Enter alone leaves it.")
        return self._needed(asked)

    def agreed_to_fail(self) -> bool:
        """Ask whether an answer that was said to fail a criterion shall count."""
        asked = _("Enter records it; anything else leaves it as it was.")
        return not self._anew(asked, _("Enter alone records it."))

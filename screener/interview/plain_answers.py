"""Asking one question in the plain mode: understood, shown, confirmed, recorded."""

from dataclasses import replace
from datetime import date

from screener.interview.effects import Change, Preview
from screener.interview.plain_lines import Lines
from screener.interview.readings import Ambiguous, Understood
from screener.interview.readings import Refused as NotUnderstood
from screener.interview.refusals import Refused
from screener.interview.sitting import Act, Given, Sitting
from screener.interview.told import answer_told, criterion_told, row_told, status_word
from screener.language import _
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.text import Text
from screener.sanitise import visible

#: What is said or examined now was observed today; a report or a chart has a date of its own.
_SEEN_NOW = frozenset({"candidate", "examination"})


class Asking:
    """Asks questions of one sitting by line."""

    def __init__(self, sitting: Sitting, lines: Lines) -> None:
        self.sitting = sitting
        self.lines = lines
        #: What was said last of progress and section; it is not said again until it changes.
        self._said: dict[str, str] = {}

    @property
    def language(self) -> str:
        """The language in which questions are put."""
        return self.sitting.language

    def put(self, id: str) -> None:
        """Say a question with what can be answered."""
        sitting, language = self.sitting, self.language
        question = sitting.question(id)
        closed, total = sitting.progress()
        progress = _("{closed} of {total} criteria closed.").format(closed=closed, total=total)
        self.lines.say("")
        self._say_anew("progress", progress)
        if question.section is not None:
            title = sitting.protocol.sections[question.section].title.in_language(language)
            self._say_anew("section", title)
        self.lines.say(_ask(question, language))
        self.lines.say(*_hints(question, language))
        current = sitting.state.current(id)
        if current is not None:
            told = answer_told(question, current.answer, language)
            self.lines.say(_("Answered now: {answer}").format(answer=told))
        if id in sitting.result.stale:
            self.lines.say(_("That is too long ago; it is asked again."))

    def _say_anew(self, what: str, text: str) -> None:
        if self._said.get(what) != text:
            self._said[what] = text
            self.lines.say(text)

    def hear(self, id: str, text: str) -> None:
        """Take a typed answer through to the record; raises `Refused` where it cannot be used."""
        question = self.sitting.question(id)
        understood = self._understood(question, text)
        if understood is None:
            return
        data = understood.data
        raw = dict(data) if isinstance(data, dict) else {"value": data}
        if raw.get("missing") == "pending" and "due" not in raw:
            self._add_due(raw)
        if question.valid_for and "value" in raw:
            observed = self._observed(id)
            if observed is None:
                return
            raw["observed_on"] = observed
        self._confirm(id, Given(raw, text, self.language))

    def missing(self, id: str, reason: str, due: str = "") -> None:
        """Record why there is no answer."""
        raw: dict[str, object] = {"missing": reason}
        if reason == "pending" and due:
            raw["due"] = self.full_day(due).isoformat()
        elif reason == "pending":
            self._add_due(raw)
        told = answer_told(self.sitting.question(id), raw, self.language)
        self.lines.say(_("Understood: {answer}").format(answer=told))
        self._confirm(id, Given(raw, None, self.language))

    def _add_due(self, raw: dict[str, object]) -> None:
        heard = self.lines.ask(_("By when is it awaited? An empty line leaves it open."))
        if heard:
            raw["due"] = self.full_day(heard).isoformat()

    def _understood(self, question: Question, text: str) -> Understood | None:
        """Find out what was meant, asking back where it is not certain; None where given up."""
        # Loads a large library for dates, which importing this module does not need.
        from screener.interview.typed import understand

        reading = understand(question, text, self.sitting.on, self.language)
        if isinstance(reading, NotUnderstood):
            raise Refused(reading.message, reading.hint)
        if isinstance(reading, Ambiguous):
            self.lines.say(reading.message)
            options = [one.echo for one in reading.readings]
            chosen = self.lines.choose(_("Which one? Type its number."), options)
            if chosen is None:
                self.lines.say(_("Nothing was recorded."))
                return None
            return reading.readings[chosen]
        self.lines.say(_("Understood: {answer}").format(answer=reading.echo))
        if not reading.certain and not self.lines.agreed(_("Is that right?")):
            self.lines.say(_("Nothing was recorded."))
            return None
        return reading

    def _observed(self, id: str) -> object | None:
        """Ask when a value was observed; today is proposed only for what is seen now."""
        source = self.sitting.state.source
        kind = source.get("kind") if isinstance(source, dict) else source
        today = self.sitting.on.isoformat()
        prompt = _("When was it observed? Give the date.")
        if kind in _SEEN_NOW:
            prompt += " " + _("An empty line means today, {date}.").format(date=today)
        heard = self.lines.ask(prompt)
        if not heard and kind in _SEEN_NOW:
            return today
        if not heard:
            raise Refused(_("Without its date the answer was not recorded."))
        reading = self._understood(_DAY, heard)
        return reading.data if reading else None

    def full_day(self, text: str) -> date:
        """Read a day with all its parts; raises `Refused` where it is none."""
        reading = self._understood(_DAY, text)
        try:
            return date.fromisoformat(str(reading.data if reading else ""))
        except ValueError:
            raise Refused(
                _("A full date is needed here."), _("Give day, month and year.")
            ) from None

    def _confirm(self, id: str, given: Given) -> None:
        """Show what an answer would do, have it confirmed where it fails a criterion, record it."""
        preview = self.sitting.preview(id, given)
        self.tell_changes(preview.changes)
        for gone in preview.falls_away:
            told = _("This would no longer apply: {question}")
            ask = _ask(self.sitting.question(gone), self.language)
            self.lines.say(told.format(question=ask))
        if preview.fails and not self._agreed_to_fail(preview):
            self.sitting.take_back_entry(id, given)
            self.lines.say(_("Taken back. That it was entered is in the record."))
            return
        if preview.needs_note:
            note = self.lines.ask(_("On what does this judgement rest? It is recorded as a note."))
            given = replace(given, raw={**given.raw, "note": note})
        reason = self.reason() if preview.needs_reason else None
        series = self.sitting.question(id).type is QuestionType.SERIES
        if series and given.raw.get("missing") == "pending":
            due = given.raw.get("due")
            self.sitting.await_series(id, date.fromisoformat(str(due)) if due else None)
        else:
            self.sitting.give(id, given, reason=reason)
        self.lines.say(_("Recorded."))

    def reason(self) -> str:
        """Ask why an answer is corrected."""
        return self.lines.ask(_("There is an answer already. Why was it wrong?"))

    def tell_changes(self, changes: tuple[Change, ...]) -> None:
        """Say which criteria become another."""
        for change in changes:
            criterion = self.sitting.protocol.criteria[change.criterion]
            self.lines.say(
                _("{criterion}: {before} becomes {after}").format(
                    criterion=criterion_told(criterion),
                    before=status_word(change.before),
                    after=status_word(change.after),
                )
            )

    def _agreed_to_fail(self, preview: Preview) -> bool:
        for id in preview.fails:
            criterion = self.sitting.protocol.criteria[id]
            text = criterion.text.in_language(self.language)
            self.lines.say(
                _("With this answer {criterion} fails: {text}").format(
                    criterion=criterion_told(criterion), text=text
                )
            )
        return self.lines.agreed(_("Record it?"))

    # Series.

    def series(self, id: str) -> None:
        """Say the rows of a series, and ask for the next one."""
        rows = self.sitting.state.rows(id)
        question = self.sitting.question(id)
        for number, row in enumerate(rows, 1):
            self.lines.say(f"  {number}. {row_told(question, row, self.language)}")
        if not rows:
            self.lines.say(_("There are no entries yet."))

    def hear_entry(self, id: str, text: str) -> None:
        """Take what was typed to a series: that there were none, why none are known, or a date."""
        from screener.interview.typed import understand

        reading = understand(self.sitting.question(id), text, self.sitting.on, self.language)
        if not isinstance(reading, Understood):
            self.row(id, text)
        elif isinstance(reading.data, dict):
            self.hear(id, text)
        elif self.sitting.state.rows(id):
            raise Refused(_("There are entries."), _("/remove takes one out."))
        else:
            self.complete(id)

    def row(self, id: str, text: str, index: int | None = None) -> None:
        """Enter a row, beginning with its date."""
        question = self.sitting.question(id)
        row: dict[str, object] = {"date": self.full_day(text).isoformat()}
        for name, field in question.fields.items():
            value = self._field(field)
            if value is not None:
                row[name] = value
        self.lines.say(row_told(question, row, self.language))
        if not self.lines.agreed(_("Save this entry?")):
            self.lines.say(_("The entry was not saved."))
            return
        self.sitting.save_row(id, row, index)
        self.lines.say(_("Saved. It counts once the series is complete."))

    def _field(self, field: Question) -> object | None:
        """Ask for one field until it is understood; an empty line leaves it out."""
        self.lines.say(_ask(field, self.language), *_hints(field, self.language))
        while heard := self.lines.ask(_("An empty line leaves it out.")):
            try:
                understood = self._understood(field, heard)
            except Refused as error:
                self.lines.say(str(error))
                continue
            if understood is not None and not isinstance(understood.data, dict):
                return understood.data
        return None

    def complete(self, id: str) -> None:
        """Mark a series complete, once what that does has been shown."""
        rows = list(self.sitting.state.rows(id))
        preview = self.sitting.preview(id, Given({"value": rows}))
        self.tell_changes(preview.changes)
        if preview.fails and not self._agreed_to_fail(preview):
            self.lines.say(_("The series is not complete."))
            return
        try:
            self.sitting.complete_series(id)
        except Refused:
            if self.sitting.state.current(id) is None:
                raise
            self.sitting.complete_series(id, reason=self.reason(), act=Act.CORRECTION)
        self.lines.say(_("The series is complete."))


_DAY = Question(
    id="date",
    type=QuestionType.DATE,
    place=Place(1, 1),
    ask=Text.plain("date"),
    minimum=date(1850, 1, 1),
    future=True,
)


def _ask(question: Question, language: str) -> str:
    return question.ask.in_language(language) if question.ask else question.id


def _hints(question: Question, language: str) -> list[str]:
    """Say what can be answered."""
    match question.type:
        case QuestionType.BOOLEAN:
            return [_("Answer yes or no.")]
        case QuestionType.CHOICE | QuestionType.CHOICES:
            labels = [text.in_language(language) for text in question.options.values()]
            listed = [f"  {number}. {label}" for number, label in enumerate(labels, 1)]
            several = _("Answer with numbers, such as 1, 3; or none.")
            one = _("Answer with a number.")
            return [*listed, several if question.type is QuestionType.CHOICES else one]
        case QuestionType.QUANTITY:
            units = ", ".join(question.units)
            return [_("Answer with a number and its unit: {units}.").format(units=visible(units))]
        case QuestionType.INTEGER | QuestionType.DECIMAL:
            return [_("Answer with a number.")]
        case QuestionType.DATE:
            return [_("Answer with a date, such as 17 May 2019, May 2019 or 2019.")]
        case QuestionType.SERIES:
            return [
                _("Type the date of an entry to add it, /done when all are entered,"),
                _("/remove 1 or /edit 1 to change one, /pending where more is awaited."),
            ]
    return []

"""The slash commands of the plain mode."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from screener.interview.effects import Effect
from screener.interview.plain_answers import Asking
from screener.interview.refusals import Refused
from screener.interview.told import (
    answer_told,
    criterion_told,
    decision_told,
    lack_told,
    role_told,
    source_told,
    status_word,
)
from screener.language import N_, _, available_languages, set_language
from screener.protocol.answers import SourceKind, Through
from screener.sanitise import visible


class Left(Exception):
    """The person leaves this screening, for the worklist."""


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command: what it does, in words, and how."""

    name: str
    does: str
    run: Callable[["Commands", str], None]


class Commands:
    """Runs slash commands for one sitting."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.sitting = asking.sitting
        self.lines = asking.lines
        #: A question chosen to be looked at again, before what the plan asks.
        self.chosen: str | None = None

    @property
    def current(self) -> str | None:
        """The question that is being asked."""
        return self.chosen or self.sitting.current()

    def run(self, text: str) -> None:
        """Run what was typed after a slash; raises `Refused` where it cannot be done."""
        name, _space, rest = text[1:].partition(" ")
        command = COMMANDS.get(name.casefold())
        if command is None:
            raise Refused(
                _("There is no command /{name}.").format(name=visible(name)),
                _("/help lists them."),
            )
        command.run(self, rest.strip())

    def _now(self) -> str:
        if self.current is None:
            raise Refused(_("No question is being asked now."))
        return self.current

    def help(self, rest: str) -> None:
        """List the commands, after the help of the question."""
        if self.current is not None:
            question = self.sitting.question(self.current)
            if question.help is not None:
                self.lines.say(question.help.in_language(self.asking.language))
        self.lines.say(*(f"/{command.name}: {_(command.does)}" for command in COMMANDS.values()))

    def why(self, rest: str) -> None:
        """Say which criteria rest on the question, and what each answer would do."""
        why = self.sitting.why(self._now(), self.asking.language)
        for id in why.criteria:
            criterion = self.sitting.protocol.criteria[id]
            text = criterion.text.in_language(self.asking.language)
            status = status_word(self.sitting.result.criteria[id].status)
            self.lines.say(f"{criterion_told(criterion)} ({status}): {text}")
        if why.for_record:
            self.lines.say(_("It is asked for the record; no criterion rests on it."))
        for effect in why.effects:
            self._effect(effect)

    def _effect(self, effect: Effect) -> None:
        if effect.criterion is not None:
            printed = criterion_told(self.sitting.protocol.criteria[effect.criterion])
            self.lines.say(
                _("{criterion} asks: {test}").format(criterion=printed, test=effect.label)
            )
            return
        told = [
            _("{criterion} {status}").format(
                criterion=criterion_told(self.sitting.protocol.criteria[change.criterion]),
                status=status_word(change.after),
            )
            for change in effect.changes
        ]
        said = ", ".join(told) or _("closes no criterion by itself")
        self.lines.say(f"{effect.label}: {said}")

    def back(self, rest: str) -> None:
        """Choose an earlier answer to look at again."""
        answered = [
            id for id in self.sitting.state.answers if self.sitting.state.current(id) is not None
        ]
        self._choose_among(answered)

    def check(self, rest: str) -> None:
        """Say all answers by section, and choose one to change."""
        protocol, state = self.sitting.protocol, self.sitting.state
        ordered: list[str] = []
        for section in (None, *protocol.sections):
            ordered += [
                id
                for id, question in protocol.questions.items()
                if question.section == section and state.current(id) is not None
            ]
        self._choose_among(ordered)
        if self.chosen is None:
            self.missing_list()

    def _choose_among(self, ids: list[str]) -> None:
        if not ids:
            raise Refused(_("Nothing has been answered yet."))
        language = self.asking.language
        told = []
        for id in ids:
            question, entry = self.sitting.question(id), self.sitting.state.current(id)
            answer = answer_told(question, entry.answer, language) if entry else ""
            applies = self.sitting.result.applies(id) is not False
            gone = "" if applies else _(" (no longer applies)")
            ask = question.ask.in_language(language) if question.ask else id
            told.append(f"{ask} {answer}{gone}")
        chosen = self.lines.choose(
            _("Type the number of an answer to change it; an empty line changes none."), told
        )
        self.chosen = None if chosen is None else ids[chosen]

    def missing_list(self) -> None:
        """Say what stands between here and a decision."""
        for lack in self.sitting.lacks():
            question = self.sitting.protocol.questions[lack.question]
            ask = question.ask.in_language(self.asking.language) if question.ask else question.id
            due = lack.due.isoformat() if lack.due else None
            who = role_told(lack.who)
            self.lines.say(f"{ask} {lack_told(lack.reason, due)} ({who})")

    def missing(self, rest: str) -> None:
        """Ask why there is no answer, and record it."""
        reasons = ("unknown", "not_done", "pending", "refused")
        chosen = self.lines.choose(
            _("Why is there no answer? Type a number."), [lack_told(one) for one in reasons]
        )
        if chosen is None:
            raise Refused(_("Nothing was recorded."))
        self._missing(reasons[chosen])

    def _missing(self, reason: str, rest: str = "") -> None:
        id = self._now()
        self.asking.missing(id, reason, rest)
        self.chosen = None

    def unknown(self, rest: str) -> None:
        """Record that it is not known."""
        self._missing("unknown")

    def notdone(self, rest: str) -> None:
        """Record that it was not done."""
        self._missing("not_done")

    def pending(self, rest: str) -> None:
        """Record that it is awaited, perhaps until a day."""
        self._missing("pending", rest)

    def refused(self, rest: str) -> None:
        """Record that the candidate refuses to say."""
        self._missing("refused")

    def source(self, rest: str) -> None:
        """Set where the answers come from."""
        kinds = list(SourceKind)
        now = self.sitting.state.source
        if now is not None:
            self.lines.say(_("Now: {source}").format(source=source_told(now)))
        chosen = self.lines.choose(
            _("Where do the answers come from now? Type a number."),
            [source_told(kind.value) for kind in kinds],
        )
        if chosen is None:
            raise Refused(_("The source stays as it was."))
        source: dict[str, object] = {"kind": kinds[chosen].value}
        if reference := self.lines.ask(_("Its reference, such as a report's number; or nothing.")):
            source["reference"] = reference
        through = list(Through)
        options = [_("no interpreter"), *(source_told({**source, "through": t}) for t in through)]
        interpreter = self.lines.choose(_("Through which interpreter?"), options)
        if interpreter:
            source["through"] = through[interpreter - 1].value
        self.sitting.set_source(source)
        self.lines.say(_("Now: {source}").format(source=source_told(source)))

    def note(self, rest: str) -> None:
        """Keep a note to the question that is being asked."""
        text = rest or self.lines.ask(_("Type the note."))
        self.sitting.add_note(text, self.current)
        self.lines.say(_("The note is kept."))

    def skip(self, rest: str) -> None:
        """Put the question behind the others."""
        id = self._now()
        if self.chosen is None:
            self.sitting.skip(id)
        self.chosen = None

    def undo(self, rest: str) -> None:
        """Take back the last answer."""
        question = self.sitting.undo()
        if question is None:
            raise Refused(
                _("There is no answer of yours in this sitting to take back."),
                _("/back corrects an earlier one, with a reason."),
            )
        ask = self.sitting.question(question).ask
        told = ask.in_language(self.asking.language) if ask else question
        self.lines.say(_("Taken back: {question}").format(question=told))

    def go_on(self, rest: str) -> None:
        """Go on after a failed criterion."""
        self.sitting.continue_after_failure()

    def stop(self, rest: str) -> None:
        """End the interview before its end."""
        self.sitting.stop(rest or self.lines.ask(_("Why does the interview end here?")))
        self.lines.say(_("Stopped. /resume takes it up again."))

    def resume(self, rest: str) -> None:
        """Take a stopped interview up again."""
        self.sitting.resume()

    def withdraw(self, rest: str) -> None:
        """Record that the candidate withdraws."""
        if not self.lines.agreed(_("Does the candidate withdraw? Nothing more will be asked.")):
            raise Refused(_("Nothing was recorded."))
        self.sitting.withdraw(self.lines.ask(_("The reason, if the candidate gives one.")) or None)
        self.lines.say(_("The withdrawal is recorded. What was recorded before stays."))

    def language(self, rest: str) -> None:
        """Ask in another language from now on."""
        languages = self.sitting.protocol.languages
        chosen = rest or self.lines.ask(
            _("Which language? {tags}").format(tags=", ".join(languages))
        )
        if chosen not in (*languages, *available_languages()):
            raise Refused(
                _("There is no language {tag}.").format(tag=visible(chosen)),
                _("The languages: {tags}.").format(tags=", ".join(languages)),
            )
        set_language(chosen)
        self.sitting.switch_language(chosen)

    def criteria(self, rest: str) -> None:
        """Say every criterion with its status."""
        for id, found in self.sitting.result.criteria.items():
            criterion = self.sitting.protocol.criteria[id]
            text = criterion.text.in_language(self.asking.language)
            self.lines.say(f"{criterion_told(criterion)}, {status_word(found.status)}: {text}")

    def decide(self, rest: str) -> None:
        """Record what the answers come to."""
        result = self.sitting.result
        self.lines.say(_("Decision: {decision}").format(decision=decision_told(result.decision)))
        self.criteria(rest)
        self.missing_list()
        if not self.lines.agreed(_("Record this decision?")):
            raise Refused(_("Nothing was recorded."))
        event = self.sitting.record_decision()
        place = _("The decision is recorded, as event {version}. /copy writes a copy.")
        self.lines.say(place.format(version=event.version))

    def copy(self, rest: str) -> None:
        """Write a copy of the recorded decision: to a file where one is named, else here."""
        formats = {".txt": "text", ".md": "markdown", ".json": "json"}
        if not rest:
            self.lines.say(self.sitting.copy("text").rstrip("\n"))
            return
        path = Path(rest).expanduser()
        if path.suffix not in formats:
            raise Refused(
                _("The kind of a copy shows in its name."),
                _("End it in one of: {endings}.").format(endings=", ".join(formats)),
            )
        self.sitting.write_copy(path, formats[path.suffix])
        self.lines.say(_("Written to {path}.").format(path=visible(str(path))))

    # Series.

    def done(self, rest: str) -> None:
        """Mark the series complete."""
        self.asking.complete(self._now())
        self.chosen = None

    def edit(self, rest: str) -> None:
        """Enter a row of the series again."""
        id, index = self._now(), self._row(rest)
        self.asking.row(id, self.lines.ask(_("Date of the entry.")), index)

    def remove(self, rest: str) -> None:
        """Take a row out of the series."""
        self.sitting.remove_row(self._now(), self._row(rest))

    def _row(self, rest: str) -> int:
        if not rest.isdecimal() or len(rest) > 4:
            raise Refused(_("Which entry?"), _("Give its number."))
        return int(rest) - 1

    def due(self, rest: str) -> None:
        """Give a due date to every awaited question of this section."""
        id = self._now()
        section = self.sitting.question(id).section
        awaited = [
            lack.question
            for lack in self.sitting.lacks()
            if lack.reason == "pending" and self.sitting.question(lack.question).section == section
        ]
        if not awaited:
            raise Refused(_("Nothing of this section is awaited."))
        day = self.asking.full_day(rest or self.lines.ask(_("By when?")))
        self.sitting.give_due(awaited, day)

    def leave(self, rest: str) -> None:
        """Leave the screening."""
        raise Left


COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        Command("help", N_("this help"), Commands.help),
        Command("why", N_("why this question is asked"), Commands.why),
        Command("back", N_("look at an earlier answer, to correct it"), Commands.back),
        Command("check", N_("all answers and what is missing"), Commands.check),
        Command("criteria", N_("every criterion and its status"), Commands.criteria),
        Command("missing", N_("say why there is no answer"), Commands.missing),
        Command("unknown", N_("the answer is not known"), Commands.unknown),
        Command("notdone", N_("it was not done"), Commands.notdone),
        Command("pending", N_("it is awaited; a date may follow"), Commands.pending),
        Command("refused", N_("the candidate refuses to say"), Commands.refused),
        Command("due", N_("a due date for all that is awaited here"), Commands.due),
        Command("done", N_("the entries of a series are complete"), Commands.done),
        Command("edit", N_("change an entry of a series, by its number"), Commands.edit),
        Command("remove", N_("take an entry out of a series, by its number"), Commands.remove),
        Command("source", N_("where the answers come from"), Commands.source),
        Command("note", N_("keep a note"), Commands.note),
        Command("skip", N_("ask this later"), Commands.skip),
        Command("undo", N_("take the last answer back"), Commands.undo),
        Command("continue", N_("go on after a failed criterion"), Commands.go_on),
        Command("stop", N_("end the interview before its end"), Commands.stop),
        Command("resume", N_("take a stopped interview up again"), Commands.resume),
        Command("withdraw", N_("the candidate withdraws"), Commands.withdraw),
        Command("language", N_("ask in another language"), Commands.language),
        Command("decide", N_("record the decision"), Commands.decide),
        Command("copy", N_("a copy of the decision, to a file if you name one"), Commands.copy),
        Command("quit", N_("back to the list of screenings"), Commands.leave),
    )
}

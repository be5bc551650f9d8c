"""The slash commands of a screening in the plain mode: those of the common table, by line."""

from collections.abc import Callable, Mapping

from screener.interview.awaited import awaited_by_section
from screener.interview.commands import BY_ID
from screener.interview.compared import since_earlier
from screener.interview.plain_answers import Asking
from screener.interview.plain_checking import say_all_answers
from screener.interview.plain_conflicts import recorded
from screener.interview.plain_copying import copy
from screener.interview.plain_course import correct_code, record_outcome, withdraw
from screener.interview.plain_lines import AnswerChosen
from screener.interview.plain_looking import Looking
from screener.interview.plain_questions import ask_text
from screener.interview.plain_redacting import redact
from screener.interview.plain_searching import say_found
from screener.interview.plain_signing import answer_query, close_undetermined, decide
from screener.interview.plain_slash import (
    IN_THE_LIST,
    Left,
    Quit,
    command_lines,
    instead_by_line,
    spoken,
)
from screener.interview.plain_sources import ask_source
from screener.interview.refusals import Refused
from screener.interview.told import asked_there_told, lack_told, order_told
from screener.joining import listed
from screener.language import _, available_languages, set_language
from screener.protocol.model import QuestionType
from screener.sanitise import visible

_REASONS = ("unknown", "not_done", "pending", "refused")


class Commands:
    """Carries out slash commands for one sitting."""

    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.sitting = asking.sitting
        self.lines = asking.lines
        self.looking = Looking(asking)
        #: A question chosen to be looked at again, before what the plan asks.
        self._chosen: str | None = None
        #: Whether something would be lost by what is typed in its place.
        self._begun = True
        self.lines.look = self.look

    @property
    def current(self) -> str | None:
        """The question that is being asked."""
        return self._chosen or self.sitting.current()

    def choose(self, question: str | None) -> None:
        """Choose a question to be asked, to change its answer; None asks what the plan asks."""
        self._chosen = question
        self.asking.correcting = question is not None

    def leave_question(self, question: str | None) -> None:
        """Leave what is asked as it is; what the plan asks is then said with its options."""
        if question is not None and self.sitting.question(question).type is QuestionType.SERIES:
            self.asking.series.leave(question)
        self.choose(None)
        self.asking.putting.whole()

    def run(self, text: str) -> None:
        """Carry out a slash command; raises `Refused` where it cannot be done."""
        name, argument = spoken(text, HANDLERS, _elsewhere)
        self._begun = name not in _BEGINNING_NOTHING
        try:
            HANDLERS[name](self, argument)
        finally:
            self._begun = True

    def look(self, text: str) -> bool:
        """Carry out a command typed where something else is asked, if it ends nothing begun."""
        try:
            name, argument = spoken(text, HANDLERS, _elsewhere)
            if name in _LOOKING or (name == "note" and argument):
                HANDLERS[name](self, argument)
                return True
            if name == "check":
                self._check_meanwhile()
                return True
        except Refused as error:
            self.lines.say(str(error))
            return True
        if name == "undo":
            raise self._left_by_undo()
        self._tell_left()
        return False

    def _check_meanwhile(self) -> None:
        """Say all answers; one that is chosen to be changed ends what was begun."""
        chosen = self._checked()
        if chosen is not None:
            self._tell_left()
            raise AnswerChosen(chosen)

    def _tell_left(self) -> None:
        if self._begun:
            self.lines.say(_("What was begun here is not recorded."))

    def _left_by_undo(self) -> Refused:
        """Say what /undo does where something is asked: it takes back nothing that is recorded."""
        if not self._begun:
            return Refused(_("Nothing was taken back."))
        # Only what waits is undone: what was recorded before it is nobody's slip of now.
        return Refused(_("What was begun here is dropped. What was recorded before stays."))

    def _now(self) -> str:
        if self.current is None:
            raise Refused(_("No question is being asked now."), _("/help lists the commands."))
        return self.current

    # Looking.

    def help(self, argument: str) -> None:
        """Say the help of the question, then every command."""
        self.looking.help_of(self.current)
        self.lines.say(*command_lines(HANDLERS))
        self.lines.say(_("// begins a text with a slash."))

    def why(self, argument: str) -> None:
        """Say why the question is asked; where none is, why every criterion stands as it does."""
        if self.current is not None:
            self.looking.why(self.current)
        else:
            self.looking.reasons()

    def criteria(self, argument: str) -> None:
        """Say where every criterion stands."""
        self.looking.criteria()

    def points(self, argument: str) -> None:
        """Say what the protocol leaves open."""
        self.looking.points()

    def search(self, argument: str) -> None:
        """Say what was done in the screening that holds the words."""
        if words := argument or self.lines.ask(_("Which words? Enter alone leaves.")):
            say_found(self.asking, words)

    # Earlier answers.

    def back(self, argument: str) -> None:
        """Choose an earlier answer to look at again; one that is named by its number at once."""
        ids = self.looking.answered()
        if not argument:
            for number, id in enumerate(ids, 1):
                self.lines.offer(number, self.looking.told(id))
        self.choose(self._chosen_among(ids, argument))

    def check(self, argument: str) -> None:
        """Say what is missing and all answers with their history, and choose one to change."""
        self.choose(self._checked())

    def _checked(self) -> str | None:
        """Say what is missing and all answers; gives the one that is chosen to be changed."""
        return self._chosen_among(say_all_answers(self.looking, self.looking.missing()))

    def _chosen_among(self, ids: list[str], typed: str = "") -> str | None:
        if not ids:
            raise Refused(_("Nothing has been answered yet."))
        prompt = _("Type the number of an answer to change it; Enter alone changes none.")
        chosen = self.lines.number(typed, len(ids)) if typed else None
        if chosen is None:
            chosen = self.lines.chosen(prompt, len(ids))
        if chosen is None:
            return None
        self.sitting.may_change(ids[chosen])
        return ids[chosen]

    def undo(self, argument: str) -> None:
        """Take back the last answer, or the last field of a row; from a correction, leave it."""
        if self.current is not None and self.asking.series.step_back(self.current):
            return
        if self._chosen is not None:
            # It is seldom the last answer, which alone is taken back.
            self.leave_question(self._chosen)
            self.lines.say(_("The change is left; no answer was taken back."))
            return
        question = self.sitting.undo()
        if question is None:
            raise self._nothing_to_undo()
        told = ask_text(self.sitting.question(question), self.asking.language)
        self.lines.say(_("Taken back: {question}").format(question=told))

    def _nothing_to_undo(self) -> Refused:
        if self.sitting.state.withdrawn:
            return Refused(
                _("The candidate has withdrawn, so no answer is taken back."),
                _("/resume corrects a withdrawal that was recorded by mistake."),
            )
        if self.sitting.can_undo_once_resumed:
            return Refused(_("The interview is stopped."), _("/resume comes first, then /undo."))
        return Refused(
            _("There is no answer of yours in this sitting to take back."),
            _("/back corrects an earlier one, with a reason."),
        )

    # The present question.

    def missing(self, argument: str) -> None:
        """Ask why there is no answer, and record it."""
        self._now()
        asked = _("Why is there no answer? Type a number; Enter alone leaves.")
        chosen = self.lines.choose(asked, [lack_told(one) for one in _REASONS])
        if chosen is None:
            raise Refused(_("Nothing was recorded."))
        self.no_answer(_REASONS[chosen], "")

    def no_answer(self, reason: str, argument: str) -> None:
        """Record why there is no answer, with when it is due or a note."""
        self.asking.missing(self._now(), reason, argument)
        self.choose(None)

    def skip(self, argument: str) -> None:
        """Put the question behind the others."""
        question = self._now()
        if self._chosen is None:
            self.sitting.skip(question)
            self.lines.say(_("Left for later."))
        self.choose(None)

    def note(self, argument: str) -> None:
        """Keep a note; one that comes with the command is about the question being asked."""
        about = self.current if argument else self._note_about()
        if text := argument or self.lines.ask(_("Type the note; Enter alone leaves.")):
            recorded(self.lines, lambda: self.sitting.add_note(text, about))
            self.lines.say(_("The note is kept."))

    def _note_about(self) -> str | None:
        """Ask what a note is about: a question, or the whole screening, which is None."""
        answered = [id for id in self.looking.answered() if id != self.current]
        aims = {
            **({"question": _("the question being asked")} if self.current is not None else {}),
            "screening": _("the whole screening"),
            **({"answer": _("an answer given before")} if answered else {}),
        }
        if len(aims) == 1:
            return None
        asked = _("What is the note about? Type its number; Enter alone takes the first.")
        aim = list(aims)[self.lines.choose(asked, list(aims.values())) or 0]
        if aim != "answer":
            return self.current if aim == "question" else None
        asked = _("Which answer? Type its number; Enter alone leaves.")
        chosen = self.lines.choose(asked, [self.looking.told(id) for id in answered])
        if chosen is None:
            raise Refused(_("Nothing was recorded."))
        return answered[chosen]

    def language(self, argument: str) -> None:
        """Put the present question in the other language."""
        self._now()
        languages = self.sitting.protocol.languages
        self.asking.shown_in = _next(self.asking.language, languages, argument)

    def order(self, argument: str) -> None:
        """Ask in the other order from now on."""
        self.sitting.switch_order()
        self.lines.say(order_told(self.sitting.state.order))
        self.choose(None)

    def interface(self, argument: str) -> None:
        """Switch the program and the protocol's texts to another language."""
        chosen = _next(self.sitting.language, available_languages(), argument)
        set_language(chosen)
        self.sitting.switch_language(chosen)
        self.asking.shown_in = None

    def source(self, argument: str) -> None:
        """Set where the answers come from."""
        ask_source(self.sitting, self.lines)
        self.asking.putting.source_was_said()

    # Rows.

    def complete(self, argument: str) -> None:
        """Mark the series complete."""
        self.asking.series.complete(self._series())
        self.choose(None)

    def row(self, argument: str) -> None:
        """Enter a row of the series again."""
        self.asking.series.change(self._series(), self._row(argument))

    def remove(self, argument: str) -> None:
        """Take a row out of the series."""
        self.asking.series.remove(self._series(), self._row(argument))

    def _series(self) -> str:
        question = self._now()
        if self.sitting.question(question).type is not QuestionType.SERIES:
            raise Refused(_("This question has no rows."), _("/help lists the commands."))
        return question

    def _row(self, argument: str) -> int:
        number = argument or self.lines.ask(_("Which row? Type its number."))
        if not number.isdecimal() or len(number) > 4:
            raise Refused(_("Which row?"), _("Give its number, such as /row 1."))
        return int(number) - 1

    # Due dates.

    def due(self, argument: str) -> None:
        """Give one due date to awaited questions of a section."""
        ids = self._awaited()
        if len(ids) > 1:
            told = [ask_text(self.sitting.question(id), self.asking.language) for id in ids]
            self.lines.say(_("Awaited:"), *(f"  {text}" for text in told))
        asked = _("By when? Such as 14 Feb or 2 weeks; Enter alone for none.")
        day = self.asking.due_day(argument or self.lines.ask(asked))
        if day is None:
            raise Refused(_("Nothing was recorded."))
        recorded(self.lines, lambda: self.sitting.give_due(ids, day))
        self.lines.say(_("Recorded."))

    def _awaited(self) -> list[str]:
        protocol = self.sitting.protocol
        sections = awaited_by_section(protocol, self.sitting.state)
        if not sections:
            raise Refused(_("Nothing is awaited."))
        if len(sections) == 1:
            return next(iter(sections.values()))
        names = [
            protocol.sections[id].title.in_language(self.asking.language) if id else _("no section")
            for id in sections
        ]
        chosen = self.lines.choose(_("Of which section? Type its number."), names)
        if chosen is None:
            raise Refused(_("Nothing was recorded."))
        return list(sections.values())[chosen]

    # The course of the interview.

    def go_on(self, argument: str) -> None:
        """Go on after a failed criterion."""
        self.sitting.continue_after_failure()

    def end(self, argument: str) -> None:
        """End at a failed criterion, also after having gone on."""
        self.sitting.end_at_failure()
        self.choose(None)

    def stop(self, argument: str) -> None:
        """End the interview before its end."""
        self.sitting.may_stop()
        asked = _("Why does the interview end here? Enter alone leaves.")
        if not (reason := argument or self.lines.ask(asked)):
            raise Refused(_("Nothing was recorded."))
        recorded(self.lines, lambda: self.sitting.stop(reason))
        self.lines.say(_("Stopped. /resume takes it up again."))

    def resume(self, argument: str) -> None:
        """Take a stopped interview up again, or correct a withdrawal recorded by mistake."""
        if not self.sitting.state.withdrawn:
            self.sitting.resume()
            return
        if (again := self.sitting.state.again) is not None:
            self.lines.say(asked_there_told(again))
            if argument and not self.lines.agreed(_("Correct the withdrawal all the same?")):
                raise Refused(_("Nothing was recorded."))
        asked = _("Why was the withdrawal recorded by mistake? Enter alone leaves it.")
        if not (reason := argument or self.lines.ask(asked)):
            raise Refused(_("Nothing was recorded."))
        recorded(self.lines, lambda: self.sitting.correct_withdrawal(reason))
        self.lines.say(_("The withdrawal is corrected: the screening is as before it."))

    def withdraw(self, argument: str) -> None:
        """Record that the candidate withdraws."""
        withdraw(self.sitting, self.lines, argument)

    def earlier(self, argument: str) -> None:
        """Say what has changed since the candidate's earlier screening."""
        self.looking.say(since_earlier(self.sitting))

    def outcome(self, argument: str) -> None:
        """Record what the screening led to, or correct that."""
        record_outcome(self.sitting, self.lines, self.asking.full_day)

    def candidate(self, argument: str) -> None:
        """Correct the candidate's code, which was mistyped."""
        correct_code(self.sitting, self.lines, argument)

    def sign(self, argument: str) -> None:
        """Say the decision with every criterion, and record it; review and sign it."""
        decide(self.looking)

    def query(self, argument: str) -> None:
        """Answer an investigator's query."""
        answer_query(self.sitting, self.lines, argument)

    def close(self, argument: str) -> None:
        """Close what cannot be determined, for a reason."""
        close_undetermined(self.sitting, self.lines, argument)

    def copy(self, argument: str) -> None:
        """Write a copy of the recorded decision into a file; without one named, say it here."""
        copy(self.sitting, self.lines, argument)

    def redact(self, argument: str) -> None:
        """Take out for good what was typed by mistake."""
        redact(self.sitting, self.lines)

    # Leaving.

    def leave(self, argument: str) -> None:
        """Leave the screening."""
        raise Left

    def awaited(self, argument: str) -> None:
        """Leave the screening for the list of what is awaited."""
        raise Left(f"{BY_ID['awaited'].slash} {argument}")

    def quit(self, argument: str) -> None:
        """Leave the program."""
        raise Quit


def _elsewhere(command: str) -> str:
    if command in IN_THE_LIST:
        return _("/list leads to the list first.")
    return instead_by_line(command)


def _next(now: str, known: tuple[str, ...], named: str) -> str:
    """Give the language that is named, or the one after the present one."""
    if named and named not in known:
        raise Refused(
            _("There is no language {tag}.").format(tag=visible(named)),
            _("The languages: {tags}.").format(tags=listed(known)),
        )
    if len(known) < 2:
        raise Refused(_("There is no other language."))
    at = known.index(now) if now in known else -1
    return named or known[(at + 1) % len(known)]


def _no_answer(reason: str) -> Callable[[Commands, str], None]:
    return lambda commands, argument: commands.no_answer(reason, argument)


#: What each command of the table does here, by its id.
HANDLERS: Mapping[str, Callable[[Commands, str], None]] = {
    "help": Commands.help,
    "why": Commands.why,
    "search": Commands.search,
    "back": Commands.back,
    "criteria": Commands.criteria,
    "missing": Commands.missing,
    "source": Commands.source,
    "check": Commands.check,
    "continue": Commands.go_on,
    "end": Commands.end,
    "sign": Commands.sign,
    "query": Commands.query,
    "close": Commands.close,
    "undo": Commands.undo,
    **{reason: _no_answer(reason) for reason in _REASONS},
    "skip": Commands.skip,
    "due": Commands.due,
    "note": Commands.note,
    "language": Commands.language,
    "order": Commands.order,
    "interface": Commands.interface,
    "row": Commands.row,
    "remove": Commands.remove,
    "complete": Commands.complete,
    "points": Commands.points,
    "withdraw": Commands.withdraw,
    "stop": Commands.stop,
    "resume": Commands.resume,
    "earlier": Commands.earlier,
    "outcome": Commands.outcome,
    "candidate": Commands.candidate,
    "copy": Commands.copy,
    "redact": Commands.redact,
    "awaited": Commands.awaited,
    "list": Commands.leave,
    "quit": Commands.quit,
}
#: These end nothing that was begun.
_LOOKING = frozenset({"help", "why", "search", "criteria", "points", "earlier"})
#: These ask for something, and nothing is lost where another command is typed instead.
_BEGINNING_NOTHING = _LOOKING | {"back", "check"}

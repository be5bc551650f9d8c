"""`screener --plain`: the same interview by line, for screen readers and pipes."""

from collections.abc import Callable
from typing import TextIO

from screener.interview.plain_answers import Asking
from screener.interview.plain_commands import Commands, Left
from screener.interview.plain_lines import InputEnded, Lines, Source
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.interview.told import decision_told, stage_told
from screener.language import _
from screener.protocol.model import Decision, QuestionType
from screener.protocol.problems import ProtocolError
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.store import Store
from screener.record.summary import ScreeningSummary


def run_plain(
    store: Store, person: Person, rules: bytes, source: Source, output: TextIO, language: str
) -> None:
    """Lead through screenings by line, until the input ends or the person quits.

    `rules` is the rules file with which new screenings begin. Every answer is on the disk before
    the next question is put, so the input may end at any point.
    """
    lines = Lines(source, output)
    _until_the_end(lines, lambda: _worklist(store, person, rules, lines, language))


def run_screening(
    store: Store, person: Person, number: str, source: Source, output: TextIO, language: str
) -> None:
    """Lead through one screening by line, as `run_plain` does."""
    lines = Lines(source, output)
    _until_the_end(lines, lambda: _interview(store, person, number, lines, language))


def _until_the_end(lines: Lines, work: Callable[[], None]) -> None:
    """Work until it is done, or nobody is there any more: no input, Ctrl+C, no one listening."""
    try:
        try:
            work()
        except (InputEnded, KeyboardInterrupt):
            lines.say("", _("The input has ended. Everything that was confirmed is recorded."))
    except BrokenPipeError:
        return


def _worklist(store: Store, person: Person, rules: bytes, lines: Lines, language: str) -> None:
    while True:
        summaries = store.screenings()
        lines.say("", _("Screenings"))
        lines.say(*map(_told, summaries))
        if not summaries:
            lines.say(_("There are none yet."))
        heard = lines.ask(
            _("Type a screening's number to resume it, /new and the candidate's code, or /quit.")
        )
        command, _space, code = heard.partition(" ")
        try:
            if command == "/quit":
                return
            if command == "/new":
                code = code or lines.ask(_("The site's code for the candidate; no name."))
                number = store.new_screening(rules, code, person, language)
                _interview(store, person, number, lines, language)
            elif heard:
                _interview(store, person, heard, lines, language)
        except (StoreError, ProtocolError, ValueError) as error:
            lines.say(str(error))


def _told(summary: ScreeningSummary) -> str:
    parts = [summary.number, summary.candidate, stage_told(summary.stage)]
    if summary.total:
        closed = _("{closed} of {total} criteria closed")
        parts.append(closed.format(closed=summary.closed, total=summary.total))
    if summary.awaited:
        parts.append(_("awaited: {count}").format(count=len(summary.awaited)))
    if summary.problem:
        parts.append(summary.problem)
    return ", ".join(part for part in parts if part)


def _interview(store: Store, person: Person, number: str, lines: Lines, language: str) -> None:
    sitting = Sitting.open(store, number, person, language)
    lines.say(
        "",
        _("Screening {number}, candidate {code}. /help lists what can be typed.").format(
            number=sitting.number, code=sitting.candidate
        ),
    )
    asking = Asking(sitting, lines)
    if sitting.time_changes:
        lines.say(_("Time alone has changed these criteria since the last sitting:"))
        asking.tell_changes(sitting.time_changes)
    commands = Commands(asking)
    try:
        while True:
            _step(asking, commands)
    except Left:
        return


def _step(asking: Asking, commands: Commands) -> None:
    """Put the question that is due and take what is typed; what is refused is said."""
    lines, id = asking.lines, commands.current
    if id is None:
        _tell_end(asking)
    else:
        asking.put(id)
        if asking.sitting.question(id).type is QuestionType.SERIES:
            asking.series(id)
    heard = lines.ask()
    if not heard:
        # A chosen answer that is left as it is.
        commands.chosen = None
        return
    try:
        if heard.startswith("/"):
            commands.run(heard)
        elif id is None:
            raise Refused(_("No question is being asked now."), _("/help lists the commands."))
        else:
            _answer(asking, commands, id, heard)
    except (Refused, StoreError) as error:
        lines.say(str(error))


def _answer(asking: Asking, commands: Commands, id: str, heard: str) -> None:
    if asking.sitting.question(id).type is QuestionType.SERIES:
        asking.hear_entry(id, heard)
        return
    asking.hear(id, heard)
    commands.chosen = None


def _tell_end(asking: Asking) -> None:
    """Say why nothing is asked now, and what can be done."""
    sitting, lines = asking.sitting, asking.lines
    lines.say("")
    if sitting.state.withdrawn:
        lines.say(_("The candidate has withdrawn. Nothing more is asked."))
    elif sitting.state.stopped:
        lines.say(_("The interview was stopped. /resume takes it up again."))
    elif sitting.result.stops:
        lines.say(_("A criterion fails. /continue goes on, to record every reason."))
    elif sitting.held():
        count = len(sitting.held())
        lines.say(_("Questions that wait for the investigator: {count}.").format(count=count))
    else:
        lines.say(_("Nothing is left to ask now."))
    decision = decision_told(sitting.result.decision)
    lines.say(_("Decision so far: {decision}").format(decision=decision))
    if sitting.result.decision is Decision.UNDETERMINED:
        lines.say(_("/check says what is missing."))
    lines.say(_("/decide records the decision, /quit leaves."))

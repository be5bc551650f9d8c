"""One screening by line: question after question, and what is said where none is asked."""

from screener.interview.account import Account
from screener.interview.commands import is_slash
from screener.interview.decisions_told import anew_told, decisions_said
from screener.interview.moments import clock_told
from screener.interview.outcomes_told import outcome_told
from screener.interview.plain_answers import Asking
from screener.interview.plain_commands import Commands
from screener.interview.plain_conflicts import say_both
from screener.interview.plain_lines import (
    AnswerChosen,
    CommandTyped,
    Lines,
    said_plainly,
    without_slash,
)
from screener.interview.plain_signing import say_queries
from screener.interview.plain_slash import Left
from screener.interview.refusals import Refused
from screener.interview.signing_told import closed_said
from screener.interview.sitting import Sitting
from screener.interview.told import (
    again_told,
    asked_there_told,
    changed_before_told,
    gates_told,
    held_back_told,
    investigator_first_told,
    not_assessed_told,
    source_told,
    stop_or_go_on_told,
)
from screener.interview.training import training_told
from screener.joining import labelled
from screener.language import _, active_language
from screener.protocol.model import QuestionType
from screener.record.decision import decision_that_holds
from screener.record.errors import Conflict, StoreError
from screener.record.events import Person
from screener.record.rights import Right, may
from screener.record.signatures import has_signed
from screener.record.state import ScreeningState
from screener.record.store import Store


def interview(
    store: Store, person: Person, number: str, lines: Lines, question: str | None = None
) -> None:
    """Lead through one screening, until the person leaves it; a `question` is asked first.

    Raises `CommandTyped` where the person leaves it for something that is done elsewhere.
    """
    sitting = Sitting.open(store, number, person, active_language())
    lines.say(
        "",
        _("Screening {number}, candidate {code}. /help lists what can be typed.").format(
            number=sitting.number, code=sitting.candidate
        ),
    )
    if sitting.training:
        lines.say(labelled(_("Training"), training_told()))
    if sitting.ahead is not None:
        lines.say(clock_told(sitting.ahead, sitting.state.last.at, sitting.time_zone))
    asking = Asking(sitting, lines)
    _tell_opening(asking)
    looked = lines.look
    commands = Commands(asking)
    waiting: str | None = None
    try:
        if question is not None:
            sitting.may_change(question)
            commands.choose(question)
        while True:
            waiting = _step(asking, commands, waiting)
    except Left as left:
        if left.then:
            raise CommandTyped(left.then) from None
    finally:
        lines.look = looked


def _tell_opening(asking: Asking) -> None:
    """Say what has changed since somebody sat here last."""
    sitting, lines = asking.sitting, asking.lines
    if sitting.state.earlier is not None and not sitting.state.answers:
        lines.say(_("It follows {number}.").format(number=sitting.state.earlier))
        lines.say(changed_before_told())
    _tell_lapsed_source(asking)
    _tell_source(asking)
    if count := len(sitting.left_for_screener()):
        lines.say(investigator_first_told(count, len(sitting.upcoming()) - count))
    if overdue := sitting.overdue():
        lines.say(_("Awaited, and overdue:"), *map(asking.told, overdue))
    say_queries(sitting, lines)
    _tell_time_passed(asking)


def _tell_lapsed_source(asking: Asking) -> None:
    """Say that a source that was said does not hold any more, once."""
    sitting, lines = asking.sitting, asking.lines
    if sitting.lapsed_source is not None:
        said = _("Where the answers come from is not said any more; it was: {source}.")
        lines.say(said.format(source=source_told(sitting.lapsed_source)), _("/source says it."))
        sitting.lapsed_source = None


def _tell_source(asking: Asking) -> None:
    """Say that a source still holds that was said before in this person's day."""
    if (source := asking.sitting.state.source) is not None:
        said = _("Answers still come from: {source}. /source changes it.")
        asking.lines.say(said.format(source=source_told(source)))
        asking.putting.source_was_said()


def _tell_between(asking: Asking) -> None:
    """Say what others recorded beside what has just been written, once."""
    between, asking.sitting.came_between = asking.sitting.came_between, None
    if between is not None:
        asking.lines.say(between.message)


def _tell_time_passed(asking: Asking) -> None:
    """Say what the date alone has changed, once."""
    sitting, lines = asking.sitting, asking.lines
    if sitting.time_changes:
        lines.say(_("Since the last time, the date alone has changed:"))
        asking.tell_changes(sitting.time_changes)
    if sitting.became_stale:
        lines.say(_("Too old since the last time, to be asked again:"))
        lines.say(*map(asking.told, sitting.became_stale))
    sitting.time_changes, sitting.became_stale = (), ()


def _step(asking: Asking, commands: Commands, waiting: str | None) -> str | None:
    """Put the question that is due and take a line, or the command that `waiting` is.

    Gives the command that was typed in the middle of an answer; what is refused is said.
    """
    if waiting is None:
        _put(asking, commands.current)
        waiting = asking.lines.hear()
    try:
        _take(asking, commands, waiting)
    except CommandTyped as typed:
        return typed.text
    except AnswerChosen as chosen:
        commands.choose(chosen.question)
    except Conflict as error:
        say_both(asking.lines, error)
        commands.choose(None)
    except (Refused, StoreError) as error:
        asking.lines.say(str(error))
    _tell_between(asking)
    _tell_lapsed_source(asking)
    _tell_time_passed(asking)
    return None


def _put(asking: Asking, question: str | None) -> None:
    asking.previewed = None
    asking.is_about(question)
    if question is None:
        _tell_end(asking)
        return
    asking.putting.question(question)
    if _is_series(asking, question):
        asking.series.put(question)


def _take(asking: Asking, commands: Commands, heard: str) -> None:
    """Carry out a command, or take an answer to the question that is asked."""
    question = commands.current
    entering = question is not None and asking.sitting.row_entry(question) is not None
    if is_slash(heard):
        commands.run(heard)
    elif not heard and question is not None and asking.take_over(question):
        commands.choose(None)
    elif not heard and not entering:
        # A chosen answer that is left as it is.
        commands.leave_question(question)
    elif question is None and asking.sitting.stop_or_go_on:
        _stop_or_go_on(commands, heard)
    elif question is None:
        raise Refused(_("No question is being asked now."), _("/help lists the commands."))
    elif _is_series(asking, question):
        asking.series.hear(question, without_slash(heard))
    else:
        asking.hear(question, without_slash(heard))
        commands.choose(None)


def _stop_or_go_on(commands: Commands, heard: str) -> None:
    """Take what was chosen where the interview stands at a failed criterion."""
    # Full-width digits count as the plain ones.
    chosen = int(heard) if heard.isdecimal() and len(heard) == 1 else 0
    if chosen not in (1, 2):
        raise Refused(_("Type 1 to stop here, 2 to go on."), _("/help lists the commands."))
    (commands.end, commands.go_on)[chosen - 1]("")


def _is_series(asking: Asking, question: str) -> bool:
    return asking.sitting.question(question).type is QuestionType.SERIES


def _tell_end(asking: Asking) -> None:
    """Say why nothing is asked now, what it came to, and what can be done."""
    sitting, lines = asking.sitting, asking.lines
    account = asking.account()
    lines.say("")
    _tell_why_none(asking)
    lines.say(*map(said_plainly, closed_said(sitting.state, account.moment)))
    _tell_decision(sitting, lines, account)
    if any(account.missing()):
        lines.say(_("/check says what is missing."))
    if sitting.state.earlier is not None:
        lines.say(changed_before_told())
    lines.say(_what_now(sitting))
    if sitting.stop_or_go_on:
        lines.say(stop_or_go_on_told(sitting.standing))
        lines.say("  1. " + _("stop here"), "  2. " + _("go on, to record every reason"))
        lines.say(_("Type the number of one; /continue goes on later too."))


def _tell_why_none(asking: Asking) -> None:
    """Say why nothing is asked now: how it ended, or what all else waits for."""
    sitting, lines = asking.sitting, asking.lines
    again = sitting.state.again
    if ended := _ended_told(sitting.state):
        lines.say(ended, *([again_told(again)] if again is not None else []))
    elif again is not None:
        lines.say(asked_there_told(again))
    elif sitting.result.stops:
        _tell_failed(asking)
    elif sitting.held():
        count = len(sitting.held())
        lines.say(_("Questions that wait for the investigator: {count}.").format(count=count))
    elif awaited := sitting.standing.awaited_first:
        lines.say(held_back_told(sitting.protocol, awaited, asking.language))
    else:
        lines.say(_("Nothing is left to ask now."))


def _ended_told(state: ScreeningState) -> str:
    """Say that it was ended, and by what; nothing where nobody has ended it."""
    if state.withdrawn:
        return _("The candidate has withdrawn. Nothing more is asked.")
    if (led := state.outcome) is not None:
        return _("The outcome is recorded: {outcome}.").format(outcome=outcome_told(led))
    if state.stopped and state.again is not None:
        # It cannot be taken up again.
        return _("The interview was stopped.")
    return _("The interview was stopped. /resume takes it up again.") if state.stopped else ""


def _tell_failed(asking: Asking) -> None:
    """Say that a criterion fails, and whether the interview can go on or ends there."""
    sitting, lines = asking.sitting, asking.lines
    if not sitting.standing.askable:
        lines.say(gates_told(sitting.protocol, sitting.standing.gates, asking.language))
    elif sitting.stop_or_go_on:
        lines.say(_("A criterion fails."))
    else:
        lines.say(_("A criterion fails. /continue goes on, to record every reason."))
    if (ended := sitting.standing.ended_at_failure) is not None:
        lines.say(not_assessed_told(len(ended.not_assessed)))


def _tell_decision(sitting: Sitting, lines: Lines, account: Account) -> None:
    """Say what was recorded last, and signed, and what it comes to now where that may differ."""
    last, signatures = sitting.recorded_decisions()[:1], sitting.state.signatures
    recorded = decisions_said(last, signatures, account.moment, sitting.time_zone)
    lines.say(*map(said_plainly, recorded))
    closing = [said_plainly(said) for said in account.closing()]
    if not closing and decision_that_holds(sitting.standing) is None:
        closing = [_("Decision so far: {decision}").format(decision=account.outcome)]
    lines.say(*closing)
    if anew := anew_told(sitting.state):
        lines.say(anew)


def _what_now(sitting: Sitting) -> str:
    """Say what /sign does now, if anything."""
    if decision_that_holds(sitting.standing) is None:
        return _("/sign records the decision, /list shows the other screenings.")
    person = sitting.person
    if may(person.role, Right.SIGN) and not has_signed(sitting.state, person):
        return _("/sign reviews and signs the decision, /list shows the other screenings.")
    return _("/copy writes a copy of the decision, /list shows the other screenings.")

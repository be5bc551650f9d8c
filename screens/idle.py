"""What is said where nothing is asked: what it came to, what is missing, and what can be done."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from rich.cells import cell_len
from textual.geometry import Size

from screener.interview.decisions_told import anew_told
from screener.interview.declined import may_have_declined
from screener.interview.left_open_told import lack_said
from screener.interview.moments import moment
from screener.interview.outcomes_told import outcome_told
from screener.interview.said import closing_lines
from screener.interview.signing_told import standing_said
from screener.interview.sitting import Sitting
from screener.interview.told import (
    again_told,
    asked_there_told,
    decision_told,
    gates_told,
    held_back_told,
    not_assessed_told,
    recorded_told,
    resting_told,
    stop_or_go_on_told,
    until_then_told,
)
from screener.joining import aside, clauses, labelled, sentences
from screener.language import N_, _, ngettext
from screener.protocol.model import Decision
from screener.protocol.roles import Role
from screener.record.events import Event
from screener.record.history import OutcomeGiven
from screener.record.rights import role_told
from screener.record.standing import Lack, LackReason
from screens import asking
from screens.commands import with_keys
from screens.effects import criterion_words
from screens.prompts import Line, Prompt, Tone
from screens.trail import who_and_when

#: Rows of the terminal, and the lines that have room beneath what is said then.
_ROOM = ((30, 15), (20, 10), (0, 3))


def idle_prompt(sitting: Sitting, size: Size, decided: Event | None = None) -> Prompt:
    """Give what stands in the place of a question; `decided` is a recorded decision that holds."""
    prompt = _prompt(sitting, size, decided)
    # By whom and why comes first: beneath what was recorded it would seem to belong to that.
    closing, course = tuple(_closing(sitting)), tuple(_course(sitting, decided))
    if told := anew_told(sitting.state):
        course = (Line(told, Tone.AWAITED), *course)
    if decided is None:
        return prompt._replace(lines=(*closing, *course, *prompt.lines))
    who = who_and_when(decided.person, decided.at, sitting.time_zone)
    said = _("{decision}, by {who}").format(decision=recorded_told(decided.body), who=who)
    recorded = Line(labelled(_("Recorded"), said), Tone.QUIET)
    signed = signed_lines(sitting)
    return prompt._replace(lines=(*closing, recorded, *signed, *course, *prompt.lines))


def signed_lines(sitting: Sitting) -> Iterator[Line]:
    """Say of each signature that stands who signed, when, and what it means."""
    for said in standing_said(sitting.state, sitting.time_zone):
        yield Line(labelled(said.label, said.text) if said.label else said.text, Tone.PASS)


def _closing(sitting: Sitting) -> Iterator[Line]:
    """Say by whom, when and why the withdrawal, the outcome or the stop was recorded."""
    state = sitting.state
    outcome = None if state.outcome is None else state.outcome.closing
    if ended := state.withdrawn or outcome or state.stopped:
        told = closing_lines(ended, lambda at: moment(at, sitting.time_zone))
        yield from (Line(said.text, Tone.QUIET) for said in told)


def _course(sitting: Sitting, decided: Event | None) -> Iterator[Line]:
    """Say how it is recorded what the screening led to, and which one follows it."""
    state = sitting.state
    if decided is not None and state.outcome is None and state.again is None:
        ended = decided.body["withdrawn"] or decided.body["stopped"]
        leads = not ended and _leads_on(sitting, decided)
        if leads and (hint := _OUTCOMES.get(str(decided.body["decision"]))):
            yield Line(with_keys(_(hint)), Tone.QUIET)
    if state.earlier is not None:
        said = _("{earlier} shows what has changed since {number}.")
        yield Line(with_keys(said.replace("{number}", state.earlier)), Tone.QUIET)
    if state.again is not None and (state.withdrawn or state.outcome or state.stopped):
        yield Line(again_told(state.again), Tone.AWAITED)


def _leads_on(sitting: Sitting, decided: Event) -> bool:
    """Tell whether a decision can have an outcome: not eligible has none but that of declining."""
    failed = decided.body["decision"] == Decision.INELIGIBLE
    return not failed or may_have_declined(sitting.protocol, decided)


#: How the outcome is recorded, by the decision.
_OUTCOMES = {
    "eligible": N_("{outcome} records whether the candidate is enrolled."),
    "ineligible": N_("{outcome} records it where the candidate declined to take part."),
}


def _prompt(sitting: Sitting, size: Size, decided: Event | None) -> Prompt:
    state = sitting.state
    if state.withdrawn is not None:
        hint = with_keys(
            _("{sign} shows the decision. {resume} corrects a withdrawal recorded by mistake.")
        )
        return _ended(sitting, _("The candidate has withdrawn."), hint)
    if state.outcome is not None:
        return _led(sitting, state.outcome, decided)
    if state.stopped is not None:
        hint = _("{resume} takes it up again. {sign} shows the decision.")
        if state.again is not None:
            hint = _("{sign} shows the decision.")
        return _ended(sitting, _("The interview was stopped."), with_keys(hint))
    if state.again is not None:
        hint = with_keys(_("{sign} shows the decision."))
        text = asked_there_told(state.again)
        return Prompt(text, lines=tuple(_fails(sitting)), hint=hint)
    if sitting.result.stops:
        return _failed(sitting, decided)
    said = _("Nothing is left to ask now: {decision}.")
    text = said.format(decision=decision_told(str(sitting.result.decision)))
    hint = _shows(decided)
    if held := len(sitting.held()):
        text = ngettext(
            "{count} question is left, for the investigator.",
            "{count} questions are left, for the investigator.",
            held,
        ).format(count=held)
        hint = _("An investigator opens this screening to answer them. {sign} decides.")
        if decided is not None:
            hint = _("An investigator opens this screening to answer them. {sign} shows it.")
    elif awaited := sitting.standing.awaited_first:
        text = held_back_told(sitting.protocol, awaited, sitting.language)
    elif _leaves_open(sitting):
        hint = _("{back} enters a newer or more exact answer. {why} says why. {sign} decides.")
        if decided is not None:
            hint = _("{back} enters a newer or more exact answer. {why} says why. {sign} shows it.")
    taken = int(decided is not None) + bool(anew_told(state))
    lacks = lack_lines(sitting, size, taken=taken)
    return Prompt(text, lines=tuple(lacks), hint=with_keys(hint))


def _led(sitting: Sitting, outcome: OutcomeGiven, decided: Event | None) -> Prompt:
    """Say what the screening led to."""
    text = _("The outcome is recorded: {outcome}.").format(outcome=outcome_told(outcome))
    hint = _("{sign} shows the decision. {outcome} corrects the outcome.")
    if decided is None and anew_told(sitting.state):
        hint = _("{sign} shows and records the decision. {outcome} corrects the outcome.")
    return Prompt(text, lines=tuple(_fails(sitting)), hint=with_keys(hint))


def _ended(sitting: Sitting, text: str, hint: str) -> Prompt:
    """Say what the answers had come to when it was ended."""
    until_then = Line(until_then_told(str(sitting.result.decision)))
    return Prompt(text, lines=(until_then, *_fails(sitting)), hint=hint)


def _shows(decided: Event | None) -> str:
    """Say what can be done where nothing is left to ask."""
    if decided is not None:
        return _("{sign} shows the decision. {back} corrects, {check} checks.")
    return _("{sign} shows and records the decision. {back} corrects, {check} checks.")


def _failed(sitting: Sitting, decided: Event | None) -> Prompt:
    """Say which criterion ended the interview; going on is offered where it could ask something."""
    if sitting.stop_or_go_on:
        return _stop_or_go_on(sitting)
    lines = [*_fails(sitting), *_ended_by(sitting)]
    hint = _("{sign} shows and records it. {continue} goes on, to record every reason.")
    if decided is not None:
        hint = _("{sign} shows it. {continue} goes on, to record every reason.")
    if not sitting.standing.askable:
        gates = sitting.standing.gates
        lines.append(Line(gates_told(sitting.protocol, gates, sitting.language)))
        hint = _shows(decided)
    text = _("A criterion fails, so the interview ends here: not eligible.")
    return Prompt(text, lines=tuple(lines), hint=with_keys(hint))


def _stop_or_go_on(sitting: Sitting) -> Prompt:
    """Ask whether the interview ends at what fails, with one key for either."""
    return Prompt(
        stop_or_go_on_told(sitting.standing),
        lines=tuple(_fails(sitting)),
        options=(_("stop here"), _("go on, to record every reason")),
        hint=with_keys(_("one key; {continue} goes on later too · {sign} shows and records it")),
        single=True,
    )


def _ended_by(sitting: Sitting) -> Iterator[Line]:
    """Say who ended the interview at what fails, and how much is not assessed; if anyone did."""
    if (ended := sitting.standing.ended_at_failure) is not None:
        closing = ended.closing
        who = who_and_when(closing.person, closing.at, sitting.time_zone)
        told = sentences(
            _("Ended here by {who}.").format(who=who), not_assessed_told(len(ended.not_assessed))
        )
        yield Line(told, Tone.QUIET)


def _fails(sitting: Sitting) -> Iterator[Line]:
    for id, found in sitting.result.criteria.items():
        if found.status == "fail":
            words = criterion_words(sitting.protocol, id, sitting.language)
            yield Line(f"✗ {words}", Tone.FAIL)


# What is missing.


def lack_lines(sitting: Sitting, size: Size, taken: int = 0) -> Iterator[Line]:
    """Say what is missing by who can supply it, and how much may not be asked before that.

    `taken` are the lines of the room that something else needs.
    """
    standing = sitting.standing
    held_back = standing.held_back if standing.awaited_first else ()
    told = (lack for lack in standing.lacks if lack.question not in held_back)
    room = next(rows for least, rows in _ROOM if size.height >= least)
    room -= bool(held_back) + taken
    lacks = sorted((*told, *standing.record_lacks), key=_place)
    yield from _in_room(sitting, lacks, room, max(1, size.width - 2))
    if held_back:
        said = ngettext(
            "{count} question may not be asked before that ({sign} shows all)",
            "{count} questions may not be asked before that ({sign} shows all)",
            len(held_back),
        )
        yield Line(with_keys(said.replace("{count}", str(len(held_back)))), Tone.QUIET)


def open_lines(sitting: Sitting) -> list[Line]:
    """Say all that is missing and why, and what to do about an answer that leaves it open."""
    standing = sitting.standing
    lacks = sorted((*standing.lacks, *standing.record_lacks), key=_place)
    lines: list[Line] = []
    for who, group in groupby(lacks, key=lambda lack: lack.who):
        lines.append(Line(_("From the {role}:").format(role=role_told(who)), Tone.QUIET))
        lines += [_lack_line(sitting, lack) for lack in group]
    if _leaves_open(sitting):
        how = _("{back} enters a newer or more exact answer: choose the question there.")
        lines += [Line(""), Line(with_keys(how))]
    return lines


def _leaves_open(sitting: Sitting) -> bool:
    """Tell whether an answer leaves something open that this person could answer anew."""
    mine = (Role.SCREENER, sitting.person.role)
    return any(
        lack.reason is LackReason.INEXACT and lack.who in mine for lack in sitting.standing.lacks
    )


def _in_room(sitting: Sitting, lacks: Sequence[Lack], room: int, width: int) -> Iterator[Line]:
    """Say as much of what is missing as has room, and how much more there is."""
    lines: list[Line] = []
    left = len(lacks)
    for who, group in groupby(lacks, key=lambda lack: lack.who):
        heading = Line(_("From the {role}:").format(role=role_told(who)), Tone.QUIET)
        for at, lack in enumerate(group):
            new = [heading, _lack_line(sitting, lack)] if at == 0 else [_lack_line(sitting, lack)]
            # The last line of the room says how much more there is.
            if _height([*lines, *new], width) > room - (left > 1):
                said = _("and {count} more ({sign} shows all)")
                if not lines:
                    said = _("Missing: {count} ({sign} shows all)")
                yield from lines
                yield Line(with_keys(said.replace("{count}", str(left))), Tone.QUIET)
                return
            lines += new
            left -= 1
    yield from lines


def _place(lack: Lack) -> tuple[bool, bool, date]:
    """Sort: the screener's before the investigator's, awaited ones first, the earliest first."""
    waits = lack.reason is LackReason.PENDING
    return (lack.who != "screener", not waits, lack.due or date.max)


def _lack_line(sitting: Sitting, lack: Lack) -> Line:
    asked = asking.ask_text(sitting.protocol.questions[lack.question], sitting.language)
    why = lack_said(
        sitting.standing, lack.question, lack.reason, lack.due, lack.criteria, sitting.language
    )
    criteria = resting_told(sitting.protocol, lack.criteria, str)
    beside = clauses((why, criteria or _("for the record")))
    tone = Tone.AWAITED if lack.reason is LackReason.PENDING else Tone.OPEN
    return Line(aside(f"· {asked}", beside), tone)


def _height(lines: Sequence[Line], width: int) -> int:
    return sum(max(1, -(-cell_len(line.text) // width)) for line in lines)

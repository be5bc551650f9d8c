"""By line: the candidate withdraws, what the screening led to, and the candidate's right code."""

from collections.abc import Callable
from datetime import date

from screener.interview.outcomes_told import codes_offered, outcome_told, outcome_word
from screener.interview.plain_conflicts import recorded
from screener.interview.plain_lines import Lines
from screener.interview.refusals import Refused
from screener.interview.rescreening import whose_told
from screener.interview.sitting import Sitting
from screener.interview.voiding import voids_told
from screener.language import _
from screener.record.outcomes import CODES, WITHDRAWAL, Code, Outcome
from screener.sanitise import visible


def withdraw(sitting: Sitting, lines: Lines, words: str) -> None:
    """Ask whether the candidate withdraws, and why if a reason is given; record it."""
    sitting.may_withdraw()
    lines.say(*voids_told(sitting.state))
    if not lines.agreed(_("Does the candidate withdraw? Nothing more will be asked.")):
        raise Refused(_("Nothing was recorded."))
    code, words = (Code.OTHER, words) if words else _reason(lines, WITHDRAWAL)
    recorded(lines, lambda: sitting.withdraw(words or None, code))
    lines.say(_("The withdrawal is recorded. What was recorded before stays."))


def record_outcome(sitting: Sitting, lines: Lines, full_day: Callable[[str], date]) -> None:
    """Ask what the screening led to, and record it; or correct what is recorded.

    `full_day` reads a day as it was typed.
    """
    now, why = sitting.state.outcome, None
    outcomes = _possible(sitting)
    options = [outcome_word(outcome) for outcome in outcomes]
    lines.say(*sitting.outcome_doubts())
    if now is not None:
        lines.say(_("So far: {outcome}").format(outcome=outcome_told(now)))
        options.append(_("none yet: it was recorded by mistake"))
    asked = _("What did the screening lead to? Type its number; Enter alone leaves.")
    at = lines.choose(asked, options)
    if at is None:
        raise Refused(_("Nothing was recorded."))
    if now is not None:
        why = _needed(lines, _("Why was the outcome before wrong? Enter alone leaves."))
    if at == len(outcomes):
        recorded(lines, lambda: sitting.take_back_outcome(why or ""))
    elif outcomes[at] is Outcome.ENROLLED:
        day = full_day(_needed(lines, _("On which day was the candidate enrolled?")))
        recorded(lines, lambda: sitting.record_outcome(Outcome.ENROLLED, on=day, why=why))
    else:
        code, words = _reason(lines, outcomes[at])
        words_said = words or None
        recorded(
            lines,
            lambda: sitting.record_outcome(outcomes[at], code=code, words=words_said, why=why),
        )
    lines.say(_("Recorded."))


def correct_code(sitting: Sitting, lines: Lines, typed: str) -> None:
    """Ask for the candidate's right code and why the earlier one was wrong; record both."""
    lines.say(_("So far: {code}").format(code=sitting.candidate))
    asked = _("The candidate's right code; Enter alone leaves.")
    code = sitting.check_code(typed or _needed(lines, asked))
    if told := whose_told(sitting.others(code), code):
        lines.say(told, _("The screenings are not linked to one another."))
        if not lines.agreed(_("Take this code all the same?")):
            raise Refused(_("Nothing was recorded."))
    lines.say(*voids_told(sitting.state))
    lines.say(*sitting.corrected_with_it())
    reason = _needed(lines, _("Why was the earlier code wrong? Enter alone leaves."))
    recorded(lines, lambda: sitting.correct_candidate(code, reason))
    lines.say(_("The candidate's code is corrected: {code}.").format(code=code))


def _possible(sitting: Sitting) -> tuple[Outcome, ...]:
    """Give the outcomes there can be; none where what is recorded can only be taken back."""
    try:
        return sitting.outcomes()
    except Refused:
        if sitting.state.outcome is None:
            raise
        return ()


def _reason(lines: Lines, of: str) -> tuple[Code, str]:
    """Ask for a coded reason: its number, or words, which are another reason."""
    offered = codes_offered(of)
    for number, (_code, word) in enumerate(offered, 1):
        lines.say(f"  {number}. {word}")
    none = Code.NO_REASON in CODES[of]
    asked = _("Which reason? Type its number, or another one in words; Enter alone leaves.")
    if none:
        asked = _("Which reason? Type its number, or another one in words; Enter alone for none.")
    while heard := lines.ask(asked):
        if not heard.isdecimal():
            return Code.OTHER, heard
        at = int(heard) - 1 if len(heard) < 4 else -1
        if not 0 <= at < len(offered):
            said = _("“{text}” is none of these. Type a number from 1 to {count}.")
            lines.say(said.format(text=visible(heard), count=len(offered)))
        elif offered[at][0] is Code.OTHER:
            return Code.OTHER, _needed(lines, _("Which reason is it? Enter alone leaves."))
        else:
            return offered[at][0], ""
    if none:
        return Code.NO_REASON, ""
    raise Refused(_("Nothing was recorded."))


def _needed(lines: Lines, asked: str) -> str:
    if heard := lines.ask(asked):
        return heard
    raise Refused(_("Nothing was recorded."))

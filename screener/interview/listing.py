"""What the list of screenings says, the same in the app and by line."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from screener.interview.told import stage_told
from screener.interview.training import training_mark
from screener.joining import aside, listed, phrases, sentences
from screener.language import _, ngettext
from screener.prose.values import short_day
from screener.protocol.model import Decision
from screener.record.candidates import differ_in_separators_alone, parts_of, same_code
from screener.record.summary import ScreeningSummary
from screener.sanitise import visible

if TYPE_CHECKING:
    from screener.record.ahead import Ahead

#: Days ahead of which it is said that results run out.
_SOON = 30


def matches(summary: ScreeningSummary, words: str, state: str) -> bool:
    """Tell whether every word stands in a screening's number, candidate or state."""
    text, codes = _text(summary, state), (summary.number, summary.candidate)
    return all(_holds(text, codes, word) for word in words.split())


def code_holds(number: str, candidate: str, words: str) -> bool:
    """Tell whether every word stands in a screening's number or candidate alone."""
    text = f"{number} {candidate}".casefold()
    return all(_holds(text, (number, candidate), word) for word in words.split())


def unmatched(found: Sequence[tuple[ScreeningSummary, str]], words: str) -> str:
    """Say which words no screening holds; each screening comes with its state in words."""
    nowhere = [
        word
        for word in words.split()
        if not any(matches(summary, word, state) for summary, state in found)
    ]
    if nowhere:
        named = listed(f"“{word}”" for word in nowhere)
        return _("No screening holds {words}.").format(words=named)
    return _("No screening holds all of “{words}”.").format(words=" ".join(words.split()))


def of_candidate(summaries: Sequence[ScreeningSummary], code: str) -> list[ScreeningSummary]:
    """Give the screenings of a candidate; codes that differ in case or width are the same."""
    return [one for one in summaries if one.candidate and same_code(one.candidate, code)]


def already_told(summaries: Sequence[ScreeningSummary], code: str) -> str:
    """Say which screenings a candidate has already; nothing where there are none."""
    same = of_candidate(summaries, code)
    if not same:
        return ""
    named = listed(aside(one.number, _stage(one)) for one in same)
    return _("{candidate} has {screenings} already.").format(
        candidate=same[0].candidate, screenings=named
    )


def similar_told(summaries: Sequence[ScreeningSummary], similar: Sequence[str], code: str) -> str:
    """Say whose the codes are that a code is similar to."""
    many = len(similar) > 1
    if all(differ_in_separators_alone(one, code) for one in similar):
        said = _("“{code}” differs from it only in what separates its parts.")
        if many:
            said = _("“{code}” differs from them only in what separates its parts.")
    else:
        said = _(
            "“{code}” differs from it only in how it is typed:"
            " in what separates its parts, and in case or width."
        )
        if many:
            said = _(
                "“{code}” differs from them only in how it is typed:"
                " in what separates its parts, and in case or width."
            )
    told = (already_told(summaries, one) for one in similar)
    return sentences(*told, said.format(code=visible(code)))


def beside_told(summary: ScreeningSummary) -> str:
    """Say what else is to be known: queries, a signature, training, which one comes before it."""
    marked = (ways[0] for ways in marks(summary) if ways)
    return phrases(filter(None, (*marked, episode_told(summary))))


def marks(summary: ScreeningSummary) -> tuple[tuple[str, ...], ...]:
    """Say of a screening what must not be missed: queries, a signature, its decision, training.

    That of the decision says that time has made the recorded one another, which the state is not,
    or that what was entered since has to be decided on. Each in one way or more, the fullest first,
    or in none where it is not so.
    """
    queries = (queries_counted(summary.queries),) if summary.queries else ()
    signed: tuple[str, ...] = ()
    if summary.signed is not None:
        signed = (_("signed"),) if summary.signed else void_ways()
    decision = decision_ways(by_time=summary.by_time, anew=summary.anew)
    training = (training_mark(), _("train.")) if summary.training else ()
    return queries, signed, decision, training


def void_ways() -> tuple[str, ...]:
    """Give ways to say that no signature stands any more, the fullest first."""
    return _("signature void"), _("void")


def decision_ways(*, by_time: bool, anew: bool) -> tuple[str, ...]:
    """Give ways to say what has become of the recorded decision; none where it is as it was."""
    if by_time:
        # Translators: the last stands for the first where there is hardly any room.
        return _("time has changed it since"), _("outdated"), _("time")
    if anew:
        # Translators: of a decision; the last stands for the first where there is hardly any room.
        return _("to be recorded anew"), _("anew")
    return ()


def queries_counted(count: int) -> str:
    """Say how many queries wait for an answer."""
    return ngettext("{count} query", "{count} queries", count).format(count=count)


def episode_told(summary: ScreeningSummary) -> str:
    """Say which screening of the candidate comes before or after; nothing where there is none."""
    if summary.again is not None:
        return _("again: {number}").format(number=summary.again)
    if summary.earlier is not None:
        return _("after {number}").format(number=summary.earlier)
    return ""


def awaited_told(summary: ScreeningSummary, on: date) -> str:
    """Say how much is awaited, what is due first, and that it is overdue; nothing if nothing is."""
    return next(iter(awaited_ways(summary, on)), "")


def awaited_ways(summary: ScreeningSummary, on: date) -> tuple[str, ...]:
    """Give ways to say what is awaited, the fullest first; a shorter one drops words, no date.

    A date that is cut reads as another one: the 29th of November as the 2nd.
    """
    count = len(summary.awaited)
    days = sorted(lack.due for lack in summary.awaited if lack.due is not None)
    late = sum(day < on for day in days)
    if not count:
        return ()
    alone = ngettext("{count} awaited", "{count} awaited", count).format(count=count)
    if not days:
        told = ngettext("{count} awaited, no date", "{count} awaited, no dates", count)
        return told.format(count=count), alone
    first = short_day(days[0], on)
    if late:
        # Translators: {late} may be fewer than are awaited; {day} is when the first was due.
        said = ngettext("{late} overdue since {day}", "{late} overdue, first {day}", late)
        overdue = said.format(late=late, day=first)
        brief = _("overdue {day}").format(day=first)
        if count > 1:
            return phrases((alone, overdue)), overdue, brief
        return _("overdue since {day}").format(day=first), brief
    if count == 1:
        return _("due {day}").format(day=first), first
    said = ngettext("{count} awaited, first {day}", "{count} awaited, first {day}", count)
    return said.format(count=count, day=first), _("first {day}").format(day=first), first


def ahead_told(ahead: "Ahead | None", on: date) -> str:
    """Say from when on a candidate is eligible, or until when results count, where it is near."""
    return next(iter(ahead_ways(ahead, on)), "")


def ahead_ways(ahead: "Ahead | None", on: date) -> tuple[str, ...]:
    """Give ways to say what time does next, the fullest first; none where it does nothing soon."""
    if ahead is None:
        return ()
    if (possible := only_until(ahead, on)) is not None:
        only = _("can be eligible only until {day}"), _("only until {day}"), _("only by {day}")
        return tuple(way.format(day=short_day(possible, on)) for way in only)
    if count := ahead.too_old:
        told = ngettext("{count} result too old", "{count} results too old", count)
        brief = ngettext("{count} too old", "{count} too old", count)
        return told.format(count=count), brief.format(count=count)
    for day, ways in (
        (ahead.eligible_from, (_("eligible from {day}"), _("passes from {day}"), _("from {day}"))),
        (
            ahead.perhaps_from,
            (_("perhaps eligible from {day}"), _("perhaps from {day}"), _("maybe from {day}")),
        ),
        (
            ahead.not_failing_from,
            (_("nothing fails from {day}"), _("open from {day}"), _("from {day}")),
        ),
        (_soon(ahead.until, on), _until_ways(ahead.decision)),
    ):
        if day is not None:
            return tuple(way.format(day=short_day(day, on)) for way in ways)
    return ()


def only_until(ahead: "Ahead | None", on: date) -> date | None:
    """Give the last day, where it is near, on which what is awaited can still help."""
    if ahead is None or ahead.eligible_from is not None:
        return None
    return _soon(ahead.possible_until, on)


def results_until(ahead: "Ahead | None", on: date) -> date | None:
    """Give the last day on which what is there counts, where that is what time does next."""
    if ahead is None or ahead.too_old:
        return None
    turns = ahead.eligible_from, ahead.perhaps_from, ahead.not_failing_from
    return _soon(ahead.until, on) if turns == (None, None, None) else None


def _until_ways(decision: Decision) -> tuple[str, ...]:
    if decision is Decision.ELIGIBLE:
        return _("eligible until {day}"), _("until {day}")
    return _("results count until {day}"), _("results until {day}"), _("until {day}")


def _soon(day: date | None, on: date) -> date | None:
    return day if day is not None and (day - on).days <= _SOON else None


def _stage(summary: ScreeningSummary) -> str:
    stage = stage_told(summary.stage)
    return phrases((stage, training_mark())) if summary.training else stage


def _holds(text: str, codes: Sequence[str], word: str) -> bool:
    """Tell whether a folded text holds a word; or a code does, whatever separates its parts."""
    parts = parts_of(word)
    return word.casefold() in text or (
        bool(parts) and any(parts in parts_of(code) for code in codes)
    )


def _text(summary: ScreeningSummary, state: str) -> str:
    return f"{summary.number} {summary.candidate} {state}".casefold()

"""Beginning a screening by line: the candidate's code, and what to do where it is in use."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from screener.interview.listing import already_told, similar_told
from screener.interview.plain_lines import Lines
from screener.interview.refusals import Refused
from screener.interview.rescreening import (
    apart_told,
    codes_of,
    followed,
    in_use,
    other_study_told,
    similar,
    why_not_again,
)
from screener.joining import sentences
from screener.language import _
from screener.record.events import check_candidate
from screener.record.store import Seen
from screener.record.summary import ScreeningSummary
from screener.sanitise import visible


class Begin(NamedTuple):
    """A screening to begin: the candidate's code, and the screening it follows.

    `known` are the codes in use then that are similar to it.
    """

    code: str
    after: Seen | None = None
    known: tuple[str, ...] = ()


class Open(NamedTuple):
    """A screening to open in the place of a new one."""

    number: str


def ask_beginning(
    lines: Lines,
    summaries: Callable[[str], Sequence[ScreeningSummary]],
    typed: str,
    *,
    training: bool,
    study: str,
) -> Begin | Open:
    """Ask for the code, and what to do where it is in use; raises `Refused` where it is left.

    `training` says whether the screening that would begin is for training, `study` of which
    protocol, by its id.
    """
    found: Begin | Open | None = None
    while found is None:
        asked = _("The site's code for the candidate; no name.")
        code = check_candidate(typed or lines.ask(asked))
        alike = summaries(code)
        found, typed = _begin(lines, alike, code, training, study), ""
        if isinstance(found, Begin):
            found = found._replace(known=codes_of(alike))
    return found


def _begin(
    lines: Lines, summaries: Sequence[ScreeningSummary], code: str, training: bool, study: str
) -> Begin | Open | None:
    """Ask what to do about a code that is in use, or similar to one; None: type another one."""
    if in_use(summaries, code, training=training):
        return _in_use(lines, summaries, code, training, study)
    alike = similar(summaries, code, training=training)
    if not alike:
        return Begin(code)
    lines.say(similar_told(summaries, alike, code))
    todo = [
        *(_("It is the same candidate, {code}").format(code=visible(one)) for one in alike),
        _("It is another candidate: begin with “{code}”").format(code=visible(code)),
        _("Type the code again"),
    ]
    at = _chosen(lines, todo)
    if at < len(alike):
        return _in_use(lines, summaries, alike[at], training, study)
    return Begin(code) if at == len(alike) else None


def _in_use(
    lines: Lines, summaries: Sequence[ScreeningSummary], code: str, training: bool, study: str
) -> Begin | Open | None:
    """Say whose a code is, and ask what to do; None where another one is to be typed."""
    same = in_use(summaries, code, training=training)
    last = followed(summaries, code, training=training, study=study)
    why_not = why_not_again(last) if last else ""
    other = other_study_told(summaries, code, study)
    lines.say(sentences(already_told(summaries, code), other, why_not))
    todo: list[tuple[str, Begin | Open | None]] = [
        (_("Open {number}").format(number=one.number), Open(one.number)) for one in same
    ]
    if last is None:
        todo.append((apart_told(training=training), Begin(code)))
    elif not why_not:
        said = _("Screen the candidate again, after {number}").format(number=last.number)
        todo.append((said, Begin(last.candidate, Seen(last.number, last.version))))
    todo.append((_("It is another candidate: type the right code"), None))
    return todo[_chosen(lines, [said for said, _found in todo])][1]


def _chosen(lines: Lines, todo: Sequence[str]) -> int:
    """Ask what to do; gives its place, or raises `Refused` where it is left."""
    asked = _("What shall be done? Type its number; Enter alone leaves.")
    at = lines.choose(asked, todo)
    if at is None:
        raise Refused(_("No screening was begun."))
    return at

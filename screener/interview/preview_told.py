"""What changing an answer would do besides to criteria: to the decision, and to what is asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from screener.interview.told import decision_told
from screener.joining import labelled, listed
from screener.language import _, ngettext

if TYPE_CHECKING:
    from screener.interview.effects import Preview

#: So many questions are named where there is little room; the others are counted.
NAMED = 3


def besides_told(
    preview: "Preview", name: Callable[[str], str], rest: Callable[[int], str] | None = None
) -> Iterator[str]:
    """Say what becomes of the decision, of other answers, and of what is asked.

    `name` gives a question's text. With `rest`, which says that there are so many more, only some
    are named. A first answer to a question is told by what no longer applies, or is awaited no
    more, or does so again alone: what it brings up is the course of the interview.
    """
    if preview.replaces and preview.decision is not None:
        before, after = map(decision_told, preview.decision)
        yield _("Decision: {before} → {after}").format(before=before, after=after)
    if preview.decided:
        yield _("The recorded decision does not hold then. It is to be recorded anew.")
    if gone := preview.falls_away:
        said = ngettext(
            "{count} answer no longer applies", "{count} answers no longer apply", len(gone)
        )
        yield _told(said, gone, name, rest)
    if back := preview.applies_again:
        said = ngettext("{count} answer applies again", "{count} answers apply again", len(back))
        yield _told(said, back, name, rest)
    if again := preview.awaited_again:
        said = ngettext(
            "{count} closed result is then awaited again",
            "{count} closed results are then awaited again",
            len(again),
        )
        yield _told(said, again, name, rest)
    if closed := preview.closed_again:
        said = ngettext(
            "{count} result that was closed is then awaited no more",
            "{count} results that were closed are then awaited no more",
            len(closed),
        )
        yield _told(said, closed, name, rest)
    if preview.replaces:
        yield from _asked_told(preview, name, rest)


def leaves_out(preview: "Preview") -> bool:
    """Tell whether some questions are not named where there is little room."""
    lists = [preview.falls_away, preview.applies_again]
    lists += [preview.awaited_again, preview.closed_again]
    if preview.replaces:
        lists += [preview.appears, () if preview.ends else preview.not_asked]
    return max(map(len, lists)) > NAMED


def _asked_told(
    preview: "Preview", name: Callable[[str], str], rest: Callable[[int], str] | None
) -> Iterator[str]:
    """Say which questions come up and which go; what would end the interview leaves them all."""
    if appears := preview.appears:
        said = ngettext(
            "{count} more question is then asked",
            "{count} more questions are then asked",
            len(appears),
        )
        yield _told(said, appears, name, rest)
    if not (gone := preview.not_asked):
        return
    if preview.ends:
        said = ngettext(
            "{count} question is left unasked then, unless you go on.",
            "{count} questions are left unasked then, unless you go on.",
            len(gone),
        )
        yield said.format(count=len(gone))
        return
    said = ngettext(
        "{count} question is then asked no more",
        "{count} questions are then asked no more",
        len(gone),
    )
    yield _told(said, gone, name, rest)


def _told(
    said: str,
    questions: Sequence[str],
    name: Callable[[str], str],
    rest: Callable[[int], str] | None,
) -> str:
    """Say how many questions there are, and which."""
    return labelled(said.format(count=len(questions)), _named(questions, name, rest))


def _named(
    questions: Sequence[str], name: Callable[[str], str], rest: Callable[[int], str] | None
) -> str:
    most = len(questions) if rest is None else NAMED
    named = [_("“{question}”").format(question=name(id)) for id in questions[:most]]
    if rest is not None and len(questions) > most:
        named.append(rest(len(questions) - most))
    return listed(named)

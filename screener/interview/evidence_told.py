"""What a decision rests on: the answers, those that somebody only said, and what is enough."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from screener.engine.causes import Causes
from screener.engine.decide import Result
from screener.interview.account import Account
from screener.interview.causes_told import COPIED, apart, causes_told, questions_named
from screener.interview.said import Said
from screener.joining import sentences
from screener.language import N_, _, ngettext
from screener.protocol.answers import SourceKind
from screener.record.state import ScreeningState

#: The heading of what a decision rests on.
RESTS = N_("What the decision rests on")
#: What is weaker than an examination or a document: that a person said it, or that no source is.
#: Of each: where that is so of the only answer, of all, of a few, and of many that are not named.
_WEAK: Mapping[str | None, tuple[str, str, str, str]] = {
    SourceKind.CANDIDATE: (
        N_("Only the candidate reported it: {questions}."),
        N_("Only the candidate reported all of them."),
        N_("{count} of them only the candidate reported: {questions}."),
        N_("{count} of them only the candidate reported."),
    ),
    SourceKind.RELATIVE: (
        N_("Only a relative reported it: {questions}."),
        N_("Only a relative reported all of them."),
        N_("{count} of them only a relative reported: {questions}."),
        N_("{count} of them only a relative reported."),
    ),
    None: (
        N_("No source was given for it: {questions}."),
        N_("No source was given for any of them."),
        N_("For {count} of them no source was given: {questions}."),
        N_("For {count} of them no source was given."),
    ),
}
#: So many answers of one kind are named.
_NAMED = 6


class Evidence(NamedTuple):
    """The answers from one kind of source, of those that a decision rests on.

    `kind` is None where no source was given; `spare` says that the decision stands without all of
    them too.
    """

    kind: str | None
    answers: tuple[str, ...]
    spare: bool


def evidence(result: Result, state: ScreeningState) -> tuple[Evidence, ...]:
    """Group the answers that a decision rests on by where they come from; none if undetermined."""
    causes = result.causes
    groups: dict[str | None, list[str]] = {}
    for question in causes.in_some:
        groups.setdefault(_kind(state, question), []).append(question)
    return tuple(
        Evidence(kind, tuple(answers), causes.enough_without(answers))
        for kind, answers in groups.items()
    )


def rests_said(account: Account) -> Iterator[Said]:
    """Say what a decision hinges on: which answers of several are enough, and who only said them.

    Nothing where the criteria say it all, or what ended the screening was no answer.
    """
    result = account.result
    if result is None or account.body["withdrawn"] or account.body["stopped"]:
        return
    causes, most = result.causes, account.listed
    if not any(_alike(causes, one.causes, most) for one in result.criteria.values()):
        for place, told in enumerate(causes_told(causes, account.ask, most)):
            yield Said(min(place, 1), told)
    yield from _evidence_said(account, result)


def rests_data(account: Account) -> Mapping[str, object]:
    """Give the causes of a decision and where its answers come from, for machines."""
    result = account.result
    if result is None:
        return {"causes": None, "evidence": None}
    found = evidence(result, account.state)
    return {
        "causes": _causes_data(result.causes),
        "evidence": [
            {"source": one.kind, "answers": list(one.answers), "stands_without": one.spare}
            for one in found
        ],
    }


def criterion_data(account: Account, criterion: str) -> Mapping[str, object] | None:
    """Give the causes of one criterion, for machines."""
    result = account.result
    return None if result is None else _causes_data(result.criteria[criterion].causes)


def _causes_data(causes: Causes) -> Mapping[str, object]:
    """Give how many minimal sets there are, what all of them have, and up to 50 of them."""
    return {
        "count": causes.count,
        "in_all": list(causes.in_all),
        "smallest": [list(one) for one in causes.smallest(COPIED)],
    }


def _kind(state: ScreeningState, question: str) -> str | None:
    entry = state.current(question)
    source = entry.answer.get("source") if entry is not None else None
    kind = source.get("kind") if isinstance(source, Mapping) else source
    return None if kind is None else str(kind)


def _evidence_said(account: Account, result: Result) -> Iterator[Said]:
    weak = [one for one in evidence(result, account.state) if one.kind in _WEAK]
    if not weak:
        return
    total = len(result.causes.in_some)
    said = ngettext(
        "The decision rests on {count} answer.", "The decision rests on {count} answers.", total
    )
    yield Said(0, said.format(count=total))
    for one in weak:
        yield Said(1, _weak_told(one, total, account.ask))
    if len(weak) > 1 and all(one.spare for one in weak):
        answers = [id for one in weak for id in one.answers]
        said = _("Without all of these at once, the decision would not stand.")
        if result.causes.enough_without(answers):
            said = _("The decision stands without all of these at once, too.")
        yield Said(1, said)


def _weak_told(one: Evidence, total: int, name: Callable[[str], str]) -> str:
    alone, every, few, many = _WEAK[one.kind]
    count = len(one.answers)
    whole = alone if total == 1 else every
    part = few if count <= _NAMED else many
    told = _(whole if count == total else part).format(
        count=count, questions=questions_named(one.answers, name, _NAMED)
    )
    return told if count == total else sentences(told, _without_told(count, spare=one.spare))


def _without_told(count: int, *, spare: bool) -> str:
    if spare:
        return ngettext(
            "The decision stands without it too.", "The decision stands without them too.", count
        )
    return ngettext(
        "Without it, the decision would not stand.",
        "Without them, the decision would not stand.",
        count,
    )


def _alike(one: Causes, other: Causes, most: int) -> bool:
    """Tell whether two causes list the same, so that saying both would say no more."""
    return one.count == other.count and apart(one, most) == apart(other, most)

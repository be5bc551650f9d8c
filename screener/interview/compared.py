"""What has changed between two screenings of a candidate: the rules, the criteria, the answers."""

from collections.abc import Iterator

from screener.interview.earlier_fit import same_fact
from screener.interview.refusals import Refused
from screener.interview.said import Said
from screener.interview.sitting import Sitting
from screener.interview.told import status_word
from screener.language import _, ngettext
from screener.prose.rules import criterion_told, in_words
from screener.prose.values import answer_text, day_text
from screener.protocol.model import Criterion, Protocol
from screener.record.standing import Standing


def since_earlier(sitting: Sitting) -> Iterator[Said]:
    """Say what has changed since the screening that this one follows.

    Raises:
        Refused: It follows none, or that one cannot be read.
    """
    earlier = sitting.state.earlier
    if earlier is None:
        raise Refused(_("This screening follows no other."))
    if not sitting.earlier:
        said = _(
            "{number} cannot be read, is of another study, or one of the two is for training "
            "and the other not."
        )
        raise Refused(said.format(number=earlier))
    return compared(sitting.earlier[0], sitting.standing, sitting.language)


def compared(then: Standing, now: Standing, language: str) -> Iterator[Said]:
    """Say what differs, as one section after another; each says so where nothing does."""
    number = then.state.number
    said, day = _("Since {number}, looked at as of {date}:"), day_text(then.on, language)
    yield Said(0, said.format(number=number, date=day))
    yield from _rules(then.protocol, now.protocol, language)
    yield from _criteria(then, now)
    yield from _answers(then, now, language)


def _rules(then: Protocol, now: Protocol, language: str) -> Iterator[Said]:
    if then.sha256 == now.sha256:
        yield Said(0, _("the same, version {version}").format(version=now.version), _("Rules"))
        return
    said = _("version {then} then, version {now} now").format(then=then.version, now=now.version)
    yield Said(0, said, _("Rules"))
    differing = 0
    for id in dict.fromkeys((*then.criteria, *now.criteria)):
        before, after = then.criteria.get(id), now.criteria.get(id)
        if before is None or after is None:
            known = after or before
            assert known is not None
            only = _("only then") if after is None else _("only now")
            yield Said(1, only, criterion_told(known))
        elif _rule(then, before, language) != _rule(now, after, language):
            said = _("its words, its rule or a question behind it are others now")
            yield Said(1, said, criterion_told(after))
        else:
            continue
        differing += 1
    if not differing:
        yield Said(1, _("no criterion is another"))


def _rule(protocol: Protocol, criterion: Criterion, language: str) -> tuple[str, ...]:
    text = criterion.text.in_language(language)
    return criterion.kind, text, in_words(protocol, criterion.rule, language)


def _criteria(then: Standing, now: Standing) -> Iterator[Said]:
    told = []
    for id, after in now.stands.items():
        before = then.result.criteria.get(id)
        if before is not None and before.status is not now.result.criteria[id].status:
            said = _("{before} then, {after} now").format(
                before=status_word(then.stands[id]), after=status_word(after)
            )
            told.append(Said(1, said, criterion_told(now.protocol.criteria[id])))
    differ = _("Criteria that stand elsewhere now")
    yield Said(0, differ if told else _("No criterion stands elsewhere."))
    yield from told


def _answers(then: Standing, now: Standing, language: str) -> Iterator[Said]:
    told, left = [], 0
    for id, asked in now.protocol.questions.items():
        known, after = same_fact(asked, now.protocol, then.protocol), now.answers.get(id)
        before = then.answers.get(known.id) if known is not None else None
        if before is None or known is None:
            continue
        if after is None:
            left += now.result.applies(id) is not False
            continue
        was, is_now = answer_text(known, before, language), answer_text(asked, after, language)
        if was != is_now:
            label = asked.ask.in_language(language).strip() if asked.ask else id
            said = _("{before} then, {after} now").format(before=was, after=is_now)
            told.append(Said(1, said, label))
    yield Said(0, _("Answers that differ") if told else _("No answer differs."))
    yield from told
    if left:
        said = ngettext(
            "{count} question that was answered then has no answer yet.",
            "{count} questions that were answered then have no answer yet.",
            left,
        )
        yield Said(0, said.format(count=left))

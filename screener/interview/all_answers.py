"""What was answered in a screening, by section: all of it with what stood before, or a part."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from screener.interview.account import Account, draft_said, given_said
from screener.interview.history_told import Given, History, by_section, has_history, history_of
from screener.interview.pages import Part
from screener.interview.rows import makers_told
from screener.interview.said import Said, Table
from screener.interview.told import redaction_told
from screener.joining import clauses, phrases
from screener.language import _
from screener.record.events import Redaction
from screener.record.history import Entry, RowMaker, TakenBack
from screener.record.rights import role_told
from screener.record.shown import questions_beside
from screener.record.standing import Standing
from screener.record.state import ScreeningState


class Answers(NamedTuple):
    """All that was answered to a question: what counts `now`, first of all, and all `others`."""

    question: str
    now: tuple[Said, ...]
    others: tuple[Said, ...]


def all_answers(account: Account) -> Iterator[Said]:
    """Give every question that was answered: what counts, who and when, and what stood before."""
    asked = [id for id in account.protocol.questions if has_history(account.state, id)]
    for title, answered in answers_by_section(account, asked):
        yield Said(0, title)
        for answers in answered:
            yield from answers.now
            yield from answers.others


def answers_by_section(
    account: Account, questions: Sequence[str]
) -> Iterator[tuple[str, tuple[Answers, ...]]]:
    """Give what was answered to some questions, by the title of their section."""
    protocol = account.protocol
    standing = Standing(protocol, account.state, account.on)
    for title, members in by_section(protocol, questions, account.language):
        yield title, tuple(_answers(account, standing, id) for id in members)


def beside_criteria(account: Account) -> Iterator[Part]:
    """Give what stands with no criterion, answers for the record among it, and the other notes."""
    parts = (
        Part(_("Answers on which no criterion rests now"), tuple(_answers_beside(account))),
        Part(_("Notes"), tuple(account.other_notes())),
    )
    return (part for part in parts if part.lines)


def _answers_beside(account: Account) -> Iterator[Said]:
    protocol, state = account.protocol, account.state
    standing = Standing(protocol, state, account.on)
    beside = [id for id in questions_beside(standing) if state.current(id) or id in state.drafts]
    for title, questions in by_section(protocol, beside, account.language):
        yield Said(0, title)
        for question in questions:
            yield from _counts(account, history_of(standing, question), question)


def _answers(account: Account, standing: Standing, question: str) -> Answers:
    history = history_of(standing, question)
    now = [*_counts(account, history, question)]
    if question in account.state.entering:
        now += _being_entered(account, question)
    return Answers(question, tuple(now), tuple(_others(account, history, question)))


def _others(account: Account, history: History, question: str) -> Iterator[Said]:
    for heading, others in history.others():
        yield Said(2, heading)
        for given in others:
            yield from _given(account, question, given, 3)


def _counts(account: Account, history: History, question: str) -> Iterator[Said]:
    """Give the answer that counts to a question, and the rows of one that is not complete."""
    ask, rows = account.ask(question), account.state.drafts.get(question)
    if history.now is not None:
        yield from _given(account, question, history.now, 1, ask)
    elif rows is None:
        yield Said(1, _("no answer now"), ask)
    if rows is not None:
        yield draft_said(account.protocol.questions[question], account.state, 1, ask)


def _given(
    account: Account, question: str, given: Given, depth: int, ask: str = ""
) -> Iterator[Said]:
    asked, entry = account.protocol.questions[question], given.entry
    makers = makers_told(entry.makers, entry.person) if isinstance(entry, Entry) else ()
    said = given_said(asked, entry.answer, account.language, depth, ask, makers)
    yield said._replace(struck=given.became.struck)
    who = phrases((entry.person.name, role_told(entry.person.role), account.moment(entry.at)))
    beside = (who, given.beside(asked, said.text))
    yield Said(depth + 1, " · ".join(filter(None, beside)))
    if given.became.words:
        yield Said(depth + 1, given.became.told, heard=given.became.words)
    if isinstance(entry, Entry) and entry.redacted is not None:
        yield Said(depth + 1, redaction_told(entry.redacted, account.moment))


def _being_entered(account: Account, question: str) -> Iterator[Said]:
    """Give the row that is being entered, as far as it was, and who began it."""
    entry, asked = account.state.entering[question], account.protocol.questions[question]
    begun = _("begun by {name}").format(name=entry.person.name)
    told = clauses((_("a row is being entered"), phrases((begun, account.moment(entry.begun)))))
    rows = account.state.rows(question)
    number = (len(rows) if entry.index is None else entry.index) + 1
    yield Said(2, told, table=Table(asked, (entry.entered,), (), number) if entry.passed else None)


def history_data(state: ScreeningState) -> Mapping[str, object]:
    """Give the same as data: per question all entries in order, and what was taken back."""
    return {
        "history": {
            id: [_entry_data(entry) for entry in record.history]
            for id, record in state.answers.items()
        },
        "taken_back": [
            {"question": taken.question, **taken.answer, "typed": taken.typed, **_by(taken)}
            for taken in state.taken_back
        ],
        "open_rows": {
            id: {"rows": list(rows), "entered": _makers_data(state.makers.get(id, ()))}
            for id, rows in state.drafts.items()
        },
        "row_being_entered": {
            id: {"row": row.entered, "begun_by": row.person.name, "begun": exact(row.begun)}
            for id, row in state.entering.items()
        },
    }


def _entry_data(entry: Entry) -> Mapping[str, object]:
    return {
        **entry.answer,
        "typed": entry.typed,
        "act": entry.act.value,
        "reason": entry.reason,
        **_by(entry),
        "standing": entry.standing.value,
        **({"redacted": _redaction_data(entry.redacted)} if entry.redacted else {}),
        **({"taken_over": entry.taken_over} if entry.taken_over else {}),
        **({"entered": _makers_data(entry.makers)} if entry.makers else {}),
    }


def _redaction_data(redaction: Redaction) -> Mapping[str, object]:
    return {
        "by": redaction.person.name,
        "role": redaction.person.role.value,
        "at": exact(redaction.at),
        "reason": redaction.reason,
        "gone": list(redaction.gone),
    }


def _by(entry: Entry | TakenBack) -> Mapping[str, object]:
    return {
        "event": entry.version,
        "by": entry.person.name,
        "role": entry.person.role.value,
        "at": exact(entry.at),
    }


def _makers_data(makers: tuple[RowMaker, ...]) -> list[Mapping[str, object]]:
    """Say of each row who began and who saved it, and when."""
    return [
        {
            "begun_by": maker.begun_by.name,
            "begun": exact(maker.begun),
            "saved_by": maker.saved_by.name,
            "saved": exact(maker.saved),
        }
        for maker in makers
    ]


def exact(at: datetime) -> str:
    """Give a moment as data, to the microsecond."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

"""Whether an answer may be given at all: by whom, when, and with what it needs."""

from collections.abc import Mapping
from datetime import date

from screener.interview.acts import recordable
from screener.interview.refusals import Refused, refused
from screener.language import _, active_language
from screener.prose.values import day_text
from screener.protocol.answering.answer_checks import check_answer
from screener.protocol.answering.answer_data import answer_to_data
from screener.protocol.answers import Answer, Source
from screener.protocol.conditions import Place
from screener.protocol.model import Question, QuestionType
from screener.protocol.problems import AnswerError
from screener.protocol.roles import Role
from screener.record.events import Act
from screener.record.history import Entry
from screener.record.standing import Standing
from screener.record.state import ScreeningState

#: Any question will do to check what every answer may carry.
_ANY = Question(id="source", type=QuestionType.TEXT, place=Place(1, 1))


def checked(question: Question, raw: Mapping[str, object], on: date) -> Answer:
    """Check an answer as of a day.

    Raises:
        Refused: It cannot be used, or does not say when it was observed where that counts.
    """
    try:
        answer = check_answer(question, raw, on)
    except AnswerError as error:
        raise refused(error) from None
    if answer is None:
        raise Refused(_("There is no answer."), _("Give a value, or say why there is none."))
    if question.valid_for and answer.missing is None and answer.observed_on is None:
        raise Refused(
            _("This answer counts for a limited time only."), _("Say when it was observed.")
        )
    if answer.due is not None:
        checked_due(answer.due, on)
    return answer


def checked_due(due: date, on: date) -> str:
    """Give a due date as it is recorded; raises `Refused` where it is over."""
    if due < on:
        raise Refused(
            _("{date} is over.").format(date=day_text(due, active_language())),
            _("Give today or a later day."),
        )
    return due.isoformat()


def checked_source(source: Source | Mapping[str, object] | str | None) -> object:
    """Give a source as it is recorded; raises `Refused` where it is none."""
    if source is None:
        return None
    if isinstance(source, Source):
        return answer_to_data(_ANY, Answer("", source=source))["source"]
    try:
        check_answer(_ANY, {"value": "", "source": source}, date.min)
    except AnswerError as error:
        raise refused(error) from None
    return recordable(source)


def may_answer(question: Question, role: Role, answered: bool = False) -> None:
    """Raise `Refused` where a question is another role's, whether or not it has an answer."""
    if question.answered_by is Role.INVESTIGATOR and role is not Role.INVESTIGATOR:
        waits = _("It waits for an investigator; the interview goes on around it.")
        raise Refused(
            _("This is the investigator's judgement."),
            _("An investigator corrects it.") if answered else waits,
        )


def may_act(act: Act, state: ScreeningState, entry: Entry | None = None) -> None:
    """Raise `Refused` where the interview is over and this is no correction.

    An awaited result, which the present `entry` says is to come, is brought after a stop as well.
    """
    if act is Act.CORRECTION:
        return
    if state.withdrawn:
        raise Refused(
            _("The candidate has withdrawn. Nothing more is asked."),
            _("An answer that is wrong can still be corrected."),
        )
    if state.stopped and not (entry is not None and entry.awaited):
        raise Refused(_("The interview was stopped."), _("Resume it first."))


def may_ask(question: Question, standing: Standing) -> None:
    """Raise `Refused` where a question may not be asked; what is answered may be corrected."""
    state, result = standing.state, standing.result
    entry = state.current(question.id)
    if entry is None or entry.missing:
        may_act(Act.ANSWER, state, entry)
    if entry is not None:
        return
    if question.section is not None and not result.section_open(question.section):
        title = standing.protocol.sections[question.section].title
        raise Refused(
            _("“{section}” may not be asked yet.").format(
                section=title.in_language(next(iter(title.by_language)))
            ),
            _("What comes before it has to be answered first."),
        )
    if result.applies(question.id) is False:
        raise Refused(_("This question does not apply to the candidate."))

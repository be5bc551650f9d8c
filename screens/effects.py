"""What an answer would do, and why a question is asked, as lines."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from screener.interview.moments import clock_told
from screener.interview.preview_told import besides_told, leaves_out
from screener.interview.told import answer_told, remaining_told
from screener.interview.voiding import voids_told
from screener.joining import labelled
from screener.language import _
from screener.prose.rules import duration_in_words
from screener.prose.values import day_text
from screener.protocol.model import Protocol
from screener.record.queries import open_queries
from screens import asking
from screens.commands import with_keys
from screens.prompts import Line, Tone
from screens.widgets.criteria import CriterionLine, Standing, status_text, status_tone
from screens.widgets.plain_text import one_line

if TYPE_CHECKING:
    from screener.interview.effects import Change
    from screener.interview.sitting import Preview, Sitting
    from screener.interview.view import View
    from screener.interview.why_asked import Effect


#: A question that is one of several takes so much of a line, in cells.
_NAME_CELLS = 60


def would_fail(preview: "Preview") -> bool:
    """Tell whether the answer would fail a criterion that does not fail now."""
    return bool(preview.fails)


def criterion_words(protocol: Protocol, criterion: str, language: str) -> str:
    """Give a criterion's number and the protocol's words."""
    found = protocol.criteria[criterion]
    return f"{found.id}  {found.text.in_language(language)}"


def preview_lines(
    sitting: "Sitting", preview: "Preview", language: str, *, whole: bool = False
) -> tuple[Line, ...]:
    """Say what an answer would do to criteria, the decision, other questions and signatures.

    Of the questions some are named, or the `whole` of them.
    """
    lines = [_change_line(sitting, change, language) for change in preview.changes]
    none = () if lines else (Line(_("No criterion changes."), Tone.QUIET),)

    def ask(question: str) -> str:
        text = asking.ask_text(sitting.protocol.questions[question], language)
        return text if whole else one_line(text, _NAME_CELLS)

    besides = besides_told(preview, ask, None if whole else _more_questions)
    return (*lines, *none, *(Line(told, Tone.QUIET) for told in besides), *voids_lines(sitting))


def whole_preview(sitting: "Sitting", preview: "Preview", language: str) -> tuple[Line, ...]:
    """Say all that an answer would do, where what is said beside it leaves something out."""
    if not leaves_out(preview):
        return ()
    heading = Line(_("What it would do:"), Tone.QUIET)
    return (heading, *preview_lines(sitting, preview, language, whole=True), Line(""))


def _more_questions(count: int) -> str:
    return with_keys(_("and {count} more ({why} shows all)").replace("{count}", str(count)))


def voids_lines(sitting: "View") -> tuple[Line, ...]:
    """Say whose signatures what is entered now makes void."""
    return tuple(Line(told, Tone.AWAITED) for told in voids_told(sitting.state))


def criterion_lines(sitting: "View") -> tuple[CriterionLine, ...]:
    """Give every criterion as it stands, for the list beside the conversation."""
    stands = sitting.standing.stands
    asked = {query.criterion for query in open_queries(sitting.state)}
    return tuple(
        CriterionLine(
            criterion.id,
            _with_query(criterion.text.in_language(sitting.language), asked=id in asked),
            Standing(stands[id]),
        )
        for id, criterion in sitting.protocol.criteria.items()
    )


def _with_query(text: str, *, asked: bool) -> str:
    mark = _("query")
    return f"{mark} · {text}" if asked else text


def stale_lines(sitting: "Sitting", question: str, language: str) -> tuple[Line, ...]:
    """Say of a question that is asked again which answer is too old, and how long it counted."""
    valid_for = sitting.protocol.questions[question].valid_for
    until = sitting.counted_until(question)
    if question not in sitting.result.stale or valid_for is None or until is None:
        return ()
    earlier = _("Earlier answer: {answer}").format(
        answer=answers_behind(sitting, question, language)
    )
    said = _("It counts for {duration}, until {date}: too old now, so asked again.")
    duration, day = duration_in_words(valid_for), day_text(until, language)
    return (Line(earlier), Line(said.format(duration=duration, date=day), Tone.AWAITED))


def time_passed_lines(sitting: "Sitting", *, opening: bool) -> tuple[Line, ...]:
    """Say what time alone has done since the last time; at an opening also what is overdue."""
    changed = [_change_line(sitting, one, sitting.language) for one in sitting.time_changes]
    stale = _became_stale_lines(sitting)
    overdue = _overdue_lines(sitting) if opening else ()
    lines: list[Line] = []
    if opening and sitting.ahead is not None:
        told = clock_told(sitting.ahead, sitting.state.last.at, sitting.time_zone)
        lines.append(Line(told))
    if changed:
        lines += [Line(_("Since the last time, the date alone has changed:")), *changed]
    if stale:
        lines += [Line(_("Too old since the last time, to be asked again:")), *stale]
    if overdue:
        lines += [Line(_("Awaited, and overdue:")), *overdue]
        lines.append(Line(with_keys(_("{back} enters what has come, or another date."))))
    return tuple(lines)


def _became_stale_lines(sitting: "Sitting") -> tuple[Line, ...]:
    language = sitting.language
    said = _("· {question} observed on {observed}, counted until {until}")
    return tuple(
        Line(
            said.format(
                question=asking.ask_text(sitting.protocol.questions[id], language),
                observed=day_text(observed, language),
                until=day_text(until, language),
            )
        )
        for id in sitting.became_stale
        if (observed := sitting.standing.answers[id].observed_on) is not None
        and (until := sitting.counted_until(id)) is not None
    )


def _overdue_lines(sitting: "Sitting") -> tuple[Line, ...]:
    return tuple(
        Line(
            f"· {asking.ask_text(sitting.protocol.questions[id], sitting.language)} "
            + answers_behind(sitting, id, sitting.language)
        )
        for id in sitting.overdue()
    )


def _change_line(sitting: "Sitting", change: "Change", language: str) -> Line:
    was, becomes = Standing(change.before), Standing(change.after)
    words = criterion_words(sitting.protocol, change.criterion, language)
    return Line(f"{status_text(was)} → {status_text(becomes)}  {words}", status_tone(becomes))


def why_lines(sitting: "Sitting", question: str, language: str) -> list[Line]:
    """Say which criteria rest on a question, and what each answer would do."""
    why = sitting.why(question, language)
    lines = []
    if why.for_record and not why.criteria:
        lines.append(Line(_("It is asked for the record; no criterion rests on it.")))
    for criterion in why.criteria:
        status = Standing(sitting.standing.stands[criterion])
        words = criterion_words(sitting.protocol, criterion, language)
        lines.append(Line(f"{status_text(status)}  {words}", status_tone(status)))
    if why.effects:
        lines += [Line(""), Line(_("What each answer would do:"), Tone.QUIET)]
    for effect in why.effects:
        lines.append(Line(effect.label if effect.criterion is None else f"· {effect.label}"))
        if effect.criterion is not None:
            lines += _either_way(sitting, effect)
            continue
        for criterion, _before, after in effect.changes:
            becomes = Standing(after)
            named = sitting.protocol.criteria[criterion].id
            lines.append(Line(f"    {named} {status_text(becomes)}", status_tone(becomes)))
        if not effect.changes:
            lines.append(Line("    " + _("changes no criterion by itself"), Tone.QUIET))
    if why.beyond:
        lines.append(Line(why.beyond, Tone.QUIET))
    if why.remaining is not None:
        lines += [Line(""), Line(remaining_told(why.remaining), Tone.QUIET)]
    return lines


def _either_way(sitting: "Sitting", effect: "Effect") -> Iterator[Line]:
    """Say what a criterion would be if a test came out so, and if not."""
    named = sitting.protocol.criteria[effect.criterion or ""].id
    for condition, status in ((_("if so"), effect.if_so), (_("if not"), effect.if_not)):
        if status is None:
            continue
        becomes = Standing(str(status))
        said = labelled(condition, f"{named} {status_text(becomes)}")
        yield Line(f"    {said}", status_tone(becomes))


def answers_behind(sitting: "Sitting", question: str, language: str) -> str:
    """Give the answer that counts to a question, in words."""
    entry = sitting.state.current(question)
    if entry is None:
        return ""
    return answer_told(sitting.protocol.questions[question], entry.answer, language)


def criterion_lines_of(sitting: "Sitting", question: str) -> list[Line]:
    """Say which criteria rest on a question, as they stand: status and number."""
    lines = []
    for criterion in sitting.why(question, sitting.language).criteria:
        standing = Standing(sitting.standing.stands[criterion])
        named = sitting.protocol.criteria[criterion].id
        said = _("it touches {criterion}").format(criterion=named)
        lines.append(Line(f"{status_text(standing)}  {said}", status_tone(standing)))
    return lines

"""What an answer would do, and why a question is asked, as lines."""

from typing import TYPE_CHECKING

from screener.language import _
from screener.protocol.model import Protocol
from screens.prompts import Line, Tone
from screens.widgets.criteria import CriterionLine, Standing, status_text, status_tone

if TYPE_CHECKING:
    from screener.interview.sitting import Preview, Sitting


def would_fail(preview: "Preview") -> bool:
    """Tell whether the answer would fail a criterion that does not fail now."""
    return bool(preview.fails)


def criterion_words(protocol: Protocol, criterion: str, language: str) -> str:
    """Give a criterion's number and the protocol's words."""
    found = protocol.criteria[criterion]
    return f"{found.id}  {found.text.in_language(language)}"


def preview_lines(sitting: "Sitting", preview: "Preview", language: str) -> tuple[Line, ...]:
    """Say which criteria would change, and which answers would no longer count."""
    lines = []
    for criterion, before, after in preview.changes:
        was, becomes = Standing(str(before)), Standing(str(after))
        words = criterion_words(sitting.protocol, criterion, language)
        lines.append(
            Line(f"{status_text(was)} → {status_text(becomes)}  {words}", status_tone(becomes))
        )
    for question in preview.falls_away:
        asked = sitting.protocol.questions[question].ask
        text = asked.in_language(language) if asked else question
        lines.append(Line(_("no longer applies: {question}").format(question=text), Tone.QUIET))
    return tuple(lines) or (Line(_("No criterion changes."), Tone.QUIET),)


def criterion_lines(sitting: "Sitting") -> tuple[CriterionLine, ...]:
    """Give every criterion as it stands, for the list beside the conversation."""
    awaited = awaited_criteria(sitting)
    return tuple(
        CriterionLine(
            criterion.id,
            criterion.text.in_language(sitting.language),
            standing_of(sitting, id, awaited),
        )
        for id, criterion in sitting.protocol.criteria.items()
    )


def awaited_criteria(sitting: "Sitting") -> frozenset[str]:
    """Give the criteria that wait for a result."""
    return frozenset(
        criterion
        for lack in sitting.lacks()
        if lack.reason.value == "pending"
        for criterion in lack.criteria
    )


def standing_of(sitting: "Sitting", criterion: str, awaited: frozenset[str]) -> Standing:
    """Say where a criterion stands; one left open by an ended interview was not assessed."""
    status = sitting.result.criteria[criterion].status
    if status != "open":
        return Standing(str(status))
    if criterion in awaited:
        return Standing.AWAITED
    state = sitting.state
    ended = sitting.result.stops or state.withdrawn is not None or state.stopped is not None
    return Standing.NOT_ASSESSED if ended else Standing.OPEN


def time_change_lines(sitting: "Sitting") -> tuple[Line, ...]:
    """Say which criteria time alone has changed."""
    return tuple(
        Line(
            f"{status_text(Standing(str(before)))} → {status_text(Standing(str(after)))}  "
            + criterion_words(sitting.protocol, criterion, sitting.language),
            status_tone(Standing(str(after))),
        )
        for criterion, before, after in sitting.time_changes
    )


def why_lines(sitting: "Sitting", question: str, language: str) -> list[Line]:
    """Say which criteria rest on a question, and what each answer would do."""
    why = sitting.why(question, language)
    lines = []
    if why.for_record and not why.criteria:
        lines.append(Line(_("It is asked for the record; no criterion rests on it.")))
    for criterion in why.criteria:
        status = Standing(str(sitting.result.criteria[criterion].status))
        words = criterion_words(sitting.protocol, criterion, language)
        lines.append(Line(f"{status_text(status)}  {words}", status_tone(status)))
    if why.effects:
        lines += [Line(""), Line(_("What each answer would do:"), Tone.QUIET)]
    for effect in why.effects:
        lines.append(Line(effect.label if effect.criterion is None else f"· {effect.label}"))
        if effect.criterion is not None:
            continue
        for criterion, _before, after in effect.changes:
            becomes = Standing(str(after))
            named = sitting.protocol.criteria[criterion].id
            lines.append(Line(f"    {named} {status_text(becomes)}", status_tone(becomes)))
        if not effect.changes:
            lines.append(Line("    " + _("changes no criterion by itself"), Tone.QUIET))
    return lines


def answers_behind(sitting: "Sitting", question: str, language: str) -> str:
    """Give the answer that counts to a question, in words."""
    from screener.interview.told import answer_told

    entry = sitting.state.current(question)
    if entry is None:
        return ""
    return answer_told(sitting.protocol.questions[question], entry.answer, language)


def criterion_lines_of(sitting: "Sitting", question: str) -> list[Line]:
    """Say which criteria rest on a question, as they stand: status and number."""
    lines = []
    for criterion in sitting.why(question, sitting.language).criteria:
        standing = Standing(str(sitting.result.criteria[criterion].status))
        named = sitting.protocol.criteria[criterion].id
        said = _("it touches {criterion}").format(criterion=named)
        lines.append(Line(f"{status_text(standing)}  {said}", status_tone(standing)))
    return lines

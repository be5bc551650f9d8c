"""What an answer would do, and why a question is asked, as lines."""

from typing import TYPE_CHECKING

from screener.language import _
from screener.protocol.model import Protocol
from screens.prompts import Line, Tone
from screens.widgets.criteria import Standing, status_text, status_tone

if TYPE_CHECKING:
    from screener.interview.sitting import Preview, Sitting


def would_fail(preview: "Preview") -> bool:
    """Tell whether the answer would fail a criterion that does not fail now."""
    return bool(preview.fails)


def criterion_words(protocol: Protocol, criterion: str, language: str) -> str:
    """Give a criterion's number and the protocol's words."""
    found = protocol.criteria[criterion]
    return f"{found.printed}  {found.text.in_language(language)}"


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

"""The criteria: glyph, word, id and short text. Status is never colour alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screener.language import N_, _
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES, PlainText, content, one_line


class Standing(StrEnum):
    """Where a criterion stands, as people see it."""

    PASS = "pass"
    FAIL = "fail"
    OPEN = "open"
    AWAITED = "awaited"
    NOT_ASSESSED = "not_assessed"


_LOOKS = {
    Standing.PASS: ("✓", N_("passes"), Tone.PASS),
    Standing.FAIL: ("✗", N_("fails"), Tone.FAIL),
    Standing.OPEN: ("…", N_("open"), Tone.OPEN),
    Standing.AWAITED: ("◌", N_("awaited"), Tone.AWAITED),
    Standing.NOT_ASSESSED: ("–", N_("not assessed"), Tone.QUIET),
}


def status_text(standing: Standing) -> str:
    """Give glyph and word."""
    glyph, word, _tone = _LOOKS[standing]
    return f"{glyph} {_(word)}"


def status_tone(standing: Standing) -> Tone:
    """Give the tone of a standing."""
    return _LOOKS[standing][2]


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion as shown beside the conversation."""

    printed: str
    text: str
    standing: Standing


def criteria_content(lines: Iterable[CriterionLine], width: int) -> Content:
    """Write the criteria, two lines each: status and id, then the beginning of the text."""
    return Content("\n").join(
        content(
            (status_text(line.standing), STYLES[status_tone(line.standing)]),
            (f"  {line.printed}\n", "bold"),
            (f"  {one_line(line.text, max(1, width - 2))}", "$quiet"),
        )
        for line in lines
    )


class CriteriaPanel(VerticalScroll, can_focus=False):
    """The list beside the conversation; one widget, so that it costs a keystroke little."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: tuple[CriterionLine, ...] = ()
        self._text = PlainText()

    def compose(self) -> ComposeResult:
        yield self._text

    def bind_criteria(self, lines: Iterable[CriterionLine]) -> None:
        """Show where the criteria stand."""
        self._lines = tuple(lines)
        self._fit()

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        self._text.show(criteria_content(self._lines, self.scrollable_content_region.width))

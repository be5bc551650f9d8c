"""The criteria: glyph, word, id and short text. Status is never colour alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content

from screener.language import N_, _
from screens.prompts import Tone
from screens.widgets.plain_text import STYLES, PlainText, content, one_line, padded


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


#: The widest status there is, "not assessed", is cut short where each criterion has one line.
STATUS_CELLS = 9
ID_CELLS = 3


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

    id: str
    text: str
    standing: Standing


def criteria_content(lines: Sequence[CriterionLine], width: int, height: int) -> Content:
    """Write the criteria: status, id, the beginning of the text; two lines if there is room."""
    roomy = height >= 2 * len(lines)
    return Content("\n").join(_criterion(line, width, roomy) for line in lines)


def _criterion(line: CriterionLine, width: int, roomy: bool) -> Content:
    status = status_text(line.standing)
    status = status if roomy else padded(status, STATUS_CELLS)
    named = f"  {line.id}" if roomy else f" {padded(line.id, ID_CELLS)}"
    room = width - 2 if roomy else width - STATUS_CELLS - ID_CELLS - 2
    between = "\n  " if roomy else " "
    return content(
        (status, STYLES[status_tone(line.standing)]),
        (named, "bold"),
        (f"{between}{one_line(line.text, max(1, room))}", "$quiet"),
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
        width, height = self.scrollable_content_region.size
        self._text.show(criteria_content(self._lines, width, height))

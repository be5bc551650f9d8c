"""What stands on a terminal that is too small to work in."""

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen

from screener.language import _
from screens.commands import lock_binding
from screens.widgets.plain_text import PlainText

LEAST_COLUMNS = 40
LEAST_ROWS = 12


def too_small(size: Size) -> bool:
    """Tell whether a question would not be seen whole enough to be answered."""
    return size.width < LEAST_COLUMNS or size.height < LEAST_ROWS


class TooSmall(ModalScreen[None]):
    """Takes every key but that of the lock: nothing is answered unseen. Goes when there is room."""

    BINDINGS = [lock_binding()]
    DEFAULT_CSS = "TooSmall { background: $background; }"

    def compose(self) -> ComposeResult:
        yield PlainText(
            _(
                "This window is too small. Make it at least {columns} by {rows}. Nothing is lost."
            ).format(columns=LEAST_COLUMNS, rows=LEAST_ROWS)
        )

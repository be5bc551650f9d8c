"""How far a screening is: the criteria that are closed, never a share of the questions."""

from screener.language import _
from screens.widgets.plain_text import PlainText


class Progress(PlainText):
    """`9 of 15`."""

    def bind_progress(self, closed: int, total: int, *, short: bool = False) -> None:
        """Show how many criteria are closed."""
        if short:
            self.show(f"{closed}/{total}")
            return
        self.show(_("{closed} of {total} criteria").format(closed=closed, total=total))

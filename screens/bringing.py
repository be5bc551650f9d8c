"""An awaited result, brought: its question asked at once, and the way back to what is awaited."""

from typing import TYPE_CHECKING

from screener.interview.refusals import Refused
from screener.language import _
from screens.base import refused_lines
from screens.commands import with_keys
from screens.course import Course
from screens.prompts import Line, Tone


class Bringing(Course):
    """The way from the awaited results to a question of the screening, and back."""

    if TYPE_CHECKING:

        def leave(self) -> bool: ...
        def _changed(self, changed: bool | None) -> None: ...

    def bring(self, question: str) -> None:
        """Ask for an awaited result at once, on a screen of its own; left, it leads back.

        It comes up with this screen, so that no key can be taken for an answer to anything else.
        """
        from screens.change import Change

        try:
            self.sitting.may_change(question)
        except Refused as error:
            # The screen is not there yet.
            self.call_later(self.tell, *refused_lines(error))
            return
        change = Change(self.sitting, question)
        self.screener.beneath_too_small(lambda: self.app.push_screen(change, self._brought))

    def _brought(self, brought: bool | None) -> None:
        """Show what has become of the screening; without a result there was nothing else to do."""
        if not brought:
            self.do_awaited("")
            return
        self._changed(brought)
        told = with_keys(_("{awaited} leads back to the awaited results."))
        self.tell(Line(told, Tone.QUIET))

    def do_awaited(self, argument: str) -> None:
        """Leave the screening for the list of what is awaited."""
        if self.leave():
            self.screener.leave_screening(self.sitting.number)
            self.screener.show_awaited()

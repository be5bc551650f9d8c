"""Awaited results that do not come: the part of a sitting in which they are waited for no more."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from screener.interview.refusals import Refused
from screener.interview.view import View
from screener.language import _
from screener.record.events import Event, EventKind

if TYPE_CHECKING:
    from screener.record.store import Body


def goes_on() -> Refused:
    """Say why a result cannot be closed while the interview goes on."""
    return Refused(
        _("The screening goes on, and this result can still decide it."),
        _("If it will not come, say why there is no answer: not done, unknown, refused."),
    )


class AwaitingActs(View):
    """The part of a sitting that is about what is awaited; the same promises hold."""

    if TYPE_CHECKING:

        def _append(
            self,
            kind: EventKind,
            body: Body | Callable[[date], Body],
            also: Callable[[], Mapping[str, Body]] = dict,
        ) -> Event: ...

    def may_close_awaited(self, question: str) -> None:
        """Make sure that a result can be closed without an answer; raises `Refused` otherwise."""
        self.question(question)
        if question not in self._standing.awaited:
            raise Refused(_("This result is not awaited."))
        if not self._standing.may_close_awaited(question):
            raise goes_on()

    def close_awaited(self, question: str, reason: str) -> Event:
        """Say that nobody waits for a result any more, and why; a later answer still counts."""
        self.may_close_awaited(question)
        if not reason.strip():
            raise Refused(
                _("Closing an awaited result needs its reason."),
                _("Say why nobody waits for it any more."),
            )
        body = {"question": question, "reason": reason.strip()}
        return self._append(EventKind.AWAITED_CLOSED, body)

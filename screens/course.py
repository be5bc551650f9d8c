"""The commands that end an interview before its end, and those that take it up again."""

from typing import TYPE_CHECKING

from textual import work

from screener.interview.refusals import Refused
from screener.language import _
from screens.base import PlaceScreen, refused_lines
from screens.commands import with_keys
from screens.dialogs import Ask, Confirm
from screens.prompts import Line, Tone
from screens.trail import who_and_when

if TYPE_CHECKING:
    from collections.abc import Callable

    from screener.interview.sitting import Sitting


class Course(PlaceScreen):
    """Going on, stopping, withdrawing, on a screen that owns a sitting."""

    sitting: "Sitting"

    if TYPE_CHECKING:

        def try_to(self, act: Callable[[], object], again: str = "") -> bool: ...
        def try_leaving(self, act: Callable[[], object], again: str = "") -> None: ...

    def may(self, look: "Callable[[], object]") -> bool:
        """Tell whether something may be done, before anything is asked for it; else say why not."""
        try:
            look()
        except Refused as error:
            self.tell(*refused_lines(error))
            return False
        return True

    def do_continue(self, argument: str) -> None:
        """Go on after a failed criterion."""
        self.try_to(self.sitting.continue_after_failure)

    @work
    async def do_withdraw(self, argument: str) -> None:
        """The candidate withdraws; a reason may be said, none is owed."""
        if not self.may(self.sitting.may_withdraw):
            return
        kept = Line(_("Nothing more will be asked. What was recorded stays."))
        owed = Line(_("A reason may be given; the candidate owes none."), Tone.QUIET)
        ask = Ask(_("The candidate withdraws"), lines=(kept, owed), value=argument, optional=True)
        reason = await self.app.push_screen_wait(ask)
        if reason is None:
            return
        why = _("reason: {reason}").format(reason=reason) if reason else _("no reason given")
        agreed = await self.app.push_screen_wait(
            Confirm(
                _("Record that the candidate withdraws?"),
                (Line(why), kept),
                _("Enter records the withdrawal, Escape leaves without"),
            )
        )
        if agreed:
            self.try_leaving(lambda: self.sitting.withdraw(reason or None), f"/withdraw {reason}")

    @work
    async def do_stop(self, argument: str) -> None:
        """Stop with a reason."""
        if not self.may(self.sitting.may_stop):
            return
        reason = argument or await self.app.push_screen_wait(
            Ask(
                _("Why does the interview stop here?"),
                lines=(
                    Line(
                        with_keys(
                            _("The reason is recorded. {resume} takes the interview up again.")
                        ),
                        Tone.QUIET,
                    ),
                ),
            )
        )
        if reason:
            self.try_leaving(lambda: self.sitting.stop(reason), f"/stop {reason}")

    @work
    async def do_resume(self, argument: str) -> None:
        """Take a stopped screening up again, or correct a withdrawal recorded by mistake."""
        withdrawn = self.sitting.state.withdrawn
        if withdrawn is None:
            self.try_to(self.sitting.resume)
            return
        who = who_and_when(withdrawn.person, withdrawn.at, self.sitting.time_zone)
        lines = (
            Line(_("The withdrawal: {who}").format(who=who), Tone.QUIET),
            Line(_("The screening is then as before it. Both stay in the record."), Tone.QUIET),
        )
        ask = Ask(_("Why was the withdrawal recorded by mistake?"), lines=lines)
        reason = argument or await self.app.push_screen_wait(ask)
        if reason:
            self.try_to(lambda: self.sitting.correct_withdrawal(reason), f"/resume {reason}")

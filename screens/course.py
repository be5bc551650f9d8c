"""The commands about a screening as a whole: ended, taken up again, its outcome, whose it is."""

from contextlib import suppress
from typing import TYPE_CHECKING

from textual import work

from screener.interview.refusals import Refused
from screener.interview.told import asked_there_told
from screener.joining import clauses
from screener.language import _
from screener.record.errors import StoreError
from screens.base import refused_lines
from screens.commands import with_keys
from screens.effects import voids_lines
from screens.prompts import Line, Tone
from screens.queries import Queries
from screens.trail import who_and_when

if TYPE_CHECKING:
    from collections.abc import Callable

    from screener.interview.sitting import Sitting
    from screener.record.outcomes import Outcome
    from screens.dialogs import Reading


class Course(Queries):
    """Going on, stopping, withdrawing, on a screen that owns a sitting.

    What only a command needs is brought in by it: nobody waits for it at the first question.
    """

    sitting: "Sitting"

    if TYPE_CHECKING:

        def try_to(self, act: Callable[[], object], again: str = "") -> bool: ...
        def catch_up(self) -> None: ...
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

    def do_end(self, argument: str) -> None:
        """End at a failed criterion, also after having gone on."""
        self.try_leaving(self.sitting.end_at_failure)

    def chosen(self, at: int) -> None:
        """Take what was chosen where the interview stands at a failed criterion."""
        (self.do_end, self.do_continue)[at]("")

    @work
    async def do_withdraw(self, argument: str) -> None:
        """The candidate withdraws; a reason may be said, none is owed."""
        from screener.interview.outcomes_told import code_word
        from screener.record.outcomes import WITHDRAWAL
        from screens.dialogs import Confirm
        from screens.outcome_dialogs import ask_reason

        if not self.may(self.sitting.may_withdraw):
            return
        kept = Line(_("Nothing more will be asked. What was recorded stays."))
        owed = Line(_("The candidate owes no reason."), Tone.QUIET)
        title = _("The candidate withdraws. Is a reason given?")
        reason = await ask_reason(self.app, WITHDRAWAL, title, (kept, owed), argument)
        if reason is None:
            return
        told = clauses((code_word(reason.code), reason.words))
        agreed = await self.app.push_screen_wait(
            Confirm(
                _("Record that the candidate withdraws, with the reason “{reason}”?").format(
                    reason=told
                ),
                (
                    kept,
                    *voids_lines(self.sitting),
                ),
                _("Enter records the withdrawal, Escape leaves without"),
            )
        )
        if agreed:
            again = f"/withdraw {reason.words or ''}".rstrip()
            self.try_leaving(lambda: self.sitting.withdraw(reason.words, reason.code), again)

    @work
    async def do_outcome(self, argument: str) -> None:
        """Record what the screening led to, or correct that."""
        from screens.outcome_dialogs import say_outcome

        outcomes: list[Outcome] = []
        if self.sitting.state.outcome is None:
            if not self.may(lambda: outcomes.extend(self.sitting.outcomes())):
                return
        else:
            # What is recorded can be taken back, also where nothing else can take its place.
            with suppress(Refused):
                outcomes.extend(self.sitting.outcomes())

        def record(act: "Callable[..., object]", *said: object, **more: object) -> None:
            self.try_to(lambda: act(*said, **more))

        await say_outcome(self.app, self.sitting, outcomes, record)
        self.catch_up()

    def do_earlier(self, argument: str) -> None:
        """Show what has changed since the candidate's earlier screening."""
        from screens.since_earlier import since_earlier_screen

        shown: list[Reading] = []
        if self.may(lambda: shown.append(since_earlier_screen(self.sitting))):
            self.app.push_screen(shown[0])

    @work
    async def do_candidate(self, argument: str) -> None:
        """Correct the candidate's code, which was mistyped."""
        from screens.dialogs import Ask
        from screens.outcome_dialogs import ask_code

        code = await ask_code(self.app, self.sitting, argument)
        if code is None:
            return
        try:
            too = self.sitting.corrected_with_it()
        except StoreError as error:
            self.tell(*refused_lines(error))
            return
        kept = _("{before} stays in the record, with the reason.")
        before = Line(kept.format(before=self.sitting.candidate), Tone.QUIET)
        followers = (Line(said, Tone.AWAITED) for said in too)
        lines = (before, *followers, *voids_lines(self.sitting))
        ask = Ask(_("Why was the earlier code wrong?"), lines=lines)
        reason = await self.app.push_screen_wait(ask)
        if reason:
            self.try_to(lambda: self.sitting.correct_candidate(code, reason), f"/candidate {code}")

    @work
    async def do_redact(self, argument: str) -> None:
        """Take out for good what was typed by mistake."""
        from screener.interview.redacting import done_said
        from screens import redacting

        going = await redacting.pick(self.screener, self.sitting)
        if going is None:
            return
        held, seen = going
        reason = await redacting.agree(self.screener, self.sitting, held)
        if reason and self.try_to(lambda: self.sitting.redact(held, reason, seen)):
            self.tell(*map(Line, done_said(self.sitting, held)))

    @work
    async def do_stop(self, argument: str) -> None:
        """Stop with a reason."""
        from screens.dialogs import Ask

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
        from screens.dialogs import Ask

        withdrawn = self.sitting.state.withdrawn
        if withdrawn is None:
            self.try_to(self.sitting.resume)
            return
        who = who_and_when(withdrawn.person, withdrawn.at, self.sitting.time_zone)
        lines: tuple[Line, ...] = (
            Line(_("The withdrawal: {who}").format(who=who), Tone.QUIET),
            Line(_("The screening is then as before it. Both stay in the record."), Tone.QUIET),
        )
        again, reason = self.sitting.state.again, argument or None
        if again is not None:
            lines = (Line(asked_there_told(again), Tone.AWAITED), *lines)
        if again is not None or reason is None:
            asked = _("Why was the withdrawal recorded by mistake?")
            reason = await self.app.push_screen_wait(Ask(asked, lines=lines, value=argument))
        if reason:
            self.try_to(lambda: self.sitting.correct_withdrawal(reason), f"/resume {reason}")

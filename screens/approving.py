"""Approving the rules file from the list: what it is, what is new in it, and a deliberate yes."""

from typing import TYPE_CHECKING

from textual import work

from screener.language import _
from screens.base import PlaceScreen, refusal
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from screener.interview.approving import RulesRead

_APPROVE, _CHANGES = "approve", "changes"


class Approving(PlaceScreen):
    """Approves the rules file, on the screen that has the list."""

    if TYPE_CHECKING:

        def look_at_rules(self, problems: tuple[str, ...]) -> None: ...

    @work(thread=True, exclusive=True, group="approve")
    def read_to_approve(self) -> None:
        """Read the rules file and run its examples beside the screen; then show what it is."""
        from screener.interview.approving import read_to_approve
        from screener.interview.rules_file import rules_problems
        from screener.protocol.problems import ProtocolError
        from screener.record.errors import StoreError

        app, store = self.screener, self.screener.store
        if store is None:
            return
        try:
            read = read_to_approve(store, app.rules_path)
        except (ProtocolError, OSError):
            app.call_from_thread(self.look_at_rules, rules_problems(app.rules_path))
        except StoreError as error:
            app.call_from_thread(self.tell, Line(str(error), Tone.FAIL))
        else:
            app.call_from_thread(self._show_rules, read)

    def do_approve(self, argument: str) -> None:
        """Show what the rules file is, and how far its approval has come."""
        self.read_to_approve()

    def _show_rules(self, read: "RulesRead") -> None:
        from screener.interview.approving import rules_said
        from screener.interview.moments import moment_in_full
        from screener.record.rights import Right, may, role_told
        from screens.dialogs import Item, Pick

        app, store = self.screener, self.screener.store
        if store is None:
            return
        zone = store.time_zone
        said = rules_said(read, app.language, lambda at: moment_in_full(at, zone))
        items = [Item(_CHANGES, _("See what is new since the version approved last"))]
        if not read.approved and may(app.person.role, Right.APPROVE_RULES):
            told = _("Approve these rules, as {role}").format(role=role_told(app.person.role))
            items.append(Item(_APPROVE, told))

        def chosen(picked: str | None) -> None:
            if picked == _CHANGES:
                self._show_changes(read)
            elif picked == _APPROVE:
                self._approve(read)

        app.push_screen(Pick(_("Approval of the rules"), items, map(Line, said)), chosen)

    def _show_changes(self, read: "RulesRead") -> None:
        from screener.interview.approving import changes_said
        from screens.dialogs import Reading

        lines = [Line(one, _TONES.get(one[:1], Tone.OPEN)) for one in changes_said(read)]
        self.app.push_screen(
            Reading(_("New since the version approved last"), lines),
            lambda _left: self._show_rules(read),
        )

    def _approve(self, read: "RulesRead") -> None:
        from screener.interview.approving import approve_read

        app, store = self.screener, self.screener.store
        if store is None:
            return
        complete = False

        def approve() -> None:
            nonlocal complete
            complete = approve_read(store, read, app.person)

        if why_not := refusal(approve):
            self.tell(Line(why_not, Tone.FAIL))
            return
        told = _("Your approval is recorded. Another one is needed.")
        if complete:
            told = _("Your approval is recorded. Screenings that begin now are no training.")
        self.tell(Line(told, Tone.PASS if complete else Tone.AWAITED))


#: How lines that went and lines that came are shown.
_TONES = {"+": Tone.PASS, "-": Tone.FAIL}

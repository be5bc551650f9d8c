"""Approving the rules file from the list: what it is, what is new in it, and a deliberate yes."""

from typing import TYPE_CHECKING

from textual import work

from screener.language import _
from screens.base import PlaceScreen, refusal
from screens.prompts import Line, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from screener.interview.approving import RulesRead
    from screener.record.events import Person

_APPROVE, _CHANGES = "approve", "changes"


class Approving(PlaceScreen):
    """Approves the rules file and tells its open points, on the screen that has the list."""

    #: Who has approved the rules file, where it is not approved by now.
    unapproved: frozenset[str] | None = None
    #: With what whoever may approve them was asked for it.
    _asked_for_approval: Line | None = None
    #: What was said last.
    _told: "tuple[Line, ...]" = ()

    if TYPE_CHECKING:

        def look(self) -> object: ...
        def look_at_rules(self, problems: tuple[str, ...]) -> None: ...

    def approval_asked(self) -> tuple[Line, ...]:
        """Ask somebody who may approve the rules for it, once."""
        from screener.interview.training import asking_approval
        from screener.record.rights import Right, may

        person, given = self.screener.person, self.unapproved
        if given is None or self._asked_for_approval or person.name in given:
            return ()
        if not (person.authenticated and may(person.role, Right.APPROVE_RULES)):
            return ()
        self._asked_for_approval = Line(asking_approval(), Tone.AWAITED)
        return (self._asked_for_approval,)

    def approval_followed(self) -> None:
        """Ask no longer for an approval that was given meanwhile, by whomever."""
        given = self.unapproved
        if given is None or self.screener.person.name in given:
            left = [line for line in self._told if line != self._asked_for_approval]
            if len(left) < len(self._told):
                self.tell(*left)

    def tell(self, *lines: Line) -> None:
        """Show something that stays until the next thing is said."""
        self._told = lines
        super().tell(*lines)

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
        from screener.record.rights import role_told
        from screens.dialogs import Item, Pick, Reading

        app, store = self.screener, self.screener.store
        if store is None:
            return
        zone = store.time_zone
        said = rules_said(read, app.language, lambda at: moment_in_full(at, zone))
        lines = [*map(Line, said), *_given_by(read, app.person)]
        items = []
        if read.before is not None:
            items.append(Item(_CHANGES, _("See what is new since the version approved last")))
        if read.waits_for(app.person):
            told = _("Approve these rules, as {role}").format(role=role_told(app.person.role))
            items.append(Item(_APPROVE, told))

        def chosen(picked: str | None) -> None:
            if picked == _CHANGES:
                self._show_changes(read)
            elif picked == _APPROVE:
                self._ask_whether(read, said)

        title = _("Approval of the rules")
        app.push_screen(Pick(title, items, lines) if items else Reading(title, lines), chosen)

    def _show_changes(self, read: "RulesRead") -> None:
        from screener.interview.approving import changes_said
        from screens.dialogs import Reading

        lines = [Line(one, _TONES.get(one[:1], Tone.OPEN)) for one in changes_said(read)]
        self.app.push_screen(
            Reading(_("New since the version approved last"), lines),
            lambda _left: self._show_rules(read),
        )

    def _ask_whether(self, read: "RulesRead", said: "Sequence[str]") -> None:
        from screens.dialogs import Confirm

        def answered(agreed: bool | None) -> None:
            if agreed:
                self._approve(read)

        hint = _("Enter approves them, and nobody can undo it; Escape leaves without")
        self.app.push_screen(
            Confirm(_("Approve these rules?"), map(Line, said), hint),
            answered,
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
        self.look()
        told = _("Your approval is recorded. Another one is needed.")
        if complete:
            told = _("Your approval is recorded. Screenings that begin now are no training.")
        self.tell(Line(told, Tone.PASS if complete else Tone.AWAITED))

    def do_points(self, argument: str) -> None:
        """Show what the protocol leaves open, as the rules file stands now."""
        self.read_points()

    @work(thread=True, exclusive=True, group="points")
    def read_points(self) -> None:
        """Read the rules file for its open points."""
        from screener.interview.rules_file import rules_problems
        from screener.protocol.loading.loader import load
        from screener.protocol.problems import ProtocolError
        from screens.dialogs import Reading
        from screens.open_points import open_point_lines

        app = self.screener
        try:
            protocol = load(app.rules_path)
        except (ProtocolError, OSError):
            app.call_from_thread(self.look_at_rules, rules_problems(app.rules_path))
            return
        lines = open_point_lines(protocol, app.language)
        app.call_from_thread(app.show_screen, Reading(_("Open points"), lines))


def _given_by(read: "RulesRead", person: "Person") -> list[Line]:
    """Say whose the other approval is, to whoever has given one."""
    said = read.given_by(person)
    return [Line(said, Tone.AWAITED)] if said else []


#: How lines that went and lines that came are shown.
_TONES = {"+": Tone.PASS, "-": Tone.FAIL}

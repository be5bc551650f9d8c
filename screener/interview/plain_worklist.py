"""The list of screenings in the plain mode: open one, begin one."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from screener.interview.approving import approve_read, changes_said, read_to_approve, rules_said
from screener.interview.commands import BY_ID, is_slash, offered, permit
from screener.interview.listing import (
    already_told,
    awaited_told,
    beside_told,
    matches,
    of_candidate,
    unmatched,
)
from screener.interview.moments import moment_in_full
from screener.interview.plain_beginning import Open, ask_beginning
from screener.interview.plain_commands import HANDLERS
from screener.interview.plain_lines import CommandTyped, Lines
from screener.interview.plain_looking import point_lines
from screener.interview.plain_screening import interview
from screener.interview.plain_sign_in import PlainSignIn
from screener.interview.plain_slash import (
    Quit,
    SignedOut,
    command_lines,
    full_screen_only,
    spoken,
)
from screener.interview.refusals import Refused
from screener.interview.rules_file import rules_problems, unreadable
from screener.interview.told import stage_told
from screener.joining import phrases
from screener.language import _, active_language, available_languages, set_language
from screener.protocol.loading.loader import load_bytes
from screener.protocol.problems import ProtocolError
from screener.record.errors import StoreError
from screener.record.events import Person
from screener.record.rights import Right, may, require, role_told
from screener.record.store import Store
from screener.record.summary import ScreeningSummary


class PlainWorklist:
    """Screenings to open, and new ones to begin under the rules file."""

    def __init__(self, store: Store, person: Person, rules: Path, lines: Lines) -> None:
        self.store = store
        self.person = person
        self.rules = rules
        self.lines = lines
        self._words = ""

    def work(self, number: str | None) -> None:
        """Open a screening if one is named, then go on with the list, until the person quits."""
        waiting = number
        try:
            while True:
                waiting = self._carry_out(waiting or self._heard())
        except Quit:
            return

    def _heard(self) -> str:
        asked = _("Type a screening's number to open it, /new to begin one, or /help.")
        try:
            if not self._tell():
                asked = _("Type /new to begin a screening, or /help.")
        except StoreError as error:
            self.lines.say(str(error))
        self.lines.look = lambda text: False
        self.lines.say(asked)
        return self.lines.hear()

    def _carry_out(self, heard: str) -> str | None:
        """Do what was typed; gives the command that was typed in the middle of another."""
        try:
            if is_slash(heard):
                name, argument = spoken(heard, _HANDLERS, _elsewhere)
                permit(BY_ID[name], self.person)
                _HANDLERS[name](self, argument)
            elif heard:
                self._open(heard)
        except CommandTyped as typed:
            return typed.text
        except ProtocolError:
            self._tell_rules()
        except (Refused, StoreError, ValueError) as error:
            self.lines.say(str(error))
        return None

    def _open(self, text: str) -> None:
        """Open a screening by its number, or by the candidate's code where there is one alone."""
        summaries = self.store.screenings()
        same = of_candidate(summaries, text)
        if len(same) > 1:
            raise Refused(already_told(summaries, text), _("Type the number of one."))
        require(self.person.role, Right.SCREEN)
        number = same[0].number if same else self.store.number(text)
        interview(self.store, self.person, number, self.lines)

    # The list.

    def _tell(self) -> bool:
        """Say the list; gives whether there are any screenings."""
        all_of_them = [(one, stage_told(one.stage)) for one in self.store.screenings()]
        shown = [one for one, state in all_of_them if matches(one, self._words, state)]
        today = self.store.today()
        self.lines.say("", _("Screenings"), *(self._told(one, today) for one in shown))
        if not all_of_them:
            self.lines.say(_("There are none yet."))
        elif not shown:
            self.lines.say(unmatched(all_of_them, self._words))
        if self._words:
            self.lines.say(_("/search alone shows all of them again."))
        return bool(all_of_them)

    def _told(self, summary: ScreeningSummary, today: date) -> str:
        parts = [summary.number, summary.candidate, stage_told(summary.stage)]
        if summary.total:
            closed = _("{closed} of {total} criteria closed")
            parts.append(closed.format(closed=summary.closed, total=summary.total))
        parts += [awaited_told(summary, today), beside_told(summary), summary.problem or ""]
        return phrases(parts)

    def _tell_rules(self) -> None:
        self.lines.say(
            _("No new screening can begin until the rules file is mended:"),
            *rules_problems(self.rules),
            _("Screenings under way go on with the rules they began with."),
        )

    def _read_rules(self) -> bytes:
        try:
            return self.rules.read_bytes()
        except OSError as error:
            raise Refused(
                unreadable(self.rules, error), _("Name another file with --rules.")
            ) from None

    # Commands.

    def help(self, argument: str) -> None:
        """List the commands."""
        mine = [id for id in _HANDLERS if offered(BY_ID[id], self.person)]
        self.lines.say(*command_lines(mine))

    def new(self, argument: str) -> None:
        """Begin a screening with the site's code for the candidate."""
        chosen = ask_beginning(self.lines, self.store.screenings, argument)
        if isinstance(chosen, Open):
            self._open(chosen.number)
            return
        rules, person = self._read_rules(), self.person
        number = self.store.new_screening(
            rules, chosen.code, person, active_language(), after=chosen.after
        )
        self._open(number)

    def search(self, argument: str) -> None:
        """Narrow the list to what holds the words; without any, show all."""
        self._words = argument

    def interface(self, argument: str) -> None:
        """Switch the program and the protocol's texts to the next language."""
        known = available_languages()
        now = known.index(active_language()) if active_language() in known else -1
        set_language(argument if argument in known else known[(now + 1) % len(known)])

    def points(self, argument: str) -> None:
        """Say what the protocol leaves open, as the rules file stands now."""
        protocol = load_bytes(self._read_rules(), str(self.rules))
        self.lines.say(*point_lines(protocol, active_language()))

    def approve(self, argument: str) -> None:
        """Say what the rules file is and how far its approval has come; approve it if told to."""
        read = read_to_approve(self.store, self.rules)
        zone = self.store.time_zone
        said = rules_said(read, active_language(), lambda at: moment_in_full(at, zone))
        self.lines.say(*changes_said(read), "", *said)
        if read.approved or not may(self.person.role, Right.APPROVE_RULES):
            return
        chosen = self.lines.choose(
            _("Enter alone leaves."),
            [_("Approve these rules, as {role}").format(role=role_told(self.person.role))],
        )
        if chosen is not None:
            approve_read(self.store, read, self.person)
            self.lines.say(_("Your approval is recorded."))

    def password(self, argument: str) -> None:
        """Change one's own password."""
        PlainSignIn(self.store, self.lines).change_password(self.person)

    def sign_out(self, argument: str) -> None:
        """Make room for the next person."""
        raise SignedOut

    def quit(self, argument: str) -> None:
        """Leave the program."""
        raise Quit


def _elsewhere(command: str) -> str:
    return _("Open a screening first.") if command in HANDLERS else full_screen_only()


_HANDLERS: Mapping[str, Callable[[PlainWorklist, str], None]] = {
    "help": PlainWorklist.help,
    "new": PlainWorklist.new,
    "search": PlainWorklist.search,
    "interface": PlainWorklist.interface,
    "approve": PlainWorklist.approve,
    "points": PlainWorklist.points,
    "password": PlainWorklist.password,
    "signout": PlainWorklist.sign_out,
    "quit": PlainWorklist.quit,
}

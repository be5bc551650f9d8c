"""The list of screenings in the plain mode: open one, begin one."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from screener.interview.approving import approve_read, changes_said, read_to_approve, rules_said
from screener.interview.audit import ScreeningAudit
from screener.interview.audit_told import NOTHING_SOUGHT, audit_parts
from screener.interview.commands import BY_ID, is_slash, offered, permit
from screener.interview.copy_path import copy_path
from screener.interview.finding import read_list
from screener.interview.listing import (
    ahead_told,
    already_told,
    awaited_told,
    beside_told,
    matches,
    unmatched,
)
from screener.interview.moments import moment_in_full
from screener.interview.plain_awaited import PlainAwaited
from screener.interview.plain_beginning import Begin, Open, ask_beginning
from screener.interview.plain_commands import HANDLERS
from screener.interview.plain_lines import CommandTyped, Lines, said_plainly
from screener.interview.plain_looking import point_lines
from screener.interview.plain_screening import interview
from screener.interview.plain_sign_in import PlainSignIn
from screener.interview.plain_slash import (
    Quit,
    SignedOut,
    command_lines,
    instead_by_line,
    spoken,
)
from screener.interview.refusals import Refused
from screener.interview.rescreening import for_training
from screener.interview.rules_file import rules_problems, unreadable
from screener.interview.screening_log import export_log, log_lines, read_log
from screener.interview.told import stage_told
from screener.interview.training import other_kind_told, will_be_training_told
from screener.joining import phrases
from screener.language import _, active_language, available_languages, set_language
from screener.protocol.loading.loader import load_bytes
from screener.protocol.problems import ProtocolError
from screener.record.ahead import Ahead
from screener.record.errors import OtherKind, StoreError
from screener.record.events import Order, Person
from screener.record.expected import Expected
from screener.record.rights import Right, may, require, role_told
from screener.record.store import Store
from screener.record.summary import ScreeningSummary
from screener.sanitise import visible
from screener.settings_file import order_for

#: Lines of the list that are said at once, the newest.
_MOST = 30


class PlainWorklist:
    """Screenings to open, and new ones to begin under the rules file."""

    def __init__(
        self, store: Store, person: Person, rules: Path, lines: Lines, orders: Mapping[str, Order]
    ) -> None:
        self.store = store
        self.person = person
        self.rules = rules
        self.lines = lines
        self._orders = orders
        self._words = ""
        #: Whether the list is to be said before what is typed next, and whether it holds anything.
        self._due, self._any = True, False

    def work(self, number: str | None) -> None:
        """Open a screening if one is named, then go on with the list, until the person quits."""
        waiting = number
        try:
            while True:
                waiting = self._carry_out(waiting or self._heard())
        except Quit:
            return

    def _heard(self) -> str:
        told = self._due
        if told:
            try:
                self._any = self._tell()
                self._due = False
            except StoreError as error:
                self.lines.say(str(error))
        self.lines.say(self._asked())
        if not told:
            # What was said last stays in sight, instead of being driven out by a long list.
            self.lines.say(_("Enter alone shows the list again."))
        return self.lines.hear()

    def _asked(self) -> str:
        if may(self.person.role, Right.SCREEN):
            if self._any:
                return _("Type a screening's number to open it, /new to begin one, or /help.")
            return _("Type /new to begin a screening, or /help.")
        if may(self.person.role, Right.AUDIT):
            return _("Type /audit and a screening's number for its trail, or /help.")
        return _("Type /help for what can be done here.")

    def _carry_out(self, heard: str) -> str | None:
        """Do what was typed; gives the command that was typed in the middle of another."""
        try:
            if is_slash(heard):
                name, argument = spoken(heard, _HANDLERS, _elsewhere)
                permit(BY_ID[name], self.person)
                _HANDLERS[name](self, argument)
            elif heard:
                self._open(heard)
            else:
                self._due = True
        except CommandTyped as typed:
            return typed.text
        except ProtocolError:
            self._tell_rules()
        except (Refused, StoreError, ValueError) as error:
            self.lines.say(str(error))
        return None

    def _open(self, text: str) -> None:
        """Open a screening by its number, or by the candidate's code where there is one alone."""
        same = self.store.screenings_of(text)
        if len(same) > 1:
            raise Refused(already_told(same, text), _("Type the number of one."))
        require(self.person.role, Right.SCREEN)
        number = same[0].number if same else self.store.number(text)
        self._due = True
        interview(self.store, self.person, number, self.lines)

    # The list.

    def _tell(self) -> bool:
        """Say the list; gives whether there are any screenings."""

        def state(one: ScreeningSummary) -> str:
            return stage_told(one.stage)

        *_parts, read = read_list(self.store, self._words, _MOST, state)
        found = [one for one in read.summaries if matches(one, self._words, state(one))]
        today = self.store.today()
        shown = found[:_MOST][::-1]
        ahead = self.store.ahead(one.number for one in shown)
        told = (self._told(one, today, ahead[one.number]) for one in shown)
        self.lines.say("", _("Screenings"), *told)
        if not read.total:
            self.lines.say(_("There are none yet."))
        elif not found:
            self.lines.say(unmatched([(one, state(one)) for one in read.summaries], self._words))
        elif not read.whole or len(found) > _MOST:
            said = _("These are the newest; /search with words finds earlier ones.")
            self.lines.say(said)
        if self._words:
            self.lines.say(_("/search alone shows the newest again."))
        return bool(read.total)

    def _told(self, summary: ScreeningSummary, today: date, ahead: Ahead | None) -> str:
        parts = [summary.number, summary.candidate, stage_told(summary.stage)]
        if summary.total:
            closed = _("{closed} of {total} criteria closed")
            parts.append(closed.format(closed=summary.closed, total=summary.total))
        parts += [awaited_told(summary, today), beside_told(summary)]
        parts += [ahead_told(ahead, today), summary.problem or ""]
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
        rules = self._read_rules()
        training, study = for_training(self.store, rules), self.store.study_of(rules)
        if training:
            self.lines.say(will_be_training_told())
        number, typed = None, argument
        while number is None:
            chosen = ask_beginning(
                self.lines, self.store.screenings_like, typed, training=training, study=study
            )
            if isinstance(chosen, Open):
                number = chosen.number
                break
            try:
                number = self._begin(rules, chosen, training)
            except OtherKind as error:
                training, typed = error.training, chosen.code
                self.lines.say(other_kind_told(training=training))
                if not self.lines.agreed(_("Begin it all the same?")):
                    raise Refused(_("No screening was begun.")) from None
        self._open(number)

    def _begin(self, rules: bytes, chosen: Begin, training: bool) -> str:
        code, after, known = chosen
        return self.store.new_screening(
            rules,
            code,
            self.person,
            active_language(),
            after=after,
            expected=Expected(unused=after is None, training=training, known=known),
            order=partial(order_for, self._orders),
        )

    def search(self, argument: str) -> None:
        """Narrow the list to what holds the words; without any, show all."""
        self._words, self._due = argument, True

    def interface(self, argument: str) -> None:
        """Switch the program and the protocol's texts to the next language."""
        known = available_languages()
        now = known.index(active_language()) if active_language() in known else -1
        set_language(argument if argument in known else known[(now + 1) % len(known)])
        self._due = True

    def points(self, argument: str) -> None:
        """Say what the protocol leaves open, as the rules file stands now."""
        protocol = load_bytes(self._read_rules(), str(self.rules))
        self.lines.say(*point_lines(protocol, active_language()))

    def approve(self, argument: str) -> None:
        """Say what the rules file is and how far its approval has come; approve it if told to."""
        read = read_to_approve(self.store, self.rules)
        zone = self.store.time_zone
        said = rules_said(read, active_language(), lambda at: moment_in_full(at, zone))
        given = read.given_by(self.person)
        self.lines.say(*changes_said(read), "", *said, *([given] if given else []))
        if not read.waits_for(self.person):
            return
        chosen = self.lines.choose(
            _("Enter alone leaves."),
            [_("Approve these rules, as {role}").format(role=role_told(self.person.role))],
        )
        if chosen is None or not self.lines.agreed(_("Approve these rules? Nobody can undo it.")):
            raise Refused(_("Nothing was approved."))
        approve_read(self.store, read, self.person)
        self.lines.say(_("Your approval is recorded."))

    def audit(self, argument: str) -> None:
        """Say what happened in a screening, and why it came out so; as it stood at a moment."""
        asked = _("Of which screening? Type its number, and a date and time if it is of then.")
        number, _space, at = (argument or self.lines.ask(asked)).partition(" ")
        audit = ScreeningAudit(self.store, number, active_language())
        spot = audit.travel.find(at, self.store.now()) if at and audit.travel else None
        for part in audit_parts(audit, NOTHING_SOUGHT, spot):
            self.lines.say("", part.heading, *map(said_plainly, part.lines))

    def password(self, argument: str) -> None:
        """Change one's own password."""
        PlainSignIn(self.store, self.lines).change_password(self.person)

    def sign_out(self, argument: str) -> None:
        """Make room for the next person."""
        raise SignedOut

    def log(self, argument: str) -> None:
        """Say the screening log; with the name of a file, write it there."""
        if not argument:
            self.lines.say(*log_lines(read_log(self.store, self.person)))
            self.lines.say(_("/log and the name of a file, .csv or .xlsx, writes it there."))
            return
        path = copy_path(argument)
        format = path.suffix.removeprefix(".").lower()
        if not format:
            raise Refused(
                _("The name of a file is needed, which ends in .csv or .xlsx."),
                _("Type it behind /log, as in /log FILE.csv."),
            )
        export_log(self.store, self.person, path, format)
        self.lines.say(_("Written to {path}.").format(path=visible(str(path))))

    def awaited(self, argument: str) -> None:
        """Say what is awaited over all screenings; bring it, or write it to a file."""
        PlainAwaited(self.store, self.person, self.lines).show(argument)

    def close_awaited(self, argument: str) -> None:
        """Close an awaited result that will not come."""
        PlainAwaited(self.store, self.person, self.lines).close(argument)

    def quit(self, argument: str) -> None:
        """Leave the program."""
        raise Quit


def _elsewhere(command: str) -> str:
    return _("Open a screening first.") if command in HANDLERS else instead_by_line(command)


_HANDLERS: Mapping[str, Callable[[PlainWorklist, str], None]] = {
    "help": PlainWorklist.help,
    "new": PlainWorklist.new,
    "search": PlainWorklist.search,
    "interface": PlainWorklist.interface,
    "approve": PlainWorklist.approve,
    "points": PlainWorklist.points,
    "log": PlainWorklist.log,
    "awaited": PlainWorklist.awaited,
    "close_awaited": PlainWorklist.close_awaited,
    "audit": PlainWorklist.audit,
    "password": PlainWorklist.password,
    "signout": PlainWorklist.sign_out,
    "quit": PlainWorklist.quit,
}

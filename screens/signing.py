"""Reviewing and signing: one criterion after the other, then the whole, then the password.

Each agreement is in the record before the next criterion shows, so that the review goes on where it
was left.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding

from screener.interview.account import Account
from screener.interview.assessment import Assessment
from screener.interview.moments import moment
from screener.interview.refusals import Refused
from screener.interview.signing_told import (
    MEANING,
    moved_told,
    obstacle_told,
    query_said,
    still_told,
    time_told,
)
from screener.interview.since_signed import ChangesTold, SinceSigned
from screener.interview.sitting import Sitting
from screener.interview.told import person_told, recorded_told
from screener.joining import labelled
from screener.language import _, ngettext
from screener.record.errors import Conflict, Replaced, StoreError
from screener.record.signatures import Obstacle
from screens.account_lines import account_lines, beside_lines, since_signed_lines
from screens.account_steps import PASSWORD, password_step
from screens.base import refusal, refused_lines
from screens.commands import SIGNING, Command, bindings_for, with_keys
from screens.company import AtSitting, read_meanwhile
from screens.dialogs import Ask, Item, Pick
from screens.form_dialog import FormDialog
from screens.idle import signed_lines
from screens.line_screen import LineScreen, only_commands
from screens.prompts import Line, Tone
from screens.queries import ask_close
from screens.story import decision_tone
from screens.trail import who_and_when
from screens.widgets.criteria import Standing, status_text, status_tone
from screens.widgets.form import Given
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import Lines
from screens.widgets.plain_text import PlainText, content, one_line
from screens.widgets.top_line import TopLine

#: The screen's own margin and the scrollbar.
_BESIDE = 4
#: Seconds after which whoever looks at a page has seen that it has changed.
_SEEN_AFTER = 1.0


class Signing(LineScreen, AtSitting):
    """Leads an investigator through the criteria of a recorded decision, and to its signature."""

    place = SIGNING
    CSS_PATH = "review.tcss"
    body = "#criterion"
    BINDINGS = [
        *bindings_for(SIGNING),
        Binding("left", "step(-1)", show=False, priority=True),
        Binding("right", "step(1)", show=False, priority=True),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self.shown = sitting.assessment()
        self._since: SinceSigned | None = None
        self._criteria = tuple(sitting.protocol.criteria)
        self._at = self._next_to_agree(0)
        #: When what others recorded changed what is shown; by the app's own clock.
        self._changed_at = float("-inf")

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield PlainText(id="where")
        yield Lines(id="criterion")
        yield PlainText(id="notice", classes="notice -empty")
        yield PlainText(id="hint")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.show()
        self.follow()

    def commands(self) -> tuple[Command, ...]:
        """Give the commands; signing is none where the whole is shown and cannot be signed."""
        known = super().commands()
        if self._criterion is None and self.shown.hindered:
            return tuple(one for one in known if one.id != "sign")
        return known

    def on_resize(self) -> None:
        if self.query(Lines):
            self._write()

    def show(self) -> None:
        """Evaluate anew for today, and write where the review stands."""
        self._assess()
        self.line.bind_prompt(takes_keys=True, placeholder=self.asked())
        self._write()
        self.query_one(Lines).scroll_home(animate=False)

    def show_now(self) -> None:
        """Show what has been read, where the review stands; a key pressed just then is held."""
        lines = self.query_one(Lines)
        before = lines.lines
        self._assess()
        self._write()
        if lines.lines != before:
            self._changed_at = self.screener.monotonic()

    def _assess(self) -> None:
        """Evaluate anew for today what has been read."""
        self.shown, self._shown = self.sitting.assessment(), self.sitting.state
        try:
            self._since = self.sitting.since_signed()
        except StoreError as error:
            self.tell(*refused_lines(error))

    def _write(self) -> None:
        sitting = self.sitting
        self.query_one(TopLine).bind_screening(sitting, sitting.person, sitting.progress())
        self.query_one("#where", PlainText).show(content((self._where(), "$link")))
        width = self.size.width - _BESIDE
        self.query_one(Lines).show_lines(self._lines(width))
        hint = _("a agrees and goes on · q sends it back with a query · ← → · {sign} the whole")
        if self._criterion is None:
            hint = _("← goes back to the criteria · Escape leaves")
            if Obstacle.NOT_CLOSED in self.shown.hindered:
                hint = _("{close} closes it · ← goes back to the criteria · Escape leaves")
            if not self.shown.hindered:
                hint = _("{sign} asks for your password and signs · ← goes back · Escape leaves")
        self.query_one("#hint", PlainText).show(with_keys(hint))
        self.bind_keys()

    @property
    def _criterion(self) -> str | None:
        """The criterion that is shown; None where the whole is."""
        return self._criteria[self._at] if self._at < len(self._criteria) else None

    def _next_to_agree(self, after: int) -> int:
        """Give the place of the next criterion to be agreed with, else that of the whole."""
        ids = self._criteria
        left = (at for at in range(after, len(ids)) if ids[at] not in self.shown.agreed)
        return next(left, len(ids))

    # What is shown.

    def _where(self) -> str:
        total, agreed = len(self._criteria), len(self.shown.agreed)
        counted = ngettext(
            "agreed with {agreed} of {total}", "agreed with {agreed} of {total}", agreed
        ).format(agreed=agreed, total=total)
        if self._criterion is None:
            whole = _("The decision as a whole")
            return f"{whole} · {counted}"
        place = _("Criterion {at} of {total}").format(at=self._at + 1, total=total)
        return f"{place} · {counted}"

    def _lines(self, width: int) -> Iterator[Line]:
        shown, language = self.shown, self.sitting.language
        if self._criterion is None:
            yield from self._whole(width)
            return
        account = Account.of_now(shown.standing, language, self._moment)
        yield from account_lines(account.criterion(self._criterion), language, width)
        if moved := moved_told(shown, self._criterion):
            yield Line(moved, Tone.AWAITED)
        for query in self.sitting.state.queries:
            if query.criterion == self._criterion:
                yield from account_lines(query_said(query, self._moment), language, width)
        yield Line("")
        yield from self._agreement(self._criterion, width)

    def _agreement(self, criterion: str, width: int) -> Iterator[Line]:
        agreed, lapsed = self.shown.agreed.get(criterion), self.shown.lapsed.get(criterion)
        if agreed is not None:
            said = _("✓ You agreed with this as it stands, {time}.")
            yield Line(said.format(time=self._moment(agreed.at)), Tone.PASS)
        elif lapsed is not None:
            said = _("You agreed with this before something changed. Look at it again.")
            yield Line(said, Tone.AWAITED)
            changed = self._changes.behind(self.shown.standing, criterion, lapsed.version)
            yield from account_lines(changed, self.sitting.language, width)
        else:
            yield Line(_("You have not agreed with this yet."), Tone.QUIET)

    @property
    def _changes(self) -> ChangesTold:
        return ChangesTold(self.sitting, self._moment)

    def _whole(self, width: int) -> Iterator[Line]:
        shown, recorded = self.shown, self.shown.recorded
        yield from since_signed_lines(self._since, self._changes, width)
        if changed := list(time_told(shown, self.sitting.language)):
            yield Line(_("Since the decision was recorded, time has changed:"), Tone.AWAITED)
            yield from account_lines(changed, self.sitting.language, width)
            yield Line("")
        if still := still_told(shown, self.sitting.language):
            yield Line(still)
        if recorded is not None:
            decision = str(recorded.body["decision"])
            who = who_and_when(recorded.person, recorded.at, self.sitting.time_zone)
            said = _("{decision}, by {who}").format(decision=recorded_told(recorded.body), who=who)
            yield Line(labelled(_("Recorded"), said), decision_tone(decision))
        yield from signed_lines(self.sitting)
        yield Line("")
        yield from self._whether()
        yield Line("")
        yield from self._each(width)
        account = Account.of_now(shown.standing, self.sitting.language, self._moment)
        yield from beside_lines(account, width)

    def _whether(self) -> Iterator[Line]:
        """Say what keeps it from being signed, or what signing means."""
        hindered = self.shown.hindered
        if hindered:
            said = _("It cannot be signed now:")
            if Obstacle.SIGNED in hindered:
                said = _("It is signed:")
            yield Line(said, Tone.AWAITED)
            for obstacle in hindered:
                yield Line(f"    · {obstacle_told(obstacle)}", Tone.AWAITED)
            return
        yield Line(_("Signing means: “{meaning}”").format(meaning=_(MEANING)))
        name = _("It is signed as {name}.")
        yield Line(name.format(name=person_told(self.sitting.person)), Tone.QUIET)

    def _each(self, width: int) -> Iterator[Line]:
        """Say of each criterion where it stands, and whether it is agreed with."""
        protocol, language = self.sitting.protocol, self.sitting.language
        for id in self._criteria:
            standing = Standing(self.shown.standing.stands[id])
            text = protocol.criteria[id].text.in_language(language)
            mark = _("agreed") if id in self.shown.agreed else _("not agreed yet")
            if self.sitting.open_queries(id):
                mark = _("query open")
            line = one_line(f"{status_text(standing)}  {id}  {mark} · {text}", width)
            yield Line(line, status_tone(standing))

    def _moment(self, at: datetime) -> str:
        return moment(at, self.sitting.time_zone)

    # Keys.

    def key_alone(self, character: str) -> bool:
        """Agree, query, close a query: one key each, where a criterion is shown."""
        command = {"a": "agree", "q": "query", "c": "close_query"}.get(character.lower())
        if command is None:
            return False
        if self.screener.monotonic() - self._changed_at < _SEEN_AFTER:
            said = _("This has just changed, so the key was not taken. Look at it, then press it.")
            self.tell(Line(said, Tone.AWAITED))
        else:
            self.carry_out(command, "")
        return True

    def typed(self, text: str) -> None:
        """Keep a command alone on the line: a password that is not asked for is not to be read."""
        if text and not text.startswith("/"):
            self.line.clear_line()
            self.line.guard.word_begun()
            self.tell(Line(only_commands(), Tone.AWAITED))
        else:
            super().typed(text)

    def action_step(self, by: int) -> None:
        """Go to the criterion before or behind; with text on the line, along the line."""
        if self.line.value:
            self.line.cursor_position += by
            return
        self._go(max(0, min(len(self._criteria), self._at + by)))

    def _go(self, at: int) -> None:
        self._at = at
        self.tell()
        self.show()

    # Commands.

    def do_why(self, argument: str) -> None:
        """Say why the criterion that is shown stands where it does; at the end, of every one."""
        from screens.audit_pages import reason_page, reasons_page

        width = self.size.width
        if self._criterion is None:
            self.app.push_screen(reasons_page(self.sitting, width))
        else:
            self.app.push_screen(reason_page(self.sitting, self._criterion, width))

    def do_agree(self, argument: str) -> None:
        """Agree with the criterion as it is shown, and go on."""
        criterion, shown = self._criterion, self.shown
        if criterion is None:
            self._tell_none()
        elif criterion in shown.agreed or self._done(
            lambda: self.sitting.agree(criterion, shown.seen_of(criterion))
        ):
            self.shown = self.sitting.assessment()
            self._go(self._next_to_agree(self._at + 1))

    @work
    async def do_query(self, argument: str) -> None:
        """Send the criterion back."""
        criterion = self._criterion
        if criterion is None:
            self._tell_none()
            return
        text = argument
        if not text:
            asked = await self.app.push_screen_wait(
                Ask(
                    _("Query to {criterion}").format(criterion=criterion),
                    lines=(Line(_("Nothing is signed until you close it."), Tone.QUIET),),
                    check=lambda text: refusal(lambda: self.sitting.raise_query(criterion, text)),
                )
            )
            if asked is None:
                return
        elif not self._done(lambda: self.sitting.raise_query(criterion, text), f"/query {text}"):
            return
        self._go(self._at + 1)

    @work
    async def do_close_query(self, argument: str) -> None:
        """Be done with a query to the criterion."""
        found = self.sitting.open_queries(self._criterion) if self._criterion else ()
        if not found:
            self.tell(Line(_("No query is open here."), Tone.QUIET))
            return
        chosen = found[0].version
        if len(found) > 1:
            items = [Item(str(query.version), query.text) for query in found]
            picked = await self.app.push_screen_wait(Pick(_("Which query?"), items))
            if picked is None:
                return
            chosen = int(picked)
        if self._done(lambda: self.sitting.close_query(chosen)):
            self._go(self._at)

    @work
    async def do_close(self, argument: str) -> None:
        """Close what cannot be determined, for a reason."""
        if await ask_close(self, self.sitting, argument):
            self.show()

    @work
    async def do_sign(self, argument: str) -> None:
        """Show the whole; from there, ask for the password and sign."""
        if self._criterion is not None:
            self._go(len(self._criteria))
            return
        told = read_meanwhile(self.sitting)
        self.show()
        self.tell(*told)
        if told:
            return
        shown, refused = self.shown, list[Refused | StoreError]()
        try:
            self.sitting.check_signing(shown)
        except Refused as error:
            self.tell(*refused_lines(error))
            return

        def sign(given: Given) -> None:
            try:
                self.sitting.sign(shown, given[PASSWORD])
            except (Refused, Conflict, Replaced) as error:
                # What is to be looked at stands on the page, and no password would do.
                refused.append(error)

        done = await self.app.push_screen_wait(
            FormDialog(
                _("Sign this decision"),
                (password_step(self.sitting.person.name),),
                sign,
                lambda error: PASSWORD,
                tuple(self._what_is_signed(shown)),
            )
        )
        if done and not refused:
            self.dismiss()
            return
        self.show()
        if refused:
            self.tell(*refused_lines(refused[0]))

    def _what_is_signed(self, shown: Assessment) -> Iterator[Line]:
        if shown.recorded is not None:
            told = recorded_told(shown.recorded.body)
            yield Line(told, decision_tone(str(shown.recorded.body["decision"])))
        yield Line(_("“{meaning}”").format(meaning=_(MEANING)))
        yield Line(person_told(self.sitting.person), Tone.QUIET)

    def _done(self, act: Callable[[], object], again: str = "") -> bool:
        """Do something to the record; False, and said why, where it cannot be done."""
        try:
            act()
        except (Refused, StoreError) as error:
            self.show()
            self.line.value = again
            self.tell(*refused_lines(error))
            return False
        return True

    def _tell_none(self) -> None:
        self.tell(Line(_("No criterion is shown here; ← goes back to them."), Tone.QUIET))

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self._write()

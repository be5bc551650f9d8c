"""The decision: what the answers come to, and every criterion with what stands behind it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from textual import work
from textual.app import ComposeResult

from screener.interview.account import Account
from screener.interview.changes_told import CHANGES, changes_said
from screener.interview.course_told import course_said
from screener.interview.dates_told import dates_said
from screener.interview.decisions_told import decisions_said
from screener.interview.evidence_told import rests_said
from screener.interview.moments import moment, zone_told
from screener.interview.refusals import Refused
from screener.interview.said import Said
from screener.interview.signing_told import closed_said, held_said, queries_said
from screener.interview.since_signed import ChangesTold, SinceSigned
from screener.interview.sitting import Sitting
from screener.interview.told import KINDS, person_told
from screener.joining import labelled
from screener.language import _, ngettext
from screener.prose.values import day_text
from screener.record.decision import RecordedDecision
from screener.record.errors import StoreError
from screener.record.rights import Right, may
from screener.record.signatures import has_signed
from screens.account_lines import account_lines, beside_lines, since_signed_lines
from screens.base import refused_lines
from screens.commands import DECISION, bindings_for, with_keys
from screens.company import AtSitting, read_meanwhile
from screens.copying import write_asked
from screens.dialogs import Confirm
from screens.effects import voids_lines
from screens.line_screen import LineScreen
from screens.prompts import Line, Tone
from screens.queries import ask_close
from screens.since_earlier import since_earlier_screen
from screens.story import decision_tone
from screens.widgets.criteria import Standing, status_tone
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import Lines
from screens.widgets.plain_text import PlainText
from screens.widgets.top_line import TopLine

_GLYPHS = {"eligible": "✓", "ineligible": "✗", "undetermined": "…"}
_INDENTS = ("", "    ", "      ")
#: The screen's own margin and the scrollbar.
_BESIDE = 4


class Decision(LineScreen, AtSitting):
    """Says what the screening came to and why, and records it."""

    place = DECISION
    CSS_PATH = "decision.tcss"
    body = "#decision"
    BINDINGS = bindings_for(DECISION)

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        self._recorded: tuple[RecordedDecision, ...] = ()
        self._since: SinceSigned | None = None

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Lines(id="decision")
        yield PlainText(id="notice", classes="notice -empty")
        yield PlainText(id="hint")
        yield self.make_line()
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self._show_anew()
        self.follow()

    def on_resize(self) -> None:
        if self.query(Lines):
            self.show()

    def show(self) -> None:
        """Write the decision as it is now."""
        sitting = self.sitting
        self._shown = sitting.state
        self.query_one(TopLine).bind_screening(sitting, sitting.person, sitting.progress())
        self.account = Account.of_now(sitting.standing, sitting.language, self._moment)
        try:
            self._recorded = sitting.recorded_decisions()
            self._since = sitting.since_signed()
        except StoreError as error:
            self._tell_refused(error)
        self.query_one(Lines).show_lines(self.lines())
        hint = _("{sign} asks whether to record this decision · Escape goes back")
        if self.recorded:
            hint = _("Recorded. {copy} writes a copy · Escape goes back")
            if may(sitting.person.role, Right.SIGN):
                hint = _("Recorded. {sign} reviews and signs · {copy} copies · Escape goes back")
            if has_signed(sitting.state, sitting.person):
                hint = _("Signed. {sign} shows the review · {copy} copies · Escape goes back")
        self.query_one("#hint", PlainText).show(with_keys(hint))

    def show_now(self) -> None:
        """Show what has been read, where the reader is."""
        self.show()

    def _show_anew(self) -> bool:
        """Show it with what others wrote since; tell whether that is to be looked at first."""
        told = read_meanwhile(self.sitting)
        self.show()
        self.tell(*told)
        return bool(told)

    def _moment(self, at: datetime) -> str:
        return moment(at, self.sitting.time_zone)

    @property
    def recorded(self) -> bool:
        """Tell whether what is shown is in the record, with nothing after it that bears on it."""
        return any(one.holds for one in self._recorded[:1])

    # What is shown.

    def lines(self) -> Iterator[Line]:
        """Give the whole decision as lines."""
        account, width = self.account, self.size.width - _BESIDE
        yield from self._outcome()
        changes = ChangesTold(self.sitting, self._moment)
        yield from since_signed_lines(self._since, changes, width)
        yield from self._written(account.failed())
        yield from self._written(rests_said(account))
        yield from self._written(dates_said(account))
        yield from self._about()
        if to_change := list(changes_said(account)):
            yield Line("")
            yield Line(_(CHANGES), Tone.QUIET)
            yield from self._written(to_change)
        if missing := list(account.missing()):
            yield Line("")
            yield Line(account.missing_heading, Tone.QUIET)
            yield from self._written(missing)
        yield from self._for_record()
        yield from self._queries()
        for kind, title in KINDS.items():
            if said := list(account.criteria(kind)):
                yield Line("")
                yield Line(_(title), Tone.QUIET)
                yield from self._written(said)
        yield from beside_lines(account, width)

    def _outcome(self) -> Iterator[Line]:
        account, state = self.account, self.sitting.state
        if state.withdrawn is None and state.stopped is None:
            said = f"{_GLYPHS[account.decision]} {account.outcome}"
            yield Line(said, decision_tone(account.decision))
        else:
            yield Line(f"■ {account.outcome}", Tone.AWAITED)
            yield from self._written(account.closing())

    def _about(self) -> Iterator[Line]:
        sitting = self.sitting
        on = day_text(sitting.on, sitting.language)
        yield Line(
            _("Protocol {id}, version {version}, on {date}").format(
                id=sitting.protocol.id, version=sitting.protocol.version, date=on
            ),
            Tone.QUIET,
        )
        yield Line(zone_told(sitting.time_zone), Tone.QUIET)
        yield from self._written(course_said(sitting.state, self._moment))
        yield from self._written(closed_said(sitting.state, self._moment))
        signatures = sitting.state.signatures
        told = decisions_said(self._recorded, signatures, self._moment, sitting.time_zone)
        yield from map(_recorded_line, told)
        if self._recorded and self._recorded[0].moved:
            yield from self._written(held_said(sitting.assessment(), sitting.language))

    def _queries(self) -> Iterator[Line]:
        sitting = self.sitting
        if sitting.state.queries:
            yield Line("")
            yield Line(_("Queries"), Tone.QUIET)
            said = queries_said(sitting.state.queries, sitting.protocol, self._moment)
            yield from self._written(said)

    def _for_record(self) -> Iterator[Line]:
        """Say what is missing that no criterion rests on; a decision does not hold it."""
        lacks = () if self.account.ended else self.sitting.standing.record_lacks
        if lacks:
            yield Line("")
            yield Line(_("What is missing for the record alone"), Tone.QUIET)
            yield from self._written(self.account.lack(lack) for lack in lacks)

    def _written(self, lines: Iterable[Said]) -> Iterator[Line]:
        return account_lines(lines, self.sitting.language, self.size.width - _BESIDE)

    # Commands.

    def do_why(self, argument: str) -> None:
        """Say why every criterion stands where it does, from the rules alone."""
        from screens.audit_pages import reasons_page

        self.app.push_screen(reasons_page(self.sitting, self.size.width))

    @work
    async def do_sign(self, argument: str) -> None:
        """Ask whether to record the decision; from a recorded one, lead to signing it."""
        if self._show_anew():
            return
        if self.recorded:
            self._review()
            return
        agreed = await self.app.push_screen_wait(
            Confirm(
                _("Record this decision?"),
                self._what_is_recorded(),
                _("Enter records it, Escape leaves without"),
            )
        )
        if agreed and self._try(self.sitting.record_decision):
            self.show()
            self.tell(Line(_("The decision is recorded."), Tone.PASS))

    def _review(self) -> None:
        if not may(self.sitting.person.role, Right.SIGN):
            said = _("This decision is recorded already. An investigator signs it.")
            self.tell(Line(said, Tone.QUIET))
            return
        from screens.signing import Signing

        def reviewed(changed: object) -> None:
            self.tell()
            self.show()

        self.app.push_screen(Signing(self.sitting), reviewed)

    @work
    async def do_close(self, argument: str) -> None:
        """Close what cannot be determined, for a reason."""
        if await ask_close(self, self.sitting, argument):
            self.show()

    def _what_is_recorded(self) -> Iterator[Line]:
        account, person = self.account, self.sitting.person
        yield Line(account.outcome, decision_tone(account.decision))
        count = 0 if account.ended else len(self.sitting.lacks())
        if count:
            said = ngettext("{count} answer is missing.", "{count} answers are missing.", count)
            yield Line(said.format(count=count), Tone.AWAITED)
        kept = _(
            "It is kept with every criterion and the answers behind it, under your name: {name}."
        )
        yield Line(kept.format(name=person_told(person)))
        yield from voids_lines(self.sitting)
        yield Line(
            _("Answers can still be corrected; the decision is then recorded anew."),
            Tone.QUIET,
        )

    def do_earlier(self, argument: str) -> None:
        """Show what has changed since the candidate's earlier screening."""
        try:
            self.app.push_screen(since_earlier_screen(self.sitting))
        except Refused as error:
            self._tell_refused(error)

    @work
    async def do_copy(self, argument: str) -> None:
        """Write a copy of the recorded decision into a new file."""
        if not self.sitting.state.decisions:
            said = _("Record the decision first, with {sign}.")
            self.tell(Line(with_keys(said), Tone.AWAITED))
            return
        sitting = self.sitting
        try:
            path = await write_asked(
                self.app, argument, sitting.state, sitting.time_zone, sitting.write_copy
            )
        except Refused as error:
            self._tell_refused(error)
            return
        if path is not None:
            self.show()
            self.tell(Line(_("Written: {path}").format(path=path), Tone.PASS))

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except (Refused, StoreError) as error:
            self._tell_refused(error)
            return False
        return True

    def _tell_refused(self, error: Refused | StoreError) -> None:
        self.tell(*refused_lines(error))

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.show()


def _recorded_line(said: Said) -> Line:
    """Write a recorded decision, who signed it, or what has come after it."""
    indent = _INDENTS[said.depth]
    if said.status:
        text = labelled(said.label, said.text) if said.label else said.text
        return Line(f"{indent}{text}", status_tone(Standing(said.status)))
    if said.label:
        return Line(f"{indent}{labelled(said.label, said.text)}", Tone.QUIET)
    return Line(f"· {said.text}", Tone.AWAITED) if said.depth == 1 else Line(indent + said.text)

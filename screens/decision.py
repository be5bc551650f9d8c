"""The decision: what the answers come to, and every criterion with what stands behind it."""

from collections.abc import Iterator
from pathlib import Path

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding

from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.interview.told import decision_told, lack_told, role_told
from screener.language import _
from screener.protocol.model import Kind
from screener.record.errors import StoreError
from screens.base import PlaceScreen
from screens.commands import DECISION, bindings_for, with_keys
from screens.dialogs import Ask, Item, Pick
from screens.effects import answers_behind, awaited_criteria, standing_of
from screens.prompts import Line, Tone
from screens.story import decision_tone
from screens.widgets.composer import RepeatGuard
from screens.widgets.criteria import Standing, status_text, status_tone
from screens.widgets.key_bar import KeyBar
from screens.widgets.lines import Lines
from screens.widgets.plain_text import PlainText
from screens.widgets.top_line import TopLine

FORMATS = {"text": "txt", "markdown": "md", "json": "json"}
_GLYPHS = {"eligible": "✓", "ineligible": "✗", "undetermined": "…"}


class Decision(PlaceScreen):
    """Says one of three things, says why, and records it."""

    place = DECISION
    CSS_PATH = "decision.tcss"
    BINDINGS = [
        *bindings_for(DECISION),
        Binding("escape", "leave", show=False),
        Binding("up", "scroll(-1)", show=False, priority=True),
        Binding("down", "scroll(1)", show=False, priority=True),
        Binding("pageup", "scroll(-10)", show=False, priority=True),
        Binding("pagedown,space", "scroll(10)", show=False, priority=True),
    ]

    def __init__(self, sitting: Sitting) -> None:
        super().__init__()
        self.sitting = sitting
        #: The key that opened this screen would record the decision unread, were it held down.
        self.guard = RepeatGuard()

    def compose(self) -> ComposeResult:
        yield TopLine()
        yield Lines(id="decision")
        yield PlainText(id="notice", classes="notice -empty")
        yield PlainText(id="hint")
        yield KeyBar()

    def on_mount(self) -> None:
        super().on_mount()
        self.guard.clock = self.screener.monotonic
        self.guard.watch("sign")
        self.show()
        self.call_after_refresh(self.guard.painted)

    def show(self) -> None:
        """Write the decision as it is now."""
        sitting = self.sitting
        what = f"{sitting.number} · {sitting.candidate}"
        self.query_one(TopLine).bind_place(what, sitting.person, sitting.progress())
        self.query_one(Lines).show_lines(self.lines())
        self.query_one("#hint", PlainText).show(
            with_keys(_("{sign} records this decision · Escape goes back"))
            if not self.recorded
            else _("Recorded. c or /copy writes a copy · Escape goes back")
        )

    @property
    def recorded(self) -> bool:
        """Tell whether what is shown is in the record, with nothing after it but copies."""
        state = self.sitting.state
        if not state.decisions:
            return False
        since = state.decisions[-1].version + len(
            [copy for copy in state.copies if copy.version > state.decisions[-1].version]
        )
        return since == state.version

    def lines(self) -> Iterator[Line]:
        """Give the whole decision as lines."""
        yield from self._head()
        yield from self._missing()
        awaited = awaited_criteria(self.sitting)
        for kind, title in (
            (Kind.INCLUSION, _("Inclusion criteria")),
            (Kind.EXCLUSION, _("Exclusion criteria")),
        ):
            yield Line("")
            yield Line(title, Tone.QUIET)
            for id, criterion in self.sitting.protocol.criteria.items():
                if criterion.kind is kind:
                    yield from self._criterion(id, awaited)

    def _head(self) -> Iterator[Line]:
        sitting, state = self.sitting, self.sitting.state
        decision = str(sitting.result.decision)
        said = f"{_GLYPHS[decision]} {decision_told(decision)}"
        yield Line(said, decision_tone(decision))
        yield Line(
            _("Protocol {id}, version {version}, on {date}").format(
                id=sitting.protocol.id, version=sitting.protocol.version, date=sitting.on
            ),
            Tone.QUIET,
        )
        if state.withdrawn is not None:
            yield Line(_("The candidate has withdrawn."), Tone.AWAITED)
        if state.stopped is not None:
            reason = state.stopped.reason or ""
            yield Line(_("The interview was stopped: {reason}").format(reason=reason), Tone.AWAITED)
        for event in state.decisions[-1:]:
            zone = event.at.strftime("%Y-%m-%d %H:%M UTC")
            told = decision_told(str(event.body["decision"]))
            yield Line(
                _("Recorded: {decision}, by {name} ({role}, not authenticated), {time}").format(
                    decision=told,
                    name=event.person.name,
                    role=role_told(event.person.role.value),
                    time=zone,
                ),
                Tone.QUIET,
            )
            if not self.recorded:
                yield Line(_("Something was recorded after that."), Tone.AWAITED)

    def _missing(self) -> Iterator[Line]:
        lacks = self.sitting.lacks()
        if not lacks or str(self.sitting.result.decision) != "undetermined":
            return
        yield Line("")
        yield Line(_("What is missing, why, and who can supply it"), Tone.QUIET)
        for lack in lacks:
            asked = self.sitting.protocol.questions[lack.question].ask
            text = asked.in_language(self.sitting.language) if asked else lack.question
            reason = lack_told(lack.reason.value, lack.due.isoformat() if lack.due else None)
            named = [self.sitting.protocol.criteria[id].id for id in lack.criteria]
            tone = Tone.AWAITED if lack.reason.value == "pending" else Tone.OPEN
            yield Line(f"· {text}", tone)
            yield Line(f"    {reason} · {role_told(lack.who)} · {', '.join(named)}", Tone.QUIET)

    def _criterion(self, id: str, awaited: frozenset[str]) -> Iterator[Line]:
        sitting, language = self.sitting, self.sitting.language
        criterion = sitting.protocol.criteria[id]
        standing = standing_of(sitting, id, awaited)
        yield Line(f"{status_text(standing)}  {criterion.id}", status_tone(standing))
        yield Line(f"    {criterion.text.in_language(language)}")
        if standing is Standing.NOT_ASSESSED:
            yield Line(f"    {_('The interview ended before it was assessed.')}", Tone.QUIET)
        for question in sitting.result.criteria[id].because:
            asked = sitting.protocol.questions[question].ask
            text = asked.in_language(language) if asked else question
            answer = answers_behind(sitting, question, language)
            yield Line(f"    · {text}  {answer}", Tone.QUIET)

    # Commands.

    def do_sign(self, argument: str) -> None:
        """Record the decision."""
        if self.guard.holds("sign"):
            return
        if self.recorded:
            self.tell(Line(_("This decision is recorded already."), Tone.QUIET))
        elif self._try(self.sitting.record_decision):
            self.tell(Line(_("The decision is recorded."), Tone.PASS))
            self.show()

    @work
    async def do_copy(self, argument: str) -> None:
        """Write a copy of the recorded decision into a new file."""
        if not self.sitting.state.decisions:
            self.tell(
                Line(
                    with_keys(_("Record the decision first, with {sign}.")),
                    Tone.AWAITED,
                )
            )
            return
        format = argument.strip().lower()
        if format not in FORMATS:
            items = [
                Item("text", _("text")),
                Item("markdown", "Markdown"),
                Item("json", "JSON", _("for another program")),
            ]
            picked = await self.app.push_screen_wait(Pick(_("Write a copy as"), items))
            if picked is None:
                return
            format = picked
        name = f"{self.sitting.number}-{self.sitting.on.isoformat()}.{FORMATS[format]}"
        lines = (Line(_("A new file; its owner alone can read it."), Tone.QUIET),)
        ask = Ask(_("Into which file?"), lines=lines, value=str(Path.home() / name))
        path = await self.app.push_screen_wait(ask)
        if path is None:
            return
        target = Path(path).expanduser()
        if self._try(lambda: self.sitting.write_copy(target, format)):
            self.tell(Line(_("Written: {path}").format(path=target), Tone.PASS))
            self.show()

    def _try(self, act: object) -> bool:
        try:
            act()  # type: ignore[operator]
        except (Refused, StoreError) as error:
            self.tell(Line(error.message, Tone.FAIL), Line(error.hint or "", Tone.QUIET))
            return False
        return True

    def tell(self, *lines: Line) -> None:
        """Show something that stays."""
        notice = self.query_one("#notice", PlainText)
        notice.show_lines(lines)
        notice.set_class(not lines, "-empty")

    def retranslate(self) -> None:
        """Show everything in the language of now."""
        super().retranslate()
        self.show()

    def on_key(self, event: object) -> None:
        """`c` writes a copy; there is no line to type on here."""
        if getattr(event, "character", None) == "c":
            self.do_copy("")

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Lines).scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        """Go back to the conversation."""
        self.dismiss()

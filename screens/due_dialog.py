"""Asking for a due date in a box; where it is not clear which day is meant, one is picked."""

from collections.abc import Callable
from datetime import date

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from screener.interview.readings import Ambiguous, Reading, Refused, Understood
from screener.joining import advised
from screener.language import N_
from screens.asking import reading_lines
from screens.dialogs import Ask, Dialog
from screens.offers import Offer, Offering
from screens.prompts import Line, Step
from screens.widgets.composer import SafeInput
from screens.widgets.plain_text import PlainText
from screens.widgets.question import options_content

#: Gives the day; tells why it cannot be written.
_Give = Callable[[date], str]


class WhichIsMeant(Dialog[bool]):
    """Puts an offer in a box, with the same keys as beneath a question; true once one is taken."""

    BINDINGS = [
        Binding("up", "move(-1)", show=False, priority=True),
        Binding("down", "move(1)", show=False, priority=True),
    ]
    keys = (
        N_("Type the number of one, or mark it with ↑ ↓; Enter takes it."),
        N_("Escape leads back to what was typed."),
    )

    def __init__(self, offering: Offering, offer: Offer) -> None:
        self._prompt = offer.prompt("")
        super().__init__(self._prompt.text)
        self._offering = offering
        self._offer = offer
        self._marked: int | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield PlainText(self._title, classes="title")
            if self._prompt.options:
                yield PlainText(classes="lines options")
            yield SafeInput()
            yield PlainText(classes="complaint")
            yield PlainText(self._prompt.hint, classes="hint")

    def on_mount(self) -> None:
        self._mark(None)

    def on_resize(self, event: events.Resize) -> None:
        self._mark(self._marked)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._guard.pressed("text")
        self._say(self._offer.echo(event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if self._guard.holds("enter"):
            return
        text, marked, offering = event.value.strip(), self._marked, self._offering
        offering.complaint = ()
        if not text and marked is not None:
            step = offering.choose_offer(self._offer, marked)
        else:
            step = offering.enter_offer(self._offer, text)
        if step is Step.DONE:
            self.dismiss(True)
        else:
            self._say(offering.complaint)

    def action_move(self, by: int) -> None:
        """Mark the one above or below."""
        self._guard.pressed("arrow")
        if count := len(self._prompt.options):
            start = -1 if self._marked is None and by > 0 else self._marked or 0
            self._mark((start + by) % count)

    def _mark(self, at: int | None) -> None:
        self._marked = at
        for options in self.query(".options").results(PlainText):
            width = self.query_one(".box").scrollable_content_region.width
            options.show(options_content(self._prompt, at, width))

    def _say(self, lines: tuple[Line, ...]) -> None:
        self.query_one(".complaint", PlainText).show_lines(lines)


class Proposing(Ask):
    """Asks with a value that is a proposal: what is typed takes its place."""

    def on_mount(self) -> None:
        self.query_one(SafeInput).select_all()


async def ask_due(
    app: App[int],
    title: str,
    typed: str,
    read: Callable[[str], Reading],
    give: _Give,
    *,
    proposed: bool = False,
) -> None:
    """Ask for a day until it is given, or left; Escape at the readings leads to what was typed.

    Where that is `proposed` to begin with, another one takes its place.
    """

    def check(text: str) -> str:
        match read(text):
            case Understood(data=day, certain=True):
                return give(date.fromisoformat(str(day)))
            case Refused(message=message, hint=hint):
                return advised(message, hint)
        return ""

    def echo(text: str) -> tuple[Line, ...]:
        return reading_lines(read(text)) if text.strip() else ()

    while True:
        ask = (Proposing if proposed else Ask)(title, value=typed, check=check, echo=echo)
        said = await app.push_screen_wait(ask)
        if said is None or await _is_given(app, said, read, give):
            return
        typed, proposed = said, False


async def _is_given(app: App[int], typed: str, read: Callable[[str], Reading], give: _Give) -> bool:
    """Have a doubtful reading picked and give it; False where Escape leaves them all."""
    match read(typed):
        case Ambiguous(readings=readings):
            days = readings
        case Understood(certain=False) as doubtful:
            days = (doubtful,)
        case _:
            return True
    offering = Offering()

    def take(meant: Understood) -> Step:
        wrong = give(date.fromisoformat(str(meant.data)))
        return offering.complain(wrong) if wrong else Step.DONE

    offer = Offer(days, lambda: read(typed), take, typed)
    taken = await app.push_screen_wait(WhichIsMeant(offering, offer))
    return taken is not None

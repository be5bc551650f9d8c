"""Asks for one thing after another on one line, and shows what was given so far."""

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer

from screener.joining import labelled, listed
from screener.language import _
from screens.prompts import Line, Tone
from screens.terminal_input import UNREADABLE, not_utf8
from screens.widgets.asking_line import AskingLine
from screens.widgets.plain_text import PlainText, content, lines_content

if TYPE_CHECKING:
    from screener.record.errors import StoreError
    from screens.app import ScreenerApp

#: What was given so far, by the step's id; of options, their ids with a space between them.
Given = Mapping[str, str]


class Step(NamedTuple):
    """One thing asked for.

    `options` are id and text, of which one is taken, or `several` are ticked; `value` is what
    stands there to begin with, `fixed` what is taken beside them in any case. `check` gives what is
    wrong with an entry, or nothing.
    """

    id: str
    label: str
    prompt: str = ""
    value: str = ""
    secret: bool = False
    options: tuple[tuple[str, str], ...] = ()
    several: bool = False
    fixed: tuple[str, ...] = ()
    check: Callable[[str, Given], str] | None = None


class Form(Vertical):
    """Leads through steps; whoever asked is told once all is given, and then says what came of it.

    What is typed until then is kept on the line, and an Enter is carried out after that.
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._steps: tuple[Step, ...] = ()
        self._given: dict[str, str] = {}
        self._filled: Callable[[Given], None] = lambda given: None
        self._left: Callable[[], None] = lambda: None
        self._marked = 0
        self._ticked: set[str] = set()
        self._busy = False
        self._enter_waits = False
        self._until = 0.0
        self._why_wait = ""
        self._counting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield PlainText(classes="given")
        yield PlainText(classes="prompt")
        yield PlainText(classes="options")
        yield AskingLine(id="line")
        yield PlainText(classes="said")

    def on_mount(self) -> None:
        self.line.bind_filling(self)
        self.line.guard.clock = self._clock
        self.line.focus()

    @property
    def line(self) -> AskingLine:
        """The line."""
        return self.query_one("#line", AskingLine)

    @property
    def given(self) -> Given:
        """What was given so far."""
        return dict(self._given)

    def ask(
        self,
        steps: Sequence[Step],
        filled: Callable[[Given], None],
        left: Callable[[], None] = lambda: None,
        *,
        given: Given | None = None,
    ) -> None:
        """Ask for the steps that are not `given` yet; `left` is told when the first is left."""
        self._steps, self._filled, self._left = tuple(steps), filled, left
        self._given = dict(given or {})
        self._say(())
        self._go_on()

    def reword(self, steps: Sequence[Step]) -> None:
        """Ask the same steps in other words; what is on the line stays."""
        self._steps = tuple(steps)
        self._show()

    def wait(self, said: str) -> None:
        """Say what is being done."""
        self._say((Line(said, Tone.QUIET),))

    def again(self, step: str, *lines: Line) -> None:
        """Say what was refused, and ask for a step anew, and for those after it."""
        self._back_to(step)
        self.tell(*lines)
        self._catch_up()

    def refuse(self, step: str, error: "StoreError") -> None:
        """Say why it was refused, and ask for a step anew; a wait is counted down."""
        self._back_to(step)
        self.tell(Line(error.message, Tone.FAIL), Line(error.hint, Tone.QUIET))
        if wait := getattr(error, "wait", None):
            self._until = self._clock() + wait.total_seconds()
            self._why_wait = error.message
            self._counting = self._counting or self.set_interval(1, self._count)
        self._catch_up()

    def tell(self, *lines: Line) -> None:
        """Say something that stays until the line changes."""
        self._say(lines)

    # What the line says.

    def key_alone(self, key: str, character: str) -> bool:
        """Take a number, or a space, where options are offered; any other key means nothing."""
        step = self._step
        if step is None or not step.options:
            return False
        at = _digit(character) - 1
        if character == " ":
            at = self._marked
        if 0 <= at < len(step.options):
            self._marked = at
            if step.several:
                self._ticked ^= {step.options[at][0]}
                self._show_options()
            elif not self.line.guard.holds(key):
                self._take(step.options[at][0])
        return True

    def typed(self) -> None:
        """What was said of the line is over."""
        if not self._busy:
            self._say(())

    def entered(self, text: str) -> None:
        """Take what stands on the line, or the options that are chosen."""
        step = self._step
        if self._busy or step is None:
            self._enter_waits = True
            return
        if step.secret and self._counting is not None and self._left_to_wait() > 0:
            # What was typed stays there for then.
            self._tell_wait()
            return
        if step.several:
            self._take(" ".join(id for id, _text in step.options if id in self._ticked))
            return
        if step.options:
            self._take(step.options[self._marked][0])
            return
        wrong = "" if text.strip() else _("Nothing was entered.")
        if UNREADABLE in text:
            wrong = not_utf8()
        wrong = wrong or (step.check(text, self._given) if step.check else "")
        if wrong:
            if step.secret:
                self.line.value = ""
            self.tell(Line(wrong, Tone.FAIL))
        else:
            self._take(text)

    def stepped_back(self) -> None:
        """Ask for the step before; from the first one, leave."""
        if self._busy:
            return
        before = [step.id for step in self._steps if step.id in self._given]
        if before:
            self._back_to(before[-1])
            self._say(())
        else:
            self._left()

    def moved(self, by: int) -> None:
        """Mark another option."""
        step = self._step
        if step is not None and step.options:
            self._marked = max(0, min(len(step.options) - 1, self._marked + by))
            self._show_options()

    # Waiting, after too much was refused.

    def _clock(self) -> float:
        return cast("ScreenerApp", self.app).monotonic()

    def _left_to_wait(self) -> int:
        return math.ceil(self._until - self._clock())

    def _count(self) -> None:
        if self._busy or self._counting is None:
            return
        if self._left_to_wait() > 0:
            self._tell_wait()
            return
        self._counting.stop()
        self._counting = None
        self.tell(Line(_("It can be tried again now."), Tone.QUIET))

    def _tell_wait(self) -> None:
        from screener.record.sign_in import wait_told

        hint = _("Wait {time}.").format(time=wait_told(timedelta(seconds=self._left_to_wait())))
        self.tell(Line(self._why_wait, Tone.FAIL), Line(hint, Tone.QUIET))

    # Going on.

    @property
    def _step(self) -> Step | None:
        return next((step for step in self._steps if step.id not in self._given), None)

    def _take(self, text: str) -> None:
        step = self._step
        if step is not None:
            self._given[step.id] = text
            self._go_on()

    def _back_to(self, id: str) -> None:
        """Ask for a step again, with what was given, or typed meanwhile; and for those after it."""
        secret, typed = self.line.password, self.line.value if self._busy else ""
        ids = [step.id for step in self._steps]
        given = self._given.get(id)
        for later in ids[ids.index(id) :]:
            self._given.pop(later, None)
        self._busy = False
        self._begin(given)
        if typed and secret and self.line.password:
            self.line.value = typed
            self.line.cursor_position = len(typed)

    def _go_on(self) -> None:
        if self._step is not None:
            self._busy = False
            self._begin()
            return
        self._busy = True
        self.line.value = ""
        self._show()
        self._filled(self.given)

    def _begin(self, given: str | None = None) -> None:
        """Ask for the step that is due; it may have been given before."""
        step = self._step
        if step is None:
            return
        ids, stands = [id for id, _text in step.options], step.value if given is None else given
        self._ticked = set(stands.split()) & set(ids)
        self._marked = ids.index(stands) if stands in ids else 0
        value = "" if step.options or step.secret else stands
        hint = ""
        if step.options:
            hint = _("Space or a number ticks, Enter goes on") if step.several else ""
            hint = hint or _("its number, or Enter takes the one marked")
        self.line.bind_step(value=value, secret=step.secret, placeholder=hint)
        self._show()

    def _catch_up(self) -> None:
        """Carry out the Enter that was pressed meanwhile."""
        if self._enter_waits:
            self._enter_waits = False
            if self.line.value:
                self.entered(self.line.value)

    # Showing.

    def _show(self) -> None:
        step = self._step
        told = [
            Line(labelled(one.label, self._told(one)), Tone.QUIET)
            for one in self._steps
            if one.id in self._given and not one.secret
        ]
        self._fill(".given", lines_content(told))
        asked = (step.prompt or step.label) if step else ""
        self._fill(".prompt", content((asked, "bold")) if asked else Content(""))
        self._show_options()

    def _told(self, step: Step) -> str:
        given = self._given[step.id]
        if not step.options:
            return given
        chosen = [text for id, text in step.options if id in given.split()]
        return listed((*chosen, *step.fixed)) or "–"

    def _show_options(self) -> None:
        step, lines = self._step, []
        for at, (id, text) in enumerate(step.options if step else ()):
            box = ("[✓] " if id in self._ticked else "[ ] ") if step and step.several else ""
            style = "reverse" if at == self._marked else ""
            lines.append(content((f"{at + 1}  {box}{text}", style)))
        self._fill(".options", Content("\n").join(lines))

    def _say(self, lines: Sequence[Line]) -> None:
        self._fill(".said", lines_content(lines))

    def _fill(self, where: str, text: Content) -> None:
        widget = self.query_one(where, PlainText)
        widget.show(text)
        widget.display = bool(text.plain)


def _digit(character: str) -> int:
    """Read a digit, a full-width one too; 0 where it is none."""
    return int(unicodedata.digit(character, 0))

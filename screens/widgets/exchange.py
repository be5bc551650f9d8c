"""A prompt, the line beneath it and the echo: one entry, led by a flow that is bound to it."""

from collections.abc import Callable
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Vertical

from screener.interview.refusals import Refused
from screener.language import _
from screener.protocol.answers import Missing
from screener.record.errors import Conflict, StoreError
from screens.commands import Command, with_keys
from screens.flow import Flow
from screens.help import slash_lines
from screens.prompts import Line, Prompt, Step, Tone
from screens.single_keys import option_number
from screens.terminal_input import UNREADABLE, not_utf8
from screens.widgets.composer import MOST_CHARACTERS, Composer
from screens.widgets.plain_text import PlainText
from screens.widgets.question import Echo, QuestionView


class Host(Protocol):
    """The screen, as the exchange sees it."""

    def advanced(self, step: Step) -> None:
        """An entry went on by a step, came to its end, or was left."""

    def slash(self, text: str) -> None:
        """A slash command was entered."""

    def said(self, text: str) -> bool:
        """Text was entered while nothing is asked; False where it means nothing."""

    def emptied(self) -> None:
        """The line was emptied: what was said of it is over."""

    def failed(self, error: Exception) -> None:
        """An entry was refused by the record, or could not be written."""


class Exchange(Vertical):
    """Shows what the flow asks, and hands it what is pressed and entered."""

    def __init__(self, commands: tuple[Command, ...], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._commands = commands
        self._flow: Flow | None = None
        self._host: Host | None = None
        self._idle = Prompt("")
        self._choose: Callable[[int], None] | None = None
        #: Whether it was said that the entry cannot be written.
        self._not_kept = False

    def compose(self) -> ComposeResult:
        yield QuestionView(id="question")
        yield PlainText(id="hint")
        yield Composer(self._commands, id="line")
        yield Echo(id="echo")

    @property
    def line(self) -> Composer:
        """The input."""
        return self.query_one("#line", Composer)

    @property
    def flow(self) -> Flow | None:
        """The entry that is under way."""
        return self._flow

    @property
    def more(self) -> tuple[Line, ...]:
        """What the prompt that is shown leaves out, with all beside it; see `Prompt`."""
        return self.query_one("#question", QuestionView).prompt.more

    @property
    def under_way(self) -> bool:
        """Whether something was entered that is not in the record yet."""
        return self._flow is not None and self._flow.begun

    def bind_flow(
        self,
        flow: Flow | None,
        idle: Prompt,
        host: Host,
        choose: Callable[[int], None] | None = None,
    ) -> None:
        """Ask what a flow asks; without one show the idle prompt, which takes slash commands.

        `choose` takes the place of the option that is chosen, where the idle prompt has any.
        """
        self._flow, self._idle, self._host, self._choose = flow, idle, host, choose
        self.line.bind_listener(self)
        self.ask()

    def ask(self) -> None:
        """Show the present prompt, with an empty line."""
        flow = self._flow
        complaint = flow.complaint if flow else ()
        # Empties the line; what is said of the entry before stays all the same.
        self._show(flow.prompt() if flow else self._idle)
        if flow is not None:
            flow.complaint = complaint
        self._echo(complaint)
        self.put_back(flow.kept if flow else "")

    def go_on(self, flow: Flow) -> None:
        """Go on with an entry that holds, as the record is now; what is on the line stays there."""
        self._go_on_as(flow.prompt())

    def go_on_idle(self, idle: Prompt) -> None:
        """Say as the record is now that nothing is asked; what is on the line stays there."""
        self._idle = idle
        self._go_on_as(idle)

    def go_on_bare(self) -> None:
        """Go on with what is asked, and show nothing of the record beside it any more."""
        asked = self.query_one("#question", QuestionView).prompt
        self._go_on_as(
            Prompt(asked.text, options=asked.options, keys=asked.keys, single=asked.single)
        )

    def _go_on_as(self, prompt: Prompt) -> None:
        if prompt != self.query_one("#question", QuestionView).prompt:
            self._show(prompt, keep=True)
            self._echo_of(self.line.value)

    def leave(self) -> None:
        """Give the entry that is under way up; see `Flow.leave`."""
        if self._flow is not None:
            self._flow.leave()

    def give_up(self) -> bool:
        """Give the entry up, to leave the place; False, and said why, where it cannot be written.

        Whoever leaves all the same is let go: nobody is kept in by a disk that is full.
        """
        try:
            self.leave()
        except (Refused, StoreError) as error:
            again, self._not_kept = self._not_kept, not isinstance(error, Conflict)
            if not again and self._host is not None:
                self._host.failed(error)
            return again
        return True

    def finish(self) -> None:
        """Let go of the entry: it is in the record, or was left."""
        self._flow = None

    def _show(self, prompt: Prompt, *, keep: bool = False) -> None:
        self.query_one("#question", QuestionView).bind_prompt(prompt)
        self.query_one("#hint", PlainText).show(prompt.hint)
        self.line.bind_prompt(takes_keys=prompt.single, placeholder=prompt.proposed, keep=keep)

    # What the line says.

    def key_alone(self, character: str) -> bool:
        """Hand a single key to the flow; False where it is text."""
        if self._flow is None:
            return self._chosen(option_number(character, len(self._idle.options)))
        return self._tried(lambda flow: flow.key(character)) is not None

    def _chosen(self, at: int | None) -> bool:
        """Take an option of the idle prompt; False where there is none."""
        if at is None or self._choose is None or not self._idle.options:
            return False
        self._choose(at)
        return True

    def typed(self, text: str) -> None:
        """Show what the text would be taken as."""
        if not text:
            self._emptied()
        self._echo_of(text)

    def _emptied(self) -> None:
        """What was said of what stood on the line is over."""
        if self._flow is not None:
            self._flow.complaint = ()
        if self._host is not None:
            self._host.emptied()

    def _echo_of(self, text: str) -> None:
        if unfit := _unfit(text):
            self._echo((Line(unfit, Tone.FAIL),))
        elif text.startswith("/") and not text.startswith("//"):
            self._echo(self._slash_lines(text))
        elif self._flow is not None:
            self._echo(self._flow.echo(text))
        elif text.strip() and self._idle.options:
            said = _("The number of one, on an empty line. / begins a command.")
            self._echo((Line(said, Tone.QUIET),))
        elif text.strip():
            said = _("Nothing is asked now. / begins a command; Escape empties the line.")
            self._echo((Line(said, Tone.QUIET),))
        else:
            self._echo(())

    def entered(self, text: str) -> None:
        """Hand what was entered to the flow, or the option that is marked."""
        if _unfit(text):
            self._echo_of(text)
            return
        marked = self.query_one("#question", QuestionView).highlighted
        if self._flow is None:
            if not text and self._chosen(marked):
                return
            if text.strip() and self._host is not None and self._host.said(text):
                self.line.clear_line()
            return
        if not text and marked is not None:
            self._tried(lambda flow: flow.choose(marked))
        else:
            self._tried(lambda flow: flow.enter(text))

    def slash(self, text: str) -> None:
        """Hand a slash command to the screen."""
        if _unfit(text):
            self._echo_of(text)
            return
        self.line.clear_line()
        if self._host is not None:
            self._host.slash(text)

    def stepped_back(self) -> None:
        """Take the entry back by a step; from the readings of a text, to that text."""
        flow, typed = self._flow, self._flow.offered if self._flow else ""
        if self._tried(lambda flow: flow.back()) is None and self._host is not None:
            self._host.emptied()
        if typed and self._flow is flow:
            self.put_back(typed)
            # What is typed takes its place; the arrows go into it.
            self.line.select_all()

    def moved(self, by: int) -> None:
        """Mark the option above or below."""
        self.query_one("#question", QuestionView).move(by)

    def held_back(self) -> None:
        """Say that keys were not taken: they would have answered what nobody has read yet."""
        said = _(
            "The key before answered alone; what came right behind it was not taken. "
            "Pause, then type; {undo} takes the answer back."
        )
        said = with_keys(said)
        if self.line.guard.unasked:
            said = _("This has just changed, so the key was not taken. Look at it, then press it.")
        self._echo((Line(said, Tone.AWAITED),))

    def command(self, name: str, argument: str) -> bool:
        """Hand the flow a command that is about the entry; False where it is not."""
        again = self._again(name, argument)
        return self._tried(lambda flow: flow.command(name, argument), again) is not None

    def no_answer(self, reason: Missing, note: str) -> bool:
        """Hand the flow a missing reason and its note; False where it takes none now."""
        again = self._again(reason, note)
        return self._tried(lambda flow: flow.no_answer(reason, note), again) is not None

    def _again(self, name: str, argument: str) -> str:
        """Give what would do the same once more, where what was typed cannot be written."""
        slash = next((known.slash for known in self._commands if known.id == name), "")
        return f"{slash} {argument}" if slash and argument else ""

    def put_back(self, text: str) -> None:
        """Put on an empty line what was typed and could not be written."""
        if text and not self.line.value:
            self.line.value = text
            self.line.cursor_position = len(text)

    def _tried(self, act: Callable[[Flow], Step | None], again: str = "") -> Step | None:
        if self._flow is None:
            return None
        try:
            step = act(self._flow)
        except Conflict as error:
            self._met(self._flow, error, again)
            return Step.STAYED
        except (Refused, StoreError) as error:
            if self._host is not None:
                self._host.failed(error)
            self.put_back(again)
            return Step.STAYED
        if step is Step.MOVED:
            self.ask()
        elif step in (Step.STAYED, None):
            self._echo(self._flow.complaint)
        if self._host is not None and step not in (Step.STAYED, None):
            self._host.advanced(step)
        return step

    def _met(self, flow: Flow, error: Conflict, again: str) -> None:
        """Say that someone else wrote in between; what was entered is offered anew."""
        if flow.met:
            # It is offered, or comes again where it is asked for.
            self.line.clear_line()
        if self._host is not None:
            self._host.failed(error)
        if self._flow is flow:
            self.go_on(flow)
            self.put_back(flow.kept if flow.met else again)

    def _slash_lines(self, text: str) -> tuple[Line, ...]:
        return slash_lines(text, self._commands)

    def _echo(self, lines: tuple[Line, ...]) -> None:
        self.query_one("#echo", Echo).bind_lines(lines)


def _unfit(text: str) -> str | None:
    """Say why what stands on the line is not what was sent, so that it is not taken; else None."""
    if UNREADABLE in text:
        return not_utf8()
    if len(text) >= MOST_CHARACTERS:
        said = _(
            "The line holds {count} characters; what lies beyond was not taken. "
            "Escape empties it; enter less."
        )
        return said.format(count=MOST_CHARACTERS)
    return None

"""The line in which everything is typed.

A single key answers only on an empty line; a paste only ever fills the line; repeats of the key
that gave the answer before are ignored until it has not come for 300 ms. So is what follows a key
that answered alone: whoever types `unknown` has answered with its first letter, and the rest of the
word must not answer the next question, nor the Enter behind it.

What is pressed is handed on at once, by a call and not by a message: messages queue, and a fast
typist's next key would then be read against the question before.
"""

import time
from collections.abc import Callable, Iterable
from typing import Protocol

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.suggester import Suggester
from textual.widgets import Input

from screener.interview.commands import completions
from screener.sanitise import visible
from screens.commands import Command

REPEAT_SECONDS = 0.3
#: The keys of a word come slower than a held key repeats.
WORD_SECONDS = 0.6
#: Before the Enter behind a text one stops to look at it.
ENTER_SECONDS = 3.0
#: Longer than any answer; a pasted book would make every keystroke slow.
MOST_CHARACTERS = 20_000
_MOST_UNDO = 200


def one_cell(text: str) -> str:
    """Show each character as one, so that the cursor stands where it is: no escape reaches out.

    The whole name of what is hidden is shown in the echo and in the transcript.
    """
    if text.isascii() and text.isprintable():
        return text
    shown = (visible(character) for character in text)
    return "".join(character if len(character) == 1 else "\N{WHITE SQUARE}" for character in shown)


class SlashSuggester(Suggester):
    """Completes slash commands."""

    def __init__(self, commands: Iterable[Command]) -> None:
        super().__init__(use_cache=False)
        self._commands = tuple(commands)

    async def get_suggestion(self, value: str) -> str | None:
        """Give the first slash name that begins as typed."""
        if not value.startswith("/") or " " in value:
            return None
        found = completions(value, self._commands)
        return found[0].slash if found else None


class RepeatGuard:
    """Ignores what still comes of the answer before: its key held down, or the rest of a word."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._key = ""
        self._last = 0.0
        self._alone = False
        #: Whether another key than the one that answered was ignored: a word is being typed.
        self.word = False
        #: Whether no key answered, but what is asked has changed by itself.
        self.unasked = False
        #: Whether the Enter behind what was ignored is still to come.
        self._enter_to_come = False

    def watch(self, key: str, *, alone: bool = False) -> None:
        """Begin: `key` has just answered; `alone`, without Enter, so that any key may follow it."""
        self._key, self._alone, self.word = key, alone, False
        self._enter_to_come = self.unasked = False
        self._last = self.clock()

    def came_unasked(self) -> None:
        """Begin: what is asked has changed by itself; what is typed was meant for another thing."""
        self.watch("unasked", alone=True)
        self.word = self.unasked = True

    def word_begun(self) -> None:
        """Begin with text that answered nothing: what comes right behind it belongs to it."""
        self.watch("text", alone=True)
        self.word = True

    def painted(self) -> None:
        """The next question stands on the screen; the wait counts from here."""
        self._last = max(self._last, self.clock())

    def pressed(self, key: str) -> None:
        """Another key was pressed, so the one that answered is not held down any more."""
        if key != self._key and not self._alone:
            self._key = ""

    def passed(self) -> None:
        """Something else was done than typed on: the next Enter is about that."""
        self._enter_to_come = False

    def holds(self, key: str) -> bool:
        """Tell whether the key is to be ignored; one that is starts the wait anew."""
        if not self._key or (key != self._key and not self._alone):
            return False
        now = self.clock()
        if now - self._last < self._wait(key):
            self._last = now
            self.word = self.word or key != self._key
            self._enter_to_come = self.word and key != "enter"
            return True
        self._key, self._enter_to_come = "", False
        return False

    def _wait(self, key: str) -> float:
        if self._enter_to_come and key == "enter":
            return ENTER_SECONDS
        return WORD_SECONDS if self.word else REPEAT_SECONDS


class Listener(Protocol):
    """Who is told what happens on the line; bound to it by the screen."""

    def key_alone(self, character: str) -> bool:
        """A key on an empty line, where the prompt takes keys; False where it is text."""

    def typed(self, text: str) -> None:
        """The line changed."""

    def entered(self, text: str) -> None:
        """Enter was pressed."""

    def slash(self, text: str) -> None:
        """A slash command was entered."""

    def stepped_back(self) -> None:
        """Escape was pressed on an empty line."""

    def moved(self, by: int) -> None:
        """An arrow was pressed: the option above or below."""

    def held_back(self) -> None:
        """What was typed came too soon after a key that answered, and was not taken."""


class SafeInput(Input):
    """An input that shows what a terminal would act on, and takes a paste as one line."""

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(value, placeholder=visible(placeholder), id=id, max_length=MOST_CHARACTERS)
        self.select_on_focus = False

    def _on_paste(self, event: events.Paste) -> None:
        # The whole paste as one line; Input itself would keep its first line only.
        line = event.text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if line:
            self.replace(line[: MOST_CHARACTERS - len(self.value)], *self.selection)
        event.stop()
        event.prevent_default()

    async def _on_key(self, event: events.Key) -> None:
        """Carry out the keys of the line in the order in which they were pressed.

        Textual would let a key that is bound, such as Enter or Backspace, wait until the characters
        behind it are on the line: on a slow connection keys come many at once.
        """
        bound = self._bindings.key_to_bindings.get(event.key)
        if bound is None:
            await super()._on_key(event)
            return
        event.stop()
        event.prevent_default()
        await self.run_action(bound[0].action)

    def restricted(self) -> None:
        """The line is full; the terminal's bell would be no help."""

    @property
    def _value(self) -> Text:
        return Text(one_cell(self.value), no_wrap=True, overflow="ignore", end="")


class Composer(SafeInput):
    """The input. It says what was pressed, typed and entered; it decides nothing."""

    BINDINGS = [
        Binding("tab", "complete", show=False),
        Binding("escape", "step_back", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
    ]

    def __init__(self, commands: Iterable[Command] = (), *, id: str | None = None) -> None:
        known = tuple(commands)
        super().__init__(id=id)
        self.suggester = SlashSuggester(known)
        self.guard = RepeatGuard()
        self.takes_keys = False
        self._commands = known
        self._listener: Listener | None = None
        self._undo: list[str] = []
        self._undoing = False
        #: Whether what is asked now has not been painted yet, so that no key can be meant for it.
        self._unseen = False

    def bind_listener(self, listener: Listener) -> None:
        """Choose who is told."""
        self._listener = listener

    def bind_prompt(self, *, takes_keys: bool, placeholder: str, keep: bool = False) -> None:
        """Wait for the next entry; whatever stood on the line is gone, unless it is to be kept."""
        self.takes_keys = takes_keys
        self.placeholder = visible(placeholder)
        if not keep:
            self.clear_line()
        self._unseen = True
        self.call_after_refresh(self._seen)

    def _seen(self) -> None:
        self._unseen = False
        self.guard.painted()

    def clear_line(self) -> None:
        """Empty the line and forget what was typed on it."""
        self.value = ""
        self._undo.clear()

    def undo_typing(self) -> bool:
        """Take back the last change of the line; False where there is none."""
        if not self._undo:
            return bool(self.value) and self._set("")
        return self._set(self._undo.pop())

    def _set(self, value: str) -> bool:
        self._undoing = True
        self.value = value
        self.cursor_position = len(value)
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()

    def watch_value(self, old: str, new: str) -> None:
        """Keep what stood on the line, for undoing, and tell."""
        if old != new and not self._undoing:
            self._undo.append(old)
            del self._undo[:-_MOST_UNDO]
        self._undoing = False
        if new:
            self.guard.passed()
        if self._listener is not None and old != new:
            self._listener.typed(new)

    async def _on_key(self, event: events.Key) -> None:
        character = event.character if event.is_printable else None
        self.guard.pressed(event.key)
        alone = character if not self.value else None
        if alone and (self._holds(event.key) or self._answers(alone, event.key)):
            event.stop()
            event.prevent_default()
            return
        await super()._on_key(event)

    def _holds(self, key: str) -> bool:
        held = self.guard.holds(key)
        if held and self.guard.word and self._listener is not None:
            self._listener.held_back()
        return held

    def _answers(self, character: str, key: str) -> bool:
        if not self.takes_keys or self._listener is None:
            return False
        if self._unseen:
            # So that the rest of its word answers nothing either, once the question is painted.
            self.guard.watch(key, alone=True)
            self._listener.held_back()
            return True
        if not self._listener.key_alone(character):
            return False
        self.guard.watch(key, alone=True)
        return True

    async def action_submit(self) -> None:
        """Say that Enter was pressed, unless it is still held down from before."""
        if self._holds("enter"):
            return
        text, listener = self.value, self._listener
        if listener is None:
            return
        self.guard.watch("enter")
        if text.startswith("/") and not text.startswith("//"):
            listener.slash(text)
        else:
            listener.entered(text.removeprefix("/") if text[:2] == "//" else text)

    def action_complete(self) -> None:
        """Complete a slash command; with none begun, go to the next widget."""
        if self.value.startswith("/"):
            found = completions(self.value, self._commands)
            if found:
                self.value = found[0].slash
                self.cursor_position = len(self.value)
        else:
            self.screen.focus_next()

    def action_step_back(self) -> None:
        """Clear the line, or with an empty one take the entry back by a step."""
        if self.value:
            self.clear_line()
        elif self._listener is not None:
            self._listener.stepped_back()

    def action_move(self, by: int) -> None:
        """Go to the option above or below."""
        self.guard.passed()
        if self._listener is not None:
            self._listener.moved(by)

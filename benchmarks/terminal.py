"""A program behind a real pseudo-terminal: what is pressed, and when what is shown arrives."""

import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from fcntl import ioctl
from pathlib import Path
from types import TracebackType
from typing import Self

COLUMNS, LINES = 100, 30
#: Seconds. What takes longer than this has gone wrong.
_PATIENCE = 60.0
#: Seconds without output after which a screen has come to rest.
_REST = 0.1
_AT_ONCE = 65536
#: Commands to the terminal and its modes: everything that is not text on the screen.
_ESCAPE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]"
    rb"|\x1b[\]PX^_].*?(?:\x07|\x1b\\)"
    rb"|\x1b[ -/]*[0-~]",
    re.DOTALL,
)
#: What a program may ask of a terminal → what a common one answers, so that nobody waits.
_ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[?u": b"\x1b[?0u",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}
#: Textual starts the same for everyone: no wish of whoever runs this, and a home of its own.
_PLAIN = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_LEFT_OUT = ("COLUMNS", "LINES", "NO_COLOR", "LANG", "LANGUAGE", "PYTHONDONTWRITEBYTECODE")


class NotShown(Exception):
    """The program ended, or took too long, before it showed what was waited for."""


def environment(home: Path) -> dict[str, str]:
    """Give the environment of a program that reads and writes under `home` alone."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _LEFT_OUT and not name.startswith(("XDG_", "TEXTUAL"))
    }
    return {**kept, **_PLAIN, "HOME": str(home)}


class Terminal:
    """One run of a program. A context manager: the program ends with it."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        columns: int = COLUMNS,
        lines: int = LINES,
    ) -> None:
        self.started = time.perf_counter()
        self.pid, self._master = pty.fork()
        if not self.pid:
            try:
                # Whatever whoever runs this ignores, as `nohup` does.
                for one in (signal.SIGHUP, signal.SIGINT):
                    signal.signal(one, signal.SIG_DFL)
                ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
                os.execve(arguments[0], list(arguments), environment)
            finally:
                os._exit(127)
        self._output = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.close(self._master)
        os.waitpid(self.pid, 0)

    @property
    def text(self) -> str:
        """What was written to the screen since the last key, in the order of writing."""
        return _ESCAPE.sub(b"", self._output).decode(errors="replace")

    @property
    def resident(self) -> int:
        """Bytes of the program that are in memory now."""
        with os.popen(f"ps -o rss= -p {self.pid}") as found:
            return int(found.read()) * 1024

    def wait_for(self, text: str) -> float:
        """Give the moment at which the text has been shown.

        Raises:
            NotShown: It never was.
        """
        ends = time.perf_counter() + _PATIENCE
        while text not in self.text:
            if not self._read(ends - time.perf_counter()):
                raise NotShown(f"{text!r} is not in {self.text[-2000:]!r}")
        return time.perf_counter()

    def rest(self) -> None:
        """Wait until nothing more is shown."""
        while self._read(_REST):
            pass

    def press(self, keys: str) -> float:
        """Press keys, forgetting what was shown before; give the moment."""
        self._output = b""
        pressed = time.perf_counter()
        os.write(self._master, keys.encode())
        return pressed

    def _read(self, patience: float) -> bool:
        """Take what has come; False where nothing does in time, or the program has ended."""
        if not select.select([self._master], [], [], max(0.0, patience))[0]:
            return False
        try:
            read = os.read(self._master, _AT_ONCE)
        except OSError:  # how Linux tells that the other side is closed
            return False
        # A question may come in two pieces: what was not whole before is looked at again.
        seen = max(0, len(self._output) - 16)
        new = self._output[seen:] + read
        for question, answer in _ANSWERS.items():
            for _time in range(new.count(question) - self._output[seen:].count(question)):
                os.write(self._master, answer)
        self._output += read
        return bool(read)

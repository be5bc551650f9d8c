"""What ends the program from outside: its terminal is closed, or the system has it stop."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: Windows has no SIGHUP.
_SIGNALS = tuple(
    signal.Signals[name]
    for name in ("SIGHUP", "SIGINT", "SIGTERM")
    if name in signal.Signals.__members__
)


@contextmanager
def ended_by_signals(end: Callable[[], object]) -> Iterator[None]:
    """Do `end` at the first signal that would end the program, in place of that.

    A closed terminal may send several: those after the first do not break into what the first
    began. What whoever started the program has it ignore stays ignored.
    """
    found = {one: signal.getsignal(one) for one in _SIGNALS}
    heeded = {one: was for one, was in found.items() if was is not signal.SIG_IGN}
    ended = False

    def once(*_signal: object) -> None:
        nonlocal ended
        if not ended:
            ended = True
            end()

    for one in heeded:
        signal.signal(one, once)
    try:
        yield
    finally:
        if not ended:
            for one, was in heeded.items():
                signal.signal(one, was)


def interrupt() -> None:
    """Break into what is waited for, as Ctrl+C does."""
    raise KeyboardInterrupt

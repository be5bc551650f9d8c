"""What commands print: one thing a line, nothing that a terminal would act on."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from screener.language import _
from screener.sanitise import visible

DONE, NEGATIVE, UNUSABLE = 0, 1, 2


class Unusable(Exception):
    """The call or its input cannot be used; the lines say why, and what would do."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__(*lines)


def unreadable(what: object, reason: object) -> Unusable:
    """Say what cannot be read, and why."""
    return Unusable(_("{path}: cannot be read: {reason}").format(path=what, reason=reason))


def unwritable(reason: object) -> Unusable:
    """Say why standard output cannot be written."""
    told = _("standard output: cannot be written: {reason}")
    return Unusable(told.format(reason=reason))


def why_not(error: OSError) -> str:
    """Give the reason in the system's words."""
    return error.strerror or type(error).__name__


@contextmanager
def written() -> Iterator[None]:
    """Say why standard output cannot be written, unless whoever read it has just gone."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(why_not(error)) from None


def tell(text: str = "") -> None:
    """Print one line."""
    with written():
        print(visible(text))


def tell_error(text: str) -> None:
    """Print one line on standard error; where that is full, the exit status has to do."""
    with suppress(OSError):
        print(visible(text), file=sys.stderr)
    drop_unwritten(sys.stderr)


def drop_unwritten(stream: TextIO) -> None:
    """Let go of what a stream did not take: tried again at the end, it would change the status."""
    try:
        stream.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def json_document(data: object) -> bytes:
    """Give one JSON document, in ASCII, so that every terminal's encoding can carry it."""
    return f"{json.dumps(data, indent=1)}\n".encode("ascii")


def tell_json(data: object) -> None:
    """Print one JSON document."""
    tell_bytes(json_document(data))


def tell_bytes(content: bytes) -> None:
    """Print just these bytes: line ends stay as they are on every system."""
    with written():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)

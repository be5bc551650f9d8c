"""What a terminal sends is taken as it came: pastes whole, whatever is in them."""

import os
import sys
import threading
import time
from typing import Any

import pytest
from textual import events

from screens.terminal_input import (
    PASTE_BEGINS,
    PASTE_ENDS,
    UNREADABLE,
    Output,
    Pastes,
    Piece,
    driver,
)

HOSTILE = "A1 abc\x1b[Ddef \x1b[0;31mred\x1b[0m \x1b"


def pieces(*chunks: str) -> list[Piece]:
    pastes = Pastes()
    return [piece for chunk in chunks for piece in pastes.feed(chunk)]


def test_a_paste_is_one_piece_with_every_escape_sequence_in_its_place():
    found = pieces(f"x{PASTE_BEGINS}{HOSTILE}{PASTE_ENDS}y")
    assert found == [Piece("x"), Piece(HOSTILE, pasted=True), Piece("y")]


@pytest.mark.parametrize("cut", range(1, len(f"{PASTE_BEGINS}ab\x1b[Dc{PASTE_ENDS}") + 1))
def test_a_paste_may_come_in_two_reads(cut):
    sent = f"{PASTE_BEGINS}ab\x1b[Dc{PASTE_ENDS}"
    found = pieces(sent[:cut], sent[cut:] + "k")
    pasted = [piece.text for piece in found if piece.pasted]
    # Cut within its first two characters the mark may be the Escape key, so the library reads it.
    assert pasted == (["ab\x1b[Dc"] if cut > 2 else [])
    assert "".join(piece.text for piece in found).endswith("k")


def test_keys_do_not_wait():
    assert pieces("\x1b") == [Piece("\x1b")]
    assert pieces("\x1b[A") == [Piece("\x1b[A")]


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX terminal")
def test_bytes_that_are_no_utf_8_are_shown_as_such_and_end_nothing():
    kind = driver()
    assert kind is not None
    heard: list[str] = []

    class Heard(kind):  # type: ignore[misc, valid-type]
        def __init__(self, fileno: int) -> None:
            self.fileno = fileno
            self.exit_event = threading.Event()
            self._debug = False

        def process_message(self, message):
            if isinstance(message, events.Key):
                heard.append(message.character or message.key)
            elif isinstance(message, events.Paste):
                heard.append(f"<{message.text}>")

    reads, writes = os.pipe()
    terminal = Heard(reads)
    thread = threading.Thread(target=terminal.run_input_thread, daemon=True)
    thread.start()
    os.write(writes, b"x\xe9y" + f"{PASTE_BEGINS}{HOSTILE}{PASTE_ENDS}".encode() + "中".encode())
    until = time.monotonic() + 5
    while "中" not in heard and time.monotonic() < until:
        time.sleep(0.01)
    terminal.exit_event.set()
    thread.join(5)
    os.close(reads)
    os.close(writes)
    assert heard == ["x", UNREADABLE, "y", f"<{HOSTILE}>", "中"]


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX terminal")
def test_a_terminal_that_is_gone_holds_nobody_up_who_writes_to_it():
    from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

    window, terminal = os.openpty()
    os.close(window)
    # Closing it is an error too: it would write once more what was not taken.
    output: Any = Output(os.fdopen(terminal, "w", closefd=False))
    writer = WriterThread(output)
    writer.start()

    def write():
        for _time in range(2 * MAX_QUEUED_WRITES):
            writer.write("a")
        writer.stop()

    writing = threading.Thread(target=write, daemon=True)
    writing.start()
    writing.join(10)
    os.close(terminal)
    assert not writing.is_alive()

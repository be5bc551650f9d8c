"""What a typed path is taken as, while it is typed: the file to write, or why there can be none."""

from collections.abc import Callable
from pathlib import Path

from screener.interview.copy_path import copy_path
from screener.interview.refusals import Refused
from screens.base import refusal
from screens.prompts import Line


def not_written(text: str, write: Callable[[Path], object]) -> str:
    """Write the file; gives why it cannot be, while what was typed stays on the line, else nothing.

    So another name can be given where that is what would do.
    """
    return refusal(lambda: write(copy_path(text)))


def path_lines(text: str) -> tuple[Line, ...]:
    """Say where the file will be, whatever was typed; nothing where there can be none."""
    try:
        return (Line(f"→ {copy_path(text.strip())}"),) if text.strip() else ()
    except Refused:
        return ()

"""What a typed path is taken as, while it is typed: the file to write, or why there can be none."""

from screener.interview.copy_path import copy_path
from screener.interview.refusals import Refused
from screens.prompts import Line


def wrong_path(text: str) -> str:
    """Say why no file can be written there, while what was typed stays on the line."""
    try:
        copy_path(text)
    except Refused as error:
        return str(error)
    return ""


def path_lines(text: str) -> tuple[Line, ...]:
    """Say where the file will be, whatever was typed; nothing where there can be none."""
    try:
        return (Line(f"→ {copy_path(text.strip())}"),) if text.strip() else ()
    except Refused:
        return ()

"""What is awaited in a screening, for one due date to be given to several questions at once."""

from collections.abc import Mapping

from screener.protocol.model import Protocol
from screener.record.state import ScreeningState


def awaited_by_section(protocol: Protocol, state: ScreeningState) -> Mapping[str, list[str]]:
    """Give the awaited questions by section, in the file's order; those in none under ``""``."""
    found: dict[str, list[str]] = {}
    for id, question in protocol.questions.items():
        entry = state.current(id)
        if entry is not None and entry.answer.get("missing") == "pending":
            found.setdefault(question.section or "", []).append(id)
    return found

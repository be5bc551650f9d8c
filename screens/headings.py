"""What stands above a question: its section, whose it is, and where its answer comes from."""

from typing import TYPE_CHECKING

from screener.interview.told import source_told
from screener.language import _
from screens.commands import told

if TYPE_CHECKING:
    from screener.interview.sitting import Sitting


def question_heading(sitting: "Sitting", question: str, language: str) -> str:
    """Head a question as it is put."""
    asked = sitting.protocol.questions[question]
    section = sitting.protocol.sections.get(asked.section or "")
    title = section.title.in_language(language) if section else ""
    who = _("for the investigator") if asked.answered_by == "investigator" else ""
    return _joined(title, who, source_said(sitting))


def source_said(sitting: "Sitting") -> str:
    """Say where the answers come from that are entered now; nothing where nobody said."""
    source = sitting.state.source
    said = _("from {source} ({key})")
    return said.format(source=source_told(source), key=told("source")) if source else ""


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))

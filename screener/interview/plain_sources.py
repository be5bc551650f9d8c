"""Where the answers come from, by line: asked, and said so that none is filed unheard."""

from collections.abc import Mapping

from screener.interview.plain_conflicts import recorded
from screener.interview.plain_lines import Lines
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.interview.sources import SPOKEN, reference_asked, written
from screener.interview.told import source_told, through_told
from screener.joining import sentences
from screener.language import _
from screener.protocol.answers import SourceKind, Through


def ask_source(sitting: Sitting, lines: Lines) -> None:
    """Ask for a source and record it; raises `Refused` where none is chosen."""
    lines.say(_("So far: {source}").format(source=_told(sitting.state.source)))
    kinds = list(SourceKind)
    options = [*map(source_told, kinds), _("not said")]
    asked = _("Where do the answers come from now? Type a number; Enter alone leaves it.")
    chosen = lines.choose(asked, options)
    if chosen is None:
        raise Refused(_("The source stays as it was."))
    source = None if chosen == len(kinds) else _whole(kinds[chosen], lines)
    recorded(lines, lambda: sitting.set_source(source))
    lines.say(_("From here, answers come from: {source}").format(source=_told(source)))


def recorded_source(sitting: Sitting, question: str) -> str:
    """Say which source the answer that counts to a question carries; nothing where it has none."""
    entry = sitting.state.current(question)
    source = entry.answer.get("source") if entry else None
    return source_told(source) if source else ""


def _told(source: object) -> str:
    return source_told(source) if source else _("not said")


def _whole(kind: SourceKind, lines: Lines) -> Mapping[str, str] | str:
    reference = ""
    if asked := reference_asked(kind):
        reference = lines.ask(sentences(*asked))
    if kind not in SPOKEN:
        return written(kind, reference, "")
    through = list(Through)
    prompt = _("Through which interpreter? Enter alone: none.")
    chosen = lines.choose(prompt, [through_told(one) for one in through])
    return written(kind, reference, "" if chosen is None else through[chosen])

"""Copies of a recorded decision by line: said here, or written to a file."""

from pathlib import Path

from screener.interview.copies import ENDINGS
from screener.interview.copy_path import copy_path
from screener.interview.copying import copy_name, last_decision
from screener.interview.plain_lines import Lines
from screener.interview.refusals import Refused
from screener.interview.sitting import Sitting
from screener.joining import listed
from screener.language import _
from screener.sanitise import visible


def copy(sitting: Sitting, lines: Lines, argument: str) -> None:
    """Write a copy of the recorded decision into a file; without one named, say it here."""
    formats = {f".{ending}": format for format, ending in ENDINGS.items()}
    if not argument:
        lines.say(sitting.copy("text").rstrip("\n"))
        lines.say(_("/copy and the name of a file writes it there."))
        return
    path = argument
    format, file = (*argument.split(maxsplit=1), "")[:2]
    if format in ENDINGS:
        name = copy_name(last_decision(sitting.state), format)
        path = file or _file(lines, Path.home() / name)
    elif Path(path).suffix not in formats:
        raise Refused(
            _("The kind of a copy shows in its name."),
            _("End it in one of: {endings}.").format(endings=listed(formats)),
        )
    target = copy_path(path)
    sitting.write_copy(target, formats.get(target.suffix, format))
    lines.say(_("Written to {path}.").format(path=visible(str(target))))


def _file(lines: Lines, proposed: Path) -> str:
    """Ask into which file: a path may begin with a slash, so this line takes no command."""
    asked = _("Into which file? Enter alone takes {path}.")
    lines.say(asked.format(path=visible(str(proposed))))
    return lines.hear() or str(proposed)

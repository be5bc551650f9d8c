"""Where a file goes that is to be written: what was typed as its name, as a whole path."""

import os
from pathlib import Path

from screener.interview.commands import COMMANDS, completions, is_slash
from screener.interview.exporting import STANDARD_OUTPUT
from screener.interview.refusals import Refused
from screener.language import _
from screener.sanitise import visible


def copy_path(text: str) -> Path:
    """Read the path of a file to write, from the present folder where it names none.

    Raises:
        Refused: It is a command, or a folder, or its folder is not there; or it is what stands for
            standard output in the record, which no file is called.
    """
    if is_slash(text) and len(text) > 1 and completions(text, COMMANDS):
        raise Refused(
            _("{text} is a command, and no file.").format(text=visible(text)),
            _("Give the name of a file."),
        )
    try:
        path = Path(text).expanduser().absolute()
    except RuntimeError:
        raise Refused(
            _("There is no folder {path}.").format(path=visible(Path(text).parts[0])),
            _("Give a folder in which you may write."),
        ) from None
    if path.name == STANDARD_OUTPUT:
        raise Refused(
            _("“{name}” stands for standard output, and is no file's name.").format(name=path.name),
            _("Give the name of a file."),
        )
    if os.path.isdir(path):
        raise Refused(
            _("{path} is a folder.").format(path=visible(str(path))),
            _("Give the name of a file in it."),
        )
    if not os.path.isdir(path.parent):
        raise Refused(
            _("There is no folder {path}.").format(path=visible(str(path.parent))),
            _("Give a folder in which you may write."),
        )
    return path

"""The command line. Exit status: 0 done; 1 done, and the finding is negative; 2 unusable input."""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from screener.cli.output import (
    UNUSABLE,
    Unusable,
    drop_unwritten,
    tell_error,
    unwritable,
    written,
)
from screener.language import _, language_from_environment, set_language


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; no traceback reaches the terminal."""
    if sys.stderr is None:
        # What is said there is for nobody, and its place must not become that of a file.
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:] if arguments is None else arguments)
        with written():
            sys.stdout.flush()
    except Unusable as error:
        if sys.stdout is not None:
            drop_unwritten(sys.stdout)
        for line in error.lines:
            tell_error(line)
        return UNUSABLE
    except BrokenPipeError:
        drop_unwritten(sys.stdout)
        return UNUSABLE
    except KeyboardInterrupt:
        return UNUSABLE
    except Exception as error:
        tell_error(_defect(error))
        return UNUSABLE
    return status


def _run(arguments: Sequence[str]) -> int:
    # Before anything is parsed, so that help and errors are in the language too.
    set_language(_asked_language(arguments))
    if sys.stdout is None:
        raise unwritable(_("it is closed"))
    from screener.cli.options import parsed

    options = parsed(arguments)
    module, function = options.run.split(".")
    status: int = getattr(import_module(f"screener.cli.{module}"), function)(options)
    return status


def _asked_language(arguments: Sequence[str]) -> str:
    for place, argument in enumerate(arguments):
        if argument == "--lang":
            return next(iter(arguments[place + 1 :]), "")
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return language_from_environment()


def _defect(error: Exception) -> str:
    """Name the place of a defect without any value: a value may be a candidate's answer."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(frame.filename).name}:{frame.lineno}"
    text = _("this is a defect of the program ({error} at {place}); nothing recorded is lost")
    return text.format(error=type(error).__name__, place=place)

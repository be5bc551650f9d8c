"""What commands print: one thing a line, nothing that a terminal would act on."""

import json
import sys

from screener.sanitise import visible

DONE, NEGATIVE, UNUSABLE = 0, 1, 2


class Unusable(Exception):
    """The call or its input cannot be used; the lines say why, and what would do."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines
        super().__init__(*lines)


def tell(text: str = "") -> None:
    """Print one line."""
    print(visible(text))


def tell_error(text: str) -> None:
    """Print one line on standard error."""
    print(visible(text), file=sys.stderr)


def tell_json(data: object) -> None:
    """Print one JSON document, in ASCII, so that every terminal's encoding can carry it."""
    print(json.dumps(data, indent=1))

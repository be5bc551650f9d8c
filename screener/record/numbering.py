"""The numbers of screenings: S-0001, S-0002 … as they are written, and as people type them."""

import re
from collections.abc import Sequence
from functools import lru_cache

from screener.joining import listed
from screener.language import _
from screener.record.errors import StoreError
from screener.sanitise import visible

_NUMBER = re.compile(r"(?:S-?)?0*([1-9][0-9]{0,17})\Z", re.IGNORECASE | re.ASCII)
#: How many numbers are kept once read; the list of a large site shows no more at a time.
_KEPT = 128


def numbered(place: int) -> str:
    """Write the number of the screening at a place, from 1."""
    return f"S-{place:04}"


# The same few numbers are read event after event.
@lru_cache(maxsize=_KEPT)
def place_of(text: str) -> int | None:
    """Read a number: `S-0001`, `s-1` or `1`; None where it is none."""
    found = _NUMBER.match(text.strip())
    return int(found[1]) if found else None


def unknown(text: str, shown_path: str, nearest: Sequence[int]) -> StoreError:
    """Say that there is no such screening, and which are near; or that this is no number."""
    place = place_of(text)
    if place is None:
        message = _("“{text}” is no number of a screening; one looks like S-0001.")
        message = message.format(text=visible(text.strip()))
        # Nothing is near to what is no number.
        hint = _("The list shows them all, and finds one by its candidate.")
    else:
        message = _("There is no screening {number} in {path}.")
        message = message.format(number=numbered(place), path=shown_path)
        hint = _("The nearest: {numbers}.").format(numbers=listed(map(numbered, sorted(nearest))))
    return StoreError(message, hint if nearest else _("There are no screenings yet."))

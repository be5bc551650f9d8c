"""How the checks of answers say what is wrong: what was given, why not, and what would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from screener import joining
from screener.language import _

_MOST_SHOWN = 60
#: 10**40 takes 133 bits. Turning a much longer integer into text takes long, or is refused.
_MOST_BITS = 140


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one answer, or with what stands under the key `part` of its mapping."""

    value: object
    message: str
    hint: str | None = None
    part: str | None = None


class Unfit(Exception):
    """A value that does not fit its question; caught where the question's id is known."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__()


def unfit(value: object, message: str, hint: str | None = None) -> Unfit:
    """Make the exception for one fault."""
    return Unfit(Fault(value, message, hint))


def has_too_many_bits(number: int) -> bool:
    """Tell whether an integer is beyond the limits, without writing it out."""
    return number.bit_length() > _MOST_BITS


def shown(value: object) -> str:
    """Give what was answered, short enough for a message, whatever it is."""
    match value:
        case bool():
            text = "true" if value else "false"
        case int():
            if has_too_many_bits(value):
                return _("a number of more than 40 digits")
            text = int.__repr__(value)
        case float():
            text = float.__repr__(value)
        case str() | Decimal():
            text = str(value)
        case date():
            text = value.isoformat()
        case _:
            return _kind(value)
    return f"`{text}`" if len(text) <= _MOST_SHOWN else f"`{text[:_MOST_SHOWN]}…`"


def _kind(value: object) -> str:
    if value is None:
        return _("nothing")
    if isinstance(value, Mapping):
        return _("a mapping")
    if isinstance(value, list | tuple | set | frozenset):
        return _("a list")
    return _("something of the type {type}").format(type=f"`{type(value).__name__}`")


def did_you_mean(name: object, known: Iterable[str]) -> str | None:
    """Give the hint that names the nearest known name; None where none is near."""
    # Needed for mistakes alone, and slow to import.
    import difflib

    if not isinstance(name, str) or len(name) > _MOST_SHOWN:
        return None
    folded = {candidate.casefold(): candidate for candidate in reversed(tuple(known))}
    near = difflib.get_close_matches(name.casefold(), folded, n=1)
    return _("did you mean {name}?").format(name=f"`{folded[near[0]]}`") if near else None


def listed(names: Iterable[str]) -> str:
    """List names in backticks: `a`, `b`."""
    return joining.listed(f"`{name}`" for name in names)

"""What typed text may turn out to be."""

from typing import NamedTuple


class Understood(NamedTuple):
    """One reading of what was typed.

    `data` is a value as in a file of answers, or a mapping with `missing`; it has passed the
    checks. `echo` says in words what was understood; `said` is what was typed, where that is in
    other terms. Where it is not `certain`, it must be confirmed before it counts; `doubt` is why,
    where there is something to say, and stands in `echo` too.
    """

    data: object
    echo: str
    certain: bool = True
    said: str | None = None
    doubt: str | None = None


class Ambiguous(NamedTuple):
    """Two readings or more: one of them has to be chosen, or the text typed anew."""

    readings: tuple[Understood, ...]
    message: str


class Refused(NamedTuple):
    """No reading: why not, and what would do."""

    message: str
    hint: str | None = None


Reading = Understood | Ambiguous | Refused


class Proposal(NamedTuple):
    """A reading that is still to be checked.

    `said` is what was typed, in other terms than the answer's (`94 mg/dL`); `doubt` is why it must
    be confirmed, where there is something to say. `unused` are the words that only say that it is
    not exact, which nothing is made of. `as_typed` is the reading that the signs have by
    themselves: where it is the only one left of several, it needs no confirmation.
    """

    data: object
    certain: bool = True
    said: str | None = None
    doubt: str | None = None
    unused: str | None = None
    as_typed: bool = False


class Proposed(NamedTuple):
    """The readings there are, and what to ask where more than one stands the check."""

    proposals: tuple[Proposal, ...]
    message: str = ""


def only(data: object, *, certain: bool = True, said: str | None = None) -> Proposed:
    """Propose a single reading."""
    return Proposed((Proposal(data, certain, said),))

"""Reading the list of screenings, the newest first, and no more of them than are wanted.

A site comes to thousands of screenings in the years, and to say where one stands its whole record
is read. So the list reads those it shows, and a search goes on until it has found as many.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from screener.interview.listing import code_holds, matches

if TYPE_CHECKING:
    from screener.record.reading import StoreReader
    from screener.record.summary import ScreeningSummary

#: Screenings that are looked through before what was read so far is told.
_AT_ONCE = 50


class Read(NamedTuple):
    """The screenings read so far, the newest first, of so many; `over` when no more are read."""

    summaries: "tuple[ScreeningSummary, ...]"
    total: int
    over: bool

    @property
    def whole(self) -> bool:
        """Tell whether these are all."""
        return len(self.summaries) == self.total


def read_list(
    store: "StoreReader",
    words: str,
    most: int,
    state: "Callable[[ScreeningSummary], str]",
    known: Collection[str] = (),
) -> Iterator[Read]:
    """Read the newest screenings and those `known`, then on until `most` hold every word.

    `state` says where a screening stands. Gives what was read after each part of it.

    Raises:
        StoreError: The store cannot be read.
    """
    numbers = store.numbers()[::-1]
    wanted = {*numbers[:most], *known}
    read = store.screenings(n for n in numbers if n in wanted)
    left = [n for n in numbers if n not in wanted] if words.split() else []
    holding = sum(matches(one, words, state(one)) for one in read)
    if left:
        left = _likely_first(store, left, words)
    order = {number: at for at, number in enumerate(numbers)}
    while True:
        over = not left or holding > most
        read.sort(key=lambda one: order[one.number])
        yield Read(tuple(read), len(numbers), over)
        if over:
            return
        some, left = store.screenings(left[:_AT_ONCE]), left[_AT_ONCE:]
        holding += sum(matches(one, words, state(one)) for one in some)
        read += some


def _likely_first(store: "StoreReader", numbers: Sequence[str], words: str) -> list[str]:
    """Put the screenings first whose number or code holds the words: that needs no reading."""
    codes = store.codes()

    def likely(number: str) -> bool:
        return code_holds(number, codes.get(number, ""), words)

    return sorted(numbers, key=likely, reverse=True)

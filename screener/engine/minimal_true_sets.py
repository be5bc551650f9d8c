"""The minimal sets for which a question is answered yes, where larger sets are never worse.

Known minimal sets are looked past: none of them is whole in what is left of the members without a
minimal hitting set of those known. If that is still a yes, it holds a new minimal set; when none of
what is left is a yes, all are found. M. H. Liffiton et al., Fast, flexible MUS enumeration,
Constraints 21 (2016).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

#: Gives a part of a set that is enough, not always a minimal one; None where the set is not enough.
Enough = Callable[[frozenset[str]], frozenset[str] | None]
#: Beyond so many ways to look past the sets that are known, it is not followed up.
_MOST_HITTING_SETS = 2000


class Spent(Exception):
    """What may be spent on a search is spent."""


class Found(NamedTuple):
    """The minimal sets; not `complete` where there may be more."""

    sets: tuple[frozenset[str], ...]
    complete: bool


def minimal_true_sets(members: Sequence[str], enough: Enough, most: int) -> Found:
    """Find the minimal sets, up to `most` of them.

    What stands first among the members is left out first, where there is a choice. Where `enough`
    raises `Spent`, those are given that were found until then.
    """
    search = _Search(members, enough)
    try:
        return search.run(most)
    except Spent:
        return Found(tuple(search.found), complete=False)


class _Search:
    def __init__(self, members: Sequence[str], enough: Enough) -> None:
        self._members = members
        self._enough = enough
        self.found: list[frozenset[str]] = []
        #: What to leave out so that no known set is left whole; minimal ones, small ones first.
        self._hitting = [frozenset[str]()]
        #: Those of them without which the members are not enough.
        self._indispensable: list[frozenset[str]] = []

    def run(self, most: int) -> Found:
        while len(self._hitting) <= _MOST_HITTING_SETS:
            left_out = next((one for one in self._hitting if not self._is_known(one)), None)
            if left_out is None:
                return Found(tuple(self.found), complete=True)
            if len(self.found) == most:
                break
            part = self._enough(frozenset(self._members) - left_out)
            if part is None:
                self._indispensable.append(left_out)
            else:
                self._add(self._shrunk(part))
        return Found(tuple(self.found), complete=False)

    def _is_known(self, left_out: frozenset[str]) -> bool:
        return any(one <= left_out for one in self._indispensable)

    def _shrunk(self, part: frozenset[str]) -> frozenset[str]:
        for member in self._members:
            if member in part:
                smaller = self._enough(part - {member})
                part = part if smaller is None else smaller
        return part

    def _add(self, found: frozenset[str]) -> None:
        self.found.append(found)
        hit = [one for one in self._hitting if one & found]
        grown = {one | {member} for one in self._hitting if not one & found for member in found}
        new = [one for one in grown if not any(other <= one for other in hit)]
        place = {id: place for place, id in enumerate(self._members)}
        self._hitting = sorted(
            [*hit, *new], key=lambda one: (len(one), sorted(place[id] for id in one))
        )

"""Which sets of options come to the same, in words that are exact.

What is said is true of every set of options there can be, and of no other: it is worked out over
how much a set has of each kind of options (`screener.engine.set_cells`), never option by option.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TypeVar

from screener.engine.set_cells import (
    ALL,
    NONE,
    SOME,
    Kinds,
    kinds,
    told_apart,
    tries_all,
)
from screener.joining import joined, listed
from screener.language import _
from screener.protocol.model import Protocol, Question

#: So many descriptions are told of the sets that come to one outcome.
_MOST = 4
_Outcome = TypeVar("_Outcome", bound=Hashable)
#: How much a set may have of each kind.
_Term = tuple[frozenset[int], ...]
#: Some or all of a kind; none or some of it.
_HALVES = (frozenset({SOME, ALL}), frozenset({NONE, SOME}))


def sets_told(
    protocol: Protocol, question: str, outcomes: Mapping[frozenset[str], _Outcome], language: str
) -> Mapping[_Outcome, str]:
    """Say which sets of options come to each outcome; `outcomes` has that of every set tried.

    Of outcomes with very many kinds of sets some are told, and that there are others; where that is
    so of one alone, its sets are the others.
    """
    words = _Words(protocol.questions[question], kinds(protocol, question), language)
    sets: dict[_Outcome, list[frozenset[str]]] = {}
    for one, outcome in outcomes.items():
        sets.setdefault(outcome, []).append(one)
    told = {
        outcome: list(islice(_descriptions(protocol, question, some, words), _MOST + 1))
        for outcome, some in sets.items()
    }
    long = [outcome for outcome, said in told.items() if len(said) > _MOST]
    found = {}
    for outcome, said in told.items():
        if [outcome] == long and len(told) > 1 and tries_all(protocol, question):
            found[outcome] = _("any other answer")
        elif outcome in long:
            more = _("others") if tries_all(protocol, question) else _("perhaps others")
            found[outcome] = joined(_("{first}; or {next}"), [*said[: _MOST - 1], more])
        else:
            found[outcome] = joined(_("{first}; or {next}"), said)
    return found


def _descriptions(
    protocol: Protocol, question: str, sets: Collection[frozenset[str]], words: "_Words"
) -> Iterator[str]:
    """Describe sets with all that tests do not tell from them; where these are too many, just them.

    Of the latter more are given than are told, since there may always be others.
    """
    if not tries_all(protocol, question):
        yield from map(words.exactly, sets)
        yield from [""] * (_MOST + 1)
        return
    known = words.kinds
    alike = {told_apart(protocol, question, one) for one in sets}
    family = {
        amounts
        for amounts in product(*known.amounts())
        if told_apart(protocol, question, known.smallest(amounts)) in alike
    }
    terms = list(islice(_terms(known, family), _MOST + len(known.named)))
    yield from words.described(terms)


def _terms(known: Kinds, family: Collection[tuple[int, ...]]) -> Iterator[_Term]:
    """Cover a family of amounts with as wide terms as hold nothing else, full sets first.

    That a set may have none of all is told as it is: it is what nobody looks for among the others.
    """
    covered: list[_Term] = []
    for amounts in sorted(family, key=lambda one: (sum(one), one), reverse=True):
        if any(_holds(term, amounts) for term in covered):
            continue
        term: _Term = tuple(frozenset({amount}) for amount in amounts)
        if any(amounts):
            term = _widened(known, term, family)
        covered.append(term)
        yield term


def _holds(term: _Term, amounts: Sequence[int]) -> bool:
    return all(amount in allowed for allowed, amount in zip(term, amounts, strict=True))


def _widened(known: Kinds, term: _Term, family: Collection[tuple[int, ...]]) -> _Term:
    """Leave out of a term what it need not ask for; then let it ask for as little as will do."""
    for place, amounts in enumerate(known.amounts()):
        term = _first_within(term, place, [frozenset(amounts)], family)
    for place, amounts in enumerate(known.amounts()):
        wider = [one for one in _HALVES if term[place] < one < frozenset(amounts)]
        term = _first_within(term, place, wider, family)
    return term


def _first_within(
    term: _Term,
    place: int,
    tried: Sequence[frozenset[int]],
    family: Collection[tuple[int, ...]],
) -> _Term:
    """Put the first of other amounts at a place with which all that a term holds is in a family."""
    for amounts in tried:
        wider = (*term[:place], amounts, *term[place + 1 :])
        if all(one in family for one in product(*wider)):
            return wider
    return term


@dataclass(frozen=True, slots=True)
class _Words:
    question: Question
    kinds: Kinds
    language: str

    def described(self, terms: Sequence[_Term]) -> Iterator[str]:
        """Describe terms; those that ask for one of some options alone are told as one."""
        single = [options for term in terms if (options := self._one_of(term)) is not None]
        together = {option for options in single for option in options}
        for term in terms:
            options = self._one_of(term)
            if options is None:
                yield self._term(term)
            elif options == single[0]:
                asked = _("with {options}").format(options=self._either(self._labels(together)))
                yield _("any {sets}").format(sets=asked)

    def exactly(self, chosen: Collection[str]) -> str:
        """Name one set of options."""
        labels = self._labels(chosen)
        if not labels:
            return _("none of them")
        if len(labels) == len(self.question.options):
            return listed(labels)
        if len(labels) == 1:
            return _("{option} alone").format(option=labels[0])
        return _("{options} and nothing else").format(options=listed(labels))

    def _one_of(self, term: _Term) -> Sequence[str] | None:
        """Give the options of which a term asks for one, if that is all it asks for."""
        asked = [
            (options, amounts)
            for options, amounts, possible in zip(
                self.kinds.named, term, self.kinds.amounts(), strict=True
            )
            if amounts != set(possible)
        ]
        if len(asked) != 1:
            return None
        options, amounts = asked[0]
        one = {ALL} if len(options) == 1 else {SOME, ALL}
        return options if amounts == one else None

    def _term(self, term: _Term) -> str:
        possible = self.kinds.amounts()
        if all(amounts == set(most) for amounts, most in zip(term, possible, strict=True)):
            return _("any answer")
        if not self.kinds.unnamed and all(amounts in ({NONE}, {ALL}) for amounts in term):
            chosen = [amounts == {ALL} for amounts in term]
            return self.exactly(self._options(chosen))
        parts = list(self._parts(term))
        return _("any {sets}").format(sets=_(" and ").join(parts))

    def _parts(self, term: _Term) -> Iterator[str]:
        """Say what sets have, then what they have not."""
        whole = self._labels(self._options([amounts == {ALL} for amounts in term]))
        if whole:
            said = _("with {options}") if len(whole) == 1 else _("with all of {options}")
            yield said.format(options=listed(whole))
        for options, amounts in zip(self.kinds.named, term, strict=True):
            labels = self._labels(options)
            if amounts == {SOME, ALL}:
                yield _("with {options}").format(options=self._either(labels))
            elif amounts == {SOME}:
                yield _("with some, but not all of {options}").format(options=listed(labels))
            elif amounts == {NONE, SOME}:
                yield _("without all of {options}").format(options=listed(labels))
        left_out = self._labels(self._options([amounts == {NONE} for amounts in term]))
        if left_out:
            said = _("without {options}") if len(left_out) == 1 else _("with none of {options}")
            yield said.format(options=listed(left_out))

    def _options(self, wanted: Sequence[bool]) -> list[str]:
        of_kinds = zip(self.kinds.named, wanted, strict=True)
        return [option for options, chosen in of_kinds if chosen for option in options]

    def _labels(self, options: Collection[str]) -> list[str]:
        """Give labels in the file's order."""
        labels = self.question.options
        return [labels[one].in_language(self.language) for one in labels if one in options]

    def _either(self, labels: Sequence[str]) -> str:
        """Join with `or` before the last alone: `steel, gold or copper`."""
        return joined(_("{first} or {next}"), [listed(labels[:-1]), *labels[-1:]])

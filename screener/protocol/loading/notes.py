"""What the loader has to say about a rules file: problems, each once, and hints."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from screener.protocol.conditions import Place
from screener.protocol.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode
from screener.protocol.problems import Problem, Severity

#: Looking for a similar word takes time, and a file with more typing errors has other worries.
_MOST_COMPARED = 60_000
_LONGEST_WORD = 60
_CURLY = frozenset("\u2018\u2019\u201c\u201d\u201e\u300c\u300d\uff02")


class Notes:
    """The problems found so far, and which parts of the file could not be read at all."""

    def __init__(self, path: str) -> None:
        self.path = path
        #: Ids that something unreadable or misspelt probably meant: they count as used.
        self.meant: set[str] = set()
        #: Whether it cannot be told what some part of the file would have used.
        self.lost = False
        #: Parts of the file that hold more, or may hold more, than can be named by an id: what
        #: others name in vain may be meant for it.
        self.nameless: set[str] = set()
        #: Where parts stand that were left alone, since what they belong to is not known.
        self.alone: set[Place] = set()
        #: Languages that `protocol.languages` lacks, told of once.
        self.undeclared: set[str] = set()
        self._problems: dict[tuple[Place, str, str], Problem] = {}
        self._unsound: list[Node] = []
        self._compared = 0

    @property
    def problems(self) -> list[Problem]:
        """Every problem, in the order found."""
        return list(self._problems.values())

    @property
    def has_errors(self) -> bool:
        """Tell whether something worse than a warning was found."""
        return any(problem.severity is Severity.ERROR for problem in self._problems.values())

    def error(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Add an error."""
        self._add(code, place, Severity.ERROR, message, hint)

    def warn(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Add a warning."""
        self._add(code, place, Severity.WARNING, message, hint)

    def unsound(self, node: Node) -> None:
        """Pass over a part whose shape is wrong; the check of the shape tells about it."""
        self._unsound.append(node)

    def unread(self, part: str) -> None:
        """Count a part of the file as unknown: what it would hold and use cannot be told."""
        self.nameless.add(part)
        self.lost = True

    def doubled(self, root: Node) -> None:
        """Count what stands below keys given twice as used; which of the two is meant is open."""
        for node in all_of(root):
            if isinstance(node, MappingNode):
                for _key, value in node.doubled:
                    self.unsound(value)

    def first_unsound(self) -> Place | None:
        """Give the place of the first part that was passed over."""
        places = [node.place for node in self._unsound]
        return min(places, key=lambda place: (place.line, place.column), default=None)

    def mentioned(self) -> set[str]:
        """Give every word that stands in a part passed over, or was meant by a misspelt one."""
        words = set(self.meant)
        for node in self._unsound:
            words.update(part.text for part in all_of(node) if isinstance(part, ScalarNode))
        return words

    def any_nameless(self, *lists: str) -> bool:
        """Tell whether what is named in vain may belong to these parts of the file.

        What is wrong with them is told already, where it stands.
        """
        return not self.nameless.isdisjoint(lists)

    def passed_over(self, node: Node) -> None:
        """Leave a part alone whose meaning is not known; its shape is not to be told about."""
        self.alone.update(part.place for part in all_of(node))

    def closest(self, word: str, candidates: Iterable[str]) -> str | None:
        """Give the candidate that `word` is most probably a misspelling of."""
        # Needed for mistakes alone, and slow to import.
        import difflib

        if len(word) > _LONGEST_WORD or self._compared >= _MOST_COMPARED:
            return None
        by_folded = {candidate.casefold(): candidate for candidate in candidates}
        self._compared += len(by_folded)
        found = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
        return by_folded[found[0]] if found else None

    def did_you_mean(self, word: str, candidates: Iterable[str]) -> str | None:
        """Give the hint that names the closest candidate, or the few there are."""
        known = list(candidates)
        if found := self.closest(word, known):
            return f"did you mean `{found}`?"
        return choice(known) if 0 < len(known) <= 8 else None

    def _add(
        self, code: str, place: Place, severity: Severity, message: str, hint: str | None
    ) -> None:
        problem = Problem(self.path, place.line, place.column, code, severity, message, hint)
        self._problems.setdefault((place, code, message), problem)


def all_of(node: Node) -> Iterator[Node]:
    """Visit a node and all below it, keys too, each once however many aliases stand for it."""
    seen: set[int] = set()
    stack = [node]
    while stack:
        part = stack.pop()
        if id(part) in seen:
            continue
        seen.add(id(part))
        yield part
        if isinstance(part, MappingNode):
            stack.extend(one for pair in (*part.pairs, *part.doubled) for one in pair)
        elif isinstance(part, SequenceNode):
            stack.extend(part.items)


_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")


def is_id(text: str) -> bool:
    """Tell whether a text can be an id; the check of the shape tells about one that cannot."""
    return _ID.match(text) is not None


def quoted(text: str) -> str:
    """Give a text from the file for use in a message: on one line, cut short, marked."""
    line = " ".join(text.split())
    if not line:
        return "nothing"
    return f"`{line if len(line) <= _LONGEST_WORD else line[: _LONGEST_WORD - 1] + '…'}`"


def hidden(text: str) -> str | None:
    """Give the hint about a character that nobody can see, or that passes for another."""
    for character in text:
        if unicodedata.category(character) in ("Zs", "Cf", "Zl", "Zp") and character != " ":
            return f"it has the invisible character U+{ord(character):04X} in it: type it anew"
    if text[:1] in _CURLY and text[-1:] in _CURLY:
        return 'these are not the quotes of YAML: write " or nothing'
    return None


def listed(words: Iterable[str], joint: str = "and") -> str:
    """Join words for a message: `a`, `b` and `c`."""
    marked = [f"`{word}`" for word in words]
    if len(marked) < 2:
        return "".join(marked)
    return f"{', '.join(marked[:-1])} {joint} {marked[-1]}"


def choice(words: Iterable[str]) -> str:
    """Give the hint that lists what there is."""
    known = list(words)
    return f"there {'is only' if len(known) == 1 else 'are'} {listed(known)}"


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Sort problems by place."""
    return sorted(problems, key=lambda problem: (problem.line, problem.column))


def describe(node: Node) -> str:
    """Name what a node is, for a message that expected something else."""
    if isinstance(node, ScalarNode):
        return quoted(node.text)
    return "a mapping" if isinstance(node, MappingNode) else "a list"

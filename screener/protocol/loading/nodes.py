"""A YAML file as a tree of nodes with their places, safe to build from any bytes.

Built from libyaml's events in a loop, so that neither depth nor aliases can hurt. Nothing is
resolved here: whether `1.10` is a number or a text depends on the place that reads it, so a scalar
keeps what was written and whether it was plain or in quotes.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass, field

import yaml

from screener.protocol.conditions import Place
from screener.protocol.loading.decoding import decoded
from screener.protocol.loading.places import Mark, Places, within
from screener.protocol.loading.syntax import advice, short
from screener.protocol.problems import Problem, Severity

MOST_NODES = 100_000
MOST_LEVELS = 100

_YAML_TAG = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset({"int", "float", "bool", "null", "timestamp"})


@dataclass(frozen=True, slots=True, eq=False)
class ScalarNode:
    """A scalar as written; `plain` where it stood without quotes."""

    text: str
    plain: bool
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class SequenceNode:
    """A list."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class MappingNode:
    """A mapping; its keys are scalars, and no two have the same text.

    `doubled` are the pairs whose key stood there already: told, and not read.
    """

    pairs: tuple[tuple[ScalarNode, "Node"], ...]
    place: Place
    doubled: tuple[tuple[ScalarNode, "Node"], ...] = ()

    def get(self, key: str) -> "Node | None":
        """Give what stands under `key`."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None


Node = ScalarNode | SequenceNode | MappingNode


def read_nodes(
    data: bytes, path: str, without: Set[str] = frozenset()
) -> tuple[Node | None, list[Problem]]:
    """Read a whole YAML file as far as it can be read, with every problem found.

    The node is None where nothing can be built on what was read. A key given twice keeps its
    first value. What stands under the keys `without`, of the outermost mapping, is left out; where
    an anchor or an alias stands there, the node is None.
    """
    reading = _Reading(path, without)
    text = decoded(data, reading.report)
    if text is None:
        return None, reading.problems
    reading.places = Places(text)
    try:
        events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        for event in events:
            reading.take(event)
            if reading.leaves_out:
                reading.leave_out(events)
    except _StopReading:
        return None, reading.problems
    except yaml.YAMLError as error:
        if not reading.has_stray_separator(_mark_of(error)):
            _report_syntax(error, text, reading)
        return None, reading.problems
    if reading.has_stray_separator() or reading.broken:
        return None, reading.problems
    if reading.root is None:
        hint = "a file holds one YAML document"
        reading.report("empty-file", Place(1, 1), "the file is empty", hint)
    return reading.root, reading.problems


class _StopReading(Exception):
    """What was found makes reading on pointless; it is already among the problems."""


@dataclass(slots=True)
class _Open:
    """A collection whose end has not come yet."""

    place: Place
    anchor: str | None
    mapping: bool
    nodes_before: int
    #: Whether it has a tag that would build something: `!!set {a}` has keys alone.
    tagged: bool = False
    height: int = 1
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    doubled: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    key: ScalarNode | None = None
    key_is_doubled: bool = False
    key_end: Place | None = None
    expects_value: bool = False


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A finished node that aliases may stand for, with its size when written out."""

    node: Node
    nodes: int
    height: int


class _Reading:
    """The state of one reading: what is open, what is anchored, what is wrong."""

    def __init__(self, path: str, without: Set[str]) -> None:
        self.path = path
        self.problems: list[Problem] = []
        #: Whether what comes next stands under one of the keys `without`.
        self.leaves_out = False
        self._without = without
        self.root: Node | None = None
        #: Whether the file says something else than its author meant, so that nothing is read.
        self.broken = False
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        #: Whether an alias stands in the file: without one, its size alone limits it.
        self._expands = False
        self._documents = 0
        self.places = Places("")
        #: Where each scalar begins and ends, where that is wanted.
        self._scalars: list[tuple[int, int]] = []

    def report(self, code: str, place: Place, message: str, hint: str | None = None) -> None:
        """Add a problem; all that a reading finds are errors."""
        self.problems.append(
            Problem(self.path, place.line, place.column, code, Severity.ERROR, message, hint)
        )

    def has_stray_separator(self, error: Mark | None = None) -> bool:
        """Report a character that ends a line for YAML alone, where it has done so.

        One before an error of YAML is its cause, or may be.
        """
        if not self.places.separated:
            return False
        found = self.places.stray_separator(self._scalars, None if error is None else error.index)
        if found is None:
            return False
        place = self.places.at(found)
        character = f"the invisible character U+{ord(self.places.text[found]):04X}"
        message = f"{character} ends the line here, for YAML alone"
        self.report("line-separator", place, message, "remove it, or put the text in quotes")
        return True

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the file."""
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    message = "a second document begins here, and a file holds one"
                    hint = "remove the line `---`, or keep the second document in a file of its own"
                    self.report("second-document", self._place(event), message, hint)
                    raise _StopReading

    def leave_out(self, events: Iterator[yaml.Event]) -> None:
        """Pass over one value, whatever it holds; an anchor in it may mean what follows."""
        depth = 0
        for event in events:
            if getattr(event, "anchor", None) is not None:
                raise _StopReading
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if not depth:
                break
        self._stack[-1].expects_value = False
        self.leaves_out = False

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = self._place(event)
        if self.places.separated and event.start_mark and event.end_mark:
            self._scalars.append((event.start_mark.index, event.end_mark.index))
        plain = not event.style
        if event.tag is not None:
            plain = self._tag_leaves_plain(event.tag, plain, place)
        if not self._stack and plain and not event.value:
            return  # `---` and nothing after it: an empty file
        self._count(1, 0, place)
        node = ScalarNode(event.value, plain, place)
        if event.anchor is not None:
            self._anchors[event.anchor] = _Anchored(node, 1, 0)
        self._look_for_colon(node, event)
        self._add(node)

    def _look_for_colon(self, node: ScalarNode, event: yaml.ScalarEvent) -> None:
        """Report a key in braces without a colon, which YAML takes for a key without a value."""
        parent = self._stack[-1] if self._stack else None
        if parent is None or not parent.mapping or parent.tagged:
            return
        if not parent.expects_value:
            parent.key_end = self.places.of(event.end_mark)
        elif node.text or parent.key is None or parent.key_is_doubled:
            return
        elif parent.key_end == node.place:
            key = parent.key
            message = f"`{short(key.text)}` stands in braces, with no colon and value after it"
            hint = "put a text with a comma in it in quotes; a number has a point"
            if ":" in key.text or "\uff1a" in key.text:
                hint = "put a colon and a space between a key and its value"
            elif "\uff0c" in key.text:
                hint = "put a comma and a space between the pairs"
            self.report("yaml", key.place, message, hint)
            self.broken = True

    def _tag_leaves_plain(self, tag: str, plain: bool, place: Place) -> bool:
        """Tell whether a tagged scalar is still read by its place; refuse a tag of any other kind.

        `!!str` and `!` make a string of it. The tags of numbers, dates and booleans say no more
        than its place does.
        """
        short = tag.removeprefix(_YAML_TAG)
        if tag == "!" or (short == "str" and tag != short):
            return False
        if short not in _SCALAR_TAGS or tag == short:
            self._refuse_tag(tag, place)
        return plain

    def _refuse_tag(self, tag: str, place: Place) -> None:
        shown = "!!" + tag.removeprefix(_YAML_TAG) if tag.startswith(_YAML_TAG) else tag
        hint = "remove the tag: a value is read by the place where it stands"
        self.report("tag", place, f"the tag `{short(shown)}` is not allowed", hint)

    def _open(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        place = self._place(event)
        mapping = isinstance(event, yaml.MappingStartEvent)
        tag = event.tag
        tagged = tag is not None and tag not in ("!", _YAML_TAG + ("map" if mapping else "seq"))
        if tag is not None and tagged:
            self._refuse_tag(tag, place)
        before = self._nodes
        self._count(1, 1, place)
        if event.anchor is not None:
            # An earlier anchor of that name is over: an alias inside means this one.
            self._anchors.pop(event.anchor, None)
        self._stack.append(_Open(place, event.anchor, mapping, before, tagged=tagged))

    def _close(self) -> None:
        closed = self._stack.pop()
        node: Node
        if closed.mapping:
            node = MappingNode(tuple(closed.pairs), closed.place, tuple(closed.doubled))
        else:
            node = SequenceNode(tuple(closed.items), closed.place)
        if closed.anchor is not None:
            nodes = self._nodes - closed.nodes_before
            self._anchors[closed.anchor] = _Anchored(node, nodes, closed.height)
        self._add(node, closed.height)

    def _alias(self, event: yaml.AliasEvent) -> None:
        place = self._place(event)
        anchored = self._anchors.get(event.anchor or "")
        if anchored is not None:
            self._expands = True
            self._count(anchored.nodes, anchored.height, place)
            self._add(anchored.node, anchored.height)
            return
        name = short(event.anchor or "")
        if any(collection.anchor == event.anchor for collection in self._stack):
            message = f"the alias `*{name}` stands inside what it stands for"
            self.report("alias-cycle", place, message, "write out what is meant here")
        else:
            message = f"no anchor `&{name}` stands before this alias"
            self.report("unknown-alias", place, message, "write text that begins with * in quotes")
        raise _StopReading

    def _place(self, event: yaml.Event) -> Place:
        return self.places.of(event.start_mark)

    def _count(self, nodes: int, height: int, place: Place) -> None:
        self._nodes += nodes
        if self._expands and self._nodes > MOST_NODES:
            message = f"the file has more than {MOST_NODES:,} values here, its aliases written out"
            self.report("too-many-nodes", place, message, "use fewer aliases, or a shorter file")
            raise _StopReading
        if len(self._stack) + height > MOST_LEVELS:
            message = f"the file is nested deeper than {MOST_LEVELS} levels here"
            self.report(
                "too-deep",
                place,
                message,
                "write it flatter; in rules, name a part of it under `definitions`",
            )
            raise _StopReading

    def _add(self, node: Node, height: int = 0) -> None:
        """Put a finished node into the collection that is open."""
        if not self._stack:
            self.root = node
            return
        parent = self._stack[-1]
        if parent.height <= height:
            parent.height = height + 1
        if not parent.mapping:
            parent.items.append(node)
        elif not parent.expects_value:
            parent.key = key = self._key(node, parent)
            parent.expects_value = True
            outermost = len(self._stack) == 1
            self.leaves_out = outermost and key is not None and key.text in self._without
        else:
            if parent.key is not None:
                pairs = parent.doubled if parent.key_is_doubled else parent.pairs
                pairs.append((parent.key, node))
            parent.expects_value = False

    def _key(self, node: Node, parent: _Open) -> ScalarNode | None:
        """Give the node as a key of `parent`, or report why it is none."""
        if not isinstance(node, ScalarNode):
            message = "a key must be a single word or text, not a list or a mapping"
            hint = "text that begins with [ or { stands in quotes"
            self.report("key-not-scalar", node.place, message, hint)
            return None
        if node.plain and node.text == "<<":
            message = "merge keys (`<<`) are not part of the language"
            self.report("merge-key", node.place, message, "write the keys out")
            return None
        line = parent.lines.get(node.text)
        parent.key_is_doubled = line is not None
        if line is None:
            parent.lines[node.text] = node.place.line
        else:
            message = f"the key `{short(node.text)}` is given twice"
            hint = f"it stands on line {line} already; remove one of the two"
            self.report("duplicate-key", node.place, message, hint)
        return node


def _mark_of(error: yaml.YAMLError) -> Mark | None:
    return getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)


def _report_syntax(error: yaml.YAMLError, text: str, reading: _Reading) -> None:
    """Report what libyaml could not read, at its place, with advice where the cause is known."""
    mark = _mark_of(error)
    words = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML")
    if mark is None:
        reading.report("yaml", Place(1, 1), f"the file is not YAML: {short(words)}")
        return
    place = within(text, reading.places.of(mark))
    hint = advice(words, place, text)
    context = getattr(error, "context", None)
    message = f"the file is not YAML here: {words}" + (f" ({context})" if context else "")
    opened = getattr(error, "context_mark", None)
    begun = within(text, reading.places.of(opened)).line if opened is not None else place.line
    if context and begun != place.line:
        message = message.removesuffix(")") + f" that begins on line {begun})"
    reading.report("yaml", place, message, hint)

"""Where answers come from: what is asked of each kind of source, and which are of today."""

from collections.abc import Mapping

from screener.language import N_, _
from screener.protocol.answers import SourceKind

#: People who speak, perhaps through an interpreter.
SPOKEN = frozenset({SourceKind.CANDIDATE, SourceKind.RELATIVE})
#: What is said or examined in the room is of today; a paper is of its own day.
_NOW = frozenset({*SPOKEN, SourceKind.EXAMINATION})
_WHICH_RELATIVE = (N_("Which relative?"), N_("Such as wife or son, no name; may be left empty."))
_WHICH_DOCUMENT = (
    N_("Which document?"),
    N_("The number or date of the document; may be left empty."),
)


def reference_asked(kind: str) -> tuple[str, str] | None:
    """Give what is asked for a source's reference, and how to answer; None where it has none."""
    if kind == SourceKind.RELATIVE:
        title, said = _WHICH_RELATIVE
    elif kind in _NOW:
        return None
    else:
        title, said = _WHICH_DOCUMENT
    return _(title), _(said)


def is_of_today(source: object) -> bool:
    """Tell whether what a source says is observed as it is said, so that today may be proposed."""
    kind = source.get("kind") if isinstance(source, Mapping) else source
    return kind in _NOW


def written(kind: str, reference: str, through: str) -> Mapping[str, str] | str:
    """Give a source as an answer carries it: its kind alone where nothing more was said."""
    said = {"kind": kind, "reference": reference.strip(), "through": through}
    source = {key: value for key, value in said.items() if value}
    return source if len(source) > 1 else kind

"""Whether the answers that are tried stand for all that there are, so that finding none is a proof.

Each of them stands for its cell (`screener.engine.cells`). Where a test compares two answers of
which either may be another, the cells of the one depend on the other, and may not be all.
"""

from collections.abc import Collection, Iterable

from screener.engine.set_cells import tries_all
from screener.protocol.conditions import AgoTest, DateTest, Leaf, NumberTest
from screener.protocol.derivations import Case, Completed
from screener.protocol.model import Protocol, QuestionType
from screener.protocol.reads import answers_read, questions_read


def compared(protocol: Protocol, leaves: Iterable[Leaf], among: Collection[str]) -> bool:
    """Tell whether some test reads the numbers or dates of two of these questions."""
    spans = {id for id in among if _is_span(protocol, id)}
    return any(len(spans & answers_read(protocol.questions, leaf)) > 1 for leaf in leaves)


def tried_in_full(protocol: Protocol, leaves: Collection[Leaf], among: Collection[str]) -> bool:
    """Tell whether each answer to each of these questions comes out as one that is tried.

    `leaves` are the tests on them. All other answers stay.
    """
    for id in among:
        match protocol.questions[id].type:
            case QuestionType.BOOLEAN | QuestionType.CHOICE:
                continue
            case QuestionType.CHOICES if tries_all(protocol, id):
                continue
            case _ if not _is_span(protocol, id) or not all(
                _cut_exactly(protocol, leaf)
                for leaf in leaves
                if id in answers_read(protocol.questions, leaf)
            ):
                return False
    return not compared(protocol, leaves, among)


def _is_span(protocol: Protocol, id: str) -> bool:
    type = protocol.questions[id].type
    return type.is_number or type is QuestionType.DATE


def _cut_exactly(protocol: Protocol, leaf: Leaf) -> bool:
    """Tell whether a test turns at known places: nothing is calculated with what it compares."""
    return isinstance(leaf, NumberTest | DateTest | AgoTest) and all(
        _is_plain(protocol, id) for id in questions_read(protocol.questions, leaf)
    )


def _is_plain(protocol: Protocol, id: str) -> bool:
    """Tell whether a value is an answer, a count of time, or one of several such."""
    match protocol.questions[id].derive:
        case None | Completed():
            return True
        case Case(branches=branches):
            chosen = (one.value for one in branches if isinstance(one.value, str))
            return all(protocol.questions[one].derive is None for one in chosen)
    return False

"""Which queries are open, and which of them still wait for somebody to answer."""

from screener.protocol.model import Protocol
from screener.protocol.reach import reach
from screener.record.assessing import Query
from screener.record.state import ScreeningState


def open_queries(state: ScreeningState) -> tuple[Query, ...]:
    """Give the queries that no investigator has closed, the first one first."""
    return tuple(query for query in state.queries if query.closed is None)


def awaits_answer(protocol: Protocol, state: ScreeningState, query: Query) -> bool:
    """Tell whether an open query still needs somebody to answer it.

    It is answered in words, or by an answer to a question behind its criterion, given since.
    """
    if query.closed is not None or query.answers:
        return False
    behind = reach(protocol).get(query.criterion, frozenset())
    return not any(
        entry.version > query.version
        for id, record in state.answers.items()
        if id in behind
        for entry in record.history
    )

"""Eligibility screening for clinical trials.

The public names are resolved when first used, so that importing the package costs nothing that
only some commands need.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from screener.engine.decide import CriterionResult, Result, Status, decide
    from screener.protocol.loading.loader import load
    from screener.protocol.model import Decision, Protocol
    from screener.protocol.problems import AnswerError, AnswerProblem, Problem, ProtocolError

_HOMES = {
    "load": "screener.protocol.loading.loader",
    "decide": "screener.engine.decide",
    "CriterionResult": "screener.engine.decide",
    "Result": "screener.engine.decide",
    "Status": "screener.engine.decide",
    "Decision": "screener.protocol.model",
    "Protocol": "screener.protocol.model",
    "AnswerError": "screener.protocol.problems",
    "AnswerProblem": "screener.protocol.problems",
    "Problem": "screener.protocol.problems",
    "ProtocolError": "screener.protocol.problems",
}

#: The program's version; it stands in every event, too.
__version__ = "0.1.0"

__all__ = [
    "AnswerError",
    "AnswerProblem",
    "CriterionResult",
    "Decision",
    "Problem",
    "Protocol",
    "ProtocolError",
    "Result",
    "Status",
    "decide",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})

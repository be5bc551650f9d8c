"""What is refused at the keyboard: said with what would do, and never recorded."""

from screener.joining import advised, clauses
from screener.protocol.problems import AnswerError


class Refused(Exception):
    """What was asked for cannot be done; nothing was recorded. `hint` says what would do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(advised(message, hint))
        self.message = message
        self.hint = hint


def refused(error: AnswerError) -> Refused:
    """Say what is wrong with an answer."""
    hints = dict.fromkeys(problem.hint for problem in error.problems if problem.hint)
    return Refused(clauses(problem.message for problem in error.problems), clauses(hints) or None)

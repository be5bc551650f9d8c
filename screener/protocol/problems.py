"""What is wrong with a rules file or with a file of answers, told so that it can be mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from screener.joining import aside


class Severity(StrEnum):
    """How bad a problem is: a file with warnings alone is good."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a rules file, at its place; line and column count from 1."""

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        """Give the problem as one line, ``file:line:column: severity[code]: message``."""
        hint = f" ({self.hint})" if self.hint else ""
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity}[{self.code}]: {self.message}{hint}"


class ProtocolError(Exception):
    """A rules file cannot be used; `problems` lists everything found, warnings too."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """One answer that cannot be used: whose, what was given, why not, and what would do."""

    question: str
    value: object
    message: str
    hint: str | None = None

    def __str__(self) -> str:
        """Give the problem as one line."""
        said = aside(self.message, self.hint) if self.hint else self.message
        return f"{self.question}: {said}"


class AnswerError(Exception):
    """Some answers cannot be used, so nothing is decided; `problems` lists all of them."""

    def __init__(self, problems: Sequence[AnswerProblem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

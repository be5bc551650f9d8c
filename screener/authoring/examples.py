"""Running the worked candidates of a rules file against what they are expected to come to."""

from dataclasses import dataclass

from screener.engine.decide import Result, Status, decide_checked
from screener.protocol.model import Decision, Example, Expectation, Protocol


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an example came to: its decision, and the criteria that fail or are open."""

    decision: Decision
    fails: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleRun:
    """One example beside its outcome."""

    example: Example
    actual: Outcome

    @property
    def passed(self) -> bool:
        """Tell whether everything the example expects is so; lists match in any order."""
        expected, actual = self.example.expect, self.actual
        return (
            expected.decision is actual.decision
            and (expected.fails is None or set(expected.fails) == set(actual.fails))
            and (expected.open is None or set(expected.open) == set(actual.open))
        )


def run_examples(protocol: Protocol) -> tuple[ExampleRun, ...]:
    """Decide every example of a protocol, in the file's order."""
    return tuple(
        ExampleRun(example, _outcome(decide_checked(protocol, example.answers, example.on)))
        for example in protocol.examples
    )


def _outcome(result: Result) -> Outcome:
    return Outcome(result.decision, _with(result, Status.FAIL), _with(result, Status.OPEN))


def _with(result: Result, status: Status) -> tuple[str, ...]:
    return tuple(id for id, one in result.criteria.items() if one.status is status)


def as_data(told: Outcome | Expectation) -> dict[str, object]:
    """Give an outcome or an expectation as plain data; what is not expected is left out."""
    data: dict[str, object] = {"decision": told.decision.value}
    if told.fails is not None:
        data["fails"] = list(told.fails)
    if told.open is not None:
        data["open"] = list(told.open)
    return data

"""Timing pairs in turn, so that a noisy machine is noisy for both."""

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

ROUNDS = 15


def compare(
    title: str, subjects: Mapping[str, Callable[[], object]], units: int = 1, rounds: int = ROUNDS
) -> tuple[float, ...]:
    """Print each subject's median, p95 and least, and the median's ratio to the first one's.

    One call of a subject does `units` pieces of work; the times, in seconds, are of one piece.
    Gives the medians.
    """

    def timed(call: Callable[[], object]) -> Callable[[], float]:
        def once() -> float:
            start = time.perf_counter()
            call()
            return (time.perf_counter() - start) / units

        return once

    times = in_turn({name: timed(call) for name, call in subjects.items()}, rounds)
    table(title, times)
    return tuple(statistics.median(found) for found in times.values())


def in_turn(subjects: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, list[float]]:
    """Ask subjects that time themselves, one after the other, in so many rounds."""
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _round in range(rounds):
        for name, once in subjects.items():
            times[name].append(once())
    return times


def table(title: str, times: Mapping[str, Sequence[float]]) -> None:
    """Print medians, p95s and the least, and each median's ratio to the first one's."""
    first = statistics.median(next(iter(times.values())))
    print(title)
    for name, found in times.items():
        median = statistics.median(found)
        spread = f"{_shown(median)}  (p95 {_shown(p95(found))}, least {_shown(min(found))})"
        print(f"  {name:<44}{spread}  x{median / first:.2f}")


def p95(times: Sequence[float]) -> float:
    """Give what 95 of 100 times do not exceed."""
    return sorted(times)[math.ceil(0.95 * len(times)) - 1]


def _shown(seconds: float) -> str:
    return f"{seconds * 1e3:>10.1f} ms" if seconds >= 0.01 else f"{seconds * 1e6:>10.1f} µs"


def target(what: str, ratio: float, *, least: float = 0, most: float = float("inf")) -> None:
    """Say whether a ratio is what it should be; nothing fails where it is not."""
    wanted = f"at least x{least:g}" if least else f"at most x{most:g}"
    met = "met" if least <= ratio <= most else "MISSED"
    print(f"  {what} x{ratio:.2f}; target {wanted}: {met}\n")

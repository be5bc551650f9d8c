"""Timing pairs in turn, so that a noisy machine is noisy for both."""

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 15


def compare(
    title: str, subjects: Mapping[str, Callable[[], object]], units: int = 1, rounds: int = ROUNDS
) -> tuple[float, ...]:
    """Print each subject's median time, and its ratio to the first one's; give the medians.

    One call of a subject does `units` pieces of work; the times, in seconds, are of one piece.
    """
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _round in range(rounds):
        for name, call in subjects.items():
            start = time.perf_counter()
            call()
            times[name].append((time.perf_counter() - start) / units)
    medians = {name: statistics.median(found) for name, found in times.items()}
    first = next(iter(medians.values()))
    print(title)
    for name, median in medians.items():
        spread = f"{min(times[name]) * 1e6:.1f} to {max(times[name]) * 1e6:.1f}"
        print(f"  {name:<40}{median * 1e6:>12.1f} µs  ({spread})  x{median / first:.2f}")
    return tuple(medians.values())


def target(what: str, ratio: float, *, least: float = 0, most: float = float("inf")) -> None:
    """Say whether a ratio is what it should be; nothing fails where it is not."""
    wanted = f"at least x{least:g}" if least else f"at most x{most:g}"
    met = "met" if least <= ratio <= most else "MISSED"
    print(f"  {what} x{ratio:.2f}; target {wanted}: {met}\n")

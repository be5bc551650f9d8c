"""Timing pairs in turn, so that a noisy machine is noisy for both."""

import statistics
import time
from collections.abc import Callable, Mapping

ROUNDS = 15


def compare(title: str, subjects: Mapping[str, Callable[[], object]], calls: int) -> None:
    """Print each subject's median time a call, and its ratio to the first one's."""
    times: dict[str, list[float]] = {name: [] for name in subjects}
    for _round in range(ROUNDS):
        for name, call in subjects.items():
            start = time.perf_counter()
            for _call in range(calls):
                call()
            times[name].append((time.perf_counter() - start) / calls)
    medians = {name: statistics.median(found) for name, found in times.items()}
    first = next(iter(medians.values()))
    print(title)
    for name, median in medians.items():
        spread = f"{min(times[name]) * 1e6:.1f} to {max(times[name]) * 1e6:.1f}"
        print(f"  {name:<34}{median * 1e6:>10.1f} µs  ({spread})  x{median / first:.2f}")
